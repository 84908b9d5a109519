"""Uncertain inputs to arrays of draws, and draws back to ranges.

A Latin hypercube: each input takes every one of n equally likely quantiles once, in
an order that depends on its name and the seed alone. So the same input
(``pue@qingyang``) gets the same draws in every stage and every call.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from functools import lru_cache
from math import log
from statistics import NormalDist
from sys import float_info
from typing import TYPE_CHECKING

from wattlas.errors import InputError
from wattlas.parameters.drawing import DRAWS, SEED
from wattlas.parameters.quantities import quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    from wattlas.records import Input

    Array = NDArray[np.float64]

LOW_QUANTILE, HIGH_QUANTILE = 0.05, 0.95
_PIECE = 4096
_LARGEST_LOG = log(float_info.max) - 1e-9
_Z90 = NormalDist().inv_cdf(HIGH_QUANTILE)
SHAPES = ("fixed", "lognormal", "normal", "uniform", "logit", "excess")


def draw(inputs: Iterable[Input], n: int = DRAWS, seed: int = SEED) -> dict[str, Array]:
    """Return n draws of each inexact input, by label.

    Raises
    ------
    InputError
        If no draws are asked for, or more than there may be; if the seed is negative.

    Examples
    --------
    >>> from wattlas.records import Input
    >>> pue = Input("pue", 1.2, 1.1, 1.4, "excess", "1", "assumed")
    >>> draws = draw([pue], n=1000)["pue"]
    >>> round(float(draws.min()), 2) >= 1.0
    True
    """
    quantity("draws.any").counted("draws", n)
    quantity("seed").counted("seed", seed)
    return {i.label: _draws_of(i, n, seed) for i in inputs if not i.exact}


@contextmanager
def finite_arithmetic() -> Iterator[None]:
    """Reckon in numbers alone: what overflows is refused, and never printed.

    Raises
    ------
    InputError
        If a step gives no finite number.

    >>> with finite_arithmetic():
    ...     2.0 ** 5000
    Traceback (most recent call last):
    wattlas.errors.InputError: What is given leads beyond every number ...
    """
    import numpy as np

    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            yield
    except ArithmeticError as error:
        raise InputError(
            "What is given leads beyond every number ({error}): give values "
            "nearer to the usual ones, which wattlas parameters lists.",
            error=error,
        ) from error


def quantiles(shape: str, low: float, mid: float, high: float, z: Array) -> Array:
    """Map standard normal quantiles to an input with a median and a 90 % interval.

    Below the median the width is that of `low`, above it that of `high`.
    `lognormal` for positive values, `logit` for fractions between 0 and 1, `excess`
    for values above 1 (log-normal in the excess), `normal`, and `uniform`.
    """
    import numpy as np

    if shape == "uniform":
        return _uniform(low, mid, high, z)
    to, back = _SCALES[shape]
    centre = to(mid)
    below, above = (centre - to(low)) / _Z90, (to(high) - centre) / _Z90
    values: Array = back(centre + z * np.where(z < 0, below, above))
    return values


def centre(shape: str, low: float, high: float) -> float:
    """Return the median of a 90 % interval that was given without one.

    >>> centre("lognormal", 1.0, 4.0)
    2.0
    >>> round(centre("uniform", 1.0, 4.0), 3)
    2.5
    """
    if shape == "uniform":
        return (low + high) / 2
    to, back = _SCALES[shape]
    return float(back((to(low) + to(high)) / 2))


def interval(draws: Array) -> tuple[float, float]:
    """Return the 5th and the 95th percentile of draws."""
    import numpy as np

    # np.quantile gives the same and loads np.ma for it, a tenth of an estimate's time.
    ordered = np.sort(draws, axis=None)
    return _quantile(ordered, LOW_QUANTILE), _quantile(ordered, HIGH_QUANTILE)


def _quantile(ordered: Array, share: float) -> float:
    """Return a quantile of ordered draws, linear between two of them; NaN if one is."""
    below = share * (len(ordered) - 1)
    first = int(below)
    left, right = ordered[first], ordered[min(first + 1, len(ordered) - 1)]
    step, way = right - left, below - first
    found = left + step * way if way < 0.5 else right - step * (1 - way)
    return float(found if ordered[-1] == ordered[-1] else ordered[-1])


def width_shares(inputs: Mapping[str, Array], result: Array) -> dict[str, float]:
    """Share of the variance of a result's ranks by input, largest first. [1]

    The square of Spearman's rank correlation, ties at their mean rank: for a monotone
    chain whose inputs are drawn independently the shares add up to about 1. Whole
    numbers until the last division: the same on every processor, and never above 1.
    """
    target = doubled_ranks(result)
    own = _product(target, target)
    shares = {}
    for name, values in inputs.items():
        ranks = doubled_ranks(values)
        both = _product(ranks, ranks) * own
        shares[name] = _product(ranks, target) ** 2 / both if both else 0.0
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def doubled_ranks(values: Array) -> NDArray[np.int64]:
    """Return twice the rank of each value about the mean rank, ties at their mean. [1]

    >>> import numpy as np
    >>> doubled_ranks(np.array([0.5, 7.0, 7.0, 0.1])).tolist()
    [-1, 2, 2, -3]
    """
    import numpy as np

    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks = 2 * np.cumsum(count) - count - len(values)
    return ranks[place]


def check_shape(shape: str, low: float, mid: float, high: float) -> None:
    """Raise InputError if the values cannot have the shape."""
    if shape not in SHAPES:
        raise InputError(
            "Shape {shape!r} is unknown; use one of {shapes}.",
            shape=shape,
            shapes=", ".join(SHAPES),
        )
    if not low <= mid <= high:
        raise InputError(
            "A range needs low <= mid <= high, got {low}, {mid}, {high}.",
            low=low,
            mid=mid,
            high=high,
        )
    floor = {"lognormal": 0.0, "logit": 0.0, "excess": 1.0}.get(shape)
    if floor is not None and low <= floor:
        raise InputError(
            "A range of shape {shape} lies above {floor}, got {low}.",
            shape=shape,
            floor=floor,
            low=low,
        )
    if shape == "logit" and high >= 1:
        raise InputError(
            "A fraction lies below 1, got {high}.",
            high=high,
        )


def _draws_of(item: Input, n: int, seed: int) -> Array:
    import numpy as np

    order = np.random.default_rng([seed, zlib.crc32(item.label.encode())])
    z = order.permutation(_normal_quantiles(n))
    return quantiles(item.shape, item.low, item.mid, item.high, z)


@lru_cache(maxsize=4)
def _normal_quantiles(n: int) -> Array:
    import numpy as np

    quantile = NormalDist().inv_cdf
    upper = np.array([quantile((i + 0.5) / n) for i in range((n + 1) // 2, n)])
    middle = np.zeros(n % 2)
    return np.concatenate([-upper[::-1], middle, upper])


def _uniform(low: float, mid: float, high: float, z: Array) -> Array:
    import numpy as np

    u = np.empty_like(z)
    # The ranks of z are known: u is the centre of each stratum.
    u[np.argsort(z)] = (np.arange(len(z)) + 0.5) / len(z)
    side = np.where(u < 0.5, mid - low, high - mid)
    return mid + (u - 0.5) / (HIGH_QUANTILE - 0.5) * side


def _product(one: NDArray[np.int64], other: NDArray[np.int64]) -> int:
    """Return the sum of products; in pieces that no 64-bit number overflows."""
    pieces = range(0, len(one), _PIECE)
    return sum(int(one[i : i + _PIECE] @ other[i : i + _PIECE]) for i in pieces)


def _log(x: float) -> float:
    return log(x)


def _exp(x: Array | float) -> Array:
    import numpy as np

    values: Array = np.exp(np.clip(x, -_LARGEST_LOG, _LARGEST_LOG))
    return values


def _identity(x: Array) -> Array:
    return x


def _logit(x: float) -> float:
    return log(x / (1 - x))


def _logistic(x: Array | float) -> Array:
    return 1 / (1 + _exp(-x))


def _log_excess(x: float) -> float:
    return log(x - 1)


def _exp_excess(x: Array | float) -> Array:
    return 1 + _exp(x)


_SCALES: dict[str, tuple[Callable[[float], float], Callable[[Any], Any]]] = {
    "lognormal": (_log, _exp),
    "normal": (float, _identity),
    "logit": (_logit, _logistic),
    "excess": (_log_excess, _exp_excess),
}
