"""The problem of each year of a path: its load, connection, prices, what can come."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wattlas import facts
from wattlas.planning.ask import Asked
from wattlas.planning.ask.assemble import terms_of
from wattlas.planning.ask.flexibility import with_flexibility
from wattlas.planning.ask.grids import grids_of
from wattlas.planning.ask.limits import matching_in
from wattlas.planning.ask.load import given_loads
from wattlas.planning.ask.money import Purse
from wattlas.planning.ask.option import RENTED
from wattlas.planning.ask.options import plants_and_stores
from wattlas.planning.needs import sites_of
from wattlas.planning.path.hours import sampled
from wattlas.planning.problem import Problem
from wattlas.planning.supply import Plant

WAITING = "waiting"
"""What stands for load that has no power yet: dearer than any power."""


def problem_in(asked: Asked, year: int, coming: tuple[str, ...] = ()) -> Problem:
    """Return the problem of a year of a path, on weeks that stand for it.

    Of what may not come only the options `coming` are there.
    """
    study, base = asked.study, asked.problem
    purse = Purse(base.currency, base.currency_year)
    terms = terms_of(study, purse, year)
    where = {name: (h, asked.country(name)) for name, h in asked.hours.items()}
    # Series of files are those of the plan's year: only dates and money move.
    terms = replace(terms, hours_year=asked.year)
    plants, stores, _ = plants_and_stores(study.power, where, terms)
    loads = given_loads(study, asked.year, year)
    kept = (p for p in plants if p.chance >= 1.0 or p.option in coming)
    matching = study.plan.matching if study.plan else None
    found = base.having(
        base_it_kw={s: loads.get(s, np.zeros(base.hours)) for s in base.sites},
        grids=tuple(grids_of(study, sites_of(study), asked.hours, purse, year)),
        plants=(*kept, *(_waiting(s, base) for s in base.sites)),
        stores=tuple(stores),
    ).limited(matching=matching_in(matching, year, purse))
    return sampled(with_flexibility(study, found, purse, asked.year, year))


def is_contract(plant: Plant) -> bool:
    """Say whether a plant is a contract: it has no capital, and is not rented."""
    return not plant.capital_cost_per_kw and plant.option not in (*RENTED, WAITING)


def _waiting(site: str, base: Problem) -> Plant:
    """Return what stands for load without power, at a price that none would pay."""
    price = facts.number("constants", "planning", "waiting_usd_per_kwh")
    purse = Purse(base.currency, base.currency_year)
    return Plant(
        key=f"{WAITING}@{site}",
        option=WAITING,
        site=site,
        annual_cost_per_kw=0.0,
        energy_cost_per_kwh=purse.of_fact(price),
        availability=np.ones(base.hours),
        carbon_free=False,
        stands_by=False,
    )
