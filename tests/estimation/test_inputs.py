"""Inputs: overrides by name, what is possible, and draws that stay inside it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from wattlas import errors, serve, train
from wattlas.estimation.inputs import Inputs

HOURS = {"hardware": "h100-sxm", "chip_hours": 1000}
CHAT = {"model": "llama-3.1-8b", "hardware": "h100-sxm"}
API = {"energy": "914 kWh", "boundary": "it", "requests": 230_768}
FEW = {"draws": 64}


def drawn(name: str, value: str, unit: str = "1", shape: str = "lognormal"):
    inputs = Inputs()
    inputs.give(name, value, unit, shape)
    return inputs.draw(4096, 1)[name]


@pytest.mark.parametrize(
    ("name", "value", "unit", "shape", "low", "high"),
    [
        ("pue", "1.0..1.2", "1", "excess", 1.0, 5.0),
        ("intensity_kgco2e_per_kwh", "0..0.5", "kgCO2e/kWh", "lognormal", 0.0, 3.0),
        ("busy_share", "0.9..1", "1", "logit", 0.001, 1.0),
        ("goodput", "0.8..1", "1", "logit", 0.01, 1.0),
        ("recompute_factor", "1..1.33", "1", "lognormal", 1.0, 2.0),
        ("batch", "1..4", "1", "lognormal", 1.0, 1e6),
        ("cached_prompt_tokens", "0..100", "1", "lognormal", 0.0, np.inf),
        ("price_per_kwh", "-0.1..0.2", "1", "normal", -10.0, 1e4),
    ],
)
def test_draws_stay_inside_what_is_possible(name, value, unit, shape, low, high):
    """Law: a range may end at a limit; no draw of it goes beyond."""
    values = drawn(name, value, unit, shape)
    assert values.min() >= low
    assert values.max() <= high
    assert values.std() > 0


def test_a_range_that_ends_at_a_limit_keeps_its_interval():
    """By hand: uniform from 1.0 to 1.2 at 5 and 95 %: the lowest 5 % lie at 1."""
    values = drawn("pue", "1.0..1.2", "1", "excess")
    assert np.mean(values == 1.0) == pytest.approx(0.05, abs=1e-3)
    assert np.quantile(values, 0.95) == pytest.approx(1.2, abs=1e-3)


def test_a_building_never_draws_less_than_its_servers():
    """Law: with a PUE from 1 every draw of the facility is at least the IT energy."""
    run = train(**HOURS, pue="1.0..1.2")
    it, facility = (run.samples[f"{b}_energy_kwh"] for b in ("it", "facility"))
    assert np.all(facility >= it)


def test_clean_electricity_has_no_negative_carbon():
    """Law: an intensity from 0 gives carbon from 0."""
    run = train(**HOURS, intensity="0..0.5")
    assert run.samples["facility_carbon_kgco2e"].min() >= 0
    assert run.results["facility_carbon_kgco2e"].low >= 0


def test_a_replica_that_is_always_busy_never_waits_less_than_nothing():
    """Law: a busy share up to 1 gives waiting hours from 0."""
    chat = serve(**CHAT, busy_share="0.9..1")
    idle = chat.stages["idle"]
    assert idle["chip_hours"].low >= 0
    assert idle["facility_energy_kwh"].low >= 0


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        ({"country": "fr"}, "pue", 1.3),
        ({"site": "dublin"}, "pue", 1.3),
        ({"site": "dublin"}, "wue_l_per_kwh", 0.3),
        ({"country": "fr"}, "intensity_kgco2e_per_kwh", "50 g/kWh"),
        ({"country": "fr"}, "grid_water_l_per_kwh", 2),
        ({"country": "fr"}, "price_per_kwh", 0.2),
        ({"country": "fr"}, "price_per_kwh", "0.2 USD/kWh"),
        ({"country": "fr"}, "life_years", 4),
        ({"country": "fr"}, "host_power_share", "0.2..0.3"),
        ({"country": "fr"}, "chip_hour_cost", 1.5),
    ],
)
def test_any_input_can_be_set_by_its_name(place, name, value):
    """Law: also one that a place or a chip labels; it is then given, with its label."""
    run = train(**HOURS, **place, overrides={name: value}, **FEW)
    plain = train(**HOURS, **place, **FEW)
    mine = next(i for i in run.inputs if i.name == name)
    theirs = next(i for i in plain.inputs if i.name == name)
    assert mine.given
    assert mine.source == "given"
    assert mine.label == theirs.label
    assert mine.mid != theirs.mid


def test_an_override_is_the_option():
    """Law: pue=1.2 and overrides={"pue": 1.2} are one estimate."""
    option = train(**HOURS, country="fr", pue=1.2, **FEW)
    override = train(**HOURS, country="fr", overrides={"pue": 1.2}, **FEW)
    assert option.to_dict() == override.to_dict()


CLASHES = [
    (train, {**HOURS, "country": "fr", "pue": 1.1}, "pue"),
    (train, {**HOURS, "country": "fr", "price": "0.1 USD/kWh"}, "price_per_kwh"),
    (train, {**HOURS, "life_years": 4}, "life_years"),
    (train, {**HOURS, "site": "dublin", "wue": 0.3}, "wue_l_per_kwh"),
    (train, {**HOURS, "chips": 3}, "chips"),
    (serve, {**CHAT, "batch": 8}, "batch"),
    (serve, {**CHAT, "chips": 8}, "chips_per_replica"),
    (serve, {**CHAT, "busy_share": 0.5}, "busy_share"),
    (serve, API, "requests"),
]


@pytest.mark.parametrize(("function", "options", "name"), CLASHES)
def test_an_option_and_an_override_of_one_input_clash(function, options, name):
    """Bad input: the figure is given twice, also where both are the same."""
    sentence = f"{name} is given twice: as an option and by its name."
    with pytest.raises(errors.ContradictionError, match=f"^{re.escape(sentence)}$"):
        function(**options, overrides={name: 1.0}, **FEW)


def test_an_override_in_another_currency_is_refused():
    """Bad input: what is set by name is in the estimate's own unit."""
    sentence = "price_per_kwh: give it in USD here, got CNY."
    with pytest.raises(errors.InputError, match=f"^{sentence}$"):
        train(**HOURS, country="fr", overrides={"price_per_kwh": "0.2 CNY/kWh"})


