"""A plan's money over years, on paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wattlas.errors import InputError
from wattlas.parameters.plans import FinanceSection, PlanSection
from wattlas.planning.answer.figures import figures
from wattlas.planning.answer.values import Values
from wattlas.planning.ask.option import annuity
from wattlas.planning.finance.answer import gains, levelised
from wattlas.planning.finance.cash import cash
from wattlas.planning.finance.fixed_capacity import held_flows
from wattlas.planning.finance.lines import KINDS, Lines, lines
from wattlas.planning.finance.of_load import lines_of_load
from wattlas.planning.finance.terms import (
    Terms,
    real_discount_rate,
    since_prices,
    terms_of,
)
from wattlas.planning.finance.worth import irr, npv, payback_years, real_rate

PLAIN = Terms(real_discount_rate=0.0, inflation=0.0, horizon_years=4)


OPTIONS = ["solar"]


def paid(**changes) -> Lines:
    """Return a plan of 1,000 that lasts 4 years and pays 100 a year for the grid."""
    yearly = dict.fromkeys(KINDS, 0.0) | {"grid": 100.0}
    made = Lines({"solar": 1000.0}, {"solar": 4.0}, yearly, 5000.0, 0.0, 0.1)
    return replace(made, **changes)


def test_present_value_and_return_of_a_textbook_case():
    """Reference: 100 for three times 40 at 5 %: 8.930; the return solves to 9.701 %."""
    flows = [-100.0, 40.0, 40.0, 40.0]
    assert npv(0.05, flows) == pytest.approx(8.9299, abs=1e-4)
    assert irr(flows) == pytest.approx(0.097010, abs=1e-6)
    assert payback_years(flows) == pytest.approx(2.5)


@pytest.mark.parametrize("flows", [[-1.0, 3.0, -2.5], [1.0, 1.0], [-1.0, -1.0]])
def test_flows_without_one_return_have_none(flows):
    """Law: the sign must change once: else there are several rates, or none."""
    assert np.isnan(irr(flows))


def test_what_does_not_come_back_has_no_payback():
    """By hand: 100 for 10 and 20."""
    assert np.isnan(payback_years([-100.0, 10.0, 20.0]))


def test_payback_is_when_flows_are_back_for_good():
    """Law: from then to the end no sum is below 0; at the end below 0, there is none.

    By hand: nothing spent and 10 lost a year; 5 saved first and 20 lost; 100 for
    60 a year, with 100 once more: ahead after 1.67, behind in year 2, back after 3.33.
    """
    rng = np.random.default_rng(5)
    for _ in range(200):
        flows = rng.normal(size=8) * rng.integers(0, 2, 8)
        total, found = np.cumsum(flows), payback_years(flows.tolist())
        if not flows.any() or total[-1] < -1e-9:
            assert np.isnan(found)
        else:
            assert (total[int(np.ceil(found - 1e-9)) :] > -1e-9).all()
    assert np.isnan(payback_years([0.0, -10.0, -10.0]))
    assert np.isnan(payback_years([5.0, -20.0]))
    assert payback_years([0.0, 10.0]) == 0.0
    assert payback_years([-100.0, 60.0, -40.0, 60.0, 60.0]) == pytest.approx(3 + 1 / 3)


def test_a_plan_that_is_its_baseline_is_worth_nothing():
    """Law: what differs by less than the optimum is exact to is no gain, no payback."""
    rng = np.random.default_rng(3)
    for size in 10.0 ** rng.uniform(-3, 12, 20):
        base = size * rng.random(21)
        plan = base * (1.0 + rng.uniform(-1e-9, 1e-9, 21))
        assert npv(0.07, gains(base, plan)) == 0.0
        assert np.isnan(payback_years(gains(base, plan)))
        assert npv(0.07, gains(base, 0.9 * base)) == pytest.approx(
            npv(0.07, 0.1 * base)
        )


def test_rates_of_both_bases_give_the_same_present_value():
    """Law: escalated money at the nominal rate is real money at the real rate."""
    real = replace(PLAIN, real_discount_rate=0.05)
    nominal = replace(real, inflation=0.03)
    told = [npv(t.discount_rate, cash(paid(), t).net) for t in (real, nominal)]
    assert told[1] == pytest.approx(told[0])
    assert real_rate(nominal.discount_rate, 0.03) == pytest.approx(0.05)


def test_cash_has_building_first_and_running_after():
    """By hand: 1,000 in year 0 and 100 in each of four."""
    assert cash(paid(), PLAIN).net == pytest.approx(
        [1000.0, 100.0, 100.0, 100.0, 100.0]
    )


def test_what_wears_out_is_bought_anew_and_what_is_left_counts():
    """By hand: 3 years of life in 4: anew in year 3, two thirds are left at the end."""
    found = cash(paid(life_years={"solar": 3.0}), PLAIN)
    assert found.capital == pytest.approx([1000.0, 0.0, 0.0, 1000.0, -2000.0 / 3.0])


def test_a_price_rises_from_the_second_year():
    """By hand: 100, 110, 121, 133.1."""
    found = cash(paid(), replace(PLAIN, escalation={"grid": 0.1}))
    assert found.variable[1:] == pytest.approx([100.0, 110.0, 121.0, 133.1])


def test_ageing_cells_are_made_up_for_by_the_grid():
    """By hand: 2,000 kWh that fall by 1 %: 20 and 39.8 kWh at 0.1 are bought."""
    found = cash(paid(sun_kwh=2000.0), PLAIN, ageing=0.01)
    assert found.variable[1:4] == pytest.approx([100.0, 102.0, 103.98])


def test_taxes_deduct_costs_and_depreciation_and_a_credit_halves_its_basis():
    """By hand, at 20 %, 30 % credit: 300 back, 850 written off in 4: 212.5 a year.

    Year 1: -0.2 x 100 - 300 - 0.2 x 212.5; later without the credit.
    """
    terms = replace(PLAIN, tax_rate=0.2, credits={"solar": 0.3})
    assert cash(paid(), terms).tax == pytest.approx([0.0, -362.5, -62.5, -62.5, -62.5])


def test_what_is_bought_anew_is_written_off_too():
    """By hand, at 20 %: 1,000 lasts 2 years and is bought again in year 2: 500 a year
    are written off in all four, 100 of tax each beside 20 for the grid."""
    terms = replace(PLAIN, tax_rate=0.2)
    found = cash(paid(life_years={"solar": 2.0}), terms)
    assert found.tax == pytest.approx([0.0, -120.0, -120.0, -120.0, -120.0])


@pytest.mark.parametrize("life", [2.5, 3.0, 4.0, 7.0])
@pytest.mark.parametrize("depreciation", ["straight-line", "macrs-5"])
def test_taxes_see_what_is_spent_in_the_end(life, depreciation):
    """Law: without credits, all taxes together are those on all that is paid."""
    section = FinanceSection(
        tax_rate=0.25, depreciation=depreciation, discount_rate=0.0
    )
    terms = replace(terms_of(PlanSection(finance=section), OPTIONS), horizon_years=9)
    found = cash(paid(life_years={"solar": life}), terms)
    before = found.net - found.tax
    assert found.tax.sum() == pytest.approx(-0.25 * before.sum())


def test_a_credit_on_production_comes_back_in_its_years():
    """By hand: 2,000 kWh at 0.05 in two years of four, cells giving 10 % less."""
    terms = replace(PLAIN, production_credits={"solar": 0.05}, credit_years=2)
    lines = paid(output_kwh={"solar": 2000.0})
    found = cash(lines, terms, ageing=0.1)
    assert found.tax == pytest.approx([0.0, -100.0, -90.0, 0.0, 0.0])
    nominal = cash(lines, replace(terms, inflation=0.5), ageing=0.1)
    assert nominal.tax == pytest.approx([0.0, -150.0, -202.5, 0.0, 0.0])


def test_depreciation_by_law_has_the_shares_of_its_table():
    """Reference: MACRS of five years: 20 % and 32 % in the first two; 1,000 that is
    bought five times in 20 years is written off five times."""
    terms = terms_of(
        PlanSection(finance=FinanceSection(tax_rate=0.5, depreciation="macrs-5")),
        OPTIONS,
    )
    found = cash(paid(yearly=dict.fromkeys(KINDS, 0.0)), terms)
    assert found.tax[1:3] == pytest.approx([-100.0, -160.0])
    assert found.tax.sum() == pytest.approx(-5 * 500.0)


def told(made):
    """Return a plan of wind, a battery and the grid, at its optimum."""
    wind = made.plant(
        "wind",
        node="off-site",
        availability=np.array([1.0, 0.5]),
        energy_cost_per_kwh=0.01,
        delivery_cost_per_kwh=0.005,
        sale_price_per_kwh=0.004,
        min_kw=800.0,
        max_kw=800.0,
        capital_cost_per_kw=1.0,
        annual_cost_per_kw=0.02 + annuity(0.05, 20.0),
        intensity_kgco2e_per_kwh=0.01,
    )
    problem = made.one_site(
        plants=(wind,),
        grids=(made.grid("a", demand_charge_per_kw_month=0.02),),
    ).limited(carbon_price_per_kg=0.05)
    plan = made.sized(problem)
    return plan.variant, plan.grouped.hourly(plan.found.x)


def test_lines_add_up_to_the_cost_of_the_year(made):
    """Law: yearly lines and the annuity of capital are the plan's total cost."""
    variant, x = told(made)
    found = lines(Values(variant, x), 0.05)
    annual = found.capital["wind"] * annuity(0.05, 20.0)
    total = figures(variant, x).total_cost
    assert sum(found.yearly.values()) + annual == pytest.approx(total)
    assert found.load_kwh == pytest.approx(2000.0)


