"""Which clauses speak of a relation: its own, and those without a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from wattlas.claims.names import Named
from wattlas.claims.reading import OWNERS, Reading
from wattlas.quantity import Mention

Span = tuple[int, int]
KEPT = 64
"""Texts whose clauses are kept: each is asked for them many times."""
_BORDER = re.compile(
    r"[,;:；：](?!\d)|[，。—]|[.!?](?=\s)|\s(?:while|whereas|but)\s", re.IGNORECASE
)


@lru_cache(KEPT)
def clauses(text: str) -> list[Span]:
    """Return the clauses of a sentence.

    >>> clauses("In 2024, it used 1,287 MWh")
    [(0, 7), (8, 26)]
    """
    found, at = [], 0
    for border in _BORDER.finditer(text):
        found.append((at, border.start()))
        at = border.end()
    return [*found, (at, len(text))]


def scope(reading: Reading, used: Sequence[Mention]) -> list[Span]:
    """Return the clauses that speak of some quantities."""
    owner = owner_of(reading, used) if used else None
    own: list[Mention | Named] = [*used, *([owner] if owner else [])]
    numbers = [m for m in reading.mentions if m.dimension != "date" and m not in used]
    return [
        c
        for c in clauses(reading.text)
        if _holds(c, own) or not own or not _holds(c, numbers)
    ]


def _holds(clause: Span, pieces: Iterable[Mention | Named]) -> bool:
    return any(clause[0] <= p.start < clause[1] for p in pieces)


def owner_of(reading: Reading, used: Sequence[Mention]) -> Named | None:
    """Return the thing that has some quantities: the last before, else the first."""
    owners = reading.kinds(*OWNERS)
    first = min((m.start for m in used), default=len(reading.text))
    before = [t for t in owners if t.end <= first]
    return before[-1] if before else next(iter(owners), None)


_BREAK = re.compile(r"[;；]")
_REFERS = re.compile(
    r"\b(?:that|this|these|those|it|so|thus|hence|together|total|totals|altogether|"
    r"making|giving|gives|each|per|i\.e|equal\w*|equivalent|which)\b"
    r"|[=＝≈]|这|那|即|共|总|合计|相当|等于|因此|所以|每|就是|折合|也就",
    re.IGNORECASE,
)
"""What ties a part of a sentence behind a semicolon to the numbers before it."""


def are_apart(text: str, used: Sequence[Mention]) -> bool:
    """Say whether quantities stand on two sides of a semicolon that nothing ties.

    >>> from wattlas.claims.reading import read
    >>> found = read("A 1 kW heater for 8 hours; the laptop uses 8 kWh")
    >>> are_apart(found.text, found.mentions)
    True
    """
    starts = sorted(m.start for m in used)
    breaks = [m.end() for m in _BREAK.finditer(text)]
    inside = [at for at in breaks if starts and starts[0] < at <= starts[-1]]
    return bool(inside) and _REFERS.search(text, inside[0]) is None


def within(spans: Sequence[Span], at: int) -> bool:
    """Say whether a place is in one of some spans."""
    return any(start <= at < end for start, end in spans)
