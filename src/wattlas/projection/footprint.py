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


def carbon_mtco2e(served_twh: Value, mix: Mixes) -> Value:
    """Life-cycle carbon of the energy that AI draws. [MtCO2e]

    What AI drew in the base year keeps the region's average intensity, which declines;
    what came since has the mean of all generation that was added since.
    """
    old, new = _parts_kwh(served_twh)
    grid = links.facility_carbon_kgco2e(old, mix.grid_kgco2e_per_kwh)
    added = links.facility_carbon_kgco2e(new, mix.added_kgco2e_per_kwh)
    return (grid + added) / units.KG_PER_MT


def water_gl(served_twh: Value, mix: Mixes) -> Value:
    """Water that power plants consume for AI, with the mixes of its carbon. [GL]"""
    old, new = _parts_kwh(served_twh)
    grid = links.grid_water_l(old, mix.grid_l_per_kwh)
    return (grid + links.grid_water_l(new, mix.added_l_per_kwh)) / units.L_PER_GL


def _parts_kwh(served_twh: Value) -> tuple[Value, Value]:
    served = np.asarray(served_twh) * units.KWH_PER_TWH
    old = np.minimum(served, served[:, :1])
    return old, served - old


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
