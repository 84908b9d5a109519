"""What must hold for any plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wattlas.planning.answer.ablation import baseline, left_out, levers, levers_of
from wattlas.planning.answer.figures import figures
from wattlas.planning.answer.marginal import break_evens, marginal_prices
from wattlas.planning.answer.storage_break_even import store_break_evens
from wattlas.planning.problem import Limits, Matching, Problem
from wattlas.planning.program import Frame
from wattlas.planning.solve.blocks import every
from wattlas.planning.solve.integer_rounding import whole
from wattlas.planning.solve.solution import worst_violation
from wattlas.planning.solve.stages import Settings, Solved, solved
from wattlas.planning.supply import Store
from wattlas.planning.variants import Variant

HOURS = 336


@pytest.fixture(scope="module")
def fortnight(made) -> Problem:
    """Two weeks of two sites with sun, gas, a battery, serving and training."""
    pick = np.random.default_rng(7)
    hours = np.arange(HOURS)
    sun = np.clip(np.sin((hours - 6) / 24 * 2 * np.pi), 0, 1) * pick.uniform(
        0.5, 1, HOURS
    )
    price = 0.1 + 0.05 * np.sin((hours - 12) / 24 * 2 * np.pi)
    requests = 1e6 * (1 + 0.5 * np.sin((hours - 14) / 24 * 2 * np.pi))[None]
    return made.everything(HOURS).having(
        grids=(
            made.grid("a", price, demand_charge_per_kw_month=1.0, limit_kw=6000.0),
            made.grid("b", 0.2 - price),
        ),
        plants=(
            made.plant("solar", "a", HOURS, availability=sun, annual_cost_per_kw=4.0),
            made.plant("gas", "b", HOURS, annual_cost_per_kw=20.0, carbon_free=False),
        ),
        stores=(made.store(annual_cost_per_kw=0.3, annual_cost_per_kwh=0.3),),
        serving=made.serving(HOURS, requests_per_h=requests),
        training=made.training(HOURS, sites=("a", "b"), deadline=200),
        limits=Limits(carbon_price_per_kg=0.02),
    )


@pytest.fixture(scope="module")
def variant(fortnight) -> Variant:
    """The program of the two weeks."""
    return Variant.of(fortnight)


@pytest.fixture(scope="module")
def plan(variant) -> Solved:
    """The plan of the two weeks, in blocks of 3 h and then every hour."""
    return solved(variant, Settings(3), whole)


@pytest.fixture(scope="module")
def proven(variant) -> Solved:
    """The same, every hour in one program."""
    return solved(variant, Settings(1, "simplex"))


def test_every_row_holds_at_every_hour(plan):
    """Law: the dispatch meets the program of all hours: energy is conserved."""
    assert worst_violation(plan.hourly, plan.x) < 1e-4


def test_power_balances_at_every_site_and_hour(plan, fortnight):
    """Law: what comes is what is drawn, counted from the values themselves."""
    for i, site in enumerate(fortnight.sites):
        supply = plan.values("import_mw")[i]
        for j, p in enumerate(fortnight.plants):
            supply = supply + plan.values("output_mw")[j] * (p.site == site)
        if site == "a":
            supply = (
                supply + (plan.values("discharge_mw") - plan.values("charge_mw"))[0]
            )
        drawn = fortnight.pue[site] * plan.values("it_mw")[i]
        assert supply == pytest.approx(drawn, abs=1e-4)


def test_moving_load_conserves_requests(plan, fortnight):
    """Law: every request of every hour is served, wherever."""
    served = plan.values("served_m_per_h").sum(axis=0)
    wanted = fortnight.serving.requests_per_h.sum(axis=0) / 1e6
    assert served == pytest.approx(wanted, rel=1e-5)


def test_training_is_done_in_its_window(plan, fortnight):
    """Law: 2,000 chip-hours between start and deadline, none after."""
    running = plan.values("running_k").sum(axis=0)
    assert running.sum() == pytest.approx(2.0, rel=1e-3)
    assert running[fortnight.training.deadline :].max() == pytest.approx(0.0, abs=1e-6)


def test_two_stages_cost_at_most_one_per_cent_more(plan, proven):
    """Law: capacities of blocks, hours dispatched: never below the true optimum."""
    assert plan.objective_k >= proven.objective_k * (1 - 1e-4)
    assert plan.objective_k <= proven.objective_k * 1.01


def test_interior_point_and_simplex_agree(variant, proven):
    """Reference: two solvers of different kind, within the tolerance of 1e-4."""
    other = solved(variant, Settings(1, "interior"))
    assert other.objective_k == pytest.approx(proven.objective_k, rel=1e-4)


def test_costs_add_up_to_the_objective(plan):
    """Law: the lines of the cost stack are the objective, counted another way."""
    found = figures(plan.sized.variant, plan.x)
    tie = float(Frame(plan.problem).tie_k.values @ plan.values("serving_chips_k"))
    assert found.total_cost == pytest.approx((plan.objective_k - tie) * 1e3, rel=1e-6)


def test_a_plan_costs_at_most_the_baseline_and_each_lever(variant, plan):
    """Law: what may do more costs no more, without limits to keep."""
    settings = Settings(3)
    base = baseline(variant, "a", settings).figures.total_cost
    assert levers_of(variant.problem) == ["sites", "hours", "contracts"]
    for lever in levers(variant, "a", settings):
        assert lever.figures.total_cost <= base * (1 + 1e-3)
        assert plan.objective_k * 1e3 <= lever.figures.total_cost * (1 + 5e-3)


def test_a_plan_without_a_lever_costs_no_less(variant):
    """Law: what may do less costs no less, in the same blocks, limits kept."""
    found = left_out(variant, "a", Settings(3))
    assert [item.name for item in found] == ["sites", "hours", "contracts"]
    for item in found:
        assert item.total_more is None or item.total_more >= -1.0


def test_kept_at_home_a_plan_costs_what_the_other_site_saved(made):
    """By hand: at a alone 125 + 250, with b 125 + 150."""
    problem = made.two_sites(serving=made.serving())
    (sites,) = left_out(Variant.of(problem), "a", Settings(1, "simplex"))
    assert sites.name == "sites"
    assert sites.total_more == pytest.approx(100.0)


def test_without_a_lever_there_may_be_no_plan(made):
    """By hand: a grid of 0.5 MW cannot carry 1 MW without the plant on site."""
    problem = made.one_site(
        grids=(made.grid("a", limit_kw=500.0),), plants=(made.plant(),)
    )
    (contracts,) = left_out(Variant.of(problem), "a", Settings(1, "simplex"))
    assert (contracts.name, contracts.total_more) == ("contracts", None)


def test_a_lever_is_left_out_though_one_place_cannot_run_at_once(made):
    """By hand: a is too small to run now; b runs in both hours at 0.3 and 0.1."""
    problem = made.two_sites(
        grids=(
            made.grid("a", (0.1, 0.2), limit_kw=500.0),
            made.grid("b", (0.3, 0.1)),
        ),
        pue={"a": np.ones(2), "b": np.ones(2)},
        training=made.training(2, sites=("a", "b")),
    )
    found = left_out(Variant.of(problem), "b", Settings(1, "simplex"))
    assert all(item.total_more is not None for item in found)


def test_a_plan_for_carbon_leaves_no_lever_out(made):
    """What a lever is worth is a cost."""
    assert Limits().only_cost
    assert not Limits(cost_weight=0.0, carbon_weight_per_kg=1.0).only_cost


def test_a_cheaper_option_never_raises_the_cost(made):
    """Law: a lower price widens what is possible at a cost."""
    costs = [
        made.cost(made.one_site(plants=(made.plant(annual_cost_per_kw=c),)))
        for c in (0.3, 0.15, 0.05, 0.0)
    ]
    assert costs == sorted(costs, reverse=True)


def test_a_tighter_cap_never_lowers_the_cost(made):
    """Law: less carbon allowed is fewer plans."""
    clean = made.plant("wind", energy_cost_per_kwh=0.3)
    problem = made.one_site(plants=(clean,))
    caps = (None, 900.0, 500.0, 100.0)
    costs = [made.cost(problem.limited(carbon_cap_kg=c)) for c in caps]
    assert costs == sorted(costs)
    assert costs[0] < costs[-1]


def test_more_matching_never_lowers_the_cost(made):
    """Law: a larger share is fewer plans; hourly asks for more than annual."""
    sun = made.plant("solar", energy_cost_per_kwh=0.2, annual_cost_per_kw=0.1)
    problem = made.one_site(plants=(sun,))
    costs = [
        made.cost(problem.limited(matching=Matching(basis, share)))
        for basis, share in (("annual", 0.5), ("hourly", 0.5), ("hourly", 1.0))
    ]
    assert costs == sorted(costs)


def test_twice_the_load_costs_twice(made):
    """Law: without limits and units the program has no size of its own."""
    small = made.one_site(plants=(made.plant(),))
    large = small.having(base_it_kw={"a": np.full(2, 2000.0)})
    assert made.cost(large) == pytest.approx(2 * made.cost(small))


def test_blocks_of_one_hour_are_the_hours(made):
    """Law: grouping each hour by itself changes nothing."""
    problem = made.everything(12)
    one = made.sized(problem, 1).objective_k
    from wattlas.planning.solve import solve

    assert one == pytest.approx(solve(Variant.of(problem).program, "simplex").objective)


def test_blocks_average_prices_and_loads():
    """By hand: two blocks of 3 h of a series 0..5 have the means 1 and 4."""
    steps = every(3, 6)
    assert steps.mean(np.arange(6.0)).tolist() == [1.0, 4.0]
    assert steps.spread(np.array([1.0, 4.0])).tolist() == [1, 1, 1, 4, 4, 4]


def test_the_break_even_is_the_price_at_which_the_option_enters(made):
    """Law: just below its break-even an option is built, just above it is not."""
    absent = made.plant(annual_cost_per_kw=1.0)
    problem = made.one_site(plants=(absent,))
    (found,) = break_evens(made.sized(problem), {"gas@a": 0.0})
    # By hand: (0.1 - 0.05) + (0.2 - 0.05) for a kW.
    assert found.annual == pytest.approx(0.2)
    for factor, built in ((0.99, True), (1.01, False)):
        tried = replace(absent, annual_cost_per_kw=found.annual * factor)
        kw = made.sized(problem.having(plants=(tried,))).values("capacity_mw")[0]
        assert bool(kw > 0.5) == built


def test_a_battery_enters_below_its_share_of_its_cost(made):
    """By hand: 12 h at 0.05 a day, 12 at 0.15: 2.4 a kW for two days, of 3.2."""
    dear = Store("battery@a", "battery", "a", 2.0, 0.1, efficiency=1.0)
    price = np.where(np.arange(48) % 24 < 12, 0.05, 0.15)
    problem = made.one_site(tuple(price), stores=(dear,))
    (found,) = store_break_evens(made.sized(problem), {})
    assert found.cost_share == pytest.approx(0.75)
    assert found.duration_h == pytest.approx(12.0)
    for factor, built in ((0.74, True), (0.76, False)):
        tried = replace(
            dear, annual_cost_per_kw=2.0 * factor, annual_cost_per_kwh=0.1 * factor
        )
        kw = made.sized(problem.having(stores=(tried,))).values("store_mw")[0]
        assert bool(kw > 0.5) == built


def test_a_battery_is_worth_nothing_where_prices_are_flat(made):
    """By hand: there is nothing to gain, at any cost."""
    dear = Store("battery@a", "battery", "a", 2.0, 0.1)
    problem = made.one_site((0.1, 0.1, 0.1), stores=(dear,))
    (found,) = store_break_evens(made.sized(problem), {})
    assert (found.cost_share, found.duration_h) == (0.0, None)


def test_one_more_kwh_costs_what_it_does_when_the_servers_draw(made):
    """By hand: the run takes the hour at 0.1; the hour without load has no price."""
    run = made.training(2, max_chips=2000.0)
    plan = made.sized(made.one_site((0.1, 0.9), 0.0, training=run))
    assert marginal_prices(plan) == pytest.approx({"a": 0.1})


def test_a_run_that_home_may_not_host_takes_no_requests_with_it(made):
    """By hand: a serves 1 MWh in both hours, 125 + 250; the run, at b alone, 450 + 150.

    b would serve the second hour for 150, but the baseline stays at home.
    """
    problem = made.two_sites(
        serving=made.serving(), training=made.training(2, sites=("b",))
    )
    base = baseline(Variant.of(problem), "a", Settings(1, "simplex")).figures
    assert base.total_cost == pytest.approx(125.0 + 250.0 + 450.0 + 150.0)
