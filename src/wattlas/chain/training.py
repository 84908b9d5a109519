"""Training: what share of the peak rate a run reaches, and the power of its chips.

Constants, their fit and its limits: docs/method.md, section Training.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import FLOP_PER_TFLOP, SECONDS_PER_HOUR

A100_PEAK_TFLOPS = 312.0
A100_BALANCE_FLOP_PER_BYTE = 153.0
REFERENCE_PARAMETERS = 30e9
REFERENCE_TOKENS = 300e9
"""Points at which a factor is one: they fix what the fitted constants mean."""
BALANCE_RANGE = (0.8, 2.1)
PARAMETER_RANGE = (0.1e9, 400e9)
PEAK_RANGE = (A100_PEAK_TFLOPS, 8 * A100_PEAK_TFLOPS)
"""Outside a factor keeps its last value; where the data end is among the constants."""


def chip_balance(peak_tflops: Value, bandwidth_gb_per_s: Value) -> Value:
    """Arithmetic of a chip for each byte of bandwidth, over that of an A100. [1]

    >>> round(chip_balance(312.0, 2039.0), 2)
    1.0
    """
    return peak_tflops * 1e3 / bandwidth_gb_per_s / A100_BALANCE_FLOP_PER_BYTE


def balance_factor(chip_balance: Value, balance_exponent: Value) -> Value:
    """Loss of MFU on chips with much arithmetic for each byte of bandwidth. [1]

    >>> round(float(balance_factor(1.93, -0.405)), 3)
    0.766
    """
    return np.clip(chip_balance, *BALANCE_RANGE) ** balance_exponent


def size_factor(
    active_parameters: Value, peak_tflops: Value, size_exponent: Value
) -> Value:
    """Loss of MFU where fast chips train small models. [1]

    >>> float(size_factor(30e9, 989.4, 0.0775))
    1.0
    """
    size = np.clip(active_parameters, *PARAMETER_RANGE) / REFERENCE_PARAMETERS
    speed = np.log(np.clip(peak_tflops, *PEAK_RANGE) / A100_PEAK_TFLOPS)
    factor: Value = size ** (size_exponent * speed)
    return factor


def expected_chips(
    training_flop: Value, peak_tflops: Value, chips_per_sqrt_hour: Value
) -> Value:
    """Chips that a run of this size usually has, where they are not given. [1]

    >>> round(float(expected_chips(3.87e23, 312.0, 1.88)))
    1104
    """
    hours = training_flop / (peak_tflops * FLOP_PER_TFLOP) / SECONDS_PER_HOUR
    return np.maximum(1.0, chips_per_sqrt_hour * np.sqrt(hours))


def ideal_step_s(
    training_flop: Value,
    training_tokens: Value,
    tokens_per_step_at_300b: Value,
    chips: Value,
    peak_tflops: Value,
) -> Value:
    """Time of one optimiser step at the peak rate. [s]

    Batches grow with the length of a run, about as its tokens to the power 0.4.

    >>> round(float(ideal_step_s(3.87e23, 366e9, 2e6, 384, 312.0)), 1)
    19.1
    """
    growth = (training_tokens / REFERENCE_TOKENS) ** 0.4
    per_token = training_flop / training_tokens
    work = per_token * tokens_per_step_at_300b * growth
    return work / (chips * peak_tflops * FLOP_PER_TFLOP)


def step_mfu(
    step_mfu_base: Value,
    balance_factor: Value,
    size_factor: Value,
    ideal_step_s: Value,
    step_overhead_s: Value,
    software_factor: Value,
    precision_factor: Value,
    distillation_factor: Value = 1.0,
) -> Value:
    """Share of the 16-bit peak rate that a run reaches while it advances. [1]

    >>> round(float(step_mfu(0.4, 1.0, 1.0, 19.0, 1.0, 1.0, 1.0)), 3)
    0.38
    """
    overhead = 1.0 + step_overhead_s / ideal_step_s
    chip = balance_factor * size_factor * precision_factor
    return step_mfu_base * chip * software_factor * distillation_factor / overhead


def training_power_share(
    step_mfu: Value,
    goodput: Value,
    busy_level: Value,
    level_per_mfu: Value,
    lost_level: Value,
) -> Value:
    """Mean power of a chip over its limit, across the billed hours of a run. [1]

    >>> round(float(training_power_share(0.4, 0.82, 0.52, 0.94, 0.25)), 3)
    0.78
    """
    running = np.minimum(1.0, busy_level + level_per_mfu * step_mfu)
    return goodput * running + (1.0 - goodput) * lost_level
