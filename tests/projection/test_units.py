"""Every figure that the room prints has its unit, and a rate reads as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import wattlas
from wattlas import facts, projection
from wattlas.parameters import outlook_quantity
from wattlas.parameters.quantities import QUANTITIES
from wattlas.projection.assumptions import assumptions, inputs_of
from wattlas.projection.listing import inputs_with
from wattlas.report.outlook_cells import input_value
from wattlas.report.paint.grid import grid
from wattlas.report.paint.text import unit_text
from wattlas.report.saved import saved_document
from wattlas.report.table import Column, Number, Row, Table
from wattlas.report.words.language import LANGUAGES, language

SCENARIOS = Path(__file__).parent / "scenarios.iamc.csv"
RATIOS = {"ratio", "growth_ratio", "median_ratio"}
"""Columns whose head or the sentence beside says which figure is over which."""
OF_THEMSELVES = ("year", "count", "share", "fine_share")
"""Forms of figures that say what they are."""


def outlook_of(**given: object) -> object:
    return wattlas.outlook(draws=16, to=2036, **given)


ASKED = {
    "outlook": outlook_of,
    "place": lambda: outlook_of(region="ireland"),
    "crossing": lambda: projection.crossing(growth=1.3, draws=16),
    "need": lambda: projection.need(twh=1000, by=2030, draws=16),
    "peak": lambda: projection.peak(region="pjm", draws=16),
    "price": lambda: projection.price(region="pjm", draws=16),
    "fleets": lambda: projection.fleets(draws=16),
    "what if": lambda: projection.what_if(changes={"chips": 12}, draws=16),
    "efficiency": lambda: projection.efficiency(rate=1.2, draws=16),
    "presets": lambda: projection.presets(of="iea", draws=16),
    "forecasts": projection.forecasts,
    "backtest": projection.backtest,
    "compare": lambda: projection.compare(file=SCENARIOS, draws=16),
    "inputs": inputs_with,
}


def tables_of(record: object) -> Iterator[Table]:
    """Yield every table of a record's document."""
    for section in saved_document(record).sections:
        yield from (block for block in section.blocks if isinstance(block, Table))


def unit_of(row: Row, column: Column, table: Table) -> str:
    """Return the unit that a figure of a row is printed with, '' for none."""
    cell = row.cells[table.columns.index(column)]
    if not isinstance(cell, Number) or cell.form in OF_THEMSELVES:
        return "of itself"
    beside = zip(row.cells, table.columns, strict=True)
    units = [cell.unit, column.unit]
    units += [c for c, k in beside if k.kind == "unit" and isinstance(c, str)]
    spread = zip(row.cells, table.columns, strict=True)
    units += [c.unit for c, k in spread if k.spread and isinstance(c, Number)]
    return next((unit for unit in units if unit), "")


@pytest.mark.parametrize("name", ASKED)
def test_every_figure_has_a_unit(name):
    """Law: each figure of each table has one, by itself, its column or its row."""
    lacking = [
        (table.key, column.key, row.cells[0])
        for table in tables_of(ASKED[name]())
        for column in table.columns
        if column.kind == "number" and column.key not in RATIOS
        for row in table.rows
        if not unit_of(row, column, table)
    ]
    assert lacking == []


def named_inputs() -> dict[str, object]:
    """Return every input of the room, those of places and questions too."""
    tables = ("outlook_places", "outlook_questions", "outlook_fleets")
    of_tables = (inputs_of(t, k) for t in tables for k in facts.keys(t))
    return dict(assumptions().items) | {n: i for o in of_tables for n, i in o.items()}


def test_every_input_has_a_unit():
    """Law: an input is printed with its unit; growth is a factor a year."""
    items = named_inputs().values()
    shown = {i.name: input_value(i) for i in items}
    assert [n for n, v in shown.items() if not v.unit and v.form != "year"] == []
    factors = [
        n for n in shown if outlook_quantity(n).meaning.startswith("a factor per year")
    ]
    assert len(factors) > 25
    assert {shown[n].unit for n in factors} == {"factor/year"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_bare_rate_reads_as_one(code):
    """Law: no unit is printed as one over another, in any language."""
    units = {f.unit for f in named_inputs().values()}
    units |= {q.shown or q.unit for q in QUANTITIES.values()}
    said = {unit_text(unit, language(code)) for unit in units | {"1/s", "1/h"}}
    assert [text for text in said if text.startswith("1/")] == []


def test_a_unit_of_plants_a_year():
    """By hand: reactors are units a year, in both languages."""
    need = projection.need(twh=1000, by=2030, draws=16)
    (table,) = (t for t in tables_of(need) if t.key == "needs")
    for code, unit in (("en", "units/year"), ("zh", "座/年")):
        lines = grid(table, language(code), "terminal").lines
        assert sum(unit in line.texts for line in lines) == 3
