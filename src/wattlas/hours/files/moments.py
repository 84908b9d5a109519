"""When the rows of a sheet begin, in UTC, and how long they last, if they say it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError, Message
from wattlas.hours.files.layout import OWN, Layout, found
from wattlas.hours.files.sheet import Sheet
from wattlas.hours.files.stamps import HOUR_S, MINUTE_S, Stamps, stamps_of
from wattlas.hours.files.zones import Local, clock_s, starts_utc, zone_in, zone_of
from wattlas.parameters.series import SeriesSection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Truths = NDArray[np.bool_]

_BETWEEN = " - "
_PART_S = 15 * MINUTE_S
_MOST_HOURS_OF_DAY = 25


@dataclass(frozen=True)
class Moments:
    """Beginnings (or ends) of rows in UTC, -1 for a row of no hour; steps or 0. [s]"""

    time_s: Integers
    step_s: Integers
    tz: tzinfo
    ending: bool


@dataclass(frozen=True)
class _Times:
    """The cells of time of a sheet, and what is known of their clock."""

    sheet: Sheet
    layout: Layout
    source: SeriesSection
    lacks: Truths
    column: str

    @property
    def where(self) -> str:
        return self.sheet.where

    @property
    def zone(self) -> str:
        """The zone that is said, that of the header, or of the layout, or ''."""
        return self.source.zone or zone_in(self.column) or self.layout.zone

    def stamps(self, texts: list[str]) -> Stamps:
        """Return the stamps of some texts of this sheet."""
        order = self.layout.day_first
        return stamps_of(texts, self.sheet.lines, self.where, order)

    def local(self, stamps: Stamps, second: Truths | None = None) -> Local:
        """Return clock readings with what is known of them."""
        return Local(stamps.clock_s, self.sheet.lines, self.where, self.lacks, second)


def moments(
    sheet: Sheet, layout: Layout, source: SeriesSection, lacks: Truths
) -> Moments:
    """Return when each row begins, or ends.

    Parameters
    ----------
    sheet, layout : Sheet, Layout
        Rows of one area, and which of their columns say the time.
    source : SeriesSection
        The zone, and whether times end their step, where the file does not say it.
    lacks : array of bool
        Which rows have no value: these may stand on an hour that clocks leave out.

    Raises
    ------
    InputError
        If a time cannot be read, or its zone is not known; with the line.
    """
    names = found(layout.start, sheet.names)
    times = _Times(sheet, layout, source, lacks, names[0])
    cells = _texts(times)
    if layout.hour:
        return _of_days(times, cells)
    ends = _ends(times, cells)
    if ends is not None:
        starts = [cell.split(_BETWEEN)[0] for cell in cells]
        return _between(times, times.stamps(starts), times.stamps(ends))
    return _of_stamps(times, times.stamps(cells))


def _texts(times: _Times) -> list[str]:
    cells = times.sheet.column(times.column)
    clock = found(times.layout.clock, times.sheet.names)
    if not clock:
        return cells
    return [
        f"{d} {c}" for d, c in zip(cells, times.sheet.column(clock[0]), strict=True)
    ]


def _ends(times: _Times, cells: list[str]) -> list[str] | None:
    """Return the texts of ends, where rows have them."""
    column = found(times.layout.end, times.sheet.names)
    if column:
        return times.sheet.column(column[0])
    if cells and all(_BETWEEN in cell for cell in cells):
        return [cell.split(_BETWEEN)[1] for cell in cells]
    return None


def _between(times: _Times, starts: Stamps, ends: Stamps) -> Moments:
    """Return moments of rows that have a beginning and an end."""
    if times.source.hour_ending:
        raise InputError(
            "{where}: has the beginning and the end of each row; leave hour_ending "
            "out.",
            where=times.where,
        )
    tz = _zone(times, starts)
    utc = starts_utc(starts, times.local(starts), tz)
    both = starts.aware & ends.aware
    offsets = np.where(both, ends.offset_s - starts.offset_s, 0)
    far = ends.clock_s - starts.clock_s - offsets
    # A clock that is put forward or back within a row: the next row says its step.
    steps = np.where((far > 0) & (far <= HOUR_S), far, 0)
    too_long = np.flatnonzero(far > 2 * HOUR_S)
    if len(too_long):
        row = int(too_long[0])
        raise InputError(
            "{where}, line {line}: lasts {far:g} hours; give one row an hour, or "
            "finer.",
            where=times.where,
            line=times.sheet.lines[row],
            far=far[row] / HOUR_S,
        )
    return Moments(utc, steps, tz, ending=False)


def _of_stamps(times: _Times, stamps: Stamps) -> Moments:
    tz = _zone(times, stamps)
    said = times.source.hour_ending
    fine = times.layout.fine_ending and _usual_step(stamps.clock_s) < HOUR_S
    ending = (times.layout.ending or fine) if said is None else said
    none = np.zeros(len(stamps.clock_s), np.int64)
    if times.layout.instant:
        stamps = replace(stamps, clock_s=stamps.clock_s // HOUR_S * HOUR_S)
    if not ending:
        utc = starts_utc(stamps, times.local(stamps), tz)
        return Moments(utc, none, tz, ending=False)
    return _of_ends(times, stamps, tz)


def _of_ends(times: _Times, stamps: Stamps, tz: tzinfo) -> Moments:
    """Return moments of stamps that end their step.

    Where clocks change, some files write the reading at the end, others the beginning
    and one step: of the two, that is meant whose readings all exist.
    """
    step = _usual_step(stamps.clock_s)
    none = np.zeros(len(stamps.clock_s), np.int64)
    back = replace(stamps, clock_s=stamps.clock_s - step)
    try:
        utc = starts_utc(stamps, times.local(stamps), tz)
        if len(np.unique(utc)) == len(utc):
            return Moments(utc, none, tz, ending=True)
    except InputError:
        starts_utc(back, times.local(back), tz)
    utc = starts_utc(back, times.local(back), tz)
    return Moments(utc, none, tz, ending=False)


def _of_days(times: _Times, cells: list[str]) -> Moments:
    """Return moments of rows that have a day and the number of an hour in it."""
    days, hours = times.stamps(cells), _numbers(times, times.layout.hour)
    tz = _zone(times, days)
    if times.layout.elapsed:
        return _elapsed(days.clock_s, hours, tz)
    part = _numbers(times, times.layout.part) if times.layout.part else None
    clock = days.clock_s + (hours - 1) * HOUR_S
    step = np.full(len(clock), HOUR_S)
    if part is not None:
        clock, step = clock + (part - 1) * _PART_S, np.full(len(clock), _PART_S)
    stamps = Stamps(clock, days.offset_s)
    flags = found(times.layout.second, times.sheet.names)
    second = None
    if flags:
        cells = times.sheet.column(flags[0])
        second = np.array([c.strip().upper() in ("Y", "YES", "TRUE") for c in cells])
    utc = starts_utc(stamps, times.local(stamps, second), tz)
    return Moments(utc, step, tz, ending=False)


def _elapsed(day_s: Integers, period: Integers, tz: tzinfo) -> Moments:
    """Return moments of periods that are counted from midnight, hours or quarters."""
    starts, steps = np.empty(len(day_s), np.int64), np.empty(len(day_s), np.int64)
    for day in np.unique(day_s):
        rows = day_s == day
        naive = datetime(1970, 1, 1, tzinfo=tz) + timedelta(seconds=int(day))
        step = HOUR_S if period[rows].max() <= _MOST_HOURS_OF_DAY else _PART_S
        starts[rows] = round(naive.timestamp()) + (period[rows] - 1) * step
        steps[rows] = step
    return Moments(starts, steps, tz, ending=False)


def _numbers(times: _Times, pattern: str) -> Integers:
    """Return numbers of hours or parts: 1, 01, 01:00."""
    name = found(pattern, times.sheet.names)[0]
    cells = times.sheet.column(name)
    numbers = [cell.strip().removesuffix(":00") for cell in cells]
    wrong = next((i for i, n in enumerate(numbers) if not n.isdecimal()), None)
    if wrong is not None or any(int(n) < 1 for n in numbers):
        row = (
            wrong
            if wrong is not None
            else next(i for i, n in enumerate(numbers) if int(n) < 1)
        )
        raise InputError(
            "{where}, line {line}: {cell!r} in column {name!r} is no hour of a day, "
            "counted from 1.",
            where=times.where,
            line=times.sheet.lines[row],
            cell=cells[row],
            name=name,
        )
    return np.array([int(n) for n in numbers], np.int64)


def _zone(times: _Times, stamps: Stamps) -> tzinfo:
    """Return the zone of a sheet; raise InputError where it is not known."""
    aware = stamps.aware
    if aware.all() and not times.source.zone:
        return zone_of(times.zone) if times.layout is not OWN else zone_of("UTC")
    if not times.zone:
        raise InputError(_no_zone(times, aware))
    tz = zone_of(times.zone)
    if times.source.zone and aware.any():
        _refuse_other_offset(times, stamps, tz)
    return tz


def _no_zone(times: _Times, aware: Truths) -> Message:
    if aware.any():
        row = int(np.flatnonzero(~aware)[0])
        text = times.sheet.column(times.column)[row]
        return Message(
            "{where}, line {line}: {text!r} has no time zone, and others have "
            "one. Give every time stamp one, such as +08:00 or Z.",
            where=times.where,
            line=times.sheet.lines[row],
            text=text,
        )
    return Message(
        "{where}: the times of {column!r} have no zone. Write them as "
        "2027-01-01T00:00+08:00, name the column 'time [Asia/Shanghai]', or "
        "give zone.",
        where=times.where,
        column=times.column,
    )


def _refuse_other_offset(times: _Times, stamps: Stamps, tz: tzinfo) -> None:
    aware = np.flatnonzero(stamps.aware)
    utc = stamps.clock_s[aware] - stamps.offset_s[aware]
    wrong = np.flatnonzero(clock_s(utc, tz) != stamps.clock_s[aware])
    if len(wrong):
        row = int(aware[wrong[0]])
        raise InputError(
            "{where}, line {line}: {column!r} says another zone than {zone}. Leave "
            "zone out: the file says it.",
            where=times.where,
            line=times.sheet.lines[row],
            column=times.sheet.column(times.column)[row],
            zone=times.source.zone,
        )


def _usual_step(clock: Integers) -> int:
    far = np.diff(np.unique(clock))
    if not len(far):
        return HOUR_S
    sizes, counts = np.unique(far, return_counts=True)
    return int(sizes[counts.argmax()])
