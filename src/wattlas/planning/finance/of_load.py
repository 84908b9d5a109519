"""What the power of the load costs: what is sold and its own cost stand apart."""

from __future__ import annotations

from dataclasses import replace

from wattlas.planning.answer.bills import SOLD, grid_bill
from wattlas.planning.answer.exports import sold_mw
from wattlas.planning.answer.values import Values
from wattlas.planning.finance.lines import (
    REVENUE,
    Lines,
    built_k,
    is_solar,
    yearly_of_plant,
)
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.supply import Plant

NOTHING = 1e-9


def lines_of_load(v: Values, paid: Lines, discount_rate: float) -> Lines:
    """Return what a plan pays without what it sells and what that costs.

    Of a plant's cost the part of its energy that is sold stands apart, as in the
    figures of the year (`exported`).
    """
    capital, yearly = dict(paid.capital), dict(paid.yearly)
    sun_kwh, given = paid.sun_kwh, dict(paid.output_kwh)
    for grid in v.problem.grids:
        yearly[REVENUE] -= grid_bill(v, grid)[SOLD]
    for plant in v.problem.plants:
        share = _sold_share(v, plant)
        if plant.option in capital:
            capital[plant.option] -= share * built_k(v, plant) * THOUSAND
        for kind, money_k in yearly_of_plant(v, plant, discount_rate, share):
            yearly[kind] -= money_k * THOUSAND
        sold_kwh = share * float(v.at("output_mw", plant=plant.key).sum()) * THOUSAND
        given[plant.option] -= sold_kwh
        sun_kwh -= sold_kwh * is_solar(plant.option)
    return replace(
        paid, capital=capital, yearly=yearly, sun_kwh=sun_kwh, output_kwh=given
    )


def _sold_share(v: Values, plant: Plant) -> float:
    output = float(v.at("output_mw", plant=plant.key).sum())
    return float(sold_mw(v, plant).sum()) / max(output, NOTHING)
