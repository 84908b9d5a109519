"""What a study may say of an option: sizes, shapes, delivery, hours of a battery."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from wattlas.errors import InputError
from wattlas.planning.ask import ask
from wattlas.planning.problem import Problem
from wattlas.planning.solve.integer_rounding import whole
from wattlas.planning.solve.stages import Settings, solved
from wattlas.planning.variants import Variant
from wattlas.study import Study


def asked(use: str, **fields) -> Problem:
    """Return the problem of a hall in Oslo with one option beside the grid."""
    study = {
        "title": "a hall",
        "year": 2027,
        "currency": "USD",
        "sites": [{"use": "oslo", "price": "90 USD/MWh"}],
        "load": {"it_power": "10 MW"},
        "power": ["grid", {"use": use, **fields}],
    }
    return ask(Study.from_dict(study)).problem


def test_a_size_is_exact():
    """As the field says: exactly this power; `max` is at most."""
    (exact,) = asked("wind", size="7 MW").plants
    (most,) = asked("wind", max="7 MW").plants
    assert (exact.min_kw, exact.max_kw) == (7000.0, 7000.0)
    assert (most.min_kw, most.max_kw) == (0.0, 7000.0)


def test_the_hours_of_a_battery_tie_its_energy_to_its_power(made):
    """By hand: 4 h at 0.1, then 4 at 0.3; 2 h of 1 MW carry half of it over."""
    (store,) = asked("battery", hours="2 h").stores
    assert store.duration_h == 2.0
    price = (0.1,) * 4 + (0.3,) * 4
    told = made.store(duration_h=2.0, max_kw=1000.0)
    plan = made.sized(made.one_site(price, stores=(told,)))
    assert plan.values("store_mwh") == pytest.approx(2.0 * plan.values("store_mw"))
    assert plan.objective_k * 1e3 == pytest.approx(400.0 + 1200.0 - 2 * 200.0, rel=1e-5)


def test_a_contract_delivers_in_the_shape_that_it_is_given():
    """By hand: with the shape of wind, what wind gives; else its availability."""
    (flat,) = asked("nuclear-ppa", availability=0.8).plants
    (windy,) = asked("nuclear-ppa", shape="wind").plants
    (wind,) = asked("wind").plants
    assert flat.availability == pytest.approx(0.8)
    assert windy.availability == pytest.approx(wind.availability)


@pytest.mark.parametrize("use", ["solar-ppa", "wind", "gas", "temporary-gas"])
def test_a_year_of_start_is_a_whole_year(use):
    """Law: what starts in the plan's year or before it gives all that it can."""
    (always,) = asked(use).plants
    for start in (2000, 2026, 2027):
        (started,) = asked(use, start=start).plants
        assert started.availability == pytest.approx(always.availability)


def test_a_contract_may_follow_a_file(tmp_path):
    """By hand: 0.25 in every hour, of the column that is named, beside the study."""
    path = tmp_path / "shape.csv"
    begin = datetime(2027, 1, 1)
    hours = (begin + timedelta(hours=h) for h in range(8760))
    rows = "".join(f"{t:%Y-%m-%dT%H:%M}Z,0.25\n" for t in hours)
    path.write_text(f"time,share\n{rows}", encoding="utf-8")
    study = tmp_path / "study.yaml"
    study.write_text(
        "title: a hall\nyear: 2027\ncurrency: USD\nload: {it_power: 10 MW}\n"
        "sites: [{use: oslo, price: 90 USD/MWh}]\n"
        "power: [grid, {use: wind-ppa, shape: 'shape.csv#share'}]\n",
        encoding="utf-8",
    )
    (plant,) = ask(Study.from_file(study)).problem.plants
    assert np.unique(plant.availability).tolist() == [0.25]


def test_delivery_is_paid_on_what_comes_over_the_public_grid():
    """By hand: 20 USD/MWh in place of the tables' figure; 0 leaves the rest."""
    told = asked("wind", delivery_cost="20 USD/MWh").plants[0].delivery_cost_per_kwh
    free = asked("wind", delivery_cost=0).plants[0].delivery_cost_per_kwh
    assert told - free == pytest.approx(0.02)


