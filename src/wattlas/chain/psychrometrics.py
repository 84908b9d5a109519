"""Psychrometrics: moist air, for cooling that depends on the wet bulb."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_TRIPLE_POINT_C = 0.01
_KELVIN = 273.15
_HALVINGS = 22


def air_pressure_pa(elevation_m: float) -> float:
    """Pressure of the standard atmosphere. [Pa]

    ASHRAE Handbook - Fundamentals 2017, chapter 1, equation 3.

    >>> round(air_pressure_pa(0.0))
    101325
    """
    return float(101_325.0 * (1 - 2.25577e-5 * elevation_m) ** 5.2559)


def saturation_pressure_pa(temperature_c: Array) -> Array:
    """Pressure of saturated water vapour over ice or water. [Pa]

    The coefficients differ over ice and over water. ASHRAE Handbook -
    Fundamentals 2017, chapter 1, equations 5 and 6 (Hyland and Wexler 1983), valid
    from -100 to 200 C.

    >>> saturation_pressure_pa(np.array([20.0])).round()
    array([2339.])
    """
    t = np.asarray(temperature_c, dtype=float) + _KELVIN
    ice = (
        -5.6745359e3 / t
        + 6.3925247
        - 9.677843e-3 * t
        + 6.2215701e-7 * t**2
        + 2.0747825e-9 * t**3
        - 9.484024e-13 * t**4
        + 4.1635019 * np.log(t)
    )
    water = (
        -5.8002206e3 / t
        + 1.3914993
        - 4.8640239e-2 * t
        + 4.1764768e-5 * t**2
        - 1.4452093e-8 * t**3
        + 6.5459673 * np.log(t)
    )
    pressure: Array = np.exp(np.where(t <= _KELVIN + _TRIPLE_POINT_C, ice, water))
    return pressure


def wet_bulb_c(dry_bulb_c: Array, dew_point_c: Array, pressure_pa: float) -> Array:
    """Thermodynamic wet-bulb temperature. [C]

    ``wet_bulb_c = t where ((2501 - 2.326 * t) * Ws(t) - 1.006 * (dry_bulb_c - t)) /
    (2501 + 1.86 * dry_bulb_c - 4.186 * t) == W``

    W is the humidity ratio of the air, Ws(t) that of saturated air; below 0 C the
    coefficients are those over ice. ASHRAE Handbook - Fundamentals 2017, chapter 1,
    equations 33 and 35, solved by halving between dew point and dry bulb.

    Parameters
    ----------
    dry_bulb_c, dew_point_c : array of one shape
        A dew point above the dry bulb counts as saturated air. [C]
    pressure_pa : float
        Air pressure. [Pa]

    Examples
    --------
    >>> wet_bulb_c(np.array([30.0]), np.array([21.4]), 101_325.0).round(1)
    array([23.8])
    """
    dry = np.asarray(dry_bulb_c, dtype=float)
    below = np.minimum(np.asarray(dew_point_c, dtype=float), dry)
    humidity = _humidity_ratio(saturation_pressure_pa(below), pressure_pa)
    above = dry
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        too_wet = _humidity_of_wet_bulb(dry, middle, pressure_pa) > humidity
        above = np.where(too_wet, middle, above)
        below = np.where(too_wet, below, middle)
    wet: Array = (below + above) / 2
    return wet


def _humidity_ratio(vapour_pressure_pa: Array, pressure_pa: float) -> Array:
    return 0.621945 * vapour_pressure_pa / (pressure_pa - vapour_pressure_pa)


def _humidity_of_wet_bulb(dry_c: Array, wet_c: Array, pressure_pa: float) -> Array:
    saturated = _humidity_ratio(saturation_pressure_pa(wet_c), pressure_pa)
    depression = 1.006 * (dry_c - wet_c)
    over_water = ((2501 - 2.326 * wet_c) * saturated - depression) / (
        2501 + 1.86 * dry_c - 4.186 * wet_c
    )
    over_ice = ((2830 - 0.24 * wet_c) * saturated - depression) / (
        2830 + 1.86 * dry_c - 2.1 * wet_c
    )
    ratio: Array = np.where(wet_c >= 0, over_water, over_ice)
    return ratio
