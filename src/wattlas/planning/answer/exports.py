"""What the plants of a site sell and lose, apart from what its load takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.energy import Exported
from wattlas.planning.answer.values import Values
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.supply import BEHIND_METER, OFF_SITE, VIRTUAL, Plant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NOTHING = 1e-9


def exported(v: Values, site: str) -> Exported:
    """Return what the plants of a site sell, with its revenue, cost and carbon.

    What leaves the site is, in each hour, a part of the output of each plant there in
    proportion to its output.
    """
    leaving = _leaving_share(v, site)
    grid, years = v.problem.grid(site), v.problem.years
    energy = revenue = cost = carbon = water = 0.0
    if grid is not None:
        price = np.asarray(grid.export_price_per_kwh)
        revenue += float((price * v.at("export_mw", site=site)).sum())
    for plant in (p for p in v.problem.plants if p.site == site):
        sold = sold_mw(v, plant, leaving)
        output = float(v.at("output_mw", plant=plant.key).sum())
        share = float(sold.sum()) / max(output, NOTHING)
        size = float(v.at("capacity_mw", plant=plant.key)[0])
        energy += float(sold.sum())
        if plant.node != BEHIND_METER:
            revenue += float((np.asarray(plant.sale_price_per_kwh) * sold).sum())
        cost += share * plant.annual_cost_per_kw * years * size
        cost += plant.energy_cost_per_kwh * float(sold.sum())
        carbon += plant.intensity_kgco2e_per_kwh * float(sold.sum())
        water += plant.water_l_per_kwh * float(sold.sum())
    limits, stress = v.problem.limits, v.problem.water_stress.get(site, 1.0)
    cost += limits.carbon_price_per_kg * carbon
    cost += limits.water_price_per_l * stress * water
    return Exported(*(THOUSAND * x for x in (energy, revenue, cost, carbon, water)))


def sold_mw(v: Values, plant: Plant, leaving: Array | None = None) -> Array:
    """Return what a plant sells in each hour. [MW]"""
    if plant.node == OFF_SITE:
        return v.at("sold_mw", plant=plant.key)
    output = v.at("output_mw", plant=plant.key)
    if plant.node == VIRTUAL:
        return output
    share = _leaving_share(v, plant.site) if leaving is None else leaving
    return np.asarray(output * share)


def curtailed_kwh(v: Values, site: str) -> float:
    """Return what sun, wind and contracts could have given, and what is thrown away."""
    lost = float(v.at("spilt_mw", site=site).sum())
    for plant in (p for p in v.problem.plants if p.site == site and not p.dispatchable):
        size = float(v.at("capacity_mw", plant=plant.key)[0])
        output = float(v.at("output_mw", plant=plant.key).sum())
        lost += max(size * plant.yield_kwh_per_kw - output, 0.0)
    return lost * THOUSAND


def _leaving_share(v: Values, site: str) -> Array:
    """Return which share of the output at a site leaves it in each hour. [1]"""
    here = [p for p in v.problem.plants if p.site == site and p.node == BEHIND_METER]
    output = sum((v.at("output_mw", plant=p.key) for p in here), np.zeros(1))
    return np.asarray(v.at("export_mw", site=site) / np.maximum(output, NOTHING))
