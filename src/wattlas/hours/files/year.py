"""Values of equal steps to the hours of a calendar year in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError, Message
from wattlas.hours.clock import Clock
from wattlas.hours.files.stamps import DAY_S, HOUR_S
from wattlas.hours.files.steps import Grid
from wattlas.hours.files.zones import iso

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Integers = NDArray[np.int64]

_HOURS = (8_760, 8_784)
_DAYS = 366
_LEAP = 2024
"""Any leap year: its days are the days of every calendar."""
_FEBRUARY_28, _FEBRUARY_29 = 58, 59


def year_of_file(
    grid: Grid, tz: tzinfo, wanted: tuple[int | None, int], where: str
) -> tuple[Grid, int]:
    """Return the year of a file that is meant, and its number.

    A file of exactly a year is that year. Of a longer one it is the year that is said,
    else that of the study, else the only whole one, on the file's own clock.

    Parameters
    ----------
    grid : Grid
        The file's values.
    tz : tzinfo
        The zone on whose calendar a longer file is cut.
    wanted : tuple
        The year that is said, or None, and that of the study.
    where : str
        The file, for messages.

    Raises
    ------
    InputError
        If the file has no whole year, or several and none is said.
    """
    hours = len(grid.values) * grid.step_s / HOUR_S
    said, of_study = wanted
    if hours in _HOURS:
        middle = _year_in(grid.start_s + len(grid.values) * grid.step_s // 2, tz)
        if said is not None and said != middle:
            raise InputError(
                "{where}: year {value} is not in it: it is of {middle}.",
                where=where,
                value=said,
                middle=middle,
            )
        return grid, middle
    whole = _whole_years(grid, tz)
    if said is not None and said not in whole:
        raise InputError(
            "{where}: the year {value} is not whole in it. It goes from {span}; whole "
            "years: {value_2}.",
            where=where,
            value=said,
            span=_span(grid),
            value_2=", ".join(map(str, whole)) or Message("none"),
        )
    if not whole:
        raise InputError(
            "{where}: has {hours:,.10g} hours, a year has 8,760 or 8,784. It goes "
            "from {span}; give one whole year.",
            where=where,
            hours=hours,
            span=_span(grid),
        )
    if said is None and of_study not in whole and len(whole) > 1:
        raise InputError(
            "{where}: has the years {names}, and not {of_study}. Say which is meant: "
            "year: {whole}.",
            where=where,
            names=", ".join(map(str, whole)),
            of_study=of_study,
            whole=whole[-1],
        )
    year = said or (of_study if of_study in whole else whole[0])
    # Where a file has all hours of the year in UTC, none come from its other end.
    in_utc = _bounds(year, UTC)
    first, last = in_utc if _holds(grid, in_utc) else _bounds(year, tz)
    start, end = ((s - grid.start_s) // grid.step_s for s in (first, last))
    return Grid(first, grid.step_s, grid.values[start:end]), year


def _span(grid: Grid) -> str:
    last = grid.start_s + (len(grid.values) - 1) * grid.step_s
    return f"{iso(grid.start_s)}Z to {iso(last)}Z"


def _whole_years(grid: Grid, tz: tzinfo) -> list[int]:
    """Return the years that are whole on the file's own clock, or in UTC."""
    end = grid.start_s + len(grid.values) * grid.step_s
    years = range(_year_in(grid.start_s, tz), _year_in(end, tz) + 1)
    return [y for y in years if any(_holds(grid, _bounds(y, z)) for z in (tz, UTC))]


def _holds(grid: Grid, bounds: tuple[int, int]) -> bool:
    """Say whether a file has all that lies between two times."""
    end = grid.start_s + len(grid.values) * grid.step_s
    return grid.start_s <= bounds[0] and bounds[1] <= end


def _year_in(seconds: int, tz: tzinfo) -> int:
    return datetime.fromtimestamp(seconds, tz).year


def _bounds(year: int, tz: tzinfo) -> tuple[int, int]:
    first, last = (datetime(y, 1, 1, tzinfo=tz) for y in (year, year + 1))
    return round(first.timestamp()), round(last.timestamp())


def laid(grid: Grid, clock: Clock, where: str) -> tuple[Array, bool]:
    """Return the values of a year on the hours of another, by day and hour.

    The second says whether a 29 February of that year repeats the 28th, because it is
    missing; one too many is left out. An hour is the mean of its parts. Steps that do
    not begin on whole hours of UTC (zones of half hours) are parted.

    Raises
    ------
    InputError
        If the hours are not those of one year.
    """
    per_day = DAY_S // grid.step_s
    table = np.full(_DAYS * per_day, np.nan)
    start = grid.start_s + np.arange(len(grid.values)) * grid.step_s
    table[_day_of_calendar(start) * per_day + start % DAY_S // grid.step_s] = (
        grid.values
    )
    days = table.reshape(_DAYS, per_day)
    known = int((~np.isnan(table)).sum())
    lacks = bool(np.isnan(days[_FEBRUARY_29]).all())
    if lacks:
        days[_FEBRUARY_29] = days[_FEBRUARY_28]
    if known != len(grid.values) or np.isnan(days).any():
        raise InputError(
            "{where}: its {values_count:,} hours from {iso}Z are not those of one "
            "year: {fault}. Give 8,760, or 8,784 with a 29 February.",
            where=where,
            values_count=len(grid.values) * grid.step_s // HOUR_S,
            iso=iso(grid.start_s),
            fault=_fault(days, start),
        )
    hours = days.reshape(_DAYS, 24, -1).mean(axis=2)
    times = clock.times.astype("datetime64[s]").astype(np.int64)
    result: Array = hours[_day_of_calendar(times), times % DAY_S // HOUR_S]
    return result, lacks and clock.hours > min(_HOURS)


def _fault(days: Array, start: Integers) -> Message:
    """Return the first day of which something is missing, else that is there twice."""
    first = np.datetime64(f"{_LEAP}-01-01")
    missing = np.flatnonzero(np.isnan(days).any(axis=1))
    if len(missing):
        return Message("{day} is not whole", day=str(first + missing[0])[5:])
    times, counts = np.unique(_day_of_calendar(start), return_counts=True)
    twice = times[counts > days.shape[1]]
    return Message("{day} is there twice", day=str(first + twice[0])[5:])


def wrapped_h(grid: Grid, clock: Clock) -> float:
    """Return how many hours of a year lie outside of its file, at its ends. [h]"""
    first, last = _bounds(clock.year, UTC)
    end = grid.start_s + len(grid.values) * grid.step_s
    return (max(grid.start_s - first, 0) + max(last - end, 0)) / HOUR_S


def _day_of_calendar(seconds: Integers) -> Integers:
    """Return the day of each time in a leap year, from 0: the same in every year."""
    days = seconds.astype("datetime64[s]").astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    day = (days - months.astype("datetime64[D]")).astype(np.int64)
    month = months.astype(np.int64) % 12
    firsts = np.arange(f"{_LEAP}-01", f"{_LEAP + 1}-01", dtype="datetime64[M]")
    before = firsts.astype("datetime64[D]") - np.datetime64(f"{_LEAP}-01-01")
    return np.asarray(before.astype(np.int64)[month] + day)
