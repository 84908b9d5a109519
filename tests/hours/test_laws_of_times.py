"""Laws of laying hours on a year, for any zone, beginning and fault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas import errors
from wattlas.chain.cooling import with_mean_below
from wattlas.hours import Clock
from wattlas.hours.times import lay_on, starts_utc

YEAR = Clock(2023)
VALUES = np.arange(8760.0)
SOME = settings(max_examples=15, deadline=None)


def times_from(offset_h: int) -> list[datetime]:
    first = YEAR.start_utc - timedelta(hours=offset_h)
    return [first + timedelta(hours=h) for h in range(8760)]


@SOME
@given(offset_h=st.integers(-14, 14))
def test_each_value_lies_on_its_own_hour(offset_h):
    """Law: a year that begins at midnight of any zone keeps every value, on the hour
    of the calendar in UTC that its stamp says."""
    laid, _ = lay_on(VALUES, times_from(offset_h), YEAR, "x")
    assert sorted(laid) == sorted(VALUES)
    assert (laid == np.roll(VALUES, -offset_h)).all()


@SOME
@given(missing=st.integers(0, 8759))
def test_a_missing_hour_is_never_filled(missing):
    """Law: whichever hour is left out, the file is refused with its name."""
    times = times_from(0)
    del times[missing]
    with pytest.raises(errors.InputError, match=r"^x"):
        lay_on(np.delete(VALUES, missing), times, YEAR, "x")


@SOME
@given(first=st.integers(1, 8758), second=st.integers(1, 8758))
def test_hours_out_of_order_are_never_sorted(first, second):
    """Law: two rows that change places are refused, with the line."""
    times = times_from(0)
    times[first], times[second] = times[second], times[first]
    if first == second:
        lay_on(VALUES, times, YEAR, "x")
        return
    with pytest.raises(errors.InputError, match=r"^x, line \d+: time "):
        lay_on(VALUES, times, YEAR, "x")


@SOME
@given(
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    start=st.integers(0, 8000),
)
def test_local_stamps_come_back_in_utc(zone, start):
    """Law: hours told on a local clock, without offset, are the hours they were."""
    from zoneinfo import ZoneInfo

    hours = [YEAR.start_utc + timedelta(hours=start + h) for h in range(300)]
    local = [h.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for h in hours]
    stamps = [t.isoformat() for t in local]
    # A file that begins with the second of two equal hours cannot know it.
    if stamps[0] in stamps[1:3] or hours[0].astimezone(ZoneInfo(zone)).fold:
        return
    assert starts_utc(stamps, f"time [{zone}]", "x") == hours


@given(text=st.text(max_size=20))
def test_no_text_is_a_time_by_chance(text):
    """Law: a stamp is read or refused in a sentence; nothing else is raised."""
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        with pytest.raises(errors.InputError, match=r"^x, line 2: .* is no time;"):
            starts_utc([text], "time_utc", "x")
    else:
        assert starts_utc([text], "time_utc", "x")[0].tzinfo == UTC


@given(
    level=st.floats(0, 1.7),
    shape=st.lists(st.floats(0, 50), min_size=2, max_size=50),
)
def test_bounded_water_keeps_its_mean(level, shape):
    """Law: whatever the shape, the mean is the level and no hour lies above."""
    series = with_mean_below(level, np.array(shape), most=1.78)
    assert series.mean() == pytest.approx(level, abs=1e-6)
    assert series.max() <= 1.78 + 1e-9
    assert series.min() >= 0
