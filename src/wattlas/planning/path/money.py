"""The money of a path by the figure that each part of it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from wattlas.draws import draw, interval
from wattlas.parameters.drawing import SEED
from wattlas.planning.answer.bills import grid_bill
from wattlas.planning.answer.exports import sold_mw
from wattlas.planning.answer.flexible import flexible_costs
from wattlas.planning.answer.heat import heat_costs
from wattlas.planning.answer.scores import certificate_costs
from wattlas.planning.answer.values import Values
from wattlas.planning.ask import Asked
from wattlas.planning.ask.option import annuity
from wattlas.planning.finance.terms import real_discount_rate
from wattlas.planning.path.joint import Year
from wattlas.planning.path.years import WAITING, is_contract
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.scenarios.sampling import drawing
from wattlas.planning.supply import OFF_SITE, Plant, Store
from wattlas.records import Range
from wattlas.study import PlanSection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DRAWS = 400
Parts = Mapping[str, float]
"""Money by the label of the input that it is proportional to; "" for no input."""


def running(asked: Asked, year: Year, x: Array) -> Parts:
    """Return what a year pays beside capital, by figure, sales below nought. [money]"""
    v = Values(year.variant, x)
    found: dict[str, float] = defaultdict(float)
    for label, money in _running(asked, year, v):
        found[label] += money / year.problem.years
    return found


def _running(asked: Asked, year: Year, v: Values) -> Iterator[tuple[str, float]]:
    for grid in v.problem.grids:
        bill = grid_bill(v, grid)
        yield "", bill.pop("sold")
        yield f"price_per_kwh@{grid.site}", sum(bill.values())
    for plant in (p for p in v.problem.plants if p.option != WAITING):
        yield from _of_plant(asked, v, plant)
    for store in v.problem.stores:
        place = _place(asked, store)
        power, energy = _sizes(v, store)
        yearly = store.annual_cost_per_kw * power + store.annual_cost_per_kwh * energy
        built = store.capital_cost_per_kw * power + store.capital_cost_per_kwh * energy
        fixed = yearly - built * annuity(_rate(asked), store.life_years)
        yield f"fixed_cost_per_kw_year@{place}", fixed * v.problem.years
    yield "", sum(certificate_costs(v).values())
    for site in v.problem.sites:
        yield "", sum(flexible_costs(v, site).values())
        yield "", sum(heat_costs(v, site).values())
    price = v.problem.limits.carbon_price_per_kg
    if price:
        yield "", price * _carbon_kg(v)


def _of_plant(asked: Asked, v: Values, plant: Plant) -> Iterator[tuple[str, float]]:
    place, (size, _) = _place(asked, plant), _sizes(v, plant)
    output = v.at("output_mw", plant=plant.key) * THOUSAND
    sold = sold_mw(v, plant) * THOUSAND
    built = plant.capital_cost_per_kw * annuity(_rate(asked), plant.life_years)
    rest = (plant.annual_cost_per_kw - built) * size * v.problem.years
    name = "price_per_kwh" if is_contract(plant) else "fixed_cost_per_kw_year"
    yield f"{name}@{place}", rest
    energy = float(output.sum())
    fuel = plant.fuel_cost_per_kwh * energy
    yield f"fuel_cost_per_kwh@{place}", fuel
    yield f"variable_cost_per_kwh@{place}", plant.energy_cost_per_kwh * energy - fuel
    if plant.node == OFF_SITE:
        way = plant.delivery_cost_per_kwh * float((output - sold).sum())
        yield f"delivery_cost_per_kwh@{place}", way
    yield "", -float((np.asarray(plant.sale_price_per_kwh) * sold).sum())


def annuities(asked: Asked, years: Sequence[Year], flows: Sequence[Array]) -> Parts:
    """Return the present value of what additions pay ever after, by figure. [money]"""
    found: dict[str, float] = defaultdict(float)
    before: dict[str, tuple[float, float]] = {}
    for place, (year, x) in enumerate(zip(years, flows, strict=True)):
        v, stays = Values(year.variant, x), sum(y.discount for y in years[place:])
        items: list[Plant | Store] = [*v.problem.plants, *v.problem.stores]
        for item in items:
            sizes = _sizes(v, item)
            new = np.subtract(sizes, before.get(item.key, (0.0, 0.0)))
            before[item.key] = sizes
            yearly = stays * annuity(_rate(asked), item.life_years)
            where = _place(asked, item)
            power = item.capital_cost_per_kw * float(new[0])
            found[f"capital_cost_per_kw@{where}"] += power * yearly
            if isinstance(item, Store):
                energy = item.capital_cost_per_kwh * float(new[1])
                found[f"capital_cost_per_kwh@{where}"] += energy * yearly
    return found


def present_cost(asked: Asked, parts: Parts) -> Range:
    """Return the present cost of parts, its range over draws of their figures."""
    inputs = {i.label: i for i in drawing(asked).inputs if i.label in parts}
    values = draw(inputs.values(), DRAWS, SEED) if inputs else {}
    total = sum(parts.values())
    drawn = np.full(DRAWS, total)
    for label, item in inputs.items():
        drawn = drawn + parts[label] * (values[label] / item.mid - 1.0)
    low, high = interval(drawn)
    return Range(min(low, total), total, max(high, total))


def _sizes(v: Values, item: Plant | Store) -> tuple[float, float]:
    """Return power and energy of a plant or battery. [kW, kWh]"""
    if isinstance(item, Plant):
        return float(v.at("capacity_mw", plant=item.key)[0]) * THOUSAND, 0.0
    power = float(v.at("store_mw", store=item.key)[0]) * THOUSAND
    return power, float(v.at("store_mwh", store=item.key)[0]) * THOUSAND


def _carbon_kg(v: Values) -> float:
    total = 0.0
    for grid in v.problem.grids:
        if grid.intensity_kgco2e_per_kwh is not None:
            drawn = v.at("import_mw", site=grid.site)
            total += float((grid.intensity_kgco2e_per_kwh * drawn).sum())
    for plant in v.problem.plants:
        given = float(v.at("output_mw", plant=plant.key).sum())
        total += plant.intensity_kgco2e_per_kwh * given
    return total * THOUSAND


def _place(asked: Asked, item: Plant | Store) -> str:
    return f"{item.option}:{asked.country(item.site)}"


def _rate(asked: Asked) -> float:
    return real_discount_rate(asked.study.plan or PlanSection())
