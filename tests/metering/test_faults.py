"""Faults injected into simulated machines, through the command itself.

The machine knows what it truly drew: whatever goes wrong, the truth lies in the range,
and what is off by more than its instrument errs is flagged.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from wattlas.cli.main import main
from wattlas.metering import Ledger
from wattlas.metering.channel import Channel, LostReadingError, Watts
from wattlas.metering.clock import FakeClock
from wattlas.metering.ledger.merge import merge
from wattlas.metering.session import Session
from wattlas.metering.simulated import SCENARIOS
from wattlas.metering.simulated.curves import Curve, steady
from wattlas.metering.simulated.parts import RAPL_WRAP_J, Card, Counter, Zone
from wattlas.metering.simulated.scenarios import Scenario

BLANK_MJ = float(2**64 - 1)
Bend = Callable[[float, float], float | None]


@dataclass(frozen=True)
class Bent(Counter):
    """A counter whose readings are bent: (seconds, joules) -> joules, None is lost."""

    bend: Bend = lambda at_s, joules: joules

    def joules(self, at_s):
        """Return what it shows. [J]"""
        shown = self.bend(at_s, super().joules(at_s))
        if shown is None:
            raise LostReadingError("lost")
        return max(shown, 0.0)


def bends(dice: random.Random) -> dict[str, Bend]:
    """Return one fault of each kind, at a random moment and of a random size."""
    at, back, size = (
        dice.uniform(5, 50),
        dice.uniform(0.001, 2),
        10 ** dice.uniform(3, 6),
    )
    length = dice.uniform(3, 12)
    frozen: dict[str, float] = {}

    def stopped(t, j):
        return frozen.setdefault("stop", j) if t >= at else j

    def stalled(t, j):
        return frozen.setdefault("stall", j) if at <= t < at + length else j

    def within(t):
        return at <= t < at + 1.5

    return {
        "jitter": lambda t, j: j - back if int(t) % 7 == 3 else j,
        "slip-up": lambda t, j: j + size if within(t) else j,
        "slip-down": lambda t, j: j - size if within(t) else j,
        "slip-to-nothing": lambda t, j: 0.0 if within(t) else j,
        "jump": lambda t, j: j + size if t >= at else j,
        "step-back": lambda t, j: max(j - size, 0.0) if t >= at else j,
        "stop": stopped,
        "stall": stalled,
        "lost": lambda t, j: None if within(t) else j,
        "lost-to-the-end": lambda t, j: None if t >= at else j,
        "blank": lambda t, j: BLANK_MJ / 1000 if within(t) else j,
        "never": lambda t, j: 7.0,
    }


SETTINGS = [
    (kind, tick) for kind in bends(random.Random(0)) for tick in ("0.5s", "1s", "7s")
]


def machine(card: Card | None = None, zone: Zone | None = None) -> Scenario:
    """A machine with one bad part: a card beside a good package, or a package."""
    good = Zone("intel-rapl:0", "package-0", Counter(steady(80), 9.0, RAPL_WRAP_J))
    return Scenario("fault", (zone or good,), (card,) if card else ())


def card(curve: Curve, counter: Counter | None, **more: object) -> Card:
    settings = {"uuid": "GPU-1", "model": "NVIDIA H100", "limit_w": 700.0, **more}
    return Card(counter=counter, curve=curve, uses=((1000, 0.5, 1e9),), **settings)


@pytest.fixture
def measured(monkeypatch, capfd, tmp_path):
    """Measure a simulated machine by the command; return its record."""

    def measure(scenario: Scenario, *words: str):
        monkeypatch.setitem(SCENARIOS, "fault", lambda: scenario)
        given = ["measure", "--simulate", "fault", "--json", *words]
        given += ["--ledger", str(tmp_path / "ledger")]
        monkeypatch.setattr(sys, "argv", ["wattlas", *given])
        with pytest.raises(SystemExit) as end:
            main()
        assert not end.value.code
        return json.loads(capfd.readouterr().err)

    return measure


def check(record, tmp_path, instrument=0.12):
    """Assert that the truth is in the range, that what is off says so, and that the
    ledger holds the same joules."""
    energy, truth = record["results"]["energy_j"], record["truth_j"]
    flags = {flag for part in record["parts"] for flag in part["flags"]}
    assert energy["low"] <= truth <= energy["high"], (energy, truth, flags)
    if abs(energy["mid"] - truth) > instrument * truth:
        assert flags
    kept = merge(Ledger(tmp_path / "ledger").runs()).devices
    assert sum(d.part.energy_j.mid for d in kept) == pytest.approx(energy["mid"])


@pytest.mark.parametrize(("kind", "tick"), SETTINGS)
def test_a_package_is_never_silently_wrong(measured, tmp_path, kind, tick):
    """200 W on RAPL, limit 420 W; 36 faults at random moments, near a wrap or not."""
    dice = random.Random(f"package {kind} {tick}")
    start = dice.choice([1000.0, RAPL_WRAP_J - dice.uniform(100, 11_000)])
    bent = Bent(steady(200), start, RAPL_WRAP_J, 0.001, bend=bends(dice)[kind])
    zone = Zone("intel-rapl:0", "package-0", bent, limit_w=420.0)
    check(measured(machine(zone=zone), "--tick", tick), tmp_path)


@pytest.mark.parametrize(("kind", "tick"), SETTINGS)
def test_a_card_is_never_silently_wrong(measured, tmp_path, kind, tick):
    """300 W on a card with its power beside it; 36 faults at random moments."""
    dice = random.Random(f"card {kind} {tick}")
    bent = Bent(steady(300), 5e6, None, 0.1, bend=bends(dice)[kind])
    check(measured(machine(card(steady(300), bent)), "--tick", tick), tmp_path)


@pytest.mark.parametrize("part", [0.05, 0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("period_s", [0.25, 1.0, 1.01])
def test_a_swing_between_two_readings_is_in_the_range(
    measured, tmp_path, part, period_s
):
    """A card without counter: 650 W for a part of each period, else 60 W."""
    curve = Curve(((part * period_s, 650.0), ((1 - part) * period_s, 60.0)))
    check(measured(machine(card(curve, None))), tmp_path)


@pytest.mark.parametrize("ratio", [0.1, 0.3, 0.6, 1.0, 1.7])
def test_a_power_that_contradicts_the_counter_is_told(measured, tmp_path, ratio):
    """Either may be right: the range holds both, for the whole run."""
    counter = Counter(steady(300), 5e6, None, 0.1)
    record = measured(machine(card(steady(300), counter, power_ratio=ratio)))
    check(record, tmp_path)
    flags = {flag for part in record["parts"] for flag in part["flags"]}
    assert ("disagrees" in flags) == (abs(ratio - 1) > 0.25)


def test_a_recording_gives_the_same_joules(measured, tmp_path, monkeypatch, capfd):
    """Law: what the gate used is recorded: the replay says the same, flags and all."""
    stop = bends(random.Random(3))["stop"]
    counter = Bent(steady(300), 5e6, None, 0.1, bend=stop)
    file = tmp_path / "record.jsonl"
    first = measured(machine(card(steady(300), counter)), "--record", str(file))
    words = ["wattlas", "measure", "--replay", str(file), "--json"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit):
        main()
    second = json.loads(capfd.readouterr().err)
    assert second["results"]["energy_j"] == pytest.approx(first["results"]["energy_j"])
    assert [p["flags"] for p in second["parts"]] == [p["flags"] for p in first["parts"]]


def test_a_wall_meter_below_its_parts_holds_them():
    """A meter of 300 W with a package of 500 W behind it: the range holds 500."""
    clock = FakeClock(0.0)
    package = Channel(
        "p", "p", "package", "counter", "x", read=lambda: 9.0 + 500 * clock.now()
    )
    wall = Channel(
        "w", "w", "wall", "integrated", "x", read=lambda: Watts(300, 300, 300)
    )
    session = Session([package, wall], clock=clock)
    begin = session.snapshot()
    for _ in range(60):
        clock.advance(1.0)
        session.tick()
    found = session.measurement("x", begin, session.snapshot())
    assert found.energy_j.low <= 500 * 60 <= found.energy_j.high
    assert "below-parts" in found.wholes[0].flags


def test_a_window_within_a_gap_holds_its_part_of_it():
    """By hand: 100 W; nothing is read from 5 to 15 s; a window from 10 to 20 s has
    1,000 J, not the 1,500 that the closing reading brings."""
    clock = FakeClock(0.0)

    def read():
        if 5 < clock.now() < 15:
            raise LostReadingError("lost")
        return 9.0 + 100 * clock.now()

    session = Session([Channel("p", "p", "package", "counter", "x", read)], clock=clock)
    snapshots = {}
    for second in range(21):
        snapshots[second] = session.tick()
        clock.advance(1.0)
    found = session.measurement("x", snapshots[10], snapshots[20])
    assert found.energy_j.mid == pytest.approx(1000.0)
    assert found.energy_j.low <= 1000.0 <= found.energy_j.high
    whole = session.measurement("x", snapshots[0], snapshots[20])
    assert whole.energy_j.mid == pytest.approx(2000.0)
