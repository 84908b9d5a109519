"""Scenarios in the format of the IAMC: electricity of data centres, by year. [TWh]"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wattlas import units
from wattlas.errors import InputError, Several, reason_of
from wattlas.plain.files import check_regular
from wattlas.projection.dataset import VARIABLES

COLUMNS = ("model", "scenario", "region", "variable", "unit")
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
TWH = {
    "TWh/yr": 1.0,
    "GWh/yr": 0.001,
    "PWh/yr": 1000.0,
    "EJ/yr": float(units.kwh_from_joules(1e18)) / units.KWH_PER_TWH,
}
"""Units of energy of a year, in TWh."""


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
    """What a file holds of data centres, and the rows of it that are of others."""

    series: tuple[Series, ...]
    unused: tuple[str, ...]


def read_iamc(path: Path) -> IamcFile:
    """Return the scenarios of a file; a column a year, or a row a year.

    Raises
    ------
    InputError
        If it cannot be read, lacks a column, or a figure or a unit is none.
    """
    found: dict[tuple[str, ...], dict[int, float]] = {}
    unused: dict[str, None] = {}
    for line, row in _rows(path):
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
    return IamcFile(tuple(_series(found)), tuple(unused))


def _series(found: Mapping[tuple[str, ...], Mapping[int, float]]) -> Iterator[Series]:
    for (model, scenario, region, variable), by_year in found.items():
        scope, end = KNOWN[variable]
        yield Series(model, scenario, region, scope, end, by_year)


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with their lines; names of columns in small letters."""
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
    return [name for name in names if name.isdecimal() and len(name) == 4]


def _years(path: Path, line: int, row: dict[str, str]) -> Iterator[tuple[int, float]]:
    """Yield years with their energy; an empty cell is none. [TWh]"""
    factor = TWH.get(row["unit"])
    if factor is None:
        raise InputError(
            "{path}, line {line}: {unit!r} is no energy of a year that is read: "
            "{known}.",
            path=path,
            line=line,
            unit=row["unit"],
            known=", ".join(TWH),
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


def _energy(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < float("inf") else None
