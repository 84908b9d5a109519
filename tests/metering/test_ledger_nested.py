"""Runs within runs: their energy counts once in every sum, and each has its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_runs import exact, run_of
from wattlas import reconcile
from wattlas.metering import Ledger
from wattlas.metering.ledger import nested
from wattlas.metering.ledger.merge import merge
from wattlas.metering.parts import Total

JOULES = 300.0


def run(name, start, end, own=1.0, inside=(), shift=0.0):
    """A run that calls a share of a card of 300 W its own."""
    ticks = [
        (i + shift, i + 1 + shift, [Total(JOULES, JOULES, JOULES, own * JOULES, 0.0)])
        for i in range(start, end)
    ]
    return run_of(name, ticks, t=start + shift, inside=inside)


def shares(runs, by):
    found = reconcile.bill(runs, group_by=by)
    return found.metered_j.mid, {s.name: s.energy_j for s in found.shares if s.runs}


@pytest.mark.parametrize("by", ["project", "user", "host", "hour", "day"])
def test_an_inner_run_is_part_of_the_outer_one(by):
    """By hand: 60 s at 300 W, 20 of them within another run: 18 kJ, not 24."""
    runs = [run("a", 0, 60), run("b", 10, 30, inside=("a",), shift=0.3)]
    metered, own = shares(runs, by)
    assert metered == 18_000.0
    (energy,) = own.values()
    assert (energy.mid, energy.high) == (pytest.approx(18_000.0),) * 2


def test_each_of_two_nested_runs_has_its_own():
    """By hand: the inner one half a card for 20 s, 3 kJ; the outer one 80 % of it for
    60 s, 14.4 kJ, of which 11.4 are left; three deep as well."""
    runs = [
        run("a", 0, 60, 0.8),
        run("b", 10, 30, 0.5, ("a",)),
        run("c", 15, 20, 0.2, ("a", "b")),
    ]
    metered, own = shares(runs, "run")
    assert metered == 18_000.0
    mids = {name: energy.mid for name, energy in own.items()}
    assert mids == pytest.approx({"a": 11_400.0, "b": 2_700.0, "c": 300.0})
    _, alone = shares(runs[:1], "run")
    assert alone["a"].mid == pytest.approx(14_400.0)
    # Where the one between is not asked for, the next around it counts.
    _, own = shares([runs[0], runs[2]], "run")
    assert own["a"].mid == pytest.approx(14_100.0)


def test_runs_that_do_not_say_what_they_are_in_hold_both():
    """By hand: of 18 kJ two say that 18 and 6 are theirs: 12 or all of it is in the
    range of the one, and nothing or 6 kJ in that of the other."""
    metered, own = shares([run("a", 0, 60), run("b", 10, 30)], "run")
    assert sum(energy.mid for energy in own.values()) == pytest.approx(metered)
    assert (own["a"].low, own["a"].high) == (pytest.approx(12_000.0), 18_000.0)
    assert (own["b"].low, own["b"].high) == (0.0, 6_000.0)


RUNS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.integers(1, 40),
        st.sampled_from([0.0, 0.3, 0.5, 1.0]),
        st.sampled_from([0.0, 0.25, 0.7]),
        st.integers(-1, 5),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(drawn=RUNS)
def test_any_runs_at_one_time_share_what_the_device_drew(drawn):
    """Law: over any set of runs, within one another or not, the sum is what the device
    drew in the time that any of them saw; all shares add up to it, none is below 0."""
    runs = []
    for number, (start, length, own, shift, around) in enumerate(drawn):
        inside = (f"r{around}",) if 0 <= around < number else ()
        runs.append(run(f"r{number}", start, start + length, own, inside, shift))
    seen = [(r.ticks[0].t0, r.ticks[-1].t1) for r in runs]
    edges = sorted({edge for times in seen for edge in times})
    covered = sum(
        b - a for a, b in pairwise(edges) if any(t0 <= a and b <= t1 for t0, t1 in seen)
    )
    found = reconcile.bill(runs, group_by="run")
    assert found.metered_j.mid == pytest.approx(JOULES * covered)
    assert min(s.energy_j.low for s in found.shares) >= 0
    assert not list(found.contradictions())
    (device,) = merge(runs).counted
    assert sum(r.mid for r in device.own_j.values()) <= JOULES * covered + 1e-6


def test_what_a_run_starts_is_told_of_it(monkeypatch, tmp_path):
    """A meter in the command of `measure`, and `measure` in that of another."""
    monkeypatch.setenv(nested.VARIABLE, "a")
    assert nested.inside_of("b") == {nested.VARIABLE: "a,b"}
    code = "import wattlas\nwith wattlas.meter('x'): sum(range(10**5))"
    main = "from wattlas.cli.main import main; main()"
    words = [sys.executable, "-c", main, "measure", "--ledger", str(tmp_path)]
    environment = {**os.environ, "WATTLAS_LEDGER": str(tmp_path)}
    environment.pop(nested.VARIABLE)
    subprocess.run(
        [*words, "--", sys.executable, "-c", code],
        env=environment,
        check=True,
        capture_output=True,
    )
    inner, outer = sorted(Ledger(tmp_path).runs(), key=lambda r: not r.header.inside)
    assert inner.header.inside == (outer.header.run,)
    first = json.loads(outer.path.read_text().splitlines()[0])
    assert "inside" not in first


def test_a_run_that_is_said_to_be_in_itself_is_in_none():
    """Bad input: a name that comes again takes nothing out."""
    _, own = shares([run("a", 0, 10, inside=("a",))], "run")
    assert own["a"] == exact_range(3000.0)


def exact_range(joules):
    return reconcile.bill([run_of("x", [(0, 1, [exact(joules, joules)])])]).metered_j
