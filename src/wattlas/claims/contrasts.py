"""A number that is told to be none of a thing, beside the one that is: *not 21 %*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wattlas.claims.reading import Reading
from wattlas.claims.scope import Span
from wattlas.quantity import Mention

NEAR = 1.2
"""Two numbers closer than this cannot be told apart by what is known."""
_NOT = re.compile(
    r"\s?[,;(（，；—]?\s?(?:and |but )?(?:not(?: the)?|rather than|instead of|"
    r"而不是|而非|并非|不是)\s?(?:about |around |nearly |as much as |约)?$",
    re.IGNORECASE,
)
"""What stands before a number that is denied, behind the one that is stated."""
_END = re.compile(r"[^,;，；。.\d]{0,60}?(?=[,;，；。)）]|\.(?:\s|$)|$)")
"""What may stand behind it, up to the end of its clause: *as some reports claim*."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A number that is denied, the one that is stated for it, and where it stands."""

    span: Span
    denied: Mention
    stated: Mention


def contrasts(reading: Reading) -> Iterator[Contrast]:
    """Yield the numbers that are denied for one that is stated before them.

    >>> from wattlas.claims.reading import read
    >>> found = read("Data centers use 1.5% of it, not 21%, says the agency")
    >>> [(c.stated.text, c.denied.text) for c in contrasts(found)]
    [('1.5%', '21%')]
    """
    for m in reading.mentions:
        before = [x for x in reading.mentions
                  if x.end <= m.start and x.dimension == m.dimension]  # fmt: skip
        start = before[-1].end if before else m.start
        cue = _NOT.search(reading.text, start, m.start)
        rest = _END.match(reading.text, m.end)
        if (
            cue
            and rest
            and m.dimension not in ("date", "time")
            and _apart(m, before[-1])
        ):
            yield Contrast((cue.start(), rest.end()), m, before[-1])


def _apart(a: Mention, b: Mention) -> bool:
    """Say whether two numbers can be told apart by what is known."""
    low, high = sorted((a.middle, b.middle))
    return high > NEAR * low
