"""Laws of reading hours: any zone, order, sign and gap gives the year or a refusal."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hours import published
from wattlas import errors
from wattlas.chain.cooling import with_mean_below
from wattlas.hours import Clock
from wattlas.hours.files.numbers import numbers_of
from wattlas.hours.files.stamps import stamps_of
from wattlas.hours.files.zones import Local, starts_utc, zone_of
from wattlas.hours.series import read_series

YEAR = Clock(2023)
HOUR = timedelta(hours=1)
SOME = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
HOURS = [YEAR.start_utc + h * HOUR for h in range(YEAR.hours)]
TRUTH = np.array([published.value_at(t) for t in HOURS]) / 1000


def read(path, rows, head="time,price [EUR/MWh]", **said):
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    source = {"file": str(path), **said}
    return read_series(source, "price_per_kwh", YEAR)


def plain(times=HOURS) -> list[str]:
    return [f"{t.isoformat()},{published.value_at(t)}" for t in times]


@SOME
@given(offset_h=st.integers(-14, 14))
def test_each_value_lies_on_its_own_hour(tmp_path, offset_h):
    """Law: a year that begins at midnight of any zone keeps every value, on the hour
    of the calendar in UTC that its stamp says."""
    times = [t - offset_h * HOUR for t in HOURS]
    assert read(tmp_path / "a.csv", plain(times)).values == pytest.approx(TRUTH)


@SOME
@given(missing=st.integers(1, 8758), fill=st.sampled_from(["interpolate", "previous"]))
def test_a_missing_hour_is_filled_only_if_asked(tmp_path, missing, fill):
    """Law: whichever hour is left out, the file is refused with the line behind it;
    asked for, that hour alone is filled, and counted."""
    rows = plain()
    del rows[missing]
    with pytest.raises(errors.InputError, match=rf", line {missing + 2}: time leaps"):
        read(tmp_path / "a.csv", rows)
    found = read(tmp_path / "a.csv", rows, fill=fill)
    assert found.laying.filled_h == found.laying.longest_fill_h == 1
    assert f"1 hours filled ({fill})" in found.note
    before, after = TRUTH[missing - 1], TRUTH[missing + 1]
    filled = before if fill == "previous" else (before + after) / 2
    assert found.values[missing] == pytest.approx(filled)
    assert np.delete(found.values, missing) == pytest.approx(np.delete(TRUTH, missing))


@pytest.mark.parametrize("end", [0, 8759])
def test_an_end_that_is_missing_is_never_filled(tmp_path, end):
    """Law: what nothing follows, or nothing goes before, is refused even if asked."""
    rows = plain()
    del rows[end]
    with pytest.raises(errors.InputError, match=r"has 8,759 hours"):
        read(tmp_path / "a.csv", rows, fill="interpolate")


@SOME
@given(seed=st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(tmp_path, seed):
    """Law: rows that say their time in UTC give the same year in any order."""
    rows = plain()
    random.Random(seed).shuffle(rows)
    assert read(tmp_path / "a.csv", rows).values == pytest.approx(TRUTH)


@SOME
@given(at=st.integers(0, 8759))
def test_a_row_that_stands_twice_is_refused(tmp_path, at):
    """Law: two rows of one hour are refused with their lines."""
    rows = [*plain(), plain()[at]]
    sentence = rf", line 8762: time repeats .*, which stands on line {at + 2} too"
    with pytest.raises(errors.InputError, match=sentence):
        read(tmp_path / "a.csv", rows)


@SOME
@given(
    separator=st.sampled_from([";", "\t", "|"]),
    decimal=st.sampled_from([",", "."]),
    grouped=st.booleans(),
    said=st.booleans(),
)
def test_signs_do_not_matter(tmp_path, separator, decimal, grouped, said):
    """Law: any separator and decimal sign, said or not, gives the same numbers."""
    other = {",": ".", ".": ","}[decimal]
    signs = str.maketrans({".": decimal, ",": other if grouped else ""})
    # In cents for a MWh, thousands come up.
    rows = [
        f"{t.isoformat()}{separator}{100 * published.value_at(t):,.1f}".translate(
            signs
        ).replace(t.isoformat().translate(signs), t.isoformat())
        for t in HOURS
    ]
    words = {"separator": separator, "decimal": decimal} if said else {}
    found = read(tmp_path / "a.csv", rows, f"time{separator}price [ct/MWh]", **words)
    assert found.values == pytest.approx(TRUTH)


def test_a_number_of_two_readings_is_asked(tmp_path):
    """Law: where every cell can be read both ways, nothing is guessed."""
    rows = [f"{t.isoformat()};1.234" for t in HOURS]
    sentence = r", line 2: '1.234' in column 'price \[EUR/MWh\]' can be read in two way"
    with pytest.raises(errors.InputError, match=sentence):
        read(tmp_path / "a.csv", rows, "time;price [EUR/MWh]")
    found = read(tmp_path / "a.csv", rows, "time;price [EUR/MWh]", decimal=".")
    assert found.values[0] == pytest.approx(0.001234)


@SOME
@given(
    zone=st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Australia/Adelaide", "Asia/Kathmandu"]
    ),
    step=st.sampled_from([15, 30, 60]),
    backwards=st.booleans(),
    ending=st.booleans(),
)
def test_a_local_year_keeps_its_mean(tmp_path, zone, step, backwards, ending):
    """Law: a year on any clock, its rows ending or beginning, up or down, has the same
    mean; where the zone is of whole hours and steps begin, the same hours."""
    minutes = timedelta(minutes=step)
    times = list(published.starts(2023, zone, minutes))
    ahead = minutes if ending else timedelta(0)
    rows = [
        f"{published.local(t + ahead, zone):%Y-%m-%d %H:%M},{published.value_at(t)}"
        for t in times
    ]
    found = read(
        tmp_path / "a.csv",
        rows[::-1] if backwards else rows,
        zone=zone,
        hour_ending=ending,
    )
    mean = np.mean([published.value_at(t) for t in times])
    assert found.values.mean() * 1000 == pytest.approx(mean)
    if ZoneInfo(zone).utcoffset(datetime(2023, 1, 1)).seconds % 3600 == 0:
        assert found.values == pytest.approx(TRUTH)


@pytest.mark.parametrize(("offset_h", "ending"), [(0, True), (5.5, False), (-8, True)])
def test_hours_that_a_file_lacks_at_one_end_are_counted(tmp_path, offset_h, ending):
    """Law: a year of a clock that is ahead lacks so many hours of that in UTC; those at
    its other end stand for them, and are counted."""
    times = [t - offset_h * HOUR for t in HOURS]
    rows = [f"{(t + ending * HOUR).isoformat()},{published.value_at(t)}" for t in times]
    found = read(tmp_path / "a.csv", rows, hour_ending=ending)
    assert found.laying.wrapped_h == abs(offset_h)


@pytest.mark.parametrize("ending", [False, True])
def test_a_longer_file_gives_the_hours_of_its_own_year(tmp_path, ending):
    """Law: of a file that has the whole year in UTC none comes from its other end."""
    first = datetime(2022, 12, 20, tzinfo=UTC)
    times = [first + h * HOUR for h in range(8760 + 30 * 24)]
    rows = [f"{t + ending * HOUR:%Y-%m-%dT%H:%M%z},{h}" for h, t in enumerate(times)]
    found = read(tmp_path / "a.csv", rows, hour_ending=ending, zone="UTC")
    begin = round((YEAR.start_utc - first) / HOUR)
    assert found.laying.wrapped_h == 0
    assert (found.values * 1000).round().tolist() == [*range(begin, begin + 8760)]


def test_hours_that_clocks_repeat_cannot_be_shuffled(tmp_path):
    """Law: of two equal readings out of order nothing tells which is which."""
    rows = [
        f"{published.local(t, 'Europe/Berlin'):%Y-%m-%d %H:%M},{published.value_at(t)}"
        for t in published.starts(2023, "Europe/Berlin")
    ]
    random.Random(1).shuffle(rows)
    with pytest.raises(errors.InputError, match=r"an hour that clocks repeat"):
        read(tmp_path / "a.csv", rows, zone="Europe/Berlin")


@pytest.mark.parametrize("missing", [1, 20_003])
def test_a_missing_quarter_is_no_longer_step(tmp_path, missing):
    """Law: in a file of quarters any one that lacks is a gap, not a half hour."""
    times = [YEAR.start_utc + i * timedelta(minutes=15) for i in range(35_040)]
    rows = [f"{t:%Y-%m-%dT%H:%MZ},1" for t in times]
    del rows[missing]
    with pytest.raises(errors.InputError, match=rf", line {missing + 2}: time leaps"):
        read(tmp_path / "a.csv", rows)


@pytest.mark.parametrize("change", [1_000, 5_000])
def test_hours_that_become_quarters(tmp_path, change):
    """Law: hours to some day and quarters after it are the same year; the three
    quarters that an hour among quarters would lack are a gap."""
    quarter = timedelta(minutes=15)
    fine = [t + i * quarter for t in HOURS[change:] for i in range(4)]
    times = [*HOURS[:change], *fine]
    rows = [
        f"{t:%Y-%m-%dT%H:%MZ},{published.value_at(t.replace(minute=0))}" for t in times
    ]
    assert read(tmp_path / "a.csv", rows).values == pytest.approx(TRUTH)
    del rows[change + 401 : change + 404]
    with pytest.raises(errors.InputError, match=rf", line {change + 403}: time leaps"):
        read(tmp_path / "a.csv", rows)


def localised(stamps, zone):
    lines = range(2, 2 + len(stamps))
    read_ = stamps_of(stamps, lines, "x")
    none = np.zeros(len(stamps), bool)
    local = Local(read_.clock_s, lines, "x", none)
    utc = starts_utc(read_, local, zone_of(zone))
    return [datetime.fromtimestamp(int(s), UTC) for s in utc]


def test_the_second_of_two_equal_hours_is_the_later():
    """By hand: 02:00 comes twice in Berlin on 29 October 2023."""
    stamps = ["2023-10-29 01:00", "2023-10-29 02:00", "2023-10-29 02:00"]
    assert [t.hour for t in localised(stamps, "Europe/Berlin")] == [23, 0, 1]


@SOME
@given(
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    start=st.integers(0, 8000),
)
def test_local_stamps_come_back_in_utc(zone, start):
    """Law: hours told on a local clock, without offset, are the hours they were."""
    hours = [YEAR.start_utc + (start + h) * HOUR for h in range(300)]
    local = [h.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for h in hours]
    stamps = [t.isoformat() for t in local]
    # A file that begins with the second of two equal hours cannot know it.
    if stamps[0] in stamps[1:3] or hours[0].astimezone(ZoneInfo(zone)).fold:
        return
    assert localised(stamps, zone) == hours


def refused(call, *given, **known) -> str:
    """Return the sentence that refuses what is given, or ''."""
    try:
        call(*given, **known)
    except errors.InputError as error:
        return str(error)
    return ""


@given(text=st.text(max_size=20))
def test_no_text_is_a_time_by_chance(text):
    """Law: a stamp is read or refused in a sentence; nothing else is raised."""
    said = refused(stamps_of, [text], [2], "x")
    assert not said or re.match(r"x, line 2: .*(is no time|can be read as)", said, re.S)


@given(text=st.text(max_size=12), decimal=st.sampled_from([None, ",", "."]))
def test_no_text_is_a_number_by_chance(text, decimal):
    """Law: a cell is a finite number, missing, or refused in a sentence."""
    said = refused(numbers_of, [text], [2], ("x", "y"), decimal=decimal)
    if said:
        assert said.startswith("x, line 2: ")
    else:
        value = numbers_of([text], [2], ("x", "y"), decimal=decimal)[0]
        assert np.isnan(value) or np.isfinite(value)


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
