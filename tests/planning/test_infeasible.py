"""What cannot be met is said in words, with the smallest relaxation."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas.errors import NoPlanError
from wattlas.planning.answer.infeasible import relaxations
from wattlas.planning.answer.refusal import refusal
from wattlas.planning.api import no_plan
from wattlas.planning.problem import Limits, Matching, PlacedLoad
from wattlas.planning.solve import InfeasibleProgramError
from wattlas.planning.solve.integer_rounding import whole
from wattlas.planning.solve.stages import Settings, solved
from wattlas.planning.variants import Variant


def mended(problem):
    """Return by limit what would mend a problem, every hour by itself."""
    program = Variant.of(problem).program
    ways = relaxations(problem, program, np.ones(problem.hours))
    return {r.limit: r for (r,) in ways}


def test_a_connection_that_is_too_small(made):
    """By hand: 1 MW through 0.4 MW: 0.6 MW more, or 1.2 MWh less in 2 hours."""
    found = mended(made.one_site(grids=(made.grid("a", limit_kw=400.0),)))
    assert found["connection_limit"].amount == pytest.approx(0.6)
    assert found["connection_limit"].where == "a"
    assert found["power_balance"].amount == pytest.approx(1.2)
    assert found["power_balance"].hours == 2


def test_matching_without_supply(made):
    """By hand: without carbon-free plants nothing is matched: 0.9 must go to 0."""
    found = mended(made.one_site(limits=Limits(matching=Matching("hourly", 0.9))))
    assert found["matching_hourly"].amount == pytest.approx(0.9)


def test_a_cap_below_what_the_grid_emits(made):
    """By hand: 2 MWh at 0.5 kg are 1 t; a cap of 0.4 t lacks 0.6 t."""
    found = mended(made.one_site(limits=Limits(carbon_cap_kg=400.0)))
    assert found["carbon_cap"].amount == pytest.approx(0.6)


def test_training_that_does_not_fit_its_power_cap(made):
    """By hand: 2,000 chip-hours need 1 MW in 2 hours; 0.6 MW do 1,200 of them."""
    run = made.training(2, power_cap_kw=600.0)
    found = mended(made.one_site(load_kw=0.0, training=run))
    assert found["training_power_cap"].amount == pytest.approx(0.4)
    assert found["training_done"].amount == pytest.approx(0.8)


def test_the_sentence_names_place_amount_and_unit(made):
    """Bad input: the whole sentence."""
    problem = made.one_site(
        price=(0.1,) * 6, grids=(made.grid("a", (0.1,) * 6, limit_kw=400.0),)
    )
    error = no_plan([Variant.of(problem)], 1)
    assert isinstance(error, NoPlanError)
    assert str(error) == (
        "No plan meets every demand and limit. What would mend it: 0.6 MW more of "
        "connection at a; or 3.6 MWh less of load at a, in 6 hours."
    )


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ((), ""),
        (((2029, 700.0), (2030, 1000.0)), " (its queue gives 1 MW in 2030)"),
        (((2029, 1200.0), (2030, 2000.0)), " (its queue gives 1.2 MW in 2029)"),
        (((2029, 700.0),), " (its queue gives 0.7 MW in 2029)"),
    ],
)
def test_a_queue_that_gives_the_connection_later_is_named(made, later, said):
    """By hand: 1 MW through 0.4 MW; the first year that is enough, else the last."""
    grid = made.grid("a", (0.1,) * 6, limit_kw=400.0, later_kw=later)
    problem = made.one_site(price=(0.1,) * 6, grids=(grid,))
    assert f"0.6 MW more of connection at a{said}; or" in str(
        no_plan([Variant.of(problem)], 1)
    )


def test_two_limits_that_must_both_give_are_said_together(made):
    """By hand: 1 MW through 0.4 MW, and nothing here is carbon-free: both must."""
    problem = made.one_site(
        grids=(made.grid("a", limit_kw=400.0),),
        limits=Limits(matching=Matching("hourly", 0.3)),
    )
    assert str(no_plan([Variant.of(problem)], 1)) == (
        "No plan meets every demand and limit. What would mend it: 0.6 MW more of "
        "connection at a and a matching share lower by 0.3."
    )


def test_units_that_do_not_fit_are_said(made):
    """Bad input: 1 MW through 0.9 MW and units of 0.4 of which one may stand: split
    there is a plan, and so in blocks; whole there is none."""
    grid = made.grid("a", limit_kw=400.0)
    unit = made.plant(unit_kw=400.0, max_kw=700.0)
    problem = made.one_site(grids=(grid,), plants=(unit,))
    with pytest.raises(InfeasibleProgramError):
        solved(Variant.of(problem), Settings(1, "simplex"), whole)
    said = str(no_plan([Variant.of(problem)], 1))
    assert said.startswith("No plan was found that meets every demand and limit at")


def test_where_no_limit_helps_it_is_said():
    """Bad input: a program without any solution has no way to be mended."""
    assert str(refusal([], "USD")) == "No plan meets every demand, whatever the limits."


def test_what_each_place_of_a_whole_load_lacks_is_said(made):
    """By hand: 1 MW at PUE 1.25 through 0.4 MW, or at 1.5 through 0.7 MW."""
    grids = tuple(made.grid(s, limit_kw=kw) for s, kw in (("a", 400.0), ("b", 700.0)))
    load = PlacedLoad({s: np.full(2, 1000.0) for s in ("a", "b")}, whole=True)
    problem = made.two_sites(placed=(load,), grids=grids)
    variant = Variant.of(problem)
    said = str(no_plan([variant.placed_at((s,)) for s in ("a", "b")], 1))
    assert "0.85 MW more of connection at a" in said
    assert "0.8 MW more of connection at b" in said
