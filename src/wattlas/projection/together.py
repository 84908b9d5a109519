"""What is drawn together: growths of one boom, and whether an option comes."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np

from wattlas import draws
from wattlas.chain.types import Value
from wattlas.records import Input

BOOM = {
    "growth.shipments": 1,
    "growth.users": 1,
    "growth.requests": 1,
    "growth.tokens": 1,
    "growth.token-energy": -1,
    "halving_years.shipments": 1,
    "halving_years.training": 1,
    "halving_years.tokens": 1,
}
"""What one boom moves together, up or down: more tokens go with cheaper ones.

The rank correlation of each two is `correlation.growth`.
"""


def boom_order(
    name: str, sign: int, correlation: float, draw: tuple[int, int]
) -> draws.Array:
    """Return the normal draws that the boom and an input's own luck make together."""
    common, own = _normal("boom", *draw), _normal(f"boom of {name}", *draw)
    return sign * sqrt(correlation) * common + sqrt(1 - correlation) * own


def in_order_of(order: draws.Array, array: draws.Array) -> draws.Array:
    """Return the same draws, the smallest where `order` is smallest."""
    ranks = np.empty(len(array), dtype=np.intp)
    ranks[np.argsort(order)] = np.arange(len(array))
    return np.sort(array)[ranks]


def _normal(name: str, n: int, seed: int) -> draws.Array:
    ends = NormalDist().inv_cdf(draws.HIGH_QUANTILE)
    unit = Input(name, 0.0, -ends, ends, "normal", "1", "assumed")
    return draws.draw([unit], n, seed)[name]


def luck(name: str, chance: float, n: int, seed: int) -> Value:
    """Return for each draw whether something of a chance happens: 1 or 0, (n, 1, 1)."""
    order = np.argsort(np.argsort(_normal(f"luck of {name}", n, seed)))
    return ((order + 0.5) / n < chance).astype(float).reshape(-1, 1, 1)
