"""An outlook as labelled arrays, and as CSV, Parquet, NetCDF and IAMC files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas import facts
from wattlas.errors import InputError, needs_extra, reason_of
from wattlas.projection.places import TABLE as PLACES
from wattlas.projection.places import is_place
from wattlas.projection.quantities import DEFINITIONS, UNITS
from wattlas.projection.record import ALL, PERCENTILES, RANGED_UNTIL, Outlook
from wattlas.projection.record import Path as Years

if TYPE_CHECKING:
    import xarray as xr

ENDINGS = (".iamc.csv", ".csv", ".parquet", ".nc")
COLUMNS = (
    "region",
    "method",
    "scenario",
    "quantity",
    "unit",
    "percentile",
    "year",
    "value",
    "definition",
)
MODEL, MEDIAN = "Wattlas", 50
SCENARIOS_OF = "ai_served_twh"
"""The quantity of which scenarios are."""
VARIABLES = {
    "ai_demand_twh": "Electricity Demand|Data Centers|AI|Unconstrained",
    "ai_served_twh": "Electricity Demand|Data Centers|AI",
    "ai_delayed_twh": "Electricity Demand|Data Centers|AI|Delayed",
    "ai_unserved_twh": "Electricity Demand|Data Centers|AI|Unserved",
    "data_centre_demand_twh": "Electricity Demand|Data Centers|Unconstrained",
    "data_centre_served_twh": "Electricity Demand|Data Centers",
    "generation_twh": "Secondary Energy|Electricity",
    "share_of_generation": "Electricity Demand|Data Centers|AI|Share of Generation",
    "data_centre_share": "Electricity Demand|Data Centers|Share of Generation",
    "data_centre_peak_gw": "Peak Load|Electricity|Data Centers",
    "peak_gw": "Peak Load|Electricity",
    "share_of_peak": "Peak Load|Electricity|Data Centers|Share of Peak",
    "ai_carbon_mtco2e": "Emissions|GHG|Electricity|Data Centers|AI",
    "ai_water_gl": "Water Consumption|Electricity|Data Centers|AI",
}
"""Names in the manner of the IAMC's tree of variables; a percentile follows."""

IAMC_UNITS = {
    "TWh": "TWh/yr",
    "1": "1",
    "GW": "GW",
    "MtCO2e": "Mt CO2-equiv/yr",
    "GL": "million m3/yr",
}


def to_dataset(found: Outlook) -> xr.Dataset:
    """Return the draws of an outlook as an xarray dataset.

    Dimensions: method, draw, year, region; one variable a quantity, with its unit and
    definition.
    Regions add up to the world draw by draw. Holds at most one block of draws.

    Raises
    ------
    MissingExtraError
        If xarray is not installed.
    """
    with needs_extra("A labelled array", "outlook"):
        import xarray as xr

    dims = ("method", "draw", "year", "region")
    names = [q for q in UNITS if q in next(iter(found.samples.values()))]
    data = {
        name: (
            dims,
            np.stack([_whole(found, m, name) for m in found.methods]),
            {
                "units": UNITS[name],
                "long_name": DEFINITIONS[name],
                "boundary": "facility",
            },
        )
        for name in names
    }
    coordinates = {
        "method": list(found.methods),
        "draw": np.arange(next(iter(data.values()))[1].shape[1]),
        "year": list(found.years),
        "region": list(found.regions),
    }
    return xr.Dataset(data, coords=coordinates, attrs=_attributes(found))


def _whole(found: Outlook, method: str, name: str) -> Any:
    """Return a quantity by draw, year and region, those without draws spread out."""
    samples = found.samples[method]
    shape = np.shape(samples["ai_demand_twh"])
    return np.broadcast_to(np.asarray(samples[name]), shape)


def _attributes(found: Outlook) -> dict[str, Any]:
    return {
        "title": found.title or "AI's electricity, default study",
        "source": " ".join(s.key for s in found.sources),
        "draws": found.draws,
        "seed": found.seed,
        "region_shown": found.region,
        "given": " ".join(
            f"{i.name}={i.low:g}..{i.high:g}" for i in found.given.values()
        ),
    }


