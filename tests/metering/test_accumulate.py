"""From readings to joules: wraps, gaps, resets, straight lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
