"""Many sites: requests are parted by the month when sized, and by the hour after."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas.planning.problem import Limits
from wattlas.planning.solve import routing, solve
from wattlas.planning.solve.blocks import every
from wattlas.planning.solve.matrices import TIMELESS
from wattlas.planning.solve.routing import routing_steps, shapes_of, with_sites
from wattlas.planning.solve.stages import Settings, size, solved
from wattlas.planning.solve.stretch import Times, stretched
from wattlas.planning.variants import Variant

HOURS = 96
STEPS = every(4, HOURS)


@pytest.fixture(scope="module")
def variant(made):
    """Two sites with opposite prices and requests of two origins."""
    day = np.sin(np.arange(HOURS) / 24 * 2 * np.pi)
    prices = {"a": 0.1 + 0.02 * day, "b": 0.1 - 0.02 * day}
    requests = 1e6 * np.array([1.5 + day, 1.5 - day])
    routes = tuple((o, s) for o in ("o", "p") for s in ("a", "b"))
    serving = made.serving(
        HOURS, origins=("o", "p"), requests_per_h=requests, routes=routes
    )
    problem = made.two_sites(
        hours=HOURS,
        months=np.arange(HOURS) * 2 // HOURS,
        pue={site: np.ones(HOURS) for site in prices},
        wue_l_per_kwh={site: np.zeros(HOURS) for site in prices},
        grids=(
            made.grid("a", prices["a"], intensity_kgco2e_per_kwh=np.full(HOURS, 0.3)),
            made.grid("b", prices["b"]),
        ),
        limits=Limits(carbon_cap_kg=100e3),
        serving=serving,
    )
    return Variant.of(problem)


def test_a_few_sites_are_parted_in_every_step(variant, monkeypatch):
    """Law: months only beyond the few, and never where every hour is solved."""
    assert routing_steps(variant.problem, STEPS) is STEPS
    monkeypatch.setattr(routing, "FEW_SITES", 1)
    assert routing_steps(variant.problem, STEPS).first_hour.tolist() == [0, HOURS // 2]
    hours = every(1, HOURS)
    assert routing_steps(variant.problem, hours) is hours


def test_parted_by_the_month_costs_little_more_and_serves_all(variant, monkeypatch):
    """Law: fewer choices never cost less in blocks; dispatch serves every hour."""
    settings = Settings(4, "simplex")
    free = size(variant, STEPS, settings)
    monkeypatch.setattr(routing, "FEW_SITES", 1)
    held = size(variant, STEPS, settings)
    assert held.grouped.program.matrix.shape[1] < free.grouped.program.matrix.shape[1]
    assert free.objective_k * (1 - 1e-4) <= held.objective_k <= free.objective_k * 1.2
    served = held.grouped.hourly(held.found.x)[
        variant.program.columns["served_m_per_h"].position
    ]
    wanted = variant.problem.serving.requests_per_h / 1e6
    assert served.reshape(2, 2, -1).sum(axis=1) == pytest.approx(wanted, rel=1e-4)
    found = solved(variant, settings)
    assert found.objective_k <= held.objective_k * 1.05
    served = found.values("served_m_per_h").reshape(2, 2, -1).sum(axis=1)
    assert served == pytest.approx(wanted, rel=1e-4)


def test_requests_of_a_month_keep_their_shape(variant):
    """By hand: over a month the shape of each origin has a mean of one."""
    months = every(HOURS // 2, HOURS)
    shape = shapes_of(variant.problem, months)["served_m_per_h"]
    assert months.mean(shape) == pytest.approx(np.ones((4, 2)))


def test_a_row_cut_by_site_has_the_same_optimum(variant):
    """Law: rows of the year cut site by site leave values and duals as they are."""
    program = with_sites(variant.problem, variant.program)
    assert set(program.parts.tolist()) == {1, 2}
    for site in (0, 1):
        own = program.columns["import_mw"].position[site]
        assert set(program.parts[own].tolist()) == {site + 1}
    times = Times(
        program.times(program.rows, len(program.row_low)),
        program.times(program.columns, len(program.cost)),
        program.parts,
    )
    assert np.all((times.along == TIMELESS) == (times.columns == TIMELESS))
    cut = stretched(program, times)
    assert cut.matrix.shape[0] > program.matrix.shape[0]
    one, other = (solve(lp, "simplex") for lp in (program, cut))
    assert other.objective == pytest.approx(one.objective, rel=1e-6)
    cap = program.rows["carbon_cap"].position
    assert one.dual[cap] < 0
    assert other.dual[cap] == pytest.approx(one.dual[cap], rel=1e-4)
