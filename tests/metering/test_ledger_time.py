"""A ledger as a time series: readings are cut and summed by their own times."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_runs import drawn_runs, exact, run_of
from wattlas import reconcile
from wattlas.errors import InputError
from wattlas.metering import Ledger
from wattlas.metering.ledger import LedgerWriter, RunHeader
from wattlas.metering.ledger.cells import EVER, US_PER_S, cells_of, one_cell, zone_of
from wattlas.metering.ledger.export import codecarbon_rows, rows_of
from wattlas.metering.ledger.merge import merge
from wattlas.metering.parts import Total
from wattlas.metering.simulated import scenario, simulated_session
from wattlas.metering.simulated.scenarios import START_S
from wattlas.reconcile.selection import Selection, When

HOUR, DAY = 3600.0, 86_400.0


def joules(runs, window=EVER):
    """The sum that counts within a window. [uJ]"""
    found = merge(runs, cells=lambda seen: one_cell(window)).counted
    return sum(round(d.part.energy_j.mid * 1e6) for d in found)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_the_sum_over_any_partition_of_time_is_the_total(data):
    """Law: to the microjoule, whatever overlaps, is lost, or is seen at the wall."""
    runs = drawn_runs(data)
    cuts = data.draw(st.lists(st.integers(0, 50_000_000), max_size=6, unique=True))
    edges = [EVER[0], *sorted(c for c in cuts if c > 0), EVER[1]]
    parts = [joules(runs, pair) for pair in pairwise(edges)]
    assert sum(parts) == joules(runs)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_order_of_runs_and_copies_of_them_change_nothing(data):
    """Law: a sum is the same in any order, and with any run there twice."""
    runs = drawn_runs(data)
    total = joules(runs)
    assert joules(data.draw(st.permutations(runs))) == total
    assert joules([*runs, data.draw(st.sampled_from(runs))]) == total


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_the_truth_of_any_window_is_in_its_range(data):
    """Law: a load in steps, readings of any length, a window cut anywhere."""
    watts = data.draw(st.lists(st.integers(0, 400), min_size=30, max_size=30))
    ends = data.draw(st.lists(st.integers(1, 29), min_size=1, max_size=9, unique=True))
    edges = [0, *sorted(ends), 30]
    ticks = []
    for t0, t1 in pairwise(edges):
        is_closed = data.draw(st.booleans())
        truth = float(sum(watts[t0:t1]))
        lost = Total(200.0 * (t1 - t0), 0.0, 400.0 * (t1 - t0), 0.0, 0.0)
        ticks.append((t0, t1, [exact(truth) if is_closed else lost]))
    run = run_of("a", ticks)
    begin = data.draw(st.integers(0, 29))
    end = data.draw(st.integers(begin + 1, 30))
    window = (begin * US_PER_S, end * US_PER_S)
    (found,) = merge([run], cells=lambda seen: one_cell(window)).counted
    truth = sum(watts[begin:end])
    assert found.part.energy_j.low - 1e-6 <= truth <= found.part.energy_j.high + 1e-6


ZONES = ["UTC", "Europe/Dublin", "Asia/Kolkata", "Australia/Lord_Howe", "America/Lima"]


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    step=st.sampled_from(["hour", "day", "month"]),
    begin=st.integers(1_700_000_000, 1_800_000_000),
    length=st.integers(1, 20_000_000),
)
def test_hours_days_and_months_of_a_zone_leave_nothing_out(zone, step, begin, length):
    """Law: they follow on each other without a gap, also where the clock is set."""
    seen = [(begin * US_PER_S, (begin + length) * US_PER_S)]
    found = cells_of(step, zone_of(zone), seen)
    assert found.intervals[0][0] <= seen[0][0]
    assert found.intervals[-1][1] >= seen[0][1]
    for one, other in pairwise(found.intervals):
        assert one[1] == other[0]
        assert one[0] < one[1]
    assert len(set(found.labels)) == len(found.labels)


def test_a_day_in_which_the_clock_is_set_has_23_or_25_hours():
    """By hand: Dublin in 2026, 29 March and 25 October."""
    zone = ZoneInfo("Europe/Dublin")
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)):
        noon = int(
            datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=zone).timestamp()
        )
        seen = [(noon * US_PER_S, (noon + 1) * US_PER_S)]
        whole = cells_of("day", zone, seen)
        assert whole.labels == (day,)
        (t0, t1) = whole.intervals[0]
        assert (t1 - t0) / US_PER_S == hours * HOUR
        assert len(cells_of("hour", zone, [(t0, t1)]).labels) == hours


def long_run(days=40):
    """100 W for forty days, an hour a line: 345.6 MJ."""
    ticks = [
        (i * HOUR, (i + 1) * HOUR, [exact(360_000.0, 360_000.0)])
        for i in range(24 * days)
    ]
    return run_of("a", ticks)


def test_a_day_of_a_long_run_is_a_day():
    """By hand: 8.64 MJ of 345.6, by --since, and by day 40 times."""
    run = long_run()
    now = 40 * DAY
    for since, until in (("1d", None), ("1970-02-09", "1970-02-10")):
        selection = Selection(since=since, until=until)
        (meant,) = selection.of([run], now)
        found = reconcile.bill([meant], when=selection.when(now))
        assert found.metered_j.mid == pytest.approx(8.64e6)
    found = reconcile.bill([run], group_by="day")
    own = [s for s in found.shares if s.kind == "own"]
    assert [s.name for s in own[:2]] == ["1970-01-01", "1970-01-02"]
    assert [s.energy_j.mid for s in own] == pytest.approx([8.64e6] * 40)


def test_days_are_those_of_the_zone():
    """By hand: 18:30 UTC is midnight in Kolkata; dates of --since are there too."""
    run = long_run(days=2)
    zone = zone_of("Asia/Kolkata")
    found = reconcile.bill([run], group_by="day", when=When(zone=zone))
    own = {s.name: s.energy_j.mid for s in found.shares if s.kind == "own"}
    expected = {"1970-01-01": 18.5, "1970-01-02": 24, "1970-01-03": 5.5}
    assert own == pytest.approx({d: h * 360_000.0 for d, h in expected.items()})
    selection = Selection(since="1970-01-03", zone="Asia/Kolkata")
    found = reconcile.bill([run], when=selection.when(0.0))
    assert found.metered_j.mid == pytest.approx(5.5 * 360_000.0)


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(zone="Mars/Base"), "No zone named 'Mars/Base': names are such as"),
        (Selection(zone="../x"), "No zone named '../x'"),
        (
            Selection(since="2026-02-01", until="2026-01-01"),
            "--until 2026-01-01 must be",
        ),
    ],
)
def test_times_that_are_none_are_said(selection, said):
    """Bad input: one sentence."""
    with pytest.raises(InputError, match=said.replace(".", r"\.")):
        selection.when(0.0)


def test_a_gap_that_the_last_tick_closes_has_its_own_time():
    """A card of 300 W that two runs share for 20 s, one blind for the last ten of
    them: 6,000 J, not 8,000 since its gap lay on one second."""
    whole = [(i, i + 1, [exact(300.0)]) for i in range(10)]
    gap = Total(3000.0, 0.0, 6000.0, 0.0, 0.0, frozenset({"lost"}), seen=(10.0, 20.0))
    blind = [*whole, *((i, i + 1, [None]) for i in range(10, 19)), (19, 20, [gap])]
    other = [(i, i + 1, [exact(300.0)]) for i in range(20)]
    for order in ("ab", "ba"):
        runs = [run_of(order[0], blind), run_of(order[1], other)]
        assert joules(runs) == 6_000_000_000


@pytest.mark.parametrize("is_killed", [False, True])
def test_a_card_that_is_lost_is_in_the_range_to_the_end(tmp_path, is_killed):
    """A run that ends, and one that is killed: the truth is in the range of both."""
    name = "off-the-bus"
    node = scenario(name)
    session, clock = simulated_session(name)
    header = RunHeader("r", "n", START_S, devices=tuple(session.devices))
    session._log = LedgerWriter(tmp_path, header)
    seconds = round(node.length_s)
    for _ in range(seconds):
        clock.advance(1.0)
        session.tick()
    if not is_killed:
        session.close()
    found = merge(Ledger(tmp_path).runs()).counted
    truth_j = node.truth_j(START_S, START_S + seconds)
    assert sum(d.part.energy_j.low for d in found) <= truth_j
    assert truth_j <= sum(d.part.energy_j.high for d in found)
    assert any("lost" in d.part.flags for d in found)


def test_a_wall_meter_counts_while_it_is_there():
    """By hand: 100 J a second at the wall for 10 s, then the package's 60 J."""
    ticks = [
        (i, i + 1, [exact(60.0), exact(100.0) if i < 10 else None]) for i in range(20)
    ]
    run = run_of("a", ticks, ["n/p", "n/w"], ["package", "wall"])
    assert joules([run]) == 1_600_000_000
    assert joules([run], (0, 10 * US_PER_S)) == 1_000_000_000


