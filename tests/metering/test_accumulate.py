"""From readings to joules: wraps, gaps, resets, straight lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas.metering.accumulate import accumulator
from wattlas.metering.channel import Channel, LostReadingError, Watts

LOST = None


def channel(values: list[float | Watts | None], **more: object) -> Channel:
    """A channel that gives one value after another; None cannot be read."""
    stream: Iterator[float | Watts | None] = iter(values)

    def read() -> float | Watts:
        value = next(stream)
        if value is LOST:
            raise LostReadingError("lost")
        return value

    method = "integrated" if isinstance(values[0], Watts) else "counter"
    settings = {"key": "d", "name": "d", "scope": "package", "method": method}
    return Channel(**{**settings, "source": "test", "read": read, **more})


def exact(watts: float) -> Watts:
    return Watts(watts, watts, watts)


def energies(values, times, **more):
    """Run an accumulator over values read at times; return its energies."""
    reads = accumulator(channel(values, **more), times[0])
    return [reads.update(t) for t in times[1:]]


def test_a_wrap_is_closed_by_the_modulo():
    """By hand: 262,143 - 262,000 + 1,000 = 1,143 J, where a plain difference loses."""
    (found,) = energies([262_000.0, 1_000.0], [0, 10], wrap_j=262_143.0)
    assert (found.joules, found.flag) == (1_143.0, "")


def test_a_failed_reading_is_bridged_exactly():
    """By hand: 100 W for 60 s is 6,000 J, though two of six readings failed."""
    values = [0.0, 1000.0, LOST, LOST, 4000.0, 5000.0, 6000.0]
    found = energies(values, [0, 10, 20, 30, 40, 50, 60], wrap_j=262_143.0)
    assert [e and e.joules for e in found] == [1000, None, None, 3000, 1000, 1000]
    assert sum(e.joules for e in found if e) == 6000.0


def test_a_failed_reading_is_no_wrap():
    """A counter read as 0 by mistake elsewhere gave 271,144 J for 9,000: here a gap."""
    values = [100_000.0, LOST, 103_000.0]
    found = energies(values, [0, 15, 30], wrap_j=262_143.0)
    assert found[1].joules == 3_000.0


def test_a_reset_is_told_from_a_wrap():
    """By hand: 100 J/s before; at 5 s it shows 50 J: at least 50, likely 500."""
    values = [200_000.0, 200_500.0, 50.0]
    found = energies(values, [0, 5, 10], wrap_j=262_143.0, plausible_w=1500.0)
    assert (found[1].low, found[1].joules, found[1].flag) == (50.0, 500.0, "reset")
    assert found[1].high >= 500.0


def test_a_counter_that_never_wraps_was_reset_if_it_falls():
    """NVML counts in 64 bits: a fall is a reset of the driver."""
    (found,) = energies([5_000.0, 20.0], [0, 1])
    assert (found.low, found.flag) == (20.0, "reset")


def test_a_gap_of_several_wraps_is_counted_by_power():
    """By hand: 100 W for 3,000 s is 300,000 J: one wrap of 262,143 and 37,857."""
    values = [0.0, 1_000.0, 38_857.0]
    found = energies(values, [0, 10, 3_010], wrap_j=262_143.0, plausible_w=1500.0)
    assert found[1].joules == pytest.approx(300_000.0)
    assert found[1].low <= 300_000.0 <= found[1].high
    assert found[1].flag == "wraps"


def test_a_counter_that_fails_at_first_begins_later():
    """Nothing is known before the first good reading: absent, not zero."""
    found = energies([LOST, 500.0, 600.0], [0, 1, 2])
    assert found[0] is None
    assert found[1].joules == 100.0


def test_power_is_joined_by_straight_lines():
    """By hand: from 100 to 300 W in 2 s is 400 J; the range of watts goes along."""
    values = [Watts(90, 100, 110), Watts(280, 300, 330)]
    (found,) = energies(values, [0, 2])
    assert (found.low, found.joules, found.high) == (370.0, 400.0, 440.0)


def test_power_over_a_gap_may_have_been_anything():
    """Nothing is known of the gap: from none to twice the larger power."""
    values = [exact(100), LOST, exact(100)]
    found = energies(values, [0, 1, 2])
    assert found[0] is None
    assert (found[1].low, found[1].joules, found[1].high) == (0.0, 200.0, 400.0)
    assert found[1].flag == "lost"


def test_an_open_gap_is_guessed_and_says_so():
    """By hand: 50 W before, 4 s without reading: 200 J, or none, or 400."""
    reads = accumulator(channel([0.0, 50.0, LOST]), 0)
    reads.update(1)
    reads.update(5)
    guess = reads.pending(5)
    assert (guess.low, guess.joules, guess.high) == (0.0, 200.0, 400.0)
    assert guess.flag == "lost"


@pytest.mark.parametrize(
    ("shown_j", "low", "likely", "high"),
    [
        (930.0, 1_930.0, 2_930.0, 3_930.0),
        (130.0, 2_130.0, 3_130.0, 4_130.0),
        (600.0, 1_600.0, 2_600.0, 3_600.0),
    ],
)
def test_rounds_of_a_gap_are_those_nearest_to_what_power_says(
    shown_j, low, likely, high
):
    """By hand: 100 W for 27.3 s are 2,730 J of a counter of 1,000: what it shows and
    2 or 3 rounds come nearest, and one round more or less is possible."""
    values = [0.0, 100.0, (100.0 + shown_j) % 1000]
    found = energies(values, [0, 1, 28.3], wrap_j=1000.0, plausible_w=1500.0)
    assert (found[1].low, found[1].high) == pytest.approx((low, high))
    assert (found[1].joules, found[1].flag) == (pytest.approx(likely), "wraps")


@pytest.mark.parametrize(
    ("seconds", "high", "flag"),
    [(5.9, 200.0, ""), (6.0, 1_200.0, "wraps"), (6.1, 1_200.0, "wraps")],
)
def test_one_round_more_is_possible_at_twice_the_power(seconds, high, flag):
    """By hand: 200 J are shown; 100 W for 6 s are 600 J, which no round comes nearest
    to; twice of it is 1,200 J, from where on the counter may have gone round once."""
    values = [0.0, 100.0, 300.0]
    found = energies(values, [0, 1, 1 + seconds], wrap_j=1000.0, plausible_w=1500.0)
    assert found[1].flag == flag
    assert (found[1].low, found[1].joules) == (200.0, 200.0)
    assert found[1].high == high


@pytest.mark.parametrize(
    ("plausible_w", "high", "flag"),
    [(119.0, 200.0, ""), (120.0, 200.0, ""), (121.0, 1_200.0, "wraps")],
)
def test_no_round_is_possible_above_the_most_that_a_device_draws(
    plausible_w, high, flag
):
    """By hand: a round more would be 1,200 J in 10 s, 120 W: a device of 119 W cannot
    have taken them, one of 121 W can, though 61 W before make it no likely one."""
    values = [0.0, 61.0, 261.0]
    found = energies(values, [0, 1, 11], wrap_j=1000.0, plausible_w=plausible_w)
    assert (found[1].joules, found[1].high, found[1].flag) == (200.0, high, flag)


def test_a_gap_before_any_power_is_known_is_what_the_counter_shows():
    """Without a power nothing tells of rounds: the least that the counter can mean."""
    (found,) = energies([100.0, 300.0], [0, 30], wrap_j=1000.0, plausible_w=1500.0)
    assert (found.low, found.joules, found.high, found.flag) == (200, 200, 200, "")


@given(
    st.floats(1.0, 1400.0),
    st.lists(st.floats(0.5, 200.0), min_size=1, max_size=8),
    st.floats(10.0, 262_143.0),
)
def test_a_steady_power_is_counted_whatever_the_gaps(watts, gaps, wrap_j):
    """Law: a counter that turns at a steady power, once known, is read as that power
    times the time, however often it went round between two readings."""
    first = min(0.5, 0.4 * wrap_j / watts)
    times = [0.0, *itertools.accumulate(gaps, initial=first)]
    values = [watts * t % wrap_j for t in times]
    found = energies(values, times, wrap_j=wrap_j, plausible_w=1500.0)
    for energy in found:
        expected = watts * (energy.t1 - energy.t0)
        assert energy.joules == pytest.approx(expected, rel=1e-6, abs=1e-3)
        assert energy.low <= energy.joules <= energy.high


def test_a_reset_holds_from_what_is_shown_to_twice_the_power():
    """By hand: 100 W before; after 5 s it shows 50 J: 50 to 50 + 2 x 500 J."""
    values = [200_000.0, 200_500.0, 50.0]
    found = energies(values, [0, 5, 10], wrap_j=262_143.0, plausible_w=1500.0)
    assert (found[1].low, found[1].joules, found[1].high) == (50.0, 500.0, 1_050.0)


def test_a_reset_that_shows_more_than_power_says_is_what_it_shows():
    """By hand: 10 W before for 2 s are 20 J, yet the counter already shows 90."""
    found = energies([1_000.0, 1_010.0, 90.0], [0, 1, 3])
    assert (found[1].low, found[1].joules, found[1].high) == (90.0, 90.0, 130.0)


@pytest.mark.parametrize(
    ("plausible_w", "flag"), [(101.0, ""), (100.0, ""), (99.0, "reset")]
)
def test_a_fall_is_a_wrap_if_the_device_can_draw_it(plausible_w, flag):
    """By hand: from 900 to 100 of 1,000 J in 2 s are 200 J, or 100 W."""
    (found,) = energies([900.0, 100.0], [0, 2], wrap_j=1000.0, plausible_w=plausible_w)
    assert found.flag == flag


def test_a_fall_within_a_step_of_the_counter_is_judged_by_the_step():
    """By hand: 200 J in 0.1 s are 2,000 W; but the counter moves each 4 s: 50 W."""
    more = {"wrap_j": 1000.0, "plausible_w": 60.0}
    (jump,) = energies([900.0, 100.0], [0, 0.1], **more)
    (step,) = energies([900.0, 100.0], [0, 0.1], step_s=4.0, **more)
    assert (jump.flag, step.flag, step.joules) == ("reset", "", 200.0)


def test_power_over_a_gap_is_bound_by_the_larger_end():
    """By hand: 100 W, a gap of 2 s, then 300 W (at most 330): 400 J between, at most
    2 x 330 x 2 s; the next span begins at 300 W and is whole."""
    values = [Watts(90, 100, 110), LOST, Watts(280, 300, 330), exact(100)]
    found = energies(values, [0, 1, 2, 4])
    assert (found[1].low, found[1].joules, found[1].high) == (0.0, 400.0, 1_320.0)
    assert (found[2].low, found[2].joules, found[2].high) == (380.0, 400.0, 430.0)
    assert (found[1].flag, found[2].flag) == ("lost", "")


def test_power_that_fails_at_first_begins_later():
    """Nothing is known before the first good reading: absent, not zero."""
    reads = accumulator(channel([LOST, exact(100), exact(200)], method="integrated"), 0)
    assert reads.pending(1) is None
    assert [reads.update(1), reads.pending(1)] == [None, None]
    found = reads.update(3)
    assert (found.t0, found.t1, found.joules) == (1, 3, 300.0)


def test_an_open_gap_of_power_goes_on_at_the_last_power():
    """By hand: 150 W at 2 s, nothing until 6 s: 600 J, or none, or twice as much."""
    reads = accumulator(channel([exact(100), exact(150), LOST]), 0)
    reads.update(2)
    reads.update(6)
    guess = reads.pending(6)
    assert (guess.t0, guess.t1) == (2, 6)
    assert (guess.low, guess.joules, guess.high, guess.flag) == (0, 600, 1200, "lost")


def test_an_open_gap_before_any_power_holds_nothing_known():
    """Nothing was drawn that is known of: 0 J, flagged; no gap, no guess."""
    reads = accumulator(channel([0.0, LOST]), 0)
    assert reads.pending(0) is None
    guess = reads.pending(5)
    assert (guess.joules, guess.high, guess.flag) == (0.0, 0.0, "lost")


def test_two_readings_at_one_time_leave_the_power_as_it_was():
    """By hand: 50 J in 1 s are 50 W; a reading at the same time adds none."""
    reads = accumulator(channel([0.0, 50.0, 50.0, 150.0]), 0)
    reads.update(1)
    assert reads.update(1).joules == 0.0
    assert reads.last_power_w == 50.0
    assert reads.update(3).joules == 100.0
    assert reads.last_power_w == 50.0


@pytest.mark.parametrize("wrap_j", [None, 1000.0])
def test_a_counter_that_stands_still_counts_nothing(wrap_j):
    """By hand: 700 J twice is 0 J between: neither a reset nor a round."""
    (found,) = energies([700.0, 700.0], [0, 1], wrap_j=wrap_j, plausible_w=100.0)
    assert (found.low, found.joules, found.high, found.flag) == (0, 0, 0, "")


def test_a_rise_is_believed_however_steep():
    """By hand: 500 J in 1 s of a device of 100 W: a counter that rises did not wrap."""
    (found,) = energies([0.0, 500.0], [0, 1], wrap_j=1000.0, plausible_w=100.0)
    assert (found.joules, found.flag) == (500.0, "")


def test_a_rise_far_above_the_power_before_is_no_round_less():
    """By hand: 1 W before, then 900 J in 2 s: nearest is a round less, yet none is."""
    found = energies([0.0, 1.0, 901.0], [0, 1, 3], wrap_j=1000.0, plausible_w=1500.0)
    assert (found[1].joules, found[1].flag) == (900.0, "")


def test_a_reset_before_any_power_is_known_is_what_is_shown():
    """By hand: 20 J after 1,000 s, without a power that says what was lost."""
    (found,) = energies([5_000.0, 20.0], [0, 1000])
    assert (found.low, found.joules, found.high) == (20.0, 20.0, 20.0)


def test_the_larger_end_of_a_gap_may_be_its_first():
    """By hand: 300 W (at most 330) before, 100 W after 2 s: at most 2 x 330 x 2 s."""
    found = energies([Watts(280, 300, 330), LOST, exact(100)], [0, 1, 2])
    assert found[1].high == 1_320.0


def test_an_energy_stays_as_it_was_read():
    """Law: a record is not changed after the fact."""
    (found,) = energies([0.0, 5.0], [0, 1])
    with pytest.raises(FrozenInstanceError):
        found.joules = 6.0
