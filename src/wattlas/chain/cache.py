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


def kv_elements_per_token(a: Architecture) -> tuple[int, int]:
    """Values cached for one token, in full and in windowed layers. [1]

    ``kv_elements_per_token = layers * 2 * kv_heads * head_dim, or layers *
    (kv_lora_rank + rope_dim)``

    Source: Pope et al. 2022, arXiv:2211.05102; latent: DeepSeek-AI 2024,
    arXiv:2405.04434, table 1.

    >>> from wattlas.chain.counts import TINY
    >>> kv_elements_per_token(TINY)
    (16, 0)
    """
    per_layer = 2 * a.kv_heads * a.head_dim
    if a.uses_latent_attention:
        per_layer = a.kv_lora_rank + a.qk_rope_head_dim
    full, windowed = a.full_attention_layers, a.windowed_attention_layers
    return full * per_layer, windowed * per_layer


def kv_elements(a: Architecture, context_tokens: Value) -> Value:
    """Values in the cache of one sequence of this context. [1]

    ``kv_elements = full * context + windowed * min(context, window)``

    Source: Pope et al. 2022, arXiv:2211.05102; windows: Beltagy et al. 2020.

    >>> from wattlas.chain.counts import TINY
    >>> kv_elements(TINY, context_tokens=10)
    160.0
    """
    full, windowed = kv_elements_per_token(a)
    return full * context_tokens + windowed * _within_window(a, context_tokens)


def state_bytes_per_sequence(a: Architecture) -> int:
    """Recurrent state of one sequence, however long it is. [bytes]

    ``state_bytes_per_sequence = layers * (4 * heads * head_dim * state + 2 * (conv
    - 1) * channels)``

    Source: Dao and Gu 2024, arXiv:2405.21060; state in float32, inputs in bfloat16.

    >>> from wattlas.chain.counts import TINY
    >>> state_bytes_per_sequence(TINY)
    0
    """
    state = a.ssm_heads * a.ssm_head_dim * a.ssm_state_size
    recent = max(a.ssm_conv - 1, 0) * conv_channels(a)
    return a.state_layers * (STATE_BYTES * state + CONV_BYTES * recent)


def attention_flop_per_token(a: Architecture, context_tokens: Value) -> Value:
    """Arithmetic of scores and weighted values for one token. [FLOP]

    ``attention_flop_per_token = 4 * query_heads * head_dim * (full * context +
    windowed * min(context, window))``

    The context is what this token sees: half of the length, on average, in training
    and prefill. Latent attention has its heads written out, as in training and
    prefill: 2 * (nope + rope + v) in place of 4 * head_dim.
    Source: Narayanan et al. 2021, arXiv:2104.04473, appendix.

    >>> from wattlas.chain.counts import TINY
    >>> attention_flop_per_token(TINY, context_tokens=10)
    640.0
    """
    width = 2 * a.head_dim
    if a.uses_latent_attention:
        width = a.qk_nope_head_dim + a.qk_rope_head_dim + a.v_head_dim
    return 2 * a.query_heads * width * _attended_tokens(a, context_tokens)


def decode_attention_flop_per_token(a: Architecture, context_tokens: Value) -> Value:
    """Arithmetic of scores and weighted values for one generated token. [FLOP]

    ``decode_attention_flop_per_token = 2 * query_heads * (2 * kv_lora_rank +
    rope_dim) * layers * context if latent``

    Decoding reads the latent cache as it is, so that each head works on the whole
    latent vector; other models: as `attention_flop_per_token`.
    Source: DeepSeek-AI 2024, arXiv:2405.04434, section 2.1 (absorbed matrices).

    >>> from wattlas.chain.counts import TINY
    >>> decode_attention_flop_per_token(TINY, context_tokens=10)
    640.0
    """
    if not a.uses_latent_attention:
        return attention_flop_per_token(a, context_tokens)
    width = 2 * a.kv_lora_rank + a.qk_rope_head_dim
    return 2 * a.query_heads * width * _attended_tokens(a, context_tokens)


def _within_window(a: Architecture, context_tokens: Value) -> Value:
    """Return the tokens of a context that a windowed layer keeps."""
    if isinstance(context_tokens, int | float):
        return float(min(context_tokens, a.window_tokens))
    return np.minimum(context_tokens, a.window_tokens)


def _attended_tokens(a: Architecture, context_tokens: Value) -> Value:
    """Return the tokens attended to, summed over the layers."""
    windowed = a.windowed_attention_layers * _within_window(a, context_tokens)
    return a.full_attention_layers * context_tokens + windowed