def test_what_is_sold_stands_apart_from_the_cost_of_the_load(made):
    """Law: lines of the load and its annuity are the load's cost in the figures.

    By hand: a kWh of 2 that gas gives at 0.05 is sold at 0.09: the load pays 0.05.
    """
    gas = made.plant(
        "gas",
        energy_cost_per_kwh=0.05,
        min_kw=2000.0,
        max_kw=2000.0,
        capital_cost_per_kw=1.0,
        annual_cost_per_kw=annuity(0.05, 20.0),
        life_years=20.0,
    )
    seller = made.one_site(
        plants=(gas,), grids=(made.grid("a", export_price_per_kwh=0.09),)
    )
    plan = made.sized(seller)
    of_seller = (plan.variant, plan.grouped.hourly(plan.found.x))
    for variant, x in (told(made), of_seller):
        values = Values(variant, x)
        found = lines_of_load(values, lines(values, 0.05), 0.05)
        annual = sum(found.capital.values()) * annuity(0.05, 20.0)
        cost = figures(variant, x)
        assert sum(found.yearly.values()) + annual == pytest.approx(cost.load_cost)
    assert cost.exported["a"].energy_kwh > 0
    assert found.yearly["fuel"] == pytest.approx(0.05 * found.load_kwh, rel=1e-5)


