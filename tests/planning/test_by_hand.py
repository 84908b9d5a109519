"""Problems whose optimum is found on paper."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas.planning.problem import Chip, Limits, Matching
from wattlas.planning.solve.blocks import every
from wattlas.planning.solve.integer_rounding import whole
from wattlas.planning.solve.stages import Settings, size, solved
from wattlas.planning.variants import Variant


def test_a_load_pays_the_price_of_its_hours(made):
    """By hand: 1 MWh at 0.1 and 1 MWh at 0.2 are 300."""
    assert made.cost(made.one_site()) == pytest.approx(300.0)


def test_a_free_battery_buys_everything_in_the_cheap_hour(made):
    """By hand: 2 MWh at 0.1 are 200; the battery itself costs 0.003."""
    problem = made.one_site(stores=(made.store(),))
    assert made.cost(problem) == pytest.approx(200.0, abs=0.01)


def test_losses_are_half_on_each_way(made):
    """By hand: with 81 % a stored MWh takes 1/0.81 MWh at 0.1: 100 + 123.46."""
    problem = made.one_site(stores=(made.store(efficiency=0.81),))
    assert made.cost(problem) == pytest.approx(100.0 + 100.0 / 0.81, abs=0.01)


def test_a_battery_that_may_cycle_half_moves_half(made):
    """By hand: half a cycle of 1 MW through 1 h moves 0.5 MWh: 300 less 50."""
    battery = made.store(max_kw=500.0, max_cycles=1.0)
    problem = made.one_site(stores=(battery,))
    assert made.cost(problem) == pytest.approx(250.0, abs=0.01)


def test_a_cheap_plant_replaces_the_grid(made):
    """By hand: 1 MW at 0.01/kW and 2 MWh at 0.05 are 10 + 100."""
    problem = made.one_site(plants=(made.plant(),))
    assert made.cost(problem) == pytest.approx(110.0)


def test_the_connection_forces_the_dear_plant(made):
    """By hand: 0.4 MW come through; 0.6 MW for 2 h at 0.5, and 0.6 MW at 0.01/kW."""
    problem = made.one_site(
        grids=(made.grid("a", limit_kw=400.0),),
        plants=(made.plant(energy_cost_per_kwh=0.5),),
    )
    assert made.cost(problem) == pytest.approx(0.4 * 300 + 600.0 + 6.0)


def test_what_passes_the_grid_counts_at_the_connection(made):
    """By hand: a plant elsewhere cannot mend a connection of 0.4 MW; on site it can."""
    limited = made.one_site(grids=(made.grid("a", limit_kw=400.0),))
    here = limited.having(plants=(made.plant(),))
    assert made.cost(here) == pytest.approx(110.0)
    from wattlas.planning.solve import InfeasibleProgramError

    there = limited.having(plants=(made.plant(node="off-site"),))
    with pytest.raises(InfeasibleProgramError):
        made.cost(there)


def test_a_demand_charge_flattens_what_can_move(made):
    """By hand: 2 MWh in 4 hours at one price: 0.5 MW all the time, 200 + 10 * 500."""
    problem = made.one_site(
        price=(0.1,) * 4,
        load_kw=0.0,
        grids=(made.grid("a", (0.1,) * 4, demand_charge_per_kw_month=10.0),),
        training=made.training(4),
    )
    assert made.cost(problem) == pytest.approx(200.0 + 5000.0)


def test_requests_go_where_price_times_pue_is_lowest(made):
    """By hand: 1 MWh at a for 0.1 x 1.25, then 1 MWh at b for 0.1 x 1.5."""
    problem = made.two_sites(serving=made.serving())
    assert made.cost(problem) == pytest.approx(125.0 + 150.0)


def test_chips_that_wait_are_paid(made):
    """By hand: 2,000 chips at one site for 2 h at 0.05: moving would need 4,000."""
    dear = made.serving(chips=(Chip("x", 0.001, 0.002, 0.05),))
    problem = made.two_sites(serving=dear)
    assert made.cost(problem) == pytest.approx(125.0 + 250.0 + 200.0)


def test_better_chips_are_chosen_by_what_they_save(made):
    """By hand: half the energy at a and b, for 0.01 an hour and chip: 187.5/2 + 40."""
    chips = (Chip("x", 0.001, 0.002, 0.05), Chip("y", 0.0005, 0.001, 0.01))
    problem = made.two_sites(serving=made.serving(chips=chips))
    # y at a alone: (125 + 250) / 2 + 1,000 chips x 2 h x 0.01; at both 275 / 2 + 40.
    assert made.cost(problem) == pytest.approx(275.0 / 2 + 40.0)


def test_warm_chips_draw_power_while_they_wait(made):
    """By hand: 4,000 chips for 2e6 requests wait at 1e6: half of 2,000 x 0.1 kW."""
    requests = np.array([[2e6, 1e6]])
    chips = (Chip("x", 0.001, 0.002, 0.0, 0.1),)
    serving = made.serving(
        requests_per_h=requests, routes=(("o", "a"),), chips=chips, kept_warm=0.5
    )
    problem = made.one_site(load_kw=0.0, serving=serving)
    assert made.cost(problem) == pytest.approx(200.0 + 0.2 * (1000.0 + 100.0))


def test_training_takes_the_cheap_hours(made):
    """By hand: 1 MWh in each of the two hours at 0.1."""
    problem = made.one_site((0.1, 0.9, 0.1), 0.0, training=made.training(3))
    assert made.cost(problem) == pytest.approx(200.0)


def test_a_pause_pays_while_waiting_chips_are_cheap(made):
    """By hand: pausing is 200 + 3 h x 1,000 chips x 0.1."""
    run = made.training(3, chips=(Chip("x", 2000.0, 2000.0, 0.1),))
    problem = made.one_site((0.1, 0.9, 0.1), 0.0, training=run)
    assert made.cost(problem) == pytest.approx(500.0)


def test_no_chip_waits_where_waiting_is_dear(made):
    """By hand, at 0.5: 500 chips run all three hours, 500 one: 550 + 50 + 1,000."""
    run = made.training(3, chips=(Chip("x", 2000.0, 2000.0, 0.5),))
    problem = made.one_site((0.1, 0.9, 0.1), 0.0, training=run)
    plan = made.sized(problem)
    held = plan.values("taken_k") - plan.values("returned_k")
    assert plan.objective_k * 1000.0 == pytest.approx(1600.0)
    assert held == pytest.approx(plan.values("running_k"))


def test_start_and_deadline_hold(made):
    """By hand: between hours 1 and 3 the price is 0.9 and 0.8."""
    run = made.training(4, start=1, deadline=3)
    problem = made.one_site((0.1, 0.9, 0.8, 0.1), 0.0, training=run)
    assert made.cost(problem) == pytest.approx(1700.0)


def test_a_minimum_run_joins_the_hours(made):
    """By hand: 667 chips in hours 1 to 3: 0.1 + 0.3 + 0.1; two hours apart were 200."""
    run = made.training(4, min_run_hours=2)
    problem = made.one_site((0.9, 0.1, 0.3, 0.1), 0.0, training=run)
    assert made.cost(problem) == pytest.approx(2000.0 / 3 * 0.5)


def test_a_power_cap_spreads_the_run(made):
    """By hand: 0.5 MW in four hours."""
    run = made.training(4, power_cap_kw=500.0)
    problem = made.one_site((0.1, 0.2, 0.3, 0.4), 0.0, training=run)
    assert made.cost(problem) == pytest.approx(500.0)


def test_a_run_without_pauses_finds_the_cheapest_hours_together(made):
    """By hand: hours 1 and 2 at 0.1 each; 0.3 and 0.1 elsewhere."""
    run = made.training(6, pausable=False)
    prices = (0.3, 0.1, 0.1, 0.3, 0.1, 0.3)
    problem = made.one_site(prices, 0.0, training=run)
    plan = solved(Variant.of(problem), Settings(1, "simplex"), whole)
    assert plan.objective_k == pytest.approx(0.2)
    assert plan.values("running_k")[0] == pytest.approx([0, 1, 1, 0, 0, 0])


def test_hourly_matching_needs_sun_in_the_hour(made):
    """By hand: 1 MW of sun in hour 0 matches half: 300 + 0.2 x 1,000."""
    sun = made.plant(
        "solar",
        annual_cost_per_kw=0.3,
        energy_cost_per_kwh=0.0,
        availability=np.array([1.0, 0.0]),
    )
    problem = made.one_site(
        plants=(sun,), limits=Limits(matching=Matching("hourly", 0.5))
    )
    assert made.cost(problem) == pytest.approx(500.0)


def test_annual_matching_counts_what_is_sold(made):
    """By hand: 2 MW of sun give the 2 MWh of the year in one hour: 600 + 200."""
    sun = made.plant(
        "solar",
        annual_cost_per_kw=0.3,
        energy_cost_per_kwh=0.0,
        availability=np.array([1.0, 0.0]),
    )
    problem = made.one_site(
        plants=(sun,), limits=Limits(matching=Matching("annual", 1.0))
    )
    assert made.cost(problem) == pytest.approx(800.0)


def test_monthly_matching_holds_in_every_month(made):
    """By hand: as annual, but hour 1 is a month of its own and has no sun."""
    from wattlas.planning.solve import InfeasibleProgramError

    sun = made.plant("solar", availability=np.array([1.0, 0.0]))
    problem = made.one_site(
        plants=(sun,), limits=Limits(matching=Matching("monthly", 1.0))
    )
    with pytest.raises(InfeasibleProgramError):
        made.cost(problem.having(months=np.array([0, 1])))


def test_a_carbon_cap_buys_clean_power_and_prices_the_tonne(made):
    """By hand: 250 kg less are 500 kWh at 0.1 more: 350; a tonne is worth 200."""
    clean = made.plant("wind", annual_cost_per_kw=0.0, energy_cost_per_kwh=0.3)
    problem = made.one_site(plants=(clean,), limits=Limits(carbon_cap_kg=750.0))
    plan = made.sized(problem)
    assert plan.objective_k == pytest.approx(0.35)
    assert -plan.dual("carbon_cap").sum() * 1000.0 == pytest.approx(200.0)


def test_a_water_cap_weighs_litres_by_the_stress_of_the_place(made):
    """By hand: each kWh takes 1 L of the grid, counted half: 2 MWh are 1,000 L."""
    problem = made.one_site(water_stress={"a": 0.5})
    assert made.cost(problem.limited(water_cap_l=1000.0)) == pytest.approx(300.0)


def test_a_budget_limits_what_is_built(made):
    """By hand: 500 of capital build 0.5 MW: 300 - 0.5 x (300 - 100) + 5."""
    built = made.plant(capital_cost_per_kw=1.0)
    problem = made.one_site(plants=(built,), limits=Limits(capital_budget=500.0))
    assert made.cost(problem) == pytest.approx(300.0 - 100.0 + 5.0)


def test_units_are_whole(made):
    """By hand: two units of 0.6 MW save 200 and cost 1,200 x 0.06; one saves 84."""
    unit = made.plant("smr", annual_cost_per_kw=0.06, unit_kw=600.0)
    problem = made.one_site(plants=(unit,))
    variant = Variant.of(problem)
    settings = Settings(1, "simplex")
    relaxed = size(variant, every(1, 2), settings)
    best = whole(relaxed, lambda v, s: size(v, s, settings))
    assert relaxed.values("capacity_mw")[0] == pytest.approx(1.0)
    assert best.values("capacity_mw")[0] == pytest.approx(1.2)
    assert best.objective_k == pytest.approx(0.1 + 0.072)


def test_a_plant_that_cannot_go_low_must_be_sold_or_spilt(made):
    """By hand: 1.2 MW fixed at 100 % minimum give 0.2 MW at 0.05 away for nothing."""
    unit = made.plant(
        min_kw=1200.0, max_kw=1200.0, min_load_share=1.0, annual_cost_per_kw=0.0
    )
    problem = made.one_site(plants=(unit,))
    assert made.cost(problem) == pytest.approx(2 * 1200 * 0.05)


def test_ramps_hold(made):
    """By hand: 1 MW that may change by 0.25 MW: 0.25 more in hour 1 than in hour 0."""
    slow = made.plant(
        ramp_share_per_hour=0.25, max_kw=1000.0, min_kw=1000.0, annual_cost_per_kw=0.0
    )
    loads = {"a": np.array([0.0, 1000.0])}
    problem = made.one_site(
        grids=(made.grid("a", (0.0, 1.0)),), plants=(slow,), base_it_kw=loads
    )
    output = made.sized(problem).values("output_mw")[0]
    assert output[1] - output[0] <= 0.25 + 1e-9


def test_surplus_is_sold(made):
    """By hand: the plant sells 1 MW for 0.08 in both hours: 110 - 2 x 30 + 10."""
    problem = made.one_site(
        grids=(made.grid("a", export_price_per_kwh=0.08),),
        plants=(made.plant(max_kw=2000.0),),
    )
    assert made.cost(problem) == pytest.approx(110.0 - 60.0 + 10.0)
