"""Hugging Face configs of many families against counts and the table of models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wattlas.chain.architecture import Architecture
from wattlas.chain.cache import kv_elements_per_token
from wattlas.chain.counts import total_parameters
from wattlas.chain.huggingface import architecture_from_config, read_config
from wattlas.errors import InputError
from wattlas.estimation.lookup import architecture_of

CONFIGS = sorted((Path(__file__).parent / "configs").glob("*.json"))


def read(path: Path) -> Architecture:
    return architecture_from_config(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_config_and_table_describe_the_same_model(path):
    """Law: the layers that a config holds equal those of the tables, kind by kind."""
    config, row = read(path), architecture_of(path.stem)
    assert set(config.mixers) == set(row.mixers)
    assert set(config.networks) == set(row.networks)
    for name in ("layers", "hidden_size", "tied_embeddings", "learned_positions"):
        assert getattr(config, name) == getattr(row, name), name
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
    a = read(path)
    total = total_parameters(a) - a.vision_parameters
    assert total == pytest.approx(parameters, rel=0.003)


MINIMAL = {
    "model_type": "llama",
    "hidden_size": 8,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "vocab_size": 16,
}


UNKNOWN = {**MINIMAL, "model_type": "brand_new"}


def test_an_unknown_kind_is_read_as_gated_where_that_is_accepted():
    """By hand: 2 x 128 + 2 x (256 + 3 x 256) = 2,304 weights; the kind is listed."""
    with pytest.raises(InputError, match="model_type='brand_new'"):
        read_config(UNKNOWN)
    read = read_config(UNKNOWN, accept_unread=True)
    assert total_parameters(read.architecture) == 2_304
    assert read.unread == ("model_type='brand_new'",)


def test_an_unknown_kind_with_gelu_is_read_as_plain():
    """By hand: 2 x 128 + 2 x (256 + 2 x 256) = 1,792 weights."""
    config = {**UNKNOWN, "hidden_act": "gelu_new"}
    a = read_config(config, "mine", accept_unread=True).architecture
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


def test_layers_of_different_width_are_each_read():
    """By hand: 2 x 128 + 2 x 256 + 3 x 8 x (16 + 32) = 1,920 weights."""
    config = {**MINIMAL, "intermediate_size": [16, 32]}
    assert total_parameters(architecture_from_config(config)) == 1_920


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_a_field_that_nothing_knows_is_never_passed_over(path):
    """Law: one more field, in any part, refuses; accepted, it is in the list."""
    config = json.loads(path.read_text(encoding="utf-8"))
    for where in (config, config.get("text_config")):
        if where is None:
            continue
        where["flux_capacitors"] = 3
        with pytest.raises(InputError, match="flux_capacitors=3"):
            read_config(config)
        unread = read_config(config, accept_unread=True).unread
        assert [u for u in unread if u.endswith("flux_capacitors=3")]
        where["flux_capacitors"] = None
        assert read_config(config).unread == ()
        del where["flux_capacitors"]


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
    assert sum(m.layers for m in a.mixers if m.windowed) == windowed
    assert a.attention_layers == 2


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
    dense = sum(n.layers for n in a.networks if not n.experts)
    assert (a.moe_layers, dense) == (mixtures, 4 - mixtures)


def test_the_language_part_of_a_model_with_vision_is_read():
    """Only the text config counts; fields outside fill what it leaves out."""
    text = {k: v for k, v in MINIMAL.items() if k != "vocab_size"}
    config = {"model_type": "llava", "text_config": text, "vocab_size": 16}
    a = architecture_from_config(config)
    assert a.vocab_size == 16
    assert kv_elements_per_token(a) == (2 * 2 * 2 * 4, 0)
