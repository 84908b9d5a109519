"""What physics and the tables bound: steps by the memory, formats by part, sizes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import wattlas
from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation.lookup import find_model
from wattlas.estimation.model_shape import shape_of_file
from wattlas.units import BYTES_PER_GB

LLAMA = {
    "model_type": "llama",
    "hidden_size": 4096,
    "intermediate_size": 14336,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "vocab_size": 128256,
    "max_position_embeddings": 131072,
    "torch_dtype": "bfloat16",
}


@pytest.fixture
def config(tmp_path):
    """Return how a config.json with some fields changed is written."""

    def write(**changes):
        values = {k: v for k, v in (LLAMA | changes).items() if v != "absent"}
        path = tmp_path / "config.json"
        path.write_text(json.dumps(values), encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize("chip", ["rtx-4090", "l40s", "mi300x", "h100-sxm", "m4-max"])
def test_no_step_is_faster_than_its_weights_are_read(chip):
    """Law: the low end of a decode step is not below bytes over bandwidth."""
    found = wattlas.serve(
        model="llama-3.1-8b", hardware=chip, batch=1, chips=1, prompt_tokens=100,
        output_tokens=500, draws=256,
    )  # fmt: skip
    bandwidth = facts.number("hardware", chip, "bandwidth_gb_per_s")
    weights = 7.5e9 * 2
    least_s = weights / (bandwidth.high * BYTES_PER_GB)
    assert found.extras["decode_step_s"].low >= least_s


@pytest.mark.parametrize(
    ("model", "dense"), [("kimi-k2.5", 2.0), ("kimi-k2-thinking", 2.0),
                         ("deepseek-v4-flash", 1.0), ("gpt-oss-120b", 2.0)]
)  # fmt: skip
def test_what_is_no_expert_has_its_own_format(model, dense):
    """By the makers' cards: experts in 4 bits, the rest in 16 or 8."""
    found = wattlas.serve(model=model, hardware="b200-sxm", batch=8, draws=64)
    inputs = {item.name: item.mid for item in found.inputs}
    assert inputs["bytes_per_dense_weight"] == pytest.approx(dense, rel=0.05)
    assert inputs["bytes_per_expert_weight"] < 0.7


def test_a_format_that_is_given_is_that_of_all_weights():
    """Law: what is asked for is not mixed with what the maker ships."""
    found = wattlas.serve(
        model="kimi-k2.5", hardware="b200-sxm", batch=8, precision="fp8", draws=64
    )
    inputs = {item.name: item.mid for item in found.inputs}
    assert inputs["bytes_per_dense_weight"] == inputs["bytes_per_expert_weight"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"torch_dtype": "nosuch"}, "torch_dtype=nosuch"),
        ({"torch_dtype": 5}, "torch_dtype=5"),
        ({"quantization_config": {"quant_method": "strange"}}, "quant_method=strange"),
        ({"quantization_config": {"quant_method": "awq", "bits": 3}}, "bits=3"),
        ({"num_key_value_heads": 5}, "num_key_value_heads must be a divisor"),
        ({"num_key_value_heads": 64}, "num_key_value_heads must be a divisor"),
    ],
)
def test_what_is_not_known_of_a_config_is_refused(config, changes, said):
    """Bad input: a format or a shape that no reader knows."""
    with pytest.raises(InputError, match=said):
        find_model(config(**changes))


@pytest.mark.parametrize(
    ("field", "value"), [("num_hidden_layers", 32), ("hidden_size", 4096)]
)
def test_a_size_that_is_not_said_is_told(config, field, value):
    """Law: what the class of a config adds is told by estimates and facts."""
    for absent in ("absent", None):
        found = wattlas.train(
            model=config(**{field: absent}), tokens="1T", hardware="h100", draws=64
        )
        notes = [n.values["field"] for n in found.notes if n.code == "defaulted-field"]
        assert f"{field}={value}" in notes
        shape = shape_of_file(Path(config(**{field: absent})), accept_unread=False)
        assert f"{field}={value}" in shape["defaulted"]
    whole = wattlas.train(model=config(), tokens="1T", hardware="h100", draws=64)
    assert not [n for n in whole.notes if n.code == "defaulted-field"]


def test_chips_that_hold_no_run_are_told():
    """Law: the remark comes where memory is less, and not where it is enough."""
    for chips, told in ((50, True), (16_384, False)):
        found = wattlas.train(
            model="llama-3.1-405b", hardware="h100", chips=chips, draws=64
        )
        assert ("training-memory" in {n.code for n in found.notes}) is told


@pytest.mark.parametrize("name", ["host_power_share", "ttft_ms"])
def test_an_input_of_another_question_is_refused_as_such(name):
    """Bad input: it is a name, and here nothing rests on it."""
    with pytest.raises(InputError, match=f"{name} would not be used"):
        wattlas.train(
            model="llama-3.1-8b",
            hardware="h100",
            it_overhead=1.5,
            overrides={name: 0.3},
        )
