"""The connection, what passes it, and what is paid for it, on paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wattlas.planning.answer.connection import points_of
from wattlas.planning.answer.figures import figures
from wattlas.planning.problem import Limits, Matching
from wattlas.planning.variants import Variant

SUN = np.array([1.0, 0.0])


def solar(made, **changes):
    """Return a park elsewhere with sun in the first of two hours, 1 MW of it."""
    park = made.plant(
        "solar",
        node="off-site",
        availability=SUN,
        energy_cost_per_kwh=0.0,
        annual_cost_per_kw=0.001,
        min_kw=1000.0,
        max_kw=1000.0,
    )
    return replace(park, **changes)


def told(made, problem):
    """Return the figures of a problem's optimum."""
    plan = made.sized(problem)
    return figures(Variant.of(problem), plan.grouped.hourly(plan.found.x))


def test_what_leaves_has_a_limit_of_its_own(made):
    """By hand: gas of 5 MW sells 0.3 MW at 0.09, and feeds 1 MW, at 0.05 a kWh.

    Two hours: 2 x 1.3 x 50 + 1,300 x 0.01 - 2 x 0.3 x 90.
    """
    problem = made.one_site(
        grids=(made.grid("a", export_price_per_kwh=0.09, export_limit_kw=300.0),),
        plants=(made.plant(max_kw=5000.0),),
    )
    assert made.cost(problem) == pytest.approx(130.0 + 13.0 - 54.0)


def test_power_that_leaves_makes_no_room_for_power_that_comes(made):
    """By hand: 0.5 MW may come and 0.5 leave: 1 MW of load needs 0.5 MW of gas."""
    problem = made.one_site(
        price=(0.01, 0.01),
        grids=(
            made.grid(
                "a",
                (0.01, 0.01),
                limit_kw=500.0,
                export_limit_kw=500.0,
                export_price_per_kwh=0.2,
            ),
        ),
        plants=(made.plant(annual_cost_per_kw=0.0),),
    )
    plan = made.sized(problem)
    assert plan.values("import_mw").max() <= 0.5 + 1e-9
    assert plan.values("export_mw").max() <= 0.5 + 1e-9


def test_the_price_of_what_is_sold_may_change_by_the_hour(made):
    """By hand: 1 MW of gas over the load sells in the second hour only: 0.2 - 0.05."""
    grid = made.grid("a", export_price_per_kwh=np.array([0.01, 0.2]))
    gas = made.plant(min_kw=2000.0, max_kw=2000.0, annual_cost_per_kw=0.0)
    problem = made.one_site(grids=(grid,), plants=(gas,))
    assert made.cost(problem) == pytest.approx(2 * 50.0 - 150.0)


def test_delivery_is_paid_on_what_is_delivered(made):
    """By hand: 0.4 MW of 1 MW of sun are used: 0.4 x 20 of delivery, 0.6 sold at 0.03.

    The grid brings the 0.4 MWh of the second hour at 0.2: 1 + 8 - 18 + 80.
    """
    park = solar(made, delivery_cost_per_kwh=0.02, sale_price_per_kwh=0.03)
    problem = made.one_site(load_kw=400.0, plants=(park,))
    found = told(made, problem)
    assert made.cost(problem) == pytest.approx(1.0 + 8.0 - 18.0 + 80.0)
    assert found.costs["a"] == pytest.approx(
        {"grid energy": 80.0, "solar": 1.0, "delivery": 8.0, "sold": -18.0}
    )
    assert found.exported["a"].energy_kwh == pytest.approx(600.0)
    assert found.exported["a"].revenue == pytest.approx(18.0)


def test_what_is_curtailed_pays_no_delivery_and_is_said(made):
    """By hand: as above with nothing paid at the node: 0.6 MWh are not made."""
    park = solar(made, delivery_cost_per_kwh=0.02)
    problem = made.one_site(load_kw=400.0, plants=(park,))
    found = told(made, problem)
    assert found.total_cost == pytest.approx(1.0 + 8.0 + 80.0)
    assert found.curtailed_kwh["a"] == pytest.approx(600.0)
    assert found.exported == {}


def test_what_is_sold_elsewhere_needs_no_connection(made):
    """By hand: 0.1 MW may come and 1 MW of sun sells 0.9 at its node, at 0.03."""
    park = solar(made, sale_price_per_kwh=0.03)
    problem = made.one_site(
        load_kw=100.0, grids=(made.grid("a", limit_kw=100.0),), plants=(park,)
    )
    assert made.cost(problem) == pytest.approx(1.0 - 27.0 + 20.0)


