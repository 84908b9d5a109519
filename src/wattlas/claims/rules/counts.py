"""How many of a thing there are: by a count, by a multiple, by how often."""

from __future__ import annotations

import re

from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.quantity import Mention

REACH = 30


def count_of_things(
    reading: Reading, free: list[Mention], thing: Named
) -> Mention | None:
    """Return the count just before a thing, or the times that it is charged."""
    counts = [m for m in free if m.dimension == "count" and not m.readings]
    before = [m for m in counts if 0 <= thing.start - m.end <= REACH]
    if before:
        return max(before, key=lambda m: m.end)
    inside = [m for m in counts if thing.start - REACH <= m.start <= thing.end]
    if inside:
        return inside[-1]
    multiples = [m for m in free if m.dimension == "ratio"]
    times = [
        m for m in multiples if m.start >= thing.end and not _is_turned(reading, m)
    ]
    times += [m for m in multiples if _is_times_of(reading, m, thing)]
    later = [m for m in counts if thing.end <= m.start <= thing.end + REACH]
    return next(
        iter([*times, *(m for m in later if _counts_occasions(reading, m))]), None
    )


_TIMES_OF = re.compile(
    r"\s(?:that of|the (?:\w+ ){1,3}of|what|more|as much)\b"
    r"[^,.;\d]{0,60}",
    re.IGNORECASE,
)


def _is_times_of(reading: Reading, m: Mention, thing: Named) -> bool:
    """Say whether a multiple is of a thing behind it: *17,000 times what a home uses*.

    Homes and cars alone are counted so: of other things a multiple is a ratio.
    """
    between = reading.text[m.end : max(m.end, thing.start)]
    counted = thing.key.startswith("household") or "car-" in thing.key
    return counted and _TIMES_OF.fullmatch(between) is not None


def _is_turned(reading: Reading, m: Mention) -> bool:
    """Say whether a multiple is of an owner behind it: *10 times what Google uses*."""
    owners = reading.kinds("load", "company", "service", "model")
    return any(
        t.start >= m.end and _TIMES_OF.fullmatch(reading.text[m.end : t.start])
        for t in owners
    )


def _counts_occasions(reading: Reading, m: Mention) -> bool:
    """Say whether a count counts occasions: 500 次, 500 times."""
    return reading.text[m.end : m.end + 2].lstrip().startswith(("次", "ti"))
