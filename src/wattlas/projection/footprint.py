"""Carbon and water of what AI draws: today's part from the grid, the rest as added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from wattlas import facts, units
from wattlas.chain import supply as links
from wattlas.chain.types import Value
from wattlas.projection import history
from wattlas.projection.demand import Values
from wattlas.projection.history import BASE_YEAR


@dataclass(frozen=True)
class Mixes:
    """Carbon and water of a kWh: of today's grid, and of all that was added since.

    Each by draw, year and region; the same for every method of demand.
    """

    grid_kgco2e_per_kwh: Value
    added_kgco2e_per_kwh: Value
    grid_l_per_kwh: Value
    added_l_per_kwh: Value


def mixes(added_twh: Mapping[str, Value], v: Values, years: Value) -> Mixes:
    """Return carbon and water of a kWh from what each option adds a year."""
    total = {key: np.cumsum(added, axis=1) for key, added in added_twh.items()}
    everything = sum(total.values())

    def mean(quantity: str) -> Value:
        parts = (twh * v[f"{quantity}.{key}"] for key, twh in total.items())
        return sum(parts) / everything

    return Mixes(
        grid_intensity() * v["decline.intensity"] ** (years - BASE_YEAR),
        mean("intensity_kgco2e_per_kwh"),
        grid_water(),
        mean("grid_water_l_per_kwh"),
    )


def footprint(served_twh: Value, mix: Mixes) -> tuple[Value, Value]:
    """Life-cycle carbon and water of the energy that AI draws. [MtCO2e, GL]

    What AI drew in the base year keeps the region's average grid, whose carbon
    declines; what came since has the mean of all generation that was added since.
    Water is what power plants consume.
    """
    served = np.asarray(served_twh) * units.KWH_PER_TWH
    old = np.minimum(served, served[:, :1])
    new = served - old
    carbon = links.facility_carbon_kgco2e(old, mix.grid_kgco2e_per_kwh)
    carbon = carbon + links.facility_carbon_kgco2e(new, mix.added_kgco2e_per_kwh)
    water = links.grid_water_l(old, mix.grid_l_per_kwh)
    water = water + links.grid_water_l(new, mix.added_l_per_kwh)
    return carbon / units.KG_PER_MT, water / units.L_PER_GL


@cache
def grid_intensity() -> Value:
    """Carbon intensity of each region's generation in its last year. [kgCO2e/kWh]"""
    regions = facts.keys("outlook_regions")
    found = [history.region_history(r) for r in regions]
    grams = [years[max(years)].intensity_gco2e_per_kwh or 0.0 for years in found]
    return np.array(grams) / units.G_PER_KG


@cache
def grid_water() -> Value:
    """Water of each region's generation; that of the world where unknown. [L/kWh]"""
    regions = facts.keys("outlook_regions")
    countries = [facts.row("outlook_regions", r)["country"] or "world" for r in regions]
    quantity = "grid_water_l_per_kwh"
    return np.array([facts.number("countries", c, quantity).value for c in countries])
