"""Power read now and then: lines, gaps, and what lies between two readings."""

from __future__ import annotations

import math
import random
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readings import LOST, channel, energies, exact
from wattlas.errors import InputError
from wattlas.metering.accumulate import accumulator
from wattlas.metering.channel import Watts
from wattlas.metering.clock import FakeClock
from wattlas.metering.parts import Total, scatter_j
from wattlas.metering.recording import Recording
from wattlas.metering.replay import Replay
from wattlas.metering.session import Session

CARD = {"scope": "gpu", "plausible_w": 700.0, "averages_s": 0.05}


def test_power_is_joined_by_straight_lines():
    """By hand: from 100 to 300 W in 2 s is 400 J; the range of watts goes along."""
    values = [Watts(90, 100, 110), Watts(280, 300, 330)]
    (found,) = energies(values, [0, 2])
    assert (found.low, found.joules, found.high) == (370.0, 400.0, 440.0)


def test_power_over_a_gap_may_have_been_anything():
    """Nothing is known of the gap: from none to the most that the device draws."""
    found = energies([exact(100), LOST, exact(300), exact(100)], [0, 1, 2, 4])
    assert found[0] is None
    assert (found[1].low, found[1].joules, found[1].high) == (0.0, 400.0, 3000.0)
    assert (found[1].flag, found[2].flag) == ("lost", "")


@pytest.mark.parametrize("wrong", [-50.0, math.nan, math.inf, 65_535.0, 4_294_967.295])
def test_what_is_no_power_is_a_gap(wrong):
    """Law: what is below 0, not finite, or more than the device draws is no reading."""
    found = energies([exact(100), exact(wrong), exact(100)], [0, 1, 2], **CARD)
    assert found[0] is None
    assert found[1].flag == "lost"


def test_power_that_fails_at_first_is_a_range_until_then():
    """From nothing to 1,500 W for a second; then as read."""
    reads = accumulator(channel([LOST, exact(100), exact(200)]), 0)
    assert reads.pending(1).high == 1500.0
    found = reads.update(1)
    assert (found.low, found.joules, found.high) == (0.0, 100.0, 1500.0)
    assert reads.update(3).joules == 300.0


def test_an_open_gap_of_power_goes_on_at_the_last_power():
    """By hand: 150 W at 2 s, nothing until 6 s: 600 J, or none, or 1,500 W."""
    reads = accumulator(channel([exact(100), exact(150), LOST]), 0)
    reads.update(2)
    reads.update(6)
    guess = reads.pending(6)
    assert (guess.low, guess.joules, guess.high, guess.flag) == (0, 600, 6000, "lost")


def test_a_stall_of_the_reader_is_a_range():
    """By hand: 100 W at ticks of half a second, then 9 s of what a server may draw."""
    reads = accumulator(channel([exact(100)] * 4, scope="server"), 0, 1.25)
    found = [reads.update(t) for t in (0.5, 9.5, 10)]
    assert (found[1].low, found[1].joules, found[1].high) == (0, 900, 9 * 200_000)
    assert [e.flag for e in found] == ["", "lost", ""]


@settings(max_examples=20)
@given(
    before_w=st.floats(1, 5000),
    unseen_w=st.floats(0, 15_000),
    tick_s=st.sampled_from([0.1, 0.5, 1.0, 10.0]),
    stall_ticks=st.floats(3.1, 1000),
    scope=st.sampled_from(["server", "wall", "supply"]),
    is_kept=st.booleans(),
)
def test_law_a_stall_holds_the_truth_live_and_replayed(
    before_w, unseen_w, tick_s, stall_ticks, scope, is_kept
):
    """Law: whatever ran while nothing was read is in the range, and flagged.

    So it is when the recording is read again, also if it does not say its tick.
    """
    stall_s = stall_ticks * tick_s
    steps = [tick_s] * 5 + [stall_s] + [tick_s] * 5
    clock = FakeClock(1000.0)
    meter = channel([], scope=scope, method="integrated")
    meter = replace(meter, read=lambda: exact(before_w))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "r.jsonl")
        recording = Recording(path, [meter], clock, tick_s)
        live = measured(recording.channels, clock, tick_s, steps)
        recording.close()
        if not is_kept:
            path.write_text(path.read_text().replace('"tick_s"', '"unknown"'))
        replay = Replay(path)
        again = measured(replay.channels, replay.clock, replay.tick_s, replay.steps())
    true_j = before_w * 10 * tick_s + unseen_w * stall_s
    assert live.energy_j.low <= true_j * (1 + 1e-9) <= live.energy_j.high * (1 + 2e-9)
    assert live.flags == again.flags == {"lost"}
    for end in ("low", "mid", "high"):
        wanted = getattr(live.energy_j, end)
        assert getattr(again.energy_j, end) == pytest.approx(wanted, rel=1e-6)


