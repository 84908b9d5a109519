"""Seeded noise over the earth with a memory, and months laid over hours."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from wattlas.hours.clock import LocalTime
from wattlas.hours.weather.record import Spot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_DAYS = 365.2425
_MIDDLES = (np.arange(12) + 0.5) * _DAYS / 12
_CORRECTIONS = 8
_WAVES = 96
_EARTH_KM = 6_371.0


def generator(seed: int, *names: str) -> np.random.Generator:
    """Return a source of numbers that depends on the seed and on names alone."""
    return np.random.default_rng([seed, *(zlib.crc32(n.encode()) for n in names)])


@dataclass(frozen=True)
class Field:
    """Standard normal noise over the earth: near places share it, far ones do not.

    ``noise(x, t) = sum_k a_k(x) * z_k(t)``, ``a_k(x) = cos(w_k . x + phi_k) / norm``

    The z_k have a memory (`persistence` from step to step), the w_k are drawn so that
    two places correlate by ``exp(-distance**2 / (2 * reach_km**2))``, give or take a
    tenth (random Fourier features, Rahimi and Recht 2007).
    """

    name: str
    seed: int
    steps: int
    persistence: float
    reach_km: float

    def at(self, spot: Spot) -> Array:
        """Return the noise at a place, one value a step. [1]

        >>> field = Field("wind", 1, 20_000, 0.9, 350.0)
        >>> here = field.at(Spot(50.0, 8.0, 0.0))
        >>> round(float(np.corrcoef(here[1:], here[:-1])[0, 1]), 2)
        0.9
        """
        turns, phases, waves = _waves(self)
        amplitudes = np.cos(turns @ _position_km(spot) + phases)
        noise: Array = amplitudes @ waves / np.linalg.norm(amplitudes)
        return noise


@lru_cache(maxsize=16)
def _waves(field: Field) -> tuple[Array, Array, Array]:
    rng = generator(field.seed, field.name)
    turns = rng.standard_normal((_WAVES, 3)) / field.reach_km
    phases = rng.uniform(0, 2 * np.pi, _WAVES)
    kicks = rng.standard_normal((field.steps, _WAVES))
    kicks[1:] *= np.sqrt(1 - field.persistence**2)
    for step in range(1, field.steps):
        kicks[step] += field.persistence * kicks[step - 1]
    return turns, phases, kicks.T


def _position_km(spot: Spot) -> Array:
    north, east = np.radians(spot.latitude), np.radians(spot.longitude)
    flat = np.cos(north)
    on_sphere = [flat * np.cos(east), flat * np.sin(east), np.sin(north)]
    return _EARTH_KM * np.array(on_sphere)


def smooth_months(means: Array, local: LocalTime) -> Array:
    """Return a curve through the year whose months have given means.

    Straight lines from the middle of each month to the next, their corners moved until
    each month has its mean.

    >>> from wattlas.hours.clock import Clock
    >>> local = Clock(2027).local("UTC")
    >>> curve = smooth_months(np.arange(12.0), local)
    >>> means_of_months(curve, local).round(2)
    array([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11.])
    """
    position = local.day_of_year - 1 + (local.hour + 0.5) / 24
    corners = means.astype(float)
    curve: Array = np.interp(position, _MIDDLES, corners, period=_DAYS)
    for _ in range(_CORRECTIONS):
        corners = corners + means - means_of_months(curve, local)
        curve = np.interp(position, _MIDDLES, corners, period=_DAYS)
    return curve


def means_of_months(values: Array, local: LocalTime) -> Array:
    """Return the mean of hourly values in each of the twelve months."""
    month = local.month - 1
    counts = np.bincount(month, minlength=12)
    means: Array = np.bincount(month, values, minlength=12) / counts
    return means
