"""The fronts of cost against carbon and water: what a tonne or m3 less costs more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError, Message
from wattlas.planning.answer.alternatives import Point
from wattlas.planning.answer.burdens import CAPS, burden, capped, with_burdens
from wattlas.planning.answer.figures import figures
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve.stages import Settings, Sized, size
from wattlas.planning.solve.time_clustering import steps_of
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FEWEST = 2
TRACE = 1e-2
"""Weight of the cost in the search for the least burden, both over their totals."""


def pareto(
    variant: Variant,
    count: int,
    settings: Settings,
    say: Callable[[Message], None] = lambda _: None,
) -> dict[str, tuple[Point, ...]]:
    """Return for carbon and water the plans from the least cost to the least of it.

    Every point is the least cost at a cap, in even steps, sized in blocks; units and
    runs may be split. A burden that nothing has is left out.

    Raises
    ------
    InputError
        If fewer than two points are asked for.
    InfeasibleProgramError
        If no plan meets every demand and limit.
    """
    check_count(count)
    problem = variant.problem
    doubtful = {p.key: (0.0, 0.0) for p in problem.plants if p.chance < 1.0}
    variant = with_burdens(variant).with_sizes(doubtful)
    steps = steps_of(problem, settings.block_hours)
    cheapest = size(variant, steps, settings)
    return {
        of: _front(cheapest, of, count, settings, say)
        for of in CAPS
        if np.any(burden(variant, of))
    }


def check_count(count: int) -> None:
    """Raise InputError where so many points are no front."""
    if count < FEWEST:
        raise InputError(
            "A front has at least {fewest} points, got {count}.",
            fewest=FEWEST,
            count=count,
        )


def _front(
    cheapest: Sized,
    of: str,
    count: int,
    settings: Settings,
    say: Callable[[Message], None],
) -> tuple[Point, ...]:
    say(
        Message(
            "Front of cost and {of}: {count} plans ...", of=Message(of), count=count
        )
    )
    variant, steps = cheapest.variant, cheapest.steps
    row = burden(variant, of)
    last = _least(cheapest, row, settings)
    plans = [cheapest]
    for cap in np.linspace(_amount(cheapest, row), _amount(last, row), count)[1:-1]:
        plans.append(size(capped(variant, CAPS[of], float(cap)), steps, settings))
    water = burden(variant, "water")
    return tuple(_point(p, water) for p in (*plans, last))


def _least(cheapest: Sized, row: Array, settings: Settings) -> Sized:
    """Return the plan of the least burden, at hardly any weight of its cost.

    Nearer to the least of all the price has no bound, and no solver ends well.
    """
    trace = TRACE * _amount(cheapest, row) / max(abs(cheapest.objective_k), 1e-9)
    variant: Variant = cheapest.variant
    mixed = variant.costing(row + trace * variant.program.cost)
    found = size(mixed, cheapest.steps, settings)
    return Sized(variant, found.steps, found.grouped, found.found, found.seconds)


def _amount(plan: Sized, row: Array) -> float:
    return float(row @ plan.grouped.hourly(plan.found.x))


def _point(plan: Sized, water: Array) -> Point:
    found = figures(plan.variant, plan.grouped.hourly(plan.found.x))
    power: dict[str, float] = {}
    sizes: list[tuple[str, float]] = []
    if plan.problem.plants:
        plants = (p.option for p in plan.problem.plants)
        sizes += zip(plants, plan.values("capacity_mw").tolist(), strict=True)
    if plan.problem.stores:
        stores = (s.option for s in plan.problem.stores)
        sizes += zip(stores, plan.values("store_mw").tolist(), strict=True)
    for option, mw in sizes:
        power[option] = power.get(option, 0.0) + mw * THOUSAND
    return Point(
        total_cost=found.total_cost,
        electricity_cost=found.electricity_cost,
        carbon_kg=found.carbon,
        water_l=found.water,
        weighted_water_l=_amount(plan, water) * THOUSAND,
        power_kw=power,
    )
