"""Generation by source and carbon intensity, by year: countries, regions, the world."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wattlas import facts
from wattlas.errors import UnknownNameError, unknown_name
from wattlas.records import Input

SOURCES = (
    "coal_twh",
    "gas_twh",
    "oil_twh",
    "nuclear_twh",
    "hydro_twh",
    "wind_twh",
    "solar_twh",
    "other_twh",
)
FOSSIL = ("coal_twh", "gas_twh", "oil_twh")
BASE_YEAR = 2025
WINDOW = 10
REFERENCE = (2013, 2023)
"""The decade whose growth is the central one; others give the range."""

FIRST_END = 2018
"""The first year in which a decade of the range ends: growth before is no guide."""

LEAST_WIDTH = 0.003


@dataclass(frozen=True)
class Year:
    """One year of a place: generation in all and by source, and its carbon. [TWh]"""

    generation_twh: float
    by_source_twh: dict[str, float]
    intensity_gco2e_per_kwh: float | None


def places() -> list[str]:
    """Return every place with a history: countries, continents, the world."""
    return list(_histories())


def history(place: str) -> dict[int, Year]:
    """Return the years of a place from 2000 on, by year.

    Raises
    ------
    UnknownNameError
        If there is no history of the place.

    Examples
    --------
    >>> round(history("world")[2025].generation_twh)
    31772
    """
    found = _histories().get(place)
    if found is None:
        raise UnknownNameError(
            unknown_name(
                "place with a history of generation",
                place,
                places(),
                "wattlas facts electricity",
            )
        )
    return found


@cache
def _histories() -> dict[str, dict[int, Year]]:
    found: dict[str, dict[int, Year]] = {}
    for key in facts.keys("electricity"):
        place, _, year = key.partition("@")
        found.setdefault(place, {})[int(year)] = _year(facts.row("electricity", key))
    return found


def _year(row: dict[str, str]) -> Year:
    intensity = row["intensity_gco2e_per_kwh"]
    return Year(
        float(row["generation_twh"]),
        {name: float(row[name]) for name in SOURCES if row[name]},
        float(intensity) if intensity else None,
    )


@cache
def region_history(region: str) -> dict[int, Year]:
    """Return the history of a region of the outlook, from its members.

    >>> years = region_history("asia-other")
    >>> 6_000 < years[2024].generation_twh < 9_000
    True
    """
    if region == "world":
        return history("world")
    row = facts.row("outlook_regions", region)
    plus, minus = row["plus"].split(), row["minus"].split()
    shared = set.intersection(*(set(history(m)) for m in [*plus, *minus]))
    return {y: _sum(plus, minus, y) for y in sorted(shared)}


def _sum(plus: list[str], minus: list[str], year: int) -> Year:
    parts = [(1.0, history(m)[year]) for m in plus]
    parts += [(-1.0, history(m)[year]) for m in minus]
    total = sum(sign * part.generation_twh for sign, part in parts)
    carbon = sum(
        sign * part.generation_twh * (part.intensity_gco2e_per_kwh or 0.0)
        for sign, part in parts
    )
    by_source = {
        name: max(sum(s * p.by_source_twh.get(name, 0.0) for s, p in parts), 0.0)
        for name in SOURCES
    }
    return Year(total, by_source, carbon / total)


@cache
def base_generation_twh() -> dict[str, float]:
    """Return the generation of each region in the base year. [TWh]

    Where the year is not out yet the last one is scaled, so that regions add up to the
    world.

    >>> base = base_generation_twh()
    >>> round(sum(base.values()))
    31772
    """
    histories = {r: region_history(r) for r in facts.keys("outlook_regions")}
    known = {
        r: h[BASE_YEAR].generation_twh for r, h in histories.items() if BASE_YEAR in h
    }
    older = {
        r: h[max(h)].generation_twh for r, h in histories.items() if BASE_YEAR not in h
    }
    world = history("world")[BASE_YEAR].generation_twh
    scale = (world - sum(known.values())) / sum(older.values())
    return {r: known[r] if r in known else older[r] * scale for r in histories}


def added_twh(region: str, source: str, years: int = 5) -> float:
    """Return the mean yearly change of a source over the last years. [TWh a year]

    >>> added_twh("world", "solar_twh") > 300
    True
    """
    found = region_history(region)
    last = max(found)
    then, now = found[last - years].by_source_twh, found[last].by_source_twh
    return (now.get(source, 0.0) - then.get(source, 0.0)) / years


def growth_inputs() -> list[Input]:
    """Return the growth of generation of each region and the world, as inputs."""
    return [_growth_input(r) for r in ("world", *facts.keys("outlook_regions"))]


def _growth_input(region: str) -> Input:
    found = region_history(region)
    levels = {year: item.generation_twh for year, item in found.items()}
    windows = [_growth(levels[y - WINDOW], levels[y]) for y in levels if y >= FIRST_END]
    mid = _growth(levels[REFERENCE[0]], levels[REFERENCE[1]])
    return Input(
        f"generation_growth.{region}",
        mid,
        min(*windows, mid - LEAST_WIDTH),
        max(*windows, mid + LEAST_WIDTH),
        "lognormal",
        "1",
        "owid-ember2026",
        note="2013-23; range: the slowest and the fastest decade that ended since 2018",
        year=str(max(found)),
    )


def _growth(then: float, now: float) -> float:
    return float((now / then) ** (1 / WINDOW))
