"""Cooling: what the weather adds to PUE and to water on site, hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_KELVIN = 273.15
_NOTHING = 1e-12
"""Share of the largest weight below which an hour has none."""


def chiller_share(
    ambient_c: Array, supply_c: float, approach_k: float, rise_k: float
) -> Array:
    """Share of the heat that outside air cannot take and chillers must. [1]

    Outside air (its dry or its wet bulb) cools to `approach_k` above itself. Below
    the supply temperature it does all the work, above the return temperature
    (``supply_c + rise_k``) none; between, it cools the return air part of the way.

    >>> chiller_share(np.array([10.0, 30.0, 45.0]), 24.0, 4.0, 12.0).round(2)
    array([0.  , 0.83, 1.  ])
    """
    share: Array = np.clip((ambient_c + approach_k - supply_c) / rise_k, 0.0, 1.0)
    return share


def chiller_cop(
    ambient_c: Array, evaporator_c: float, lift_k: float, carnot_share: float
) -> Array:
    """Heat that a chiller moves for each unit of electricity. [1]

    The condenser lies `lift_k` above the ambient temperature and at least 10 K above
    the evaporator. Carnot 1824; real machines reach a share of it that the tables of
    ASHRAE 90.1 put near one half.

    >>> chiller_cop(np.array([30.0]), 15.0, 8.0, 0.5).round(2)
    array([6.26])
    """
    lift = np.maximum(ambient_c + lift_k - evaporator_c, 10.0)
    cop: Array = carnot_share * (evaporator_c + _KELVIN) / lift
    return cop


def cooling_pue(
    fixed_overhead: float, fan_overhead: float, share: Array, cop: Array
) -> Array:
    """PUE of a hall by the hour, from what its chillers must do. [1]

    `fixed_overhead` is supplies, transformers and light, `fan_overhead` fans and
    pumps, both over IT energy; the chillers move the heat of the IT load itself.

    >>> cooling_pue(0.05, 0.03, np.array([0.0, 1.0]), np.array([6.0, 5.0])).round(2)
    array([1.08, 1.28])
    """
    return 1 + fixed_overhead + fan_overhead + share / cop


def tower_wue_l_per_kwh(wet_bulb_c: Array, concentration_cycles: float) -> Array:
    """Water that a cooling tower takes for a kWh of IT energy. [L/kWh]

    The fitted polynomial takes the wet bulb in degrees Fahrenheit.

    Li, Yang, Islam and Ren 2023, arXiv:2304.03271, equation 5. Its level lies above the
    water that the heat of a kWh can evaporate: its course over the wet bulb is what a
    plan takes from it, the level comes from the site.

    >>> tower_wue_l_per_kwh(np.array([10.0, 20.0]), 6.0).round(2)
    array([3.12, 4.45])
    """
    f = np.asarray(wet_bulb_c) * 9 / 5 + 32
    blown_down = concentration_cycles / (concentration_cycles - 1)
    evaporated = 6e-5 * f**3 - 0.01 * f**2 + 0.61 * f - 10.4
    wue: Array = np.maximum(blown_down * evaporated, 0.05)
    return wue


def evaporation_l_per_kwh(concentration_cycles: float) -> float:
    """Water that takes all the heat of a kWh when it evaporates. [L/kWh]

    The latent heat of water near 30 C is 2,430 kJ/kg (ASHRAE Handbook - Fundamentals
    2017, chapter 1, table 3); the cycles are those before blow-down.

    >>> round(evaporation_l_per_kwh(6.0), 2)
    1.78
    """
    return 3600 / 2430 * concentration_cycles / (concentration_cycles - 1)


def spray_weight(dry_bulb_c: Array, spray_from_c: float) -> Array:
    """Weight of an hour in the water that adiabatic coolers take in a year. [K]

    Sprays run in hours warmer than `spray_from_c`, and evaporate in proportion to the
    degrees that they take off the air.

    >>> spray_weight(np.array([15.0, 30.0]), 24.0)
    array([0., 6.])
    """
    weight: Array = np.maximum(dry_bulb_c - spray_from_c, 0.0)
    return weight


def with_mean(level: float, shape: Array, floor: float = 0.0) -> Array:
    """Series of a given mean above a floor, with the shape of another series.

    >>> with_mean(1.2, np.array([1.1, 1.3, 1.5]), floor=1.0).round(3)
    array([1.067, 1.2  , 1.333])
    """
    above = shape - floor
    series: Array = floor + (level - floor) * above / above.mean()
    return series


def with_mean_below(level: float, shape: Array, most: float) -> Array:
    """Series of a given mean with the shape of another, none of it above a limit.

    ``with_mean_below = min(most, factor * shape)``

    The factor makes the mean the `level`. Where none reaches it, hours with weight have
    `most`; the others share what is left evenly.

    >>> with_mean_below(1.0, np.array([0.0, 1.0, 6.0]), most=2.0).round(2)
    array([0., 1., 2.])
    >>> with_mean_below(1.0, np.array([0.0, 0.0, 6.0]), most=2.0).round(2)
    array([0.5, 0.5, 2. ])
    """
    peak = float(shape.max())
    weights = shape / peak if peak > 0 else shape
    busy = weights > _NOTHING
    if level >= most * busy.mean():
        idle = (level - most * busy.mean()) / max(1 - busy.mean(), 1e-12)
        return np.where(busy, most, idle)
    # With the k largest at the limit, the others share what is left of the sum.
    falling = np.sort(weights[busy])[::-1]
    left = level * len(shape) - most * np.arange(len(falling))
    factors = left / falling[::-1].cumsum()[::-1]
    factor = factors[np.argmax(factors * falling <= most)]
    series: Array = np.where(busy, np.minimum(most, factor * weights), 0.0)
    return series
