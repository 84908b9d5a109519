"""The links of generation strung together: the work of one image or one video."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas.chain import generation
from wattlas.chain.types import Value
from wattlas.estimation.recorder import StepCaller


def item_flop(step: StepCaller, v: Mapping[str, Value]) -> Value:
    """Return the work of one item, from its size and its steps down. [FLOP]"""
    pixels = step(
        generation.item_pixels,
        width_px=v["width_px"],
        height_px=v["height_px"],
        frames=v["frames"],
    )
    denoising = step(
        generation.generation_flop,
        denoiser_flop_per_pass=_denoiser_flop_per_pass(step, v, pixels),
        guidance_passes=v["guidance_passes"],
        steps=v["steps"],
    )
    encoder = step(
        generation.text_encoder_flop,
        text_encoder_parameters=v["text_encoder_parameters"],
        text_tokens=v["text_tokens"],
    )
    decoder = step(
        generation.decoder_flop,
        decoder_mflop_per_pixel=v["decoder_mflop_per_pixel"],
        item_pixels=pixels,
    )
    return step(
        generation.item_flop,
        generation_flop=denoising,
        text_encoder_flop=encoder,
        decoder_flop=decoder,
    )


def _denoiser_flop_per_pass(
    step: StepCaller, v: Mapping[str, Value], pixels: Value
) -> Value:
    if "unet_tflop_per_pass" in v:
        return step(
            generation.unet_flop_per_pass,
            unet_tflop_per_pass=v["unet_tflop_per_pass"],
            item_pixels=pixels,
            unet_pixels=v["unet_pixels"],
        )
    sizes = ("width_px", "height_px", "frames", "patch")
    factors = ("vae_spatial_factor", "vae_temporal_factor")
    tokens = step(generation.latent_tokens, **{n: v[n] for n in (*sizes, *factors)})
    weights = step(
        generation.token_parameters,
        denoiser_parameters=v["denoiser_parameters"],
        blocks=v["blocks"],
        hidden_size=v["hidden_size"],
    )
    return step(
        generation.denoiser_flop_per_pass,
        token_parameters=weights,
        latent_tokens=tokens,
        blocks=v["blocks"],
        hidden_size=v["hidden_size"],
    )