def test_a_virtual_contract_moves_money_alone(made):
    """By hand: 1 MWh at a strike of 0.05 for 0.08 of the market: the load still buys.

    300 for the load, 50 to the plant, 80 from the market; a connection of 1 MW is
    full of the grid's power.
    """
    strike = 0.05 * SUN.sum()
    contract = solar(
        made, node="virtual", sale_price_per_kwh=0.08, annual_cost_per_kw=strike
    )
    problem = made.one_site(
        grids=(made.grid("a", limit_kw=1000.0),), plants=(contract,)
    )
    found = told(made, problem)
    assert made.cost(problem) == pytest.approx(300.0 + 50.0 - 80.0)
    assert found.supply_kwh["a"] == pytest.approx({"grid": 2000.0})
    assert found.exported["a"].revenue == pytest.approx(80.0)


def test_a_virtual_contract_matches_the_hour_in_which_it_gives(made):
    """By hand: 1 MWh of 2 is matched: half, not more."""
    from wattlas.planning.solve import InfeasibleProgramError

    contract = solar(made, node="virtual")
    problem = made.one_site(plants=(contract,))
    made.cost(problem.limited(matching=Matching("hourly", 0.5)))
    with pytest.raises(InfeasibleProgramError):
        made.cost(problem.limited(matching=Matching("hourly", 0.6)))


def test_the_load_pays_and_emits_for_what_it_takes(made):
    """By hand: gas gives 2 MW and sells half: half its cost and carbon are the load's.

    2 MWh of 0.4 kg and 0.05 are the load's, as many are sold at 0.09.
    """
    gas = made.plant(
        min_kw=2000.0,
        max_kw=2000.0,
        annual_cost_per_kw=0.01,
        intensity_kgco2e_per_kwh=0.4,
    )
    grid = made.grid("a", (0.1, 0.2), export_price_per_kwh=0.09)
    found = told(made, made.one_site(grids=(grid,), plants=(gas,)))
    assert found.carbon == pytest.approx(800.0)
    assert found.load_cost == pytest.approx(100.0 + 10.0)
    sold = found.exported["a"]
    assert (sold.revenue, sold.cost) == pytest.approx((180.0, 110.0))
    assert sold.carbon_kg == pytest.approx(800.0)
    assert found.total_cost == pytest.approx(found.load_cost + sold.cost - sold.revenue)


def test_the_cap_holds_for_what_is_sold_too(made):
    """By hand: 500 kg are 1,250 kWh of gas at 0.4 kg, whoever takes them."""
    gas = made.plant(annual_cost_per_kw=0.0, intensity_kgco2e_per_kwh=0.4)
    grid = replace(
        made.grid("a", export_price_per_kwh=0.3),
        intensity_kgco2e_per_kwh=np.zeros(2),
    )
    problem = made.one_site(
        grids=(grid,), plants=(gas,), limits=Limits(carbon_cap_kg=500.0)
    )
    assert made.sized(problem).values("output_mw").sum() == pytest.approx(1.25)


def test_power_that_nobody_wants_is_thrown_away_only_where_a_plant_cannot_go_lower(
    made,
):
    """By hand: 1.2 MW that never stop feed 1 MW; a plant that can stop is not burnt."""
    fixed = made.plant(min_kw=1200.0, max_kw=1200.0, min_load_share=1.0)
    found = told(made, made.one_site(plants=(fixed,)))
    assert found.curtailed_kwh["a"] == pytest.approx(400.0)
    free = made.sized(made.one_site(plants=(replace(fixed, min_load_share=0.0),)))
    assert "spilt_mw" not in free.grouped.program.columns
    assert free.values("output_mw").max() == pytest.approx(1.0)


@pytest.mark.parametrize("dust", [1e-9, 1e-6, 5e-5])
def test_the_solver_s_tolerance_is_not_cut(dust):
    """Law: a flat draw has nothing to cut, however its hours differ in last digits."""
    drawn = 20_000.0 * (1 + dust * np.sin(np.arange(1000.0)))
    points = list(points_of("a", drawn, drawn.sum()))
    assert [(p.curtailed_hours, p.curtailed_kwh) for p in points] == [(0, 0.0)] * 8
