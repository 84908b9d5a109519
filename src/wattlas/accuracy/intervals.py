"""From a central prediction to the range that holds 90 % of meters.

Residuals of held-out families by class, energy, power and time apart; and where the
configuration is not known the union over draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from wattlas import draws
from wattlas.draws import HIGH_QUANTILE, LOW_QUANTILE
from wattlas.estimation.uncertainty import Distance
from wattlas.records import Range

Array = NDArray[np.float64]
FEWEST_FAMILIES = 7
"""Of fewer families leaving one out says little of how they differ."""
FEWEST_ROWS = 20
"""A class with fewer measured rows takes the range of the wider class."""


def union_range(values: Array, distances: Sequence[Distance], quantity: str) -> Range:
    """Return the range of draws of an unknown configuration, each with its error."""
    bounds = np.array([d.bounds(quantity) for d in distances])
    noise = _noise(len(values))
    side = np.where(noise < 0, np.log(bounds[:, 0]), np.log(bounds[:, 1]))
    spread = values * np.exp(np.abs(noise) / _Z90 * side)
    low, high = draws.interval(spread)
    mid = float(np.median(values))
    return Range(min(low, mid), mid, max(high, mid))


_Z90 = NormalDist().inv_cdf(HIGH_QUANTILE)


@cache
def _noise(count: int) -> Array:
    quantile = NormalDist().inv_cdf
    values = np.array([quantile((i + 0.5) / count) for i in range(count)])
    return np.random.default_rng(count).permutation(values)


Residuals = Iterable[tuple[tuple[str, ...], float, str]]
"""Classes of a row, measured over predicted, and the family that the row is of."""


def residual_rows(
    residuals: Residuals,
) -> dict[str, tuple[float, float, float, int]]:
    """Return low, median and high of measured over predicted, and rows, by class.

    Every row counts in each of its classes; the class '' holds all of them.
    """
    members: dict[str, list[tuple[float, str]]] = {}
    for classes, ratio, family in residuals:
        for name in (*classes, ""):
            members.setdefault(name, []).append((ratio, family))
    return {
        name: _quantiles(*zip(*pairs, strict=True))
        for name, pairs in sorted(members.items())
        if len(pairs) >= FEWEST_ROWS or not name
    }


def _quantiles(
    ratios: Sequence[float], families: Sequence[str]
) -> tuple[float, float, float, int]:
    """Return quantiles that leave 5 % on each side for a family not seen yet."""
    logs, names = np.log(ratios), np.array(families)
    low, mid, high = _ranked(logs)
    widening = _widening(logs, names)
    low, high = mid + widening * (low - mid), mid + widening * (high - mid)
    low, mid, high = (float(v) for v in np.exp((low, mid, high)))
    return min(low, 1.0), mid, max(high, 1.0), len(logs)


def _ranked(logs: Array) -> Array:
    """Return the 5, 50 and 95 % quantile of logarithms, for rows not seen yet."""
    count = len(logs)
    # Of few rows the outer ones stand for more than their share (conformal ranks).
    low_rank = LOW_QUANTILE * (count + 1) / count - 1 / count
    levels = (max(low_rank, 0.0), 0.5, min(HIGH_QUANTILE * (count + 1) / count, 1.0))
    ranked: Array = np.quantile(logs, levels)
    return ranked


def _widening(logs: Array, families: NDArray[np.str_]) -> float:
    """Return what a range must be times as wide to hold 90 % of families left out.

    Each family in turn is held against the range of the others. At least a new family
    adds its own error to that of a middle known from few of them.
    """
    names = np.unique(families)
    least = float(np.sqrt(1.0 + 1.0 / len(names)))
    if len(names) < FEWEST_FAMILIES:
        return least
    needed = np.empty(len(logs))
    for name in names:
        mine = families == name
        low, mid, high = _ranked(logs[~mine])
        beyond = logs[mine] - mid
        side = np.where(beyond < 0, low - mid, high - mid)
        needed[mine] = beyond / np.where(side == 0, np.inf, side)
    return max(least, float(np.quantile(needed, HIGH_QUANTILE - LOW_QUANTILE)))
