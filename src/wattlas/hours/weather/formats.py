"""Weather formats: each reader returns the columns of a file, hour-beginning."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from wattlas.errors import InputError
from wattlas.hours.times import starts_utc
from wattlas.hours.weather.columns import Columns, dew_point_c
from wattlas.hours.weather.record import Spot
from wattlas.hours.weather.sun import pvlib

_STATION_HEIGHT_M = 10.0
_HOUR = timedelta(hours=1)
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
    """Read an EPW file: hour-ending in local standard time, a typical year."""
    data, meta = _by_pvlib(path, pvlib().iotools.read_epw, coerce_year=2021)
    # pvlib labels hour 1 of a day with its beginning.
    times = [t.to_pydatetime().astimezone(UTC) for t in data.index]
    return Columns(
        _spot(meta["latitude"], meta["longitude"], meta["altitude"]),
        times,
        _named(data, _PVLIB_NAMES),
        _STATION_HEIGHT_M,
        "typical",
        f"EPW of {meta['city']}",
    )


def read_tmy3(path: Path) -> Columns:
    """Read a TMY3 file: hour-ending in local standard time, a typical year."""
    data, meta = _by_pvlib(
        path, pvlib().iotools.read_tmy3, coerce_year=2021, map_variables=True
    )
    times = [t.to_pydatetime().astimezone(UTC) - _HOUR for t in data.index]
    return Columns(
        _spot(meta["latitude"], meta["longitude"], meta["altitude"]),
        times,
        _named(data, _PVLIB_NAMES),
        _STATION_HEIGHT_M,
        "typical",
        f"TMY3 of {meta['Name'].strip(chr(34))}",
    )


def read_pvgis(path: Path) -> Columns:
    """Read a typical year of PVGIS (CSV or JSON): UTC."""
    data, meta = _by_pvlib(path, pvlib().iotools.read_pvgis_tmy)
    place = meta["inputs"].get("location", meta["inputs"])
    times = [
        t.to_pydatetime().astimezone(UTC).replace(year=2021, minute=0)
        for t in data.index
    ]
    values = _named(data, _PVLIB_NAMES)
    if "relative_humidity" in data and "dew_point_c" not in values:
        humidity = data["relative_humidity"].to_numpy(dtype=float)
        values["dew_point_c"] = dew_point_c(values["dry_bulb_c"], humidity)
    return Columns(
        _spot(place["latitude"], place["longitude"], place["elevation"]),
        times,
        values,
        _STATION_HEIGHT_M,
        "typical",
        "typical year of PVGIS",
    )


def read_nasa_power(path: Path) -> Columns:
    """Read hourly NASA POWER (CSV): the header says UTC or local solar time."""
    text = path.read_text(encoding="utf-8-sig")
    head, _, table = text.partition("-END HEADER-")
    where = _NASA_SPOT.search(head)
    if where is None:
        raise InputError(f"{path}: the header of NASA POWER names no latitude.")
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
        times,
        {ours: _numbers(rows, name, path) for ours, name in known.items()},
        _NASA_WINDS[winds[0]] if winds else _STATION_HEIGHT_M,
        "measured",
        f"NASA POWER of {times[len(times) // 2].year}" if times else "NASA POWER",
    )


def read_columns(path: Path, spot: Spot | None) -> Columns:
    """Read a CSV whose columns have our names, such as dry_bulb_c, wind_10m_m_per_s."""
    if spot is None:
        raise InputError(
            f"{path}: says no position, and the place is no site with one. Give an "
            f"EPW, TMY3, PVGIS or NASA POWER file."
        )
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(rows[0]) if rows else []
    time = next((n for n in names if n.lower().startswith("time")), None)
    if time is None:
        raise InputError(
            f"{path}: is no EPW, TMY3, PVGIS or NASA POWER file, and as a CSV it needs "
            f"a column 'time' and others such as dry_bulb_c; it has: "
            f"{', '.join(names) or 'nothing'}."
        )
    known = {n: n for n in names if n in _NASA_NAMES.values()}
    wind = next((n for n in names if _OUR_WIND.fullmatch(n)), None)
    values = {n: _numbers(rows, n, path) for n in known}
    height = _STATION_HEIGHT_M
    if wind is not None:
        values["wind_m_per_s"] = _numbers(rows, wind, path)
        height = float(_OUR_WIND.fullmatch(wind)[1])  # type: ignore[index]
    if "relative_humidity_percent" in names and "dry_bulb_c" in values:
        humidity = _numbers(rows, "relative_humidity_percent", path)
        values["dew_point_c"] = dew_point_c(values["dry_bulb_c"], humidity)
    times = starts_utc([row[time] or "" for row in rows], time, str(path))
    return Columns(spot, times, values, height, "given", "")


def _by_pvlib(path: Path, reader: Any, **options: Any) -> tuple[Any, Any]:
    """Return data and header of a file; what the library raises becomes a sentence."""
    try:
        data, header = reader(str(path), **options)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        name = reader.__name__.removeprefix("read_").removesuffix("_tmy").upper()
        raise InputError(
            f"{path}: looks like {name} but cannot be read as such: "
            f"{str(error).splitlines()[0]}."
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
            f"{path}: NASA POWER needs hourly rows with YEAR, MO, DY, HR; got "
            f"{', '.join(row)[:80]}."
        ) from error


def _numbers(rows: list[dict[str, str]], name: str, path: Path) -> Any:
    try:
        return np.array([float(row[name] or "nan") for row in rows])
    except ValueError as error:
        raise InputError(f"{path}: column {name!r}: {error}.") from error
