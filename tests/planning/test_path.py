"""A path over years: on paper, and laws of its years."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from wattlas.errors import InputError, NoPlanError
from wattlas.planning.answer.values import Values
from wattlas.planning.ask import ask
from wattlas.planning.ask.by_year import power_in_year
from wattlas.planning.ask.moving import moving_of
from wattlas.planning.path.answer import path_of
from wattlas.planning.path.hours import chosen_hours
from wattlas.planning.path.joint import solved_path, year_of
from wattlas.study import Study


def years_of(made: Any, *, rate: float = 0.0, **plant: Any) -> list[Any]:
    """Return two years of a site: 1 MW, then 2 MW, the grid at 1 a kWh, and a plant."""
    made_years = []
    for i, load in enumerate((1000.0, 2000.0)):
        cost = plant.get("costs", (1.0, 1.0))[i]
        gas = made.plant(
            plant.get("option", "gas"),
            annual_cost_per_kw=cost * plant.get("annuity", 1.0),
            capital_cost_per_kw=cost * plant.get("capital", 1.0),
            life_years=plant.get("life", 1.0),
            energy_cost_per_kwh=0.0,
        )
        problem = made.one_site(price=(1.0, 1.0), load_kw=load, plants=(gas,))
        made_years.append(year_of(2030 + i, problem, (1.0 + rate) ** -(i + 1)))
    return made_years


def sizes(years: list[Any], flows: list[np.ndarray]) -> list[float]:
    """Return the power of the gas of each year. [kW]"""
    return [
        float(Values(y.variant, x).at("capacity_mw", plant=y.problem.plants[0].key)[0])
        * 1e3
        for y, x in zip(years, flows, strict=True)
    ]


def test_what_is_built_grows_with_the_load(made):
    """By hand: gas at 1 a kW and year beside 2 kWh of the grid at 1: 1 MW, then 2."""
    years = years_of(made)
    assert sizes(years, solved_path(years, 0.0)) == pytest.approx([1000.0, 2000.0])


def test_nothing_is_built_that_is_not_worth_its_years(made):
    """By hand: gas at 3 a kW and year is dearer than 2 kWh of the grid."""
    years = years_of(made, costs=(3.0, 3.0))
    found = sizes(years, solved_path(years, 0.0))
    assert found == pytest.approx([0.0, 0.0], abs=1e-3)


def test_each_year_pays_its_own_cost_ever_after(made):
    """By hand: 3 a kW in the first year, 0.5 in the second: 0 then 2,000 kW.

    What is built first pays 3 in both years, 6 for 4 kWh of the grid: it waits.
    """
    years = years_of(made, costs=(3.0, 0.5))
    found = sizes(years, solved_path(years, 0.0))
    assert found == pytest.approx([0.0, 2000.0], abs=1e-3)


def test_what_was_cheap_to_build_stays_cheap(made):
    """By hand: 0.5 a kW first, 3 then: 2 MW are built in the first year at once.

    The second MW serves from the second year on and pays 1 for two years: 2 kWh.
    """
    years = years_of(made, costs=(0.5, 3.0))
    found = sizes(years, solved_path(years, 0.0))
    assert found == pytest.approx([2000.0, 2000.0], abs=1e-3)


def test_what_is_rented_goes_again(made):
    """Law: temporary gas of a year of need is not kept in a year without."""
    years = years_of(made, option="temporary-gas", costs=(0.1, 5.0))
    found = sizes(years, solved_path(years, 0.0))
    assert found == pytest.approx([1000.0, 0.0], abs=1e-3)


def test_six_weeks_stand_for_two_months_each():
    """Law: whole weeks, in order, none twice."""
    at = chosen_hours(8760)
    assert len(np.unique(at)) == 6 * 168
    assert (at.reshape(6, 168)[:, 0] % 168 == 0).all()


@pytest.mark.parametrize(
    ("year", "kw"),
    [(2026, 0.0), (2027, 20e3), (2029, 20e3), (2030, 80e3), (2040, 80e3)],
)
def test_a_ramp_holds_from_each_of_its_years(year, kw):
    """By hand; the order in which years are given says nothing."""
    ramp = {2030: "80 MW", 2027: "20 MW"}
    assert power_in_year(ramp, 80e3, year, "load: ramp") == kw


CAMPUS: dict[str, Any] = {
    "title": "T",
    "year": 2029,
    "currency": "USD",
    "sites": [
        {
            "use": "us",
            "pue": 1.2,
            "wue": "0 L/kWh",
            "price": "60 USD/MWh",
            "connection": "50 MW",
            "queue": {2029: "50 MW"},
        }
    ],
    "load": {"it_power": "30 MW", "ramp": {2027: "10 MW", 2029: "30 MW"}},
    "power": ["grid", {"temporary-gas": {"start": 2028}}],
    "plan": {"path": {"first": 2027, "last": 2029}},
}


def campus(**changes: Any) -> Study:
    """Return a campus whose grid comes in 2029, with a bridge from 2028."""
    return Study.from_dict(CAMPUS | changes)


@pytest.fixture(scope="module")
def path() -> Any:
    """The path of the campus."""
    study = campus()
    return path_of(ask(study), moving_of(study), 0.07, lambda _: None)[0]


def test_a_load_without_power_waits(path):
    """By hand: nothing can come in 2027; gas bridges 2028; then the grid is there."""
    first, second, third = path.years
    assert first.waiting_share == pytest.approx(1.0, abs=1e-6)
    assert second.waiting_share == pytest.approx(0.0, abs=1e-4)
    assert second.power_kw["temporary-gas"] == pytest.approx(12_000 / 0.93, rel=0.01)
    assert third.power_kw == {}
    assert (first.connection_kw, third.connection_kw) == (0.0, 50_000.0)


def test_a_year_on_the_grid_costs_its_price(path):
    """By hand: 36 MW for 8,760 h at 60 a MWh are 18.92 million."""
    last = path.years[-1]
    assert last.running_cost == pytest.approx(36 * 8760 * 60.0, rel=1e-4)
    assert last.energy_kwh == pytest.approx(36_000 * 8760, rel=1e-6)


def test_the_year_moves_prices():
    """By hand: 2 % a year from 2027 makes 1.0404 in 2029, in the plan's year too."""
    plan = {"path": {"first": 2027, "last": 2029, "prices": {"grid": 0.02}}}
    (grid,) = ask(campus(plan=plan)).problem.grids
    assert grid.price_per_kwh[0] == pytest.approx(0.06 * 1.0404)
    plan["path"]["prices"] = {"grid": {2028: 1.5}}
    (grid,) = ask(campus(plan=plan)).problem.grids
    assert grid.price_per_kwh[0] == pytest.approx(0.09)


