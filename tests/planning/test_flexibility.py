"""Power that a site gives up when it is called, and load that may be shed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from wattlas.planning.answer.figures import figures
from wattlas.planning.problem import PlacedLoad
from wattlas.planning.supply import Offer, Sheddable
from wattlas.planning.variants import Variant

HOURS = 4


def offer(called=(1,), kind="demand-response", **changes: Any) -> Offer:
    """Return an offer of up to all of a load of 1 MW, called in some of four hours."""
    hours = np.isin(np.arange(HOURS), called)
    made = Offer(
        kind=kind,
        site="a",
        baseline_kw=np.full(HOURS, 1000.0),
        called=hours,
        callable=~hours,
        called_hours=float(hours.sum()),
        event_hours=1,
        payment_per_kw_year=0.3,
        max_kw=1000.0,
    )
    return replace(made, **changes)


def sheddable(share=0.4, cost=0.5, **changes: Any) -> Sheddable:
    """Return what may be shed of a load of 1 MW."""
    made = Sheddable("load 0>a", "a", np.full(HOURS, 1000.0 * share), cost)
    return replace(made, **changes)


def four_hours(made, **changes: Any):
    """Return a load of 1 MW in four hours at 0.1: 400 in all."""
    return made.one_site((0.1,) * HOURS, **changes)


def told(made, problem):
    """Return figures and the power offered, as the optimum has them."""
    plan = made.sized(problem)
    x = plan.grouped.hourly(plan.found.x)
    kw = x[plan.variant.program.columns["offered_mw"].position].sum() * 1000.0
    return figures(plan.variant, x), kw


@pytest.mark.parametrize("ramp", [1.0, 2.0])
def test_a_plant_answers_a_call_with_what_is_available_of_it(made, ramp):
    """By hand: half of a plant that is quick enough stands by; a quicker one's too."""
    engine = made.plant(
        hours=HOURS, availability=np.full(HOURS, 0.5), ramp_share_per_hour=ramp
    )
    program = Variant.of(four_hours(made, offers=(offer(),), plants=(engine,))).program
    rows = np.ravel(program.rows["ready_for_calls"].position)
    (capacity,) = program.columns["capacity_mw"].position
    assert program.matrix[rows[rows >= 0]][:, [capacity]].toarray() == pytest.approx(
        -0.5
    )


def test_shed_load_pays_for_what_is_not_computed(made):
    """By hand: 0.4 MW are offered at 0.3/kW: 120; one hour sheds 0.4 MWh at 0.5 - 0.1.

    400 - 120 + 0.4 x (0.5 - 0.1) x 1000 = 440: not worth it. Shed at 0.2: 400 - 80.
    """
    dear = four_hours(made, offers=(offer(),), sheddable=(sheddable(),))
    assert made.cost(dear) == pytest.approx(400.0)
    found, kw = told(made, dear.having(sheddable=(sheddable(cost=0.2),)))
    assert found.total_cost == pytest.approx(400.0 - 120.0 + 0.4 * 0.1 * 1000.0)
    assert kw == pytest.approx(400.0)
    assert found.shed_kwh == {"a": pytest.approx(400.0)}
    assert found.costs["a"]["flexibility"] == pytest.approx(-120.0)
    assert found.costs["a"]["load shed"] == pytest.approx(80.0)


def test_calls_are_paid_by_the_kwh(made):
    """By hand: 0.4 MW x 1 h at 0.25 more: 100."""
    shed = (sheddable(cost=0.2),)
    paid = offer(call_payment_per_kwh=0.25)
    problem = four_hours(made, offers=(paid,), sheddable=shed)
    assert made.cost(problem) == pytest.approx(400.0 - 120.0 + 40.0 - 100.0)


def test_a_plant_at_the_site_answers_and_one_elsewhere_does_not(made):
    """By hand: 1 MW of gas at 0.01/kW and 0.6/kWh gives 1 MWh: 400 - 300 + 10 + 500.

    Paid 0.6/kW it is worth it: 10. What comes through the connection is no answer.
    """
    gas = made.plant(hours=HOURS, energy_cost_per_kwh=0.6)
    dear = offer(payment_per_kw_year=0.6)
    here = four_hours(made, offers=(dear,), plants=(gas,))
    assert made.cost(here) == pytest.approx(400.0 - 600.0 + 10.0 + 500.0)
    there = here.having(plants=(replace(gas, node="off-site"),))
    assert made.cost(there) == pytest.approx(400.0)


def test_a_battery_holds_a_whole_event_ready_all_the_time(made):
    """By hand: for an event of 2 h and 1 MW it holds 2 MWh, and gives them in the call.

    The energy bought is the same: 400 - 300 + what 1 MW and 2 MWh cost.
    """
    dear = made.store(annual_cost_per_kw=0.05, annual_cost_per_kwh=0.05)
    long = offer((1, 2), event_hours=2, callable=np.arange(HOURS) == 0)
    problem = four_hours(made, offers=(long,), stores=(dear,))
    assert made.cost(problem) == pytest.approx(400.0 - 300.0 + 50.0 + 100.0)
    # What holds for a call at any hour costs a battery that prices alone would empty.
    moved = four_hours(made, offers=(offer(()),), stores=(dear,))
    found, kw = told(made, moved)
    assert kw == pytest.approx(1000.0)
    assert found.total_cost == pytest.approx(400.0 - 300.0 + 50.0 + 50.0)


