"""How long an image or a video takes on chips, and what they draw meanwhile."""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import (
    BYTES_PER_GB,
    FLOP_PER_TFLOP,
    PARAMETERS_PER_BILLION,
    SECONDS_PER_HOUR,
    kwh_from_joules,
)

REFERENCE_PEAK_TFLOPS = 989.4
"""The chip for which `generation_efficiency` is stated: H100 SXM."""


def width_efficiency(
    hidden_size: Value,
    half_width: Value,
    generation_efficiency: Value,
    peak_tflops: Value,
    peak_exponent: Value,
    dense_efficiency: Value,
) -> Value:
    """Share of the peak rate that a denoiser of a width reaches on a chip. [1]

    Wide products fill a chip better; faster chips are filled worse, and slow ones no
    better than large dense products fill any (`dense_efficiency`).

    >>> round(float(width_efficiency(3072.0, 1320.0, 0.428, 989.4, 0.425, 0.8)), 3)
    0.299
    >>> float(width_efficiency(3072.0, 1320.0, 0.428, 18.0, 0.425, 0.8))
    0.8
    """
    filled = hidden_size / (hidden_size + half_width)
    share = (
        generation_efficiency
        * filled
        * (peak_tflops / REFERENCE_PEAK_TFLOPS) ** -peak_exponent
    )
    return np.minimum(share, dense_efficiency)


def work_time_s(
    generation_flop: Value,
    text_encoder_flop: Value,
    batch: Value,
    chips_per_replica: Value,
    peak_tflops: Value,
    width_efficiency: Value,
) -> Value:
    """Time of the chips for the arithmetic of a batch of items. [s]

    >>> float(work_time_s(9e14, 1e14, 1.0, 1.0, 1000.0, 0.25))
    4.0
    """
    share = np.minimum(width_efficiency, 1.0)
    rate = chips_per_replica * peak_tflops * FLOP_PER_TFLOP * share
    return (generation_flop + text_encoder_flop) * batch / rate


def decoder_time_s(
    decoder_flop: Value, batch: Value, peak_tflops: Value, decoder_efficiency: Value
) -> Value:
    """Time of the decoder, which runs on one chip while the others wait. [s]

    >>> float(decoder_time_s(1e13, 1.0, 1000.0, 0.2))
    0.05
    """
    rate = peak_tflops * FLOP_PER_TFLOP * np.minimum(decoder_efficiency, 1.0)
    return decoder_flop * batch / rate


def exchange_time_s(
    batch: Value,
    guidance_passes: Value,
    steps: Value,
    blocks: Value,
    latent_tokens: Value,
    hidden_size: Value,
    chips_per_replica: Value,
    ring_degree: Value,
    exchange_gb_per_s: Value,
) -> Value:
    """Time in which chips that share an item exchange activations. [s]

    Four all-to-alls a block, and the half of the ring's traffic that work does not
    hide.

    >>> exchange_time_s(1.0, 1.0, 50.0, 57.0, 4096.0, 3072.0, 1.0, 1.0, 46.6)
    0.0
    """
    n = chips_per_replica
    tensor = (
        2.0 * batch * guidance_passes * steps * blocks * latent_tokens * hidden_size
    )
    moved = tensor * (4.0 * (n - 1.0) / n**2 + 0.5 * (ring_degree - 1.0) / n)
    return moved / (exchange_gb_per_s * BYTES_PER_GB)


def launch_time_s(
    steps: Value,
    blocks: Value,
    block_launch_ms: Value,
    ring_launch_ms: Value,
    ring_degree: Value,
) -> Value:
    """Time of the host to launch the blocks of all steps. [s]

    >>> round(launch_time_s(50.0, 57.0, 1.9, 0.2, 1.0), 3)
    5.415
    """
    per_block_ms = block_launch_ms + ring_launch_ms * (ring_degree - 1.0)
    return steps * blocks * per_block_ms * 1e-3


def unet_launch_time_s(
    steps: Value, denoiser_parameters: Value, unet_launch_ms_per_billion: Value
) -> Value:
    """Time of the host to launch all steps of a U-Net. [s]

    >>> round(unet_launch_time_s(50.0, 2.6e9, 32.8), 3)
    4.264
    """
    billions = denoiser_parameters / PARAMETERS_PER_BILLION
    return steps * billions * unet_launch_ms_per_billion * 1e-3


def denoising_time_s(
    work_time_s: Value, exchange_time_s: Value, launch_time_s: Value
) -> Value:
    """Time of all denoising steps: chips and host run side by side. [s]

    >>> float(denoising_time_s(3.0, 1.0, 3.0))
    5.0
    """
    return np.hypot(work_time_s + exchange_time_s, launch_time_s)


def generation_time_s(denoising_time_s: Value, decoder_time_s: Value) -> Value:
    """Time from the prompt to the finished batch. [s]

    >>> generation_time_s(4.0, 1.5)
    5.5
    """
    return denoising_time_s + decoder_time_s


def generation_chip_power_w(
    power_limit_w: Value,
    chips_per_replica: Value,
    work_time_s: Value,
    exchange_time_s: Value,
    denoising_time_s: Value,
    decoder_time_s: Value,
    generation_power_share: Value,
    exchange_power_share: Value,
    overhead_power_share: Value,
) -> Value:
    """Mean power of one chip while it generates. [W]

    Chips wait for the host, and all but one for the decoder.

    >>> generation_chip_power_w(700.0, 1.0, 3.0, 0.0, 4.0, 0.0, 0.9, 0.6, 0.3)
    525.0
    """
    n = chips_per_replica
    waiting = n * (denoising_time_s - work_time_s - exchange_time_s)
    waiting = waiting + (n - 1.0) * decoder_time_s
    share_seconds = (
        generation_power_share * (n * work_time_s + decoder_time_s)
        + exchange_power_share * n * exchange_time_s
        + overhead_power_share * waiting
    )
    return power_limit_w * share_seconds / (n * (denoising_time_s + decoder_time_s))


def taken_time_s(generation_time_s: Value, time_error: Value) -> Value:
    """Time of a batch as it is measured: the model's error included. [s]

    >>> taken_time_s(4.0, 1.25)
    5.0
    """
    return generation_time_s * time_error


def item_chip_energy_kwh(
    generation_time_s: Value,
    chip_power_w: Value,
    batch: Value,
    chips_per_replica: Value,
    energy_error: Value,
) -> Value:
    """Energy of the chips for one item. [kWh]

    >>> item_chip_energy_kwh(18.0, 500.0, 1.0, 2.0, 1.0)
    0.005
    """
    joules = chips_per_replica * chip_power_w * generation_time_s / batch
    return kwh_from_joules(joules * energy_error)


def item_chip_hours(
    generation_time_s: Value, batch: Value, chips_per_replica: Value
) -> Value:
    """Chip-hours of one item. [h]

    >>> item_chip_hours(generation_time_s=18.0, batch=1.0, chips_per_replica=2.0)
    0.01
    """
    return chips_per_replica * generation_time_s / batch / SECONDS_PER_HOUR
