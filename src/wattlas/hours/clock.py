"""The hours of a year: one clock in UTC for every site, and what time that is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from wattlas.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

FIRST_YEAR, LAST_YEAR = 1970, 2100


@dataclass(frozen=True)
class LocalTime:
    """Local clock time at each hour of a year: arrays of one value an hour."""

    hour: Integers
    weekday: Integers
    month: Integers
    day_of_year: Integers


@dataclass(frozen=True)
class Clock:
    """The hours of a calendar year in UTC, hour-beginning.

    >>> Clock(2028).hours
    8784
    """

    year: int

    def __post_init__(self) -> None:
        whole = isinstance(self.year, int) and not isinstance(self.year, bool)
        if not whole or not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise InputError(
                "year must be a whole number from {first_year} to {last_year}, got "
                "{year!r}.",
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
                year=self.year,
            )

    @property
    def start_utc(self) -> datetime:
        """The beginning of the first hour."""
        return datetime(self.year, 1, 1, tzinfo=UTC)

    @property
    def hours(self) -> int:
        """The number of hours: 8,760, or 8,784 in a leap year."""
        length = datetime(self.year + 1, 1, 1, tzinfo=UTC) - self.start_utc
        return round(length / timedelta(hours=1))

    @cached_property
    def times(self) -> NDArray[np.datetime64]:
        """The beginning of each hour, UTC."""
        first = np.datetime64(f"{self.year}-01-01T00", "h")
        return first + np.arange(self.hours)

    def local(self, timezone: str) -> LocalTime:
        """Return the local time at each hour, with daylight saving where it holds."""
        return _local(self.year, timezone)


def zone(timezone: str) -> ZoneInfo:
    """Return a time zone by its name; raise InputError if there is none.

    >>> zone("Asia/Shanghai").key
    'Asia/Shanghai'
    """
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(
            "No time zone named {timezone!r}. Write it as Asia/Shanghai, "
            "America/New_York or UTC.",
            timezone=timezone,
        ) from error


@lru_cache(maxsize=64)
def _local(year: int, timezone: str) -> LocalTime:
    clock = Clock(year)
    offsets = np.array(_offsets_s(clock, zone(timezone))).astype("timedelta64[s]")
    local = clock.times.astype("datetime64[s]") + offsets
    days = local.astype("datetime64[D]")
    months = local.astype("datetime64[M]")
    return LocalTime(
        hour=(local - days).astype("timedelta64[h]").astype(np.int64),
        weekday=(days.astype(np.int64) + 3) % 7,
        month=months.astype(np.int64) % 12 + 1,
        day_of_year=(
            days - local.astype("datetime64[Y]").astype("datetime64[D]")
        ).astype(np.int64)
        + 1,
    )


def _offsets_s(clock: Clock, tz: ZoneInfo) -> list[int]:
    """Return seconds ahead of UTC at each hour; asked anew only once a day."""
    offsets: list[int] = []
    hour = timedelta(hours=1)
    for day in range(clock.hours // 24):
        start = clock.start_utc + day * 24 * hour
        ends = [_offset_s(start, tz), _offset_s(start + 24 * hour, tz)]
        same = ends[0] == ends[1]
        each = (
            [ends[0]] * 24
            if same
            else [_offset_s(start + h * hour, tz) for h in range(24)]
        )
        offsets.extend(each)
    return offsets


def _offset_s(time: datetime, tz: ZoneInfo) -> int:
    offset = time.astimezone(tz).utcoffset()
    return round(offset.total_seconds()) if offset else 0
