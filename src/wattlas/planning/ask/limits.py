"""The limits and weights of a plan, as a study gives them."""

from __future__ import annotations

from math import inf

from wattlas.errors import InputError
from wattlas.parameters.plans import MatchingSection
from wattlas.planning.ask.money import Purse, amount
from wattlas.planning.problem import Limits, Matching
from wattlas.study import PlanSection

SMALL = 1e-6


def limits_of(plan: PlanSection, purse: Purse, year: int) -> Limits:
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
        matching=matching_in(matching, year, purse),
        capital_budget=None if plan.budget is None else purse.given(plan, "budget"),
        cost_weight=weights.get("cost", SMALL),
        carbon_weight_per_kg=weights.get("carbon", 0.0),
        water_weight_per_l=weights.get("water", 0.0),
    )


def matching_in(
    section: MatchingSection | None, year: int, purse: Purse
) -> Matching | None:
    """Return the matching that must hold in a year; None before its start.

    Raises
    ------
    InputError
        If certificates have a share and no price.
    """
    if section is None or (section.start is not None and year < section.start):
        return None
    price, most = None, 1.0
    if section.certificate_price is not None:
        price = purse.given(section, "certificate_price", "matching")
    if section.certificate_share is not None:
        if price is None:
            raise InputError(
                "plan.matching: certificate_share says how many certificates may be "
                "bought, and not at what price: give certificate_price, such as 4 "
                "USD/MWh."
            )
        most = amount(section, "certificate_share", "matching")
    return Matching(
        section.basis,
        amount(section, "share", "matching"),
        price,
        most,
        section.count_grid,
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
