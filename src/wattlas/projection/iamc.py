"""Scenarios in the format of the IAMC: electricity of data centres, by year. [TWh]"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wattlas import quantity, units
from wattlas.errors import InputError, Several, reason_of
from wattlas.plain.files import check_regular
from wattlas.projection.dataset import VARIABLES

COLUMNS = ("model", "scenario", "region", "variable", "unit")
WORKBOOKS = (".xlsx", ".xls")
LONG = ("year", "value")
"""Columns of a file that has a row a year."""
DEMANDS = {
    "data-centres": VARIABLES["data_centre_served_twh"],
    "ai": VARIABLES["ai_served_twh"],
}
ENDS = {"low": "5th Percentile", "mid": "Median", "high": "95th Percentile"}
KNOWN: Mapping[str, tuple[str, str]] = {
    **{name: (scope, "mid") for scope, name in DEMANDS.items()},
    **{
        f"{name}|{ending}": (scope, end)
        for scope, name in DEMANDS.items()
        for end, ending in ENDS.items()
    },
}
"""Variables that are read: their scope, and which end of a range they are."""
A_YEAR = re.compile(r"(.+?)\s*(?:/|per )\s*(?:yr|y|a|year)", re.IGNORECASE)
"""An energy of a year, as the community writes it: EJ/yr."""
WITHIN_YEARS = ("subannual", "time")
"""Columns that cut a year into parts."""
WHOLE_YEAR = ("", "year")


@dataclass(frozen=True)
class Series:
    """One variable of a scenario: which end of which demand, by year. [TWh]"""

    model: str
    scenario: str
    region: str
    scope: str
    end: str
    by_year: Mapping[int, float]


@dataclass(frozen=True)
class IamcFile:
    """What a file holds of data centres, and what of it is of something else.

    `years` are all that it has a column or a row of; `unused` its other variables, and
    columns that the format does not know.
    """

    series: tuple[Series, ...]
    years: tuple[int, ...]
    unused: tuple[str, ...]


def read_iamc(path: Path) -> IamcFile:
    """Return the scenarios of a file; a column a year, or a row a year.

    Raises
    ------
    InputError
        If it cannot be read, lacks a column, or a figure or a unit is none.
    """
    found: dict[tuple[str, ...], dict[int, float]] = {}
    rows = _rows(path)
    unused = dict.fromkeys(_other_columns(rows))
    for line, row in rows:
        _check_whole_year(path, line, row)
        if row["variable"] not in KNOWN:
            unused[row["variable"]] = None
            continue
        key = tuple(row[column] for column in COLUMNS[:4])
        years = found.setdefault(key, {})
        for year, twh in _years(path, line, row):
            if year in years:
                raise InputError(
                    "{path}, line {line}: {variable} of {year} is given twice.",
                    path=path,
                    line=line,
                    variable=row["variable"],
                    year=year,
                )
            years[year] = twh
    if not found:
        raise InputError(
            "{path} has no row of {variables}.",
            path=path,
            variables=Several(DEMANDS.values(), " or "),
        )
    return IamcFile(tuple(_series(found)), _all_years(rows), tuple(unused))


def _all_years(rows: Sequence[tuple[int, Mapping[str, str]]]) -> tuple[int, ...]:
    """Return the years of a file's columns, else those of its rows."""
    named = _year_columns(rows[0][1]) or [row["year"] for _, row in rows]
    return tuple(sorted({int(year) for year in named if _is_year(year)}))


def _series(found: Mapping[tuple[str, ...], Mapping[int, float]]) -> Iterator[Series]:
    for (model, scenario, region, variable), by_year in found.items():
        scope, end = KNOWN[variable]
        yield Series(model, scenario, region, scope, end, by_year)


def _other_columns(rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[str]:
    """Yield the columns beyond the format that hold something, the index apart."""
    known = {*COLUMNS, *LONG, *WITHIN_YEARS, ""}
    for name in rows[0][1] if rows else ():
        other = name not in known and not _is_year(name)
        if other and any(row[name] for _, row in rows):
            yield name


def _check_whole_year(path: Path, line: int, row: Mapping[str, str]) -> None:
    """Refuse a row that is of a part of a year."""
    for name in WITHIN_YEARS:
        if row.get(name, "").lower() not in WHOLE_YEAR:
            raise InputError(
                "{path}, line {line}: {name} is {value!r}: only whole years are read.",
                path=path,
                line=line,
                name=name,
                value=row[name],
            )


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with their lines; names of columns in small letters."""
    if path.suffix.lower() in WORKBOOKS:
        raise InputError(
            "{path} is a workbook, which is not read: save its sheet of data as CSV "
            "(pyam: df.to_csv).",
            path=path,
        )
    try:
        check_regular(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            head = [name.strip().lower() for name in next(reader, [])]
            rows = [(reader.line_num, row) for row in reader if any(row)]
    except OSError as error:
        raise InputError(
            "{path}: cannot be read: {strerror}.", path=path, strerror=reason_of(error)
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError("{path} is not text in UTF-8.", path=path) from error
    _check_columns(path, head)
    for line, row in rows:
        if len(row) != len(head):
            raise InputError(
                "{path}, line {line} has {count} cells, its head {wanted}.",
                path=path,
                line=line,
                count=len(row),
                wanted=len(head),
            )
    return [
        (line, dict(zip(head, (cell.strip() for cell in row), strict=True)))
        for line, row in rows
    ]


def _check_columns(path: Path, head: Sequence[str]) -> None:
    lacking = [name for name in COLUMNS if name not in head]
    if lacking or not (_year_columns(head) or set(LONG) <= set(head)):
        raise InputError(
            "{path} is not in the format of the IAMC: columns model, scenario, region, "
            "variable, unit, and one a year, or year and value.",
            path=path,
        )


def _year_columns(names: Iterable[str]) -> list[str]:
    return list(filter(_is_year, names))


def _is_year(name: str) -> bool:
    return name.isdecimal() and len(name) == 4


def _years(path: Path, line: int, row: dict[str, str]) -> Iterator[tuple[int, float]]:
    """Yield years with their energy; an empty cell is none. [TWh]"""
    factor = _twh_of(row["unit"])
    if factor is None:
        raise InputError(
            "{path}, line {line}: {unit!r} is no energy of a year, such as TWh/yr, "
            "GWh/yr, PJ/yr or EJ/yr.",
            path=path,
            line=line,
            unit=row["unit"],
        )
    cells = {name: row[name] for name in _year_columns(row)}
    if not cells:
        cells = {row["year"]: row["value"]}
    for year, text in cells.items():
        if not text:
            continue
        value = _energy(text)
        if value is None or not year.isdecimal():
            raise InputError(
                "{path}, line {line}: {year} must have an energy above 0, got "
                "{text!r}.",
                path=path,
                line=line,
                year=year,
                text=text,
            )
        yield int(year), value * factor


def _twh_of(unit: str) -> float | None:
    """Return the size of an energy of a year, or None where it is none. [TWh]

    >>> _twh_of("GWh/yr"), round(_twh_of("EJ / year"), 1), _twh_of("MW")
    (0.001, 277.8, None)
    """
    found = A_YEAR.fullmatch(unit)
    try:
        parsed = quantity.parse(
            f"1 {found[1] if found else unit}", "kWh", needs_unit=True
        )
    except InputError:
        return None
    return parsed.low / units.KWH_PER_TWH


def _energy(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < float("inf") else None
