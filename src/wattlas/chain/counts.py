"""Weights of a model, counted from its shape.

Norms, biases and Mamba's per-head scalars are left out: under 0.2 % of the weights.
The examples count a model small enough to do by hand: `TINY` has 2 layers of width 8,
2 query heads and 1 key-value head of width 4, a plain feed-forward of 32, 16 words.
"""

from __future__ import annotations

from wattlas.chain.architecture import Architecture

TINY = Architecture(
    name="tiny",
    layers=2,
    full_attention_layers=2,
    dense_ffn_layers=2,
    hidden_size=8,
    query_heads=2,
    kv_heads=1,
    head_dim=4,
    ffn_size=32,
    ffn_matrices=2,
    vocab_size=16,
)


def input_embedding_parameters(a: Architecture) -> int:
    """Weights that are looked up and never multiplied: tokens and positions. [1]

    ``input_embedding_parameters = hidden * ((0 if tied else vocab) + positions)``

    Source: by definition. A tied table is multiplied as the output head.

    >>> input_embedding_parameters(TINY)
    128
    """
    looked_up = 0 if a.tied_embeddings else a.vocab_size
    return a.hidden_size * (looked_up + a.learned_positions)


def embedding_parameters(a: Architecture) -> int:
    """Weights of the token table, the output head and learned positions. [1]

    ``embedding_parameters = hidden * (vocab * (1 if tied else 2) + positions)``

    Source: Radford et al. 2019 (tied); Touvron et al. 2023 (untied).

    >>> embedding_parameters(TINY)
    256
    """
    return a.hidden_size * a.vocab_size + input_embedding_parameters(a)


def attention_parameters(a: Architecture) -> int:
    """Weights of all query, key, value and output projections. [1]

    ``attention_parameters = layers * hidden * head_dim * (2 * query_heads + 2 *
    kv_heads)``

    Source: Ainslie et al. 2023, arXiv:2305.13245; latent attention by DeepSeek-AI
    2024, arXiv:2405.04434, section 2.1.

    >>> attention_parameters(TINY)
    384
    """
    if a.uses_latent_attention:
        return a.attention_layers * _latent_attention_parameters(a)
    heads = 2 * a.query_heads + 2 * a.kv_heads
    return a.attention_layers * a.hidden_size * a.head_dim * heads


def ffn_parameters(a: Architecture) -> int:
    """Weights of the dense feed-forward layers. [1]

    ``ffn_parameters = dense_layers * matrices * hidden * ffn_size``

    Source: Vaswani et al. 2017 (two matrices); Shazeer 2020, arXiv:2002.05202 (three).

    >>> ffn_parameters(TINY)
    1024
    """
    return a.dense_ffn_layers * a.ffn_matrices * a.hidden_size * a.ffn_size


def expert_parameters(a: Architecture) -> int:
    """Weights of all routed experts. [1]

    ``expert_parameters = moe_layers * experts * matrices * hidden * expert_ffn_size``

    Source: Shazeer et al. 2017, arXiv:1701.06538.

    >>> from dataclasses import replace
    >>> moe = replace(TINY, dense_ffn_layers=0, moe_layers=2, experts=4,
    ...               experts_per_token=1, expert_ffn_size=16)
    >>> expert_parameters(moe)
    2048
    """
    return a.moe_layers * a.experts * _one_expert(a)


def active_expert_parameters(a: Architecture) -> int:
    """Weights of the routed experts that one token visits. [1]

    ``active_expert_parameters = moe_layers * experts_per_token * matrices * hidden
    * expert_ffn_size``

    Source: Shazeer et al. 2017, arXiv:1701.06538.

    >>> from dataclasses import replace
    >>> moe = replace(TINY, dense_ffn_layers=0, moe_layers=2, experts=4,
    ...               experts_per_token=1, expert_ffn_size=16)
    >>> active_expert_parameters(moe)
    512
    """
    return a.moe_layers * a.experts_per_token * _one_expert(a)


