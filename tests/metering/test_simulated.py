"""The simulated machine: the meter finds its exact answers, whatever goes wrong."""

from __future__ import annotations

import itertools
import os
import socket
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas.errors import InputError, UnknownNameError
from wattlas.metering.machine import this_machine
from wattlas.metering.session import Session
from wattlas.metering.sharing.load import processes
from wattlas.metering.simulated import SCENARIOS, scenario, simulated_session

NOT_COUNTED = {"permission"}
"""Scenarios where no counter can be read: a model answers, with its range."""


def run(name: str, seconds: float = 60.0, tick_s: float = 1.0):
    """Meter a scenario by ticks; return the measurement and the truth. [J]"""
    session, clock = simulated_session(name)
    begin = session.snapshot()
    for _ in range(round(seconds / tick_s)):
        clock.advance(tick_s)
        session.tick()
    found = session.measurement(name, begin, session.snapshot())
    return found, scenario(name).truth_j(found.t0, found.t1)


@pytest.mark.parametrize("name", sorted(SCENARIOS.keys() - NOT_COUNTED))
def test_every_scenario_is_metered_exactly(name):
    """The curves' integrals: wraps, gaps, twins and resets change nothing."""
    found, truth_j = run(name)
    assert found.energy_j.mid == pytest.approx(truth_j, rel=1e-6)
    assert found.energy_j.low <= truth_j <= found.energy_j.high


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_parts_add_up_and_shares_too(name):
    """Law: own, others' and idle energy are the whole, for each device."""
    found, _ = run(name, 10.0)
    for part in found.parts:
        shares = part.own_j.mid + part.other_j + part.idle_j
        assert shares == pytest.approx(part.energy_j.mid)
        assert min(part.own_j.mid, part.other_j, part.idle_j) >= 0
        assert part.energy_j.low <= part.energy_j.mid <= part.energy_j.high
        assert part.own_j.low <= part.own_j.mid <= part.own_j.high


def test_two_gpus_draw_801_watts():
    """By hand: 350 + 250 + 2 x 85 + 2 x 15.5 = 801 W; 3 s are 2,403 J."""
    found, truth_j = run("two-gpus", 3.0)
    assert (found.energy_j.mid, truth_j) == (2403.0, 2403.0)
    assert found.chip_j.mid == 1800.0


def test_psys_cores_and_twins_are_not_added():
    """By hand: 6.2 W, where all domains together would be 26.5 W."""
    found, _ = run("psys", 10.0)
    assert found.energy_j.mid == pytest.approx(62.0)


def test_mirrored_dies_count_once():
    """By hand: 68 W for 10 s."""
    assert run("mirrored-dies", 10.0)[0].energy_j.mid == pytest.approx(680.0)


def test_a_shared_card_is_shared_and_an_idle_one_is_idle():
    """By hand: 400 W x 3/4 ours; the card of 70 W is nobody's."""
    found, _ = run("shared", 10.0)
    shared, idle = (p for p in found.parts if p.device.scope == "gpu")
    assert shared.own_j.mid == pytest.approx(3000.0)
    assert shared.other_j == pytest.approx(1000.0)
    assert (idle.own_j.mid, idle.idle_j) == (0.0, pytest.approx(700.0))


def test_a_counter_that_its_power_contradicts_is_flagged():
    """187 J by the counter, 327 J by power over 5 s: the range holds both."""
    session, clock = simulated_session("stale-counter")
    begin = session.snapshot()
    for _ in range(10):
        clock.advance(1.0)
        session.tick()
    (found,) = session.disagreements
    assert found.ratio == pytest.approx(1.75)
    part = next(
        p
        for p in session.measurement("x", begin, session.snapshot()).parts
        if p.device.scope == "gpu"
    )
    assert "disagrees" in part.flags
    assert part.energy_j.low < 374 < 374 * 1.75 < part.energy_j.high


def test_a_card_off_the_bus_is_a_range_until_the_end():
    """300 W for 40 s are sure; the last 20 s are anything to twice as much."""
    found, _ = run("off-the-bus")
    lost = found.parts[2]
    assert "lost" in lost.flags
    assert lost.energy_j.low < 300 * 40
    assert lost.energy_j.high > 300 * 60


