"""Solve a problem in two stages, or all hours in one as the proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import SolverError
from wattlas.planning.answer.parts import ENOUGH, FINAL_H
from wattlas.planning.limit_violations import missed, shortfall
from wattlas.planning.problem import Problem
from wattlas.planning.solve import (
    TOLERANCE,
    InfeasibleProgramError,
    LinearProgram,
    Solution,
    Within,
    solve,
)
from wattlas.planning.solve.aggregate import Blocked, blocked
from wattlas.planning.solve.blocks import EXPLORING_H, Steps
from wattlas.planning.solve.dispatch import dispatch, row_prices
from wattlas.planning.solve.memory import release
from wattlas.planning.solve.ramps import without_idle_ramps
from wattlas.planning.solve.routing import (
    ROUTED,
    routing_steps,
    shapes_of,
    with_sites,
)
from wattlas.planning.solve.runner import Run, on_threads
from wattlas.planning.solve.time_clustering import steps_of
from wattlas.planning.solve.timing import Stopwatch, add_seconds
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Indices

ROUNDS = 3
"""How often blocks are split where demand failed at their hours."""
REPAIRS = 3
"""How often a plan is sized again whose hours miss a limit of the year."""
PROOF_TOLERANCE = 1e-4
HOURS_MET = 1e-6
"""Violation of rows over the largest bound where no dispatch follows."""
DISPATCHED_AT_MW = 100.0
"""Mean load to which weeks are scaled, for HiGHS' tolerances are absolute."""


@dataclass(frozen=True)
class Settings:
    """How a problem is solved: blocks, method, tolerance, and what runs the weeks."""

    block_hours: int = EXPLORING_H
    method: str = "auto"
    tolerance: float = TOLERANCE
    run: Run = on_threads

    @property
    def proof(self) -> bool:
        """Whether all hours are solved in one program."""
        return self.block_hours == 1

    @property
    def within(self) -> Within:
        """How near its optimum and its rows a program is solved."""
        if self.proof:
            return Within(max(self.tolerance, PROOF_TOLERANCE), HOURS_MET)
        return Within(self.tolerance)


@dataclass(frozen=True)
class Sized:
    """The optimum of a problem in blocks, and the program of all its hours."""

    variant: Variant
    steps: Steps
    grouped: Blocked
    found: Solution
    seconds: dict[str, float]

    @property
    def problem(self) -> Problem:
        """The problem that was solved."""
        return self.variant.problem

    @property
    def hourly(self) -> LinearProgram:
        """The program of all hours."""
        return self.variant.program

    @property
    def objective_k(self) -> float:
        """The objective in blocks. [thousands of money]"""
        return self.found.objective

    def values(self, name: str) -> Array:
        """Return the values of a decision in blocks, in its dimensions."""
        return np.asarray(self.found.x[self.grouped.program.columns[name].position])

    def dual(self, name: str) -> Array:
        """Return the duals of a constraint in blocks, in its dimensions."""
        return np.asarray(self.found.dual[self.grouped.program.rows[name].position])

    def hourly_dual(self, name: str) -> Array:
        """Return the duals of a constraint with time, for one more in an hour."""
        return self.steps.spread(self.dual(name) / self.steps.length_h)


@dataclass(frozen=True)
class Solved:
    """An optimum: values at every hour in the columns of the hourly program.

    `gap` is the cost at every hour over that of the blocks, less one; in a proof it is
    the distance to the dual bound. `relaxed_k` is the objective with units and runs
    that may be split.
    """

    sized: Sized
    x: Array
    gap: float
    proven: bool
    seconds: dict[str, float]
    relaxed_k: float

    @property
    def problem(self) -> Problem:
        """The problem that was solved."""
        return self.sized.problem

    @property
    def hourly(self) -> LinearProgram:
        """The program of all hours."""
        return self.sized.hourly

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


Sizing = Callable[[Variant, Steps], Sized]
Whole = Callable[[Sized, Sizing], Sized]


def size(variant: Variant, steps: Steps, settings: Settings) -> Sized:
    """Return the optimum of a variant in steps.

    Raises
    ------
    InfeasibleProgramError
        If no plan meets every demand and limit.
    SolverError
        If the optimum is not reached within the tolerance.
    """
    clock = Stopwatch()
    grouped = without_idle_ramps(_grouped(variant, steps), variant.problem, steps)
    release(variant.program.matrix.shape[0])
    clock.tick("group")
    found = solve(grouped.program, settings.method, settings.within)
    clock.tick("size")
    return Sized(variant, steps, grouped, found, clock.seconds)