def test_two_feeds_add_up_and_one_alone_is_no_whole():
    """By hand: feeds of 40 and 60 W; while one is silent the parts count."""
    ticks = [
        (i, i + 1, [exact(70.0), exact(40.0), exact(60.0) if i < 5 else None])
        for i in range(10)
    ]
    run = run_of("a", ticks, ["n/p", "n/w", "n/w-2"], ["package", "wall", "wall"])
    assert joules([run]) == (5 * 100 + 5 * 70) * 1_000_000


def test_the_export_to_codecarbon_keeps_the_wall():
    """By hand: 60 J of package inside 100 J at the wall, or at two supplies."""
    for scopes, whole in (
        (["package", "wall"], [100.0]),
        (["package", "server", "server"], [55.0, 45.0]),
    ):
        totals = [exact(60.0), *map(exact, whole)]
        keys = [f"n/{i}" for i in range(len(scopes))]
        (row,) = codecarbon_rows([run_of("a", [(0, 1, totals)], keys, scopes)])
        assert row["cpu_energy"] * 3.6e6 == pytest.approx(60.0)
        assert row["energy_consumed"] * 3.6e6 == pytest.approx(100.0)


def test_rows_are_cut_at_the_ends_of_a_window():
    """By hand: the half of a reading of 10 s, and what its range is then."""
    run = run_of("a", [(0, 10, [exact(100.0)])])
    (row,) = rows_of([run], (0, 5 * US_PER_S))
    assert (row["t0"], row["t1"], row["energy_j"]) == (0.0, 5.0, 50.0)
    assert (row["low_j"], row["high_j"]) == (0.0, 100.0)
