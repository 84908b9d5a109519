"""Pictures and sound in a prompt: tokens by hand, laws of the rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas import facts
from wattlas.chain.counts import total_parameters
from wattlas.chain.huggingface import read_config
from wattlas.chain.image_rules import KINDS, ImageRule, image_tokens
from wattlas.chain.modalities import audio_tokens, prompt_and_encoder_parameters
from wattlas.errors import InputError
from wattlas.estimation.lookup import architecture_of
from wattlas.estimation.modalities import image_rule

PIXELS = st.integers(10, 6000)
RULES = {
    key: image_rule(facts.row("modalities", key))
    for key in facts.keys("modalities")
    if facts.row("modalities", key)["image_rule"]
}
BY_HAND = [
    # 1024 / 28 rounds to 37: 37 x 37 and two around it.
    ("qwen2-5-vl", 1024, 1024, 1371),
    # 640 x 480 rounds to 23 x 17 sides of 28.
    ("qwen2-5-vl", 640, 480, 393),
    # 10,000 x 10,000 shrinks to 3,584 x 3,584 pixels: 128 x 128 sides.
    ("qwen2-5-vl", 10_000, 10_000, 16_386),
    # 10 x 10 grows to 56 x 56 pixels.
    ("qwen2-5-vl", 10, 10, 6),
    ("qwen3-vl", 1024, 1024, 1026),
    ("gemma3", 4000, 3000, 260),
    # 37 rows of 37 and a break each.
    ("mistral3", 1024, 1024, 1406),
    # 3,080 x 1,540 shrinks to 1,540 x 770: 28 rows of 55 and a break each.
    ("mistral3", 3080, 1540, 1568),
    # One tile holds it; nine tiles of 144 and a separator, the whole, three around.
    ("llama4", 336, 336, 147),
    ("llama4", 1000, 1000, 1452),
    # As in the processor's own example: a picture as wide as 2 x 1 tiles.
    ("llama4", 500, 300, 437),
    # Sides of 2 to 1: 2 x 1 tiles cover 401,408 pixels, 4 x 2 would cover over twice.
    ("internvl", 896, 448, 770),
    ("internvl", 1792, 896, 2306),
    ("llava-1-5", 100, 100, 576),
]


def test_pictures_are_tokens_as_by_hand():
    """By hand: sizes through each kind of rule, its limits included."""
    found = [(k, w, h, image_tokens(RULES[k], w, h)) for k, w, h, _ in BY_HAND]
    assert found == BY_HAND
    assert {RULES[k].kind for k, *_ in BY_HAND} == KINDS


@given(st.sampled_from(sorted(RULES)), PIXELS, PIXELS)
def test_no_picture_is_beyond_the_limits_of_its_rule(key, width_px, height_px):
    """Law: at least one token, and no more than pixels, sides and tiles allow."""
    rule = RULES[key]
    most = {
        "fixed": rule.tokens,
        "area": max(rule.most_pixels / rule.side_px**2, width_px + height_px),
        "side": (min(rule.longest_side_px, 1e9) / rule.side_px) ** 2 * 1.1,
        "canvas": (rule.most_tiles + 1) * (rule.tokens + rule.part_marks),
        "aspect": (rule.most_tiles + 1) * rule.tokens,
    }[rule.kind]
    assert 1 <= image_tokens(rule, width_px, height_px) - rule.marks <= most


@given(st.sampled_from(["area", "side"]), PIXELS, PIXELS)
def test_a_turned_picture_has_the_same_grid(kind, width_px, height_px):
    """Law: without marks of rows, width and height may change places."""
    rule = ImageRule(kind=kind, side_px=28, most_pixels=1e6, longest_side_px=1540)
    turned = image_tokens(rule, height_px, width_px)
    assert image_tokens(rule, width_px, height_px) == turned


def test_sound_is_tokens_as_by_hand():
    """By hand: each second, or whole windows."""
    assert audio_tokens(10.0, 25.0) == 250
    assert audio_tokens(0.01, 25.0) == 1
    assert audio_tokens(30.0, 12.5, 30.0) == 375
    assert audio_tokens(30.1, 12.5, 30.0) == 750


def test_encoders_add_to_what_a_prompt_passes():
    """Law: without work nothing is added; a prompt in a cache computes nothing."""
    assert prompt_and_encoder_parameters(7e9, 0.0, 0.0, 1.0, 1.0, 0.0) == 7e9
    half = prompt_and_encoder_parameters(7e9, 1e12, 0.0, 1.0, 1.0, 200.0)
    whole = prompt_and_encoder_parameters(7e9, 1e12, 0.0, 1.0, 1.0, 100.0)
    assert whole - 7e9 == 2 * (half - 7e9)


TEXT = {
    "hidden_size": 3584,
    "intermediate_size": 18944,
    "num_hidden_layers": 28,
    "num_attention_heads": 28,
    "num_key_value_heads": 4,
    "vocab_size": 152064,
    "tie_word_embeddings": False,
}
VISION = {
    "depth": 32,
    "hidden_act": "silu",
    "hidden_size": 1280,
    "intermediate_size": 3420,
    "num_heads": 16,
    "in_chans": 3,
    "out_hidden_size": 3584,
    "patch_size": 14,
    "spatial_merge_size": 2,
    "spatial_patch_size": 14,
    "temporal_patch_size": 2,
    "window_size": 112,
    "fullatt_block_indexes": [7, 15, 23, 31],
    "tokens_per_second": 2,
}


@pytest.mark.parametrize("kind", ["qwen2_vl", "qwen2_5_vl"])
def test_encoders_stand_beside_the_sizes_or_in_a_level_of_their_own(kind):
    """Law: a configuration of one level is that of two; its size is the table's."""
    whole = {"model_type": kind, "vision_config": VISION}
    flat = read_config({**TEXT, **whole})
    deep = read_config({**whole, "text_config": {**TEXT, "model_type": "qwen2"}})
    weights = total_parameters(flat.architecture)
    assert weights == total_parameters(deep.architecture)
    known = architecture_of("qwen2.5-vl-7b")
    assert weights == pytest.approx(total_parameters(known), rel=1e-3)
    assert flat.model_type == deep.model_type == kind
    assert flat.unread == ()


def test_what_no_one_reads_beside_an_encoder_is_refused():
    """Bad input: at one level too, a field that could matter is named."""
    strange = {**TEXT, "model_type": "qwen2_vl", "vision_config": VISION}
    with pytest.raises(InputError, match="extra_layers=9"):
        read_config({**strange, "extra_layers": 9})
