"""Stretches of time as sorted lists of intervals that do not touch. [us since 1970]"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def united(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the times that any of some intervals covers: by a running maximum.

    >>> united([(4, 9), (0, 2), (2, 3), (5, 6)])
    [(0, 3), (4, 9)]
    """
    joined: list[Interval] = []
    for t0, t1 in sorted(intervals):
        if joined and t0 <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], t1))
        else:
            joined.append((t0, t1))
    return joined


def shared(intervals: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    """Return the times that both lists cover.

    >>> shared([(0, 3), (4, 9)], [(2, 5), (8, 20)])
    [(2, 3), (4, 5), (8, 9)]
    """
    found: list[Interval] = []
    for t0, t1 in intervals:
        place = max(bisect_right(others, (t0, t0)) - 1, 0)
        while place < len(others) and others[place][0] < t1:
            begin, end = max(t0, others[place][0]), min(t1, others[place][1])
            if begin < end:
                found.append((begin, end))
            place += 1
    return found


def without(intervals: Sequence[Interval], cover: Sequence[Interval]) -> list[Interval]:
    """Return the times of the first list that the second does not cover.

    >>> without([(0, 3), (4, 9)], [(2, 5), (8, 20)])
    [(0, 2), (5, 8)]
    """
    found: list[Interval] = []
    for t0, t1 in intervals:
        begin = t0
        for hole0, hole1 in shared([(t0, t1)], cover):
            if begin < hole0:
                found.append((begin, hole0))
            begin = hole1
        if begin < t1:
            found.append((begin, t1))
    return found
