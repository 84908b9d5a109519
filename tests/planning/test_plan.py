"""A study planned end to end: a year of one site."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from io import StringIO
from itertools import pairwise

import numpy as np
import pytest

from wattlas.errors import InputError
from wattlas.planning import Plan, plan
from wattlas.planning.answer.connection import points_of
from wattlas.planning.api import answers_of
from wattlas.planning.problem import Chip
from wattlas.planning.series import COLUMNS, write_series
from wattlas.planning.solve.integer_rounding import whole
from wattlas.planning.solve.stages import Settings, solved
from wattlas.planning.variants import Variant
from wattlas.report.paint.html import document_html
from wattlas.report.paint.terminal import blocks_lines
from wattlas.report.parts import Made
from wattlas.report.plan import plan_blocks
from wattlas.report.saved import read_record, saved_document
from wattlas.report.words.language import ENGLISH
from wattlas.study import Study

STUDY = {
    "title": "A hall in Oslo",
    "year": 2027,
    "currency": "USD",
    "sites": [{"use": "oslo", "price": "90 USD/MWh", "connection": "20 MW"}],
    "load": {"it_power": "10 MW"},
    "power": ["grid", {"use": "wind", "max": "40 MW"}, {"use": "smr", "chance": 0.5}],
    "plan": {"carbon_price": "20 USD/t", "block_hours": 8},
}


CHIP = Chip("x", 2e5, 2e5, 1e-4)
"""A kind of chip that runs 200,000 of its hours of a kW each."""
ANSWERS = {"ranges": True, "break_evens": True, "pareto": 2}


@pytest.fixture(scope="module")
def answer() -> Plan:
    """The plan in blocks of 8 h; the study asks for fronts, ranges, break-evens."""
    section = STUDY["plan"] | ANSWERS
    return plan(Study.from_dict(STUDY | {"plan": section}), explore=True)


@pytest.mark.parametrize("ask", [*ANSWERS, None])
def test_a_study_asks_what_a_caller_asks(ask):
    """Law: fields of the plan section and arguments ask the same, each and all."""
    asked = {ask: ANSWERS[ask]} if ask else ANSWERS
    nothing = dict.fromkeys(ANSWERS, None)
    by_study = Study.from_dict(STUDY | {"plan": STUDY["plan"] | asked})
    by_caller = answers_of(Study.from_dict(STUDY), **nothing | asked)
    assert answers_of(by_study, **nothing) == by_caller
    assert by_caller != answers_of(Study.from_dict(STUDY), **nothing)


def test_all_that_was_asked_is_answered(answer):
    """Law: fronts, entries and ranges stand in the record."""
    assert all((answer.fronts, answer.entries, answer.near_optimal))


def test_a_front_of_one_point_is_refused_before_any_work():
    """Bad input: one sentence, and nothing was solved."""
    said = []
    with pytest.raises(InputError, match=r"^A front has at least 2 points, got 1\.$"):
        plan(Study.from_dict(STUDY), pareto=1, say=said.append)
    assert said == []


def test_the_load_is_met(answer):
    """By hand: 10 MW for 8,760 h at the servers."""
    assert answer.figures.it_kwh["oslo"] == pytest.approx(87.6e6)


def test_the_baseline_pays_the_grid(answer):
    """By hand: the building's energy times 0.09, and its carbon."""
    base = answer.baseline.figures
    lines = base.costs["oslo"]
    assert lines["grid energy"] == pytest.approx(base.facility_kwh * 0.09, rel=1e-4)
    assert lines["carbon price"] == pytest.approx(base.carbon * 0.02, rel=1e-4)


def test_the_plan_saves_what_the_contracts_save(answer):
    """Law: with one lever both are one problem; hours cost at most 1 % more."""
    (lever,) = answer.levers
    assert lever.name == "contracts"
    assert answer.saving >= 0
    assert answer.figures.total_cost == pytest.approx(
        lever.figures.total_cost, rel=1e-2
    )


def test_the_plan_does_not_count_on_what_may_not_come(answer):
    """Law: no small reactor is built; what it would save stands beside."""
    assert "smr" not in {s.option for s in answer.sizes}
    (promise,) = answer.promises
    assert (promise.option, promise.chance) == ("smr", 0.5)
    assert any(b.option == "smr" for b in answer.break_evens)


