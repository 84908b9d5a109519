"""Estimates as aligned text, for the tables that are not yet values."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from wattlas.records import RESULT_UNITS, Estimate, Input, Range
from wattlas.report.blocks import Prose
from wattlas.report.estimates import notes_blocks
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.paint.text import text_of
from wattlas.report.paint.word_table import WordTable
from wattlas.report.words import en
from wattlas.report.words.language import ENGLISH, Language

WIDTH_SHOWN = 0.02
MISSING = "–"
WORD_COLUMNS = frozenset(
    {"unit", "source", "note", "where, when", "model", "chip", "place", "each"}
    | {"device", "status", "method", "what", "would give"}
)


def results_table(estimate: Estimate) -> Table:
    """Return the results with low, mid, high and unit."""
    table = plain_table("", "low", "mid", "high", "unit")
    for name, value in estimate.results.items():
        table.add_row(en.RESULTS[name], *range_cells(value, RESULT_UNITS[name]))
    return table


def inputs_table(heading: str, inputs: Iterable[Input]) -> Table:
    """Return inputs with range, unit and source."""
    table = plain_table(heading, "low", "mid", "high", "unit", "source")
    for item in inputs:
        values = [significant(v) for v in (item.low, item.mid, item.high)]
        cells = ["", values[1], ""] if item.exact else values
        unit = "" if item.unit == "1" else item.unit
        table.add_row(item.label, *cells, unit, f"\\[{item.source}]")
    return table


def notes(estimate: Estimate, say: Language = ENGLISH) -> Iterable[Text]:
    """Yield the sentences of an estimate's notes and of what is absent."""
    for block in notes_blocks([estimate]):
        if isinstance(block, Prose):
            yield Text("\n".join(text_of(p, say) for p in block.paragraphs))


def footer(estimate: Estimate) -> Iterable[Text]:
    """Yield what causes the width, and the sources."""
    shares = [(k, s) for k, s in estimate.width.items() if s >= WIDTH_SHOWN]
    if shares:
        causes = ", ".join(f"{label} {per_cent(share)}" for label, share in shares[:5])
        yield Text(f"Width of the {estimate.boundary} energy comes from: {causes}.")
    keys = " ".join(s.key for s in estimate.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {keys}")


def range_cells(
    value: Range, unit: str, size: float | None = None
) -> tuple[str, str, str, str]:
    """Return low, mid, high and the unit of a range, in a handy or a given size."""
    shown = value.mid or value.high
    size, name = unit_for(shown if size is None else size, unit)
    if value.currency:
        name = f"{name} {value.currency}{value.year}".strip()
    numbers = [significant(v / size) for v in (value.low, value.mid, value.high)]
    return numbers[0], numbers[1], numbers[2], name


def plain_table(first: str, *others: str) -> Table:
    """Return a table without lines: the first column left, numbers right.

    Where the terminal is narrow words wrap; numbers are never cut.
    """
    table = WordTable()
    table.add_column(first, justify="left", overflow="fold")
    for name in others:
        words = name in WORD_COLUMNS
        table.add_column(
            name,
            justify="left" if words else "right",
            no_wrap=not words,
            overflow="fold",
        )
    return table


def in_language(table: Table, say: Language) -> Table:
    """Return a table with its heads in a language."""
    for column in table.columns:
        column.header = say(str(column.header))
    return table


def _shown(estimate: Estimate) -> list[Input]:
    named = set(estimate.width)
    return [
        i
        for i in estimate.assumed.values()
        if not i.exact or i.label in named or i.source == "assumed"
    ]
