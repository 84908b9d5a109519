"""A table as CSV: keys as heads, figures unrounded, each unit in a column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from wattlas.report.paint.grid import spoken_table
from wattlas.report.paint.text import text_of
from wattlas.report.table import ABSENT, Cell, Column, Form, Number, Table
from wattlas.report.words.language import ENGLISH, Language

WHOLE = ("count", "year")
"""Forms of figures that have no fraction."""


def table_csv(table: Table, say: Language = ENGLISH) -> str:
    r"""Return a table as CSV; what is not known is empty.

    >>> from wattlas.report.table import Row
    >>> columns = (Column("site", kind="word"), Column("power", unit="MW"))
    >>> table_csv(Table("sizes", "", columns, (Row(("oslo", Number(1 / 3))),)))
    'site,power_mw\noslo,0.3333333333333333\n'
    """
    table = spoken_table(table.on("csv"), say)
    of_columns = [
        list(_column(column, [row.cells[i] for row in table.rows], say))
        for i, column in enumerate(table.columns)
    ]
    parts = [part for column in of_columns for part in column]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(name for name, _ in parts)
    writer.writerows(zip(*(values for _, values in parts), strict=True))
    return out.getvalue()


def _column(
    column: Column, cells: list[Cell], say: Language
) -> Iterator[tuple[str, list[str]]]:
    """Yield the heads and values that a column has in CSV."""
    numbers = [cell if isinstance(cell, Number) else None for cell in cells]
    name = f"{column.key}_{_plain(column.unit)}" if column.unit else column.key
    ranges = any(n is not None and n.low is not None for n in numbers)
    if ranges:
        yield f"{name}_low", [_value(n.low) if n else "" for n in numbers]
    yield name, [_text(cell, say) for cell in cells]
    if ranges:
        yield f"{name}_high", [_value(n.high) if n else "" for n in numbers]
    if not column.unit and any(n is not None and n.unit for n in numbers):
        yield f"{column.key}_unit", [n.unit if n else "" for n in numbers]


def _plain(unit: str) -> str:
    return unit.lower().replace(" ", "_").replace("/", "_per_").replace("%", "share")


def _text(cell: Cell, say: Language) -> str:
    if isinstance(cell, Number):
        return _value(cell.value, cell.form)
    return "" if cell == ABSENT else text_of(cell, say)


def _value(value: float | None, form: Form = "significant") -> str:
    if value is None:
        return ""
    return str(int(value)) if form in WHOLE else repr(float(value))
