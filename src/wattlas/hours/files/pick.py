"""Which column and which rows of a sheet are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wattlas.errors import InputError, Message
from wattlas.hours.files.layout import OWN, Layout, column_named, found, no_column
from wattlas.hours.files.layouts import layout_of
from wattlas.hours.files.numbers import MISSING
from wattlas.hours.files.outside import outside_sheet
from wattlas.hours.files.sheet import Sheet, headers, sheet_below, text_of
from wattlas.parameters.series import SeriesSection


@dataclass(frozen=True)
class Picked:
    """A sheet of one area, its layout, and the column of values.

    `unit` is the unit that the layout gives the column, or ''; `remark` says which of
    several was taken.
    """

    sheet: Sheet
    layout: Layout
    column: str
    unit: str
    remark: str = ""


def open_sheet(source: SeriesSection) -> tuple[Sheet, Layout]:
    """Return the sheet of a file and its layout, told by its header.

    Raises
    ------
    InputError
        If the file cannot be read, or is no table of hours.
    """
    where = source.file
    text = text_of(Path(where))
    sheet = outside_sheet(text, where)
    if sheet is not None:
        return sheet, layout_of(sheet.names) or OWN
    possible = list(headers(text, source.separator))
    for header in possible:
        layout = layout_of(header[2])
        if layout is not None:
            return sheet_below(text, header, where), layout
    own = _own_header(possible)
    sheet = sheet_below(text, own, where) if own else None
    if sheet is None or not sheet.rows:
        raise InputError(
            "{where}: is no table of hours; the first line names the columns, such as "
            "time,price [EUR/MWh].",
            where=where,
        )
    return sheet, OWN


def _own_header(
    possible: list[tuple[int, str, list[str]]],
) -> tuple[int, str, list[str]] | None:
    """Return the header of a table of no known layout: the first line that is one."""
    timed = [h for h in possible if found(OWN.start, h[2])]
    first = [h for h in timed or possible if h[0] == (timed or possible)[0][0]]
    return max(first, key=lambda h: len(h[2]), default=None)


def picked(
    sheet: Sheet, layout: Layout, quantity: str, source: SeriesSection
) -> Picked:
    """Return the rows of the area and the column of the quantity that are meant.

    Raises
    ------
    InputError
        If there are several and none is named, or the named one is not there.
    """
    if not found(layout.start, sheet.names):
        raise InputError(
            "{where}: no column of times among {names}. Name it 'time', with stamps "
            "such as 2027-01-01T00:00+08:00.",
            where=sheet.where,
            names=", ".join(sheet.names),
        )
    sheet = _without_second_header(sheet, layout)
    wanted = [w for w in (source.column, source.area) if w]
    columns = {w: column_named(w, sheet.names) for w in wanted}
    areas = [w for w in wanted if columns[w] is None]
    sheet, area = _of_area(_kept(sheet, layout), layout, areas, source)
    named = next((c for c in columns.values() if c), None)
    column, unit, remark = _column(sheet, layout, quantity, named)
    told = ", ".join(filter(None, (layout.title, area, remark)))
    return Picked(sheet, layout, column, unit, told)


def _without_second_header(sheet: Sheet, layout: Layout) -> Sheet:
    """Return a sheet without a first row of units, or last rows of prose."""
    time = found(layout.start, sheet.names)
    at = sheet.names.index(time[0])
    timed = [i for i, row in enumerate(sheet.rows) if any(map(str.isdigit, row[at]))]
    whole = len(timed) == len(sheet.rows) or not timed
    inside = range(timed[0], timed[-1] + 1) if timed else range(0)
    return sheet if whole else sheet.of(list(inside))


def _kept(sheet: Sheet, layout: Layout) -> Sheet:
    """Return the rows that a layout keeps, where its column has several kinds."""
    for pattern, wanted in layout.keep.items():
        for name in found(pattern, sheet.names):
            cells = sheet.column(name)
            if len(set(cells)) > 1:
                kept = [i for i, c in enumerate(cells) if re.search(wanted, c.strip())]
                sheet = sheet.of(kept) if kept else sheet
    return sheet


def _of_area(
    sheet: Sheet, layout: Layout, wanted: list[str], source: SeriesSection
) -> tuple[Sheet, str]:
    columns = [n for pattern in layout.areas for n in found(pattern, sheet.names)]
    for name in wanted:
        kept = [
            i
            for i, row in enumerate(sheet.rows)
            if any(_same(row[sheet.names.index(c)], name) for c in columns)
        ]
        if not kept:
            raise _no_area((sheet, layout), columns, name, source)
        sheet = sheet.of(kept)
    if not columns:
        return sheet, ""
    there = list(dict.fromkeys(cell.strip() for cell in sheet.column(columns[0])))
    if len(there) > 1:
        raise InputError(
            "{file}: has rows of {there_count} areas: {listed}. Say which: area: "
            "{there} (or behind the path: {file}#{there}).",
            file=source.file,
            there_count=len(there),
            listed=_listed(there),
            there=there[0],
        )
    return sheet, there[0] if there else ""


def _same(cell: str, wanted: str) -> bool:
    """Say whether a cell is the area meant, as it is or behind a bar: BZN|DE-LU."""
    cell, wanted = cell.strip().lower(), wanted.strip().lower()
    return cell == wanted or cell.rpartition("|")[2] == wanted


def _no_area(
    of: tuple[Sheet, Layout], columns: list[str], wanted: str, source: SeriesSection
) -> InputError:
    sheet, layout = of
    if not columns:
        time = found(layout.start, sheet.names)[:1]
        others = [name for name in sheet.names if name not in time]
        return InputError(no_column(wanted, others, source.file))
    there = list(dict.fromkeys(c.strip() for c in sheet.column(columns[0])))
    return InputError(
        "{file}: has no column and no area {wanted!r}. Columns: {names}. Areas: "
        "{listed}.",
        file=source.file,
        wanted=wanted,
        names=", ".join(sheet.names),
        listed=_listed(there),
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:8]) + (" ..." if len(names) > 8 else "")


def _column(
    sheet: Sheet, layout: Layout, quantity: str, named: str | None
) -> tuple[str, str, str]:
    """Return the column of values, the unit of its layout, and what was chosen."""
    ways = layout.values.get(quantity, ())
    by_way = [(n, unit) for way, unit in ways for n in found(way, sheet.names)]
    if named:
        return named, next((u for n, u in by_way if n == named), ""), ""
    if by_way:
        first = found(ways[_first_way(ways, sheet)][0], sheet.names)
        full = [n for n in first if _has_numbers(sheet, n)] or first
        if len(full) > 1 and not _all_equal(sheet, full):
            raise InputError(_several(sheet, full))
        several = len(by_way) > 1
        return full[0], dict(by_way)[full[0]], full[0] if several else ""
    if quantity in layout.lacks:
        raise InputError(
            "{where}: {lack}.",
            where=sheet.where,
            lack=layout.lacks[quantity],
        )
    return _sole_other(sheet, layout), "", ""


def _first_way(ways: tuple[tuple[str, str], ...], sheet: Sheet) -> int:
    return next(i for i, (way, _) in enumerate(ways) if found(way, sheet.names))


def _sole_other(sheet: Sheet, layout: Layout) -> str:
    """Return the only column that is neither time nor area."""
    known = (
        layout.start, layout.end, layout.clock, layout.hour, layout.part,
        layout.second, *layout.areas, *layout.keep,
    )  # fmt: skip
    taken = {n for pattern in known for n in found(pattern, sheet.names)}
    others = [n for n in sheet.names if n.strip() and n not in taken]
    if layout is OWN:
        time = found(layout.start, sheet.names)[:1]
        others = [n for n in sheet.names if n.strip() and n not in time]
    full = [n for n in others if _has_numbers(sheet, n)] or others
    candidates = full if layout is not OWN else others
    if len(candidates) != 1:
        raise InputError(_several(sheet, candidates or list(sheet.names)))
    return candidates[0]


def _has_numbers(sheet: Sheet, name: str) -> bool:
    return any(cell.strip().lower() not in MISSING for cell in sheet.column(name))


def _all_equal(sheet: Sheet, names: list[str]) -> bool:
    return bool(np.all([sheet.column(n) == sheet.column(names[0]) for n in names]))


def _several(sheet: Sheet, names: list[str]) -> Message:
    return Message(
        "{where}: has several columns: {names}. Name one behind the path: "
        "{where}#{name}.",
        where=sheet.where,
        names=", ".join(names),
        name=names[0],
    )
