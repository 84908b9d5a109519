"""Runs that saw one device at one time and do not agree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_runs import exact, run_of, write_run
from wattlas import reconcile
from wattlas.metering.ledger.compacted import compact
from wattlas.metering.ledger.folder import Ledger
from wattlas.metering.ledger.merge import merge
from wattlas.metering.parts import Total
from wattlas.report.ledger import bill_document

GROUPS = ("run", "project", "hour", "day")


def steady_run(name, watts, begin, end, own=1.0, keys=("GPU-1",), **more):
    """A run that saw so many watts from a second to another, tick by tick."""
    ticks = [
        (float(t), t + 1.0, [exact(watts, own * watts)] * len(keys))
        for t in range(begin, end)
    ]
    scopes = ["gpu"] * len(keys)
    return run_of(name, ticks, keys, scopes, t=float(begin), project=name, **more)


@pytest.mark.parametrize("watts", [(100.0, 300.0), (300.0, 100.0)])
def test_the_range_holds_both_views(watts):
    """By hand: for 60 s one run says 6 kJ and one 18 kJ of a card: 6 to 18, named."""
    runs = [steady_run(f"r{n}", w, 0, 60) for n, w in enumerate(watts)]
    (device,) = merge(runs).devices
    energy = device.part.energy_j
    assert (energy.low, energy.mid, energy.high) == (6000, 60 * watts[0], 18000)
    assert device.part.flags == {"two-views"}
    for own in device.own_j.values():
        assert (own.low, own.high) == (0, 18000)
    words = repr(bill_document(reconcile.bill(runs)))
    assert "two-views" in words or "contradict each other" in words


def test_runs_whose_ranges_meet_do_not_contradict():
    """By hand: 95 to 105 J and 104 to 112 J each second have something in common."""
    runs = [
        run_of(
            name,
            [(t, t + 1.0, [Total(mid, low, high)]) for t in map(float, range(9))],
            ["GPU-1"],
        )
        for name, low, mid, high in (("a", 95, 100, 105), ("b", 104, 108, 112))
    ]
    (device,) = merge(runs).devices
    energy, flags = device.part.energy_j, device.part.flags
    assert (energy.low, energy.mid, energy.high, flags) == (855, 900, 945, frozenset())


drawn = st.lists(
    st.tuples(
        st.sampled_from([50.0, 100.0, 300.0, 700.0]),
        st.integers(0, 30),
        st.integers(1, 30),
        st.sampled_from([0.0, 0.3, 1.0]),
        st.sampled_from([("GPU-1",), ("GPU-2",), ("GPU-1", "GPU-2")]),
    ),
    min_size=2,
    max_size=5,
)


@settings(max_examples=30)
@given(drawn=drawn, by=st.sampled_from(GROUPS))
def test_law_each_view_is_in_the_range_of_every_grouping(drawn, by):
    """Law: low <= mid <= high in all sums, and what any run saw is in the range."""
    runs = [
        steady_run(f"r{n}", watts, 3590 + at, 3590 + at + length, own, keys)
        for n, (watts, at, length, own, keys) in enumerate(drawn)
    ]
    bill = reconcile.bill(runs, group_by=by)
    for energy in (bill.metered_j, *(s.energy_j for s in bill.shares)):
        assert energy.low <= energy.mid <= energy.high
    for device in bill.devices:
        energy = device.part.energy_j
        for run in runs:
            watts = seconds_of(run, device.part.device.key)
            theirs_j = energy.mid - sum(
                first_watts(runs, device.part.device.key, t) - w
                for t, w in watts.items()
            )
            assert energy.low - 1e-6 <= theirs_j <= energy.high + 1e-6


def seconds_of(run, key):
    """Return the watts that a run saw of a device in each second."""
    places = [n for n, d in enumerate(run.header.devices) if d.key == key]
    return {t.t0: t.totals[n].joules for n in places for t in run.ticks}


def first_watts(runs, key, at_s):
    """Return the watts of a second in the run that began first."""
    seen = [(r.header.t, r.header.run, seconds_of(r, key)) for r in runs]
    return next(
        found[at_s]
        for _, _, found in sorted(seen, key=lambda s: s[:2])
        if at_s in found
    )


def test_rolled_up_runs_contradict_each_other_as_lines_do(tmp_path):
    """Law: the sum is the same before and after they are compacted."""
    for number, watts in enumerate((100.0, 300.0, 100.0)):
        write_run(tmp_path, steady_run(f"{number:012x}", watts, 0, 70 + number))
    before = merge(Ledger(tmp_path).runs()).devices
    compact(tmp_path)
    assert merge(Ledger(tmp_path).runs()).devices == before
    assert before[0].part.flags == {"two-views"}