def test_the_gap_is_stated_and_small(answer):
    """Law: hours cost at most 1 % more than the blocks."""
    assert not answer.proof.proven
    assert abs(answer.proof.gap) < 0.01


def test_near_optimal_ranges_hold_the_plan(answer):
    """Law: the plan itself costs at most 1 % more than the least."""
    for near in answer.near_optimal:
        assert near.low_kw <= near.kw <= near.high_kw


def test_the_fronts_trade_cost_for_carbon_and_water(answer):
    """Law: along a front cost rises, and carbon or weighted water falls."""
    for of, amount in (("carbon", "carbon_kg"), ("water", "weighted_water_l")):
        first, last = answer.fronts[of]
        assert first.total_cost < last.total_cost
        assert getattr(first, amount) > getattr(last, amount)


def test_every_option_not_built_says_when_it_would_enter(answer):
    """Law: at the break-even of the same hours, in blocks, an entry is the same."""
    prices = {b.key: b.price for b in answer.break_evens}
    assert {e.key for e in answer.entries} == set(prices)
    for e in answer.entries:
        assert e.break_even_price_per_kwh == pytest.approx(prices[e.key], rel=1e-2)
        assert e.carbon_highest_per_t == 1000.0


def test_what_comes_too_late_is_compared_with_its_break_even():
    """By hand: decided in 2026, a reactor takes 9 years; 2 more if it is late."""
    late = STUDY | {"year": 2030, "plan": {"decided": 2026}, "power": ["grid", "smr"]}
    found = plan(Study.from_dict(late), explore=True, break_evens=True)
    (entry,) = found.entries
    assert found.late == (("smr", 2035.0),)
    assert (entry.first_year, entry.late_year, entry.in_time) == (2035.0, 2037.0, False)
    # The grid alone, at 90 USD/MWh in every hour, is what a kWh saves.
    assert entry.break_even_price_per_kwh == pytest.approx(0.09, rel=1e-3)
    assert not entry.worth_it


@pytest.mark.parametrize("block_hours", [1, 8])
def test_a_minimum_run_of_training_is_held_at_every_hour(made, block_hours):
    """Law: chips that began within 24 h run still; without it they stop sooner.

    In blocks of 8 h a week has no dispatch and takes shorter ones. Sun by day and
    dear evenings make pauses worth it; chips cost next to nothing.
    """
    hours = 4 * 168
    clock = np.arange(hours) % 24
    sun = np.clip(np.sin((clock - 6) / 12 * np.pi), 0, None) * (0.4 + 0.1 * (clock % 5))
    price = np.where((clock > 16) & (clock < 22), 0.3, 0.1)
    solar = made.plant("solar", hours=hours, availability=sun, max_kw=1500.0)
    plants = (replace(solar, annual_cost_per_kw=1.0),)
    run = made.training(hours, start=100, deadline=600, chips=(CHIP,), max_chips=1e3)
    broken = {}
    for shortest in (0, 24):
        training = replace(run, min_run_hours=shortest)
        problem = made.one_site(price, 0.0, plants=plants, training=training)
        found = solved(Variant.of(problem), Settings(block_hours), whole)
        running = found.values("running_k")[0]
        begun = np.maximum(np.diff(running, prepend=0.0), 0.0)
        last_day = np.convolve(begun, np.ones(24))[: len(begun)]
        broken[shortest] = float(np.max(last_day - running)) / running.max()
    assert broken[24] < 1e-4
    assert broken[0] > 0.1


def test_break_evens_need_an_objective_in_money():
    """Bad input: a carbon price moves no plan that looks at carbon alone."""
    study = Study.from_dict(STUDY | {"plan": {"objective": "carbon"}})
    with pytest.raises(InputError, match="break-evens need"):
        plan(study, break_evens=True)


def test_series_are_written_and_read_back(answer, tmp_path):
    """Law: a row for each value, with its labels; the grid's energy is that of the
    record."""
    from pyarrow import compute, parquet

    written = write_series(answer, tmp_path)
    table = parquet.read_table(written[0])
    assert table.column_names == list(COLUMNS)
    assert table.num_rows == 8760 * len(answer.series)
    of_grid = compute.and_(
        compute.equal(table["option"], "grid"),
        compute.equal(table["quantity"], "output"),
    )
    grid = compute.sum(table.filter(of_grid)["value"]).as_py()
    assert grid == pytest.approx(answer.figures.supply_kwh["oslo"]["grid"])
    with written[1].open() as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["time_utc"] == "2027-01-01T00:00:00Z"
    assert len(rows) == table.num_rows
    hours = {(r["site"], r["option"], r["quantity"], r["unit"]) for r in rows}
    assert hours == {s.labels for s in answer.series}


