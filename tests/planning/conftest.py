"""Small problems that the tests of planning share."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from wattlas.planning.ask import assemble
from wattlas.planning.problem import Chip, PlacedLoad, Problem, Serving, Training
from wattlas.planning.solve.blocks import every
from wattlas.planning.solve.stages import Settings, Sized, size
from wattlas.planning.supply import Grid, Plant, Store
from wattlas.planning.variants import Variant


def one_site(price=(0.1, 0.2), load_kw: float = 1000.0, **changes) -> Problem:
    """Return a site with a load and a grid, for as many hours as there are prices."""
    hours = len(price)
    problem = Problem(
        sites=("a",),
        hours=hours,
        months=np.zeros(hours, int),
        pue={"a": np.ones(hours)},
        wue_l_per_kwh={"a": np.zeros(hours)},
        grids=(grid("a", price),),
        base_it_kw={"a": np.full(hours, load_kw)},
    )
    return problem.having(**changes)


def two_sites(**changes) -> Problem:
    """Return two sites without a load of their own, two hours, a grid at each."""
    problem = Problem(
        sites=("a", "b"),
        hours=2,
        months=np.zeros(2, int),
        pue={"a": np.full(2, 1.25), "b": np.full(2, 1.5)},
        wue_l_per_kwh={"a": np.full(2, 0.5), "b": np.full(2, 2.0)},
        grids=(grid("a", (0.1, 0.2)), grid("b", (0.3, 0.1))),
    )
    return problem.having(**changes)


def grid(site: str, price=(0.1, 0.2), **changes) -> Grid:
    """Return a grid with a price by hour, 0.5 kg and 1 L for a kWh."""
    hours = len(price)
    return replace(
        Grid(
            site,
            np.asarray(price, float),
            intensity_kgco2e_per_kwh=np.full(hours, 0.5),
            water_l_per_kwh=np.full(hours, 1.0),
        ),
        **changes,
    )


def plant(option: str = "gas", site: str = "a", hours: int = 2, **changes) -> Plant:
    """Return a plant that is always available and whose kWh costs 0.05."""
    made = Plant(
        key=f"{option}@{site}",
        option=option,
        site=site,
        annual_cost_per_kw=0.01,
        energy_cost_per_kwh=0.05,
        availability=np.ones(hours),
    )
    return replace(made, **changes)


def store(site: str = "a", **changes) -> Store:
    """Return a battery without losses that costs next to nothing."""
    made = Store(f"battery@{site}", "battery", site, 1e-6, 1e-6, efficiency=1.0)
    return replace(made, **changes)


def serving(hours: int = 2, **changes) -> Serving:
    """Return a million requests an hour (1 MWh, 2,000 chips), served at a or b."""
    made = Serving(
        origins=("o",),
        requests_per_h=np.full((1, hours), 1e6),
        routes=(("o", "a"), ("o", "b")),
        chips=(Chip("x", 0.001, 0.002, 0.0),),
    )
    return replace(made, **changes)


def training(hours: int, **changes) -> Training:
    """Return a run of 2,000 chip-hours and 2 MWh on up to 1,000 chips."""
    made = Training(
        sites=("a",),
        chips=(Chip("x", 2000.0, 2000.0, 0.0),),
        start=0,
        deadline=hours,
        hours=hours,
        max_chips=1000.0,
    )
    return replace(made, **changes)


def sized(problem: Problem, block: int = 1, method: str = "simplex") -> Sized:
    """Return the optimum of a problem in blocks; by default every hour is one."""
    settings = Settings(block, method)
    return size(Variant.of(problem), every(block, problem.hours), settings)


def cost(problem: Problem) -> float:
    """Return the least cost of a problem, every hour in one program. [money]"""
    from wattlas.planning.answer.figures import figures

    plan = sized(problem)
    return figures(plan.variant, plan.grouped.hourly(plan.found.x)).total_cost


def everything(hours: int = 2) -> Problem:
    """Return two sites with every kind of option, work and limit."""
    from wattlas.planning.problem import Limits, Matching

    sun = np.resize([0.0, 0.25, 0.75, 0.5], hours)
    prices = {"a": np.resize([0.1, 0.2, 0.3], hours), "b": np.resize([0.3, 0.1], hours)}
    return Problem(
        sites=("a", "b"),
        hours=hours,
        months=(np.arange(hours) * 2 // hours).astype(int),
        pue={"a": np.full(hours, 1.25), "b": np.full(hours, 1.5)},
        wue_l_per_kwh={"a": np.full(hours, 0.5), "b": np.full(hours, 2.0)},
        grids=(
            grid("a", prices["a"], demand_charge_per_kw_month=0.02, limit_kw=9000.0),
            grid("b", prices["b"], export_price_per_kwh=0.01),
        ),
        base_it_kw={"a": np.full(hours, 1000.0)},
        plants=(
            plant("solar", "a", hours, availability=sun, node="off-site"),
            plant("smr", "b", hours, min_load_share=0.5, ramp_share_per_hour=0.25),
            plant("gas", "b", hours, carbon_free=False, intensity_kgco2e_per_kwh=0.4),
        ),
        stores=(
            store("a", efficiency=0.81, max_cycles=3.0),
            store("b", duration_h=4.0),
        ),
        serving=serving(hours, kept_warm=0.5, chips=(Chip("x", 1e-3, 2e-3, 0.5, 0.1),)),
        placed=(PlacedLoad({s: np.full(hours, 100.0) for s in ("a", "b")}),),
        stock={("a", "x"): 9000.0},
        training=training(
            hours,
            sites=("a", "b"),
            power_cap_kw=900.0,
            min_run_hours=2,
            max_chips=2000.0,
            chips=(Chip("x", 1000.0, 1000.0, 0.25, 0.1),),
        ),
        limits=Limits(
            carbon_cap_kg=9000.0,
            carbon_price_per_kg=0.05,
            water_cap_l=90000.0,
            water_price_per_l=0.001,
            matching=Matching("hourly", 0.25),
            capital_budget=5000.0,
        ),
        water_stress={"a": 0.5, "b": 1.5},
        currency="USD",
    )


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The makers of small problems, and their least cost."""
    makers = (one_site, two_sites, grid, plant, store, serving, training)
    makers += (sized, cost, everything)
    return SimpleNamespace(**{m.__name__: m for m in makers})


@pytest.fixture(scope="module")
def hours_are_made_once():
    """The hours of a site are the same for the same fields: make them once."""
    made = assemble._hours
    cache: dict[str, Any] = {}

    def once(section, year):
        key = f"{section!r}@{year}"
        if key not in cache:
            cache[key] = made(section, year)
        return cache[key]

    assemble._hours = once
    yield
    assemble._hours = made
