"""What something rose, or fell, from: two amounts of *from 14 to 31 TWh*, not one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from wattlas.claims.vocabulary import pattern
from wattlas.quantity import Mention

LOOK_BACK = 60
_FROM = re.compile(
    r"(?:\bfrom\s|[从由])(?:an? |the |about |around |some |约|大约|的)?$", re.IGNORECASE
)
_TO = re.compile(r"\s?(?:\bto\b|[-–—~]|[增升降]?[至到])\s?", re.IGNORECASE)
OF_ONE = ("share", "date", "time", "count")
"""Dimensions whose ranges stay one: *from 3 to 4 %* may be a span of what is known."""


def ends_of_changes(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield quantities, with a range that something changed over as its two ends.

    >>> from wattlas.quantity import find
    >>> text = "It rose from 416 to 485 TWh"
    >>> [(m.text, m.low / 1e9) for m in ends_of_changes(text, find(text))]
    [('416', 416.0), ('485 TWh', 485.0)]
    """
    for m in mentions:
        link = _TO.search(m.text)
        whole = m.times or m.readings or m.dimension in OF_ONE or not m.is_range
        if whole or link is None or not _is_from(text, m):
            yield m
            continue
        first, second = m.text[: link.start()], m.text[link.end() :]
        start = m.end - len(second)
        yield replace(m, text=first, end=m.start + len(first), mid=m.low, high=m.low)
        yield replace(m, text=second, start=start, mid=m.high, low=m.high)


def is_baseline(text: str, mentions: Sequence[Mention], m: Mention) -> bool:
    """Say whether an amount is only what something changed from, in no stated year."""
    if not _is_from(text, m):
        return False
    behind = [x for x in mentions if x.start >= m.end]
    dated = bool(behind) and behind[0].dimension == "date"
    return not dated


def _is_from(text: str, m: Mention) -> bool:
    """Say whether a change starts at an amount: *rose from*, *up from*, 从…增至."""
    front = text[max(0, m.start - LOOK_BACK) : m.start]
    if not _FROM.search(front):
        return False
    behind = text[m.start : m.end + 12]
    moves = pattern("moves").search(front) or pattern("leads", r"[增升降]{}").search(
        behind
    )
    return moves is not None
