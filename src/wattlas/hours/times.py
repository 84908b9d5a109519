"""Time stamps of a file to hours of a year in UTC; nothing is guessed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from wattlas.errors import InputError
from wattlas.hours.clock import Clock, zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Integers = NDArray[np.int64]

_YEARS = (8_760, 8_784)
_HOUR = timedelta(hours=1)
_NAMED_ZONE = re.compile(r"[\[(]\s*([A-Za-z_]+(?:/[A-Za-z_+\-0-9]+)*)\s*[\])]")


def starts_utc(stamps: Sequence[str], header: str, where: str) -> list[datetime]:
    """Return time stamps in UTC; the zone is in each stamp or in the column's name.

    A local clock repeats an hour in autumn: the second one of two equal stamps is the
    later. An hour that spring leaves out is refused.

    >>> starts_utc(["2027-01-01T00:00+08:00"], "time", "x.csv")[0].hour
    16
    >>> starts_utc(["2027-01-01 00:00"], "time [Asia/Shanghai]", "x.csv")[0].hour
    16
    """
    times = [_parsed(text, line, where) for line, text in enumerate(stamps, start=2)]
    aware = [t.tzinfo is not None for t in times]
    if all(aware):
        return [t.astimezone(UTC) for t in times]
    if any(aware):
        line = aware.index(False) + 2
        raise InputError(
            f"{where}, line {line}: {stamps[line - 2]!r} has no time zone, and others "
            f"have one. Give every time stamp one, such as +08:00 or Z."
        )
    return _localised(times, _zone_of(header, where), where)


def lay_on(
    values: Array, times: Sequence[datetime], clock: Clock, where: str
) -> tuple[Array, str]:
    """Return hourly values of a file on the hours of a year, and what was done.

    Times must be whole hours (or even parts of one: their mean is taken) without gap
    or repetition, of one year; see `calendar_index`.

    Raises
    ------
    InputError
        With the first line that is wrong, and what is expected.
    """
    values, times = _hourly(values, times, where)
    index = calendar_index(times, clock, where)
    middle = times[len(times) // 2].year
    return values[index], "" if middle == clock.year else f"hours of {middle}"


def calendar_index(times: Sequence[datetime], clock: Clock, where: str) -> Integers:
    """Return for each hour of a year which hour of a file lies on it.

    Another year than the clock's is laid on the same days and hours of the calendar; a
    29 February that is missing repeats the 28th, one too many is left out.

    Raises
    ------
    InputError
        If the file does not have the hours of one year.
    """
    if len(times) not in _YEARS:
        raise InputError(
            f"{where}: has {len(times):,} hours, a year has 8,760 or 8,784. It goes "
            f"from {_iso(times[0])} to {_iso(times[-1])}; give one whole year."
        )
    at = {(t.month, t.day, t.hour): i for i, t in enumerate(times)}
    hours = (clock.start_utc + i * _HOUR for i in range(clock.hours))
    index = [
        at.get((t.month, t.day, t.hour), at.get((2, 28, t.hour), -1)) for t in hours
    ]
    if len(at) != len(times) or -1 in index:
        raise InputError(
            f"{where}: its {len(times):,} hours from {_iso(times[0])} are not those of "
            f"one year; give 8,760, or 8,784 with a 29 February."
        )
    return np.array(index)


def _hourly(
    values: Array, times: Sequence[datetime], where: str
) -> tuple[Array, Sequence[datetime]]:
    if len(times) < 2:
        raise InputError(f"{where}: has {len(times)} rows; give a whole year of hours.")
    check_steps(times, where)
    step = times[1] - times[0]
    parts = _HOUR / step
    if parts != int(parts) or times[0].minute or times[0].second:
        raise InputError(
            f"{where}: a row every {step} from {_iso(times[0])} is no whole hour. Give "
            f"the beginning of each hour, or parts that make up hours."
        )
    if len(values) % int(parts):
        raise InputError(f"{where}: the last hour is not whole.")
    n = int(parts)
    return values.reshape(-1, n).mean(axis=1), times[::n]


def check_steps(times: Sequence[datetime], where: str) -> None:
    """Raise InputError where a time does not follow the one before as the first do."""
    step = times[1] - times[0] if len(times) > 1 else _HOUR
    for line, (before, after) in enumerate(pairwise(times), start=3):
        if after - before != step or step <= timedelta(0):
            raise InputError(_step_message(line, (before, after), step, where))


def _step_message(
    line: int, pair: tuple[datetime, datetime], step: timedelta, where: str
) -> str:
    before, after = pair
    gap = after - before
    what = "goes back" if gap < timedelta(0) else "repeats" if not gap else "leaps"
    return (
        f"{where}, line {line}: time {what} from {_iso(before)} to {_iso(after)}; each "
        f"row comes {step} after the one before. Fill gaps before you give the file."
    )


def _parsed(text: str, line: int, where: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(
            f"{where}, line {line}: {text!r} is no time; write it as "
            f"2027-01-01T00:00+08:00."
        ) from error


def _zone_of(header: str, where: str) -> ZoneInfo:
    found = _NAMED_ZONE.search(header)
    name = found.group(1) if found else "UTC" if header.lower().endswith("_utc") else ""
    if not name:
        raise InputError(
            f"{where}: the times of {header!r} have no zone. Write them as "
            f"2027-01-01T00:00+08:00, or name the column 'time [Asia/Shanghai]'."
        )
    return zone(name)


def _localised(times: Sequence[datetime], tz: ZoneInfo, where: str) -> list[datetime]:
    result: list[datetime] = []
    for line, time in enumerate(times, start=2):
        utc = time.replace(tzinfo=tz).astimezone(UTC)
        if utc.astimezone(tz).replace(tzinfo=None) != time:
            raise InputError(
                f"{where}, line {line}: {_iso(time)} is no time in {tz.key}: clocks "
                f"are put forward over it. Is the file in another zone, such as UTC?"
            )
        later = time.replace(tzinfo=tz, fold=1).astimezone(UTC)
        result.append(_that_follows(result, utc, later))
    return result


def _that_follows(before: list[datetime], first: datetime, later: datetime) -> datetime:
    """Return which of the two times of a repeated hour follows the times before."""
    if not before or first == later:
        return first
    step = before[-1] - before[-2] if len(before) > 1 else _HOUR
    goes_back = first <= before[-1]
    return later if goes_back or later == before[-1] + step else first


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="minutes").replace("+00:00", "Z")
