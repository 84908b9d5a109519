"""Hugging Face configs of many families against counts and the table of models."""

from __future__ import annotations

import csv
import json
from dataclasses import fields
from importlib import resources
from pathlib import Path

import pytest

from wattlas.chain.architecture import Architecture, architecture_from_row
from wattlas.chain.cache import kv_elements_per_token
from wattlas.chain.counts import total_parameters
from wattlas.chain.huggingface import architecture_from_config
from wattlas.errors import InputError

CONFIGS = sorted((Path(__file__).parent / "configs").glob("*.json"))
NOT_IN_CONFIGS = {"name", "vision_parameters", "context_tokens", "vocab_size"}
"""Vision is not counted, contexts differ by card, Gemma 3 pads its vocabulary."""


def read(path: Path) -> Architecture:
    return architecture_from_config(json.loads(path.read_text(encoding="utf-8")))


def read_rows() -> dict[str, dict[str, str]]:
    path = resources.files("wattlas.facts") / "wide" / "models.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


ROWS = read_rows()


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_config_and_table_describe_the_same_model(path):
    """Law: the fields that a config holds equal the row of the table of models."""
    config, row = read(path), architecture_from_row(ROWS[path.stem])
    for field in fields(Architecture):
        if field.name not in NOT_IN_CONFIGS:
            assert getattr(config, field.name) == getattr(row, field.name), field.name
    assert config.vocab_size == pytest.approx(row.vocab_size, abs=128)


def test_the_configs_cover_the_families():
    """At least a dozen kinds of config, each written with the fields it needs."""
    kinds = {json.loads(path.read_text())["model_type"] for path in CONFIGS}
    assert len(kinds) >= 30


@pytest.mark.parametrize(
    ("key", "parameters"),
    [
        # safetensors totals on the Hugging Face Hub
        ("llama-3.1-70b", 70_553_706_496),
        ("qwen2.5-7b", 7_615_616_512),
        ("qwen3-235b-a22b", 235_093_634_560),
        ("mistral-7b-v0.1", 7_241_732_096),
        ("mixtral-8x7b", 46_702_792_704),
        ("gemma-2-9b", 9_241_705_984),
        ("gpt-oss-120b", 116_829_156_672),
        ("phi-3-mini", 3_821_079_552),
        ("nemotron-nano-9b-v2", 8_888_227_328),
        ("olmo-2-7b", 7_298_617_344),
        ("kimi-k2", 1_026_408_235_864),
        ("deepseek-v3", 671_026_419_200),  # without multi-token prediction
        ("gpt-2", 124_439_808),  # GPT2LMHeadModel
        ("pythia-12b", 11_846_072_320),  # GPTNeoXForCausalLM
        ("phi-2", 2_779_683_840),  # PhiForCausalLM
        ("bloom-176b", 176_247_271_424),  # paper, table 3
        ("starcoderbase", 15_517_456_384),  # GPTBigCodeForCausalLM
    ],
)
def test_a_config_gives_the_published_count(key, parameters):
    """Within 0.3 %: norms and biases are left out."""
    path = Path(__file__).parent / "configs" / f"{key}.json"
    assert total_parameters(read(path)) == pytest.approx(parameters, rel=0.003)


MINIMAL = {
    "model_type": "brand_new",
    "hidden_size": 8,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "vocab_size": 16,
}


def test_an_unknown_kind_with_the_usual_fields_is_read_as_gated():
    """By hand: 2 x 128 + 2 x (256 + 3 x 256) = 2,304 weights."""
    assert total_parameters(architecture_from_config(MINIMAL)) == 2_304


def test_an_unknown_kind_with_gelu_is_read_as_plain():
    """By hand: 2 x 128 + 2 x (256 + 2 x 256) = 1,792 weights."""
    a = architecture_from_config({**MINIMAL, "hidden_act": "gelu_new"}, name="mine")
    assert total_parameters(a) == 1_792
    assert a.name == "mine"


def test_a_config_without_the_needed_fields_is_refused():
    """The sentence names the kind, what is missing and what would do."""
    config = {"model_type": "brand_new", "hidden_size": 8, "vocab_size": 16}
    with pytest.raises(InputError) as caught:
        architecture_from_config(config)
    assert str(caught.value) == (
        "Cannot read a config with model_type 'brand_new': it lacks "
        "num_hidden_layers, num_attention_heads, intermediate_size. These fields "
        "would do: hidden_size, num_hidden_layers, num_attention_heads, "
        "intermediate_size, vocab_size."
    )


def test_a_family_names_the_field_it_lacks():
    """DeepSeek-V3 without its latent width cannot be read."""
    config = {**MINIMAL, "model_type": "deepseek_v3"}
    with pytest.raises(InputError, match="'deepseek_v3': it lacks kv_lora_rank"):
        architecture_from_config(config)


def test_layers_of_different_width_are_refused():
    """A list in place of a number is a model whose layers differ."""
    config = {**MINIMAL, "intermediate_size": [16, 32]}
    with pytest.raises(InputError, match="intermediate_size must be a whole number"):
        architecture_from_config(config)


@pytest.mark.parametrize(
    ("extra", "windowed"),
    [
        ({"sliding_window": 4}, 2),
        ({"sliding_window": None}, 0),
        ({"sliding_window": 4, "use_sliding_window": False}, 0),
        ({"sliding_window": 4, "sliding_window_pattern": 2}, 1),
        ({"sliding_window": 4, "sliding_window_pattern": "LG"}, 1),
        (
            {
                "sliding_window": 4,
                "layer_types": ["full_attention", "sliding_attention"],
            },
            1,
        ),
        ({"attention_chunk_size": 4, "no_rope_layers": [1, 0]}, 1),
    ],
)
def test_windows_are_read_however_they_are_written(extra, windowed):
    """Two layers, of which none, one or both see a window."""
    a = architecture_from_config({**MINIMAL, **extra})
    assert a.windowed_attention_layers == windowed
    assert a.full_attention_layers == 2 - windowed


@pytest.mark.parametrize(
    ("extra", "mixtures"),
    [
        ({}, 4),
        ({"first_k_dense_replace": 1}, 3),
        ({"moe_layer_freq": 2}, 2),
        ({"decoder_sparse_step": 2}, 2),
        ({"mlp_only_layers": [0, 1]}, 2),
        ({"moe_layers": [1]}, 1),
    ],
)
def test_layers_with_experts_are_counted_however_they_are_written(extra, mixtures):
    """Four layers; the others keep a dense feed-forward."""
    experts = {"num_experts": 4, "num_experts_per_tok": 1, "num_hidden_layers": 4}
    a = architecture_from_config({**MINIMAL, **experts, **extra})
    assert (a.moe_layers, a.dense_ffn_layers) == (mixtures, 4 - mixtures)


def test_the_language_part_of_a_model_with_vision_is_read():
    """Only the text config counts; fields outside fill what it leaves out."""
    text = {k: v for k, v in MINIMAL.items() if k != "vocab_size"}
    config = {"model_type": "seer", "text_config": text, "vocab_size": 16}
    a = architecture_from_config(config)
    assert a.vocab_size == 16
    assert kv_elements_per_token(a) == (2 * 2 * 2 * 4, 0)
