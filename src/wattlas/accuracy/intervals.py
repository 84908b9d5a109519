"""From a central prediction to the range that holds 90 % of meters.

Where the configuration is known the range is the residuals of held-out families, by
class, energy, power and time apart; where it is not known the union over draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from wattlas import draws, facts
from wattlas.draws import HIGH_QUANTILE, LOW_QUANTILE
from wattlas.records import Range

Array = NDArray[np.float64]
FEWEST_ROWS = 20
"""A class with fewer measured rows takes the range of the wider class."""


@cache
def residual_range(classes: tuple[str, ...], quantity: str) -> tuple[float, float]:
    """Return low and high of measured over predicted, of the narrowest class known."""
    for name in (*classes, ""):
        key = f"residuals-{name}" if name else "residuals"
        fact = facts.find_number("constants", key, f"{quantity}_ratio")
        if fact is not None:
            return fact.low, fact.high
    fact = facts.number("constants", "residuals", f"{quantity}_ratio")
    return fact.low, fact.high


def known_range(mid: float, classes: tuple[str, ...], quantity: str) -> Range:
    """Return the range of a prediction whose configuration is known."""
    low, high = residual_range(classes, quantity)
    return Range(mid * low, mid, mid * high)


def union_range(
    values: Array, classes: Sequence[tuple[str, ...]], quantity: str
) -> Range:
    """Return the range of draws of an unknown configuration, each with its residual."""
    bounds = np.array([residual_range(c, quantity) for c in classes])
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
    count = len(ratios)
    # Of few rows the outer ones stand for more than their share (conformal ranks).
    low_rank = LOW_QUANTILE * (count + 1) / count - 1 / count
    levels = (max(low_rank, 0.0), 0.5, min(HIGH_QUANTILE * (count + 1) / count, 1.0))
    low, mid, high = np.quantile(np.log(ratios), levels)
    # A new family adds its own error to that of a middle known from few of them.
    widening = np.sqrt(1.0 + 1.0 / len(set(families)))
    low, high = mid + widening * (low - mid), mid + widening * (high - mid)
    low, mid, high = (float(v) for v in np.exp((low, mid, high)))
    return min(low, 1.0), mid, max(high, 1.0), count
