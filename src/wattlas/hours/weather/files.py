"""Weather from files: EPW, TMY3, NSRDB, SAM, PVGIS, NASA POWER, or a plain CSV."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError, reason_of
from wattlas.hours.clock import Clock
from wattlas.hours.files.steps import Rows, gridded, in_order, with_leap_day, with_steps
from wattlas.hours.files.year import laid, wrapped_h, year_of_file
from wattlas.hours.records import Laying, Provenance
from wattlas.hours.weather import formats, sun
from wattlas.hours.weather.columns import Columns, checked
from wattlas.hours.weather.nsrdb import read_nsrdb
from wattlas.hours.weather.record import Spot, Weather
from wattlas.plain.files import check_regular

TYPICAL = "typical"

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def read_weather(path: str, clock: Clock, spot: Spot | None = None) -> Weather:
    """Return the weather of a file on the hours of a year, in UTC, hour-beginning.

    The format is told by what stands in the file. Hours of another year, or of a
    typical one, are laid on the same days and hours of the calendar.

    Parameters
    ----------
    path : str
        An EPW, TMY3, NSRDB, SAM, PVGIS (typical year) or NASA POWER file, or a CSV with
        columns time, dry_bulb_c, dew_point_c or relative_humidity_percent,
        global_w_per_m2, diffuse_w_per_m2, beam_w_per_m2, wind_10m_m_per_s.
    clock : Clock
        The hours of the year.
    spot : Spot, optional
        Position of a CSV; the other formats say their own.

    Raises
    ------
    InputError
        If the file cannot be read, has gaps, or is no whole year.
    """
    columns = checked(_read(Path(path), spot), path)
    found = {name: _on_year(columns, name, clock, path) for name in columns.values}
    series = {name: values for name, (values, _) in found.items()}
    _, laying = found["dry_bulb_c"]
    weather = _weather(columns, series)
    if columns.kind != TYPICAL:
        weather = replace(weather, laying=laying)
    return _with_beam(weather, clock)


def _on_year(
    columns: Columns, name: str, clock: Clock, path: str
) -> tuple[Array, Laying]:
    """Return a column on the hours of a year, and how it came there."""
    unknown = np.zeros(len(columns.start_s), np.int64)
    values = columns.values[name]
    rows = Rows(columns.start_s, unknown, values, columns.lines, path)
    rows, leap_day = with_leap_day(with_steps(in_order(rows)), UTC)
    grid = gridded(rows, None, name)
    of_year, year = year_of_file(grid, UTC, (None, clock.year), path)
    values, repeats_28 = laid(of_year, clock, path)
    wrapped = wrapped_h(of_year, clock) if year == clock.year else 0.0
    return values, Laying(year, wrapped_h=wrapped, repeats_28=leap_day or repeats_28)


def _read(path: Path, spot: Spot | None) -> Columns:
    try:
        check_regular(path)
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            first, second = file.readline(), file.readline()
    except OSError as error:
        raise InputError(
            "{path}: cannot be read: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    if first.startswith("LOCATION,"):
        return formats.read_epw(path)
    if "-BEGIN HEADER-" in first:
        return formats.read_nasa_power(path)
    if first.lstrip().startswith("{") or first.startswith("Latitude (decimal"):
        return formats.read_pvgis(path)
    if "Date (MM/DD/YYYY)" in second:
        return formats.read_tmy3(path)
    if "Time Zone" in first and "Latitude" in first:
        return read_nsrdb(path)
    return formats.read_columns(path, spot)


def _weather(columns: Columns, series: Mapping[str, Array]) -> Weather:
    return Weather(
        spot=columns.spot,
        dry_bulb_c=series["dry_bulb_c"],
        dew_point_c=series.get("dew_point_c"),
        global_w_per_m2=series.get("global_w_per_m2"),
        diffuse_w_per_m2=series.get("diffuse_w_per_m2"),
        beam_w_per_m2=series.get("beam_w_per_m2"),
        wind_m_per_s=series.get("wind_m_per_s"),
        wind_height_m=columns.wind_height_m,
        provenance=Provenance(columns.kind, ("given",), columns.note),
    )


def _with_beam(weather: Weather, clock: Clock) -> Weather:
    """Return weather whose global irradiance is split, where the file does not."""
    if weather.global_w_per_m2 is None:
        return weather
    if weather.diffuse_w_per_m2 is not None and weather.beam_w_per_m2 is not None:
        return weather
    at = sun.sky(weather.spot, clock)
    diffuse, beam = sun.split(weather.global_w_per_m2, at)
    return replace(weather, diffuse_w_per_m2=diffuse, beam_w_per_m2=beam)
