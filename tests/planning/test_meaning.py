"""What a study means, before any mathematics: bills, bounds, questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from wattlas.errors import InputError
from wattlas.notes import Note
from wattlas.planning.ask import ask
from wattlas.planning.ask.endless import refuse_endless
from wattlas.planning.problem import Limits
from wattlas.study import Study

FLAT_KW = 10_000 / 8760
SITE = {"use": "us", "pue": 1.0, "wue": "0 L/kWh", "price": "0.1 USD/kWh"}


def asked(site: dict[str, Any] | None = None, **changes: Any) -> Any:
    """Return what a study of one flat load in the United States asks."""
    study = {
        "title": "T",
        "year": 2027,
        "currency": "USD",
        "sites": [SITE | (site or {})],
        "load": {"it_power": f"{FLAT_KW} kW"},
        "power": ["grid"],
    }
    return ask(Study.from_dict(study | changes))


def bill(problem) -> float:
    """Return what a flat load pays in the year, with the demand charge. [USD]"""
    (grid,) = problem.grids
    return float(
        (grid.price_per_kwh * FLAT_KW).sum()
        + grid.demand_charge_per_kw_month * FLAT_KW * 12
    )


def test_a_price_and_a_demand_charge_are_added():
    """By hand: 10,000 kWh at 0.1 and 12 x 10 for 10,000 / 8,760 kW: 1,136.99 USD."""
    found = asked({"demand_charge": "10 USD/kW"})
    assert bill(found.problem) == pytest.approx(1000.0 + 120.0 * FLAT_KW)
    assert not any(n.code == "price-split" for n in found.notes)


@pytest.mark.parametrize("charge", [0.01, 1.0, 10.0, 70.0])
@pytest.mark.parametrize("year", [2027, 2028])
def test_a_steady_load_pays_an_all_in_price(charge, year):
    """Law: whatever the charge, a kWh of a flat load costs the price in all."""
    site = {"demand_charge": f"{charge} USD/kW", "price_basis": "all-in"}
    found = asked(site, year=year)
    hours = len(found.problem.grids[0].price_per_kwh)
    assert bill(found.problem) == pytest.approx(0.1 * FLAT_KW * hours)
    assert Note("price-split", {"site": "us"}) in found.notes


@pytest.mark.parametrize("price", [0.0, -0.1, -0.001])
@pytest.mark.parametrize("basis", [None, "energy", "all-in"])
@pytest.mark.parametrize("charge", [None, "0 USD/kW", "10 USD/kW"])
def test_a_price_may_be_nothing_or_below(price, basis, charge):
    """Law: a kWh may be free or paid for; only a charge within it cannot be more."""
    site = {"price": f"{price} USD/kWh", "price_basis": basis, "demand_charge": charge}
    given = {name: value for name, value in site.items() if value is not None}
    if basis == "all-in" and charge == "10 USD/kW":
        with pytest.raises(InputError, match=r"^The demand charge of 10 a kW"):
            asked(given)
    else:
        (grid,) = asked(given).problem.grids
        assert grid.price_per_kwh == pytest.approx(price)


def test_a_price_of_the_tables_is_all_in_and_that_is_said():
    """Law: what nobody gave may be split, and is said to be."""
    site = {k: v for k, v in SITE.items() if k != "price"} | {
        "demand_charge": "10 USD/kW"
    }
    found = ask(
        Study.from_dict(
            {
                "title": "T",
                "year": 2027,
                "currency": "USD",
                "sites": [site],
                "load": {"it_power": "1 MW"},
            }
        )
    )
    assert Note("price-split", {"site": "us"}) in found.notes


def test_both_limits_of_a_connection_are_read():
    """Law: what may leave is what may come, where nothing else is said."""
    (alike,) = asked({"connection": "10 MW"}).problem.grids
    (apart,) = asked({"connection": "10 MW", "export_limit": "2 MW"}).problem.grids
    assert (alike.limit_kw, alike.export_limit_kw) == (10_000.0, 10_000.0)
    assert (apart.limit_kw, apart.export_limit_kw) == (10_000.0, 2_000.0)


GAS = {"gas": {"capital_cost": "900 USD/kW", "fuel_cost": "20 USD/MWh"}}


def test_what_would_be_built_without_end_is_refused_with_its_pair():
    """By hand: 900 x 0.0806 + 31.8 x 322 / 292.655 a year over 7,884 h: 0.0136.

    With 0.02 of fuel and 0.00204 x 322 / 292.655 without: 0.0359 USD/kWh.
    """
    power = [{"use": "grid", "export_price": "90 USD/MWh"}, GAS]
    with pytest.raises(InputError) as refused:
        asked(power=power)
    assert str(refused.value) == (
        "power: gas at us sells at 0.09 USD/kWh what costs 0.0359 USD/kWh with its "
        "capital, and neither its size nor what it sells has a limit: the plan would "
        "have no end. Give gas a max, us an export_limit, or the grid an export_price "
        "below that."
    )


@pytest.mark.parametrize(
    ("site", "grid", "gas", "plan"),
    [
        ({"connection": "10 MW"}, "90 USD/MWh", {}, {}),
        ({}, "30 USD/MWh", {}, {}),
        ({}, "90 USD/MWh", {"max": "300 MW"}, {}),
        ({}, "90 USD/MWh", {}, {"budget": "10M USD"}),
        ({}, "90 USD/MWh", {}, {"carbon_cap": "50 kt"}),
        ({}, "90 USD/MWh", {}, {"carbon_price": "200 USD/t"}),
    ],
)
def test_what_has_an_end_is_planned(site, grid, gas, plan):
    """Law: a limit, a low price or a dear tonne gives the plan an end."""
    power = [{"use": "grid", "export_price": grid}, {"gas": GAS["gas"] | gas}]
    assert asked(site, power=power, plan=plan).problem.plants


def test_a_plant_elsewhere_that_sells_for_more_than_it_costs_has_no_end_either(made):
    """By hand: 2 h x 0.07 over a kW that costs 0.01 and 0.05 a kWh."""
    park = made.plant("wind", node="off-site", sale_price_per_kwh=0.07)
    with pytest.raises(InputError, match=r"wind at a sells at 0\.07"):
        refuse_endless(made.one_site(plants=(park,)))
    refuse_endless(made.one_site(plants=(replace(park, max_kw=1e6),)))
    by_carbon = Limits(cost_weight=1e-6, carbon_weight_per_kg=1.0)
    refuse_endless(made.one_site(plants=(park,), limits=by_carbon))


@pytest.mark.parametrize(
    ("power", "sentence"),
    [
        (
            {"wind-ppa": {"settlement": "virtual"}},
            "power: wind-ppa has settlement virtual and no price to settle at: give "
            "export_price, or export_price_series, what a kWh brings there.",
        ),
        (
            {
                "wind-ppa": {
                    "settlement": "virtual",
                    "export_price": "40 USD/MWh",
                    "delivery_cost": "10 USD/MWh",
                }
            },
            "power: wind-ppa is settled in money and delivers nothing: leave "
            "delivery_cost or settlement out.",
        ),
        (
            {"gas": {"export_price": "40 USD/MWh"}},
            "power: gas has no export_price, which is for grid, what comes over the "
            "public grid. It has: sites, ",
        ),
    ],
)
def test_what_cannot_be_sold_so_is_refused(power, sentence):
    """Bad input: what; what is allowed."""
    site = {"use": "northern-virginia", "price": "0.1 USD/kWh"}
    with pytest.raises(InputError) as refused:
        asked(site, power=["grid", power])
    assert str(refused.value).startswith(sentence)


def test_a_park_sells_at_its_own_price_else_at_that_of_the_grid():
    """By hand: 15 of the grid, 25 of its own; nothing where neither is given."""
    site = {"use": "northern-virginia", "price": "0.1 USD/kWh"}
    grid = {"use": "grid", "export_price": "15 USD/MWh"}
    own = {"wind": {"export_price": "25 USD/MWh", "max": "1 MW"}}
    for power, price in (
        ([grid, {"wind": {"max": "1 MW"}}], 0.015),
        ([grid, own], 0.025),
        (["grid", {"wind": {"max": "1 MW"}}], 0.0),
    ):
        (wind,) = asked(site, power=power).problem.plants
        assert wind.sale_price_per_kwh == pytest.approx(price)


def test_chips_of_a_quiet_hour_stay_loaded_by_default_and_that_is_said():
    """Reference: the share of the tables, with idle power of the chip's own row."""
    serve = {
        "hardware": "h100-sxm",
        "requests_per_day": "1M",
        "prompt_tokens": 500,
        "output_tokens": 200,
    }
    found = asked(model="llama-3.1-70b", serve=serve)
    assert Note("kept-warm", {"share": 0.8}) in found.notes
    assert found.problem.serving.kept_warm == pytest.approx(0.8)
    assert found.problem.serving.chips[0].waiting_it_kw > 0.0
    none = asked(model="llama-3.1-70b", serve=serve | {"kept_warm": 0})
    assert none.problem.serving.kept_warm == 0.0
    assert not any(n.code == "kept-warm" for n in none.notes)


