"""The sun of a synthetic year: clear sky from pvlib, clouds from statistics."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.hours.clock import Clock, LocalTime
from wattlas.hours.weather.noise import means_of_months
from wattlas.hours.weather.normals import Normals, statistic
from wattlas.hours.weather.record import Spot

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Integers = NDArray[np.int64]

_LINKE_TURBIDITY = 3.0
_LEAST_CLEARNESS, _MOST_CLEARNESS = 0.05, 0.72
_OVER_CLEAR_SKY = 1.1
_W_PER_KW = 1_000.0


@dataclass(frozen=True)
class Sky:
    """Where the sun stands in the middle of each hour, and what a clear sky gives."""

    day_of_year: Integers
    zenith_deg: Array
    azimuth_deg: Array
    extraterrestrial_w_per_m2: Array
    clear_w_per_m2: Array


def pvlib() -> ModuleType:
    """Return the solar library; raise MissingExtraError if it is not installed."""
    with needs_extra("Weather of a site", "plan"):
        import pvlib as library
    module: ModuleType = library
    return module


def sky(spot: Spot, clock: Clock) -> Sky:
    """Return the sun's course over the hours of a year at a spot.

    Solar position and clear sky (Ineichen and Perez 2002, Linke turbidity 3) are
    pvlib's, taken in the middle of each hour.
    """
    library = pvlib()
    with needs_extra("Weather of a site", "plan"):
        import pandas as pd

    times = pd.DatetimeIndex(clock.times.astype("datetime64[ns]"), tz="UTC")
    middle = times + pd.Timedelta(minutes=30)
    position = library.solarposition.get_solarposition(
        middle, spot.latitude, spot.longitude, altitude=spot.elevation_m
    )
    zenith = position["apparent_zenith"]
    pressure = library.atmosphere.alt2pres(spot.elevation_m)
    airmass = library.atmosphere.get_absolute_airmass(
        library.atmosphere.get_relative_airmass(zenith), pressure
    )
    day = middle.day_of_year.to_numpy()
    extra = library.irradiance.get_extra_radiation(day)
    clear = library.clearsky.ineichen(
        zenith, airmass, _LINKE_TURBIDITY, altitude=spot.elevation_m, dni_extra=extra
    )
    up = np.maximum(np.cos(np.radians(position["zenith"].to_numpy())), 0.0)
    return Sky(
        day_of_year=day,
        zenith_deg=zenith.to_numpy(),
        azimuth_deg=position["azimuth"].to_numpy(),
        extraterrestrial_w_per_m2=extra * up,
        clear_w_per_m2=clear["ghi"].to_numpy(),
    )


def daily_clearness(monthly: Array, month_of_day: Integers, noise: Array) -> Array:
    """Clearness index of each day: its distribution has the month's mean. [1]

    ``Kt = ln(exp(g * Kmin) - F * (exp(g * Kmin) - exp(g * Kmax))) / g``

    F is the rank of standard normal noise, one value a day. The distribution is that
    of Bendt, Collares-Pereira and Rabl 1981, g that of Herzog 1985, as in Duffie and
    Beckman, equations 2.9.2 to 2.9.6.

    >>> noise = np.random.default_rng(1).standard_normal(20_000)
    >>> days = daily_clearness(np.full(12, 0.5), np.ones(20_000, dtype=int), noise)
    >>> round(float(days.mean()), 2)
    0.5
    """
    mean = np.clip(monthly, 0.1, _MOST_CLEARNESS)[month_of_day - 1]
    low = _LEAST_CLEARNESS
    high = 0.6313 + 0.267 * mean - 11.9 * (mean - 0.75) ** 8
    xi = (high - low) / (high - mean)
    g = -1.498 + (1.184 * xi - 27.182 * np.exp(-1.5 * xi)) / (high - low)
    g = np.where(np.abs(g) < 1e-6, 1e-6, g)
    rank = np.array([NormalDist().cdf(x) for x in noise.tolist()])
    edge = np.exp(g * low)
    clearness: Array = np.log(edge - rank * (edge - np.exp(g * high))) / g
    return clearness


def solar_days(spot: Spot, clock: Clock) -> Integers:
    """Return for each hour the number of its solar day, from 0 on."""
    ahead = spot.longitude / 15
    shifted = np.floor((np.arange(clock.hours) + 0.5 + ahead) / 24).astype(np.int64)
    numbered: Integers = shifted - shifted[0]
    return numbered


def monthly_clearness(normals: Normals, at: Sky, local: LocalTime) -> Array:
    """Return the irradiation of each month over that above the air. [1]"""
    outside = means_of_months(at.extraterrestrial_w_per_m2, local) * 24 / _W_PER_KW
    ratio: Array = normals.irradiation_kwh_per_m2_day / np.maximum(outside, 1e-3)
    return ratio


def global_w_per_m2(
    normals: Normals,
    at: Sky,
    local: LocalTime,
    clearness: Array,
    rng: np.random.Generator,
) -> Array:
    """Global horizontal irradiance whose months have their normals. [W/m2]

    The clear sky of each hour, times the day's clearness, times clouds of the hour
    (log-normal); then each month is scaled to its normal.
    """
    spread = statistic("clearness_hourly_spread")
    clouds = np.exp(spread * rng.standard_normal(len(clearness)) - spread**2 / 2)
    most = _OVER_CLEAR_SKY * at.clear_w_per_m2
    irradiance = np.minimum(at.clear_w_per_m2 * clearness * clouds, most)
    wanted = normals.irradiation_kwh_per_m2_day * _W_PER_KW / 24
    for _ in range(4):
        factor = wanted / np.maximum(means_of_months(irradiance, local), 1e-3)
        irradiance = np.minimum(irradiance * factor[local.month - 1], most)
    return irradiance


def split(global_irradiance: Array, at: Sky) -> tuple[Array, Array]:
    """Return diffuse and direct beam of global irradiance, by Erbs et al. 1982."""
    parts = pvlib().irradiance.erbs(global_irradiance, at.zenith_deg, at.day_of_year)
    return np.nan_to_num(parts["dhi"]), np.nan_to_num(parts["dni"])
