"""Clock readings to UTC, through the hours that clocks repeat and leave out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError, Message
from wattlas.hours.clock import zone as zone_named
from wattlas.hours.files.stamps import DAY_S, HOUR_S, Stamps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

_IN_BRACKETS = re.compile(r"[\[(]\s*([^\])]+?)\s*[\])]")
_FIXED = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?")
_PAIRS = {
    "CET/CEST": "Europe/Brussels",
    "MEZ/MESZ": "Europe/Berlin",
    "EET/EEST": "Europe/Helsinki",
    "WET/WEST": "Europe/Lisbon",
    "GMT/BST": "Europe/London",
    "AEST": "Australia/Brisbane",
    "Z": "UTC",
    "GMT": "UTC",
}
"""Zones that headers name by the letters of a clock."""


@dataclass(frozen=True)
class Local:
    """Clock readings of one zone, and what is known of each repeated hour.

    `second` says of each reading whether it is of the later of two equal hours, or is
    None where the file does not say; `lacks` where a row has no value, and so may stand
    on an hour that clocks leave out.
    """

    clock_s: Integers
    lines: Sequence[int]
    where: str
    lacks: NDArray[np.bool_]
    second: NDArray[np.bool_] | None = None


def zone_in(header: str) -> str:
    """Return the name of the zone in a column's name, or ''.

    >>> zone_in("time [Asia/Shanghai]"), zone_in("MTU (CET/CEST)"), zone_in("HourUTC")
    ('Asia/Shanghai', 'CET/CEST', 'UTC')
    """
    inside = [b for b in _IN_BRACKETS.findall(header) if re.search("[A-Za-z+-]", b)]
    if inside:
        return str(inside[-1])
    return "UTC" if re.search(r"(?i)utc$|[_ ]gmt$|[_ ]utc\b", header) else ""


def zone_of(name: str) -> tzinfo:
    """Return a zone by its name, its letters in a header, or an offset.

    Raises
    ------
    InputError
        If there is no such zone.

    Examples
    --------
    >>> zone_of("UTC+5:30").utcoffset(None)
    datetime.timedelta(seconds=19800)
    """
    fixed = _FIXED.fullmatch(name.strip())
    if fixed:
        ahead = timedelta(hours=int(fixed[2]), minutes=int(fixed[3] or 0))
        return timezone(-ahead if fixed[1] == "-" else ahead)
    return zone_named(_PAIRS.get(name.strip().upper(), name.strip()))


def starts_utc(stamps: Stamps, local: Local, tz: tzinfo) -> Integers:
    """Return stamps as seconds since 1970 in UTC; -1 drops a row of no hour.

    A local clock repeats an hour in autumn. Where rows do not say which of the two
    they are, the order of the file does: if rows do not come in order, and the two
    differ, the file is refused. An hour that spring leaves out is refused, unless it
    has no value.

    Raises
    ------
    InputError
        With the line.
    """
    utc = stamps.clock_s - np.where(stamps.aware, stamps.offset_s, 0)
    naive = np.flatnonzero(~stamps.aware)
    if len(naive):
        utc[naive] = _localised(local, naive, tz)
    return utc


def _localised(local: Local, rows: Integers, tz: tzinfo) -> Integers:
    clock = local.clock_s[rows]
    first, later = (_utc_s(clock, tz, fold) for fold in (0, 1))
    back = clock_s(first, tz)
    imaginary = back != clock
    lacks = local.lacks[rows]
    wrong = np.flatnonzero(imaginary & ~lacks)
    if len(wrong):
        row = int(wrong[0])
        raise InputError(
            "{where}, line {line}: {iso} is no time in {tz}: clocks are put forward "
            "over it. Is the file in another zone, such as UTC?",
            where=local.where,
            line=local.lines[rows[row]],
            iso=iso(clock[row]),
            tz=tz,
        )
    twice = (first != later) & ~imaginary
    if local.second is not None:
        second = local.second[rows]
    else:
        second = _by_order(local, rows, twice)
    result = np.where(twice & second, later, first)
    result[imaginary] = -1
    return np.asarray(result, np.int64)


def _by_order(
    local: Local, rows: Integers, twice: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Say which rows of repeated hours are the second of their reading."""
    second = np.zeros(len(rows), bool)
    at = np.flatnonzero(twice)
    if not len(at):
        return second
    clock = local.clock_s[rows]
    order = _direction(clock)
    for reading in np.unique(clock[at]):
        same = at[clock[at] == reading]
        if len(same) == 1:
            second[same] = _follows_half_an_hour(clock, int(same[0]), order)
        elif len(same) > 2 or order == 0:
            raise InputError(_unordered(local, rows[same], int(reading)))
        else:
            second[same[1] if order > 0 else same[0]] = True
    return second


