"""A small Levenberg-Marquardt fit of positive constants, robust and with priors.

Constants are fitted as logarithms inside bounds; the loss is soft-L1, so that a few
rows that the model cannot explain do not bend the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Residuals = Callable[[Array], Array]
"""From logarithms of constants to residuals."""

STEP, TOLERANCE = 1e-3, 1e-4
DAMPING, EASED, HARDENED, HARDEST = 1e-2, 0.3, 10.0, 1e8


@dataclass(frozen=True)
class Problem:
    """What is fitted: residuals, start, bounds and priors of the log constants.

    `scale` is the residual above which the loss grows linearly; `clusters` names the
    rows that are not independent of each other.
    """

    residuals: Residuals
    start: Array
    low: Array
    high: Array
    prior_width: Array
    clusters: NDArray[np.intp]
    scale: float = 0.2


@dataclass(frozen=True)
class Fit:
    """The fitted logarithms, their standard errors and the loss."""

    values: Array
    errors: Array
    loss: float
    iterations: int


def fit(problem: Problem, most_iterations: int = 12, errors: bool = True) -> Fit:
    """Return the constants that fit best, from finite differences.

    Standard errors are robust to clusters (sandwich): rows of one family err together.

    >>> x = np.linspace(1.0, 3.0, 20)
    >>> target = np.log(2.0) + 1.5 * np.log(x)
    >>> line = Problem(
    ...     residuals=lambda t: t[0] + np.exp(t[1]) * np.log(x) - target,
    ...     start=np.zeros(2), low=np.full(2, -5.0), high=np.full(2, 5.0),
    ...     prior_width=np.full(2, 100.0), clusters=np.arange(20),
    ... )
    >>> [round(float(v), 3) for v in np.exp(fit(line).values)]
    [2.0, 1.5]
    """
    theta, damping = np.clip(problem.start, problem.low, problem.high), DAMPING
    r = problem.residuals(theta)
    loss = _loss(problem, theta, r)
    done = 0
    for done in range(1, most_iterations + 1):  # noqa: B007
        jacobian = _jacobian(problem, theta, r)
        gradient, hessian = _normal_equations(problem, theta, r, jacobian)
        before = loss
        while damping < HARDEST:
            scaled = hessian + damping * np.diag(np.diag(hessian))
            step = np.linalg.solve(scaled, gradient)
            trial = np.clip(theta - step, problem.low, problem.high)
            trial_r = problem.residuals(trial)
            trial_loss = _loss(problem, trial, trial_r)
            if trial_loss < loss:
                theta, r, loss = trial, trial_r, trial_loss
                damping *= EASED
                break
            damping *= HARDENED
        if before - loss < TOLERANCE * before:
            break
    spread = _errors(problem, theta, r) if errors else np.zeros_like(theta)
    return Fit(theta, spread, loss, done)


def _weights(problem: Problem, r: Array) -> Array:
    """Derivative of the soft-L1 loss: 1 near zero, falling beyond the scale."""
    weights: Array = 1.0 / np.sqrt(1.0 + (r / problem.scale) ** 2)
    return weights


def _loss(problem: Problem, theta: Array, r: Array) -> float:
    square = (r / problem.scale) ** 2
    robust = 2.0 * problem.scale**2 * np.sum(np.sqrt(1.0 + square) - 1.0)
    prior = (theta - problem.start) / problem.prior_width
    return float(0.5 * robust + 0.5 * np.sum(prior**2) * problem.scale**2)


def _jacobian(problem: Problem, theta: Array, r: Array) -> Array:
    columns = []
    for i in range(len(theta)):
        shifted = theta.copy()
        step = STEP if shifted[i] + STEP <= problem.high[i] else -STEP
        shifted[i] += step
        columns.append((problem.residuals(shifted) - r) / step)
    return np.stack(columns, axis=1)


def _normal_equations(
    problem: Problem, theta: Array, r: Array, jacobian: Array
) -> tuple[Array, Array]:
    weights = _weights(problem, r)
    of_prior = problem.scale**2 / problem.prior_width**2
    gradient = jacobian.T @ (weights * r) + of_prior * (theta - problem.start)
    hessian = jacobian.T @ (weights[:, None] * jacobian) + np.diag(of_prior)
    return gradient, hessian


def _errors(problem: Problem, theta: Array, r: Array) -> Array:
    jacobian = _jacobian(problem, theta, r)
    _, hessian = _normal_equations(problem, theta, r, jacobian)
    inverse = np.linalg.inv(hessian)
    pulls = jacobian * (_weights(problem, r) * r)[:, None]
    meat = np.zeros_like(hessian)
    for cluster in np.unique(problem.clusters):
        pull = pulls[problem.clusters == cluster].sum(axis=0)
        meat += np.outer(pull, pull)
    covariance = inverse @ meat @ inverse
    errors: Array = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return errors
