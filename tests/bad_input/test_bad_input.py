"""Bad input: one case for each error, with the whole sentence.

A sentence says what is wrong, with its value and unit; what is allowed; what to do
next.
"""

from __future__ import annotations

import re

import pytest

from wattlas import errors, serve, train

RUN = {"model": "llama-3.1-70b", "hardware": "h100-sxm", "tokens": 1e12}
HOURS = {"hardware": "h100-sxm", "chip_hours": 1000}
CHAT = {"model": "llama-3.1-70b", "hardware": "h100-sxm"}
METER = {"energy": "433 MWh", "boundary": "chip"}
API = {"energy": "914 kWh", "boundary": "it", "requests": 230_768}

NAMES = [
    (
        train,
        {**RUN, "model": "llama-3.1-70bb"},
        "No model named 'llama-3.1-70bb'. Did you mean 'llama-3.1-70b' or "
        "'llama-3.3-70b' or 'llama-3-70b'? List all: wattlas facts models.",
    ),
    (
        serve,
        {**CHAT, "hardware": "h100-smx"},
        "No chip named 'h100-smx'. Did you mean 'h100-sxm' or 'h800-sxm' or "
        "'h200-sxm'? List all: wattlas facts hardware.",
    ),
    (
        train,
        {**RUN, "site": "dubln"},
        "No site named 'dubln'. Did you mean 'dublin'? List all: wattlas facts sites.",
    ),
    (
        train,
        {**RUN, "country": "Germny"},
        "No country or grid region named 'Germny'. Did you mean 'germany'? "
        "List all: wattlas facts countries.",
    ),
    (
        train,
        {**RUN, "precision": "fp7"},
        "No precision named 'fp7'. Did you mean 'fp8' or 'fp4'? "
        "List all: wattlas facts precisions.",
    ),
    (
        train,
        {**HOURS, "site": "dublin", "currency": "QQQ"},
        "No currency named 'QQQ'. List all: wattlas facts currencies.",
    ),
    (
        train,
        {**HOURS, "price": "0.1 CNX/kWh"},
        "No currency named 'CNX'. Did you mean 'cny'? List all: wattlas facts "
        "currencies.",
    ),
    (
        train,
        {**HOURS, "price": "0.1 USD/kWh", "currency": "EURR"},
        "No currency named 'EURR'. Did you mean 'eur'? List all: wattlas facts "
        "currencies.",
    ),
    (
        train,
        {**HOURS, "site": "dublin", "chip_hour_cost": "2 CNX/h"},
        "No currency named 'CNX'. Did you mean 'cny'? List all: wattlas facts "
        "currencies.",
    ),
    (
        serve,
        {**CHAT, "model": "doubao"},
        "Doubao cannot be inferred: The developer has published neither the number of "
        "parameters nor the architecture, and no price of its tokens is listed. Give "
        "prompt_price and output_price, or a config.json of the architecture that you "
        "suppose.",
    ),
    (
        train,
        {"model": "gpt-4o", "tokens": 1e12, "hardware": "h100-sxm"},
        "GPT-4o cannot be estimated by name: The developer has published neither the "
        "number of parameters nor the architecture. Give --model a config.json of the "
        "architecture that you suppose.",
    ),
]

MISSING = [
    (
        serve,
        {**CHAT, "model": "gpt-4o", "prompt_price": 2.5},
        "A model is inferred from both of its prices: give prompt_price and "
        "output_price, in USD for a million tokens.",
    ),
    (
        serve,
        {**CHAT, "model": "gpt-4o", "speed": "50..80"},
        "tokens_per_s says the size of the model and takes no range, got 50 to 80: "
        "give one value at a time.",
    ),
    (
        train,
        {},
        "The estimate lacks what it is of. Training needs a model, tokens and "
        "hardware; or chip-hours and hardware; or a metered energy and its boundary.",
    ),
    (
        train,
        {"model": "gpt-2", "hardware": "h100-sxm"},
        "No published number of training tokens is known for gpt-2: give tokens, for "
        "example 15e12 or 15T.",
    ),
    (
        train,
        {"energy": "433 MWh"},
        "A metered energy needs its boundary: one of chip, it, facility, got None. A "
        "figure from the chips' counters is chip, from the rack it, from the bill "
        "facility.",
    ),
    (
        train,
        {"energy": "433 MWh", "boundary": "rack"},
        "boundary must be one of chip, it, facility, got 'rack'.",
    ),
    (
        train,
        {"chip_hours": 100},
        "Chip-hours need the hardware, or power_per_chip with its scope.",
    ),
    (
        train,
        {"hardware": "h100-sxm", "hours": 99},
        "hours needs chips: give how many ran, or chip_hours.",
    ),
    (
        train,
        {**HOURS, "power_per_chip": 400},
        "A power per chip needs its scope: chip (the board alone) or it (its share of "
        "the server), got None.",
    ),
    (
        train,
        {**METER, "idle_energy": "1 MWh", "idle_boundary": "rack"},
        "idle_boundary must be one of chip, it, facility, got 'rack'.",
    ),
    (
        train,
        {**HOURS, "price": 0.08},
        "price: 0.08 has no currency; write '0.08 USD/kWh' or give currency.",
    ),
    (
        serve,
        {},
        "Serving needs a model and hardware; or a metered energy, its boundary and the "
        "requests served.",
    ),
    (
        serve,
        {"model": "llama-3.1-8b"},
        "Serving needs a model and hardware; or a metered energy, its boundary and the "
        "requests served.",
    ),
    (
        serve,
        {**CHAT, "years": 3},
        "years needs requests_per_day: give the daily volume.",
    ),
    (
        serve,
        {**API, "requests": None},
        "A metered energy needs the requests served: give requests.",
    ),
    (
        serve,
        {**API, "idle_power": 1294},
        "idle_power and mean_power go together: give both or none.",
    ),
]

