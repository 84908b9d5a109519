"""Disaggregated serving: replicas that compute prompts, and others that decode.

Each side runs alone at its own pace; the cache of a prompt goes from one to the other.
Replicas of the two are as many as keep up with each other. Source: Zhong et al. 2024,
arXiv:2401.09670; Patel et al. 2024, arXiv:2311.18677.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import BYTES_PER_GB, SECONDS_PER_HOUR


def prefill_tokens_in_step(chunk_tokens: Value, data_parallel: Value) -> Value:
    """Prompt tokens in a step of a replica that does nothing else. [token]

    Each data-parallel group fills a chunk of its own.

    >>> prefill_tokens_in_step(8192.0, 4.0)
    32768.0
    """
    return chunk_tokens * data_parallel


def prefill_step_s(step_time_s: Value, time_error: Value) -> Value:
    """Time of a step of prompts, with the error of the equations. [s]

    >>> prefill_step_s(0.5, 1.1)
    0.55
    """
    return step_time_s * time_error


def prompt_time_s(
    prefill_step_s: Value, uncached_prompt_tokens: Value, prompt_tokens_in_step: Value
) -> Value:
    """Time that one prompt takes of a replica of prompts. [s]

    >>> prompt_time_s(0.5, 2048.0, 8192.0)
    0.125
    """
    return prefill_step_s * uncached_prompt_tokens / prompt_tokens_in_step


def later_tokens(output_tokens: Value) -> Value:
    """Tokens of an answer that are decoded: the first comes of the prompt. [token]

    At least the one for which the cache is handed over.

    >>> float(later_tokens(300.0)), float(later_tokens(1.0))
    (299.0, 1.0)
    """
    return np.maximum(output_tokens - 1.0, 1.0)


def answer_time_s(decode_steps: Value, decode_step_s: Value, batch: Value) -> Value:
    """Time that one answer takes of a replica that decodes a batch. [s]

    >>> answer_time_s(300.0, 0.03, 60.0)
    0.15
    """
    return decode_steps * decode_step_s / batch


def kv_transfer_bytes(
    kv_elements: Value, bytes_per_kv_element: Value, state_bytes: Value
) -> Value:
    """Cache and state that a request hands from prefill to decode. [byte]

    Cached tokens of the prompt are in: decoding reads them too.

    >>> kv_transfer_bytes(1000 * 163_840.0, 2.0, 0.0)
    327680000.0
    """
    return kv_elements * bytes_per_kv_element + state_bytes


def kv_transfer_time_s(
    kv_transfer_bytes: Value, kv_transfer_gb_per_s: Value, chips: Value
) -> Value:
    """Time in which the links of so many chips carry the cache of a request. [s]

    >>> kv_transfer_time_s(4e9, 50.0, 8.0)
    0.01
    """
    return kv_transfer_bytes / (kv_transfer_gb_per_s * BYTES_PER_GB * chips)


def paced_time_s(work_time_s: Value, kv_transfer_time_s: Value) -> Value:
    """Time that a request takes of a replica whose links work beside its chips. [s]

    The slower of the two sets the pace.

    >>> float(paced_time_s(0.15, 0.01)), float(paced_time_s(0.15, 0.2))
    (0.15, 0.2)
    """
    return np.maximum(work_time_s, kv_transfer_time_s)


def prefill_replicas(prompt_paced_s: Value, answer_paced_s: Value) -> Value:
    """Replicas of prompts that keep up with one that decodes. [1]

    >>> prefill_replicas(0.3, 0.15)
    2.0
    """
    return prompt_paced_s / answer_paced_s


def balanced_chips(
    decode_chips: Value, prefill_chips: Value, prefill_replicas: Value
) -> Value:
    """Chips of a replica that decodes, and of those of prompts that keep up. [1]

    >>> balanced_chips(8.0, 4.0, 2.5)
    18.0
    """
    return decode_chips + prefill_chips * prefill_replicas


def disaggregated_chip_hours(
    decode_chips: Value,
    answer_paced_s: Value,
    prefill_chips: Value,
    prompt_paced_s: Value,
) -> Value:
    """Chip-hours that one request takes of busy replicas of both kinds. [h]

    >>> disaggregated_chip_hours(8.0, 225.0, 4.0, 450.0)
    1.0
    """
    both = decode_chips * answer_paced_s + prefill_chips * prompt_paced_s
    return both / SECONDS_PER_HOUR


def paced_energy_j(
    chips: Value,
    serving_chip_power_w: Value,
    idle_power_w: Value,
    work_time_s: Value,
    paced_time_s: Value,
) -> Value:
    """Energy of a replica's chips for one request, idle while its links work. [J]

    >>> paced_energy_j(8.0, 500.0, 100.0, 0.1, 0.1)
    400.0
    >>> round(paced_energy_j(8.0, 500.0, 100.0, 0.1, 0.2))
    480
    """
    waited_j = idle_power_w * (paced_time_s - work_time_s)
    return chips * (serving_chip_power_w * work_time_s + waited_j)


def disaggregated_energy_j(prompt_energy_j: Value, answer_energy_j: Value) -> Value:
    """Energy of the chips of both kinds of replicas for one request. [J]

    >>> disaggregated_energy_j(100.0, 400.0)
    500.0
    """
    return prompt_energy_j + answer_energy_j


def linked_chips(
    prefill_chips: Value,
    prefill_data_parallel: Value,
    chips_per_replica: Value,
    data_parallel: Value,
) -> Value:
    """Chips whose links carry one request's cache: of the smaller of two groups. [1]

    >>> float(linked_chips(32.0, 32.0, 144.0, 144.0))
    1.0
    >>> float(linked_chips(8.0, 1.0, 4.0, 1.0))
    4.0
    """
    return np.minimum(
        prefill_chips / prefill_data_parallel, chips_per_replica / data_parallel
    )


def mean_chip_power_w(request_energy_j: Value, chip_hours: Value) -> Value:
    """Mean power of a chip over the replicas of both kinds. [W]

    >>> mean_chip_power_w(3600.0, 0.002)
    500.0
    """
    return request_energy_j / (chip_hours * SECONDS_PER_HOUR)


def disaggregated_first_token_s(
    prefill_step_s: Value,
    uncached_prompt_tokens: Value,
    chunk_tokens: Value,
    kv_transfer_time_s: Value,
) -> Value:
    """Time to the first token where prompts are computed apart, without a queue. [s]

    Half a step until the next one starts, the steps that carry the prompt, and its
    cache handed over.

    >>> round(float(disaggregated_first_token_s(0.2, 500.0, 8192.0, 0.01)), 3)
    0.31
    """
    steps = np.maximum(uncached_prompt_tokens / chunk_tokens, 1.0)
    return prefill_step_s * (0.5 + steps) + kv_transfer_time_s
