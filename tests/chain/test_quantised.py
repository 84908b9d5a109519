"""Quantised weights as every program writes them in a config.json."""

from __future__ import annotations

import pytest

from wattlas.chain.huggingface import read_config
from wattlas.errors import InputError

LLAMA = {
    **{"model_type": "llama", "num_hidden_layers": 32, "hidden_size": 4096},
    **{"intermediate_size": 14336, "num_attention_heads": 32, "vocab_size": 128256},
    **{"num_key_value_heads": 8, "torch_dtype": "bfloat16"},
}
NVFP4 = {"num_bits": 4, "type": "float", "group_size": 16}
PACKED = {"num_bits": 4, "type": "int", "group_size": 128, "strategy": "group"}
SECTIONS = {
    "awq": ({"bits": 4, "group_size": 128, "zero_point": True}, "int4"),
    "gptq": ({"bits": 8, "desc_act": False, "damp_percent": 0.1}, "int8"),
    "bitsandbytes": (
        {
            "load_in_4bit": True,
            "load_in_8bit": False,
            "bnb_4bit_quant_type": "nf4",
            "bnb_4bit_compute_dtype": "bfloat16",
            "bnb_4bit_use_double_quant": True,
        },
        "int4",
    ),
    "bitsandbytes of 8 bits": (
        {"load_in_8bit": True, "llm_int8_threshold": 6.0},
        "int8",
    ),
    "hqq": (
        {"quant_config": {"weight_quant_params": {"nbits": 4, "group_size": 64}}},
        "int4",
    ),
    "torchao": ({"quant_type": "int4_weight_only"}, "int4"),
    "torchao as a class": (
        {"quant_type": {"default": {"_type": "Float8WeightOnlyConfig"}}},
        "fp8",
    ),
    "quark": ({"global_quant_config": {"weight": {"dtype": "fp8_e4m3"}}}, "fp8"),
    "quanto": ({"weights": "int8", "activations": None}, "int8"),
    "eetq": ({"weights": "int8"}, "int8"),
    "exl2": ({"bits": 4.25, "head_bits": 6}, "int4"),
    "auto-round": ({"bits": 4, "packing_format": "auto_round:auto_gptq"}, "int4"),
    "compressed-tensors": ({"config_groups": {"g": {"weights": PACKED}}}, "int4"),
    "nvfp4": ({"config_groups": {"g": {"weights": NVFP4}}}, "nvfp4"),
    "modelopt": ({"quant_algo": "NVFP4", "kv_cache_quant_algo": "FP8"}, "nvfp4"),
    "fp8": ({"weight_block_size": [128, 128]}, "fp8"),
    "fbgemm_fp8": ({"activation_scale_ub": 1200.0}, "fp8"),
    "mxfp4": ({}, "mxfp4"),
}


def formats(section, key="quantization_config"):
    return read_config({**LLAMA, key: section}, "x", False).precisions


@pytest.mark.parametrize("name", SECTIONS)
def test_the_bits_of_a_weight_are_found(name):
    """Law: each program's section says a format, and nothing of it is left over."""
    section, wanted = SECTIONS[name]
    assert formats({"quant_method": name.split()[0], **section}).dense == wanted


@pytest.mark.parametrize("name", SECTIONS)
def test_what_a_section_says_beside_is_idle(name):
    """Law: a further scalar of a known format refuses no model."""
    section, wanted = SECTIONS[name]
    more = {"quant_method": name.split()[0], **section, "some_new_option": 7}
    assert formats(more).dense == wanted


@pytest.mark.parametrize("key", ["quantization", "quantization_config"])
def test_mlx_says_it_without_a_method(key):
    assert formats({"group_size": 64, "bits": 4}, key).dense == "int4"


def test_mlx_says_it_twice():
    section = {"group_size": 64, "bits": 8}
    both = {**LLAMA, "quantization": section, "quantization_config": section}
    assert read_config(both, "x", False).precisions.dense == "int8"


@pytest.mark.parametrize("name", ["modules_to_not_convert", "ignore", "skip_modules"])
def test_modules_that_are_left_keep_their_format(name):
    """By hand: feed-forward weights are most of a Llama's, so it stays int4."""
    found = formats({"quant_method": "awq", "bits": 4, name: ["self_attn"]})
    assert found.main("attention") == "bf16"
    assert found.main("feed-forward") == found.dense == "int4"


@pytest.mark.parametrize(
    "section",
    [
        {"quant_method": "vptq", "config_for_layers": {"a": 1}},
        {"quant_method": "gptq", "bits": "four"},
        {"quant_method": "gptq", "bits": -4},
        {"quant_method": "gptq", "bits": 3},
        {"quant_method": "exl3", "bits": 2.5},
        {"bits": 6, "group_size": 64},
        {"quant_method": "gptq", "bits": True},
        {"quant_method": "modelopt", "quant_algo": "MIXED_PRECISION"},
        {"bits": 4, "model.layers.0.self_attn.q_proj": {"bits": 8}},
    ],
    ids=str,
)
def test_what_is_not_known_is_refused(section):
    """Law: formats by module, and bits of no format that is known, are not guessed."""
    with pytest.raises(InputError, match="quantization_config"):
        formats(section)


@pytest.mark.parametrize(
    "fields",
    [
        *({"bits": 4}, {"bits": 8, "group_size": 128}, {"load_in_4bit": True}),
        *({"quant_algo": "FP8"}, {"config_groups": {"group_0": {"weights": PACKED}}}),
    ],
)
def test_a_method_that_is_not_known_gives_no_format_of_another(fields):
    """Law: bits under a method that nobody knows are not read as those of one."""
    section = {"quantization_config": {"quant_method": "magic", **fields}}
    with pytest.raises(InputError, match="quant"):
        read_config(LLAMA | section, "config.json", False)
