"""Replicas: which precision, how many chips, and what a waiting one draws."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas import facts, serve
from wattlas.chain.hardware import waiting_host_power_w
from wattlas.estimation.lookup import find_model

CONFIGS = Path(__file__).parents[1] / "chain" / "configs"
KEYS = sorted({p.stem for p in CONFIGS.glob("*.json")} & set(facts.keys("models")))
CHAT = {"model": "llama-3.1-70b", "hardware": "h100-sxm"}
FEW = {"draws": 64}


def figure(estimate, name: str):
    return next(i for i in estimate.inputs if i.name == name)


@pytest.mark.parametrize(
    ("quantised", "precision"),
    [
        ({"quant_method": "fp8", "fmt": "e4m3"}, "fp8"),
        ({"quant_method": "mxfp4"}, "mxfp4"),
        ({"quant_method": "gptq", "bits": 4}, "int4"),
        ({"quant_method": "awq", "bits": 4}, "int4"),
        ({"quant_method": "gptq", "bits": 8}, "int8"),
        ({"quant_method": "bitsandbytes", "load_in_4bit": True}, "int4"),
        (None, "bf16"),
    ],
)
def test_a_config_names_the_precision_of_its_weights(tmp_path, quantised, precision):
    """Hugging Face's quantization_config: its method or its bits; without it bf16."""
    config = json.loads((CONFIGS / "mistral-7b-v0.1.json").read_text(encoding="utf-8"))
    config.pop("quantization_config", None)
    if quantised is not None:
        config["quantization_config"] = quantised
    path = tmp_path / "config.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    assert find_model(path).weight_precision == precision


def test_a_quantised_config_reads_fewer_bytes(tmp_path):
    """By hand: fp8 weights take one byte, 16-bit weights two; the chip must have it."""
    config = json.loads((CONFIGS / "mistral-7b-v0.1.json").read_text(encoding="utf-8"))
    path = tmp_path / "config.json"
    config["quantization_config"] = {"quant_method": "fp8"}
    path.write_text(json.dumps(config), encoding="utf-8")
    hopper = serve(model=path, hardware="h100-sxm", **FEW)
    ampere = serve(model=path, hardware="a100-sxm4-80gb", **FEW)
    assert hopper.subject["precision"] == "fp8"
    assert ampere.subject["precision"] == "fp8"
    assert figure(hopper, "bytes_per_dense_weight").mid == 1
    assert figure(ampere, "bytes_per_dense_weight").mid == 1


def test_a_waiting_host_draws_less_by_hand():
    """By hand: chips of 700 W at 0.2, hosts of 280 W at 0.5: 140 + 140 W waiting."""
    run = serve(
        **CHAT,
        busy_share=0.5,
        overrides={
            "waiting_power_share": 0.2,
            "host_power_share": 0.4,
            "waiting_host_share": 0.5,
            "supply_loss": 0.0,
            "network_share": 0.0,
        },
        **FEW,
    )
    idle = run.stages["idle"]
    assert idle["it_energy_kwh"].mid == pytest.approx(idle["chip_hours"].mid * 0.28)
    assert waiting_host_power_w(280.0, 0.5) == 140.0


@given(share=st.floats(0.05, 1))
@settings(max_examples=15, deadline=None)
def test_the_waiting_host_leaves_serving_alone(share):
    """Law: the share moves the idle stage alone; at 1 the host draws as when busy."""
    full, part = (
        serve(**CHAT, overrides={"waiting_host_share": s}, **FEW) for s in (1, share)
    )
    assert full.stages["serving"] == part.stages["serving"]
    one, other = (run.stages["idle"]["it_energy_kwh"].mid for run in (full, part))
    assert other <= one


def test_the_waiting_host_is_an_input_with_a_source():
    """Law: it is a constant of the hosts, and moves the result."""
    run = serve(**CHAT, **FEW)
    fact = facts.number("constants", "hosts", "waiting_host_share")
    item = figure(run, "waiting_host_share")
    assert (item.mid, item.low, item.high) == (fact.value, fact.low, fact.high)


@pytest.mark.parametrize("key", KEYS)
def test_a_config_is_served_like_its_model(key):
    """Law: dense models, mixtures and hybrids from a config.json are the tables'."""
    shared = {"hardware": "h200-sxm", "precision": "bf16", "draws": 16}
    one = serve(model=key, **shared)
    other = serve(model=CONFIGS / f"{key}.json", **shared)
    for name, value in one.results.items():
        assert other.results[name].mid == pytest.approx(value.mid, rel=1e-2), name


ALONE = (
    {"quant_method": "bitsandbytes", "load_in_8bit": True},
    {"quant_method": "gptq", "bits": 8},
    {"quant_method": "torchao", "quant_type": "int8_weight_only"},
    {"quant_method": "quanto", "weights": "int8", "activations": None},
    {"quant_method": "eetq"},
)
WITH_ACTIVATIONS = (
    {"quant_method": "torchao", "quant_type": "int8_dynamic_activation_int8_weight"},
    {"quant_method": "quanto", "weights": "int8", "activations": "int8"},
    {
        "quant_method": "compressed-tensors",
        "config_groups": {
            "group_0": {
                "weights": {"num_bits": 8, "type": "int"},
                "input_activations": {"num_bits": 8, "type": "int"},
            }
        },
    },
)


@pytest.mark.parametrize("section", [*ALONE, *WITH_ACTIVATIONS])
def test_weights_alone_in_8_bits_are_multiplied_in_16(section, tmp_path):
    """Law: products are as fast as 8 bits where activations have them too."""
    config = json.loads((CONFIGS / "mistral-7b-v0.1.json").read_text(encoding="utf-8"))
    path = tmp_path / "config.json"
    path.write_text(json.dumps({**config, "quantization_config": section}))
    found = serve(model=path, hardware="h100-sxm", **FEW)
    rate = "peak_16bit_tflops" if section in ALONE else "peak_int8_tops"
    peak = facts.number("hardware", "h100-sxm", rate).value
    assert found.subject["precision"] == "int8"
    assert figure(found, "bytes_per_dense_weight").mid == 1
    assert figure(found, "peak_tflops").mid == peak
    codes = {note.code for note in found.notes}
    own = "bitsandbytes-engine" in codes  # whose products' cost is counted
    assert ("weights-alone" in codes or own) == (section in ALONE)
    assert not (own and "weights-alone" in codes)
