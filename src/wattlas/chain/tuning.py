"""Fine-tuning and learning from rewards: work by method, memory, adapters.

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


def sample_forward_flop(
    active_parameters: Value,
    layers: Value,
    hidden_size: Value,
    sample_tokens: Value,
) -> Value:
    """Forward work for one token of a sample, attention to those before. [FLOP]

    >>> sample_forward_flop(7.5e9, 32.0, 4096.0, 2048.0) / 1e9
    15.536870912
    """
    return 2.0 * active_parameters + 2.0 * layers * hidden_size * sample_tokens


def processed_tokens(
    samples: Value, sample_tokens: Value, epochs: Value, padding_factor: Value
) -> Value:
    """Tokens that are computed, padding included. [token]

    >>> processed_tokens(50e3, 512.0, 3.0, 1.25)
    96000000.0
    """
    return samples * sample_tokens * epochs * padding_factor


def adapter_parameters(
    rank: Value, active_parameters: Value, hidden_size: Value, adapter_width: Value
) -> Value:
    """Weights of adapters of a rank on every product. [1]

    `adapter_width` is the sum of inputs and outputs of all products over parameters
    by width: 1.4 for matrices that are a few widths long.

    >>> round(adapter_parameters(16.0, 7.5e9, 4096.0, 1.43) / 1e6, 1)
    41.9
    """
    return rank * adapter_width * active_parameters / hidden_size


def tuning_flop(
    processed_tokens: Value,
    sample_forward_flop: Value,
    forward_passes: Value,
    adapter_parameters: Value = 0.0,
    teacher_flop: Value = 0.0,
) -> Value:
    """Work of a tuning run. [FLOP]

    `forward_passes` is the work of a token over one forward pass: 3 for all weights,
    2 where they are frozen, one more with recomputation, and what a reference reads.

    >>> tuning_flop(1e8, 15e9, 3.0, 42e6) / 1e18
    4.5252
    """
    step = forward_passes * sample_forward_flop + 6.0 * adapter_parameters
    return processed_tokens * (step + teacher_flop)


def tuning_chip_hours(
    tuning_flop: Value,
    peak_tflops: Value,
    step_mfu: Value,
    goodput: Value,
    unpacking_factor: Value = 1.0,
    precision_factor: Value = 1.0,
    time_error: Value = 1.0,
) -> Value:
    """Chip-hours of a tuning run. [h]

    `unpacking_factor` is the time with weights in 4 bits over that without,
    `precision_factor` the rate in a narrow format over that of 16 bits.

    >>> round(tuning_chip_hours(4.5e18, 165.0, 0.3, 0.9), 1)
    28.1
    """
    rate = peak_tflops * FLOP_PER_TFLOP * step_mfu * goodput * precision_factor
    return tuning_flop / rate / SECONDS_PER_HOUR * unpacking_factor * time_error


def tuning_memory_gb(
    total_parameters: Value,
    bytes_per_parameter: Value,
    trained_bytes: Value,
    adapter_parameters: Value = 0.0,
) -> Value:
    """Memory of weights, gradients and optimiser, without activations. [GB]

    `trained_bytes` is what each weight of an adapter holds, `bytes_per_parameter` one
    of the model.

    >>> tuning_memory_gb(8e9, 2.0, 16.0, 42e6)
    16.672
    """
    held = total_parameters * bytes_per_parameter + trained_bytes * adapter_parameters
    return held / BYTES_PER_GB


def part_trained_passes(trained_share: Value, reached_share: Value) -> Value:
    """Work of a token over one forward pass where a share of the weights is trained.

    The way back goes through the layers above the lowest trained one, which is
    `reached_share` of all, and to the weights that are trained.

    >>> part_trained_passes(1.0, 1.0), part_trained_passes(0.25, 0.25)
    (3.0, 1.5)
    """
    return 1.0 + reached_share + trained_share


def part_trained_bytes(
    trained_share: Value, frozen_bytes: Value, trained_bytes: Value
) -> Value:
    """Bytes of the mean weight where a share of them is trained. [byte]

    >>> part_trained_bytes(0.5, 2.0, 16.0)
    9.0
    """
    return frozen_bytes + trained_share * (trained_bytes - frozen_bytes)


def rollouts(prompts: Value, group: Value) -> Value:
    """Answers that are sampled. [1]

    >>> rollouts(1000.0, 8.0)
    8000.0
    """
    return prompts * group


def rollout_total(rollouts: Value, each: Value, time_error: Value = 1.0) -> Value:
    """Hours, energy or tokens of all answers. [h, kWh or token]

    >>> rollout_total(1000.0, 0.01)
    10.0
    """
    return rollouts * each * time_error


def waiting_hours(busy_chip_hours: Value, waiting_share: Value) -> Value:
    """Chip-hours that wait, where a share of all of them does. [h]

    >>> float(waiting_hours(60.0, 0.4))
    40.0
    """
    return busy_chip_hours * waiting_share / np.maximum(1.0 - waiting_share, 1e-6)


def other_runs(runs: Value, failed_share: Value) -> Value:
    """Trial and failed runs over the run that is kept. [1]

    >>> other_runs(40.0, 0.5)
    39.5
    """
    return runs - 1.0 + failed_share


def forward_flop(parameters: Value) -> Value:
    """Forward work of a model that only reads a token. [FLOP]

    >>> forward_flop(70e9) / 1e9
    140.0
    """
    return 2.0 * parameters


def judged_passes(judges: Value, off_policy: Value, update_passes: Value) -> Value:
    """Work of an answer's token over one forward pass of the policy. [1]

    The update, a pass of each model that judges, one for old log-probabilities.

    >>> judged_passes(1.0, 1.0, 4.0)
    6.0
    """
    return update_passes + judges + off_policy


def answer_tokens(prompt_tokens: Value, output_tokens: Value) -> Value:
    """Tokens of a prompt and its answer. [token]

    >>> answer_tokens(300.0, 1000.0)
    1300.0
    """
    return prompt_tokens + output_tokens