def shared_expert_parameters(a: Architecture) -> int:
    """Weights of the experts that every token visits. [1]

    ``shared_expert_parameters = moe_layers * shared_experts * matrices * hidden *
    shared_ffn_size``

    Source: Dai et al. 2024, arXiv:2401.06066, section 3.2.

    >>> from dataclasses import replace
    >>> moe = replace(TINY, dense_ffn_layers=0, moe_layers=2, experts=4,
    ...               experts_per_token=1, expert_ffn_size=16, shared_experts=1,
    ...               shared_ffn_size=32)
    >>> shared_expert_parameters(moe)
    1024
    """
    width = a.shared_experts * a.shared_ffn_size
    return a.moe_layers * a.ffn_matrices * a.hidden_size * width


def router_parameters(a: Architecture) -> int:
    """Weights that choose the experts. [1]

    ``router_parameters = moe_layers * hidden * experts``

    Source: Shazeer et al. 2017, arXiv:1701.06538.

    >>> router_parameters(TINY)
    0
    """
    return a.moe_layers * a.hidden_size * a.experts


def state_parameters(a: Architecture) -> int:
    """Weights of the Mamba-2 layers: projections in and out, convolution. [1]

    ``state_parameters = layers * (hidden * (3 * inner + 2 * groups * state + heads)
    + conv * channels)``

    where inner = heads * head_dim and channels = inner + 2 * groups * state.
    Source: Dao and Gu 2024, arXiv:2405.21060, section 7.

    >>> from dataclasses import replace
    >>> hybrid = replace(TINY, state_layers=1, ssm_heads=4, ssm_head_dim=4,
    ...                  ssm_state_size=8, ssm_groups=1, ssm_conv=4)
    >>> state_parameters(hybrid)  # 8 * (48 + 16 + 4) + 4 * 32
    672
    """
    inner = a.ssm_heads * a.ssm_head_dim
    projected = 3 * inner + 2 * a.ssm_groups * a.ssm_state_size + a.ssm_heads
    per_layer = a.hidden_size * projected + a.ssm_conv * conv_channels(a)
    return a.state_layers * per_layer


def dense_parameters_per_token(a: Architecture) -> int:
    """Weights that every generated token is multiplied with, whatever its route. [1]

    ``dense_parameters_per_token = head + attention + ffn + shared experts + router
    + state``

    Source: by definition.

    >>> dense_parameters_per_token(TINY)
    1536
    """
    return (
        a.hidden_size * a.vocab_size
        + attention_parameters(a)
        + ffn_parameters(a)
        + shared_expert_parameters(a)
        + router_parameters(a)
        + state_parameters(a)
    )


def active_parameters(a: Architecture) -> int:
    """Weights multiplied once for each generated token. [1]

    ``active_parameters = dense per token + experts visited``

    The output head is in; input embedding and vision encoder are out. Source: by
    definition; developers count differently, some with both embeddings.

    >>> active_parameters(TINY)
    1536
    """
    return dense_parameters_per_token(a) + active_expert_parameters(a)


def total_parameters(a: Architecture) -> float:
    """All weights that must be stored. [1]

    ``total_parameters = dense per token + all experts + input embedding + vision
    encoder``

    Source: by definition.

    >>> total_parameters(TINY)
    1664.0
    """
    looked_up = input_embedding_parameters(a) + a.vision_parameters
    return float(dense_parameters_per_token(a) + expert_parameters(a) + looked_up)


def conv_channels(a: Architecture) -> int:
    """Channels that the short convolution of a Mamba-2 layer runs over. [1]

    ``conv_channels = heads * head_dim + 2 * groups * state``

    >>> conv_channels(TINY)
    0
    """
    return a.ssm_heads * a.ssm_head_dim + 2 * a.ssm_groups * a.ssm_state_size


def _one_expert(a: Architecture) -> int:
    """Return the weights of one routed expert of one layer."""
    return a.ffn_matrices * a.hidden_size * a.expert_ffn_size


def _latent_attention_parameters(a: Architecture) -> int:
    """Return the weights of one layer of latent attention."""
    query_width = a.query_heads * (a.qk_nope_head_dim + a.qk_rope_head_dim)
    query = a.hidden_size * query_width
    if a.q_lora_rank:
        query = a.q_lora_rank * (a.hidden_size + query_width)
    down = a.hidden_size * (a.kv_lora_rank + a.qk_rope_head_dim)
    up = a.kv_lora_rank * a.query_heads * (a.qk_nope_head_dim + a.v_head_dim)
    return query + down + up + a.query_heads * a.v_head_dim * a.hidden_size
