"""What a plan pays: once, and in every year, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from wattlas.planning.answer.bills import SOLD, grid_bill
from wattlas.planning.answer.exports import sold_mw
from wattlas.planning.answer.flexible import LOAD_SHED, PAID, flexible_costs
from wattlas.planning.answer.heat import (
    HEAT_REUSE,
    HEAT_SOLD,
    heat_capacity_kw,
    heat_costs,
)
from wattlas.planning.answer.scores import certificate_costs
from wattlas.planning.answer.values import Values
from wattlas.planning.ask.option import annuity
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.reliability.record import Backup
from wattlas.planning.supply import BEHIND_METER, OFF_SITE, Grid, Plant, Store

GRID, FUEL, FIXED, CONTRACTS, PRICED = "grid", "fuel", "fixed", "contracts", "priced"
SHED = "shed"
REVENUE = "revenue"
KINDS = (GRID, FUEL, FIXED, CONTRACTS, PRICED, SHED, REVENUE)
"""What comes in every year: the grid's energy and peaks; fuel and running; fixed costs;
contracts, delivery and certificates; prices of carbon and water; what is shed of the
load; what is sold and paid for flexibility, below nought."""
DUST = 1e-5
"""Share of a year's money below which a cost is what the solver left, and nothing."""


@dataclass(frozen=True)
class Lines:
    """What a plan pays. [money]

    `capital`, `life_years` and `output_kwh`, what plants give, are by option, `yearly`
    by kind, in the plan's year. `load_kwh` is what the buildings draw, `sun_kwh` what
    solar cells give, and the price that at which the grid makes up for what ageing
    cells do not.
    """

    capital: Mapping[str, float]
    life_years: Mapping[str, float]
    yearly: Mapping[str, float]
    load_kwh: float
    sun_kwh: float
    grid_price_per_kwh: float
    output_kwh: Mapping[str, float] = field(default_factory=dict)


def is_solar(option: str) -> bool:
    """Say whether an option is cells, which give less as they age.

    >>> is_solar("rooftop-solar"), is_solar("wind")
    (True, False)
    """
    return option.endswith("solar")


def lines(v: Values, discount_rate: float) -> Lines:
    """Return what values at every hour cost, capital apart from its annuity."""
    capital: dict[str, float] = {}
    lives: dict[str, float] = {}
    for option, cost, life_years in _built(v):
        capital[option] = capital.get(option, 0.0) + cost
        lives[option] = life_years
    yearly = dict.fromkeys(KINDS, 0.0)
    for kind, money_k in _yearly(v, discount_rate):
        yearly[kind] += money_k * THOUSAND
    bought = [float(v.at("import_mw", site=g.site).sum()) for g in v.problem.grids]
    paid = [_energy_k(v, g) for g in v.problem.grids]
    output: dict[str, float] = {}
    for plant in v.problem.plants:
        given = float(v.at("output_mw", plant=plant.key).sum()) * THOUSAND
        output[plant.option] = output.get(plant.option, 0.0) + given
    least = DUST * (sum(map(abs, yearly.values())) + sum(capital.values()))
    return Lines(
        capital={option: cost for option, cost in capital.items() if cost > least},
        life_years=lives,
        yearly={kind: cost * (abs(cost) > least) for kind, cost in yearly.items()},
        load_kwh=sum(v.load_kwh(s) for s in v.problem.sites),
        sun_kwh=sum(kwh for option, kwh in output.items() if is_solar(option)),
        grid_price_per_kwh=sum(paid) / max(sum(bought), 1e-9),
        output_kwh=output,
    )


def _built(v: Values) -> Iterator[tuple[str, float, float]]:
    """Yield option, money and life of everything that is built. [money, year]"""
    items: list[Plant | Store] = [*v.problem.plants, *v.problem.stores]
    for item in items:
        yield item.option, built_k(v, item) * THOUSAND, item.life_years
    for sale in v.problem.heat:
        cost = sale.capital_cost_per_kw * heat_capacity_kw(v, sale)
        yield HEAT_REUSE, cost, sale.life_years


def with_backup(paid: Lines, backup: Iterable[Backup], discount_rate: float) -> Lines:
    """Return what a plan pays with its backup."""
    capital, lives = dict(paid.capital), dict(paid.life_years)
    fixed = 0.0
    for item in backup:
        capital[item.kind] = capital.get(item.kind, 0.0) + item.capital
        lives.setdefault(item.kind, item.life_years)
        fixed += item.annual_cost
        fixed -= item.capital * annuity(discount_rate, item.life_years)
    yearly = dict(paid.yearly)
    yearly[FIXED] += fixed
    return replace(paid, capital=capital, life_years=lives, yearly=yearly)


