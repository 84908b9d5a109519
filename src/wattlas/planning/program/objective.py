"""What the plan makes small: cost, carbon, water, or a weighted sum of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program.certificates import certificate_cost_k
from wattlas.planning.program.charges import charges_k
from wattlas.planning.program.flexibility import flexibility_cost_k
from wattlas.planning.program.frame import Frame
from wattlas.planning.program.heat import heat_cost_k
from wattlas.planning.program.limits import carbon_t, water_m3
from wattlas.planning.supply import VIRTUAL

with needs_extra("A plan", "plan"):
    pass

if TYPE_CHECKING:
    import linopy


def add_objective(m: linopy.Model, f: Frame) -> None:
    """Make cost, carbon and water small, by their weights. [thousands of money]

    ``min cost_weight * cost + carbon_weight * carbon + water_weight * water + tie``

    Of plans that cost the same, that with the fewest chips is taken, then that at home.
    """
    limits = f.problem.limits
    total = limits.cost_weight * cost_k(m, f)
    if f.desks:
        total = total + (f.tie_k * m["serving_chips_k"]).sum()
    if limits.carbon_weight_per_kg:
        total = total + limits.carbon_weight_per_kg * carbon_t(m, f)
    if limits.water_weight_per_l:
        total = total + limits.water_weight_per_l * water_m3(m, f)
    m.add_objective(total)


def cost_k(m: linopy.Model, f: Frame) -> Any:
    """Return the cost of the plan with priced carbon and water. [thousands]

    ``cost = grid + plants + stores + chips + flexibility + heat +
    certificates + carbon_price * carbon + water_price * water``
    """
    parts: tuple[tuple[bool, Callable[[linopy.Model, Frame], Any]], ...] = (
        (bool(len(f.plant)), plant_cost_k),
        (bool(len(f.store)), store_cost_k),
        (bool(f.desks or f.runs), chip_cost_k),
        (bool(len(f.shed) or len(f.offer)), flexibility_cost_k),
        (bool(f.problem.heat), heat_cost_k),
        (f.certified is not None, certificate_cost_k),
    )
    total = grid_cost_k(m, f)
    for there, cost_of in parts:
        if there:
            total = total + cost_of(m, f)
    if f.problem.limits.carbon_price_per_kg:
        total = total + f.problem.limits.carbon_price_per_kg * carbon_t(m, f)
    if f.problem.limits.water_price_per_l:
        total = total + f.problem.limits.water_price_per_l * water_m3(m, f)
    return total


def grid_cost_k(m: linopy.Model, f: Frame) -> Any:
    """Return energy from the grid and what bills charge beside, less sales. [thousands]

    ``sum(price * import) + charges - sum(export_price * export)``
    """
    price = f.of_grid("price_per_kwh")
    total = (price * m["import_mw"]).sum() + charges_k(m, f)
    if f.exporting:
        price = f.of_grid("export_price_per_kwh").sel(site=f.exporting)
        total = total - (price * m["export_mw"]).sum()
    return total


def plant_cost_k(m: linopy.Model, f: Frame) -> Any:
    """Return what plants and contracts cost, less what they sell. [thousands]

    ``sum(years * annual_cost * capacity) + sum(energy_cost * output) +
    sum(delivery_cost * (off-site output - sold)) - sum(sale_price * sold)``

    Delivery is paid on what is delivered. A virtual contract sells all its output.
    """
    plants = f.problem.plants
    energy = [
        p.delivered_cost_per_kwh
        - np.asarray(p.sale_price_per_kwh) * (p.node == VIRTUAL)
        for p in plants
    ]
    yearly = f.of_plant("annual_cost_per_kw") * f.problem.years
    total = (yearly * m["capacity_mw"]).sum()
    total = total + (f.series(f.plant, energy) * m["output_mw"]).sum()
    if f.selling:
        sale = f.hours_of_plant("sale_price_per_kwh") + f.of_plant(
            "delivery_cost_per_kwh"
        )
        total = total - (sale.sel(plant=f.selling) * m["sold_mw"]).sum()
    return total


def store_cost_k(m: linopy.Model, f: Frame) -> Any:
    """Return what batteries cost. [thousands]

    ``sum(years * (cost_per_kw * power + cost_per_kwh * energy))``
    """
    power = f.of_store("annual_cost_per_kw") * f.problem.years
    energy = f.of_store("annual_cost_per_kwh") * f.problem.years
    return (power * m["store_mw"]).sum() + (energy * m["store_mwh"]).sum()


def chip_cost_k(m: linopy.Model, f: Frame) -> Any:
    """Return what chips cost while they are held, running or waiting. [thousands]

    ``sum(chip_hour_cost * serving_chips) +
    sum(chip_hour_cost * (taken - returned))``
    """
    total: Any = 0.0
    if f.desks:
        cost = f.of_hall("chip_hour_cost", float(f.problem.hours))
        total = total + (cost * m["serving_chips_k"]).sum()
    if f.runs:
        hourly = f.of_run([c.chip_hour_cost for _, c in f.runs])
        held = m["taken_k"] - m["returned_k"]
        total = total + (hourly * held).sum()
    return total
