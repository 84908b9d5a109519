"""Seeded noise with a memory, and months laid over hours."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from wattlas.hours.clock import LocalTime

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_DAYS = 365.2425
_MIDDLES = (np.arange(12) + 0.5) * _DAYS / 12
_CORRECTIONS = 8


def generator(seed: int, *names: str) -> np.random.Generator:
    """Return a source of numbers that depends on the seed and on names alone."""
    return np.random.default_rng([seed, *(zlib.crc32(n.encode()) for n in names)])


def autoregressive(rng: np.random.Generator, n: int, persistence: float) -> Array:
    """Standard normal noise whose neighbours correlate by `persistence`. [1]

    ``x[i] = persistence * x[i - 1] + sqrt(1 - persistence**2) * e[i]``

    >>> noise = autoregressive(np.random.default_rng(1), 50_000, 0.9)
    >>> round(float(np.corrcoef(noise[1:], noise[:-1])[0, 1]), 1)
    0.9
    """
    kicks = rng.standard_normal(n)
    kicks[1:] *= np.sqrt(1 - persistence**2)
    noise = np.empty(n)
    last = 0.0
    for i, kick in enumerate(kicks.tolist()):
        last = persistence * last + kick
        noise[i] = last
    return noise


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
