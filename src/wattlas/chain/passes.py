"""One pass of a network over a batch: encoders, vision, speech, recommenders.

Equations and what they were scored on: docs/workloads.md.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import (
    BYTES_PER_GB,
    FLOP_PER_TFLOP,
    SECONDS_PER_HOUR,
)

BYTES_PER_ACTIVATION = 2.0
"""Keys and values in 16 bits."""
TRAINING_PASSES = 3.0
"""Work of a training step over that of its forward pass."""


def encoder_flop(
    parameters: Value, item_tokens: Value, layers: Value, hidden_size: Value
) -> Value:
    """Work of an encoder over one item, every token seeing all. [FLOP]

    `parameters` are those that are multiplied: without embeddings.

    >>> round(encoder_flop(637e6, 1500.0, 32.0, 1280.0) / 1e12, 2)
    2.28
    """
    dense = 2.0 * parameters * item_tokens
    return dense + 4.0 * layers * hidden_size * item_tokens**2


def encoder_bytes(
    item_tokens: Value, layers: Value, hidden_size: Value, bytes_per_width: Value
) -> Value:
    """Activations that an encoder moves for one item. [byte]

    `bytes_per_width` is what a token moves in a layer for each of its width.

    >>> encoder_bytes(512.0, 12.0, 768.0, 34.0)
    160432128.0
    """
    return bytes_per_width * item_tokens * layers * hidden_size


def picture_flop(item_gflop: Value, side_px: Value, own_side_px: Value) -> Value:
    """Work of a vision network over one picture of another size. [FLOP]

    >>> picture_flop(8.2, 448.0, 224.0) / 1e9
    32.8
    """
    return item_gflop * 1e9 * (side_px / own_side_px) ** 2


def picture_bytes(
    activations_million: Value,
    activation_traffic: Value,
    bytes_per_weight: Value,
    side_px: Value,
    own_side_px: Value,
) -> Value:
    """Activations that a vision network moves for one picture. [byte]

    `activation_traffic` is how often each is written or read; it has as many bytes as
    a weight, at least one.

    >>> float(picture_bytes(11.1, 8.0, 2.0, 224.0, 224.0) / 1e6)
    177.6
    """
    width = np.maximum(bytes_per_weight, 1.0)
    moved = activations_million * 1e6 * width * activation_traffic
    return moved * (side_px / own_side_px) ** 2


def training_sample(forward: Value) -> Value:
    """Work, or bytes, of one sample in a training step. [FLOP or byte]

    >>> training_sample(4.0)
    12.0
    """
    return TRAINING_PASSES * forward


def pass_time_s(
    item_flop: Value,
    item_bytes: Value,
    weight_bytes: Value,
    batch: Value,
    peak_tflops: Value,
    pass_efficiency: Value,
    bandwidth_gb_per_s: Value,
    memory_efficiency: Value,
    layers: Value,
    layer_launch_us: Value,
    call_ms: Value,
) -> Value:
    """Time of one pass over a batch: arithmetic, memory, launches, and the call. [s]

    >>> time_s = pass_time_s(
    ...     8.2e9, 178e6, 51e6, 256.0, 165.0, 0.56, 1008.0, 0.85, 50.0, 10.0, 1.0)
    >>> round(256 / float(time_s))
    4347
    """
    arithmetic_s = batch * item_flop / (peak_tflops * FLOP_PER_TFLOP * pass_efficiency)
    rate = bandwidth_gb_per_s * BYTES_PER_GB * memory_efficiency
    memory_s = (batch * item_bytes + weight_bytes) / rate
    device_s = np.sqrt(arithmetic_s**2 + memory_s**2)
    return np.maximum(device_s, layers * layer_launch_us * 1e-6) + call_ms * 1e-3


def job_chip_hours(
    items: Value,
    batch: Value,
    pass_time_s: Value,
    decoding_time_s: Value,
    time_error: Value = 1.0,
) -> Value:
    """Busy chip-hours of a job: each chip takes batches of its own. [h]

    >>> job_chip_hours(3600.0, 10.0, 1.0, 1.0)
    0.2
    """
    passes = items / batch
    return passes * (pass_time_s + decoding_time_s) * time_error / SECONDS_PER_HOUR


def busy_chip_power_w(
    idle_power_w: Value,
    power_limit_w: Value,
    item_flop: Value,
    decoder_flop: Value,
    batch: Value,
    peak_tflops: Value,
    pass_efficiency: Value,
    pass_time_s: Value,
    decoding_time_s: Value,
    quiet_level: Value,
    arithmetic_level: Value,
    power_error: Value = 1.0,
) -> Value:
    """Power of a busy chip: between a quiet one and one that multiplies. [W]

    The level is what part of the room between idle and limit is drawn; at most all.

    >>> round(float(busy_chip_power_w(
    ...     20.0, 450.0, 8e9, 0.0, 256.0, 165.0, 0.56, 0.05, 0.0, 0.4, 0.9)))
    287
    """
    work = batch * item_flop + decoder_flop
    best_s = work / (peak_tflops * FLOP_PER_TFLOP * pass_efficiency)
    share = np.minimum(1.0, best_s / (pass_time_s + decoding_time_s))
    level = quiet_level + (arithmetic_level - quiet_level) * share
    room_w = power_limit_w - idle_power_w
    return np.minimum(idle_power_w + room_w * level * power_error, power_limit_w)


def waiting_chip_hours(chips: Value, hours_on: Value, busy_chip_hours: Value) -> Value:
    """Hours in which chips are on and wait. [h]

    >>> float(waiting_chip_hours(1.0, 24.0, 4.0))
    20.0
    """
    return np.maximum(chips * hours_on - busy_chip_hours, 0.0)


def weight_bytes(parameters: Value, bytes_per_weight: Value) -> Value:
    """Weights that a pass reads once. [byte]

    >>> weight_bytes(85e6, 2.0)
    170000000.0
    """
    return parameters * bytes_per_weight


def audio_seconds(audio_hours: Value) -> Value:
    """Seconds of audio. [s]

    >>> audio_seconds(2.0)
    7200.0
    """
    return audio_hours * SECONDS_PER_HOUR


def rate_items(items_per_second: Value, hours_on: Value) -> Value:
    """Items that come at a rate while the machine is on. [1]

    >>> rate_items(10.0, 1.0)
    36000.0
    """
    return items_per_second * hours_on * SECONDS_PER_HOUR


def audio_windows(audio_hours: Value, speech_share: Value, window_s: Value) -> Value:
    """Windows of audio that a network hears: silence is skipped before. [1]

    >>> audio_windows(1.0, 0.5, 30.0)
    60.0
    """
    return audio_hours * SECONDS_PER_HOUR * speech_share / window_s


def spoken_seconds(characters: Value, characters_per_second: Value) -> Value:
    """Seconds that it takes to speak a text. [s]

    >>> spoken_seconds(1500.0, 15.0)
    100.0
    """
    return characters / characters_per_second


def samples_seen(samples: Value, epochs: Value) -> Value:
    """Samples that a training passes, each in every epoch. [1]

    >>> samples_seen(1000.0, 3.0)
    3000.0
    """
    return samples * epochs


def of_window(per_second: Value, window_s: Value) -> Value:
    """What a window of audio has of what a second has. [1]

    >>> of_window(3.5, 30.0)
    105.0
    """
    return per_second * window_s


def job_hours(busy_chip_hours: Value, chips: Value) -> Value:
    """Hours that a job takes on so many chips. [h]

    >>> job_hours(8.0, 2.0)
    4.0
    """
    return busy_chip_hours / chips


def items_per_chip_second(items: Value, busy_chip_hours: Value) -> Value:
    """Items that one busy chip does each second. [1/s]

    >>> items_per_chip_second(7200.0, 1.0)
    2.0
    """
    return items / (busy_chip_hours * SECONDS_PER_HOUR)