def _grouped(variant: Variant, steps: Steps) -> Blocked:
    """Return the program of a variant in steps; with many sites requests in longer."""
    problem = variant.problem
    routing = routing_steps(problem, steps)
    longer = {} if routing is steps else dict.fromkeys(ROUTED, routing)
    found = blocked(variant.program, steps, shapes_of(problem, routing), longer)
    if not longer:
        return found
    return replace(found, program=with_sites(problem, found.program))


def solved(variant: Variant, settings: Settings, whole: Whole | None = None) -> Solved:
    """Return the optimum of a variant: sized in blocks, then dispatched every hour.

    `whole` makes whole what must not be split: units, and the place of a run. Where the
    hours miss a limit of the year that the blocks kept, the plan is sized again with
    what they missed added to it. Where that cannot be, or a week has no dispatch, it is
    sized in shorter blocks.

    Raises
    ------
    InfeasibleProgramError
        If no plan meets every demand and limit.
    SolverError
        If an optimum is not reached within its tolerance.
    """
    try:
        return _repaired(variant, settings, whole)
    except SolverError:
        if settings.proof:
            raise
        return solved(variant, _finer(settings), whole)


def _repaired(variant: Variant, settings: Settings, whole: Whole | None) -> Solved:
    """Return the optimum, sized again where the hours miss a limit of the year."""
    first = found = _solved_once(variant, settings, whole)
    tighter = variant
    for _ in range(REPAIRS):
        if found.proven or missed(variant, found.x) <= ENOUGH:
            break
        tighter = tighter.tightened(shortfall(variant, found.x))
        try:
            found = _solved_once(tighter, settings, whole)
        except (InfeasibleProgramError, SolverError):
            found = solved(variant, _finer(settings), whole)
            break
    return found if found is first else _told(found, first)


def _finer(settings: Settings) -> Settings:
    """Return shorter blocks: those of a final plan, then every hour."""
    length = FINAL_H if settings.block_hours > FINAL_H else 1
    return replace(settings, block_hours=length)


def _told(found: Solved, first: Solved) -> Solved:
    """Return a plan that was sized again, its gap that to the blocks of the first."""
    seconds = dict(first.seconds)
    add_seconds(seconds, found.seconds)
    if found.proven:
        return replace(found, seconds=seconds)
    cost = found.objective_k
    gap = (cost - first.sized.objective_k) / max(abs(cost), 1e-9)
    return replace(found, seconds=seconds, gap=gap)


def _solved_once(variant: Variant, settings: Settings, whole: Whole | None) -> Solved:
    """Return the optimum in blocks, split where demand fails at their hours."""
    steps = steps_of(variant.problem, settings.block_hours)
    seconds: dict[str, float] = {}
    for _ in range(ROUNDS):
        relaxed = size(variant, steps, settings)
        final = relaxed
        if whole is not None:
            final = whole(relaxed, lambda v, s: size(v, s, settings))
        for stage in (relaxed, final) if final is not relaxed else (relaxed,):
            add_seconds(seconds, stage.seconds)
        if settings.proof:
            x = final.grouped.hourly(final.found.x)
            gap = final.found.gap
            return Solved(final, x, gap, True, seconds, relaxed.objective_k)
        clock = Stopwatch()
        x, failed = _dispatched(final, settings.run)
        clock.tick("dispatch")
        add_seconds(seconds, clock.seconds)
        if not len(failed):
            break
        steps = steps.split(np.unique(steps.step_of_hour[failed]))
    else:
        raise SolverError(
            "Demand fails in {failed_count} hours when blocks are dispatched hour by "
            "hour. Solve all hours in one: --proof.",
            failed_count=len(failed),
        )
    cost = float(final.hourly.cost @ x)
    gap = (cost - final.objective_k) / max(abs(cost), 1e-9)
    return Solved(final, x, gap, False, seconds, relaxed.objective_k)


def mean_load_mw(problem: Problem) -> float:
    """Return the mean IT load of a problem. [MW]"""
    energy_kwh = sum(float(load.sum()) for load in problem.base_it_kw.values())
    energy_kwh += sum(
        float(next(iter(load.it_kw.values())).sum()) for load in problem.placed
    )
    if problem.serving is not None:
        chip = problem.serving.chips[0]
        energy_kwh += float(problem.serving.requests_per_h.sum()) * chip.it_energy_kwh
    if problem.training is not None:
        energy_kwh += problem.training.chips[0].it_energy_kwh
    return energy_kwh / problem.hours / 1000.0


def _dispatched(final: Sized, run: Run) -> tuple[Array, Indices]:
    """Return the flows at every hour, and the hours in which demand fails."""
    factor = DISPATCHED_AT_MW / max(mean_load_mw(final.problem), 1e-9)
    planned = final.grouped.hourly(final.found.x) * factor
    prices = row_prices(final.grouped.program, final.found.dual, final.hourly)
    done = dispatch(final.hourly.scaled(factor), planned, prices, run)
    return done.x / factor, done.unserved_hours
