"""Counts of weights, cache and attention work against published figures."""

from __future__ import annotations

import csv
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from wattlas.chain.architecture import Architecture
from wattlas.chain.architecture_rows import architecture_from_row
from wattlas.chain.cache import (
    attention_flop_per_token,
    decode_attention_flop_per_token,
    kv_elements,
    kv_elements_per_token,
    state_bytes_per_sequence,
)
from wattlas.chain.counts import (
    active_expert_parameters,
    active_parameters,
    attention_parameters,
    dense_parameters_per_token,
    embedding_parameters,
    encoder_expert_parameters,
    encoder_parameters,
    expert_parameters,
    ffn_parameters,
    input_embedding_parameters,
    router_parameters,
    shared_expert_parameters,
    state_parameters,
    total_parameters,
)
from wattlas.errors import InputError
from wattlas.estimation.lookup import architecture_of


def read_rows() -> dict[str, dict[str, str]]:
    path = resources.files("wattlas.facts") / "wide" / "models.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


ROWS = read_rows()
MODELS = {key: architecture_of(key) for key in ROWS}

# Parameters in the safetensors files on the Hugging Face Hub (model API, field
# safetensors.total); DeepSeek-V3 without its multi-token prediction module.
HUB_TOTALS = {
    "llama-2-7b": 6_738_417_664,
    "llama-2-13b": 13_015_866_880,
    "llama-2-70b": 68_976_653_312,
    "llama-3.1-8b": 8_030_261_248,
    "llama-3.1-70b": 70_553_706_496,
    "llama-3.1-405b": 405_853_388_800,
    "llama-3.2-1b": 1_235_814_400,
    "llama-3.2-3b": 3_212_749_824,
    "llama-4-scout": 108_641_793_536,
    "mistral-7b-v0.1": 7_241_732_096,
    "mistral-7b": 7_248_023_552,
    "mistral-nemo": 12_247_782_400,
    "mistral-small-3.1": 24_011_361_280,
    "mixtral-8x7b": 46_702_792_704,
    "qwen2.5-7b": 7_615_616_512,
    "qwen2.5-72b": 72_706_203_648,
    "qwen3-8b": 8_190_735_360,
    "qwen3-32b": 32_762_123_264,
    "qwen3-30b-a3b": 30_532_122_624,
    "qwen3-235b-a22b": 235_093_634_560,
    "gemma-2-9b": 9_241_705_984,
    "gemma-2-27b": 27_227_128_320,
    "gemma-3-4b": 4_300_079_472,
    "gemma-3-12b": 12_187_325_040,
    "gemma-3-27b": 27_432_406_640,
    "phi-3-mini": 3_821_079_552,
    "phi-4": 14_659_507_200,
    "phi-4-mini": 3_836_021_760,
    "deepseek-v3": 671_026_419_200,
    "kimi-k2": 1_026_408_235_864,
    "gpt-oss-20b": 20_914_757_184,
    "gpt-oss-120b": 116_829_156_672,
    "nemotron-nano-9b-v2": 8_888_227_328,
    "smollm3-3b": 3_075_098_624,
    "falcon-180b": 179_522_565_120,
    "olmo-2-7b": 7_298_617_344,
    "olmo-2-13b": 13_716_198_400,
}

# All weights as counted by the developers: Pythia by GPTNeoXForCausalLM, GPT-2 and
# phi-2 by their Hugging Face classes, BLOOM in its paper (table 3).
CLASS_TOTALS = {
    "gpt-2": 124_439_808,
    "pythia-70m": 70_426_624,
    "pythia-1.4b": 1_414_647_808,
    "pythia-6.9b": 6_857_302_016,
    "pythia-12b": 11_846_072_320,
    "phi-2": 2_779_683_840,
    "bloom-176b": 176_247_271_424,
}

# Names and papers, rounded as there: GPT-3 table 2.1, PaLM table 1, MT-NLG and
# GLaM tables of models, BloombergGPT section 3.2, Falcon series table 1.
ROUNDED_BILLIONS = {
    "gpt-3": 175,
    "palm-540b": 540.35,
    "mt-nlg-530b": 530,
    "glam-1.2t": 1162,
    "bloomberggpt-50b": 50.56,
    "opt-175b": 175,
    "falcon-40b": 41.3,
}


@pytest.mark.parametrize(("key", "parameters"), HUB_TOTALS.items())
def test_total_meets_the_files_on_the_hub(key, parameters):
    """Norms and biases left out cost under 0.3 %, vision encoders are rounded."""
    assert total_parameters(MODELS[key]) == pytest.approx(parameters, rel=0.003)


@pytest.mark.parametrize(("key", "parameters"), CLASS_TOTALS.items())
def test_total_meets_the_count_of_the_developers(key, parameters):
    """The smallest models have the largest share of norms and biases: 0.3 %."""
    assert total_parameters(MODELS[key]) == pytest.approx(parameters, rel=0.003)


@pytest.mark.parametrize(("key", "billions"), ROUNDED_BILLIONS.items())
def test_total_meets_the_rounded_figure_of_the_paper(key, billions):
    """Within 1 %: three digits of the papers named above."""
    assert total_parameters(MODELS[key]) / 1e9 == pytest.approx(billions, rel=0.01)


