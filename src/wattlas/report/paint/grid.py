"""A table as texts in a language, as every surface for people shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wattlas.report.paint.text import figure_text, printable, spoken, text_of, unit_text
from wattlas.report.table import Cell, Column, Number, Surface, Table
from wattlas.report.words.language import Language

SPREAD = ("low", "mid", "high")


@dataclass(frozen=True)
class Head:
    """A head, whether its column is of numbers, and whether a cell may be broken."""

    text: str
    numeric: bool
    wraps: bool


@dataclass(frozen=True)
class Line:
    """The texts of a row; a `group` has one, over the rows that follow."""

    texts: tuple[str, ...]
    role: str = ""


@dataclass(frozen=True)
class Grid:
    """Title, heads and lines; a unit that all figures share stands in the title."""

    title: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]


def grid(table: Table, say: Language, surface: Surface) -> Grid:
    """Return a table as texts in a language."""
    table = spoken_table(table.on(surface), say)
    lines = tuple(_lines(table, say))
    title, unit = text_of(table.title, say), _shared_unit(table)
    if title and unit:
        title = f"{title} [{unit_text(unit, say)}]"
        plain = (replace(c, unit="") for c in table.columns)
        table = replace(table, columns=tuple(plain))
    heads = [head for c in table.columns for head in _heads(c, table, say)]
    return Grid(title, tuple(heads[table.grouped :]), lines)


def _shared_unit(table: Table) -> str:
    """Return the unit that all columns of figures have; nothing where they differ."""
    numbers = [c for c in table.columns if c.kind == "number"]
    units = {c.unit for c in numbers}
    alone = any(c.spread or _has_units(c, table) for c in numbers)
    return "" if alone or len(numbers) < 2 or len(units) > 1 else units.pop()


def spoken_table(table: Table, say: Language) -> Table:
    """Return a table with what of variants is shown in a language."""
    rows = (
        replace(r, cells=tuple(spoken(c, say) for c in r.cells)) for r in table.rows
    )
    return replace(table, rows=tuple(rows))


def _heads(column: Column, table: Table, say: Language) -> Iterator[Head]:
    if column.spread:
        for name in SPREAD:
            yield Head(say.translated(name), True, False)
        if _has_units(column, table):
            yield Head(say.translated("unit"), False, True)
        return
    text, unit = text_of(column.head, say), unit_text(column.unit, say)
    if unit:
        text = f"{text} [{unit}]" if text else unit
    numeric = column.kind == "number"
    yield Head(text, numeric, column.wraps and not _is_plain(column, table))


def _is_plain(column: Column, table: Table) -> bool:
    """Say whether a column is of figures alone, which must not be broken."""
    return column.kind == "number" and not any(
        n.unit or n.low is not None for n in _numbers(column, table)
    )


def _has_units(column: Column, table: Table) -> bool:
    """Say whether the cells of a column have units of their own."""
    return any(n.unit for n in _numbers(column, table))


def _numbers(column: Column, table: Table) -> Iterator[Number]:
    place = table.columns.index(column)
    for row in table.rows:
        if isinstance(cell := row.cells[place], Number):
            yield cell


def _lines(table: Table, say: Language) -> Iterator[Line]:
    before = ""
    for row in table.rows:
        pairs = zip(row.cells, table.columns, strict=True)
        texts = [
            text
            for cell, column in pairs
            for text in _texts(cell, column, _has_units(column, table), say)
        ]
        if not table.grouped:
            yield Line(tuple(texts), row.role)
            continue
        if texts[0] != before:
            yield Line((texts[0],), "group")
        before = texts[0]
        yield Line(tuple(texts[1:]), row.role or "part")


def _texts(cell: Cell, column: Column, has_units: bool, say: Language) -> Iterator[str]:
    if column.kind == "unit" and isinstance(cell, str):
        yield printable(unit_text(cell, say))
        return
    if not column.spread:
        yield text_of(cell, say)
        return
    if isinstance(cell, Number):
        for value in (cell.low, cell.value, cell.high):
            yield "" if value is None else figure_text(value, cell, say)
    else:
        yield from ("", text_of(cell, say), "")
    if has_units:
        yield unit_text(cell.unit, say) if isinstance(cell, Number) else ""
