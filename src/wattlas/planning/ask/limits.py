"""The limits and weights of a plan, as a study gives them."""

from __future__ import annotations

from math import inf

from wattlas.errors import InputError
from wattlas.planning.ask.money import Purse, amount
from wattlas.planning.problem import Limits, Matching
from wattlas.study import PlanSection

SMALL = 1e-6


def limits_of(plan: PlanSection, purse: Purse) -> Limits:
    """Return the caps, prices and weights of a plan, in the units of a problem."""
    matching = plan.matching
    weights = _weights(plan)
    return Limits(
        carbon_cap_kg=None if plan.carbon_cap is None else amount(plan, "carbon_cap"),
        carbon_price_per_kg=0.0
        if plan.carbon_price is None
        else purse.given(plan, "carbon_price"),
        water_cap_l=None if plan.water_cap is None else amount(plan, "water_cap"),
        water_price_per_l=0.0
        if plan.water_price is None
        else purse.given(plan, "water_price"),
        matching=Matching(matching.basis, amount(matching, "share", "matching"))
        if matching
        else None,
        capital_budget=None if plan.budget is None else purse.given(plan, "budget"),
        cost_weight=weights.get("cost", SMALL),
        carbon_weight_per_kg=weights.get("carbon", 0.0),
        water_weight_per_l=weights.get("water", 0.0),
    )


def _weights(plan: PlanSection) -> dict[str, float]:
    """Return what a unit of cost [money], carbon [kg] and water [L] counts for.

    A single objective counts alone; cost breaks ties.
    """
    if isinstance(plan.objective, str):
        return {plan.objective: 1.0}
    weights = {str(k): float(v) for k, v in plan.objective.items()}
    if not any(weights.values()) or not all(0 <= w < inf for w in weights.values()):
        shown = ", ".join(f"{name} {weight:g}" for name, weight in weights.items())
        raise InputError(
            "plan: objective needs weights of cost, carbon and water that are >= "
            "0, one of them above 0, got {value}.",
            value=shown or "none",
        )
    return weights
