"""The clock of a year: leap years, daylight saving, days of the week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from wattlas import errors
from wattlas.hours import Clock


def test_a_leap_year_has_8784_hours():
    """By hand: 366 x 24; 2100 is none."""
    assert [Clock(y).hours for y in (2027, 2028, 2100)] == [8760, 8784, 8760]


@pytest.mark.parametrize(
    "zone", ["Asia/Shanghai", "America/New_York", "Australia/Sydney", "Asia/Kolkata"]
)
def test_local_time_is_that_of_the_zone(zone):
    """Reference: Python's zoneinfo, asked for each hour of the year."""
    clock, local = Clock(2027), Clock(2027).local(zone)
    for i in range(0, clock.hours, 7):
        there = (clock.start_utc + i * timedelta(hours=1)).astimezone(ZoneInfo(zone))
        assert (local.hour[i], local.month[i]) == (there.hour, there.month)
        assert local.weekday[i] == there.weekday()
        assert local.day_of_year[i] == there.timetuple().tm_yday


def test_clocks_are_put_forward_on_the_hour():
    """By hand: New York goes from 1:59 to 3:00 on 14 March 2027, 07:00 UTC."""
    local = Clock(2027).local("America/New_York")
    at = int((datetime(2027, 3, 14, 6, tzinfo=UTC) - Clock(2027).start_utc).days) * 24
    assert local.hour[at + 6 : at + 8].tolist() == [1, 3]


@pytest.mark.parametrize("year", [1969, 2101, 2027.0, "2027", True])
def test_a_year_is_a_whole_number(year):
    """Bad input: the whole sentence."""
    with pytest.raises(errors.InputError) as error:
        Clock(year)
    assert str(error.value) == (
        f"year must be a whole number from 1970 to 2100, got {year!r}."
    )
