"""Generation: the work, time and power of making an image or a video by denoising.

A denoiser runs `steps` times over a compressed picture of latent tokens; a text
encoder reads the prompt once, a decoder paints the pixels once. Constants and their
limits: docs/method.md, section Images and video.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import FLOP_PER_MFLOP, FLOP_PER_TFLOP, SECONDS_PER_HOUR


def item_pixels(width_px: Value, height_px: Value, frames: Value) -> Value:
    """Pixels of one image, or of all frames of one video. [px]

    ``item_pixels = width_px * height_px * frames``

    >>> item_pixels(width_px=1024.0, height_px=1024.0, frames=1.0)
    1048576.0
    """
    return width_px * height_px * frames


def latent_tokens(
    width_px: Value,
    height_px: Value,
    frames: Value,
    vae_spatial_factor: Value,
    vae_temporal_factor: Value,
    patch: Value,
) -> Value:
    """Tokens on which a transformer denoiser works for one item. [token]

    ``latent_tokens = width_px * height_px / (vae_spatial_factor * patch) ** 2 *
    ((frames - 1) / vae_temporal_factor + 1)``

    The autoencoder keeps the first frame and joins the others in groups; the
    denoiser reads squares of `patch` latent pixels.

    References
    ----------
    Peebles and Xie 2022, arXiv:2212.09748, section 3.2; Kong et al. 2024,
    arXiv:2412.03603, section 4.1 (frames).

    Examples
    --------
    >>> latent_tokens(1024.0, 1024.0, 1.0, 8.0, 1.0, 2.0)
    4096.0
    >>> latent_tokens(832.0, 480.0, 81.0, 8.0, 4.0, 2.0)
    32760.0
    """
    tokens_per_frame = width_px * height_px / (vae_spatial_factor * patch) ** 2
    return tokens_per_frame * ((frames - 1.0) / vae_temporal_factor + 1.0)


def token_parameters(
    denoiser_parameters: Value, blocks: Value, hidden_size: Value
) -> Value:
    """Weights of a denoiser that multiply each latent token. [1]

    ``token_parameters = min(denoiser_parameters, 12 * blocks * hidden_size ** 2)``

    A block multiplies a token with four matrices of attention and eight of the
    feed-forward network, each `hidden_size` squared. The other weights act on text
    tokens (the second stream of FLUX and Stable Diffusion 3) or once for a step
    (modulation by the time).

    References
    ----------
    Esser et al. 2024, arXiv:2403.03206, section 4.

    Examples
    --------
    >>> round(float(token_parameters(11.9e9, 57, 3072)) / 1e9, 2)
    6.46
    """
    return np.minimum(denoiser_parameters, 12.0 * blocks * hidden_size**2)


def denoiser_flop_per_pass(
    token_parameters: Value, latent_tokens: Value, blocks: Value, hidden_size: Value
) -> Value:
    """Work of one pass of a transformer denoiser over one item. [FLOP]

    ``denoiser_flop_per_pass = 2 * token_parameters * latent_tokens + 4 * blocks *
    hidden_size * latent_tokens ** 2``

    The second term is full attention between all tokens of an item: for long videos
    it is the larger one. Linear attention (SANA) needs less.

    >>> round(denoiser_flop_per_pass(6e9, 4096.0, 57, 3072) / 1e12, 1)
    60.9
    """
    attention_flop = 4.0 * blocks * hidden_size * latent_tokens**2
    return 2.0 * token_parameters * latent_tokens + attention_flop


def unet_flop_per_pass(
    unet_tflop_per_pass: Value, item_pixels: Value, unet_pixels: Value
) -> Value:
    """Work of one pass of a U-Net denoiser over one item. [FLOP]

    ``unet_flop_per_pass = unet_tflop_per_pass * 1e12 * item_pixels / unet_pixels``

    `unet_pixels` are the pixels of all frames for which the work is published. Its
    attention grows faster than the pixels: far above the usual size this is low.

    >>> unet_flop_per_pass(5.98, 1024.0 * 512.0, 1024.0 * 1024.0)
    2990000000000.0
    """
    return unet_tflop_per_pass * FLOP_PER_TFLOP * item_pixels / unet_pixels


def generation_flop(
    denoiser_flop_per_pass: Value, guidance_passes: Value, steps: Value
) -> Value:
    """Work of all denoising steps of one item. [FLOP]

    ``generation_flop = denoiser_flop_per_pass * guidance_passes * steps``

    `guidance_passes` is 2 with classifier-free guidance (with and without the
    prompt), 1 where guidance is distilled into the model.

    >>> generation_flop(6e12, 2, 50)
    600000000000000.0
    """
    return denoiser_flop_per_pass * guidance_passes * steps


def text_encoder_flop(text_encoder_parameters: Value, text_tokens: Value) -> Value:
    """Work of reading the prompt of one item. [FLOP]

    ``text_encoder_flop = 2 * text_encoder_parameters * text_tokens``

    >>> text_encoder_flop(4.9e9, 256)
    2508800000000.0
    """
    return 2.0 * text_encoder_parameters * text_tokens


def decoder_flop(decoder_mflop_per_pixel: Value, item_pixels: Value) -> Value:
    """Work of painting the pixels of one item from its latent tokens. [FLOP]

    ``decoder_flop = decoder_mflop_per_pixel * 1e6 * item_pixels``

    >>> decoder_flop(10.0, 1024.0 * 1024.0)
    10485760000000.0
    """
    return decoder_mflop_per_pixel * FLOP_PER_MFLOP * item_pixels


def item_flop(
    generation_flop: Value, text_encoder_flop: Value, decoder_flop: Value
) -> Value:
    """Work of one item: denoising, text encoder and decoder. [FLOP]

    ``item_flop = generation_flop + text_encoder_flop + decoder_flop``

    >>> item_flop(6e14, 2.5e12, 1.05e13)
    613000000000000.0
    """
    return generation_flop + text_encoder_flop + decoder_flop


def work_time_s(
    item_flop: Value,
    batch: Value,
    chips_per_replica: Value,
    peak_tflops: Value,
    generation_efficiency: Value,
) -> Value:
    """Time that a replica needs for the arithmetic of a batch of items. [s]

    ``work_time_s = item_flop * batch / (chips_per_replica * peak *
    generation_efficiency)``

    >>> work_time_s(1e15, 1.0, 1.0, 1000.0, 0.25)
    4.0
    """
    rate = chips_per_replica * peak_tflops * FLOP_PER_TFLOP * generation_efficiency
    return item_flop * batch / rate


def step_overheads_s(
    steps: Value,
    step_overhead_s: Value,
    split_overhead_s: Value,
    chips_per_replica: Value,
) -> Value:
    """Fixed time of all steps: launches, and exchange between chips. [s]

    ``step_overheads_s = steps * (step_overhead_s + split_overhead_s *
    log2(chips_per_replica))``

    It does not grow with the batch.

    >>> float(step_overheads_s(50, 0.02, 0.03, 4))
    4.0
    """
    per_step = step_overhead_s + split_overhead_s * np.log2(chips_per_replica)
    return steps * per_step


def generation_time_s(work_time_s: Value, step_overheads_s: Value) -> Value:
    """Time from the prompt to the finished batch. [s]

    ``generation_time_s = work_time_s + step_overheads_s``

    >>> generation_time_s(4.0, 1.5)
    5.5
    """
    return work_time_s + step_overheads_s


def generation_chip_power_w(
    power_limit_w: Value,
    generation_power_share: Value,
    overhead_power_share: Value,
    work_time_s: Value,
    generation_time_s: Value,
) -> Value:
    """Mean power of one chip while it generates. [W]

    ``generation_chip_power_w = power_limit_w * (generation_power_share *
    work_time_s + overhead_power_share * (generation_time_s - work_time_s)) /
    generation_time_s``

    Near the limit while it works, far below it in the fixed time of the steps.

    >>> generation_chip_power_w(700.0, 0.9, 0.3, 3.0, 4.0)
    525.0
    """
    overhead_s = generation_time_s - work_time_s
    share_seconds = (
        generation_power_share * work_time_s + overhead_power_share * overhead_s
    )
    return power_limit_w * share_seconds / generation_time_s


def item_chip_hours(
    generation_time_s: Value, batch: Value, chips_per_replica: Value
) -> Value:
    """Chip-hours of one item. [h]

    ``item_chip_hours = chips_per_replica * generation_time_s / batch / 3600``

    >>> item_chip_hours(generation_time_s=18.0, batch=1.0, chips_per_replica=2.0)
    0.01
    """
    return chips_per_replica * generation_time_s / batch / SECONDS_PER_HOUR


def video_seconds(frames: Value, frames_per_second: Value) -> Value:
    """Playing time of one video. [s]

    ``video_seconds = frames / frames_per_second``

    >>> video_seconds(frames=81.0, frames_per_second=16.0)
    5.0625
    """
    return frames / frames_per_second
