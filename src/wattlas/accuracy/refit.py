"""Refit constants to measurements: their values, and intervals by families."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from wattlas.accuracy.calibration import Calibration
from wattlas.accuracy.least_squares import Array, Fit, Problem, fit
from wattlas.plain import Plain
from wattlas.records import Fact

PRIOR_FACTOR = 3.0
"""Priors are wide: a factor of so much to each side is one standard deviation."""
BOUND_FACTOR = 30.0
Z90 = 1.6448536269514722


@dataclass(frozen=True)
class Refitted(Plain):
    """A constant as it is shipped and as the rows at hand would have it."""

    SHOWN: ClassVar[tuple[str, ...]] = ("agrees",)

    key: str
    quantity: str
    unit: str
    shipped: float
    shipped_low: float
    shipped_high: float
    refitted: float
    low: float
    high: float

    @property
    def agrees(self) -> bool:
        """Whether the interval of the refit and the shipped one meet."""
        return self.low <= self.shipped_high and self.shipped_low <= self.high


def fit_constants(
    calibration: Calibration,
    used: NDArray[np.bool_] | None = None,
    most_iterations: int = 12,
    errors: bool = True,
) -> Fit:
    """Return the fit of a calibration's constants to the rows that are used."""
    chosen = calibration.constants
    if not chosen:
        return Fit(np.empty(0), np.empty(0), 0.0, 0)
    start = np.array([log(fact.value) for fact in chosen])
    rows = np.ones(len(calibration.rows), bool) if used is None else used
    _, clusters = np.unique(calibration.families[rows], return_inverse=True)
    problem = Problem(
        residuals=_residuals(calibration, rows),
        start=start,
        low=start - log(BOUND_FACTOR),
        high=np.array([_most(fact) for fact in chosen]),
        prior_width=np.full(len(start), log(PRIOR_FACTOR)),
        clusters=np.concatenate([clusters, clusters]),
    )
    return fit(problem, most_iterations, errors)


def _most(fact: Fact) -> float:
    """Return the log of the largest value that a constant may take: a share is one."""
    return 0.0 if fact.shape == "logit" else log(fact.value) + log(BOUND_FACTOR)


def _residuals(
    calibration: Calibration, used: NDArray[np.bool_]
) -> Callable[[Array], Array]:
    def residuals(theta: Array) -> Array:
        constants = constants_of(calibration.constants, theta)
        energy, time = calibration.predicted(constants)
        late = time - calibration.time
        # Energy is the product: errors of time and power may not cancel in the fit.
        power = energy - calibration.energy - late
        return np.concatenate([late[used], power[used]])

    return residuals


def constants_of(chosen: Sequence[Fact], logs: Array) -> dict[tuple[str, str], float]:
    """Return constants by key and quantity, from their logarithms."""
    return {
        (fact.key, fact.quantity): exp(float(value))
        for fact, value in zip(chosen, logs, strict=True)
    }


def refitted_constants(calibration: Calibration) -> list[Refitted]:
    """Return the constants of a calibration, shipped and refitted, with intervals."""
    chosen, found = calibration.constants, fit_constants(calibration)
    return [
        Refitted(
            key=fact.key,
            quantity=fact.quantity,
            unit=fact.unit,
            shipped=fact.value,
            shipped_low=fact.low,
            shipped_high=fact.high,
            refitted=exp(value),
            low=exp(value - Z90 * error),
            high=exp(value + Z90 * error),
        )
        for fact, value, error in zip(chosen, found.values, found.errors, strict=True)
    ]
