"""Hourly series from files: prices, carbon, output of plants, request shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import InputError
from wattlas.hours.clock import Clock
from wattlas.hours.files.moments import moments
from wattlas.hours.files.numbers import numbers_of
from wattlas.hours.files.pick import Picked, open_sheet, picked
from wattlas.hours.files.stamps import HOUR_S
from wattlas.hours.files.steps import (
    Grid,
    Rows,
    gridded,
    in_order,
    with_leap_day,
    with_steps,
)
from wattlas.hours.files.unit import scale_of
from wattlas.hours.files.year import laid, wrapped_h, year_of_file
from wattlas.hours.files.zones import iso
from wattlas.hours.records import Laying, Provenance, Series
from wattlas.parameters import Quantity
from wattlas.parameters import quantity as quantity_of
from wattlas.parameters.series import SeriesSection, as_series

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class SeriesFile:
    """Hourly values in our unit, the currency of money, and what was done."""

    values: Array
    laying: Laying
    currency: str = ""
    note: str = ""


def read_series(source: Any, name: str, clock: Clock) -> SeriesFile:
    """Read a series of one value an hour from a file.

    The layouts of markets and agencies are told by their header. Any other table has
    a column of times (its zone in each stamp, or in the column's name) and the values,
    with the unit in its name: ``price [EUR/MWh]``. Of several columns, or areas, the
    wanted one stands behind the path: ``prices.csv#price [EUR/MWh]``.

    Parameters
    ----------
    source : str, mapping or SeriesSection
        Path of the file, or what is known of it besides: column, area, unit, zone,
        hour_ending, decimal, separator, year, fill.
    name : str
        The quantity, which has our unit and what each hour may be: price_per_kwh,
        intensity_kgco2e_per_kwh, output_share, requests_of_hour ...
    clock : Clock
        The hours of the year on which the values are laid.

    Raises
    ------
    InputError, UnitError
        If the file, a column, a time or a value cannot be used; with its line, or
        its hour.
    """
    section = section_of(source)
    grid, currency, remark, leap_day, tz = _gridded(section, name)
    wanted = (section.year, clock.year)
    of_year, year = year_of_file(grid, tz, wanted, section.file)
    values, repeats_28 = laid(of_year, clock, section.file)
    laying = Laying(
        year=year,
        filled_h=grid.filled_s / HOUR_S,
        longest_fill_h=grid.longest_s / HOUR_S,
        wrapped_h=wrapped_h(of_year, clock) if year == clock.year else 0.0,
        repeats_28=leap_day or repeats_28,
        column=remark,
    )
    note = _note(laying, clock.year, section.fill)
    return SeriesFile(values, laying, currency, note)


@dataclass(frozen=True)
class TimedFile:
    """Values of a file at their own times, in our unit, and the currency of money."""

    grid: Grid
    currency: str = ""


def read_times(source: Any, name: str) -> TimedFile:
    """Read a series of a file at its own times, of whatever length it is.

    As `read_series`, which lays a year of it on the hours of another.

    Raises
    ------
    InputError, UnitError
        If the file, a column, a time or a value cannot be used.
    """
    grid, currency, *_ = _gridded(section_of(source), name)
    return TimedFile(grid, currency)


def _gridded(section: SeriesSection, name: str) -> tuple[Grid, str, str, bool, tzinfo]:
    """Return a file's values at their times, and what is known of them."""
    sheet, layout = open_sheet(section)
    found = picked(sheet, layout, name, section)
    limits = quantity_of(name)
    scale, currency = _scale(found, limits, section)
    rows, leap_day, tz = _rows(found, scale, section)
    _refuse_impossible(rows, limits, (f"{section.file}: {found.column}", currency))
    grid = gridded(rows, section.fill, found.column)
    return grid, currency, found.remark, leap_day, tz


def section_of(source: Any) -> SeriesSection:
    """Return what is said of a file as a section, from a path or a mapping too.

    >>> section_of("prices.csv#DK1").column
    'DK1'
    """
    full = as_series(source)
    return SeriesSection(**full) if isinstance(full, Mapping) else full


def given_series(file: SeriesFile) -> Series:
    """Return what a file holds as a series that is given."""
    origin = Provenance("given", (), file.note, file.laying)
    return Series(file.values, origin)


def _scale(
    found: Picked, limits: Quantity, section: SeriesSection
) -> tuple[float, str]:
    if found.layout.rated and limits.unit == "1" and not section.unit:
        return _of_rated(found), ""
    return scale_of(
        found.column,
        limits.unit,
        section.file,
        said=section.unit,
        of_layout=found.unit or found.sheet.said.get("unit", ""),
    )


def _of_rated(found: Picked) -> float:
    """Return the factor from watts to a share of the rated power above the header."""
    begins = found.layout.rated
    said = (v for k, v in found.sheet.said.items() if k.startswith(begins))
    try:
        return 1.0 / (float(next(said, "")) * 1000.0)
    except (ValueError, ZeroDivisionError) as error:
        raise InputError(
            "{where}: no line above the header has the {begins} in kW of which "
            "{column!r} is a part.",
            where=found.sheet.where,
            begins=begins,
            column=found.column,
        ) from error


def _rows(found: Picked, scale: float, section: SeriesSection) -> Any:
    """Return rows in order with steps, whether a leap day was added, and the zone."""
    sheet = found.sheet
    decimal = section.decimal or found.layout.decimal
    numbers = scale * numbers_of(
        sheet.column(found.column),
        sheet.lines,
        (section.file, found.column),
        decimal=decimal,
        separator=sheet.separator,
    )
    when = moments(sheet, found.layout, section, np.isnan(numbers))
    every = Rows(when.time_s, when.step_s, numbers, sheet.lines, section.file)
    rows = in_order(every.of(np.flatnonzero(when.time_s != -1)))
    rows, leap_day = with_leap_day(with_steps(rows, ending=when.ending), when.tz)
    return rows, leap_day, when.tz


def _refuse_impossible(rows: Rows, limits: Quantity, named: tuple[str, str]) -> None:
    """Refuse the first hour whose value its quantity does not allow."""
    values = rows.values
    wrong = np.flatnonzero((values < limits.low) | (values > limits.high))
    if len(wrong):
        first = int(wrong[0])
        (what, currency), time = named, f"{iso(rows.start_s[first])}+00:00"
        unit = limits.unit.replace("money", currency)
        raise InputError(limits.refusal(f"{what} at {time}", values[first], unit))


def _note(laying: Laying, wanted: int, fill: str | None) -> str:
    filled = laying.filled_h
    parts = (
        laying.column,
        f"hours of {laying.year}" if laying.year != wanted else "",
        "29 February repeats the 28th" if laying.repeats_28 else "",
        f"{filled:g} hours filled ({fill})" if filled else "",
    )
    return "; ".join(filter(None, parts))
