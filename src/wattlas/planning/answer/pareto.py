"""The front of cost against carbon: what each tonne less costs more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError
from wattlas.planning.alike import steps_of
from wattlas.planning.answer.figures import figures
from wattlas.planning.problem import Problem
from wattlas.planning.stages import Settings, Sized, size
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NO_CAP_KG = 1e18
FEWEST = 2
TRACE = 1e-2
"""Weight of the cost in the search for the least carbon, both over their totals."""
CLOSE = 1e-3
"""How far above the least carbon the front begins: there the price has no bound."""


@dataclass(frozen=True)
class Point:
    """One plan of the front. [money, kg, L in a year; kW by option]"""

    total_cost: float
    electricity_cost: float
    carbon_kg: float
    water_l: float
    power_kw: dict[str, float]


def pareto(
    problem: Problem,
    count: int,
    settings: Settings,
    say: Callable[[str], None] = lambda _: None,
) -> tuple[Point, ...]:
    """Return plans from the least cost to the least carbon, in even steps of carbon.

    Every point is the least cost at a cap of carbon, sized in blocks; units and runs
    may be split.

    Raises
    ------
    InputError
        If fewer than two points are asked for.
    InfeasibleProgramError
        If no plan meets every demand and limit.
    """
    if count < FEWEST:
        raise InputError(f"A front has at least {FEWEST} points, got {count}.")
    cap = problem.limits.carbon_cap_kg
    own_cap = NO_CAP_KG if cap is None else cap
    variant = Variant.of(problem.limited(carbon_cap_kg=own_cap))
    doubtful = {p.key: (0.0, 0.0) for p in problem.plants if p.chance < 1.0}
    variant = variant.with_sizes(doubtful)
    steps = steps_of(problem, settings.block_hours)

    def capped(t: float) -> Sized:
        high = variant.program.row_high.copy()
        high[variant.program.rows["carbon_cap"].position] = t
        program = variant.program.having(row_high=high)
        return size(Variant(variant.problem, program), steps, settings)

    say(f"Front of cost and carbon: {count} plans ...")
    cheapest = size(variant, steps, settings)
    row = variant.program.matrix[np.ravel(variant.program.rows["carbon_cap"].position)]
    carbon = np.asarray(row.todense()).ravel()
    most = float(carbon @ cheapest.grouped.hourly(cheapest.found.x))
    # A little of the cost beside the carbon: else what is built has no bound.
    traces = TRACE * most / max(abs(cheapest.objective_k), 1e-9)
    mixed = carbon + traces * variant.program.cost
    cleanest = size(variant.costing(mixed), steps, settings)
    least = float(carbon @ cleanest.grouped.hourly(cleanest.found.x)) + CLOSE * most
    caps = np.linspace(most, least, count)[1:]
    return tuple(_point(p) for p in [cheapest, *(capped(float(t)) for t in caps)])


def _point(plan: Sized) -> Point:
    found = figures(plan.variant, plan.grouped.hourly(plan.found.x))
    power: dict[str, float] = {}
    if plan.problem.plants:
        for p, mw in zip(plan.problem.plants, plan.values("capacity_mw"), strict=True):
            power[p.option] = power.get(p.option, 0.0) + float(mw) * 1000.0
    if plan.problem.stores:
        for s, mw in zip(plan.problem.stores, plan.values("store_mw"), strict=True):
            power[s.option] = power.get(s.option, 0.0) + float(mw) * 1000.0
    return Point(
        found.total_cost, found.electricity_cost, found.carbon, found.water, power
    )
