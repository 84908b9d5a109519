"""Options that would be built without end, found before anything is solved."""

from __future__ import annotations

import numpy as np

from wattlas.errors import InputError, Message
from wattlas.planning.problem import Problem
from wattlas.planning.supply import BEHIND_METER, UNLIMITED, Plant


def refuse_endless(problem: Problem) -> None:
    """Refuse a plant that may be of any size and sells for more than it costs.

    A kW more of it then always pays: the program has no least cost.

    ``sum(availability * max(sale price - energy cost, 0)) > years * annual cost``

    Raises
    ------
    InputError
        With the pair that causes it, its price and its cost, and what ends it.
    """
    limits = problem.limits
    if limits.cost_weight <= 0 or not limits.only_cost:
        return
    for plant in problem.plants:
        price = _sale_price(problem, plant)
        if price is None or plant.max_kw < UNLIMITED or _is_capped(problem, plant):
            continue
        margin = price - plant.energy_cost_per_kwh
        margin = margin - limits.carbon_price_per_kg * plant.intensity_kgco2e_per_kwh
        low = plant.min_load_share
        earned = low * margin + (1.0 - low) * np.maximum(margin, 0.0)
        yearly = float((plant.availability * earned).sum())
        if yearly > plant.annual_cost_per_kw * problem.years:
            raise InputError(_sentence(problem, plant, price, margin))


def _sale_price(problem: Problem, plant: Plant) -> np.ndarray | None:
    """Return what a plant sells at, None where what it sells is limited."""
    hours = problem.hours
    if plant.node != BEHIND_METER:
        return np.broadcast_to(np.asarray(plant.sale_price_per_kwh, float), hours)
    grid = problem.grid(plant.site)
    if grid is None or grid.export_limit_kw < UNLIMITED:
        return None
    return np.broadcast_to(np.asarray(grid.export_price_per_kwh, float), hours)


def _is_capped(problem: Problem, plant: Plant) -> bool:
    limits = problem.limits
    by_carbon = limits.carbon_cap_kg is not None and plant.intensity_kgco2e_per_kwh > 0
    by_water = limits.water_cap_l is not None and plant.water_l_per_kwh > 0
    by_money = limits.capital_budget is not None and plant.capital_cost_per_kw > 0
    return by_carbon or by_water or by_money


def _sentence(
    problem: Problem, plant: Plant, price: np.ndarray, margin: np.ndarray
) -> Message:
    money = problem.currency
    sold = plant.availability * (margin > 0)
    energy = max(float(sold.sum()), 1e-9)
    brings = float((price * sold).sum()) / energy
    costs = brings - float((margin * sold).sum()) / energy
    costs += plant.annual_cost_per_kw * problem.years / energy
    mend = Message("or an export_price below that")
    if plant.node == BEHIND_METER:
        mend = Message(
            "{site} an export_limit, or the grid an export_price below that",
            site=plant.site,
        )
    return Message(
        "power: {option} at {site} sells at {brings:.3g} {money}/kWh what "
        "costs {costs:.3g} {money}/kWh with its capital, and neither its size "
        "nor what it sells has a limit: the plan would have no end. Give "
        "{option} a max, {mend}.",
        option=plant.option,
        site=plant.site,
        brings=brings,
        money=money,
        costs=costs,
        mend=mend,
    )
