"""Rows in time: the step that each covers, gaps between them, and what fills these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError, Message
from wattlas.hours.files.stamps import DAY_S, HOUR_S, MINUTE_S
from wattlas.hours.files.zones import iso

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Integers = NDArray[np.int64]

STEPS_S = tuple(m * MINUTE_S for m in (5, 10, 15, 20, 30, 60))
_LONG_S = DAY_S - HOUR_S
"""A step that a file changes to holds for a day at least; the shortest has 23 hours."""


@dataclass(frozen=True)
class Rows:
    """Values with the beginning of their step in UTC, and its length where known. [s]

    `step_s` is 0 where the row does not say it.
    """

    start_s: Integers
    step_s: Integers
    values: Array
    lines: Sequence[int]
    where: str

    def of(self, kept: Integers) -> Rows:
        """Return some of the rows, by index, in that order."""
        lines = [self.lines[i] for i in kept]
        return Rows(
            self.start_s[kept], self.step_s[kept], self.values[kept], lines, self.where
        )


@dataclass(frozen=True)
class Grid:
    """Values of equal steps without gap, from a beginning in UTC. [s]

    `filled_s` is how much of them was filled, `longest_s` the longest such stretch.
    """

    start_s: int
    step_s: int
    values: Array
    filled_s: int = 0
    longest_s: int = 0


def in_order(rows: Rows) -> Rows:
    """Return rows by time; raise InputError where two say the same.

    Rows that say their time need not come in order.
    """
    order = np.argsort(rows.start_s, kind="stable")
    rows = rows.of(order)
    same = np.flatnonzero(np.diff(rows.start_s) == 0)
    if len(same):
        first, second = rows.lines[same[0]], rows.lines[same[0] + 1]
        raise InputError(
            "{where}, line {first}: time repeats {iso}Z, which stands on line "
            "{first_2} too. Leave one of the two.",
            where=rows.where,
            first=max(first, second),
            iso=iso(rows.start_s[same[0]]),
            first_2=min(first, second),
        )
    return rows


def with_steps(rows: Rows, *, ending: bool = False) -> Rows:
    """Return ordered rows that each know their step, by its beginning. [s]

    `ending` says that the rows have the ends of their steps. What a row does not say
    is how far the next is, where that holds for a day: a file may change from hours to
    quarters, and a single far row is a gap.

    Raises
    ------
    InputError
        If the usual step is no part of an hour.
    """
    if len(rows.start_s) < 2:
        raise InputError(
            "{where}: has {start_s_count} rows; give a whole year of hours.",
            where=rows.where,
            start_s_count=len(rows.start_s),
        )
    steps = np.where(rows.step_s > 0, rows.step_s, _usual(rows.start_s, ending=ending))
    wrong = np.flatnonzero(~np.isin(steps, STEPS_S))
    if len(wrong):
        row = int(wrong[0])
        raise InputError(
            "{where}, line {line}: a row of {step:g} minutes from {iso}Z is no part "
            "of an hour. Give the beginning of each hour, or of each 5, 15 or 30 "
            "minutes.",
            where=rows.where,
            line=rows.lines[row],
            step=int(steps[row]) / MINUTE_S,
            iso=iso(rows.start_s[row]),
        )
    starts = rows.start_s - steps if ending else rows.start_s
    return Rows(starts, steps, rows.values, rows.lines, rows.where)


def _usual(times: Integers, *, ending: bool) -> Integers:
    """Return for each row the distance to the next (or last) that holds around it."""
    far = np.diff(times)
    far = np.insert(far, 0, far[0]) if ending else np.append(far, far[-1])
    ends = np.flatnonzero(np.append(np.diff(far) != 0, True))
    starts = np.append(0, ends[:-1] + 1)
    lengths = far[ends] * (ends - starts + 1)
    long = np.isin(far[ends], STEPS_S) & (lengths >= _LONG_S)
    if not long.any():
        sizes, counts = np.unique(far, return_counts=True)
        return np.full(len(far), sizes[counts.argmax()], np.int64)
    runs = np.flatnonzero(long)
    before = np.maximum(np.searchsorted(runs, np.arange(len(ends)), "right") - 1, 0)
    held = far[ends][runs[before]]
    return np.repeat(held, ends - starts + 1)


def with_leap_day(rows: Rows, tz: tzinfo) -> tuple[Rows, bool]:
    """Return rows in which a 29 February that is left out repeats the 28th.

    Calendars of model years leave that day out, and nothing else.
    """
    ends = rows.start_s + rows.step_s
    for i in np.flatnonzero(rows.start_s[1:] - ends[:-1] == DAY_S):
        day = datetime.fromtimestamp(int(ends[i]), tz)
        if (day.month, day.day, day.hour) == (2, 29, 0):
            before = np.flatnonzero(
                (rows.start_s >= ends[i] - DAY_S) & (rows.start_s < ends[i])
            )
            whole = rows.of(np.concatenate([np.arange(len(ends)), before]))
            whole.start_s[len(ends) :] += DAY_S
            return in_order(whole), True
    return rows, False


def gridded(rows: Rows, fill: str | None, said: str) -> Grid:
    """Return rows as values of equal steps without gap.

    Parameters
    ----------
    rows : Rows
        Ordered, with steps; NaN where a value is missing.
    fill : str, optional
        `interpolate` or `previous`; without it, a gap is refused with its line.
    said : str
        The column, for messages.

    Raises
    ------
    InputError
        At the first gap, overlap or missing value.
    """
    _refuse_overlaps(rows)
    if fill is None:
        _refuse_gaps(rows, said)
    first = int(rows.start_s[0])
    step = _common_step(rows)
    total = int(rows.start_s[-1] + rows.step_s[-1] - first) // step
    values = np.full(total, np.nan)
    at, count = (rows.start_s - first) // step, rows.step_s // step
    inside = np.repeat(at - np.cumsum(count) + count, count) + np.arange(count.sum())
    values[inside] = np.repeat(rows.values, count)
    missing = np.isnan(values)
    if missing.any():
        values = _filled(values, fill or "", rows)
    longest = _longest(missing) * step
    return Grid(first, step, values, int(missing.sum()) * step, longest)


def _common_step(rows: Rows) -> int:
    """Return the longest step of which all rows, and whole hours, are multiples. [s]"""
    sizes = {int(s) for s in np.unique(rows.step_s)}
    offsets = {int(s) for s in np.unique(rows.start_s % HOUR_S)}
    return gcd(HOUR_S, *sizes, *offsets)


def _refuse_overlaps(rows: Rows) -> None:
    far = np.diff(rows.start_s)
    wrong = np.flatnonzero(far < rows.step_s[:-1])
    if len(wrong):
        row = int(wrong[0])
        raise InputError(
            "{where}, line {line}: begins at {iso}Z, within the {step_:g} minutes of "
            "line {line_2}. Leave one of the two.",
            where=rows.where,
            line=rows.lines[row + 1],
            iso=iso(rows.start_s[row + 1]),
            step_=rows.step_s[row] / MINUTE_S,
            line_2=rows.lines[row],
        )


def _refuse_gaps(rows: Rows, said: str) -> None:
    empty = np.flatnonzero(np.isnan(rows.values))
    ends = rows.start_s + rows.step_s
    gaps = np.flatnonzero(rows.start_s[1:] > ends[:-1])
    if len(gaps) and not (len(empty) and empty[0] <= gaps[0]):
        row = int(gaps[0])
        others = (
            Message(
                ", the first of {gaps_count:,} gaps",
                gaps_count=len(gaps),
            )
            if len(gaps) > 1
            else ""
        )
        raise InputError(
            "{where}, line {line}: time leaps from {iso}Z to {iso_2}Z; a row of "
            "{step_:g} minutes comes before{others}. Fill gaps before you give the "
            "file, or ask for it: fill: interpolate or previous.",
            where=rows.where,
            line=rows.lines[row + 1],
            iso=iso(rows.start_s[row]),
            iso_2=iso(rows.start_s[row + 1]),
            step_=rows.step_s[row] / MINUTE_S,
            others=others,
        )
    if len(empty):
        others = (
            Message(", the first of {empty_count:,} empty rows", empty_count=len(empty))
            if len(empty) > 1
            else ""
        )
        raise InputError(
            "{where}, line {line}: {value!r} is empty there{others}. Fill gaps before "
            "you give the file, or ask for it: fill: interpolate or previous.",
            where=rows.where,
            line=rows.lines[empty[0]],
            value=said,
            others=others,
        )


def _filled(values: Array, fill: str, rows: Rows) -> Array:
    known = np.flatnonzero(~np.isnan(values))
    if not len(known) or known[0] > 0 or known[-1] < len(values) - 1:
        line = rows.lines[0 if not len(known) or known[0] > 0 else -1]
        raise InputError(
            "{where}, line {line}: the file begins or ends with a missing value, "
            "which nothing on both sides can fill.",
            where=rows.where,
            line=line,
        )
    at = np.arange(len(values))
    if fill == "previous":
        return np.asarray(values[known[np.searchsorted(known, at, "right") - 1]])
    return np.interp(at, known, values[known])


def _longest(missing: NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], missing.view(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))
