"""What attention and state cost a sequence: cache, recurrent state, arithmetic.

The examples use the tiny model of `wattlas.chain.counts`.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value


def kv_elements_per_token(architecture: Architecture) -> tuple[float, float]:
    """Values cached for one token: in layers that keep all, and in windows. [1]

    Compressed entries count by their share of a token; keys of an indexer are in.
    Source: Pope et al. 2022, arXiv:2211.05102; latent: DeepSeek-AI 2024,
    arXiv:2405.04434, table 1.

    >>> from wattlas.chain.counts import TINY
    >>> kv_elements_per_token(TINY)
    (16.0, 0.0)
    """
    kept_in_part = architecture.kept_of_window + architecture.kept_of_choice
    return architecture.kept_of_everything, kept_in_part


def kv_elements(architecture: Architecture, context_tokens: Value) -> Value:
    """Values in the cache of one sequence of this context. [1]

    Source: Pope et al. 2022, arXiv:2211.05102; windows: Beltagy et al. 2020.

    >>> from wattlas.chain.counts import TINY
    >>> float(kv_elements(TINY, context_tokens=10))
    160.0
    """
    window = architecture.kept_of_window * np.minimum(
        context_tokens, architecture.window_tokens
    )
    choice = architecture.kept_of_choice * np.minimum(
        context_tokens, architecture.choice_tokens
    )
    everything = architecture.kept_of_everything * context_tokens
    return everything + window + choice + architecture.kept_always


def kv_elements_read(architecture: Architecture, context_tokens: Value) -> Value:
    """Values of the cache that one generated token of this context reads. [1]

    Sparse attention keeps every position and reads the chosen ones, and all keys of
    its indexer; layers on a shared cache read what another layer keeps.
    Source: DeepSeek-AI 2025, DeepSeek-V3.2-Exp, section 2.

    >>> from wattlas.chain.counts import TINY
    >>> float(kv_elements_read(TINY, context_tokens=10))
    160.0
    """
    window = architecture.read_of_window * np.minimum(
        context_tokens, architecture.window_tokens
    )
    choice = architecture.read_of_choice * np.minimum(
        context_tokens, architecture.choice_tokens
    )
    everything = architecture.read_of_everything * context_tokens
    return everything + window + choice + architecture.read_always


def state_bytes_per_sequence(architecture: Architecture) -> float:
    """Recurrent state of one sequence, however long it is. [bytes]

    Source: Dao and Gu 2024, arXiv:2405.21060; state in float32, inputs in bfloat16.

    >>> from wattlas.chain.counts import TINY
    >>> state_bytes_per_sequence(TINY)
    0.0
    """
    return architecture.state_bytes


def attention_flop_per_token(
    architecture: Architecture, context_tokens: Value
) -> Value:
    """Arithmetic of scores, weighted values and states for one token. [FLOP]

    The context is what this token sees: half of the length, on average, in training
    and prefill. Latent attention has its heads written out, as in training and
    prefill: 2 * (nope + rope + v) in place of 4 * head_dim. A token of an encoder sees
    the whole length.
    Source: Narayanan et al. 2021, arXiv:2104.04473, appendix.

    >>> from wattlas.chain.counts import TINY
    >>> float(attention_flop_per_token(TINY, context_tokens=10))
    640.0
    """
    window = architecture.flop_of_window * np.minimum(
        context_tokens, architecture.window_tokens
    )
    choice = architecture.flop_of_choice * np.minimum(
        context_tokens, architecture.choice_tokens
    )
    everything = architecture.flop_of_everything * context_tokens
    decoder = everything + window + choice + architecture.flop_always
    encoder = 2 * architecture.encoder_flop * context_tokens
    return encoder if architecture.two_halves > 0 else decoder


def decode_attention_flop_per_token(
    architecture: Architecture, context_tokens: Value
) -> Value:
    """Arithmetic of scores, weighted values and states for one generated token. [FLOP]

    Decoding reads the latent cache as it is, so that each head works on the whole
    latent vector; other models: as `attention_flop_per_token`.
    Source: DeepSeek-AI 2024, arXiv:2405.04434, section 2.1 (absorbed matrices).

    >>> from wattlas.chain.counts import TINY
    >>> float(decode_attention_flop_per_token(TINY, context_tokens=10))
    640.0
    """
    window = architecture.decode_flop_of_window * np.minimum(
        context_tokens, architecture.window_tokens
    )
    choice = architecture.decode_flop_of_choice * np.minimum(
        context_tokens, architecture.choice_tokens
    )
    everything = architecture.decode_flop_of_everything * context_tokens
    return everything + window + choice + architecture.decode_flop_always