def test_a_size_of_whole_units_is_kept(made):
    """By hand: two units of 77 MW are asked for, and both stand."""
    (plant,) = asked("smr", size="154 MW").plants
    assert (plant.min_kw, plant.max_kw, plant.unit_kw) == (154e3, 154e3, 77e3)


def test_at_least_so_much_in_units_is_the_next_whole_number(made):
    """By hand: at least 100 kW in units of 77 is two, though one were nearer."""
    units = made.plant(unit_kw=77.0, min_kw=100.0, annual_cost_per_kw=9.0)
    problem = made.one_site(plants=(units,))
    plan = solved(Variant.of(problem), Settings(1, "simplex"), whole)
    assert plan.values("capacity_mw") == pytest.approx([0.154])


UNUSED = {
    "size and max": (
        ("wind", {"size": "5 MW", "max": "9 MW"}),
        "power: wind has a size and max: size is exact, give one of them.",
    ),
    "units without a size": (
        ("solar", {"max_units": 4}),
        "power: solar has max_units and no size of one: give unit, such as 50 MW.",
    ),
    "part of a unit": (
        ("smr", {"size": "100 MW"}),
        "power: smr comes in units of 77,000 kW, and its size is 100,000 kW: give a "
        "multiple, or min_units and max_units.",
    ),
    "availability of wind": (
        ("nuclear-ppa", {"shape": "wind", "availability": 0.9}),
        "power: nuclear-ppa follows wind and has no availability, which is for the "
        "shape flat.",
    ),
    "no hours": (
        ("battery", {"hours": "0 h"}),
        "study: power.1.hours must be > 0 and at most 10000 (hours at full power), got",
    ),
    "size without energy": (
        ("battery", {"size": "5 MW"}),
        "power: battery has size and no hours, so that it need hold no energy: give "
        "hours, how long it lasts at full power, such as 4 h, or max alone, and the",
    ),
    "least without energy": (
        ("battery", {"min": "5 MW", "max": "9 MW"}),
        "power: battery has min and no hours, so that it need hold no energy: give ",
    ),
    "hours of a plant": (
        ("wind", {"hours": 4}),
        "power: wind has no hours, which is for battery. It has: sites, size, min",
    ),
    "price of a plant": (
        ("solar", {"price": "40 USD/MWh"}),
        "power: solar has no price, which is for contract. It has: sites, size",
    ),
    "delivery on site": (
        ("gas", {"delivery_cost": "1 USD/MWh"}),
        "power: gas has no delivery_cost, which is for what comes over the public",
    ),
    "chance of a battery": (
        ("battery", {"chance": 0.5}),
        "power: battery has no chance, which is for solar, wind, gas, nuclear, "
        "geothermal, contr",
    ),
    "shape of nothing": (
        ("wind-ppa", {"shape": "tidal"}),
        "power: wind-ppa has the shape 'tidal', which is no file: give flat, solar, ",
    ),
}


@pytest.mark.parametrize("name", UNUSED)
def test_what_an_option_cannot_use_is_refused(name):
    """Nothing is lost: the message says what has the field, and what it has."""
    (use, fields), said = UNUSED[name]
    with pytest.raises(InputError) as caught:
        asked(use, **fields)
    assert str(caught.value).startswith(said)


def test_the_grid_has_few_fields():
    """The price of the grid stands under sites."""
    study = {
        "title": "a hall",
        "year": 2027,
        "sites": [{"use": "oslo", "price": "90 USD/MWh"}],
        "load": {"it_power": "10 MW"},
        "power": [{"use": "grid", "price": "50 USD/MWh"}],
    }
    with pytest.raises(InputError) as caught:
        ask(Study.from_dict(study))
    said = "power: grid has no price, which is for contract. It has: sites, max, export"
    assert str(caught.value).startswith(said)