def test_selling_above_the_price_of_the_grid_is_said():
    """By hand: 0.12 for what is sold, 0.1 for what is bought, in every hour."""
    power = [{"use": "grid", "export_price": "120 USD/MWh"}, {"gas": {"max": "1 MW"}}]
    note = Note("export-above-import", {"hours": 8760, "site": "us"})
    assert note in asked(power=power).notes


def test_a_budget_that_is_too_small_is_named_in_money(made):
    """By hand: 1 MW at 3,000 a kW is 3 million; a budget of 1 million lacks 2."""
    from wattlas.planning.answer.infeasible import relaxations
    from wattlas.planning.answer.refusal import refusal
    from wattlas.planning.variants import Variant

    gas = made.plant(capital_cost_per_kw=3000.0)
    problem = made.one_site(grids=(), plants=(gas,)).limited(capital_budget=1e6)
    problem = problem.having(currency="USD")
    found = relaxations(problem, Variant.of(problem).program, np.ones(2))
    assert "2 million USD more of capital" in str(refusal(found, "USD"))


def test_only_the_hours_that_lack_power_are_counted(made):
    """By hand: 0.4 MW come; of six hours two want more, 0.6 and 0.1 MW."""
    from wattlas.planning.answer.infeasible import relaxations
    from wattlas.planning.variants import Variant

    load = {"a": np.array([300.0, 400.0, 1000.0, 500.0, 100.0, 0.0])}
    problem = made.one_site(
        (0.1,) * 6,
        grids=(made.grid("a", (0.1,) * 6, limit_kw=400.0),),
        base_it_kw=load,
    )
    ways = relaxations(problem, Variant.of(problem).program, np.ones(6))
    (less,) = next(w for w in ways if w[0].limit == "power_balance")
    assert (less.amount, less.hours) == (pytest.approx(0.7, abs=1e-3), 2)
