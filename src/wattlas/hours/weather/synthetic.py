"""A typical year made of monthly normals and statistics: labelled as synthetic."""

from __future__ import annotations

from functools import lru_cache
from math import erfc, sqrt
from typing import TYPE_CHECKING

import numpy as np

from wattlas import facts
from wattlas.hours.clock import Clock, LocalTime
from wattlas.hours.records import Provenance
from wattlas.hours.weather import sun
from wattlas.hours.weather.noise import (
    Field,
    generator,
    means_of_months,
    smooth_months,
)
from wattlas.hours.weather.normals import Normals, normals, statistic
from wattlas.hours.weather.record import Weather

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Integers = NDArray[np.int64]

SEED = 20270101
NORMALS_HEIGHT_M = 100.0
"""Height at which the tables give the wind."""
_LEAST_SWING_K = 1.5
_HOURS, _DAYS = 8_784, 368
_SWING_HARMONICS = (
    (1, 0.4632, 3.805),
    (2, 0.0984, 0.360),
    (3, 0.0168, 0.822),
    (4, 0.0138, 3.513),
)
"""Order, amplitude and phase of a mean day: Erbs, Klein and Beckman 1983."""


@lru_cache(maxsize=32)
def typical_year(site: str, year: int, seed: int = SEED) -> Weather:
    """Return a synthetic year of a site, the same for the same seed.

    Months have the normals of the tables; within them days and hours follow
    statistics. Noise is shared by near places: a lull is one of its region.

    Raises
    ------
    MissingFactError
        If the tables have no climate of the site.
    MissingExtraError
        If pvlib is not installed.
    """
    known, clock = normals(site), Clock(year)
    local = clock.local(facts.row("sites", site)["timezone"])
    at = sun.sky(known.spot, clock)
    day = sun.solar_days(known.spot, clock)
    clearness = _clearness(known, at, local, day, seed)
    light = sun.global_w_per_m2(
        known, at, local, clearness, generator(seed, site, "clouds")
    )
    diffuse, beam = sun.split(light, at)
    warmer = _daily_anomaly_k(known, local, day, seed)
    dry = _dry_bulb_c(known, local, clearness, warmer)
    dew = _dew_point_c(known, local, warmer, seed)
    return Weather(
        spot=known.spot,
        dry_bulb_c=dry,
        dew_point_c=np.minimum(dew, dry),
        global_w_per_m2=light,
        diffuse_w_per_m2=diffuse,
        beam_w_per_m2=beam,
        wind_m_per_s=_wind_m_per_s(known, local, seed),
        wind_height_m=NORMALS_HEIGHT_M,
        provenance=Provenance(
            "synthetic", tuple(known.sources.values()), f"seed {seed}"
        ),
        sources=known.sources,
    )


def _clearness(
    known: Normals, at: sun.Sky, local: LocalTime, day: Integers, seed: int
) -> Array:
    first_hours = np.searchsorted(day, np.arange(day[-1] + 1))
    months = sun.monthly_clearness(known, at, local)
    persistence = statistic("clearness_persistence")
    noise = _noise(known, "clearness", _DAYS, persistence, seed)[: len(first_hours)]
    return sun.daily_clearness(months, local.month[first_hours], noise)[day]


def day_spread_k(known: Normals) -> Array:
    """Standard deviation of daily mean temperatures in each month. [K]

    ``base + share * (yearly spread) - season * (month's mean - year's mean)``

    >>> spread = {site: day_spread_k(normals(site)) for site in ("singapore", "iowa")}
    >>> spread["singapore"].max() < 1.5 < 2 < spread["iowa"].min()
    np.True_
    """
    means = known.temperature_c
    spread = (
        statistic("day_spread_base_c") + statistic("day_spread_share") * means.std()
    )
    spread = spread - statistic("day_spread_season") * (means - means.mean())
    least: Array = np.maximum(spread, statistic("day_spread_base_c") / 2)
    return least


def _daily_anomaly_k(
    known: Normals, local: LocalTime, day: Integers, seed: int
) -> Array:
    """Kelvin that each hour's day is warmer than its season; months average to 0."""
    days = int(day[-1]) + 1
    persistence = statistic("day_persistence")
    noise = _noise(known, "warm", _DAYS, persistence, seed)[:days]
    noon = np.arange(days) * 24.0 + 12 - np.argmax(day > 0)
    hourly = np.interp(np.arange(len(day)) - 24.0, noon, noise)
    anomaly = hourly * day_spread_k(known)[local.month - 1]
    return _about_zero(anomaly, local)


def _dry_bulb_c(
    known: Normals, local: LocalTime, clearness: Array, warmer: Array
) -> Array:
    swing = statistic("diurnal_swing_per_clearness_k") * clearness - statistic(
        "diurnal_swing_offset_k"
    )
    t = 2 * np.pi * (local.hour - 0.5) / 24
    course = np.zeros(len(t))
    for order, amplitude, phase in _SWING_HARMONICS:
        course += amplitude * np.cos(order * t - phase)
    season = smooth_months(known.temperature_c, local)
    daily: Array = np.maximum(swing, _LEAST_SWING_K) * course
    return season + _about_zero(warmer + daily, local)


def _dew_point_c(known: Normals, local: LocalTime, warmer: Array, seed: int) -> Array:
    spread = day_spread_k(known)[local.month - 1] * statistic("dew_point_spread_share")
    persistence = statistic("day_persistence") ** (1 / 24)
    own = _noise(known, "dew", _HOURS, persistence, seed)[: len(warmer)] * spread
    season = smooth_months(known.dew_point_c, local)
    room = (statistic("dew_point_ceiling_c") - season) / statistic("dew_point_room_k")
    anomaly = (statistic("dew_point_follows") * warmer + own) * np.clip(room, 0.2, 1.0)
    return season + _about_zero(anomaly, local)


def _wind_m_per_s(known: Normals, local: LocalTime, seed: int) -> Array:
    """Wind whose hours have a Weibull distribution and a memory, months their mean."""
    persistence = statistic("wind_persistence")
    z = _noise(known, "wind", _HOURS, persistence, seed)[: len(local.hour)]
    exceeded = np.maximum(_upper_tail(z), 1e-12)
    gust = (-np.log(exceeded)) ** (1 / statistic("wind_weibull_shape"))
    factor = known.wind_m_per_s / means_of_months(gust, local)
    wind: Array = gust * factor[local.month - 1]
    return wind


def _noise(
    known: Normals, name: str, steps: int, persistence: float, seed: int
) -> Array:
    field = Field(name, seed, steps, persistence, statistic("region_reach_km"))
    return field.at(known.spot)


def _about_zero(values: Array, local: LocalTime) -> Array:
    """Return values without the course of their monthly means."""
    return values - smooth_months(means_of_months(values, local), local)


def _upper_tail(z: Array) -> Array:
    return np.array([erfc(x / sqrt(2)) / 2 for x in z.tolist()])
