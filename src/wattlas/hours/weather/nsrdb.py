"""Weather of NREL's solar data base (NSRDB) and of its System Advisor Model (SAM)."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from wattlas.errors import InputError
from wattlas.hours.files.layout import plain_name
from wattlas.hours.files.numbers import numbers_of
from wattlas.hours.files.sheet import Sheet, sheet_below, text_of
from wattlas.hours.weather.columns import Columns, dew_point_c
from wattlas.hours.weather.formats import of_calendar
from wattlas.hours.weather.record import Spot

_HEADER = 2
_WIND_HEIGHT_M = 10.0
_NAMES = {
    "dry_bulb_c": ("temperature", "tdry", "dry-bulb", "dry bulb"),
    "dew_point_c": ("dew point", "tdew", "dew-point"),
    "global_w_per_m2": ("ghi",),
    "diffuse_w_per_m2": ("dhi",),
    "beam_w_per_m2": ("dni",),
    "wind_m_per_s": ("wind speed", "wspd"),
}
_HUMIDITY = ("relative humidity", "rh", "rhum")


def read_nsrdb(path: Path) -> Columns:
    """Read an NSRDB or SAM file: two lines of metadata, local standard time.

    Hours are told at :30, half-hours at :00 and :30; months may be of several years.

    Raises
    ------
    InputError
        If the metadata or a column of time is missing, or a cell is no number.
    """
    text = text_of(path)
    lines = text.splitlines()
    meta = _meta(lines, path)
    names = next(csv.reader(lines[_HEADER : _HEADER + 1]), [])
    names = [n.strip() for n in names]
    while names and not names[-1]:
        names.pop()
    sheet = sheet_below(text, (_HEADER, ",", names), str(path))
    values = {
        ours: _column(sheet, name)
        for ours, theirs in _NAMES.items()
        if (name := _found(sheet, theirs))
    }
    humidity = _found(sheet, _HUMIDITY)
    if humidity and "dew_point_c" not in values and "dry_bulb_c" in values:
        values["dew_point_c"] = dew_point_c(
            values["dry_bulb_c"], _column(sheet, humidity)
        )
    years, times = _times(sheet)
    return Columns(
        Spot(*(float(meta[n]) for n in ("latitude", "longitude", "elevation"))),
        of_calendar(times, float(meta["time zone"])),
        sheet.lines,
        values,
        _WIND_HEIGHT_M,
        "typical" if len(years) > 1 else "measured",
        f"NSRDB of {years[0]}" if len(years) == 1 else "typical year of the NSRDB",
    )


def _meta(lines: list[str], path: Path) -> dict[str, str]:
    names, values = (next(csv.reader([line]), []) for line in [*lines, "", ""][:2])
    said = {plain_name(n): v for n, v in zip(names, values, strict=False)}
    for name in ("latitude", "longitude", "elevation", "time zone"):
        try:
            float(said.get(name, ""))
        except ValueError as error:
            raise InputError(
                "{path}: looks like NSRDB or SAM, and its second line has no number "
                "for {name}.",
                path=path,
                name=name,
            ) from error
    return said


def _times(sheet: Sheet) -> tuple[list[int], list[datetime]]:
    """Return the years that rows are of, and when each begins."""
    parts = [_found(sheet, (n,)) for n in ("year", "month", "day", "hour")]
    if not all(parts):
        raise InputError(
            "{where}: its third line must name Year, Month, Day, Hour, and has {name}.",
            where=sheet.where,
            name=", ".join(sheet.names)[:80],
        )
    cells = [_column(sheet, str(name)) for name in parts]
    minute = _found(sheet, ("minute",))
    minutes = _column(sheet, minute) if minute else np.zeros(len(sheet.rows))
    # One stamp an hour is of the hour, at whatever minute.
    if len(np.unique(minutes)) == 1:
        minutes = np.zeros(len(sheet.rows))
    rows = zip(*cells, minutes, sheet.lines, strict=True)
    times = [_time(row[:-1], row[-1], sheet.where) for row in rows]
    return sorted({t.year for t in times}), times


def _time(parts: tuple[float, ...], line: int, where: str) -> datetime:
    try:
        year, month, day, hour, minute = map(int, parts)
        return datetime(year, month, day, hour, minute)
    except ValueError as error:
        raise InputError(
            "{where}, line {line}: is no time: {error}.",
            where=where,
            line=line,
            error=error,
        ) from error


def _found(sheet: Sheet, wanted: tuple[str, ...]) -> str | None:
    return next((n for n in sheet.names if plain_name(n) in wanted), None)


def _column(sheet: Sheet, name: str) -> Any:
    return numbers_of(sheet.column(name), sheet.lines, (sheet.where, name), decimal=".")
