"""The stretches of time that a sum is split by: hours, days and months of a zone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wattlas.errors import InputError
from wattlas.metering.ledger.cover import Interval, shared

US_PER_S = 1_000_000
US_PER_HOUR = 3_600 * US_PER_S
EVER: Interval = (0, 253_402_300_800 * US_PER_S)
"""From 1970 to the end of the year 9999. [us since 1970]"""
HOUR, DAY, MONTH = "hour", "day", "month"
STEPS = (HOUR, DAY, MONTH)
Label: TypeAlias = str


@dataclass(frozen=True)
class Cells:
    """Stretches of time in their order, none of which touch inside, and their names."""

    intervals: tuple[Interval, ...]
    labels: tuple[Label, ...]

    def parts(self, t0: int, t1: int) -> Iterator[tuple[int, int, int]]:
        """Yield the number of each cell that a time meets, and the part of it inside.

        >>> list(Cells(((0, 10), (10, 20)), ("a", "b")).parts(5, 12))
        [(0, 5, 10), (1, 10, 12)]
        """
        place = max(bisect_right(self.intervals, (t0, EVER[1])) - 1, 0)
        while place < len(self.intervals) and self.intervals[place][0] < t1:
            begin, end = self.intervals[place]
            if max(begin, t0) < min(end, t1):
                yield place, max(begin, t0), min(end, t1)
            place += 1


def one_cell(window: Interval = EVER) -> Cells:
    """Return a single cell: all of a window."""
    return Cells((window,), ("",))


def cells_of(
    step: str, zone: tzinfo, seen: Sequence[Interval], window: Interval = EVER
) -> Cells:
    """Return the hours, days or months of a zone in which anything was seen."""
    found: dict[Interval, Label] = {}
    for t0, t1 in shared(seen, [window]):
        for cell, label in _calendar(step, zone, t0, t1):
            found[max(cell[0], window[0]), min(cell[1], window[1])] = label
    intervals = tuple(sorted(found))
    return Cells(intervals, tuple(found[interval] for interval in intervals))


def steps_of(
    start: int, step: int, seen: Sequence[Interval], window: Interval = EVER
) -> Cells:
    """Return the steps of a series in which anything was seen; they have no names.

    >>> steps_of(0, 10, [(12, 31)]).intervals
    ((10, 20), (20, 30), (30, 40))
    """
    found: dict[int, Interval] = {}
    for t0, t1 in shared(seen, [window]):
        for number in range((t0 - start) // step, (t1 - 1 - start) // step + 1):
            begin = start + number * step
            found[number] = max(begin, window[0]), min(begin + step, window[1])
    numbers = sorted(found)
    return Cells(tuple(found[n] for n in numbers), ("",) * len(numbers))


def zone_of(name: str) -> tzinfo:
    """Return a zone by its name in the database of zones.

    >>> str(zone_of("Europe/Dublin"))
    'Europe/Dublin'
    """
    if name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(
            "No zone named {name!r}: names are such as UTC, Europe/Dublin or "
            "Asia/Shanghai.",
            name=name,
        ) from error


def _calendar(
    step: str, zone: tzinfo, t0: int, t1: int
) -> Iterator[tuple[Interval, Label]]:
    """Yield the cells of a calendar that hold the times from t0 to t1."""
    begin = _begin(step, datetime.fromtimestamp(t0 // US_PER_S, zone))
    while begin < t1:
        end = _next(step, zone, begin)
        yield (begin, end), _label(step, zone, begin)
        begin = end


def _begin(step: str, at: datetime) -> int:
    """Return when the cell that holds a moment begins. [us since 1970]"""
    if step == HOUR:
        at = at.replace(minute=0, second=0)
    else:
        day = at.day if step == DAY else 1
        at = _midnight(date(at.year, at.month, day), at.tzinfo)
    return int(at.timestamp()) * US_PER_S


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _next(step: str, zone: tzinfo, begin: int) -> int:
    """Return when the next cell begins, across changes of the clock. [us since 1970]"""
    at = datetime.fromtimestamp(begin // US_PER_S, zone)
    if step == HOUR:
        later = _begin(HOUR, _later(at, timedelta(hours=1), zone))
        return later if later > begin else begin + US_PER_HOUR
    if step == DAY:
        day = at.date() + timedelta(days=1)
    else:
        day = (at.date().replace(day=1) + timedelta(days=32)).replace(day=1)
    return int(_midnight(day, zone).timestamp()) * US_PER_S


def _later(at: datetime, more: timedelta, zone: tzinfo) -> datetime:
    return (at.astimezone(UTC) + more).astimezone(zone)


def _label(step: str, zone: tzinfo, begin: int) -> Label:
    at = datetime.fromtimestamp(begin // US_PER_S, zone)
    if step == HOUR:
        text = at.isoformat(" ", "minutes")
        return text.removesuffix("+00:00") if zone is UTC else text
    return at.strftime("%Y-%m-%d" if step == DAY else "%Y-%m")
