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
        serve,
        {**CHAT, "model": "gpt-4o"},
        "GPT-4o cannot be estimated by name: The developer has published neither the "
        "number of parameters nor the architecture. Give --model a config.json of the "
        "architecture that you suppose.",
    ),
]

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
        {**HOURS, "price": "0.08 dollars/kWh"},
        "price: 'dollars' is no currency; write its code, such as USD or CNY.",
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
        "step_mfu must be 0.001 to 1 (a share of the peak rate), got 1.4.",
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
        "sequence_tokens must be > 0, got -5.",
    ),
    (
        train,
        {**HOURS, "intensity": 390},
        "intensity_kgco2e_per_kwh must be 0 to 3 (carbon per kWh; write '390 g/kWh' "
        "for grams), got 390 kgCO2e/kWh.",
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
        "busy_share must be 0.001 to 1 (a share of the time), got 1.5.",
    ),
    (
        serve,
        {**CHAT, "requests_per_day": 5, "years": 0},
        "service_years must be > 0, got 0 year.",
    ),
    (
        train,
        {**RUN, "draws": 0},
        "draws must be a whole number >= 1 and seed >= 0, got 0 and 20260101.",
    ),
    (
        train,
        {**RUN, "seed": -1},
        "draws must be a whole number >= 1 and seed >= 0, got 4096 and -1.",
    ),
]

MISSING = [
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
        "A metered energy needs its boundary: one of chip, it, facility, got 'rack'. A "
        "figure from the chips' counters is chip, from the rack it, from the bill "
        "facility.",
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
        "idle_boundary is one of chip, it, facility, got 'rack'.",
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
        {**CHAT, "chips": 2, "batch": 64, "prompt_tokens": 500, "output_tokens": 300},
        "The model does not fit: weights take 141 GB and 64 requests 16.8 GB, 2 chips "
        "offer 144 GB. Use at least 4 chips, a smaller batch or a lower precision.",
    ),
    (
        serve,
        {**CHAT, "batch": 1e6, "prompt_tokens": 500, "output_tokens": 300},
        "A replica would need over 1024 chips for 2.62e+05 GB. Choose a smaller batch "
        "or context, or a chip with more memory.",
    ),
]

CASES = [*NAMES, *UNITS, *LIMITS, *MISSING, *CLASHES, *HARDWARE]


@pytest.mark.parametrize(("function", "options", "sentence"), CASES)
def test_the_whole_sentence(function, options, sentence):
    """Bad input: the message, word for word."""
    with pytest.raises(errors.InputError, match=f"^{re.escape(sentence)}$"):
        function(**options)


@pytest.mark.parametrize(
    ("cases", "error"),
    [
        (NAMES, errors.UnknownNameError),
        (UNITS, errors.UnitError),
        (CLASHES[:5], errors.ContradictionError),
    ],
)
def test_the_kind_of_error(cases, error):
    """Law: a caller can tell an unknown name, a unit and a contradiction apart."""
    for function, options, _ in cases:
        with pytest.raises(error):
            function(**options)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            '{"hidden_size": 1,',
            "{path} is no JSON file: Expecting property name enclosed in double "
            "quotes: line 1 column 19 (char 18).",
        ),
        (
            "[1, 2]",
            "{path} holds no model configuration: an object is expected.",
        ),
        (
            '{"model_type": "tree", "vocab_size": 8}',
            "Cannot read a config with model_type 'tree': it lacks hidden_size, "
            "num_hidden_layers, num_attention_heads, intermediate_size. These fields "
            "would do: hidden_size, num_hidden_layers, num_attention_heads, "
            "intermediate_size, vocab_size.",
        ),
        (
            '{"model_type": "llama", "hidden_size": "big", "num_hidden_layers": 2, '
            '"num_attention_heads": 2, "intermediate_size": 4, "vocab_size": 8}',
            "Cannot read a config with model_type 'llama': hidden_size must be a whole "
            "number, the same in every layer. These fields would do: hidden_size, "
            "num_hidden_layers, num_attention_heads, intermediate_size, vocab_size.",
        ),
    ],
)
def test_a_config_that_cannot_be_read(tmp_path, content, sentence):
    """Bad input: a config.json that is broken, no object, or lacks fields."""
    path = tmp_path / "config.json"
    path.write_text(content, encoding="utf-8")
    wanted = re.escape(sentence.replace("{path}", str(path)))
    with pytest.raises(errors.InputError, match=f"^{wanted}$"):
        train(model=path, hardware="h100-sxm", tokens=1e12)


def test_a_config_that_is_not_there(tmp_path):
    """Bad input: the path and the reason of the system."""
    path = tmp_path / "config.json"
    sentence = re.escape(f"Cannot read {path}: No such file or directory.")
    with pytest.raises(errors.InputError, match=f"^{sentence}$"):
        serve(model=path, hardware="h100-sxm")


def test_a_cached_prompt_longer_than_some_draws_takes_no_energy_back():
    """Law: where a prompt's range reaches below what is cached, nothing is negative."""
    chat = serve(
        **CHAT, prompt_tokens="100..500", cached_prompt_tokens=200, output_tokens=1
    )
    assert chat.extras["prefill_s"].low >= 0
    assert chat.results["chip_energy_kwh"].low > 0
