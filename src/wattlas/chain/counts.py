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


def input_embedding_parameters(architecture: Architecture) -> int:
    """Weights that are looked up and never multiplied: tokens and positions. [1]

    Source: by definition. A tied table is multiplied as the output head.

    >>> input_embedding_parameters(TINY)
    128
    """
    looked_up = 0 if architecture.tied_embeddings else architecture.vocab_size
    return architecture.hidden_size * (looked_up + architecture.learned_positions)


def embedding_parameters(architecture: Architecture) -> int:
    """Weights of the token table, the output head and learned positions. [1]

    Source: Radford et al. 2019 (tied); Touvron et al. 2023 (untied).

    >>> embedding_parameters(TINY)
    256
    """
    return (
        architecture.hidden_size * architecture.vocab_size
        + input_embedding_parameters(architecture)
    )


def attention_parameters(architecture: Architecture) -> int:
    """Weights of all query, key, value and output projections. [1]

    Source: Ainslie et al. 2023, arXiv:2305.13245; latent attention by DeepSeek-AI
    2024, arXiv:2405.04434, section 2.1.

    >>> attention_parameters(TINY)
    384
    """
    if architecture.uses_latent_attention:
        return architecture.attention_layers * _latent_attention_parameters(
            architecture
        )
    heads = 2 * architecture.query_heads + 2 * architecture.kv_heads
    return (
        architecture.attention_layers
        * architecture.hidden_size
        * architecture.head_dim
        * heads
    )


def ffn_parameters(architecture: Architecture) -> int:
    """Weights of the dense feed-forward layers. [1]

    Source: Vaswani et al. 2017 (two matrices); Shazeer 2020, arXiv:2002.05202 (three).

    >>> ffn_parameters(TINY)
    1024
    """
    return (
        architecture.dense_ffn_layers
        * architecture.ffn_matrices
        * architecture.hidden_size
        * architecture.ffn_size
    )


def expert_parameters(architecture: Architecture) -> int:
    """Weights of all routed experts. [1]

    Source: Shazeer et al. 2017, arXiv:1701.06538.

    >>> from dataclasses import replace
    >>> moe = replace(TINY, dense_ffn_layers=0, moe_layers=2, experts=4,
    ...               experts_per_token=1, expert_ffn_size=16)
    >>> expert_parameters(moe)
    2048
    """
    return architecture.moe_layers * architecture.experts * _one_expert(architecture)


def active_expert_parameters(architecture: Architecture) -> int:
    """Weights of the routed experts that one token visits. [1]

    Source: Shazeer et al. 2017, arXiv:1701.06538.

    >>> from dataclasses import replace
    >>> moe = replace(TINY, dense_ffn_layers=0, moe_layers=2, experts=4,
    ...               experts_per_token=1, expert_ffn_size=16)
    >>> active_expert_parameters(moe)
    512
    """
    return (
        architecture.moe_layers
        * architecture.experts_per_token
        * _one_expert(architecture)
    )


def shared_expert_parameters(architecture: Architecture) -> int:
    """Weights of the experts that every token visits. [1]

    Source: Dai et al. 2024, arXiv:2401.06066, section 3.2.

    >>> from dataclasses import replace
    >>> moe = replace(TINY, dense_ffn_layers=0, moe_layers=2, experts=4,
    ...               experts_per_token=1, expert_ffn_size=16, shared_experts=1,
    ...               shared_ffn_size=32)
    >>> shared_expert_parameters(moe)
    1024
    """
    width = architecture.shared_experts * architecture.shared_ffn_size
    return (
        architecture.moe_layers
        * architecture.ffn_matrices
        * architecture.hidden_size
        * width
    )


def router_parameters(architecture: Architecture) -> int:
    """Weights that choose the experts. [1]

    Source: Shazeer et al. 2017, arXiv:1701.06538.

    >>> router_parameters(TINY)
    0
    """
    return architecture.moe_layers * architecture.hidden_size * architecture.experts


def state_parameters(architecture: Architecture) -> int:
    """Weights of the Mamba-2 layers: projections in and out, convolution. [1]

    Source: Dao and Gu 2024, arXiv:2405.21060, section 7.

    >>> from dataclasses import replace
    >>> hybrid = replace(TINY, state_layers=1, ssm_heads=4, ssm_head_dim=4,
    ...                  ssm_state_size=8, ssm_groups=1, ssm_conv=4)
    >>> state_parameters(hybrid)  # 8 * (48 + 16 + 4) + 4 * 32
    672
    """
    inner = architecture.ssm_heads * architecture.ssm_head_dim
    projected = (
        3 * inner
        + 2 * architecture.ssm_groups * architecture.ssm_state_size
        + architecture.ssm_heads
    )
    per_layer = (
        architecture.hidden_size * projected
        + architecture.ssm_conv * conv_channels(architecture)
    )
    return architecture.state_layers * per_layer


def dense_parameters_per_token(architecture: Architecture) -> int:
    """Weights that every generated token is multiplied with, whatever its route. [1]

    Source: by definition.

    >>> dense_parameters_per_token(TINY)
    1536
    """
    return (
        architecture.hidden_size * architecture.vocab_size
        + attention_parameters(architecture)
        + ffn_parameters(architecture)
        + shared_expert_parameters(architecture)
        + router_parameters(architecture)
        + state_parameters(architecture)
    )


def active_parameters(architecture: Architecture) -> int:
    """Weights multiplied once for each generated token. [1]

    The output head is in; input embedding and vision encoder are out. Source: by
    definition; developers count differently, some with both embeddings.

    >>> active_parameters(TINY)
    1536
    """
    return dense_parameters_per_token(architecture) + active_expert_parameters(
        architecture
    )


def total_parameters(architecture: Architecture) -> float:
    """All weights that must be stored. [1]

    Source: by definition.

    >>> total_parameters(TINY)
    1664.0
    """
    looked_up = (
        input_embedding_parameters(architecture) + architecture.vision_parameters
    )
    return float(
        dense_parameters_per_token(architecture)
        + expert_parameters(architecture)
        + looked_up
    )


def conv_channels(architecture: Architecture) -> int:
    """Channels that the short convolution of a Mamba-2 layer runs over. [1]

    >>> conv_channels(TINY)
    0
    """
    return (
        architecture.ssm_heads * architecture.ssm_head_dim
        + 2 * architecture.ssm_groups * architecture.ssm_state_size
    )


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