def test_a_plan_held_buys_what_its_plants_do_not_give(made):
    """By hand: half the wind of hour 0 is 0.4 MW less of 0.8; the load is 1 MW."""
    variant, x = told(made)
    plants = (replace(variant.problem.plants[0], availability=np.array([0.5, 0.5])),)
    held = held_flows(variant, x, variant.problem.having(plants=plants))
    imports = variant.program.columns["import_mw"].position[0]
    assert held[imports] - x[imports] == pytest.approx([0.4, 0.0])
    peak = variant.program.columns["peak_mw"].position.ravel()
    assert held[peak] == pytest.approx([1.0])


def test_a_plan_held_buys_less_where_its_plants_give_more(made):
    """By hand: a tenth more wind than all that it gave is so much less that is bought,
    and what the load does not need is lost."""
    variant, x = told(made)
    (wind,) = variant.problem.plants
    before = np.asarray(wind.availability)
    imports = variant.program.columns["import_mw"].position[0]
    output = variant.program.columns["output_mw"].position[0]
    for factor in (1.1, 3.0):
        plants = (replace(wind, availability=before * factor),)
        held = held_flows(variant, x, variant.problem.having(plants=plants))
        more = np.minimum(x[output] * (factor - 1.0), x[imports])
        assert more.max() > 0
        assert x[imports] - held[imports] == pytest.approx(more)
        assert held[output] - x[output] == pytest.approx(more)


def test_a_plan_held_buys_what_its_building_draws_more(made):
    """By hand: a PUE of 1.1 in place of 1 is 0.1 MW more in both hours."""
    variant, x = told(made)
    moved = variant.problem.having(pue={"a": np.full(2, 1.1)})
    held = held_flows(variant, x, moved)
    imports = variant.program.columns["import_mw"].position[0]
    assert held[imports] - x[imports] == pytest.approx([0.1, 0.1])


