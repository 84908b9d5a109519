"""Make whole what a plan must not split: units of plants, and the place of a run.

The relaxed optimum says where to look: unit counts next to it are tried one plant at a
time, and a run goes where and when the marginal prices of the optimum make it cheapest.
What this costs over the relaxed optimum is the gap that the answer states.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import NoPlanError
from wattlas.planning.problem import Chip, Training
from wattlas.planning.solve import InfeasibleProgramError
from wattlas.planning.solve.stages import Sized, Sizing
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NEARLY_WHOLE = 1e-3
CLOSE = 1e-3
"""Cost over the relaxed optimum, a lower bound, below which no other plan is tried."""


def whole(relaxed: Sized, sizing: Sizing) -> Sized:
    """Return the best plan found whose units and runs are whole."""
    return _whole_units(_whole_run(relaxed, sizing), sizing)


def _whole_run(relaxed: Sized, sizing: Sizing) -> Sized:
    training = relaxed.problem.training
    if training is None:
        return relaxed
    if training.pausable:
        return _in_one_place(relaxed, training, sizing)
    best: Sized | None = None
    prices, seen = relaxed, set()
    for _ in range(2):
        site, chip, start = cheapest_run(prices, training)
        if (site, chip.key, start) in seen:
            break
        seen.add((site, chip.key, start))
        run = relaxed.variant.running(site, chip, profile_of(training, chip, start))
        prices = sizing(run, relaxed.steps)
        if best is None or prices.objective_k < best.objective_k:
            best = prices
    return best or relaxed


def _in_one_place(relaxed: Sized, training: Training, sizing: Sizing) -> Sized:
    shares = relaxed.values("training_share")
    if len(shares) == 1:
        return relaxed
    runs = [(s, c) for s in training.sites for c in training.chips]
    variant = relaxed.variant
    order = np.argsort(-shares)[:2]
    places = [variant.at_one_place(*runs[i]) for i in order]
    found = _first_close(relaxed, places, sizing)
    if found is None:
        raise InfeasibleProgramError
    return found


def cheapest_run(prices: Sized, training: Training) -> tuple[str, Chip, int]:
    """Return place, chip and start of the run that marginal prices make cheapest."""
    marginal = prices.hourly_dual("it_load")
    sites = prices.problem.sites
    best: tuple[float, str, Chip, int] | None = None
    for site in training.sites:
        row = np.concatenate([[0.0], np.cumsum(marginal[sites.index(site)])])
        for chip in training.chips:
            count = training.chips_at_once(chip)
            hours = chip.chip_hours / count
            if not training.runs_on(chip):
                continue
            starts = _starts(training, hours)
            power_k = count * chip.it_energy_kwh / chip.chip_hours / 1e3
            spent = power_k * (row[starts + ceil(hours - 1e-9)] - row[starts])
            cost = spent + chip.chip_hours * chip.chip_hour_cost / 1e3
            i = int(np.argmin(cost))
            if best is None or cost[i] < best[0]:
                best = (float(cost[i]), site, chip, int(starts[i]))
    if best is None:
        raise NoPlanError("Training has no place where it may run.")
    return best[1:]


def profile_of(training: Training, chip: Chip, start: int) -> Array:
    """Return the chips that run in each hour, from a start without a pause."""
    count = training.chips_at_once(chip)
    hours = chip.chip_hours / count
    profile = np.zeros(training.hours)
    profile[start : start + int(hours)] = count
    rest = hours - int(hours)
    if rest > 1e-9:
        profile[start + int(hours)] = count * rest
    return profile


def _starts(training: Training, hours: float) -> NDArray[np.int64]:
    last = training.deadline - ceil(hours - 1e-9)
    return np.arange(training.start, max(last, training.start) + 1)


def _whole_units(relaxed: Sized, sizing: Sizing) -> Sized:
    best = relaxed
    for plant in relaxed.problem.plants:
        if plant.unit_kw <= 0:
            continue
        best = _best_count(best, plant.key, sizing)
    return best


def _best_count(plan: Sized, key: str, sizing: Sizing) -> Sized:
    """Return the plan with the better of the two whole counts beside a plant's size."""
    plants = plan.problem.plants
    i = [p.key for p in plants].index(key)
    plant = plants[i]
    units = float(plan.values("capacity_mw")[i]) * 1e3 / plant.unit_kw
    if abs(units - round(units)) < NEARLY_WHOLE:
        return plan
    counts = sorted((int(units), int(units) + 1), key=lambda n: abs(n - units))
    sizes = [n * plant.unit_kw for n in counts]
    sizes = [kw for kw in sizes if plant.min_kw <= kw <= plant.max_kw]
    found = _first_close(
        plan, [plan.variant.with_sizes({key: (s, s)}) for s in sizes], sizing
    )
    if found is None:
        raise InfeasibleProgramError
    return found


def _first_close(
    relaxed: Sized, variants: Iterable[Variant], sizing: Sizing
) -> Sized | None:
    """Return the first plan that costs hardly more than the relaxed one, or the best.

    None where no variant has a plan.
    """
    best: Sized | None = None
    for variant in variants:
        try:
            plan = sizing(variant, relaxed.steps)
        except InfeasibleProgramError:
            continue
        if best is None or plan.objective_k < best.objective_k:
            best = plan
        if plan.objective_k - relaxed.objective_k <= CLOSE * abs(relaxed.objective_k):
            break
    return best
