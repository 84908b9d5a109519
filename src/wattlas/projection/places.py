"""Places within a region of the outlook: countries, states, provinces with a count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np

from wattlas import facts
from wattlas.chain.types import Value
from wattlas.projection.demand import LAST_COUNT, Values
from wattlas.projection.footprint import Mixes
from wattlas.projection.history import BASE_YEAR

TABLE = "outlook_places"
YEARS_OF_LEAD = 5.0
"""No place was seen to lead its region, or to lag behind it, for longer."""


def is_place(name: str) -> bool:
    """Say whether a name is the key of a place within a region.

    >>> is_place("ireland"), is_place("europe")
    (True, False)
    """
    return name in facts.keys(TABLE)


def region_of(name: str) -> str:
    """Return the region that a place lies in; a region itself, and the world.

    >>> region_of("texas"), region_of("world")
    ('us', 'world')
    """
    return facts.row(TABLE, name)["region"] if is_place(name) else name


def of_place(
    place: str, samples: Mapping[str, Value], v: Values, years: Value
) -> dict[str, Value]:
    """Return a place's draws by quantity, (draws, years, 1), from those of its region.

    The place has the part of its region that it had when it was counted; since then it
    may grow faster or slower (`error.place`). Of AI it has the part that the region
    has. Its generation is the electricity it uses: what is not for data centres grows
    as the region's, data centres come on top.
    """
    region = region_of(place)
    at = facts.keys("outlook_regions").index(region)
    now = np.asarray(samples["data_centre_served_twh"])[:, :1, at : at + 1]
    part = _part(place, v, years, now)
    found = {
        name: np.asarray(x)[..., at : at + 1] * part for name, x in samples.items()
    }
    generation = np.asarray(samples["generation_twh"])[..., at : at + 1]
    served = found["data_centre_served_twh"]
    others = np.maximum(v[f"place_electricity_twh.{place}"] - served[:, :1], 0.0)
    others = others * generation / generation[:, :1]
    return found | {"generation_twh": others + served}


def others_twh(samples: Mapping[str, Value], region: str) -> Value:
    """Return what is not for data centres, by draw and year. [TWh]

    It grows as the electricity of the region: data centres come on top and take none
    of it away.

    >>> twh = {"generation_twh": [[10, 20]], "data_centre_served_twh": [[2, 19]]}
    >>> np.asarray(others_twh(twh, "us")).tolist()
    [[8.0, 16.0]]
    """
    generation = np.asarray(samples["generation_twh"])
    others = generation - np.asarray(samples["data_centre_served_twh"])
    if not is_place(region):
        others = others[:, :1] * generation / generation[:, :1]
    found: Value = others
    return found


def place_mix(place: str, mix: Mixes, v: Values, years: Value) -> Mixes:
    """Return carbon and water of a kWh of a place.

    Today's is of its own grid, where that is known (`country` in the table of places),
    else of its region; what was added since is what its region adds.
    """
    at = facts.keys("outlook_regions").index(region_of(place))
    here = Mixes(
        *(np.asarray(getattr(mix, f.name))[..., at : at + 1] for f in fields(mix))
    )
    country = facts.row(TABLE, place)["country"]
    if not country:
        return here
    intensity, water = (
        facts.number("countries", country, q).value
        for q in ("intensity_kgco2e_per_kwh", "grid_water_l_per_kwh")
    )
    declines = v["decline.intensity"] ** (np.asarray(years) - BASE_YEAR)
    return replace(here, grid_kgco2e_per_kwh=intensity * declines, grid_l_per_kwh=water)


def _part(place: str, v: Values, years: Value, now_twh: Value) -> Value:
    """Return a place's part of its region's data centres, by draw and year. [1]"""
    counted = int(facts.number(TABLE, place, "place_twh").year)
    region_twh = (
        _region_twh(region_of(place), v, counted) if counted < BASE_YEAR else now_twh
    )
    ahead = np.minimum(np.asarray(years) - counted, YEARS_OF_LEAD)
    part: Value = (
        v[f"place_twh.{place}"] / region_twh * np.exp(v["error.place"] * ahead)
    )
    return part


def _region_twh(region: str, v: Values, year: int) -> Value:
    """Return the data centres of a region in a year, growing as from 2020 to 2024."""
    counted, pace = (
        v[f"{name}.{region}"]
        for name in (f"data_centre_{LAST_COUNT}_twh", "data_centre_growth")
    )
    then: Value = counted * pace ** (year - LAST_COUNT)
    return then
