"""What options cost: learning of small reactors, the two costs of a battery."""

from __future__ import annotations

import pytest

from wattlas.planning.ask import ask
from wattlas.planning.ask.option import annuity
from wattlas.planning.scenarios.sampling import drawing
from wattlas.planning.supply import Plant, Store
from wattlas.study import Study


def study(use="smr", **fields) -> Study:
    return Study.from_dict(
        {
            "title": "a campus",
            "year": 2037,
            "currency": "USD",
            "sites": [{"use": "northern-virginia"}],
            "load": {"it_power": "100 MW"},
            "power": ["grid", {"use": use, **fields}],
            "plan": {"discount_rate": 0.07},
        }
    )


def reactor(**fields) -> Plant:
    return ask(study(**fields)).problem.plants[0]


def battery(**fields) -> Store:
    return ask(study("battery", **fields)).problem.stores[0]


def test_each_doubling_takes_its_share_off():
    """By hand: 3 units before make the next the fourth, two doublings after the first:
    0.9 ** 2 = 0.81 of its capital cost; with the 9.5 % of the tables 0.905 ** 2."""
    first = reactor()
    told = reactor(units_before=3, learning=0.1)
    assert told.capital_cost_per_kw == pytest.approx(0.81 * first.capital_cost_per_kw)
    known = reactor(units_before=3)
    left = 0.905**2
    assert known.capital_cost_per_kw == pytest.approx(left * first.capital_cost_per_kw)


def test_a_year_saves_what_the_capital_saves():
    """By hand: 4,000 USD/kW over 60 years at 7 %; 19 % of its payment is saved."""
    first, fourth = (
        reactor(capital_cost="4000 USD/kW", units_before=before, learning=0.1)
        for before in (0, 3)
    )
    saved = first.annual_cost_per_kw - fourth.annual_cost_per_kw
    assert saved == pytest.approx(0.19 * 4_000 * annuity(0.07, 60))


def test_no_units_no_learning():
    """Law: the cost of the tables is that of the first unit; only the rate that a
    study uses is drawn."""
    first, told = reactor(), reactor(units_before=0)
    assert told.capital_cost_per_kw == first.capital_cost_per_kw
    assert told.annual_cost_per_kw == first.annual_cost_per_kw
    drawn = {i.label for i in drawing(ask(study())).inputs}
    assert "learning_rate@smr:us" not in drawn
    drawn = {i.label for i in drawing(ask(study(units_before=9))).inputs}
    assert "learning_rate@smr:us" in drawn


def test_a_battery_pays_for_power_and_for_energy():
    """By hand: 100 USD/kWh over 15 years at 7 %, and 3 USD/kWh in each; 200 USD/kW,
    and 4."""
    made = battery(
        capital_cost="200 USD/kW",
        energy_cost="100 USD/kWh",
        fixed_cost="4 USD/kW",
        energy_fixed_cost="3 USD/kWh",
    )
    share = annuity(0.07, 15)
    assert made.annual_cost_per_kw == pytest.approx(200 * share + 4)
    assert made.annual_cost_per_kwh == pytest.approx(100 * share + 3)


def test_a_battery_is_kept_up_for_two_and_a_half_percent():
    """Law: keeping a battery costs 2.5 % of its capital a year, power and energy."""
    told, free = battery(), battery(fixed_cost=0, energy_fixed_cost=0)
    for per in ("kw", "kwh"):
        kept = getattr(told, f"annual_cost_per_{per}")
        kept -= getattr(free, f"annual_cost_per_{per}")
        capital = getattr(told, f"capital_cost_per_{per}")
        assert kept == pytest.approx(0.025 * capital, rel=0.01)
