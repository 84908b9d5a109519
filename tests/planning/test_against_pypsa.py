"""Reference: PyPSA with HiGHS finds the same cost, on what PyPSA can express."""

from __future__ import annotations

import logging
import warnings
from dataclasses import replace

import numpy as np
import pytest

from wattlas.planning.problem import Chip, Limits

pytestmark = [
    pytest.mark.xcheck,
    pytest.mark.filterwarnings("ignore"),
]


def pypsa_cost(problem, tmp_path):
    """Return what PyPSA's optimum of an exported network costs. [money]"""
    pypsa = pytest.importorskip("pypsa", reason="needs the group xcheck")
    from wattlas.planning.pypsa_network import export

    path = tmp_path / "net.nc"
    assert export(problem, path) == []
    logging.disable(logging.INFO)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        n = pypsa.Network(str(path))
        status = n.optimize(solver_name="highs", log_to_console=False)
    assert status == ("ok", "optimal")
    return (n.objective + getattr(n, "objective_constant", 0.0)) * 1000.0


def days(made, hours=48):
    """Return two sites with daily prices, sun and requests."""
    h = np.arange(hours)
    day = np.sin((h - 12) / 24 * 2 * np.pi)
    sun = np.clip(np.sin((h - 6) / 24 * 2 * np.pi), 0, 1)
    return made.two_sites(
        hours=hours,
        months=(h * 2 // hours).astype(int),
        pue={"a": 1.2 + 0.05 * day, "b": np.full(hours, 1.3)},
        wue_l_per_kwh={"a": np.zeros(hours), "b": np.zeros(hours)},
        grids=(made.grid("a", 0.1 + 0.05 * day), made.grid("b", 0.11 - 0.05 * day)),
        base_it_kw={"a": np.full(hours, 1000.0)},
        plants=(
            made.plant("solar", "a", hours, availability=sun, annual_cost_per_kw=0.3),
        ),
    )


def cases(made):
    """Return problems by name, each with one thing more than the first."""
    base = days(made)
    hours = base.hours
    charged = tuple(replace(g, demand_charge_per_kw_month=1.0) for g in base.grids)
    limited = tuple(replace(g, limit_kw=900.0) for g in base.grids)
    gas = made.plant("gas", "a", hours, min_load_share=0.4, annual_cost_per_kw=0.5)
    slow = replace(gas, ramp_share_per_hour=0.1, min_kw=400.0, max_kw=700.0)
    battery = made.store(
        efficiency=0.86, annual_cost_per_kw=0.02, annual_cost_per_kwh=0.05
    )
    requests = 1e6 * (2.0 + np.sin(np.arange(hours) / 24 * 2 * np.pi))[None]
    chips = (
        Chip("x", 0.001, 0.002, 0.0001, 0.0),
        Chip("y", 0.0008, 0.001, 0.0004, 0.0),
    )
    served = made.serving(hours, requests_per_h=requests, chips=chips)
    return {
        "sun and grid": base,
        "demand charge": base.having(grids=charged),
        "connection and gas on site": base.having(
            grids=limited, plants=(*base.plants, gas)
        ),
        "slow plant": base.having(plants=(*base.plants, slow)),
        "battery": base.having(stores=(battery,)),
        "carbon price": base.having(limits=Limits(carbon_price_per_kg=0.1)),
        "serving moves": base.having(serving=served),
        "training waits": base.having(
            training=made.training(hours, start=3, deadline=40)
        ),
    }


NAMES = (
    "sun and grid",
    "demand charge",
    "connection and gas on site",
    "slow plant",
    "battery",
    "carbon price",
    "serving moves",
    "training waits",
)


@pytest.mark.parametrize("name", NAMES)
def test_small_problems_cost_the_same(made, tmp_path, name):
    """Reference: PyPSA 1.4 with HiGHS, within 1e-4."""
    problem = cases(made)[name]
    assert made.cost(problem) == pytest.approx(pypsa_cost(problem, tmp_path), rel=1e-4)


def test_three_sites_and_a_fortnight_cost_the_same(made, tmp_path):
    """Reference: 3 sites x 336 h with everything that PyPSA has, within 1e-4."""
    problem = days(made, 336)
    third = made.grid("c", np.random.default_rng(3).uniform(0.05, 0.15, 336))
    battery = made.store(
        "c", efficiency=0.86, annual_cost_per_kw=0.2, annual_cost_per_kwh=0.3
    )
    requests = 1e6 * (2.0 + np.sin(np.arange(336) / 24 * 2 * np.pi))[None]
    problem = problem.having(
        sites=("a", "b", "c"),
        pue={**problem.pue, "c": np.full(336, 1.1)},
        grids=(*problem.grids, replace(third, demand_charge_per_kw_month=2.0)),
        stores=(battery,),
        serving=made.serving(
            336, requests_per_h=requests, routes=(("o", "b"), ("o", "c"))
        ),
        training=made.training(336, deadline=300),
    )
    assert made.cost(problem) == pytest.approx(pypsa_cost(problem, tmp_path), rel=1e-4)
