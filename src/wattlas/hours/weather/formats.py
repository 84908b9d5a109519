"""Weather formats: each reader returns the columns of a file, hour-beginning."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from wattlas.errors import InputError, Message
from wattlas.hours.files.layout import found
from wattlas.hours.files.moments import moments
from wattlas.hours.files.numbers import numbers_of
from wattlas.hours.files.pick import open_sheet
from wattlas.hours.files.sheet import Sheet
from wattlas.hours.weather.columns import Columns, dew_point_c
from wattlas.hours.weather.record import Spot
from wattlas.hours.weather.sun import pvlib
from wattlas.parameters.series import SeriesSection

_STATION_HEIGHT_M = 10.0
_HOUR = timedelta(hours=1)
_EPW_HEADER = 8
_COMMON_YEAR, _LEAP_YEAR = 2021, 2024
_PVLIB_NAMES = {
    "temp_air": "dry_bulb_c",
    "temp_dew": "dew_point_c",
    "ghi": "global_w_per_m2",
    "dhi": "diffuse_w_per_m2",
    "dni": "beam_w_per_m2",
    "wind_speed": "wind_m_per_s",
}
_NASA_NAMES = {
    "T2M": "dry_bulb_c",
    "T2MDEW": "dew_point_c",
    "ALLSKY_SFC_SW_DWN": "global_w_per_m2",
    "ALLSKY_SFC_SW_DIFF": "diffuse_w_per_m2",
    "ALLSKY_SFC_SW_DNI": "beam_w_per_m2",
}
_NASA_WINDS = {"WS50M": 50.0, "WS10M": _STATION_HEIGHT_M, "WS2M": 2.0}
_NASA_SPOT = re.compile(r"(?i)latitude\s+(-?[\d.]+)\s+longitude\s+(-?[\d.]+)")
_NASA_HEIGHT = re.compile(r"(?i)elevation[^=]*=\s*(-?[\d.]+)")
_OUR_WIND = re.compile(r"wind_([\d.]+)m_m_per_s")


def read_epw(path: Path) -> Columns:
    """Read an EPW file: hour-ending in local standard time, of one year or typical."""
    data, meta = _by_pvlib(path, pvlib().iotools.read_epw)
    # pvlib labels hour 1 of a day with its beginning.
    return Columns(
        _spot(meta["latitude"], meta["longitude"], meta["altitude"]),
        of_calendar(data.index, float(meta["TZ"])),
        range(_EPW_HEADER + 1, _EPW_HEADER + 1 + len(data)),
        _named(data, _PVLIB_NAMES),
        _STATION_HEIGHT_M,
        "typical",
        f"EPW of {meta['city']}",
    )


def read_tmy3(path: Path) -> Columns:
    """Read a TMY3 file: hour-ending in local standard time, a typical year."""
    data, meta = _by_pvlib(path, pvlib().iotools.read_tmy3, map_variables=True)
    return Columns(
        _spot(meta["latitude"], meta["longitude"], meta["altitude"]),
        of_calendar(data.index - _HOUR, float(meta["TZ"])),
        range(3, 3 + len(data)),
        _named(data, _PVLIB_NAMES),
        _STATION_HEIGHT_M,
        "typical",
        f"TMY3 of {meta['Name'].strip(chr(34))}",
    )


def read_pvgis(path: Path) -> Columns:
    """Read a typical year of PVGIS (CSV or JSON): UTC, at some minute of each hour."""
    data, meta = _by_pvlib(path, pvlib().iotools.read_pvgis_tmy)
    place = meta["inputs"].get("location", meta["inputs"])
    values = _named(data, _PVLIB_NAMES)
    if "relative_humidity" in data and "dew_point_c" not in values:
        humidity = data["relative_humidity"].to_numpy(dtype=float)
        values["dew_point_c"] = dew_point_c(values["dry_bulb_c"], humidity)
    return Columns(
        _spot(place["latitude"], place["longitude"], place["elevation"]),
        of_calendar([t.replace(minute=0) for t in data.index], 0.0),
        range(1, 1 + len(data)),
        values,
        _STATION_HEIGHT_M,
        "typical",
        "typical year of PVGIS",
    )


def of_calendar(times: Iterable[datetime], ahead_h: float) -> Any:
    """Return local times as seconds in UTC, all in one year whatever theirs. [s]

    Typical years are made of months of several years; only a leap year has a
    29 February.
    """
    days = [(t.month, t.day, t.hour, t.minute) for t in times]
    leap = any(day[:2] == (2, 29) for day in days)
    year = _LEAP_YEAR if leap else _COMMON_YEAR
    seconds = [datetime(year, *day, tzinfo=UTC).timestamp() for day in days]
    return np.array(seconds, np.int64) - round(ahead_h * _HOUR.total_seconds())


def read_nasa_power(path: Path) -> Columns:
    """Read hourly NASA POWER (CSV): the header says UTC or local solar time."""
    text = path.read_text(encoding="utf-8-sig")
    head, _, table = text.partition("-END HEADER-")
    where = _NASA_SPOT.search(head)
    if where is None:
        raise InputError(
            "{path}: the header of NASA POWER names no latitude.",
            path=path,
        )
    longitude = float(where[2])
    height = _NASA_HEIGHT.search(head)
    rows = list(csv.DictReader(table.strip().splitlines()))
    # Local solar time of POWER is a whole number of hours from UTC.
    ahead = (
        timedelta(0) if re.search(r"\bUTC\b", head) else round(longitude / 15) * _HOUR
    )
    times = [_nasa_time(row, path) - ahead for row in rows]
    winds = [name for name in _NASA_WINDS if rows and name in rows[0]]
    names = _NASA_NAMES | ({winds[0]: "wind_m_per_s"} if winds else {})
    known = {ours: name for name, ours in names.items() if rows and name in rows[0]}
    return Columns(
        _spot(where[1], where[2], height[1] if height else 0.0),
        np.array([round(t.timestamp()) for t in times], np.int64),
        range(1, 1 + len(times)),
        {ours: _numbers(rows, name, path) for ours, name in known.items()},
        _NASA_WINDS[winds[0]] if winds else _STATION_HEIGHT_M,
        "measured",
        f"NASA POWER of {times[len(times) // 2].year}" if times else "NASA POWER",
    )


def read_columns(path: Path, spot: Spot | None) -> Columns:
    """Read a CSV whose columns have our names, such as dry_bulb_c, wind_10m_m_per_s."""
    if spot is None:
        raise InputError(
            "{path}: says no position, and the place is no site with one. Give an "
            "EPW, TMY3, PVGIS or NASA POWER file.",
            path=path,
        )
    sheet, layout = open_sheet(SeriesSection(file=str(path)))
    if not found("^time", sheet.names) or not sheet.rows:
        raise InputError(
            "{path}: is no EPW, TMY3, NSRDB, SAM, PVGIS or NASA POWER file, and as a "
            "CSV it needs a column 'time' and others such as dry_bulb_c; it has: "
            "{value}.",
            path=path,
            value=", ".join(sheet.names) or Message("nothing"),
        )
    values = {n: _column(sheet, n) for n in sheet.names if n in _NASA_NAMES.values()}
    winds = [m for n in sheet.names if (m := _OUR_WIND.fullmatch(n))]
    if winds:
        values["wind_m_per_s"] = _column(sheet, winds[0][0])
    if "relative_humidity_percent" in sheet.names and "dry_bulb_c" in values:
        humidity = _column(sheet, "relative_humidity_percent")
        values["dew_point_c"] = dew_point_c(values["dry_bulb_c"], humidity)
    height = float(winds[0][1]) if winds else _STATION_HEIGHT_M
    none = np.zeros(len(sheet.rows), bool)
    times = moments(sheet, layout, SeriesSection(file=str(path)), none)
    return Columns(spot, times.time_s, sheet.lines, values, height, "given", "")


def _column(sheet: Sheet, name: str) -> Any:
    return numbers_of(
        sheet.column(name), sheet.lines, (sheet.where, name), separator=sheet.separator
    )


def _by_pvlib(path: Path, reader: Any, **options: Any) -> tuple[Any, Any]:
    """Return data and header of a file; what the library raises becomes a sentence."""
    try:
        data, header = reader(str(path), **options)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        name = reader.__name__.removeprefix("read_").removesuffix("_tmy").upper()
        raise InputError(
            "{path}: looks like {name} but cannot be read as such: {error}.",
            path=path,
            name=name,
            error=str(error).splitlines()[0],
        ) from error
    return data, header


def _spot(latitude: Any, longitude: Any, elevation: Any) -> Spot:
    return Spot(float(latitude), float(longitude), float(elevation))


def _named(data: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        ours: data[theirs].to_numpy(dtype=float)
        for theirs, ours in names.items()
        if theirs in data
    }


def _nasa_time(row: dict[str, str], path: Path) -> datetime:
    try:
        year, month, day, hour = (int(row[c]) for c in ("YEAR", "MO", "DY", "HR"))
        return datetime(year, month, day, hour, tzinfo=UTC)
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(
            "{path}: NASA POWER needs hourly rows with YEAR, MO, DY, HR; got {row}.",
            path=path,
            row=", ".join(row)[:80],
        ) from error


def _numbers(rows: list[dict[str, str]], name: str, path: Path) -> Any:
    try:
        return np.array([float(row[name] or "nan") for row in rows])
    except ValueError as error:
        raise InputError(
            "{path}: column {name!r}: {error}.",
            path=path,
            name=name,
            error=error,
        ) from error
