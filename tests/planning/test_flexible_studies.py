"""What a study says of its flexibility: contracts, calls, load that may be shed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from wattlas.errors import InputError
from wattlas.planning.ask import ask
from wattlas.study import Study

STUDY: dict[str, Any] = {
    "title": "T",
    "year": 2027,
    "currency": "USD",
    "sites": [
        {
            "use": "us",
            "pue": 1.2,
            "wue": "0 L/kWh",
            "price": "0.1 USD/kWh",
            "connection": "20 MW",
        }
    ],
    "load": {"it_power": "10 MW", "flexible": 0.2, "shed_cost": "1 USD/kWh"},
    "power": ["grid"],
}
RESPONSE = {
    "kind": "demand-response",
    "payment": "60 USD/kW",
    "called_hours": 40,
    "calls": ["2027-07-15T14:00"],
}


def asked(flexibility: Any, **changes: Any) -> Any:
    """Return what a study of one site asks, with these contracts."""
    study = STUDY | changes
    sites = [s | {"flexibility": flexibility} for s in study["sites"]]
    return ask(Study.from_dict(study | {"sites": sites})).problem


def test_a_study_says_what_is_offered_and_shed():
    """By hand: PUE 1.2 of 10 MW; 2 MW may be shed; a call of four hours in July."""
    problem = asked(RESPONSE)
    (made,), (shed,) = problem.offers, problem.sheddable
    assert made.baseline_kw[0] == made.max_kw == pytest.approx(12_000.0)
    begin = (31 + 28 + 31 + 30 + 31 + 30 + 14) * 24 + 14
    assert np.flatnonzero(made.called).tolist() == list(range(begin, begin + 4))
    assert not made.callable[begin : begin + 24].any()
    assert made.callable.sum() == 8760 - 24
    assert (made.payment_per_kw_year, made.called_hours) == (60.0, 4.0)
    assert (shed.most_kw[0], shed.cost_per_kwh) == (pytest.approx(2000.0), 1.0)


@pytest.mark.parametrize("hours_apart", [0, 1, 4, 6, 23, 24, 48])
@pytest.mark.parametrize("turned", [False, True])
def test_calls_that_are_given_begin_a_day_apart(hours_apart, turned):
    """Law: closer ones are refused with both times, in whichever order they stand."""
    first = datetime(2027, 7, 15, 20)
    calls = [(first + timedelta(hours=h)).isoformat() for h in (0, hours_apart)]
    terms = RESPONSE | {"calls": calls[::-1] if turned else calls}
    if hours_apart >= 24:
        assert asked(terms).offers[0].events == 2
        return
    with pytest.raises(InputError, match="begins a day or more after") as refused:
        asked(terms)
    assert all(call in str(refused.value) for call in calls)


def test_calls_come_in_the_dearest_hours_one_a_day():
    """Law: as many whole events as the hours allow, a day apart, none left dearer."""
    site = {k: v for k, v in STUDY["sites"][0].items() if k != "price"}
    tariff = site | {"use": "guangzhou", "tariff": "local"}
    terms = {k: v for k, v in RESPONSE.items() if k != "calls"}
    problem = asked(terms | {"called_hours": 42}, sites=[tariff], currency="CNY")
    (made,), (grid,) = problem.offers, problem.grids
    begins = np.flatnonzero(np.diff(made.called.astype(int), prepend=0) > 0)
    assert (made.events, made.called_hours) == (10, 40.0)
    assert (np.diff(begins) >= 24).all()
    means = np.convolve(grid.price_per_kwh, np.ones(4) / 4, "valid")
    assert means[begins].min() == pytest.approx(means.max())


@pytest.mark.parametrize(
    ("contract", "changes", "sentence"),
    [
        (
            {k: v for k, v in RESPONSE.items() if k != "calls"},
            {},
            "flexibility at us: the grid has one price in all hours, which does not "
            "say when demand-response is called; give calls, or prices by the hour "
            "(tariff, price_series).",
        ),
        (
            RESPONSE | {"called_hours": 3},
            {},
            "flexibility at us: demand-response is called for 3 hours of a year at "
            "most, and a call lasts 4; give more called_hours, or fewer event_hours.",
        ),
        (
            RESPONSE | {"called_hours": 4, "calls": ["2027-07-15", "2027-08-15"]},
            {},
            "flexibility at us: demand-response has 2 calls of 4 hours, and 4 "
            "called_hours; give more called_hours, or fewer calls.",
        ),
        (
            RESPONSE | {"calls": ["July"]},
            {},
            "flexibility at us: a call of demand-response starts at a time such as "
            "2027-07-15T14:00, got 'July'.",
        ),
        (
            RESPONSE | {"calls": ["2028-07-15T14:00"]},
            {},
            "flexibility at us: a call of demand-response starts at 2028-07-15T14:00, "
            "which is not in the year 2027 that the plan covers: give a start in it, "
            "or none.",
        ),
        (
            RESPONSE | {"size": "13 MW"},
            {},
            "flexibility at us: demand-response is to give up 13,000 kW, and its "
            "baseline is 12,000 kW: give a smaller size.",
        ),
        (
            RESPONSE | {"size": "3 MW", "max": "5 MW"},
            {},
            "flexibility at us: demand-response has a size and a max: size is exact, "
            "give one of them.",
        ),
        (
            [RESPONSE, RESPONSE],
            {},
            "flexibility at us: demand-response stands twice; give each kind once.",
        ),
        (
            RESPONSE | {"kind": "interruptible"},
            {"sites": [{k: v for k, v in STUDY["sites"][0].items() if k[0] != "c"}]},
            "flexibility at us: the connection that is interruptible has no size; give "
            "the site a connection, such as 150 MW.",
        ),
        (
            RESPONSE,
            {"power": ["gas"]},
            "flexibility at us: there is no grid that could call it; add the grid to "
            "power.",
        ),
        (
            RESPONSE,
            {"load": {"it_power": "10 MW", "flexible": 0.2}},
            "load: flexible says that 20% of it may be shed, and not what that costs: "
            "give shed_cost, what a kWh of the servers is worth that is not computed, "
            "such as 1 USD/kWh; 0 where nothing is lost.",
        ),
    ],
)
def test_what_an_offer_lacks_is_said(contract, changes, sentence):
    """Bad input: one sentence says what, what is allowed, and what to do."""
    with pytest.raises(InputError) as refused:
        asked(contract, **changes)
    assert str(refused.value) == sentence