def _yearly(v: Values, discount_rate: float) -> Iterator[tuple[str, float]]:
    """Yield kind and money of everything that is paid in a year. [thousands]"""
    for plant in v.problem.plants:
        yield from yearly_of_plant(v, plant, discount_rate)
    for store in v.problem.stores:
        power = float(v.at("store_mw", store=store.key)[0])
        energy = float(v.at("store_mwh", store=store.key)[0])
        cost = store.annual_cost_per_kw * power + store.annual_cost_per_kwh * energy
        annual = built_k(v, store) * annuity(discount_rate, store.life_years)
        yield FIXED, v.problem.years * (cost - annual)
        given = float(v.at("discharge_mw", store=store.key).sum())
        yield PRICED, _carbon_price(v) * store.intensity_kgco2e_per_kwh * given
    for grid in v.problem.grids:
        yield from _of_grid(v, grid)
    yield CONTRACTS, sum(certificate_costs(v).values()) / THOUSAND
    for site in v.problem.sites:
        wue = np.asarray(v.problem.wue_l_per_kwh.get(site, 0.0))
        yield PRICED, _water_price(v, site) * float((wue * v.it(site)).sum())
        lines_of = flexible_costs(v, site)
        yield SHED, lines_of.get(LOAD_SHED, 0.0) / THOUSAND
        yield REVENUE, lines_of.get(PAID, 0.0) / THOUSAND
    for sale in v.problem.heat:
        running = sale.annual_cost_per_kw - sale.capital_cost_per_kw * annuity(
            discount_rate, sale.life_years
        )
        size = heat_capacity_kw(v, sale) / THOUSAND
        yield FIXED, running * v.problem.years * size
        yield REVENUE, heat_costs(v, sale.site)[HEAT_SOLD] / THOUSAND


def yearly_of_plant(
    v: Values, plant: Plant, discount_rate: float, sold_share: float | None = None
) -> Iterator[tuple[str, float]]:
    """Yield kind and money of a plant, or of the share of it that sells. [thousands]"""
    output, sold = v.at("output_mw", plant=plant.key), sold_mw(v, plant)
    size = float(v.at("capacity_mw", plant=plant.key)[0])
    running = plant.annual_cost_per_kw * size
    running -= built_k(v, plant) * annuity(discount_rate, plant.life_years)
    share = 1.0 if sold_share is None else sold_share
    energy = float(output.sum()) if sold_share is None else float(sold.sum())
    kind = FIXED if plant.capital_cost_per_kw else CONTRACTS
    yield kind, share * running * v.problem.years
    yield FUEL, plant.energy_cost_per_kwh * energy
    if plant.node == OFF_SITE and sold_share is None:
        way = plant.delivery_cost_per_kwh * float((output - sold).sum())
        yield CONTRACTS, way
    if plant.node != BEHIND_METER:
        price = np.asarray(plant.sale_price_per_kwh)
        yield REVENUE, -float((price * sold).sum())
    burden = _carbon_price(v) * plant.intensity_kgco2e_per_kwh
    burden += _water_price(v, plant.site) * plant.water_l_per_kwh
    yield PRICED, burden * energy


def _of_grid(v: Values, grid: Grid) -> Iterator[tuple[str, float]]:
    drawn = v.at("import_mw", site=grid.site)
    paid = grid_bill(v, grid)
    yield REVENUE, paid.pop(SOLD) / THOUSAND
    yield GRID, sum(paid.values()) / THOUSAND
    for each, figure in (
        (_carbon_price(v), grid.intensity_kgco2e_per_kwh),
        (_water_price(v, grid.site), grid.water_l_per_kwh),
    ):
        if figure is not None:
            yield PRICED, each * float((figure * drawn).sum())


def _energy_k(v: Values, grid: Grid) -> float:
    return float((grid.price_per_kwh * v.at("import_mw", site=grid.site)).sum())


def built_k(v: Values, item: Plant | Store) -> float:
    """Return what a plant or store costs to build. [thousands]"""
    if isinstance(item, Plant):
        return item.capital_cost_per_kw * float(v.at("capacity_mw", plant=item.key)[0])
    power = item.capital_cost_per_kw * float(v.at("store_mw", store=item.key)[0])
    return power + item.capital_cost_per_kwh * float(
        v.at("store_mwh", store=item.key)[0]
    )


def _carbon_price(v: Values) -> float:
    return v.problem.limits.carbon_price_per_kg


def _water_price(v: Values, site: str) -> float:
    return v.problem.limits.water_price_per_l * v.problem.water_stress.get(site, 1.0)
