"""Serving: from engine steps to requests, and replicas that wait for them.

Constants and their limits: docs/method.md, section Serving.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import BYTES_PER_GB, HOURS_PER_YEAR, SECONDS_PER_HOUR


def mean_context_tokens(
    prompt_tokens: Value, output_tokens: Value, context_share: Value = 0.5
) -> Value:
    """Mean context of the requests that run at one time. [token]

    Above one half, because long answers run longer than short ones.

    >>> mean_context_tokens(500.0, 300.0, 0.7)
    710.0
    """
    return prompt_tokens + context_share * output_tokens


def running_batch(batch_limit: Value, running_share: Value) -> Value:
    """Requests that run at once on the mean busy replica. [1]

    `batch_limit` is the most that memory, the scheduler and the latency allow.

    >>> float(running_batch(200.0, 0.5)), float(running_batch(1.0, 0.5))
    (100.0, 1.0)
    """
    return np.maximum(batch_limit * running_share, 1.0)


def decode_steps(output_tokens: Value, accepted_draft_tokens: Value) -> Value:
    """Steps that generate an answer, where each step also keeps accepted drafts. [1]

    Source: Leviathan et al. 2023, arXiv:2211.17192, with the accepted tokens given.

    >>> decode_steps(300.0, 0.5)
    200.0
    """
    return output_tokens / (1.0 + accepted_draft_tokens)


def decoded_positions(batch: Value, draft_tokens: Value) -> Value:
    """Positions of a step: the next token of each request and its drafts. [token]

    >>> decoded_positions(64.0, 1.0)
    128.0
    """
    return batch * (1.0 + draft_tokens)


def token_time_s(decode_step_s: Value, accepted_draft_tokens: Value) -> Value:
    """Time from one token of an answer to the next, on the mean. [s]

    >>> round(float(token_time_s(0.03, 0.5)), 3)
    0.02
    """
    return decode_step_s / (1.0 + accepted_draft_tokens)


def first_token_s(
    decode_step_s: Value,
    prompt_step_s: Value,
    prompt_alone_s: Value,
    time_error: Value,
) -> Value:
    """Time to the first token of a request that no queue holds up. [s]

    Half a step until the next one starts, and the step that carries the prompt, with
    the error of the equations: at least the arithmetic of the prompt on the boards
    that attend to it.

    >>> round(float(first_token_s(0.03, 0.05, 0.2, 1.0)), 3)
    0.215
    >>> round(float(first_token_s(0.03, 0.05, 0.2, 1.5)), 3)
    0.315
    """
    prompt_s = np.maximum(prompt_step_s, prompt_alone_s)
    return 0.5 * decode_step_s + prompt_s * time_error


def prompt_step_share(batch: Value, output_tokens: Value) -> Value:
    """Share of the engine's steps that carry the prompt of a new request. [1]

    Requests are taken to arrive independently, `batch / output_tokens` a step.

    >>> round(float(prompt_step_share(64.0, 320.0)), 4)
    0.1813
    """
    return 1.0 - np.exp(-batch / np.maximum(output_tokens, 1.0))


def chunked_step_share(
    prompt_step_share: Value,
    uncached_prompt_tokens: Value,
    batch: Value,
    output_tokens: Value,
    chunk_tokens: Value,
) -> Value:
    """Share of the steps that carry prompts where no step takes more than a chunk. [1]

    At most all of them: beyond that prompts wait, and the step that carries them holds
    what has to be read for a step on the mean.

    >>> round(float(chunked_step_share(0.1813, 500.0, 64.0, 320.0, 200.0)), 3)
    0.5
    """
    admitted = batch / np.maximum(output_tokens, 1.0)
    needed = uncached_prompt_tokens * admitted / chunk_tokens
    return np.minimum(np.maximum(prompt_step_share, needed), 1.0)


def prompt_tokens_in_step(
    uncached_prompt_tokens: Value,
    batch: Value,
    output_tokens: Value,
    prompt_step_share: Value,
) -> Value:
    """Prompt tokens in a step that carries prompts. [token]

    >>> round(float(prompt_tokens_in_step(500.0, 64.0, 320.0, 0.18127)), 1)
    551.7
    """
    admitted = batch / np.maximum(output_tokens, 1.0)
    return uncached_prompt_tokens * admitted / prompt_step_share


def mean_over_steps(
    decode_step: Value, prompt_step: Value, prompt_step_share: Value
) -> Value:
    """Mean of a quantity over steps without and with prompts.

    >>> mean_over_steps(1.0, 3.0, 0.25)
    1.5
    """
    return (1 - prompt_step_share) * decode_step + prompt_step_share * prompt_step


def step_time_s(
    board_time_s: Value,
    batch: Value,
    host_floor_ms: Value,
    host_sequence_us: Value,
    host_serial: Value,
) -> Value:
    """Mean time of one step of a replica. [s]

    An engine that schedules asynchronously hides the host behind the boards; in older
    ones (`host_serial` 1) the boards wait for it.

    >>> round(float(step_time_s(0.02, 64.0, 2.0, 0.0, 0.0)), 5)
    0.02001
    """
    floor = host_floor_ms * 1e-3
    hidden = (board_time_s**3 + floor**3) ** (1 / 3)
    waited = board_time_s + floor + host_sequence_us * 1e-6 * batch
    return np.where(host_serial > 0, waited, hidden)


def decode_step_s(
    step_time_s: Value,
    time_error: Value,
    board_bytes: Value,
    bandwidth_gb_per_s: Value,
) -> Value:
    """Mean time of one step, with the error of the equations. [s]

    None is shorter than its bytes take at the full rate of the memory.

    >>> round(float(decode_step_s(0.02, 1.1, 16e9, 1008.0)), 3)
    0.022
    >>> round(float(decode_step_s(0.02, 0.5, 16e9, 1008.0)), 4)
    0.0159
    """
    least_s = board_bytes / (bandwidth_gb_per_s * BYTES_PER_GB)
    return np.maximum(step_time_s * time_error, least_s)


def inferred_model_step_s(
    step_time_s: Value,
    inferred_model_error: Value,
    price_over_known: Value,
    beyond_price_exponent: Value,
) -> Value:
    """Mean time of one step of a model whose size is inferred. [s]

    The error is what open models took, over what was inferred from their prices.
    Beyond the price of the dearest open model the work may stay (exponent 0: all of the
    price is margin) or rise with the price (1).

    >>> inferred_model_step_s(0.02, 1.5, 4.0, 0.5)
    0.06
    """
    return step_time_s * inferred_model_error * price_over_known**beyond_price_exponent


def inferred_chip_step_s(step_time_s: Value, inferred_chip_error: Value) -> Value:
    """Mean time of one step, at the same power, where the chip is not known. [s]

    >>> inferred_chip_step_s(0.02, 0.5)
    0.01
    """
    return step_time_s * inferred_chip_error


def busy_chip_hours_per_request(
    output_tokens: Value, decode_step_s: Value, batch: Value, chips_per_replica: Value
) -> Value:
    """Chip-hours that one request takes of a busy replica. [h]

    The prompt is in the mean step: it rides along.

    >>> float(busy_chip_hours_per_request(300.0, 0.03, 60.0, 24000.0))
    1.0
    """
    time_s = np.maximum(output_tokens, 1.0) * decode_step_s / batch
    return chips_per_replica * time_s / SECONDS_PER_HOUR


def busy_chip_hours(busy_chip_hours_per_request: Value, requests: Value) -> Value:
    """Chip-hours that all requests take of busy replicas. [h]

    >>> busy_chip_hours(0.002, 1000.0)
    2.0
    """
    return busy_chip_hours_per_request * requests


def metered_idle_energy_kwh(
    metered_energy_kwh: Value, waiting_power_w: Value, mean_power_w: Value
) -> Value:
    """Part of a metered service's energy that it would draw without requests. [kWh]

    >>> round(float(metered_idle_energy_kwh(914.0, 1294.0, 1667.0)), 1)
    709.5
    """
    return metered_energy_kwh * np.minimum(1.0, waiting_power_w / mean_power_w)


def metered_busy_energy_kwh(
    metered_energy_kwh: Value, metered_idle_energy_kwh: Value
) -> Value:
    """Part of a metered service's energy that its requests add. [kWh]

    >>> metered_busy_energy_kwh(914.0, 709.5)
    204.5
    """
    return metered_energy_kwh - metered_idle_energy_kwh


def waiting_chip_hours(busy_chip_hours: Value, busy_share: Value) -> Value:
    """Chip-hours that replicas wait for requests, for their busy chip-hours. [h]

    >>> waiting_chip_hours(busy_chip_hours=3.0, busy_share=0.75)
    1.0
    """
    return busy_chip_hours * (1.0 - busy_share) / busy_share


def needed_replicas(
    busy_chip_hours: Value, chips_per_replica: Value, service_years: Value
) -> Value:
    """Replicas that a volume would keep busy all the time. [1]

    >>> needed_replicas(busy_chip_hours=87_600.0, chips_per_replica=4.0,
    ...     service_years=1.0)
    2.5
    """
    return busy_chip_hours / chips_per_replica / (service_years * HOURS_PER_YEAR)


def busy_share(needed_replicas: Value, replicas: Value) -> Value:
    """Share of the time in which replicas have requests. [1]

    >>> float(busy_share(needed_replicas=3.0, replicas=4.0))
    0.75
    """
    return np.minimum(needed_replicas / replicas, 1.0)
