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

    >>> mean_training_context_tokens(sequence_tokens=4096.0)
    2048.0
    """
    return sequence_tokens / 2


def requests(requests_per_day: Value, service_years: Value) -> Value:
    """Requests of a service over its years. [1]

    >>> requests(requests_per_day=1000.0, service_years=2.0)
    730000.0
    """
    return requests_per_day * DAYS_PER_YEAR * service_years


def uncached_prompt_tokens(prompt_tokens: Value, cached_prompt_tokens: Value) -> Value:
    """Prompt tokens that must be read, because no cache holds them. [token]

    Where the prompt is a range, a draw of it may be shorter than what is cached.

    >>> float(uncached_prompt_tokens(prompt_tokens=500.0, cached_prompt_tokens=100.0))
    400.0
    """
    return np.maximum(0.0, prompt_tokens - cached_prompt_tokens)


def mean_prompt_context_tokens(
    prompt_tokens: Value, cached_prompt_tokens: Value
) -> Value:
    """Mean context that an uncached prompt token sees while it is read. [token]

    >>> mean_prompt_context_tokens(500.0, 100.0)
    300.0
    """
    return (prompt_tokens + cached_prompt_tokens) / 2
