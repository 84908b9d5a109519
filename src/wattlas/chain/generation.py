"""Generation: the work of making an image or a video by denoising, in tokens and FLOP.

A denoiser runs `steps` times over a compressed picture of latent tokens; a text
encoder reads the prompt once, a decoder paints the pixels once. Constants and their
limits: docs/method.md, section Images and video.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import (
    FLOP_PER_MFLOP,
    FLOP_PER_TFLOP,
)


def item_pixels(width_px: Value, height_px: Value, frames: Value) -> Value:
    """Pixels of one image, or of all frames of one video. [px]

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
    temporal_patch: Value,
) -> Value:
    """Tokens on which a transformer denoiser works for one item. [token]

    The autoencoder keeps the first frame and joins the others in groups; the
    denoiser reads squares of `patch` latent pixels, of `temporal_patch` latent frames
    at once, the last of which may be padded.

    References
    ----------
    Peebles and Xie 2022, arXiv:2212.09748, section 3.2; Kong et al. 2024,
    arXiv:2412.03603, section 4.1 (frames).

    Examples
    --------
    >>> float(latent_tokens(1024.0, 1024.0, 1.0, 8.0, 1.0, 2.0, 1.0))
    4096.0
    >>> float(latent_tokens(1360.0, 768.0, 81.0, 8.0, 4.0, 2.0, 2.0))
    44880.0
    """
    tokens_per_frame = width_px * height_px / (vae_spatial_factor * patch) ** 2
    latent_frames = (frames - 1.0) / vae_temporal_factor + 1.0
    return tokens_per_frame * np.ceil(latent_frames / temporal_patch)


def tokens_with_sources(latent_tokens: Value, source_pictures: Value) -> Value:
    """Tokens of an item and of the pictures that an edit starts from. [token]

    Each source is as large as what is made, and rides along through every step.

    >>> tokens_with_sources(4096.0, 1.0)
    8192.0
    """
    return latent_tokens * (1.0 + source_pictures)


def denoised_tokens(
    latent_tokens: Value, text_tokens: Value, joint_text: Value
) -> Value:
    """Tokens of one item in the streams of a denoiser. [token]

    Text that rides along (`joint_text` is 1) costs as the picture does.

    >>> denoised_tokens(4096.0, 512.0, 1.0)
    4608.0
    """
    return latent_tokens + joint_text * text_tokens


def attended_tokens(denoised_tokens: Value, attended_share: Value) -> Value:
    """Tokens that each token attends to: windows and sparse attention skip some.

    >>> attended_tokens(4608.0, 0.5)
    2304.0
    """
    return denoised_tokens * attended_share


def token_parameters(
    denoiser_parameters: Value,
    blocks: Value,
    hidden_size: Value,
    token_weights_h2: Value,
) -> Value:
    """Weights of a denoiser that multiply each latent token. [1]

    A block multiplies a token with `token_weights_h2` matrices, each `hidden_size`
    squared: usually four of attention and eight of the feed-forward network. The other
    weights act on text tokens (the second stream of FLUX and Stable Diffusion 3) or
    once for a step (modulation by the time).

    References
    ----------
    Esser et al. 2024, arXiv:2403.03206, section 4.

    Examples
    --------
    >>> round(float(token_parameters(11.9e9, 57, 3072, 12.0)) / 1e9, 2)
    6.46
    """
    per_token = token_weights_h2 * blocks * hidden_size**2
    return np.minimum(denoiser_parameters, per_token)


def denoiser_flop_per_pass(
    token_parameters: Value,
    denoised_tokens: Value,
    attended_tokens: Value,
    blocks: Value,
    hidden_size: Value,
) -> Value:
    """Work of one pass of a transformer denoiser over one item. [FLOP]

    The second term is attention: for long videos it is the larger one.

    >>> round(denoiser_flop_per_pass(6e9, 4096.0, 4096.0, 57, 3072) / 1e12, 1)
    60.9
    """
    attention_flop = 4.0 * blocks * hidden_size * denoised_tokens * attended_tokens
    return 2.0 * token_parameters * denoised_tokens + attention_flop


def unet_flop_per_pass(
    unet_tflop_per_pass: Value, item_pixels: Value, unet_pixels: Value
) -> Value:
    """Work of one pass of a U-Net denoiser over one item. [FLOP]

    `unet_pixels` are the pixels of all frames for which the work is published. Its
    attention grows faster than the pixels: far above the usual size this is low.

    >>> unet_flop_per_pass(5.98, 1024.0 * 512.0, 1024.0 * 1024.0)
    2990000000000.0
    """
    return unet_tflop_per_pass * FLOP_PER_TFLOP * item_pixels / unet_pixels


def computed_steps(steps: Value, cached_step_share: Value) -> Value:
    """Denoising steps whose work is done, and not taken from the step before. [1]

    >>> computed_steps(50.0, 0.4)
    30.0
    """
    return steps * (1.0 - cached_step_share)


def generation_flop(
    denoiser_flop_per_pass: Value, guidance_passes: Value, steps: Value
) -> Value:
    """Work of all denoising steps of one item. [FLOP]

    `guidance_passes` is 2 with classifier-free guidance (with and without the
    prompt), 1 where guidance is distilled into the model.

    >>> generation_flop(6e12, 2, 50)
    600000000000000.0
    """
    return denoiser_flop_per_pass * guidance_passes * steps


def text_encoder_flop(text_encoder_parameters: Value, text_tokens: Value) -> Value:
    """Work of reading the prompt of one item. [FLOP]

    >>> text_encoder_flop(4.9e9, 256)
    2508800000000.0
    """
    return 2.0 * text_encoder_parameters * text_tokens


def decoder_flop(decoder_mflop_per_pixel: Value, item_pixels: Value) -> Value:
    """Work of painting the pixels of one item from its latent tokens. [FLOP]

    >>> decoder_flop(10.0, 1024.0 * 1024.0)
    10485760000000.0
    """
    return decoder_mflop_per_pixel * FLOP_PER_MFLOP * item_pixels


def video_seconds(frames: Value, frames_per_second: Value) -> Value:
    """Playing time of one video. [s]

    >>> video_seconds(frames=81.0, frames_per_second=16.0)
    5.0625
    """
    return frames / frames_per_second