def test_without_counters_a_model_answers_and_says_so():
    """Never a bare number: both parts are modelled, with a range of a factor."""
    found, _ = run("permission")
    assert {p.device.method for p in found.parts} == {"model"}
    assert found.energy_j.high / found.energy_j.low > 2


@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(["two-gpus", "bursts", "wrap", "permission-lost"]),
    cuts=st.lists(st.integers(1, 300), min_size=1, max_size=6, unique=True),
)
def test_energy_adds_up_over_the_splits_of_a_window(name, cuts):
    """Law: parts of a window sum to the window, and none is negative."""
    session, clock = simulated_session(name)
    snapshots = [session.snapshot()]
    at = 0
    for cut in sorted(cuts):
        clock.advance((cut - at) / 10)
        at = cut
        snapshots.append(session.snapshot())
    whole = session.measurement("w", snapshots[0], snapshots[-1])
    pairs = itertools.pairwise(snapshots)
    parts = [session.measurement("p", a, b) for a, b in pairs]
    assert min(p.energy_j.mid for p in parts) >= 0
    gap = whole.parts[0].flags
    if not gap:
        total = sum(p.energy_j.mid for p in parts)
        assert total == pytest.approx(whole.energy_j.mid, abs=1e-6)


@pytest.mark.parametrize("name", ["two-gpus", "wrap", "four-ranks", "psys"])
@pytest.mark.parametrize("tick_s", [0.1, 0.3, 1.0, 7.0, 60.0])
def test_energy_does_not_depend_on_the_tick(name, tick_s):
    """Law: beyond the step of the counter the tick changes nothing."""
    seconds = 63.0
    found, truth_j = run(name, seconds, tick_s)
    cards_w = {"two-gpus": 600, "four-ranks": 1500}.get(name, 0)
    # One step of each counter: 100 ms of the cards, 1 ms of at most 250 W of packages.
    step_j = 0.1 * cards_w + 0.001 * 250
    assert found.energy_j.mid == pytest.approx(truth_j, abs=1.01 * step_j)


def test_a_session_is_one_thread_and_no_process():
    """Law: zeus started four processes to count wraps; here a daemon thread alone."""
    before = set(threading.enumerate())
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    its = children.read_text() if children.exists() else ""
    session, _ = simulated_session("wrap")
    session.start()
    (thread,) = set(threading.enumerate()) - before
    assert thread.daemon
    assert (children.read_text() if children.exists() else "") == its
    session.close()
    thread.join(5)
    assert set(threading.enumerate()) <= before


def test_no_network_is_used(monkeypatch):
    """Law: probing and metering a machine opens no socket."""

    def refuse(*arguments, **named):
        raise AssertionError("A socket was opened.")

    monkeypatch.setattr(socket, "socket", refuse)
    machine = this_machine()
    session = Session(machine.channels, processes())
    session.tick()
    session.close()


def test_reading_twice_reads_the_same():
    """Law: a second reading at the same moment adds nothing."""
    session, clock = simulated_session("two-gpus")
    begin = session.snapshot()
    clock.advance(5.0)
    assert session.snapshot() == session.snapshot()
    found = session.measurement("x", begin, session.snapshot())
    assert found.energy_j.mid == pytest.approx(801 * 5)


def test_a_window_shorter_than_a_step_is_a_range_from_nothing():
    """A counter that steps every 100 ms says nothing of 30 ms but a bound."""
    session, clock = simulated_session("slow-counter")
    clock.advance(1.0)
    begin = session.snapshot()
    clock.advance(0.1)
    found = session.measurement("x", begin, session.snapshot())
    card = next(p for p in found.parts if p.device.scope == "gpu")
    assert card.energy_j.low == 0.0
    assert card.energy_j.high >= 2 * 30.0


def test_an_unknown_scenario_names_the_nearest():
    """Bad input: the whole sentence."""
    with pytest.raises(UnknownNameError) as caught:
        scenario("two-gpu")
    assert str(caught.value) == (
        "No scenario named 'two-gpu'. Did you mean 'two-gpus'? "
        "List all: wattlas measure --simulate list."
    )


@pytest.mark.parametrize("tick_s", [0.0, -1.0, float("nan")])
def test_a_tick_has_a_length(tick_s):
    """Bad input: not faster than counters step, and not nothing."""
    with pytest.raises(InputError, match=r"^A tick must be >= 0.01 s, got "):
        Session([], tick_s=tick_s)