@pytest.mark.parametrize(
    ("key", "billions", "tolerance"),
    [
        ("mixtral-8x7b", 12.9, 0.02),  # paper: 13B active; both embeddings
        ("deepseek-v3", 36.626, 0.001),  # README_WEIGHTS: 36.6B, head in, input out
        ("gpt-oss-120b", 5.13, 0.005),  # model card, table 1
        ("gpt-oss-20b", 3.61, 0.005),  # model card, table 1
        ("glam-1.2t", 96.6, 0.001),  # paper, table 4
        ("deepseek-v2", 21, 0.01),  # paper, abstract
        ("grok-2", 115, 0.02),  # xAI: 115B active
        ("nemotron-3-nano-30b-a3b", 3.2, 0.02),  # report: 3.2B without embedding
    ],
)
def test_active_weights_meet_the_published_figure(key, billions, tolerance):
    """Developers count embeddings differently; the tolerance covers that."""
    active = active_parameters(MODELS[key]) / 1e9
    assert active == pytest.approx(billions, rel=tolerance)


@pytest.mark.parametrize("key", ROWS)
def test_every_row_builds_a_model_of_its_published_size(key):
    """Within 8 % (Gopher's relative positions are left out), unless assumed."""
    published = ROWS[key]["published_total_billion"]
    if published and ROWS[key]["status"] != "assumed":
        total = total_parameters(MODELS[key]) / 1e9
        assert total == pytest.approx(float(published), rel=0.08)


@pytest.mark.parametrize("key", ROWS)
def test_every_row_says_where_it_is_from(key):
    """Status, source and developer are filled; an assumption has its reason."""
    row = ROWS[key]
    assert row["status"] in ("published", "assumed")
    assert row["source"]
    assert row["developer"]
    assert row["weight_precision"] in ("bf16", "fp16", "fp8", "mxfp4", "int4")
    assert row["note"] or row["status"] == "published"


@pytest.mark.parametrize("key", MODELS)
def test_active_weights_are_part_of_the_total(key):
    """Law: dense part <= active <= total, and the parts add up to the whole."""
    a = MODELS[key]
    assert dense_parameters_per_token(a) <= active_parameters(a) <= total_parameters(a)
    parts = (
        embedding_parameters(a)
        + attention_parameters(a)
        + ffn_parameters(a)
        + expert_parameters(a)
        + shared_expert_parameters(a)
        + state_parameters(a)
        + router_parameters(a)
        + encoder_parameters(a)
        + encoder_expert_parameters(a)
        + a.vision_parameters
        + a.more_weights
    )
    assert total_parameters(a) == pytest.approx(parts, rel=1e-12)


@pytest.mark.parametrize("key", ["llama-3.1-8b", "gemma-2-9b", "gpt-2", "bloom-176b"])
def test_a_dense_model_multiplies_all_but_its_input_embedding(key):
    """Law: dense active = total - input embedding (only positions if tied)."""
    a = MODELS[key]
    rest = total_parameters(a) - input_embedding_parameters(a)
    assert active_parameters(a) == rest


def test_input_embedding_by_hand():
    """Llama 3.1 8B: 128,256 words of width 4,096, untied; Gemma 2 ties its own."""
    assert input_embedding_parameters(MODELS["llama-3.1-8b"]) == 128_256 * 4_096
    assert input_embedding_parameters(MODELS["gemma-2-9b"]) == 0


def test_more_experts_a_token_move_only_the_active_weights():
    """Law: doubling the experts a token visits doubles their part, not the total."""
    a = MODELS["mixtral-8x7b"]
    more = tuple(replace(n, experts_per_token=4) for n in a.networks)
    twice = replace(a, networks=more)
    assert active_expert_parameters(twice) == 2 * active_expert_parameters(a)
    assert total_parameters(twice) == total_parameters(a)


def test_latent_attention_weights_by_hand():
    """DeepSeek-V3, paper section 4.2: 128 heads of 128 + 64, ranks 1536 and 512."""
    query = 7168 * 1536 + 1536 * 128 * 192
    key_value = 7168 * 576 + 512 * 128 * 256
    output = 128 * 128 * 7168
    assert attention_parameters(MODELS["deepseek-v3"]) == 61 * (
        query + key_value + output
    )


def test_mamba_weights_by_hand():
    """Nemotron Nano 9B v2: 27 layers, inner 128 x 80, groups 8, state 128, conv 4."""
    into = 4480 * (2 * 10_240 + 2 * 8 * 128 + 128)
    convolution = 4 * (10_240 + 2 * 8 * 128)
    out = 10_240 * 4480
    expected = 27 * (into + convolution + out)
    assert state_parameters(MODELS["nemotron-nano-9b-v2"]) == expected