def _unordered(local: Local, rows: Integers, reading: int) -> Message:
    lines = ", ".join(str(local.lines[row]) for row in rows[:4])
    return Message(
        "{where}, lines {lines}: all say {iso}, an hour that clocks repeat, "
        "and which is which cannot be told from the order of the rows. Sort "
        "them by time, or give times in UTC.",
        where=local.where,
        lines=lines,
        iso=iso(reading),
    )


def _follows_half_an_hour(clock: Integers, at: int, order: int) -> bool:
    """Say whether a lone reading is the later: clocks put back by half an hour."""
    before = at - order
    if order == 0 or not 0 <= before < len(clock):
        return False
    return bool(0 < clock[at] - clock[before] < HOUR_S <= _usual_step(clock))


def _usual_step(clock: Integers) -> int:
    steps, counts = np.unique(np.abs(np.diff(clock)), return_counts=True)
    return int(steps[counts.argmax()])


def _direction(clock: Integers) -> int:
    """Return 1 where rows go forward in time, -1 where they go back, 0 where neither.

    A clock that is put back once or twice a year is still in order.
    """
    steps = np.diff(clock)
    back, forward = int((steps < 0).sum()), int((steps > 0).sum())
    most = 1 + int(np.ptp(clock) // (183 * DAY_S))
    if back <= most and bool((steps >= -HOUR_S).all()):
        return 1
    if forward <= most and bool((steps <= HOUR_S).all()):
        return -1
    return 0


def _utc_s(clock: Integers, tz: tzinfo, fold: int) -> Integers:
    """Return readings of a clock in UTC; of two that are meant, the first or second."""
    changes = _changes(tz, int(clock.min()) - DAY_S, int(clock.max()) + DAY_S)
    offset = np.full(len(clock), _offset_s(int(clock.min()) - DAY_S, tz), np.int64)
    for utc, before, after in changes:
        begins = utc + (max(before, after) if fold == 0 else min(before, after))
        offset[clock >= begins] = after
    return clock - offset


def clock_s(utc: Integers, tz: tzinfo) -> Integers:
    """Return what the clock of a zone reads at times in UTC. [s]"""
    first, last = int(utc.min()), int(utc.max())
    offset = np.full(len(utc), _offset_s(first, tz), np.int64)
    for at, _, after in _changes(tz, first, last):
        offset[utc >= at] = after
    return utc + offset


@lru_cache(maxsize=64)
def _changes(tz: tzinfo, first: int, last: int) -> tuple[tuple[int, int, int], ...]:
    """Return when a clock is changed, and its offsets before and after. [s]"""
    found = []
    for day in range(first, last + 1, DAY_S):
        end = min(day + DAY_S, last)
        before, after = _offset_s(day, tz), _offset_s(end, tz)
        if before != after:
            low, high = day, end
            while high - low > 1:
                middle = (low + high) // 2
                same = _offset_s(middle, tz) == before
                low, high = (middle, high) if same else (low, middle)
            found.append((high, before, after))
    return tuple(found)


def _offset_s(utc: int, tz: tzinfo) -> int:
    ahead = datetime.fromtimestamp(utc, tz).utcoffset() or timedelta(0)
    return round(ahead.total_seconds())


def iso(seconds: int | np.int64) -> str:
    """Return a clock reading as text.

    >>> iso(0)
    '1970-01-01T00:00'
    """
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M")