def measured(channels, clock, tick_s, steps):
    """Return the part of one channel that a session sees in steps of a clock."""
    session = Session(channels, clock=clock, tick_s=tick_s)
    begin = session.tick()
    for step_s in steps:
        clock.advance(step_s)
        session.tick()
    return session.measurement("", begin, session.snapshot()).parts[0]


def test_what_is_declared_is_bounded_by_itself():
    """A row of 256 chips draws more than a card may: the user says so."""
    found = energies([Watts(4e4, 5e4, 6e4)] * 2, [0, 1], method="declared", scope="gpu")
    assert (found[0].low, found[0].high, found[0].flag) == (4e4, 6e4, "")


def swing(at_s):
    """A load of 650 W for a tenth of each second, else 100 W: 155 W in the mean."""
    return exact(650.0 if at_s % 1.0 < 0.1 else 100.0)


def test_a_load_that_swings_with_the_tick_is_in_the_range():
    """Read each second it shows 650 W for a true 155: the range holds it, flagged."""
    times = list(range(61))
    found = energies([swing(t) for t in times], times, **CARD)
    assert sum(e.joules for e in found) == 650.0 * 60
    assert sum(e.low for e in found) <= 155.0 * 60 <= sum(e.high for e in found)
    assert {e.flag for e in found} == {"sampled"}


def test_random_moments_give_a_range_that_shrinks():
    """Hoeffding 1963: 600 steps of a span of 700 W err by 5.5 % of it, in 19 of 20."""
    dice, outside = random.Random(1), 0
    for _ in range(20):
        times = [0.0, *(i + dice.random() for i in range(600))]
        found = energies([swing(t) for t in times], times, **CARD)
        half = scatter_j(sum(e.scatter_j2 for e in found))
        true = 155.0 * times[-1]
        low = sum(e.low for e in found) - half
        high = sum(e.high for e in found) + half
        outside += not low <= true <= high
        assert half < 0.09 * 700 * 600
    assert outside <= 1


def test_a_sensor_that_averages_sees_all():
    """A mean over the last second, read each second, misses nothing."""
    more = {**CARD, "averages_s": 1.0}
    found = energies([exact(100), exact(200)], [0, 1], **more)
    assert (found[0].low, found[0].high, found[0].flag) == (150, 150, "")


def test_scatter_adds_up_as_squares():
    """By hand: 3 and 4 J of scatter are 5 J together, not 7."""
    total = Total(scatter_j2=9.0).plus(Total(scatter_j2=16.0))
    assert scatter_j(total.scatter_j2) == pytest.approx(scatter_j(1.0) * 5)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([{"low_ratio": 2.0, "high_ratio": 1.0}], "low_ratio <= high_ratio"),
        ([{"low_ratio": math.nan}], "low_ratio <= high_ratio"),
        ([{"step_s": -1.0}], "step_s >= 0"),
        ([{"wrap_j": -5.0}], "wrap_j >= 0"),
        ([{}, {}], "two channels have the key d"),
        ([{"key": "e"}], "a line is of 1"),
    ],
)
def test_a_recording_that_cannot_be_is_refused(tmp_path, more, said):
    """Bad input: one sentence with what is wrong."""
    clock = FakeClock(1000.0)
    path = tmp_path / "r.jsonl"
    channels = [channel([exact(100)], **its) for its in more]
    recording = Recording(path, channels, clock, 1.0)
    recording.channels[0].read()
    recording.note(1, 5.0)
    recording.close()
    with pytest.raises(InputError, match=said):
        Replay(path)
