"""What attention and state cost a sequence: cache, recurrent state, arithmetic.

The examples use the tiny model of `wattlas.chain.counts`.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.architecture import Architecture
from wattlas.chain.counts import conv_channels
from wattlas.chain.types import Value

STATE_BYTES = 4  # recurrent states are kept in float32
CONV_BYTES = 2  # the last inputs of the convolution stay in bfloat16


def kv_elements_per_token(architecture: Architecture) -> tuple[int, int]:
    """Values cached for one token, in full and in windowed layers. [1]

    Source: Pope et al. 2022, arXiv:2211.05102; latent: DeepSeek-AI 2024,
    arXiv:2405.04434, table 1.

    >>> from wattlas.chain.counts import TINY
    >>> kv_elements_per_token(TINY)
    (16, 0)
    """
    per_layer = 2 * architecture.kv_heads * architecture.head_dim
    if architecture.uses_latent_attention:
        per_layer = architecture.kv_lora_rank + architecture.qk_rope_head_dim
    full, windowed = (
        architecture.full_attention_layers,
        architecture.windowed_attention_layers,
    )
    return full * per_layer, windowed * per_layer


def kv_elements(architecture: Architecture, context_tokens: Value) -> Value:
    """Values in the cache of one sequence of this context. [1]

    Source: Pope et al. 2022, arXiv:2211.05102; windows: Beltagy et al. 2020.

    >>> from wattlas.chain.counts import TINY
    >>> float(kv_elements(TINY, context_tokens=10))
    160.0
    """
    full, windowed = kv_elements_per_token(architecture)
    return full * context_tokens + windowed * _within_window(
        architecture, context_tokens
    )


def state_bytes_per_sequence(architecture: Architecture) -> int:
    """Recurrent state of one sequence, however long it is. [bytes]

    Source: Dao and Gu 2024, arXiv:2405.21060; state in float32, inputs in bfloat16.

    >>> from wattlas.chain.counts import TINY
    >>> state_bytes_per_sequence(TINY)
    0
    """
    state = (
        architecture.ssm_heads * architecture.ssm_head_dim * architecture.ssm_state_size
    )
    recent = max(architecture.ssm_conv - 1, 0) * conv_channels(architecture)
    return architecture.state_layers * (STATE_BYTES * state + CONV_BYTES * recent)


def attention_flop_per_token(
    architecture: Architecture, context_tokens: Value
) -> Value:
    """Arithmetic of scores and weighted values for one token. [FLOP]

    The context is what this token sees: half of the length, on average, in training
    and prefill. Latent attention has its heads written out, as in training and
    prefill: 2 * (nope + rope + v) in place of 4 * head_dim.
    Source: Narayanan et al. 2021, arXiv:2104.04473, appendix.

    >>> from wattlas.chain.counts import TINY
    >>> float(attention_flop_per_token(TINY, context_tokens=10))
    640.0
    """
    width = 2 * architecture.head_dim
    if architecture.uses_latent_attention:
        width = (
            architecture.qk_nope_head_dim
            + architecture.qk_rope_head_dim
            + architecture.v_head_dim
        )
    return (
        2
        * architecture.query_heads
        * width
        * _attended_tokens(architecture, context_tokens)
    )


def decode_attention_flop_per_token(
    architecture: Architecture, context_tokens: Value
) -> Value:
    """Arithmetic of scores and weighted values for one generated token. [FLOP]

    Decoding reads the latent cache as it is, so that each head works on the whole
    latent vector; other models: as `attention_flop_per_token`.
    Source: DeepSeek-AI 2024, arXiv:2405.04434, section 2.1 (absorbed matrices).

    >>> from wattlas.chain.counts import TINY
    >>> float(decode_attention_flop_per_token(TINY, context_tokens=10))
    640.0
    """
    width = 2 * architecture.head_dim
    if architecture.uses_latent_attention:
        width = 2 * architecture.kv_lora_rank + architecture.qk_rope_head_dim
    return (
        2
        * architecture.query_heads
        * width
        * _attended_tokens(architecture, context_tokens)
    )


def _within_window(a: Architecture, context_tokens: Value) -> Value:
    """Return the tokens of a context that a windowed layer keeps."""
    return np.minimum(context_tokens, a.window_tokens)


def _attended_tokens(a: Architecture, context_tokens: Value) -> Value:
    """Return the tokens attended to, summed over the layers."""
    windowed = a.windowed_attention_layers * _within_window(a, context_tokens)
    return a.full_attention_layers * context_tokens + windowed
