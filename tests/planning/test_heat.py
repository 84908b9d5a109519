"""Heat of the servers that is sold."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas.planning.answer.figures import figures
from wattlas.planning.ask import ask
from wattlas.planning.supply import HeatSale
from wattlas.study import Study


def sale(price=0.02, share=0.6, taken=(True, True), cost=0.01, **changes) -> HeatSale:
    """Return heat of 1 MW of servers, whose exchangers cost 0.01 a kW."""
    return HeatSale("a", price, share, np.array(taken), cost, **changes)


@pytest.mark.parametrize(
    ("heat", "cost"),
    [
        # 600 kW of exchangers for 6, and 1,200 kWh for 24.
        (sale(), 300.0 + 6.0 - 24.0),
        # Nobody takes heat in the second hour.
        (sale(taken=(True, False)), 300.0 + 6.0 - 12.0),
        # The network takes 100 kW.
        (sale(max_kw=100.0), 300.0 + 1.0 - 4.0),
        # Exchangers that cost more than two hours bring are not built.
        (sale(cost=0.05), 300.0),
        (sale(share=0.0), 300.0),
    ],
)
def test_heat_is_sold_where_it_pays(made, heat, cost):
    """By hand: 1 MW of servers in two hours costs 300."""
    assert made.cost(made.one_site(heat=(heat,))) == pytest.approx(cost)


def test_heat_is_of_the_servers_not_of_the_building(made):
    """Law: a building that draws more has no more heat to sell; its lines add up."""
    problem = made.one_site(heat=(sale(),), pue={"a": np.full(2, 1.5)})
    plan = made.sized(problem)
    found = figures(plan.variant, plan.grouped.hourly(plan.found.x))
    assert found.heat_kwh == {"a": pytest.approx(1200.0)}
    assert found.costs["a"]["heat-reuse"] == pytest.approx(6.0)
    assert found.costs["a"]["heat sold"] == pytest.approx(-24.0)
    assert found.total_cost == pytest.approx(1.5 * 300.0 + 6.0 - 24.0)


def test_capital_of_heat_is_in_the_money_over_years(made):
    """Law: capital, running and sales of the lines are the cost of the year."""
    from wattlas.planning.answer.values import Values
    from wattlas.planning.ask.option import annuity
    from wattlas.planning.finance.lines import lines

    yearly = 0.05 * annuity(0.07, 20.0)
    heat = sale(cost=yearly + 0.002, capital_cost_per_kw=0.05)
    plan = made.sized(made.one_site(heat=(heat,)))
    x = plan.grouped.hourly(plan.found.x)
    found = lines(Values(plan.variant, x), 0.07)
    assert found.capital == {"heat-reuse": pytest.approx(600.0 * 0.05)}
    total = sum(found.yearly.values()) + 600.0 * yearly
    assert total == pytest.approx(figures(plan.variant, x).total_cost)


def asked(heat):
    """Return what a study of one site asks that sells heat."""
    site = {"use": "us", "pue": 1.2, "wue": 0, "price": "0.1 USD/kWh", "heat": heat}
    study = {"title": "T", "year": 2027, "currency": "USD", "sites": [site]}
    return ask(Study.from_dict(study | {"load": {"it_power": "10 MW"}})).problem


@pytest.mark.parametrize(
    ("first", "last", "days"), [(1, 12, 365), (12, 1, 62), (10, 4, 212), (5, 5, 31)]
)
def test_a_study_says_what_heat_it_sells(first, last, days):
    """By hand: a season may go over the end of the year, as home counts months."""
    season = {"first_month": first, "last_month": last}
    (heat,) = asked({"price": "20 USD/MWh", "share": "60 %"} | season).heat
    assert (heat.price_per_kwh, heat.share) == (0.02, 0.6)
    assert heat.taken.sum() == days * 24