def test_what_a_smaller_connection_cuts(answer, tmp_path):
    """Law: of the plan's own draw; less connection cuts more, none of the most nothing;
    the file has a row for each point."""
    drawn = answer.hourly("oslo", "output", "grid").values.copy()
    wind = answer.hourly("oslo", "output", "wind")
    sold = answer.hourly("oslo", "sold", "wind")
    drawn += wind.values if wind else 0.0
    drawn -= sold.values if sold else 0.0
    points = answer.connection
    assert points[0].connection_kw == pytest.approx(drawn.max())
    assert points[0].curtailed_hours == points[0].curtailed_kwh == 0
    for less, more in pairwise(points):
        assert more.connection_kw <= less.connection_kw
        assert more.curtailed_kwh >= less.curtailed_kwh
        over = np.maximum(drawn - more.connection_kw, 0.0)
        assert more.curtailed_kwh == pytest.approx(over.sum(), rel=1e-6)
        assert more.longest_hours <= more.curtailed_hours
    *_, path = write_series(answer, tmp_path)
    with path.open() as file:
        rows = list(csv.DictReader(file))
    assert [float(r["connection_kw"]) for r in rows] == [
        p.connection_kw for p in points
    ]


def test_hours_that_are_cut_by_hand():
    """By hand: of 3, 1, 2, 3 and nine of 1 kW the tenth highest is 1: 2 + 1 + 2 kWh are
    cut in three hours, two of them in a row."""
    drawn = np.array([3.0, 1.0, 2.0, 3.0] + [1.0] * 9)
    _, point = points_of("a", drawn, 18.0)
    assert (point.connection_kw, point.curtailed_hours, point.longest_hours) == (
        1,
        3,
        2,
    )
    assert point.curtailed_kwh == 5.0
    assert point.curtailed_share == pytest.approx(5 / 18)


def test_no_label_is_glued(answer):
    """Law: site and option of a series are names of the plan, its quantity a word."""
    sites = set(answer.figures.load_kwh)
    for series in answer.series:
        assert series.site in sites
        assert not any(mark in "".join(series.labels[:3]) for mark in (".", ":", ">"))


def test_the_record_reads_back(answer):
    """Law: record to JSON to record is the same plan, its series included; the page of
    the saved plan is that of the plan."""
    found = read_record(json.loads(answer.to_json()))
    assert found == answer
    assert found.series == answer.series
    made = Made("wattlas report plan.json", date(2027, 1, 1))
    pages = (document_html(saved_document(p), made, ENGLISH) for p in (found, answer))
    assert len(set(pages)) == 1


def test_the_record_is_a_table(answer):
    """By hand: figures of each site, and a row for each hour of each series."""
    pytest.importorskip("pandas")
    figures, hours = answer.to_pandas(), answer.hours_to_pandas()
    loads = figures[figures.quantity == "facility_energy"].set_index("site").value
    assert loads["oslo"] == answer.figures.load_kwh["oslo"]
    assert len(hours) == 8760 * len(answer.series)


def test_the_record_is_plain_data(answer):
    """Law: the record is JSON, with its kind and what readers look for."""
    record = json.loads(json.dumps(answer.to_dict(), allow_nan=False))
    assert record["kind"] == "plan"
    assert record["figures"]["total_cost"] == answer.figures.total_cost
    assert record["saving"] == answer.saving


def test_the_report_says_the_plan(answer):
    """Law: every block can be printed, and the levers are in it."""
    from rich.console import Console

    console = Console(width=100, record=True, file=StringIO())
    for line in blocks_lines(plan_blocks(answer), ENGLISH):
        console.print(line)
    text = " ".join(console.export_text().split())
    assert "optimised plan" in text
    assert "plants and contracts alone" in text
    assert "if it came" in text
    assert "Less water" in text
    assert "Worth it: in the hours of 2027" in text
    sized = "Sized in aggregated time steps of 8 h on the mean, units and runs split"
    assert sized in text
    assert "Made of monthly normals that are assumed, not published:" in text
