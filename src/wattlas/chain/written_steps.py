"""What a network writes step by step: the time and the work of its decoder."""

from __future__ import annotations

import numpy as np

from wattlas.chain.passes import BYTES_PER_ACTIVATION
from wattlas.chain.types import Value
from wattlas.units import BYTES_PER_GB, FLOP_PER_TFLOP

STEP_LAYERS = 32.0
"""Layers of the decoder whose steps a constant is of: Whisper large."""


def heard_bytes(
    heard_tokens: Value, decoder_layers: Value, hidden_size: Value, sequences: Value
) -> Value:
    """Keys and values of what was heard, which each step of a decoder reads. [byte]

    >>> heard_bytes(1500.0, 32.0, 1280.0, 16.0) / 1e9
    3.93216
    """
    kept = 2.0 * BYTES_PER_ACTIVATION * decoder_layers * hidden_size
    return kept * heard_tokens * sequences


def step_overhead_ms(
    step_ms: Value, decoder_layers: Value, step_beside_layers: Value
) -> Value:
    """What a written step costs beside the chip's work, layer by layer. [ms]

    `step_ms` is that of a decoder of 32 layers, `step_beside_layers` how many layers
    the rest of a step is worth.

    >>> step_overhead_ms(34.0, 32.0, 2.0), step_overhead_ms(34.0, 4.0, 2.0)
    (34.0, 6.0)
    """
    layers = decoder_layers + step_beside_layers
    return step_ms * layers / (STEP_LAYERS + step_beside_layers)


def decoding_time_s(
    decoder_steps: Value,
    decoder_parameters: Value,
    bytes_per_weight: Value,
    heard_bytes: Value,
    sequences: Value,
    peak_tflops: Value,
    pass_efficiency: Value,
    bandwidth_gb_per_s: Value,
    memory_efficiency: Value,
    step_ms: Value,
) -> Value:
    """Time in which a decoder writes its steps one after the other. [s]

    `sequences` are those at once: a batch, and the beams of each item. A step reads
    every weight once, and takes `step_ms` of the program around it.

    >>> round(float(decoding_time_s(
    ...     105.0, 840e6, 2.0, 4e9, 16.0, 312.0, 0.5, 1555.0, 0.85, 5.0)), 3)
    0.977
    """
    rate = bandwidth_gb_per_s * BYTES_PER_GB * memory_efficiency
    memory_s = (decoder_parameters * bytes_per_weight + heard_bytes) / rate
    work = 2.0 * decoder_parameters * sequences
    arithmetic_s = work / (peak_tflops * FLOP_PER_TFLOP * pass_efficiency)
    device_s = np.sqrt(arithmetic_s**2 + memory_s**2)
    return decoder_steps * (device_s + step_ms * 1e-3)


def decoder_flop(
    decoder_steps: Value, decoder_parameters: Value, sequences: Value
) -> Value:
    """Work of a decoder over its steps. [FLOP]

    >>> decoder_flop(10.0, 1e9, 2.0)
    40000000000.0
    """
    return 2.0 * decoder_steps * decoder_parameters * sequences


def heard_sequences(batch: Value, beams: Value) -> Value:
    """Sequences that a decoder writes at once: beams of each item. [1]

    >>> heard_sequences(8.0, 5.0)
    40.0
    """
    return batch * beams
