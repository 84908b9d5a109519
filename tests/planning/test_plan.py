"""A study planned end to end: a year of one site."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from wattlas.planning import Plan, plan
from wattlas.planning.series import write_series
from wattlas.report.plan import plan_blocks
from wattlas.study import Study

STUDY = {
    "title": "A hall in Oslo",
    "year": 2027,
    "currency": "USD",
    "sites": [{"use": "oslo", "price": "90 USD/MWh", "connection": "20 MW"}],
    "load": {"it_power": "10 MW"},
    "power": ["grid", {"use": "wind", "max": "40 MW"}, {"use": "smr", "chance": 0.5}],
    "plan": {"carbon_price": "20 USD/t"},
}


@pytest.fixture(scope="module")
def answer() -> Plan:
    """The plan in blocks of 6 h, with a front and near-optimal ranges."""
    return plan(Study.from_dict(STUDY), explore=True, ranges=True, pareto=2)


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


def test_the_front_trades_cost_for_carbon(answer):
    """Law: along the front cost rises and carbon falls."""
    first, last = answer.front
    assert first.total_cost < last.total_cost
    assert first.carbon_kg > last.carbon_kg


def test_series_are_written_and_read_back(answer, tmp_path):
    """Law: every hour has a row; the grid's energy is that of the record."""
    from pyarrow import parquet

    written = write_series(answer, tmp_path)
    table = parquet.read_table(written[0])
    assert table.num_rows == 8760
    grid = sum(table.column("oslo.grid_kw").to_pylist())
    assert grid == pytest.approx(answer.figures.supply_kwh["oslo"]["grid"])
    with written[1].open() as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["time_utc"] == "2027-01-01T00:00:00Z"
    assert len(rows) == 8760


def test_the_record_is_plain_data(answer):
    """Law: the record is JSON, with its kind."""
    record = json.loads(json.dumps(answer.to_dict(), allow_nan=False))
    assert record["kind"] == "plan"
    assert record["figures"]["total_cost"] == answer.figures.total_cost


def test_the_report_says_the_plan(answer):
    """Law: every block can be printed, and the levers are in it."""
    from rich.console import Console

    console = Console(width=100, record=True, file=StringIO())
    for block in plan_blocks(answer):
        console.print(block)
    text = console.export_text()
    assert "all together: the plan" in text
    assert "if it came" in text