@pytest.mark.parametrize(
    ("key", "full", "windowed"),
    [
        ("llama-3.1-70b", 2 * 80 * 8 * 128, 0),  # 163,840
        ("deepseek-v3", 61 * (512 + 64), 0),  # 35,136: DeepSeek-V2 paper, table 1
        ("gemma-3-27b", 10 * 2 * 16 * 128, 52 * 2 * 16 * 128),
        ("gpt-oss-120b", 18 * 2 * 8 * 64, 18 * 2 * 8 * 64),
        ("nemotron-nano-9b-v2", 4 * 2 * 8 * 128, 0),
        ("palm-540b", 118 * 2 * 256, 0),  # one key-value head
        ("rwkv-4-7b", 0, 0),
    ],
)
def test_cache_of_one_token_by_hand(key, full, windowed):
    """Two times layers x key-value heads x head width, or layers x latent width."""
    assert kv_elements_per_token(MODELS[key]) == (full, windowed)


def test_windowed_layers_stop_growing_at_their_window():
    """By hand, Gemma 3 27B: 52 layers keep 1,024 tokens however long the context."""
    a = MODELS["gemma-3-27b"]
    assert kv_elements(a, 512) == 512 * (40_960 + 212_992)
    assert kv_elements(a, 8_192) == 8_192 * 40_960 + 1_024 * 212_992


def test_cache_of_an_array_is_the_array_of_the_caches():
    """Law: vector = scalar, below, at and beyond the window."""
    a = MODELS["gpt-oss-120b"]
    contexts = np.array([1.0, 128.0, 129.0, 100_000.0])
    each = [kv_elements(a, float(context)) for context in contexts]
    assert kv_elements(a, contexts).tolist() == each
    work = [attention_flop_per_token(a, float(context)) for context in contexts]
    assert attention_flop_per_token(a, contexts).tolist() == work


def test_state_of_a_hybrid_by_hand():
    """Nemotron Nano 9B v2: float32 state 128 x 80 x 128, three bf16 inputs kept."""
    per_layer = 4 * 128 * 80 * 128 + 2 * 3 * (10_240 + 2_048)
    assert state_bytes_per_sequence(MODELS["nemotron-nano-9b-v2"]) == 27 * per_layer
    assert state_bytes_per_sequence(MODELS["llama-3.1-8b"]) == 0


def test_attention_work_by_hand():
    """Llama 3.1 70B: 4 x 80 layers x 64 heads x 128 = 2,621,440 FLOP per token."""
    assert attention_flop_per_token(MODELS["llama-3.1-70b"], 1.0) == 2_621_440
    assert decode_attention_flop_per_token(MODELS["llama-3.1-70b"], 1.0) == 2_621_440


def test_latent_attention_works_more_in_decoding():
    """DeepSeek-V3 by hand: 128 heads on 192 + 128 written out, 576 + 512 absorbed."""
    a = MODELS["deepseek-v3"]
    assert attention_flop_per_token(a, 1.0) == 61 * 2 * 128 * (192 + 128)
    assert decode_attention_flop_per_token(a, 1.0) == 61 * 2 * 128 * (576 + 512)


def test_an_empty_cell_is_zero_or_false():
    """By definition of the table of models."""
    a = MODELS["llama-3.1-8b"]
    assert (a.experts, a.draft_parameters, a.vision_parameters) == (0, 0.0, 0.0)
    assert a.tied_embeddings is False


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("layers", "two", "Model 'x': layers must be a whole number, got 'two'."),
        ("layers", "2.5", "Model 'x': layers must be a whole number, got '2.5'."),
        ("layers", "-2", "Model 'x': layers must be a whole number, got '-2'."),
        (
            "tied_embeddings",
            "maybe",
            "Model 'x': tied_embeddings must be true or false, got 'maybe'.",
        ),
        (
            "ffn_matrices",
            "4",
            "Model 'x': ffn_matrices must be 3 (gated) or 2 (plain), got 4.",
        ),
        (
            "experts_per_token",
            "9",
            "Model 'x': experts_per_token must lie between 1 and experts, got 9 of 8.",
        ),
        (
            "window_tokens",
            "",
            "Model 'x': windowed_attention_layers need window_tokens of at least 1.",
        ),
        (
            "head_dim",
            "0",
            "Model 'x': a model with attention layers needs query_heads, and kv_heads "
            "and head_dim or the fields of latent attention.",
        ),
    ],
)
def test_a_bad_cell_is_refused_in_one_sentence(field, text, sentence):
    """The message names model, field and value."""
    row = {
        "key": "x",
        "layers": "2",
        "hidden_size": "8",
        "vocab_size": "16",
        "full_attention_layers": "1",
        "windowed_attention_layers": "1",
        "window_tokens": "4",
        "query_heads": "2",
        "kv_heads": "1",
        "head_dim": "4",
        "moe_layers": "2",
        "experts": "8",
        "experts_per_token": "2",
        "expert_ffn_size": "16",
        "ffn_matrices": "3",
    }
    assert architecture_from_row(row).experts == 8
    with pytest.raises(InputError) as caught:
        architecture_from_row({**row, field: text})
    assert str(caught.value) == sentence


def test_a_model_needs_layers():
    """A shape without layers, width or words is no model."""
    with pytest.raises(InputError, match="layers, hidden_size and vocab_size must be"):
        Architecture(name="none", layers=0, hidden_size=8, vocab_size=16)