LIMITS = [
    (
        serve,
        {**CHAT, "chips": 0.5},
        "chips_per_replica must be 1 to 100000 (chips), got 0.5.",
    ),
    (
        serve,
        {**CHAT, "batch": "0.5..8"},
        "batch must be 1 to 1e+06 (requests or items at once), got 0.5.",
    ),
    (
        train,
        {"hardware": "h100-sxm", "chips": 0.5, "hours": 10},
        "chips must be 1 to 1e+08 (chips that ran), got 0.5.",
    ),
    (
        train,
        {**HOURS, "idle_share": 5.5},
        "idle_share must be 0 to 5 (idle energy over training energy), got 5.5.",
    ),
    (
        train,
        {**HOURS, "overrides": {"host_power_share": 6}},
        "host_power_share must be 0 to 5 (host watts for each watt of chip limit), "
        "got 6.",
    ),
    (
        train,
        {
            **HOURS,
            "idle_energy": "1 MWh",
            "idle_boundary": "chip",
            "overrides": {"idle_it_overhead": 0.5},
        },
        "idle_it_overhead must be 1 to 5 (IT energy over chip energy), got 0.5.",
    ),
    (
        train,
        {"hardware": "h100-sxm", "chips": 4, "hours": "0..3 h"},
        "wall_hours must be > 0 and at most 1e+06 (hours), got 0 h.",
    ),
]


@pytest.mark.parametrize(("function", "options", "sentence"), LIMITS)
def test_what_cannot_be_is_refused(function, options, sentence):
    """Bad input: the value, what is allowed, and what the input is."""
    with pytest.raises(errors.InputError, match=f"^{re.escape(sentence)}$"):
        function(**options)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({**HOURS, "idle_share": 5}, "idle_share"),
        ({**HOURS, "overrides": {"host_power_share": 5}}, "host_power_share"),
        ({"hardware": "h100-sxm", "chips": 1, "hours": 10}, "chips"),
    ],
)
def test_a_limit_itself_is_allowed(options, name):
    """Law: the ends of what is possible are possible."""
    run = train(**options, **FEW)
    assert name in {i.name for i in run.given.values()}
