"""Units that are words, in the language of the reader."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import wattlas
from wattlas import facts, records
from wattlas.parameters.quantities import QUANTITIES
from wattlas.report.paint.grid import grid
from wattlas.report.paint.text import unit_text
from wattlas.report.table import Column, Row, Table
from wattlas.report.words import en
from wattlas.report.words.language import language

ENGLISH_WORD = re.compile(r"(?<![A-Za-z])[a-z]{3,}(?![A-Za-z0-9])")
"""What stands in small letters alone: a symbol is shorter, or has a capital."""
MAKERS = ("Number", "handy")
"""What takes a unit as its second value."""


def declared() -> set[str]:
    """Return the units of results, of given quantities and of every fact."""
    of_facts = {
        fact.unit
        for table in facts.TABLES
        for key in facts.keys(table)
        for fact in facts.numbers(table, key).values()
    }
    of_given = {quantity.unit for quantity in QUANTITIES.values()}
    of_results = {*records.RESULT_UNITS.values(), *en.EXTRA_UNITS.values()}
    return of_facts | of_given | of_results


def literal() -> set[str]:
    """Return the units that stand in the code of reports."""
    calls = (
        node
        for path in (Path(wattlas.__file__).parent / "report").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    return {
        part.value
        for call in calls
        for value in units_of(call)
        for part in ast.walk(value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def units_of(call: ast.Call) -> list[ast.expr]:
    """Return the expressions that a call takes as its unit."""
    named = [k.value for k in call.keywords if k.arg == "unit"]
    is_maker = ast.unparse(call.func).rpartition(".")[2] in MAKERS
    return [*named, *call.args[1:2]] if is_maker else named


def test_the_scan_finds_words():
    """By hand: a word among symbols is found; symbols alone hold none."""
    assert ENGLISH_WORD.findall("km2 year/TWh") == ["year"]
    assert ENGLISH_WORD.findall("kgCO2e/kWh") == []
    assert {"million", "chip-h"} <= literal() | declared()


def test_every_unit_is_said_in_chinese():
    """Law: no unit of a table, result, input or report keeps an English word."""
    say = language("zh")
    said = {unit: unit_text(unit, say) for unit in declared() | literal()}
    assert {u: text for u, text in said.items() if ENGLISH_WORD.search(text)} == {}


def columns_of_units() -> dict[str, str]:
    """Return how the columns of units in the code of reports are told, by place."""
    calls = (
        (path.name, node)
        for path in (Path(wattlas.__file__).parent / "report").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Column"
    )
    return {
        f"{name}:{call.lineno}": next(
            (ast.unparse(k.value) for k in call.keywords if k.arg == "kind"), ""
        )
        for name, call in calls
        if call.args and ast.unparse(call.args[0]) == "'unit'"
    }


def test_every_column_of_units_is_said_in_the_language_of_the_reader():
    """Law: what stands in a column of units goes by their words, not as it is."""
    found = columns_of_units()
    assert len(found) > 5
    assert {place for place, kind in found.items() if kind != "'unit'"} == set()


def test_a_unit_in_a_column_of_its_own_is_chinese():
    """By hand: million CNY/year and 年 of a plan's money."""
    columns = (Column("figure", "f", kind="word"), Column("unit", "u", kind="unit"))
    rows = (Row(("a", "million CNY/year")), Row(("b", "years")))
    lines = grid(Table("t", "t", columns, rows), language("zh"), "terminal").lines
    assert [line.texts[1] for line in lines] == ["百万 CNY/年", "年"]