CLASHES = [
    (
        train,
        {**HOURS, "chips": 10, "hours": 50},
        "chip_hours is given as 1000 and follows as 500 from chips x hours. Give one "
        "of the two.",
    ),
    (
        train,
        {
            "energy": "1 MWh",
            "boundary": "it",
            "chip_hours": 100,
            "power_per_chip": 400,
            "power_scope": "it",
        },
        "energy [kWh] is given as 1000 and follows as 40 from chip-hours x power per "
        "chip. Give one of the two.",
    ),
    (
        train,
        {**HOURS, "site": "dublin", "country": "France"},
        "The site dublin lies in ie, not in fr. Give one of the two.",
    ),
    (
        train,
        {**HOURS, "boundary": "chip"},
        "A boundary goes with a metered energy: give energy.",
    ),
    (
        train,
        {**HOURS, "tokens": 1e12},
        "tokens would not be used beside chip-hours figures. Leave it out.",
    ),
    (
        train,
        {**HOURS, "power_scope": "it"},
        "power_scope would not be used without power_per_chip. Leave it out.",
    ),
    (
        serve,
        {**API, "batch": 8, "years": 2},
        "batch and years would not be used beside a metered energy. Leave it out.",
    ),
    (
        train,
        {**METER, "idle_energy": "1 MWh", "idle_share": 0.2},
        "Give idle_energy or idle_share, not both.",
    ),
    (
        serve,
        {**CHAT, "prompt_tokens": 100, "cached_prompt_tokens": 200},
        "cached_prompt_tokens are part of prompt_tokens: at most 100, got 200.",
    ),
    (
        serve,
        {**API, "idle_power": 1667, "mean_power": 1294},
        "idle_power is a part of mean_power: at most 1294 W, got 1667 W.",
    ),
]

HARDWARE = [
    (
        train,
        {**RUN, "hardware": "a100-sxm4-80gb", "precision": "fp8"},
        "a100-sxm4-80gb has no fp8 arithmetic; it has fp32, bf16, fp16, int8, mxfp4, "
        "int4. Choose one of these with --precision.",
    ),
    (
        serve,
        {**CHAT, "hardware": "v100-sxm2", "precision": "int8"},
        "v100-sxm2 has no int8 arithmetic; it has fp32, bf16, fp16, mxfp4, int4. "
        "Choose one of these with --precision.",
    ),
    (
        serve,
        {**CHAT, "chips": 1, "batch": 64, "prompt_tokens": 500, "output_tokens": 300},
        "The model does not fit: weights take 141 GB and a request 0.262 GB, 1 chips "
        "offer 72 GB. Use more chips, a chip with more memory, a shorter context or a "
        "lower precision.",
    ),
]

CASES = [*NAMES, *MISSING, *CLASHES, *HARDWARE]


@pytest.mark.parametrize(("function", "options", "sentence"), CASES)
def test_the_whole_sentence(function, options, sentence):
    """Bad input: the message, word for word."""
    with pytest.raises(errors.InputError, match=f"^{re.escape(sentence)}$"):
        function(**options)


@pytest.mark.parametrize(
    ("cases", "error"),
    [
        (NAMES, errors.UnknownNameError),
        (CLASHES[:-2], errors.ContradictionError),
    ],
)
def test_the_kind_of_error(cases, error):
    """Law: a caller can tell an unknown name, a unit and a contradiction apart."""
    for function, options, _ in cases:
        with pytest.raises(error):
            function(**options)
