"""What an amount is of: electricity, water, carbon, money, or something else.

A figure of electricity says nothing of water, gas or money, and as much gas as homes
take is no electricity of homes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from wattlas.claims.binding import Unbound
from wattlas.claims.reading import Reading
from wattlas.claims.schema import Equivalent, Ratio
from wattlas.claims.scope import Span, within
from wattlas.claims.vocabulary import Word, pattern

STATED_IN = {
    "of-water": ("volume",),
    "of-carbon": ("carbon", "mass"),
    "of-money": ("money",),
    "of-power": ("power",),
    "of-else": (),
}
"""Per role of a word for a matter, the dimensions that its amounts are stated in."""
NAMES = {"of-water": "water", "of-carbon": "carbon", "of-power": "power"}
"""The same, by a piece of the name of the figures of that matter."""
LEFT = frozenset(("amounts", "neutral", "compares"))
"""Roles of words that leave open what as much is of."""
_OTHER = "of-else"
_COUNTERS = " 辆台部户个"
"""What stands between a count and what it counts: 123辆汽车."""
_AS_MUCH = re.compile(r"\bas (?:much|many)\s$", re.IGNORECASE)
_HELD = r"{}\sof\s$"
_GREENHOUSE = re.compile(r"\bgreenhouse\s$", re.IGNORECASE)


def of_another_matter(
    reading: Reading, relation: BaseModel, scope: Sequence[Span]
) -> list[Unbound]:
    """Return the words that say that an amount is of something else: *of water*.

    >>> from wattlas.claims.reading import read
    >>> from wattlas.claims.schema import Share
    >>> found = read("Ireland's data centres took 22% of water")
    >>> share = Share(value=found.mentions[0], subject="data-centres-ie")
    >>> [u.text for u in of_another_matter(found, share, [(0, 99)])]
    ['water']
    """
    compares = isinstance(relation, (Equivalent, Ratio))
    words = [*_beside(reading, scope)]
    if compares:
        other = [w for w in words if _OTHER in w.roles]
        words = list(dict.fromkeys([*_compared(reading), *other]))
    own = _named_by(relation)
    return [
        Unbound(w.start, w.end, w.text, "qualifier")
        for w in words
        if not _is_stated(reading, w, own)
    ]


def _compared(reading: Reading) -> Iterator[Word]:
    """Yield what as much is spoken of: *as much gas as*, *as many people as*."""
    for word in reading.words:
        plain = word.roles & LEFT and not _matters(word)
        if not plain and _AS_MUCH.search(reading.text[: word.start]):
            yield word


def _beside(reading: Reading, scope: Sequence[Span]) -> Iterator[Word]:
    """Yield the words for a matter in some clauses, but not what is counted."""
    counts = {m.end for m in reading.of("count")}
    for word in reading.words:
        before = reading.text[: word.start]
        counted = len(before.rstrip(_COUNTERS)) in counts
        held = pattern("holds", _HELD).search(before) or _GREENHOUSE.search(before)
        if _matters(word) and within(scope, word.start) and not (counted or held):
            yield word


def _matters(word: Word) -> list[str]:
    return [role for role in STATED_IN if role in word.roles]


def _is_stated(reading: Reading, word: Word, own: str) -> bool:
    """Say whether an amount of a word's matter is stated, or judged."""
    return any(
        reading.of(*STATED_IN[role]) or NAMES.get(role, role) in own
        for role in _matters(word)
    )


def _named_by(relation: BaseModel) -> str:
    """Return the names of the figures that a relation is judged by."""
    sides = [relation, getattr(relation, "of", None), getattr(relation, "to", None)]
    return " ".join(str(getattr(side, "quantity", "")) for side in sides)
