"""Carbon prices at which options enter, and the fronts of cost against burdens."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas.errors import InputError
from wattlas.planning.answer.break_even import Entering, joined, priced
from wattlas.planning.answer.burdens import CAPS, burden, with_burdens
from wattlas.planning.answer.crossing import Interval, crossing, worth_between
from wattlas.planning.answer.pareto import pareto
from wattlas.planning.program import build, limits, power
from wattlas.planning.solve import matrices
from wattlas.planning.solve.blocks import every
from wattlas.planning.solve.stages import Settings, size
from wattlas.planning.variants import Variant

HOURLY = Settings(1, "simplex")


def entering(problem, held=()) -> Entering:
    """Return the search of a small problem, every hour a block."""
    steps = every(1, problem.hours)
    return Entering(with_burdens(Variant.of(problem)), tuple(held), steps, HOURLY)


def test_the_carbon_price_at_which_a_plant_enters_by_hand(made):
    """By hand: a kW earns 0.05 + 0.15, and 0.5 kg twice: 0.2 + p is 1 at 800 a t."""
    clean = made.plant("smr", annual_cost_per_kw=1.0)
    problem = made.one_site(plants=(clean,))
    (found,) = entering(problem).entries([clean], 1000.0)
    assert found.carbon_from_per_t == pytest.approx(800.0)
    assert found.carbon_up_to_per_t is None
    assert found.price_per_kwh == pytest.approx(1.0 / 2 + 0.05)
    assert found.break_even_price_per_kwh == pytest.approx(0.2 / 2 + 0.05)
    assert not found.worth_it


def test_no_price_up_to_the_highest_is_said(made):
    """By hand: 700 a tonne are not 800."""
    clean = made.plant("smr", annual_cost_per_kw=1.0)
    (found,) = entering(made.one_site(plants=(clean,))).entries([clean], 700.0)
    assert found.carbon_from_per_t is None
    assert found.carbon_highest_per_t == 700.0


def test_a_dirty_plant_enters_up_to_a_price_by_hand(made):
    """By hand: with 1 kg/kWh a kW earns 0.2 - p, which is 0.1 at 100 a tonne."""
    dirty = made.plant(annual_cost_per_kw=0.1, intensity_kgco2e_per_kwh=1.0)
    problem = made.one_site(plants=(dirty,)).limited(carbon_price_per_kg=0.3)
    (found,) = entering(problem).entries([dirty], 1000.0)
    assert (found.carbon_from_per_t, found.carbon_highest_per_t) == (0.0, 1000.0)
    assert found.carbon_up_to_per_t == pytest.approx(100.0)


def test_without_carbon_there_is_no_carbon_price(made):
    """Law: where nothing has carbon, no price is looked for."""
    clean = made.plant("smr", annual_cost_per_kw=1.0)
    none = made.grid("a", intensity_kgco2e_per_kwh=np.zeros(2))
    problem = made.one_site(grids=(none,), plants=(clean,))
    (found,) = entering(problem).entries([clean], 1000.0)
    assert found.carbon_from_per_t is None
    assert found.carbon_highest_per_t is None


@pytest.mark.parametrize("counted_on", [True, False])
def test_above_its_carbon_price_an_option_is_built_and_below_it_is_not(
    made, counted_on
):
    """Law: solved again just above and below; another option enters on the way."""
    other = made.plant("wind", annual_cost_per_kw=0.4, availability=np.array([1, 0.2]))
    mine = made.plant("smr", annual_cost_per_kw=0.8, chance=1.0 if counted_on else 0.5)
    problem = made.one_site(plants=(other, mine))
    held = () if counted_on else (mine.key,)
    search = entering(problem, held)
    (found,) = search.entries([mine], 1000.0)
    alone = made.one_site(plants=(mine,))
    (earlier,) = entering(alone).entries([mine], 1000.0)
    assert earlier.carbon_from_per_t < found.carbon_from_per_t < 1000.0
    for factor, built in ((0.999, False), (1.001, True)):
        price = found.carbon_from_per_t / 1000.0 * factor
        kw = size(priced(search.variant, price), every(1, 2), HOURLY)
        assert bool(kw.values("capacity_mw")[1] > 1e-3) == built


def test_a_short_budget_is_taken_off_what_a_plant_is_worth(made):
    """By hand: 1 of capital saves 0.2 elsewhere, so 2 of it must earn 0.4 more."""
    good = made.plant("gas", annual_cost_per_kw=0.0, capital_cost_per_kw=1.0)
    dear = made.plant("smr", annual_cost_per_kw=0.1, capital_cost_per_kw=2.0)
    problem = made.one_site(plants=(good, dear)).limited(capital_budget=500.0)
    (found,) = entering(problem).entries([dear], 1000.0)
    assert found.break_even_price_per_kwh == pytest.approx((0.2 - 0.4) / 2 + 0.05)


def test_what_comes_late_is_marked(made):
    """Law: plants that are joined keep what they are, but for the time."""
    first, second = joined([made.plant()], [made.plant("smr")])
    assert (first.in_time, second.in_time) == (True, False)
    assert second.key == "smr@a"


def test_intervals_of_prices():
    """By hand: none, one open at the end, one that is closed."""
    line = [0.0, 4.0, 8.0]
    assert worth_between(lambda _: False, float, line) == Interval(None, None)
    found = worth_between(lambda p: p >= 3, lambda p: p - 3, line)
    assert found == Interval(pytest.approx(3.0), None)
    assert worth_between(lambda p: p <= 3, lambda p: 3 - p, line).high == pytest.approx(
        3.0
    )


def test_a_crossing_of_a_kinked_line():
    """By hand: flat to 6, then rising by 10: 0 at 6.1."""
    assert crossing(lambda p: max(p - 6, 0) * 10 - 1, 0.0, 8.0) == pytest.approx(
        6.1, rel=1e-3
    )


def test_the_carbon_of_decisions_by_hand(made):
    """By hand: 0.5 t a MWh of the grid, 0.4 of gas; water counts by stress."""
    gas = made.plant(intensity_kgco2e_per_kwh=0.4)
    variant = with_burdens(
        Variant.of(made.one_site(plants=(gas,), water_stress={"a": 0.5}))
    )
    columns = variant.program.columns
    carbon, water = burden(variant, "carbon"), burden(variant, "water")
    assert carbon[columns["import_mw"].position] == pytest.approx(0.5)
    assert carbon[columns["output_mw"].position] == pytest.approx(0.4)
    assert water[columns["import_mw"].position] == pytest.approx(0.5)


def test_the_water_of_every_decision_counts_by_the_stress_of_its_place(made):
    """By hand: a litre counts 0.5 at a and 1.5 at b. Each IT MWh takes 0.5 and 2 m3,
    each of the grid 1, of a reactor at b 3, of one at a 4."""
    plants = (
        made.plant("smr", "b", water_l_per_kwh=3.0),
        made.plant("smr", "a", water_l_per_kwh=4.0),
        made.plant("wind", "a"),
    )
    stress = {"a": 0.5, "b": 1.5}
    loads = {site: np.full(2, 1000.0) for site in stress}
    problem = made.two_sites(plants=plants, water_stress=stress, base_it_kw=loads)
    variant = with_burdens(Variant.of(problem))
    columns, water = variant.program.columns, burden(variant, "water")
    assert by_site_or_key(water, columns["it_mw"]) == [0.25, 3.0]
    assert by_site_or_key(water, columns["import_mw"]) == [0.5, 1.5]
    assert by_site_or_key(water, columns["output_mw"]) == [4.5, 2.0, 0.0]


@pytest.mark.parametrize("cap", [{}, {"carbon_cap_kg": 500.0}, {"water_cap_l": 9.0}])
def test_rows_of_burdens_are_those_of_the_caps(made, cap):
    """Law: what a program lacks is joined to it as a cap would have built it; what it
    has keeps its limit."""
    problem = made.everything(4)
    rows = (power.power_balance, limits.carbon_cap, limits.water_cap)
    given = problem.limited(**{"carbon_cap_kg": None, "water_cap_l": None} | cap)
    with_rows = with_burdens(Variant(given, matrices(build(given, rows))))
    program, whole = with_rows.program, matrices(build(problem, rows))
    assert set(program.rows) == set(whole.rows)
    for of, name in CAPS.items():
        row = whole.matrix[whole.rows[name].position]
        assert burden(with_rows, of).tolist() == row.todense().ravel().tolist()
        most = next((v for k, v in cap.items() if k.startswith(of)), np.inf)
        assert program.row_high[program.rows[name].position] * 1e3 == most
        assert program.row_low[program.rows[name].position] == -np.inf


def by_site_or_key(row, column):
    """Return the entries of a row for decisions that are alike in every hour."""
    entries = np.moveaxis(row[column.position], column.dims.index("time"), -1)
    assert np.all(entries == entries[..., :1])
    return entries[..., 0].tolist()


def test_a_plan_for_water_takes_the_driest_plant(made):
    """By hand: a grid of 1 L, a free reactor of 3 L and a dear plant of 0.9 L a kWh: a
    plan for water alone takes 2 MWh of the last, 1.8 m3 times the stress."""
    reactor = made.plant(water_l_per_kwh=3.0, energy_cost_per_kwh=0.0)
    dry = made.plant("dry", water_l_per_kwh=0.9, energy_cost_per_kwh=0.5)
    for stress in (0.5, 1.5):
        problem = made.one_site(plants=(reactor, dry), water_stress={"a": stress})
        alone = made.sized(problem.limited(cost_weight=0.0, water_weight_per_l=1.0))
        assert alone.objective_k == pytest.approx(2 * 0.9 * stress)


@pytest.fixture(scope="module")
def fronts(made):
    """Four hours with sun and a thirsty, clean plant; five points each."""
    sun = np.array([0.0, 1.0, 1.0, 0.0])
    plants = (
        made.plant("solar", hours=4, availability=sun, annual_cost_per_kw=0.3),
        made.plant("smr", hours=4, annual_cost_per_kw=1.5, water_l_per_kwh=3.0),
    )
    problem = made.one_site((0.1, 0.2, 0.1, 0.2), plants=plants)
    return problem, pareto(Variant.of(problem), 5, HOURLY)


def test_fronts_are_monotone_and_convex(fronts):
    """Law: less burden never costs less, and each step costs at least the last."""
    _, found = fronts
    for of, amount in (("carbon", "carbon_kg"), ("water", "weighted_water_l")):
        cost = np.array([p.total_cost for p in found[of]])
        burdens = np.array([getattr(p, amount) for p in found[of]])
        assert np.all(np.diff(burdens) < 0)
        assert np.all(np.diff(cost) >= -1e-9)
        prices = np.diff(cost) / -np.diff(burdens)
        assert np.all(np.diff(prices) >= -1e-6)


def test_the_ends_of_a_front_are_the_single_optima(fronts, made):
    """Law: one end costs least, the other emits, or takes, as little as any plan."""
    problem, found = fronts
    least_cost = made.cost(problem)
    for of, amount in (("carbon", "carbon_kg"), ("water", "weighted_water_l")):
        assert found[of][0].total_cost == pytest.approx(least_cost)
        weights = {"cost_weight": 1e-6, f"{of}_weight_per_{_unit(of)}": 1.0}
        alone = made.sized(problem.limited(**weights))
        row = burden(with_burdens(Variant.of(problem)), of)
        least = float(row @ alone.grouped.hourly(alone.found.x)) * 1e3
        last = getattr(found[of][-1], amount)
        assert last == pytest.approx(least, abs=1e-6 * getattr(found[of][0], amount))


def test_a_front_without_a_burden_is_left_out(made):
    """Law: where nothing takes water there is no front of it."""
    dry = made.grid("a", water_l_per_kwh=np.zeros(2))
    problem = made.one_site(grids=(dry,), plants=(made.plant(),))
    found = pareto(Variant.of(problem), 2, HOURLY)
    assert list(found) == ["carbon"]


def test_a_front_of_one_point_is_refused(made):
    """Bad input: a front has two ends."""
    with pytest.raises(InputError, match="at least 2 points, got 1"):
        pareto(Variant.of(made.one_site()), 1, HOURLY)


def _unit(of: str) -> str:
    return "kg" if of == "carbon" else "l"