def test_notice_lets_a_battery_charge(made):
    """By hand: with 81 % and an hour of notice at 1 MW it takes 0.9 MWh before a call.

    A kW ready for 1 h needs 1/0.9 kWh of energy either way, and 1/0.81 kW of power
    where it holds nothing: that it holds something costs nothing, so 1 kW is enough.
    """
    store = made.store(
        annual_cost_per_kw=0.05, annual_cost_per_kwh=0.09, efficiency=0.81
    )
    problem = four_hours(made, offers=(offer(()),), stores=(store,))
    found, kw = told(made, problem)
    assert kw == pytest.approx(1000.0)
    assert found.total_cost == pytest.approx(400.0 - 300.0 + 50.0 + 100.0)
    told_before = problem.having(offers=(offer((), notice_hours=4.0),))
    assert made.cost(told_before) <= made.cost(problem)


def test_an_interruptible_connection_is_given_back_in_the_call(made):
    """By hand: 1 MW of connection, 0.4 MW of it given back where 0.4 MW are shed.

    Of a connection of 1.5 MW the first 0.5 MW are given back by drawing what is drawn.
    """
    taken = offer(kind="interruptible")
    grid = made.grid("a", (0.1,) * HOURS, limit_kw=1000.0)
    problem = four_hours(
        made, grids=(grid,), offers=(taken,), sheddable=(sheddable(cost=0.2),)
    )
    found, kw = told(made, problem)
    assert kw == pytest.approx(400.0)
    assert found.total_cost == pytest.approx(400.0 - 120.0 + 40.0)
    wide = replace(taken, baseline_kw=np.full(HOURS, 1500.0), max_kw=500.0)
    free = four_hours(made, offers=(wide,))
    assert made.cost(free) == pytest.approx(400.0 - 150.0)


def test_what_is_offered_twice_is_given_up_twice(made):
    """By hand: two offers of a load that sheds 0.4 MW give up 0.4 MW in all."""
    both = (offer(), offer(kind="interruptible", payment_per_kw_year=0.2))
    problem = four_hours(made, offers=both, sheddable=(sheddable(cost=0.1),))
    found, kw = told(made, problem)
    assert kw == pytest.approx(400.0)
    assert found.total_cost == pytest.approx(400.0 - 120.0)


def test_a_placed_load_sheds_where_it_stands(made):
    """By hand: 1 MW at b, the cheaper, 0.4 MW of it shed in the dear hour."""
    loads = PlacedLoad({s: np.full(2, 1000.0) for s in ("a", "b")})
    part = np.full(2, 400.0)
    problem = made.two_sites(
        placed=(loads,),
        sheddable=tuple(
            Sheddable(f"load 0>{s}", s, part, 0.2, f"0>{s}") for s in ("a", "b")
        ),
        pue={"a": np.ones(2), "b": np.ones(2)},
    )
    # At a 100 + 200; at b 300 + 100, of which 0.4 x (0.3 - 0.2) is saved.
    assert made.cost(problem) == pytest.approx(300.0)
    dearer = made.grid("a", (0.4, 0.4))
    moved = problem.having(grids=(dearer, problem.grids[1]))
    assert made.cost(moved) == pytest.approx(400.0 - 40.0)


def test_the_baseline_neither_offers_nor_sheds(made):
    """Law: run now on the grid alone a load is not shed, and nothing is paid for it."""
    from wattlas.planning.answer.ablation import baseline
    from wattlas.planning.solve.stages import Settings
    from wattlas.planning.variants import Variant

    problem = four_hours(made, offers=(offer(),), sheddable=(sheddable(cost=0.01),))
    found = baseline(Variant.of(problem), "a", Settings(1, "simplex"))
    assert found.figures.total_cost == pytest.approx(400.0)
    assert made.cost(problem) < 400.0


@pytest.mark.parametrize("seed", range(3))
def test_an_offer_never_costs_and_is_kept(made, seed):
    """Law: what may be offered or not costs at most nothing; what is offered is kept.

    By hand without it: shed where that is cheaper than 0.1. In a call the site draws no
    more than its baseline less what it offers.
    """
    share, cost, payment, *calls = np.random.default_rng(seed).random(3 + HOURS)
    called = tuple(np.flatnonzero(np.array(calls) < 0.5))
    paid = offer(called, payment_per_kw_year=payment)
    plan = made.sized(
        four_hours(made, offers=(paid,), sheddable=(sheddable(share, cost),))
    )
    x = plan.grouped.hourly(plan.found.x)
    found, columns = figures(plan.variant, x), plan.variant.program.columns
    alone = 400.0 - HOURS * 1000.0 * share * max(0.1 - cost, 0.0)
    assert found.total_cost <= alone + 1e-6
    kw = float(x[columns["offered_mw"].position].sum()) * 1000.0
    drawn = x[columns["import_mw"].position].ravel() * 1000.0
    assert kw <= 1000.0 * share + 1e-6
    assert (drawn[list(called)] <= 1000.0 - kw + 1e-6).all()


def test_what_cannot_be_given_up_is_named(made):
    """By hand: of 1 MW 0.4 MW can be shed, so 0.5 MW is 0.1 MW too much."""
    from wattlas.planning.answer.infeasible import relaxations
    from wattlas.planning.answer.refusal import refusal
    from wattlas.planning.variants import Variant

    fixed = offer(min_kw=500.0, max_kw=500.0)
    problem = four_hours(made, offers=(fixed,), sheddable=(sheddable(),))
    program = Variant.of(problem).program
    ways = relaxations(problem, program, np.ones(HOURS))
    assert "0.1 MW less to give up when called at a" in str(refusal(ways, "USD"))
