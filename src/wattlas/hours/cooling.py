"""PUE and water on site by the hour: the site's level, the weather's course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas import facts
from wattlas.chain.cooling import (
    chiller_cop,
    chiller_share,
    cooling_pue,
    evaporation_l_per_kwh,
    spray_weight,
    tower_wue_l_per_kwh,
    with_mean,
    with_mean_below,
)
from wattlas.hours.weather.record import Weather

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_LIFT_K = 8.0
_PEAK_OVER_MEAN = 1.25


@dataclass(frozen=True)
class Cooling:
    """A cooling type and its coefficients."""

    key: str
    ambient: str
    supply_c: float
    approach_k: float
    rise_k: float
    carnot_share: float
    fan_overhead: float
    fixed_overhead: float


def cooling(name: str) -> Cooling:
    """Return a cooling type by its name; raise UnknownNameError if there is none.

    >>> cooling("adiabatic").ambient
    'wet-bulb'
    """
    key = facts.resolve("cooling", name)

    def figure(quantity: str) -> float:
        return facts.number("cooling", key, quantity).value

    return Cooling(
        key=key,
        ambient=facts.row("cooling", key)["ambient"],
        supply_c=figure("supply_temperature_c"),
        approach_k=figure("approach_k"),
        rise_k=figure("rise_k"),
        carnot_share=figure("carnot_share"),
        fan_overhead=figure("fan_overhead"),
        fixed_overhead=figure("fixed_overhead"),
    )


def physical_pue(kind: Cooling, weather: Weather) -> Array:
    """PUE by the hour as the coefficients of the cooling type alone give it. [1]"""
    outside = _ambient_c(kind, weather)
    if outside is None:
        overhead = kind.fixed_overhead + kind.fan_overhead
        return np.full(len(weather.dry_bulb_c), 1 + overhead)
    share = chiller_share(outside, kind.supply_c, kind.approach_k, kind.rise_k)
    cop = chiller_cop(outside, kind.supply_c - 2, _LIFT_K, kind.carnot_share)
    return cooling_pue(kind.fixed_overhead, kind.fan_overhead, share, cop)


def pue_series(kind: Cooling, weather: Weather, level: float) -> Array:
    """PUE by the hour whose mean over the year is the level of the site. [1]"""
    return with_mean(level, physical_pue(kind, weather), floor=1.0)


def wue_series(kind: Cooling, weather: Weather, level: float) -> Array:
    """Water on site by the hour whose mean over the year is that of the site. [L/kWh]

    Towers follow the wet bulb; sprays the degrees of the dry bulb above the supply
    temperature; sea water is level. No hour takes more than all its heat evaporates,
    or a quarter more than the mean where the site takes that much.
    """
    cycles = facts.number("cooling", "water-cooled", "concentration_cycles").value
    most = max(evaporation_l_per_kwh(cycles), _PEAK_OVER_MEAN * level)
    return with_mean_below(level, _water_weight(kind, weather, cycles), most)


def _water_weight(kind: Cooling, weather: Weather, cycles: float) -> Array:
    if kind.ambient == "none":
        return np.ones(len(weather.dry_bulb_c))
    if kind.key == "water-cooled":
        wet = weather.wet_bulb_c
        return tower_wue_l_per_kwh(weather.dry_bulb_c if wet is None else wet, cycles)
    approach_k = kind.approach_k if kind.ambient == "wet-bulb" else 0.0
    return spray_weight(weather.dry_bulb_c, kind.supply_c - approach_k)


def _ambient_c(kind: Cooling, weather: Weather) -> Array | None:
    if kind.ambient == "none":
        return None
    wet = weather.wet_bulb_c
    return wet if kind.ambient == "wet-bulb" and wet is not None else weather.dry_bulb_c
