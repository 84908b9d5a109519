"""Partial offload: layers in the host's memory, which its processor computes.

A token passes the layers one after the other, so the times of chip and host add up.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import BYTES_PER_GB, FLOP_PER_TFLOP


def host_layer_share(layers: Value, gpu_layers: Value) -> Value:
    """Share of the layers that lie in the host's memory. [1]

    >>> float(host_layer_share(80.0, 60.0)), float(host_layer_share(32.0, 99.0))
    (0.25, 0.0)
    """
    return np.maximum(layers - gpu_layers, 0.0) / layers


def part_on_chip(
    board_quantity: Value, host_layer_share: Value, carries_prompt: Value
) -> Value:
    """What a board does or moves in a step, of what all layers take.

    It computes prompts in all layers: those of the host are sent to it.

    >>> part_on_chip(0.02, 0.25, 0.0), part_on_chip(0.02, 0.25, 1.0)
    (0.015, 0.02)
    """
    return board_quantity * (1.0 - host_layer_share * (1.0 - carries_prompt))


def host_bytes(
    board_bytes: Value, attention_shards: Value, host_layer_share: Value
) -> Value:
    """Weights and cache in the host's memory that a step needs. [byte]

    >>> host_bytes(40e9, 1.0, 0.25)
    10000000000.0
    """
    return board_bytes * attention_shards * host_layer_share


def host_read_time_s(
    host_bytes: Value, host_bandwidth_gb_per_s: Value, host_memory_efficiency: Value
) -> Value:
    """Time of the host to read what it needs for a step. [s]

    >>> round(float(host_read_time_s(10e9, 80.0, 0.5)), 6)
    0.25
    """
    return host_bytes / (
        host_bandwidth_gb_per_s * BYTES_PER_GB * host_memory_efficiency
    )


def active_parameters(
    dense_parameters: Value,
    expert_parameters: Value,
    experts: Value,
    experts_per_token: Value,
) -> Value:
    """Weights by which one token is multiplied. [1]

    >>> active_parameters(2e9, 40e9, 8.0, 2.0)
    12000000000.0
    """
    return dense_parameters + expert_parameters * experts_per_token / experts


def host_arithmetic_time_s(
    active_parameters: Value,
    tokens: Value,
    host_layer_share: Value,
    host_tflops: Value,
) -> Value:
    """Time of the host for the arithmetic of tokens in its layers. [s]

    >>> host_arithmetic_time_s(70e9, 1.0, 0.5, 1.0)
    0.07
    """
    flop = 2.0 * active_parameters * tokens * host_layer_share
    return flop / (host_tflops * FLOP_PER_TFLOP)


def host_decode_time_s(host_read_time_s: Value, host_arithmetic_time_s: Value) -> Value:
    """Time of the host for the tokens that a step generates. [s]

    Cores compute while others read: the longer of the two counts.

    >>> float(host_decode_time_s(0.25, 0.07))
    0.25
    """
    return np.maximum(host_read_time_s, host_arithmetic_time_s)


def weights_copy_time_s(
    host_bytes: Value,
    prompt_tokens_in_step: Value,
    micro_batch_tokens: Value,
    host_link_gb_per_s: Value,
) -> Value:
    """Time to send the host's layers to the chip, once for each part of a prompt. [s]

    >>> float(weights_copy_time_s(10e9, 1024.0, 512.0, 20.0))
    1.0
    """
    copies = np.maximum(prompt_tokens_in_step / micro_batch_tokens, 1.0)
    return host_bytes * copies / (host_link_gb_per_s * BYTES_PER_GB)


def host_prompt_time_s(
    weights_copy_time_s: Value, host_arithmetic_time_s: Value
) -> Value:
    """Time that the host's layers add for the prompt tokens of a step. [s]

    The chip computes them of weights that are sent to it, or the host of its own:
    the engine takes the quicker way.

    >>> float(host_prompt_time_s(1.0, 0.2))
    0.2
    """
    return np.minimum(weights_copy_time_s, host_arithmetic_time_s)


def host_time_s(host_decode_time_s: Value, host_prompt_time_s: Value) -> Value:
    """Time of a step in which the chips wait for the host's layers. [s]

    >>> host_time_s(0.25, 0.5)
    0.75
    """
    return host_decode_time_s + host_prompt_time_s


def offloaded_waiting_time_s(waiting_time_s: Value, host_time_s: Value) -> Value:
    """Time of a board for other boards and for the host in a step. [s]

    >>> offloaded_waiting_time_s(0.0, 0.75)
    0.75
    """
    return waiting_time_s + host_time_s


def bounded_step_s(
    decode_step_s: Value,
    host_bytes: Value,
    host_bandwidth_gb_per_s: Value,
    board_bytes: Value,
    bandwidth_gb_per_s: Value,
) -> Value:
    """Mean time of one step: no less than its bytes take at both full rates. [s]

    >>> float(bounded_step_s(0.1, 10e9, 80.0, 20e9, 1000.0))
    0.145
    """
    on_host_s = host_bytes / (host_bandwidth_gb_per_s * BYTES_PER_GB)
    on_chip_s = board_bytes / (bandwidth_gb_per_s * BYTES_PER_GB)
    return np.maximum(decode_step_s, on_host_s + on_chip_s)


def host_share_of_step(host_time_s: Value, step_time_s: Value) -> Value:
    """Share of a step in which the host works for its layers. [1]

    >>> float(host_share_of_step(0.2, 0.25))
    0.8
    """
    return np.minimum(host_time_s / step_time_s, 1.0)


def busy_host_power_share(
    host_power_share: Value,
    host_compute_power_w: Value,
    host_share_of_step: Value,
    power_limit_w: Value,
    chips_per_replica: Value,
) -> Value:
    """Host watts for each watt of chip limit, while the host computes layers. [1]

    >>> busy_host_power_share(0.4, 90.0, 0.8, 450.0, 1.0)
    0.56
    """
    computing_w = host_compute_power_w * host_share_of_step
    return host_power_share + computing_w / (power_limit_w * chips_per_replica)
