"""What one more is worth: shadow prices of limits, and the break-even of options.

All comes from the duals of the sizing program. A contract that is not bought would
enter at the price at which its yearly cost equals the value of its hours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.alternatives import BreakEven, Shadow
from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve.stages import Sized
from wattlas.planning.supply import OFF_SITE, Plant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BINDS = 1e-3
"""Share of the dearest hour's shadow price above which an hour counts as binding."""
ABSENT = 1e-3
"""Share of the largest size up to which an option counts as not built."""
OWN_ROWS = (
    "within_capacity",
    "minimum_load",
    "ramp_up",
    "ramp_down",
    "export_from_plants",
    "sale_within_output",
)
"""Rows that belong to a plant's own size: its value is what it would earn without.

Their duals are not unique where nothing is built; what is sold is counted apart.
"""


def shadow_prices(plan: Sized) -> list[Shadow]:
    """Return the worth of one more of every limit that binds, dearest first."""
    found = list(_connections(plan))
    years = max(plan.problem.years, 1e-9)
    for name, unit in (
        ("carbon_cap", "tCO2e"),
        ("water_cap", "m3"),
        ("chips_held_at_most", "thousand chips"),
        ("capital_budget", "thousand of capital"),
    ):
        if name in plan.grouped.program.rows:
            worth = -float(plan.dual(name).sum()) * THOUSAND / years
            found.append(Shadow(name, "", unit, worth))
    for name in ("matching_hourly", "matching_monthly", "matching_annual"):
        if name in plan.grouped.program.rows:
            found.append(_matching(plan, name))
    largest = max((abs(s.value) for s in found), default=0.0)
    kept = [s for s in found if abs(s.value) > 1e-6 * max(largest, 1.0)]
    return sorted(kept, key=lambda s: -s.value)


def marginal_prices(plan: Sized) -> dict[str, float]:
    """Return what one more kWh for the servers costs at each site, as they draw it.

    Hours without load count nothing: their duals may be any below the price. A site
    that never draws has none.
    """
    prices, load = plan.dual("it_load"), plan.values("it_mw") * plan.steps.length_h
    prices = prices / plan.steps.length_h
    return {
        site: float(prices[i] @ load[i] / load[i].sum())
        for i, site in enumerate(plan.problem.sites)
        if load[i].sum() > 0
    }


def break_evens(plan: Sized, built_kw: dict[str, float]) -> list[BreakEven]:
    """Return the break-even of every option that the plan does not build.

    `built_kw` is the size of every plant and store in the plan.
    """
    values = values_per_kw(plan)
    absent = absent_plants(plan.problem, built_kw)
    return [_break_even(p, values[p.key]) for p in absent]


def absent_plants(problem: Problem, built_kw: dict[str, float]) -> list[Plant]:
    """Return the plants and contracts of a problem that a plan does not build."""
    least = ABSENT * max(built_kw.values(), default=0.0)
    return [p for p in problem.plants if built_kw.get(p.key, 0.0) <= least]


def _break_even(plant: Plant, worth: float) -> BreakEven:
    yields = max(plant.yield_kwh_per_kw, 1e-9)
    energy = plant.delivered_cost_per_kwh
    return BreakEven(
        key=plant.key,
        option=plant.option,
        site=plant.site,
        price_now=plant.annual_cost_per_kw / yields + energy,
        price=worth / yields + energy,
        annual_now=plant.annual_cost_per_kw,
        annual=worth,
        chance=plant.chance,
    )


def values_per_kw(plan: Sized) -> dict[str, float]:
    """Return what the hours of a kW of each plant are worth in a year, net of energy.

    ``value = sum(availability * (m * margin + (1 - m) * max(margin, 0)))``

    with the minimum load m: below it the plant runs also at a loss. What it gives may
    be sold. Where capital is short, what its own capital would save elsewhere is taken
    off.
    """
    if not plan.problem.plants:
        return {}
    program = plan.grouped.program
    rows = [np.ravel(program.rows[n].position) for n in OWN_ROWS if n in program.rows]
    dual = plan.found.dual.copy()
    dual[np.concatenate(rows)] = 0.0
    worth = program.matrix.T @ dual
    margin = worth - program.cost
    output = program.columns["output_mw"].position
    outlets = _outlets(plan, margin)
    capital = worth[program.columns["capacity_mw"].position]
    length = plan.steps.length_h
    values = {}
    for i, p in enumerate(plan.problem.plants):
        available = plan.steps.mean(np.asarray(p.availability, float))
        hourly = (margin[output[i]] + outlets(p)) / length
        low = p.min_load_share
        earned = low * hourly + (1.0 - low) * np.maximum(hourly, 0.0)
        yearly = float((available * length * earned).sum() + capital[i])
        values[p.key] = yearly / plan.problem.years
    return values


def _outlets(plan: Sized, margin: Array) -> Callable[[Plant], Array]:
    """Return what a kW of a plant gains in each step where it need not stay here.

    It may be exported or thrown away at the site, or sold at a node of its own.
    """
    columns = plan.grouped.program.columns

    def gained(plant: Plant) -> Array:
        gain = np.zeros(plan.steps.count)
        ways = (("export_mw", "site"), ("spilt_mw", "site"))
        for name, of in (("sold_mw", "plant"),) if plant.node == OFF_SITE else ways:
            label = plant.key if of == "plant" else plant.site
            if name in columns and label in columns[name].labels[of]:
                gain = np.maximum(gain, margin[columns[name].at(**{of: label})])
        return gain

    return gained


def _connections(plan: Sized) -> list[Shadow]:
    block = plan.grouped.program.rows.get("connection_limit")
    if block is None:
        return []
    duals = -plan.dual("connection_limit")
    axis = block.dims.index("site")
    found = []
    for i, site in enumerate(block.labels["site"]):
        mine = np.take(duals, i, axis=axis)
        top = float(mine.max(initial=0.0))
        binding = mine > BINDS * top if top > 1e-9 else np.zeros(len(mine), bool)
        hours = int(plan.steps.length_h[binding].sum())
        worth = float(mine.sum()) * THOUSAND / plan.problem.years
        found.append(Shadow("connection_limit", str(site), "MW", worth, hours))
    return found


def _matching(plan: Sized, name: str) -> Shadow:
    """Return what one percentage point less of matching would save."""
    used_mwh = sum(
        float((plan.problem.pue[s] * load).sum())
        for s, load in zip(
            plan.problem.sites,
            plan.grouped.hourly(plan.found.x)[_it(plan)],
            strict=True,
        )
    )
    dual = float(np.abs(plan.dual(name)).mean())
    worth = dual * used_mwh / 100.0 * THOUSAND / plan.problem.years
    return Shadow(name, "", "percentage point", worth)


def _it(plan: Sized) -> NDArray[np.int64]:
    return plan.hourly.columns["it_mw"].position
