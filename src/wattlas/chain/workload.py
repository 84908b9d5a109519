"""Workload: the floating-point work of training, and of one request."""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import DAYS_PER_YEAR


def training_flop(
    active_parameters: Value,
    training_tokens: Value,
    attention_flop_per_token: Value = 0.0,
    recompute_factor: Value = 1.0,
) -> Value:
    """Floating-point work of one training run. [FLOP]

    ``training_flop = (6 * active_parameters + 3 * attention_flop_per_token) *
    training_tokens * recompute_factor``

    Parameters
    ----------
    active_parameters : float or array
        Weights that multiply each token: all of a dense model, the chosen experts of
        a mixture.
    training_tokens : float or array
        Tokens seen, repetitions included.
    attention_flop_per_token : float or array
        Forward work of scores and values for one token at the mean causal context.
    recompute_factor : float or array
        1, or up to 4/3 with full recomputation of activations.

    References
    ----------
    Kaplan et al. 2020, arXiv:2001.08361, section 2.1; Narayanan et al. 2021,
    arXiv:2104.04473, equation 2 (attention).

    Examples
    --------
    >>> training_flop(active_parameters=175e9, training_tokens=300e9)
    3.15e+23
    """
    per_token = 6.0 * active_parameters + 3.0 * attention_flop_per_token
    return per_token * training_tokens * recompute_factor


def mean_training_context_tokens(sequence_tokens: Value) -> Value:
    """Mean context that a token sees in training: half of the sequence. [token]

    ``mean_training_context_tokens = sequence_tokens / 2``

    >>> mean_training_context_tokens(sequence_tokens=4096.0)
    2048.0
    """
    return sequence_tokens / 2


def requests(requests_per_day: Value, service_years: Value) -> Value:
    """Requests of a service over its years. [1]

    ``requests = requests_per_day * 365 * service_years``

    >>> requests(requests_per_day=1000.0, service_years=2.0)
    730000.0
    """
    return requests_per_day * DAYS_PER_YEAR * service_years


def uncached_prompt_tokens(prompt_tokens: Value, cached_prompt_tokens: Value) -> Value:
    """Prompt tokens that must be read, because no cache holds them. [token]

    ``uncached_prompt_tokens = max(0, prompt_tokens - cached_prompt_tokens)``

    Where the prompt is a range, a draw of it may be shorter than what is cached.

    >>> float(uncached_prompt_tokens(prompt_tokens=500.0, cached_prompt_tokens=100.0))
    400.0
    """
    return np.maximum(0.0, prompt_tokens - cached_prompt_tokens)


def prefill_flop(
    active_parameters: Value,
    uncached_prompt_tokens: Value,
    attention_flop_per_token: Value = 0.0,
) -> Value:
    """Forward work of reading the uncached part of one prompt. [FLOP]

    ``prefill_flop = (2 * active_parameters + attention_flop_per_token) *
    uncached_prompt_tokens``

    >>> prefill_flop(active_parameters=70e9, uncached_prompt_tokens=500)
    70000000000000.0
    """
    per_token = 2.0 * active_parameters + attention_flop_per_token
    return per_token * uncached_prompt_tokens


def decode_flop_per_step(
    active_parameters: Value,
    batch: Value,
    decode_attention_flop_per_token: Value = 0.0,
) -> Value:
    """Forward work of one decode step: one token for each running request. [FLOP]

    ``decode_flop_per_step = (2 * active_parameters +
    decode_attention_flop_per_token) * batch``

    >>> decode_flop_per_step(active_parameters=70e9, batch=64)
    8960000000000.0
    """
    return (2.0 * active_parameters + decode_attention_flop_per_token) * batch


def experts_hit(experts: Value, experts_per_token: Value, batch: Value) -> Value:
    """Mean number of distinct experts of a layer that a batch of tokens uses. [1]

    ``experts_hit = experts * (1 - (1 - experts_per_token / experts) ** batch)``

    Tokens are taken to choose experts evenly and independently.

    >>> float(experts_hit(experts=128, experts_per_token=8, batch=1))
    8.0
    """
    return experts * (1.0 - (1.0 - experts_per_token / experts) ** batch)
