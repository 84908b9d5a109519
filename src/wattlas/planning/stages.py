"""Solve a problem in two stages, or all hours in one as the proof."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import SolverError
from wattlas.planning.blocks import EXPLORING_H, Steps, every
from wattlas.planning.dispatch import dispatch, row_prices
from wattlas.planning.problem import Problem
from wattlas.planning.program import build
from wattlas.planning.solve import TOLERANCE, LinearProgram, Solution, matrices, solve
from wattlas.planning.solve.aggregate import blocked
from wattlas.planning.solve.solution import worst_violation

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array

ROUNDS = 3
"""How often blocks are split where demand failed at their hours."""
PROOF_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Settings:
    """How a problem is solved: blocks, all hours in one, method, tolerance."""

    block_hours: int = EXPLORING_H
    method: str = "auto"
    tolerance: float = TOLERANCE

    @property
    def proof(self) -> bool:
        """Whether all hours are solved in one program."""
        return self.block_hours == 1


@dataclass(frozen=True)
class Solved:
    """An optimum: values at every hour in the columns of the hourly program.

    `blocks` and `sized` are the program and the optimum that chose the capacities;
    `gap` is the cost at every hour over that of the blocks, less one; in a proof it is
    the distance to the dual bound.
    """

    problem: Problem
    steps: Steps
    blocks: LinearProgram
    sized: Solution
    hourly: LinearProgram
    x: Array
    gap: float
    proven: bool
    seconds: dict[str, float]

    @property
    def objective_k(self) -> float:
        """The objective at every hour. [thousands of money]"""
        return float(self.hourly.cost @ self.x)

    def values(self, name: str) -> Array:
        """Return the values of a decision at every hour, in its dimensions."""
        return np.asarray(self.x[self.hourly.columns[name].position])

    def labels(self, name: str, dimension: str) -> list[str]:
        """Return the labels of a decision along a dimension."""
        return list(self.hourly.columns[name].labels[dimension])

    def has(self, name: str) -> bool:
        """Say whether the problem has a decision."""
        return name in self.hourly.columns

    def block_dual(self, name: str) -> Array:
        """Return the duals of a constraint in the sizing program."""
        return np.asarray(self.sized.dual[self.blocks.rows[name].position])


def solved(problem: Problem, settings: Settings) -> Solved:
    """Return the optimum of a problem: sized in blocks, then dispatched every hour.

    Raises
    ------
    InfeasibleProgram
        If no plan meets every demand and limit.
    SolverError
        If an optimum is not reached within the tolerance.
    """
    if settings.proof:
        return _proof(problem, settings)
    steps = every(settings.block_hours, problem.hours)
    clock = _Clock()
    hourly = matrices(build(problem))
    clock.tick("build")
    for _ in range(ROUNDS):
        grouped = blocked(hourly, steps, shapes(problem, steps, hourly))
        blocks = grouped.program
        clock.tick("group")
        found = solve(blocks, settings.method, settings.tolerance)
        clock.tick("size")
        prices = row_prices(blocks, found.dual, hourly)
        done = dispatch(hourly, grouped.hourly(found.x), prices)
        clock.tick("dispatch")
        if not done.unserved_mwh:
            break
        steps = steps.split(np.unique(steps.step_of_hour[done.unserved_hours]))
    else:
        raise SolverError(
            f"Demand fails in {len(done.unserved_hours)} hours "
            f"({done.unserved_mwh:.3g} MWh) when the blocks are dispatched hour by hour. "
            f"Solve all hours in one: --proof."
        )
    cost = float(hourly.cost @ done.x)
    return Solved(
        problem=problem,
        steps=steps,
        blocks=blocks,
        sized=found,
        hourly=hourly,
        x=done.x,
        gap=(cost - found.objective) / max(abs(cost), 1e-9),
        proven=False,
        seconds=clock.seconds | {"violation": worst_violation(hourly, done.x)},
    )


def shapes(problem: Problem, steps: Steps, hourly: LinearProgram) -> dict[str, Array]:
    """Return what decisions are in each hour over their mean in its block.

    Requests served follow the requests that come.
    """
    serving = problem.serving
    if serving is None:
        return {}
    mean = steps.spread(steps.mean(serving.requests_per_h))
    ratio = serving.requests_per_h / np.maximum(mean, 1e-300)
    desks = hourly.columns["served_m_per_h"].labels["desk"]
    rows = [serving.origins.index(desk.split(">")[0]) for desk in desks]
    return {"served_m_per_h": ratio[rows]}


def _proof(problem: Problem, settings: Settings) -> Solved:
    clock = _Clock()
    steps = every(1, problem.hours)
    lp = matrices(build(problem))
    clock.tick("build")
    found = solve(lp, settings.method, max(settings.tolerance, PROOF_TOLERANCE))
    clock.tick("size")
    return Solved(
        problem=problem,
        steps=steps,
        blocks=lp,
        sized=found,
        hourly=lp,
        x=found.x,
        gap=found.gap,
        proven=True,
        seconds=clock.seconds,
    )


class _Clock:
    """Seconds by what they were spent on."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def tick(self, what: str) -> None:
        """Add the time since the last tick."""
        now = time.perf_counter()
        self.seconds[what] = self.seconds.get(what, 0.0) + now - self._last
        self._last = now