def test_a_nominal_rate_is_made_real_for_the_plan():
    """By hand: 1.0815 / 1.03 - 1 is 5 %; a rate that stands twice is refused."""
    finance = FinanceSection(discount_rate=0.0815, basis="nominal", inflation=0.03)
    assert real_discount_rate(PlanSection(finance=finance)) == pytest.approx(0.05)
    with pytest.raises(InputError, match="discount_rate stands there and under"):
        real_discount_rate(PlanSection(finance=finance, discount_rate=0.05))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"inflation": 0.02},
            "finance: inflation is for basis: nominal; in real money there is none.",
        ),
        (
            {"credits": {"solar": 1.5}},
            "finance: credits of solar must be 0 to 1 (a share of capital), got 1.5.",
        ),
        (
            {"credits": {"wind": 0.3}},
            "finance: credits are for wind, which is no option of the plan: solar.",
        ),
        (
            {"depreciation": "macrs-5"},
            "finance: depreciation macrs-5 is deducted from taxes, and there is no "
            "tax_rate: give one, or leave depreciation out.",
        ),
        (
            {"escalation": {"grid": 2.0}},
            "finance: escalation of grid must be -0.5 to 0.5 (a share a year: 0.02 is "
            "2 %), got 2.",
        ),
    ],
)
def test_terms_that_cannot_be_are_refused(fields, sentence):
    """Bad input: what; what is allowed."""
    with pytest.raises(InputError) as refused:
        terms_of(PlanSection(finance=FinanceSection(**fields)), OPTIONS)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "changed",
    [
        {"discount_rate": 0.03},
        {"basis": "nominal"},
        {"basis": "nominal", "inflation": 0.05},
        {"horizon_years": 10},
        {"tax_rate": 0.3},
        {"credits": {"solar": 0.3}},
        {"tax_rate": 0.3, "depreciation": "macrs-7"},
        {"escalation": {"grid": 0.02}},
    ],
)
def test_no_field_of_finance_is_ignored(changed):
    """Law: each changes the present cost of the same plan."""
    lasting = paid(life_years={"solar": 15.0})
    usual = terms_of(
        PlanSection(finance=FinanceSection(tax_rate=changed.get("tax_rate"))), OPTIONS
    )
    told = terms_of(PlanSection(finance=FinanceSection(**changed)), OPTIONS)
    if "depreciation" not in changed:
        usual = terms_of(PlanSection(), OPTIONS)
    costs = [npv(t.discount_rate, cash(lasting, t).net) for t in (usual, told)]
    if changed == {"basis": "nominal"}:
        assert costs[1] == pytest.approx(costs[0])
        assert told.discount_rate > usual.discount_rate
    elif "inflation" in changed:
        assert told.inflation == 0.05
    else:
        assert costs[1] != pytest.approx(costs[0])


def test_what_comes_when_is_not_drawn_into_the_money_of_a_plan():
    """Law: gas that is late on the mean is late in every draw: the plan is held."""
    from wattlas.planning.ask import ask
    from wattlas.planning.finance.answer import WHEN, money_drawing
    from wattlas.study import Study

    study = Study.from_dict(
        {
            "title": "T",
            "year": 2030,
            "currency": "USD",
            "sites": ["northern-virginia"],
            "load": {"it_power": "20 MW"},
            "power": ["grid", "gas", "battery"],
            "plan": {"decided": 2026},
        }
    )
    drawn = {i.name for i in money_drawing(ask(study)).inputs}
    assert drawn
    assert not drawn & set(WHEN)


def test_money_of_each_year_rises_from_the_year_of_the_prices():
    """By hand: 2.5 % a year over the four years from 2025 to 2029, levelised apart."""
    paid = Lines({"gas": 1000.0}, {"gas": 20.0}, dict.fromkeys(KINDS, 0.0), 1.0, 0, 0)
    terms = Terms(real_discount_rate=0.05, inflation=0.025, horizon_years=20)
    later = since_prices(terms, 2030, "2025")
    assert cash(paid, later).capital[0] == pytest.approx(1000.0 * 1.025**4)
    before, after = (levelised(cash(paid, t), t) for t in (terms, later))
    assert after == pytest.approx(before)
