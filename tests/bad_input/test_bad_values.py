"""Bad input: units that are missing or wrong, and values that cannot be."""

from __future__ import annotations

import re

import pytest

from wattlas import errors, serve, train

RUN = {"model": "llama-3.1-70b", "hardware": "h100-sxm", "tokens": 1e12}
HOURS = {"hardware": "h100-sxm", "chip_hours": 1000}
CHAT = {"model": "llama-3.1-70b", "hardware": "h100-sxm"}
METER = {"energy": "433 MWh", "boundary": "chip"}
API = {"energy": "914 kWh", "boundary": "it", "requests": 230_768}

UNITS = [
    (
        train,
        {**METER, "energy": "433 MW"},
        "metered_energy_kwh: A quantity in kWh was expected, got the unit 'MW'. "
        "Did you mean 'MWh'?",
    ),
    (
        train,
        {**METER, "energy": 433},
        "metered_energy_kwh: 433 has no unit; write for example '433 MWh'.",
    ),
    (
        serve,
        {**CHAT, "training_energy": "1287"},
        "training_energy_kwh: '1287' has no unit; write for example '433 MWh'.",
    ),
    (
        train,
        {**HOURS, "intensity": "390 kg"},
        "intensity_kgco2e_per_kwh: A quantity in kgCO2e/kWh was expected, got the "
        "unit 'kg'. Did you mean 'kgCO2e/kWh'?",
    ),
    (
        train,
        {**HOURS, "price": "80 CNY"},
        "price: A price per kWh was expected, got 'CNY'.",
    ),
    (
        train,
        {**HOURS, "price": "0.08 bucks/kWh"},
        "price: 'bucks' is no currency; write its code, such as USD or CNY.",
    ),
]

LIMITS = [
    (
        train,
        {**HOURS, "pue": 0.9},
        "pue must be 1 to 5 (facility energy over IT energy), got 0.9.",
    ),
    (
        train,
        {**HOURS, "pue": "0.9..1.2"},
        "pue must be 1 to 5 (facility energy over IT energy), got 0.9.",
    ),
    (
        train,
        {**RUN, "step_mfu": 1.4},
        "step_mfu must be 0.001 to 1 (a share of the peak rate), got 1.4. Did you "
        "mean '1.4 %'?",
    ),
    (
        train,
        {**RUN, "tokens": -15e12},
        "training_tokens must be 1 to 1e+18 (tokens), got -1.5e+13.",
    ),
    (
        train,
        {**RUN, "tokens": "1e999"},
        "training_tokens must be a finite number, got inf.",
    ),
    (
        train,
        {**RUN, "sequence_tokens": -5},
        "sequence_tokens must be 1 to 1e+09 (tokens of the training context), got -5.",
    ),
    (
        train,
        {**HOURS, "intensity": 390},
        "intensity_kgco2e_per_kwh must be 0 to 3 (carbon per kWh), got 390 kgCO2e/kWh. "
        "Did you mean '390 g/kWh'?",
    ),
    (
        train,
        {**HOURS, "wue": -1},
        "wue_l_per_kwh must be 0 to 20 (litres per kWh of IT energy), got -1 L/kWh.",
    ),
    (
        train,
        {**HOURS, "it_overhead": 0.5},
        "it_overhead must be 1 to 5 (IT energy over chip energy), got 0.5.",
    ),
    (
        train,
        {**HOURS, "power_per_chip": "2 GW", "power_scope": "chip"},
        "chip_power_w must be 0.1 to 100000 (watts for one chip), got 2e+09 W.",
    ),
    (
        train,
        {**HOURS, "development_factor": -1},
        "development_factor must be 0 to 20 (failed and trial runs over the final "
        "run), got -1.",
    ),
    (train, {**HOURS, "pue": True}, "pue must be a number, got True."),
    (
        train,
        {**HOURS, "pue": float("nan")},
        "pue: nan is no quantity; write for example '1.2' or '1.1..1.3'.",
    ),
    (
        train,
        {**HOURS, "pue": "1.3..1.1"},
        "pue: A range goes from low to high, got [1.3, 1.1].",
    ),
    (
        serve,
        {**CHAT, "batch": 0},
        "batch must be 1 to 1e+06 (requests or items at once), got 0.",
    ),
    (
        serve,
        {**CHAT, "busy_share": 1.5},
        "busy_share must be 0.001 to 1 (a share of the time), got 1.5. Did you mean "
        "'1.5 %'?",
    ),
    (
        serve,
        {**CHAT, "requests_per_day": 5, "years": 0},
        "service_years must be > 0 and at most 100 (years of service), got 0.",
    ),
    (
        train,
        {**RUN, "draws": 0},
        "draws must be 16 to 1e+07 (draws; fewer give no 5-95 % range), got 0.",
    ),
    (
        train,
        {**RUN, "draws": 10**8},
        "draws must be 16 to 1e+07 (draws; fewer give no 5-95 % range), got 1e+08.",
    ),
    (train, {**RUN, "draws": True}, "draws must be a whole number, got True."),
    (
        train,
        {**RUN, "overrides": {"supply_loss": 3}},
        "supply_loss must be 0 to 1 (a share of the servers' power), got 3. Did you "
        "mean '3 %'?",
    ),
    (
        serve,
        {**CHAT, "overrides": {"usable_memory_share": 7}},
        "usable_memory_share must be > 0 and at most 1 (a fraction of 1), got 7. Did "
        "you mean '7 %'?",
    ),
    (
        train,
        {**RUN, "seed": -1},
        "seed must be >= 0 (a seed), got -1.",
    ),
]


@pytest.mark.parametrize(("function", "options", "sentence"), [*UNITS, *LIMITS])
def test_the_whole_sentence(function, options, sentence):
    """Bad input: the message, word for word."""
    with pytest.raises(errors.InputError, match=f"^{re.escape(sentence)}$"):
        function(**options)


@pytest.mark.parametrize(("function", "options", "_"), UNITS)
def test_the_kind_of_error(function, options, _):
    """Law: a caller can tell a wrong unit from a value that cannot be."""
    with pytest.raises(errors.UnitError):
        function(**options)


def test_a_cached_prompt_longer_than_some_draws_takes_no_energy_back():
    """Law: where a prompt's range reaches below what is cached, nothing is negative."""
    chat = serve(
        **CHAT, prompt_tokens="100..500", cached_prompt_tokens=200, output_tokens=1
    )
    assert all(value.low >= 0 for value in chat.extras.values())
    assert chat.results["chip_energy_kwh"].low > 0