LOAD, (SITE,) = CAMPUS["load"], CAMPUS["sites"]
BAD: list[tuple[dict[str, Any], str]] = [
    ({"plan": {"path": {"first": 2030, "last": 2027}}}, "goes from 2030 to 2027"),
    ({"plan": {"path": {"first": 2001, "last": 2100}}}, "at most 40 years"),
    (
        {"plan": {"path": {"first": 2027, "last": 2029, "prices": {"grid": 2.0}}}},
        "a rise must be -0.5 to 0.5",
    ),
    (
        {
            "plan": {
                "path": {"first": 2027, "last": 2029, "prices": {"grid": {2028: 0.0}}}
            }
        },
        "factors on prices must be above 0",
    ),
    (
        {"plan": {"path": {"first": 2027, "last": 2029, "costs": {"wind": -0.01}}}},
        "costs are of wind, which is no option",
    ),
    ({"load": LOAD | {"ramp": {2035: "30 MW"}}}, "gives nothing in 2029"),
    ({"load": LOAD | {"ramp": {2027: "10 MW"}}}, "let the last year have all"),
    ({"load": LOAD | {"ramp": {2027: "10"}}}, "ramp 2027"),
    ({"load": LOAD | {"ramp": {2027: "-10 MW", 2029: "30 MW"}}}, "0 MW or more"),
    ({"sites": [SITE | {"queue": {2028: "20 MW"}}]}, "let the last year have all"),
]


@pytest.mark.parametrize(("changes", "said"), BAD)
def test_a_path_that_cannot_be_is_refused(changes, said):
    """Bad input: one sentence, with the field and what is allowed."""
    with pytest.raises(InputError) as refused:
        ask(campus(**changes))
    assert said in str(refused.value)


def test_a_limit_that_no_year_can_keep_names_the_year():
    """Bad input: nothing carbon-free can come, so no share of it can be kept."""
    plan = CAMPUS["plan"] | {"matching": {"basis": "annual", "share": 0.5}}
    study = campus(plan=plan)
    with pytest.raises(NoPlanError, match="2027 cannot keep the plan's limits"):
        path_of(ask(study), moving_of(study), 0.07, lambda _: None)
    plan["matching"] = plan["matching"] | {"start": 2030}
    said = {note.code for note in ask(campus(plan=plan)).notes}
    assert "matching-later" in said


@pytest.mark.parametrize("kind", ["grid", "fuel", "contracts"])
def test_a_rise_that_stands_twice_is_refused(kind):
    """Bad input: a price whose rise the path and the money over years both say."""
    study = {
        "title": "t",
        "year": 2027,
        "currency": "USD",
        "sites": ["northern-virginia"],
        "load": {"it_power": "10 MW"},
        "power": ["grid"],
        "plan": {
            "path": {"first": 2027, "last": 2028, "prices": {kind: 0.01}},
            "finance": {"escalation": {kind: 0.02}},
        },
    }
    with pytest.raises(InputError, match=f"^plan: the rise of {kind} stands in"):
        moving_of(Study.from_dict(study))
