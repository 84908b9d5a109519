"""Serving: how long one replica works on a decode step and on a prompt.

A roofline: bytes over bandwidth and work over peak rate, joined by the root of the
sum of squares, plus overheads per layer, per collective and per running request.
Constants and their limits: docs/method.md, section Serving.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import BYTES_PER_GB, FLOP_PER_TFLOP, SECONDS_PER_HOUR


def mean_context_tokens(prompt_tokens: Value, output_tokens: Value) -> Value:
    """Mean context that a request has while it is answered. [token]

    ``mean_context_tokens = prompt_tokens + output_tokens / 2``

    >>> mean_context_tokens(500.0, 300.0)
    650.0
    """
    return prompt_tokens + output_tokens / 2


def mean_prompt_context_tokens(
    prompt_tokens: Value, cached_prompt_tokens: Value
) -> Value:
    """Mean context that the uncached tokens of a prompt see. [token]

    ``mean_prompt_context_tokens = (prompt_tokens + cached_prompt_tokens) / 2``

    >>> mean_prompt_context_tokens(500.0, 100.0)
    300.0
    """
    return (prompt_tokens + cached_prompt_tokens) / 2


def weight_bytes_per_step(
    dense_parameters: Value,
    bytes_per_dense_weight: Value,
    experts_hit: Value,
    parameters_per_expert: Value,
    bytes_per_expert_weight: Value,
) -> Value:
    """Weights that the chips of a replica read in one decode step. [byte]

    ``weight_bytes_per_step = dense_parameters * bytes_per_dense_weight +
    experts_hit * parameters_per_expert * bytes_per_expert_weight``

    `parameters_per_expert` counts one expert of every layer.

    >>> weight_bytes_per_step(70e9, 2.0, 0.0, 0.0, 2.0)
    140000000000.0
    """
    experts = experts_hit * parameters_per_expert * bytes_per_expert_weight
    return dense_parameters * bytes_per_dense_weight + experts


def kv_bytes_per_step(
    batch: Value, kv_elements: Value, bytes_per_kv_element: Value, state_bytes: Value
) -> Value:
    """Key-value cache and recurrent state that one decode step reads. [byte]

    ``kv_bytes_per_step = batch * (kv_elements * bytes_per_kv_element + state_bytes)``

    >>> kv_bytes_per_step(64, 163_840 * 800, 2.0, 0.0)
    16777216000.0
    """
    return batch * (kv_elements * bytes_per_kv_element + state_bytes)


def memory_time_s(
    weight_bytes_per_step: Value,
    kv_bytes_per_step: Value,
    chips_per_replica: Value,
    bandwidth_gb_per_s: Value,
    memory_efficiency: Value,
) -> Value:
    """Time that a decode step needs to read its bytes. [s]

    ``memory_time_s = (weight_bytes_per_step + kv_bytes_per_step) /
    (chips_per_replica * bandwidth * memory_efficiency)``

    >>> round(memory_time_s(140e9, 0.0, 4, 3350, 1.0), 5)
    0.01045
    """
    rate = chips_per_replica * bandwidth_gb_per_s * BYTES_PER_GB * memory_efficiency
    return (weight_bytes_per_step + kv_bytes_per_step) / rate


def compute_time_s(
    decode_flop_per_step: Value,
    chips_per_replica: Value,
    peak_tflops: Value,
    compute_efficiency: Value,
) -> Value:
    """Time that a replica needs for the arithmetic of a decode step. [s]

    ``compute_time_s = decode_flop_per_step / (chips_per_replica * peak *
    compute_efficiency)``

    >>> compute_time_s(989.4e12, 1, 989.4, 1.0)
    1.0
    """
    rate = chips_per_replica * peak_tflops * FLOP_PER_TFLOP * compute_efficiency
    return decode_flop_per_step / rate


def prefill_time_s(
    prefill_flop: Value,
    chips_per_replica: Value,
    peak_tflops: Value,
    compute_efficiency: Value,
) -> Value:
    """Time that a replica needs to read one prompt: bound by arithmetic. [s]

    ``prefill_time_s = prefill_flop / (chips_per_replica * peak *
    compute_efficiency)``

    >>> round(prefill_time_s(70e12, 8, 989.4, 0.72), 5)
    0.01228
    """
    rate = chips_per_replica * peak_tflops * FLOP_PER_TFLOP * compute_efficiency
    return prefill_flop / rate


def overhead_time_s(
    layers: Value,
    moe_layers: Value,
    chips_per_replica: Value,
    batch: Value,
    layer_overhead_us: Value,
    collective_overhead_us: Value,
    expert_overhead_us: Value,
    request_overhead_us: Value,
) -> Value:
    """Time of a decode step that is neither reading nor arithmetic. [s]

    ``overhead_time_s = layers * (layer_overhead + collective_overhead *
    log2(chips_per_replica)) + moe_layers * expert_overhead + batch *
    request_overhead``

    Kernel launches, all-reduces, expert routing and the scheduler's work for each
    running request.

    >>> float(overhead_time_s(80, 0, 4, 64, 115, 28, 34, 72))
    0.018288
    """
    per_layer = layer_overhead_us + collective_overhead_us * np.log2(chips_per_replica)
    microseconds = (
        layers * per_layer
        + moe_layers * expert_overhead_us
        + batch * request_overhead_us
    )
    return microseconds * 1e-6


def step_time_s(
    memory_time_s: Value, compute_time_s: Value, overhead_time_s: Value
) -> Value:
    """Time of one decode step of a replica. [s]

    ``step_time_s = sqrt(memory_time_s ** 2 + compute_time_s ** 2) + overhead_time_s``

    >>> float(step_time_s(0.03, 0.04, 0.01))
    0.060000000000000005
    """
    return np.sqrt(memory_time_s**2 + compute_time_s**2) + overhead_time_s


def compute_use(
    compute_time_s: Value, compute_efficiency: Value, step_time_s: Value
) -> Value:
    """Share of the peak rate in use over a decode step. [1]

    ``compute_use = compute_time_s * compute_efficiency / step_time_s``

    >>> compute_use(0.01, 0.7, 0.02)
    0.35
    """
    return compute_time_s * compute_efficiency / step_time_s


def memory_use(
    memory_time_s: Value, memory_efficiency: Value, step_time_s: Value
) -> Value:
    """Share of the bandwidth in use over a decode step. [1]

    ``memory_use = memory_time_s * memory_efficiency / step_time_s``

    >>> memory_use(0.01, 0.5, 0.02)
    0.25
    """
    return memory_time_s * memory_efficiency / step_time_s


def busy_chip_hours_per_request(
    prefill_time_s: Value,
    output_tokens: Value,
    step_time_s: Value,
    batch: Value,
    chips_per_replica: Value,
) -> Value:
    """Chip-hours that one request takes of a busy replica. [h]

    ``busy_chip_hours_per_request = chips_per_replica * (prefill_time_s +
    output_tokens * step_time_s / batch) / 3600``

    >>> busy_chip_hours_per_request(0.1, 300, 0.03, 60, 14400)
    1.0
    """
    time_s = prefill_time_s + output_tokens * step_time_s / batch
    return chips_per_replica * time_s / SECONDS_PER_HOUR


def busy_chip_hours(busy_chip_hours_per_request: Value, requests: Value) -> Value:
    """Chip-hours that all requests take of busy replicas. [h]

    ``busy_chip_hours = busy_chip_hours_per_request * requests``

    >>> busy_chip_hours(0.002, 1000.0)
    2.0
    """
    return busy_chip_hours_per_request * requests


def metered_idle_energy_kwh(
    metered_energy_kwh: Value, waiting_power_w: Value, mean_power_w: Value
) -> Value:
    """Part of a metered service's energy that it would draw without requests. [kWh]

    ``metered_idle_energy_kwh = metered_energy_kwh * min(1, waiting_power_w /
    mean_power_w)``

    >>> round(float(metered_idle_energy_kwh(914.0, 1294.0, 1667.0)), 1)
    709.5
    """
    return metered_energy_kwh * np.minimum(1.0, waiting_power_w / mean_power_w)


def metered_busy_energy_kwh(
    metered_energy_kwh: Value, metered_idle_energy_kwh: Value
) -> Value:
    """Part of a metered service's energy that its requests add. [kWh]

    ``metered_busy_energy_kwh = metered_energy_kwh - metered_idle_energy_kwh``

    >>> metered_busy_energy_kwh(914.0, 709.5)
    204.5
    """
    return metered_energy_kwh - metered_idle_energy_kwh


def waiting_chip_hours(busy_chip_hours: Value, busy_share: Value) -> Value:
    """Chip-hours that replicas wait for requests, for their busy chip-hours. [h]

    ``waiting_chip_hours = busy_chip_hours * (1 - busy_share) / busy_share``

    >>> waiting_chip_hours(busy_chip_hours=3.0, busy_share=0.75)
    1.0
    """
    return busy_chip_hours * (1.0 - busy_share) / busy_share
