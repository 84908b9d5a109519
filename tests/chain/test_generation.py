"""The links of image and video generation, against hand sums and published work."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas.chain import generation, generation_time

# Peebles and Xie 2022 (arXiv:2212.09748), tables 1 and 4: blocks, hidden size, latent
# tokens and "Gflops", which count one for each multiply-add. 256 x 256 pixels are 256
# tokens, 512 x 512 pixels 1,024.
DIT = {
    "DiT-S/2 at 256": (12, 384, 256, 6.06),
    "DiT-B/2 at 256": (12, 768, 256, 23.01),
    "DiT-L/2 at 256": (24, 1024, 256, 80.71),
    "DiT-XL/2 at 256": (28, 1152, 256, 118.64),
    "DiT-XL/2 at 512": (28, 1152, 1024, 524.60),
}


@pytest.mark.parametrize("name", DIT)
def test_work_of_published_transformers_is_met(name):
    """Reference: table of the DiT paper, within 0.5 % (embedding and modulation)."""
    blocks, hidden, tokens, published = DIT[name]
    weights = generation.token_parameters(1e12, blocks, hidden, 12.0)
    flop = generation.denoiser_flop_per_pass(weights, tokens, tokens, blocks, hidden)
    assert flop / 2e9 == pytest.approx(published, rel=0.005)


def test_tokens_of_an_image():
    """By hand: 1024 / (8 x 2) = 64 patches a side, 64 x 64 = 4,096."""
    assert generation.latent_tokens(1024, 1024, 1, 8, 1, 2, 1) == 4096


def test_tokens_of_a_video():
    """By hand: 80 x 45 patches, (129 - 1) / 4 + 1 = 33 latent frames: 118,800."""
    assert generation.latent_tokens(1280, 720, 129, 8, 4, 2, 1) == 118_800


@pytest.mark.parametrize(("frames", "grouped"), [(81, 11), (77, 10), (85, 11)])
def test_tokens_of_two_latent_frames_a_patch(frames, grouped):
    """By hand: 85 x 48 patches of a frame; 21, 20 and 22 latent frames make pairs."""
    tokens = generation.latent_tokens(1360, 768, frames, 8, 4, 2, 2)
    assert tokens == 85 * 48 * grouped


def test_text_rides_along_and_windows_skip():
    """By hand: 4,096 + 512 tokens; half of them attended to; a step in four cached."""
    assert generation.denoised_tokens(4096.0, 512.0, 1.0) == 4608
    assert generation.denoised_tokens(4096.0, 512.0, 0.0) == 4096
    assert generation.attended_tokens(4608.0, 0.5) == 2304
    assert generation.computed_steps(40.0, 0.25) == 30


def test_weights_of_a_second_stream_are_not_counted():
    """By hand: 12 x 38 x 2432^2 = 2.697e9 of the 8.1e9 of Stable Diffusion 3.5."""
    assert generation.token_parameters(8.1e9, 38, 2432, 12.0) == 12 * 38 * 2432**2


def test_weights_are_never_more_than_the_model_has():
    """By hand: 12 x 10 x 1000^2 = 1.2e8 is more than 1e8."""
    assert generation.token_parameters(1e8, 10, 1000, 12.0) == 1e8


def test_work_of_a_pass_by_hand():
    """By hand: 2 x 1e9 x 1000 + 4 x 10 x 100 x 1000^2 = 2e12 + 4e9."""
    flop = generation.denoiser_flop_per_pass(1e9, 1000, 1000, 10, 100)
    assert flop == 2e12 + 4e9


def test_unet_work_follows_pixels():
    """By hand: four times the pixels of 0.678 TFLOP are 2.712 TFLOP."""
    flop = generation.unet_flop_per_pass(0.678, 1024**2, 512**2)
    assert flop == pytest.approx(2.712e12)


def test_parts_of_an_item_by_hand():
    """By hand: 2 passes x 10 steps x 1e12; 2 x 1e9 x 100; 10e6 x 1e6."""
    assert generation.generation_flop(1e12, 2, 10) == 20e12
    assert generation.text_encoder_flop(1e9, 100) == 0.2e12
    pixels = generation.item_pixels(1000, 1000, 1)
    assert generation.decoder_flop(10, pixels) == 10e12


def test_time_power_and_chip_hours_by_hand():
    """By hand: 4 s of work and 3 s of launches make 5 s; 1 s at 0.3: 780 of 1,000 W."""
    work = generation_time.work_time_s(4e14, 0, 1, 1, 1000, 0.1)
    denoising = generation_time.denoising_time_s(work, 0.0, 3.0)
    power = generation_time.generation_chip_power_w(
        1000, 1, work, 0.0, denoising, 0.0, 0.9, 0.6, 0.3
    )
    assert (work, denoising) == (4.0, 5.0)
    assert power == pytest.approx(1000 * (0.9 * 4 + 0.3 * 1) / 5)
    assert generation_time.item_chip_hours(denoising, 1, 1) == pytest.approx(5 / 3600)


def test_exchange_by_hand():
    """By hand: 4 of 4 chips: 2 B x 1e9 values x 4 x 3 / 16 = 1.5e9 B at 1 GB/s."""
    alone = generation_time.exchange_time_s(1, 1, 10, 10, 1e4, 1e3, 1, 1, 1)
    shared = generation_time.exchange_time_s(1, 1, 10, 10, 1e4, 1e3, 4, 1, 1)
    ring = generation_time.exchange_time_s(1, 1, 10, 10, 1e4, 1e3, 4, 4, 1)
    assert (alone, shared) == (0.0, pytest.approx(1.5))
    assert ring == pytest.approx(1.5 + 2 * 0.5 * 3 / 4)


@given(batch=st.integers(1, 64), chips=st.sampled_from([1, 2, 4, 8]))
def test_work_of_an_item_takes_the_same_chip_time_however_shared(batch, chips):
    """Law: without overheads, chip-hours of an item know neither batch nor chips."""
    work = generation_time.work_time_s(1e15, 0, batch, chips, 1000, 0.25)
    hours = generation_time.item_chip_hours(work, batch, chips)
    assert hours == pytest.approx(4.0 / 3600)


@given(work=st.floats(0.01, 10), launch=st.floats(0, 10), decoder=st.floats(0, 1))
def test_power_lies_between_its_phases(work, launch, decoder):
    """Law: a mean over time lies between working and waiting power."""
    denoising = generation_time.denoising_time_s(work, 0.0, launch)
    power = generation_time.generation_chip_power_w(
        700, 2, work, 0.0, denoising, decoder, 0.94, 0.66, 0.32
    )
    assert 0.32 * 700 - 1e-6 <= power <= 0.94 * 700 + 1e-6


def test_links_take_arrays():
    """Law: draws go through as they are, one result for each."""
    sides = np.array([512.0, 1024.0])
    tokens = generation.latent_tokens(sides, sides, 1, 8, 1, 2, 1)
    weights = generation.token_parameters(1e12, np.array([10.0, 10.0]), 1000, 12.0)
    assert tokens.tolist() == [1024.0, 4096.0]
    assert weights.tolist() == [1.2e8, 1.2e8]


def test_twice_the_length_is_more_than_twice_the_work():
    """Law: attention joins every token with every other one."""
    short = generation.denoiser_flop_per_pass(14e9, 32_760, 32_760, 40, 5120)
    long = generation.denoiser_flop_per_pass(14e9, 65_520, 65_520, 40, 5120)
    assert 2 < long / short < 4


def test_seconds_of_video():
    """By hand: 81 frames at 16 a second."""
    assert generation.video_seconds(81, 16) == 5.0625
