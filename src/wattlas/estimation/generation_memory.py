"""Whether a denoiser and what it holds of images or videos fit the chips."""

from __future__ import annotations

from wattlas import facts
from wattlas.chain import generation, item_memory
from wattlas.errors import InputError, Message
from wattlas.estimation.generators import Generator
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.recorder import inputs_named
from wattlas.units import BYTES_PER_GB


def check_generation(
    inputs: Inputs, generator: Generator, hardware: str, precision: str
) -> None:
    """Refuse a model, a batch or a size that does not fit by the least it takes.

    Text encoder and decoder may take turns with the denoiser: they are not counted.

    Raises
    ------
    InputError
        If the chips together hold less.
    """
    each = facts.number("precisions", precision, "bytes_per_weight").value
    weights = generator.stored_parameters * each
    chips = inputs["chips_per_replica"].mid
    memory_gb = facts.number("hardware", hardware, "memory_gb").value
    memory = chips * memory_gb * BYTES_PER_GB
    if weights > memory:
        raise InputError(
            "The model does not fit: the denoiser takes {needed:.3g} GB, the memory "
            "of {chips:g} x {hardware_key} is {chips_2:.3g} GB. Use more chips, a "
            "chip with more memory or a lower precision.",
            needed=weights / BYTES_PER_GB,
            chips=chips,
            hardware_key=hardware,
            chips_2=chips * memory_gb,
        )
    batch, item = inputs["batch"].high, _item_bytes(inputs, generator)
    most = float(item_memory.largest_batch(memory, weights, item))
    if batch > most:
        raise InputError(
            "batch = {batch:g} does not fit: the denoiser takes {weights:.3g} GB and "
            "{items:.3g} GB for what it makes at once, the memory of {chips:g} x "
            "{hardware} is {there:.3g} GB. {advice}",
            batch=batch,
            weights=weights / BYTES_PER_GB,
            items=batch * item / BYTES_PER_GB,
            chips=chips,
            hardware=hardware,
            there=memory / BYTES_PER_GB,
            advice=_advice(int(most)),
        )


def _advice(most: int) -> Message:
    if most < 1:
        return Message("Make smaller or shorter ones, or use more chips.")
    return Message("At most {most} fit at once.", most=most)


def _item_bytes(inputs: Inputs, generator: Generator) -> float:
    """Return the least that one image or video takes in the denoiser."""
    v = {**inputs.mids(), **{n: inputs[n].low for n in ("width_px", "height_px")}}
    names = "width_px height_px frames vae_spatial_factor vae_temporal_factor patch"
    if generator.is_unet:
        v |= {
            "vae_spatial_factor": generator.number("vae_spatial_factor"),
            "vae_temporal_factor": 1.0,
            "patch": 1.0,
            "temporal_patch": 1.0,
        }
    tokens = generation.latent_tokens(**inputs_named(v, f"{names} temporal_patch"))
    live = facts.number("constants", "networks", "live_bytes_per_width").low
    hidden = v["unet_width"] if generator.is_unet else v["hidden_size"]
    held = item_memory.generation_bytes(tokens, hidden, live, v["guidance_passes"])
    return float(held)
