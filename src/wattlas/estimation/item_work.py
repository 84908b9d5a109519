"""The links of generation strung together: one batch of images or videos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.chain import generation, generation_time
from wattlas.chain.types import Value
from wattlas.estimation.recorder import Overlaid, StepCaller, inputs_named


@dataclass(frozen=True)
class ItemWork:
    """What a batch of items takes of a busy replica."""

    generation_time_s: Value
    chip_power_w: Value


def item_work(step: StepCaller, v: Mapping[str, Value]) -> ItemWork:
    """Return time and chip power of a batch, from sizes and steps down."""
    pixels = step(
        generation.item_pixels, **inputs_named(v, "width_px height_px frames")
    )
    v = Overlaid(v, {"steps": _computed_steps(step, v)})
    work_s = _work_time_s(step, v, pixels)
    exchange_s = _exchange_time_s(step, v)
    denoising_s = step(
        generation_time.denoising_time_s,
        work_time_s=work_s,
        exchange_time_s=exchange_s,
        launch_time_s=_launch_time_s(step, v),
    )
    decoder_s = _decoder_time_s(step, v, pixels)
    time_s = step(
        generation_time.generation_time_s,
        denoising_time_s=denoising_s,
        decoder_time_s=decoder_s,
    )
    power_w = step(
        generation_time.generation_chip_power_w,
        work_time_s=work_s,
        exchange_time_s=exchange_s,
        denoising_time_s=denoising_s,
        decoder_time_s=decoder_s,
        **inputs_named(
            v,
            "power_limit_w chips_per_replica generation_power_share "
            "exchange_power_share overhead_power_share",
        ),
    )
    return ItemWork(time_s, power_w)


def _computed_steps(step: StepCaller, v: Mapping[str, Value]) -> Value:
    return step(generation.computed_steps, **inputs_named(v, "steps cached_step_share"))


def _work_time_s(step: StepCaller, v: Mapping[str, Value], pixels: Value) -> Value:
    denoising = step(
        generation.generation_flop,
        denoiser_flop_per_pass=_denoiser_flop_per_pass(step, v, pixels),
        **inputs_named(v, "guidance_passes steps"),
    )
    encoder = step(
        generation.text_encoder_flop,
        **inputs_named(v, "text_encoder_parameters text_tokens"),
    )
    hidden = v["unet_width"] if "unet_tflop_per_pass" in v else v["hidden_size"]
    return step(
        generation_time.work_time_s,
        generation_flop=denoising,
        text_encoder_flop=encoder,
        width_efficiency=_efficiency(step, v, hidden),
        **inputs_named(v, "batch chips_per_replica peak_tflops"),
    )


def _decoder_time_s(step: StepCaller, v: Mapping[str, Value], pixels: Value) -> Value:
    flop = step(
        generation.decoder_flop,
        item_pixels=pixels,
        **inputs_named(v, "decoder_mflop_per_pixel"),
    )
    return step(
        generation_time.decoder_time_s,
        decoder_flop=flop,
        decoder_efficiency=_efficiency(step, v, v["unet_width"]),
        **inputs_named(v, "batch peak_tflops"),
    )


def _efficiency(step: StepCaller, v: Mapping[str, Value], hidden_size: Value) -> Value:
    return step(
        generation_time.width_efficiency,
        hidden_size=hidden_size,
        **inputs_named(
            v,
            "half_width generation_efficiency peak_tflops peak_exponent "
            "dense_efficiency",
        ),
    )


def _exchange_time_s(step: StepCaller, v: Mapping[str, Value]) -> Value:
    if "unet_tflop_per_pass" in v:
        return 0.0
    return step(
        generation_time.exchange_time_s,
        latent_tokens=_latent_tokens(step, v),
        **inputs_named(
            v,
            "batch guidance_passes steps blocks hidden_size chips_per_replica "
            "ring_degree exchange_gb_per_s",
        ),
    )


def _launch_time_s(step: StepCaller, v: Mapping[str, Value]) -> Value:
    if "unet_tflop_per_pass" in v:
        return step(
            generation_time.unet_launch_time_s,
            **inputs_named(v, "steps denoiser_parameters unet_launch_ms_per_billion"),
        )
    return step(
        generation_time.launch_time_s,
        **inputs_named(v, "steps blocks block_launch_ms ring_launch_ms ring_degree"),
    )


def _latent_tokens(step: StepCaller, v: Mapping[str, Value]) -> Value:
    made = step(
        generation.latent_tokens,
        **inputs_named(
            v,
            "width_px height_px frames vae_spatial_factor vae_temporal_factor patch "
            "temporal_patch",
        ),
    )
    if "source_pictures" not in v:
        return made
    return step(
        generation.tokens_with_sources,
        latent_tokens=made,
        source_pictures=v["source_pictures"],
    )


def _denoiser_flop_per_pass(
    step: StepCaller, v: Mapping[str, Value], pixels: Value
) -> Value:
    if "unet_tflop_per_pass" in v:
        return step(
            generation.unet_flop_per_pass,
            item_pixels=pixels,
            **inputs_named(v, "unet_tflop_per_pass unet_pixels"),
        )
    weights = step(
        generation.token_parameters,
        **inputs_named(v, "denoiser_parameters blocks hidden_size token_weights_h2"),
    )
    tokens = step(
        generation.denoised_tokens,
        latent_tokens=_latent_tokens(step, v),
        **inputs_named(v, "text_tokens joint_text"),
    )
    return step(
        generation.denoiser_flop_per_pass,
        token_parameters=weights,
        denoised_tokens=tokens,
        attended_tokens=_attended_tokens(step, v, tokens),
        **inputs_named(v, "blocks hidden_size"),
    )


def _attended_tokens(step: StepCaller, v: Mapping[str, Value], tokens: Value) -> Value:
    """Return what a token attends to: so many where the attention is linear."""
    if "linear_attended_tokens" in v:
        return v["linear_attended_tokens"]
    return step(
        generation.attended_tokens,
        denoised_tokens=tokens,
        attended_share=v["attended_share"],
    )