def rows(found: Outlook) -> Iterator[dict[str, Any]]:
    """Yield one row a method, scenario, quantity, percentile and year.

    Without a scenario years after 2035 have their median alone, for no one range is
    claimed of them; each scenario has its range.
    """
    for method, scenario, quantity, path in _paths(found):
        for percentile, by_year in _shown(path, is_ranged=bool(scenario)):
            for year, value in by_year.items():
                cells = (found.region, method, scenario, quantity, UNITS[quantity])
                told = (percentile, year, value, DEFINITIONS[quantity])
                yield dict(zip(COLUMNS, (*cells, *told), strict=True))


def iamc_rows(found: Outlook) -> Iterator[dict[str, Any]]:
    """Yield rows of the IAMC format: a column a year; scenarios by method and name."""
    place = _name(found.region)
    for method, scenario, quantity, path in _paths(found):
        own = scenario or (method if method != ALL else "")
        name = ", ".join(filter(None, (found.title or "default", own)))
        for percentile, by_year in _shown(path, is_ranged=bool(scenario)):
            yield {
                "model": MODEL,
                "scenario": name,
                "region": place,
                "variable": f"{VARIABLES[quantity]}|{_ordinal(percentile)}",
                "unit": IAMC_UNITS[UNITS[quantity]],
                **{str(year): by_year.get(year, "") for year in found.years},
            }


def _paths(found: Outlook) -> Iterator[tuple[str, str, str, Years]]:
    """Yield what is written: of each method and scenario every quantity it has."""
    for method, paths in found.paths.items():
        for quantity, path in paths.items():
            yield method, "", quantity, path
    for scenario, path in found.scenarios.items():
        yield ALL, scenario, SCENARIOS_OF, path


def _shown(path: Years, *, is_ranged: bool) -> Iterator[tuple[int, dict[int, float]]]:
    """Yield each percentile's values by year; no range where none is claimed."""
    for percentile, values in zip(PERCENTILES, path.percentiles, strict=True):
        by_year = dict(zip(path.years, map(float, values), strict=True))
        is_whole = is_ranged or percentile == MEDIAN
        yield (
            percentile,
            {y: v for y, v in by_year.items() if is_whole or y <= RANGED_UNTIL},
        )


def _name(region: str) -> str:
    """Return the English name of a region, as the community writes it."""
    if region == "world":
        return "World"
    table = PLACES if is_place(region) else "outlook_regions"
    return facts.row(table, region)["name_en"]


def _ordinal(percentile: int) -> str:
    return "Median" if percentile == MEDIAN else f"{percentile}th Percentile"


def write(found: Outlook, path: Path) -> None:
    """Write an outlook as the file that the ending names.

    Raises
    ------
    InputError
        If the ending is none of .csv, .parquet, .nc and .iamc.csv.
    MissingExtraError
        If what writes the file is not installed.
    """
    ending = next((e for e in ENDINGS if path.name.endswith(e)), None)
    if ending is None:
        raise InputError(
            "{path}: an outlook is written as {endings}, .svg or .png.",
            path=path,
            endings=", ".join(ENDINGS),
        )
    try:
        _WRITERS[ending](found, path)
    except OSError as error:
        raise InputError(
            "{path}: cannot be written: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error


def _write_csv(found: Outlook, path: Path) -> None:
    _write_rows(list(rows(found)), path)


def _write_iamc(found: Outlook, path: Path) -> None:
    _write_rows(list(iamc_rows(found)), path)


def _write_rows(table: list[dict[str, Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def _write_parquet(found: Outlook, path: Path) -> None:
    with needs_extra("A Parquet file", "tables"):
        import pyarrow as pa
        import pyarrow.parquet as pq
    pq.write_table(pa.Table.from_pylist(list(rows(found))), path)


def _write_netcdf(found: Outlook, path: Path) -> None:
    data = to_dataset(found)
    with needs_extra("A NetCDF file", "outlook"):
        import h5netcdf  # noqa: F401 - xarray looks it up by its name
    packed = {"dtype": "float32", "zlib": True, "complevel": 1}
    encoding = {str(name): packed for name in data.data_vars}
    data.to_netcdf(path, engine="h5netcdf", encoding=encoding)


_WRITERS = {
    ".csv": _write_csv,
    ".iamc.csv": _write_iamc,
    ".parquet": _write_parquet,
    ".nc": _write_netcdf,
}
