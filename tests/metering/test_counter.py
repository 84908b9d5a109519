"""Counters of joules: wraps, gaps, resets, jumps, stops, and the power beside them."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from readings import LOST, channel, energies, run
from wattlas.metering.accumulate import accumulator

MOST_W = 1500.0
RAPL_J = 262_143.0


def steady(watts, seconds, start=1000.0):
    return [start + watts * t for t in range(seconds + 1)]


def test_a_wrap_is_closed_by_the_modulo():
    """By hand: 100 W; 262,143 - 261,900 + 757 = 1,000 J in 10 s, as expected."""
    found = energies([260_900.0, 261_900.0, 757.0], [0, 10, 20], wrap_j=RAPL_J)
    assert (found[1].joules, found[1].flag) == (1_000.0, "")


def test_a_wrap_before_any_power_is_known_holds_a_reset_too():
    """By hand: it shows 1,000 J after 10 s: 1,143 if it went round; up to 15,000."""
    (low, likely, high), flags = run([262_000.0, 1_000.0], [0, 10], wrap_j=RAPL_J)
    assert (low, likely, high) == (0.0, pytest.approx(1_143.0), MOST_W * 10)
    assert flags == {"fell"}


def test_a_failed_reading_is_bridged_exactly():
    """By hand: 100 W for 60 s is 6,000 J, though two of six readings failed."""
    values = [0.0, 1000.0, LOST, LOST, 4000.0, 5000.0, 6000.0]
    found = energies(values, [0, 10, 20, 30, 40, 50, 60], wrap_j=RAPL_J)
    assert [e and e.joules for e in found] == [1000, None, None, 3000, 1000, 1000]
    assert (found[3].t0, found[3].t1) == (10, 40)


def test_a_small_step_back_is_jitter():
    """A millijoule less, once: elsewhere 5 MJ of lifetime; here 3,000 J at 300 W."""
    values = steady(300.0, 10, 5e6)
    values[5] = values[4] - 0.001
    sums, flags = run(values, list(range(11)), scope="gpu", step_s=0.1)
    assert sums == [3000.0, 3000.0, 3000.0]
    assert flags == set()


def test_a_reading_that_slips_and_returns_changes_nothing():
    """Law: one wrong reading between two good ones is left out, whatever it shows."""
    for wrong in (0.0, 1.0, 4e6, 9e9, 5e6 + 1e5):
        values = steady(300.0, 10, 5e6)
        values[5] = wrong
        (low, likely, high), _ = run(values, list(range(11)), scope="gpu")
        assert low <= 3000.0 <= high
        assert likely == pytest.approx(3000.0)


def test_a_reset_is_told_from_a_wrap():
    """By hand: 100 J/s before; at 10 s it shows 50 J: any that it can draw, and
    the 500 J before it may be the wrong ones."""
    values = [200_000.0, 200_500.0, 50.0, 550.0]
    found = energies(values, [0, 5, 10, 15], wrap_j=RAPL_J)
    assert found[1] is None
    total = found[2]
    assert (total.t0, total.t1, total.flag) == (5, 15, "reset")
    assert (total.low, total.joules, total.high) == (0.0, 1000.0, 500 + MOST_W * 5)


def test_a_fall_that_may_be_both_is_both():
    """RAPL reset under a slow tick: 238 kJ, then 6 kJ after 60 s at 200 W. It may have
    gone round (30 kJ) or been reset: up to 90 kJ, likely 12;
    and the 12 kJ before may be wrong."""
    values = [226_000.0, 238_000.0, 6_000.0, 18_000.0]
    found = energies(values, [0, 60, 120, 180], wrap_j=RAPL_J)[2]
    assert (found.low, found.joules, found.high) == (0, 24_000, 102_000)
    assert found.flag == "fell"


def test_a_jump_is_not_booked():
    """A megajoule in a second: what was drawn meanwhile is a range, the rest exact."""
    values = [v + (1e6 if t >= 5 else 0) for t, v in enumerate(steady(300, 10))]
    (low, likely, high), flags = run(values, list(range(11)), scope="gpu", step_s=0.1)
    assert likely == pytest.approx(3000.0)
    assert low == pytest.approx(2700.0)
    assert high == pytest.approx(2700 + 3000 * 1.1)
    assert flags == {"jump"}


def test_a_counter_that_stops_is_a_range_with_the_power_in_it():
    """By hand: 300 W for 60 s, the counter stops at 20 s: 18,000 J by the power."""
    values = [1000 + 300 * min(t, 20) for t in range(61)]
    (low, likely, high), flags = run(
        values, list(range(61)), beside=[300.0] * 61, scope="gpu", plausible_w=910.0
    )
    assert (low, likely) == (6000.0, pytest.approx(18_000.0))
    assert high == pytest.approx(6000 + 40 * 910)
    assert flags == {"stuck"}


def test_a_counter_that_lagged_has_lost_nothing():
    """By hand: it stood for 5 s and then shows all of it: 300 W x 10 s."""
    values = steady(300.0, 10)
    values[3:8] = [values[2]] * 5
    assert run(values, list(range(11)), scope="gpu") == ([3000.0] * 3, set())


def test_a_counter_that_never_moves_is_no_counter():
    """From nothing to the most that its device can draw, not 0 J."""
    (low, likely, high), flags = run([0.0] * 11, list(range(11)), wrap_j=RAPL_J)
    assert (low, high, flags) == (0.0, MOST_W * 10, {"stuck"})
    assert low < likely < high


def test_a_gap_of_several_wraps_holds_every_count_of_them():
    """By hand: 3,000 s at up to 1,500 W are up to 17 rounds of 262 kJ; 10 W before
    says nothing of them, and its reading may be one that was 1,490 J too low."""
    values = [0.0, 10.0, (10.0 + 300 * 3000) % RAPL_J]
    found = energies(values, [0, 1, 3001], wrap_j=RAPL_J)[1]
    assert (found.low, found.high) == (0.0, MOST_W * 3000 + 1490)
    assert found.low <= 900_000 <= found.high
    assert found.flag == "wraps"


def test_a_device_with_a_limit_of_its_own_has_fewer_rounds():
    """By hand: 60 s at up to 400 W are 24 kJ, no round of 65 kJ: exact."""
    found = energies([0.0, 12_000.0], [0, 60], wrap_j=65_532.0, plausible_w=400.0)
    assert (found[0].low, found[0].high, found[0].flag) == (12_000, 12_000, "")


def test_a_counter_that_fails_at_first_is_a_range_until_then():
    """By hand: nothing for 2 s, then 100 W: up to 1,500 W before, likely 100."""
    found = energies([LOST, LOST, 500.0, 600.0], [0, 1, 2, 3])
    assert found[:2] == [None, None]
    assert (found[2].low, found[2].joules, found[2].high) == (100, 300, 3100)
    assert found[2].flag == "lost"


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, -1.0])
def test_what_is_no_reading_is_a_gap(wrong):
    """Law: what is not finite or below 0 is left out; the next reading closes it."""
    sums, flags = run([0.0, 100.0, wrong, 300.0], [0, 1, 2, 3])
    assert (sums, flags) == ([300.0] * 3, set())


def test_counter_and_power_are_compared_for_the_whole_run():
    """By hand: 300 W for 200 s; the counter sees half of it from 60 s on."""
    values = [1000 + 300 * min(t, 60) + 150 * max(t - 60, 0) for t in range(201)]
    (low, likely, high), flags = run(
        values, list(range(201)), beside=[300.0] * 201, scope="gpu"
    )
    assert likely == 300 * 60 + 150 * 140
    assert low <= likely
    assert high >= 300 * 200 - 0.25 * 300 * 30  # the stretch in which it began
    assert flags == {"disagrees"}


def test_a_swinging_load_is_no_disagreement():
    """Readings of a moment scatter; the counter is right, and nothing is told."""
    powers = [100.0 + 500.0 * ((t * 7) % 10 < 5) for t in range(121)]
    values = [1000.0]
    for t in range(120):
        values.append(values[-1] + 300 + 100 * ((t * 3) % 5 - 2))
    _, flags = run(values, list(range(121)), beside=powers, scope="gpu")
    assert flags == set()


@dataclass(frozen=True)
class Fault:
    """A fault of some size in one of the readings of a counter, or from it on."""

    kind: str
    at: int
    size: float
    tick_j: float

    def shown(self, number, right):
        """Return what the counter shows in the place of what would be right. [J]"""
        value, is_later = right[number], number >= self.at
        if self.kind in ("slip", "hair"):
            near = right[number] + self.tick_j * (self.size % 4 - 2)
            wrong = self.size if self.kind == "slip" else max(near, 0.0)
            return wrong if number == self.at else value
        changed = {
            "reset": value - right[self.at],
            "jump": value + self.size,
            "fall": value - self.size,
            "stop": right[self.at],
        }
        return changed.get(self.kind, value) if is_later else value


POWERS = st.floats(1.0, 1400.0)


@given(
    watts=POWERS,
    at=st.integers(2, 10),
    kind=st.sampled_from(["reset", "jump", "slip", "hair", "stop", "lost", "fall"]),
    size=st.floats(0.0, 9.0).map(lambda digits: 10.0**digits),
    tick_s=st.one_of(st.floats(0.05, 60.0), st.floats(60.0, 900.0)),
    wrap_j=st.sampled_from([None, 65_532.0, 262_143.0]),
    start=st.floats(1.0, 60_000.0),
)
def test_whatever_happens_the_truth_is_in_the_range(
    watts, at, kind, size, tick_s, wrap_j, start
):
    """Law: 12 ticks at a steady power, one fault in them; never silently wrong.

    Also where ticks are longer than the counter's way round.
    """
    times = [tick_s * i for i in range(13)]
    true = [watts * t for t in times]
    fault = Fault(kind, at, size, watts * tick_s)
    shown = [fault.shown(i, [start + j for j in true]) for i in range(13)]
    assume(min(shown) >= 0)
    if wrap_j is not None:
        shown = [s % wrap_j for s in shown]
    # A step that the device could have drawn looks like energy: it is believed.
    step = shown[at] - shown[at - 1]
    step = step % wrap_j if wrap_j is not None else step
    is_step = kind in ("jump", "fall", "reset") and 0 <= step <= MOST_W * tick_s
    if kind == "lost":
        shown[at:] = [LOST] * len(shown[at:])
    (low, likely, high), flags = run(shown, times, wrap_j=wrap_j)
    hair = 1e-6 * (true[-1] + 1) + 1e-6
    believed = MOST_W * tick_s if is_step or not flags else 0.0
    assert low - hair - believed <= true[-1] <= high + hair + believed
    assert 0 <= likely <= MOST_W * times[-1] + hair


@given(
    st.lists(st.one_of(st.none(), st.floats(allow_nan=True)), min_size=2, max_size=30)
)
def test_any_readings_at_all_are_bounded(values):
    """Law: whatever is read, energies are finite and at most what can be drawn."""
    values = [None if v is not None and math.isnan(v) else v for v in values]
    times = list(range(len(values)))
    (low, likely, high), _ = run(values, times, wrap_j=RAPL_J)
    most = MOST_W * times[-1] + 1e-6
    assert all(map(math.isfinite, (low, likely, high)))
    assert low <= likely + 1e-6
    assert likely <= high + 1e-6
    assert likely <= most
    assert high <= most


def test_two_readings_at_one_time_leave_the_power_as_it_was():
    """By hand: 50 J in 1 s are 50 W; a reading at the same time adds none."""
    reads = accumulator(channel([0.0, 50.0, 50.0, 150.0]), 0)
    reads.update(1)
    assert reads.update(1) is None
    assert reads.pending(1) is None
    assert reads.last_power_w == 50.0
    assert reads.update(3).joules == 100.0


def test_an_energy_stays_as_it_was_read():
    """Law: a record is not changed after the fact."""
    (found,) = energies([0.0, 5.0], [0, 1])
    with pytest.raises(FrozenInstanceError):
        found.joules = 6.0
