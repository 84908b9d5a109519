"""Certificates, the grid's own clean share, and carbon by location and by market."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wattlas.planning.answer.figures import figures
from wattlas.planning.answer.parts import Series
from wattlas.planning.answer.scores import scores_of
from wattlas.planning.answer.values import Values
from wattlas.planning.problem import Limits, Matching


def sun(made, **changes):
    """Return a park that gives a kWh in the first hour at 0.3 a kW."""
    free = {"annual_cost_per_kw": 0.3, "energy_cost_per_kwh": 0.0}
    return made.plant("solar", availability=np.array([1.0, 0.0]), **(free | changes))


def matched(made, matching, *plants, **changes):
    """Return a load of 1 MW in two hours at 0.1 and 0.2: 300, and what must match."""
    return made.one_site(plants=plants, limits=Limits(matching=matching), **changes)


def scored(made, problem):
    """Return figures and scores of the optimum."""
    plan = made.sized(problem)
    v = Values(plan.variant, plan.grouped.hourly(plan.found.x))
    found = figures(plan.variant, plan.grouped.hourly(plan.found.x))
    load = problem.pue["a"] * v.it("a") * 1000.0
    free = np.minimum(sum(v.at("output_mw", plant=p.key) for p in problem.plants), 1e9)
    series = (
        Series("a", "", "facility_power", "kW", load),
        Series("a", "", "carbon_free_supply", "kW", np.minimum(free * 1000.0, load)),
    )
    return found, scores_of(v, found.carbon, series)


@pytest.mark.parametrize(
    ("basis", "price", "cost"),
    [
        # Hour by hour: 2 MWh of certificates, or sun in the first at 0.2 more.
        ("hourly", 0.05, 300.0 + 0.9999 * 2000.0 * 0.05),
        ("hourly", 0.5, 300.0 + 200.0 + (0.9999 * 2000.0 - 1000.0) * 0.5),
        # By the year: 2 MWh of sun for 600 less 100 in the first hour, or certificates.
        ("annual", 0.05, 300.0 + 2000.0 * 0.05),
        ("monthly", 0.05, 300.0 + 2000.0 * 0.05),
    ],
)
def test_certificates_match_where_they_are_cheaper(made, basis, price, cost):
    """By hand: a certificate costs its price and changes no flow."""
    problem = matched(made, Matching(basis, 1.0, price), sun(made))
    assert made.cost(problem) == pytest.approx(cost)


def test_certificates_match_at_most_their_share(made):
    """By hand: half of 2 MWh by certificates, the other MWh by sun at 0.2 more."""
    problem = matched(made, Matching("annual", 1.0, 0.05, 0.5), sun(made))
    assert made.cost(problem) == pytest.approx(300.0 + 200.0 + 50.0)


def test_the_clean_share_of_the_grid_counts_where_it_is_let(made):
    """By hand: 40 % of the grid is clean: 1.2 of 2 MWh lack, at 0.05."""
    grid = made.grid("a", clean_share=np.full(2, 0.4))
    for basis in ("hourly", "annual", "monthly"):
        counted = Matching(basis, 1.0, 0.05, count_grid=True)
        share = 0.9999 if basis == "hourly" else 1.0
        problem = matched(made, counted, grids=(grid,))
        lacking = (share - 0.4) * 2000.0
        assert made.cost(problem) == pytest.approx(300.0 + lacking * 0.05, rel=1e-6)


def test_certificates_lower_the_market_and_never_the_location(made):
    """By hand: 2 MWh at 0.5 kg are 1 t by location; by market 0.7 kg, half claimed."""
    grid = made.grid("a", residual_kgco2e_per_kwh=0.7)
    alone = matched(made, None, grids=(grid,))
    _, before = scored(made, alone.having(plants=(sun(made, max_kw=0.0),)))
    half = matched(made, Matching("annual", 0.5, 0.05), sun(made), grids=(grid,))
    found, after = scored(made, half)
    assert before.location_kg == after.location_kg == pytest.approx(1000.0)
    assert before.market_kg == pytest.approx(1400.0)
    assert after.market_kg == pytest.approx(700.0)
    assert found.carbon == pytest.approx(1000.0)
    assert found.costs["a"]["certificates"] == pytest.approx(50.0)
    assert (after.hourly_share, after.annual_share) == (0.0, 0.0)
    assert after.annual_share_with_certificates == pytest.approx(0.5)


def test_what_is_delivered_emits_as_the_grid_by_location(made):
    """By hand: 1 MWh of sun elsewhere: 0.5 t by what is given, 1 t by location."""
    park = sun(made, node="off-site", annual_cost_per_kw=0.0)
    found, scores = scored(made, matched(made, None, park))
    assert found.carbon == pytest.approx(500.0)
    assert scores.location_kg == pytest.approx(1000.0)
    assert scores.market_kg == pytest.approx(500.0)
    assert (scores.hourly_share, scores.annual_share) == (0.5, 0.5)


def test_hourly_certificates_raise_the_hourly_score(made):
    """By hand: three of four parts of the energy, of which sun gives two."""
    cheap = sun(made, annual_cost_per_kw=0.0)
    grid = made.grid("a", clean_share=np.full(2, 0.5))
    problem = matched(made, Matching("hourly", 0.75, 0.05), cheap, grids=(grid,))
    _, scores = scored(made, problem)
    assert scores.hourly_share == pytest.approx(0.5)
    assert scores.hourly_share_with_certificates == pytest.approx(0.75)
    assert scores.hourly_share_with_grid == pytest.approx(1.0)
    assert scores.certified_kwh == pytest.approx(500.0)
    unknown = problem.having(grids=(replace(grid, clean_share=None),))
    assert scored(made, unknown)[1].hourly_share_with_grid is None


def test_what_is_matched_is_what_the_hourly_score_counts(made):
    """By hand: sun gives half of the energy, where a quarter is asked for."""
    cheap = sun(made, annual_cost_per_kw=0.0)
    found, scores = scored(made, matched(made, Matching("hourly", 0.25), cheap))
    assert scores.hourly_share == pytest.approx(0.5)
    assert found.matched_kwh == pytest.approx(0.5 * sum(found.load_kwh.values()))
