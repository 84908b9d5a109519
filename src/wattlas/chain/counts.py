"""Weights of a model, counted from its layers.

Norms, biases and Mamba's per-head scalars are left out: under 0.2 % of the weights.
The examples count a model small enough to do by hand: `TINY` has 2 layers of width 8,
2 query heads and 1 key-value head of width 4, a plain feed-forward of 32, 16 words;
`MOE` has 4 experts of 16 in place of the feed-forward, and 1 shared expert of 32.
"""

from __future__ import annotations

from dataclasses import replace

from wattlas.chain.architecture import Architecture
from wattlas.chain.layers.attention import Heads, grouped_attention
from wattlas.chain.layers.networks import Mixture, feed_forward, mixture

TINY = Architecture(
    name="tiny",
    layers=2,
    hidden_size=8,
    vocab_size=16,
    mixers=(grouped_attention(8, Heads(query=2, kv=1, size=4), layers=2),),
    networks=(feed_forward(8, 32, matrices=2, layers=2),),
)
MOE = replace(
    TINY,
    networks=(
        mixture(
            8,
            Mixture(
                experts=4, per_token=1, size=16, shared=1, shared_size=32, matrices=2
            ),
            layers=2,
        ),
    ),
)


def input_embedding_parameters(architecture: Architecture) -> float:
    """Weights that are looked up and never multiplied: tokens, positions, tables. [1]

    Source: by definition. A tied table is multiplied as the output head.

    >>> input_embedding_parameters(TINY)
    128.0
    """
    looked_up = 0 if architecture.tied_embeddings else architecture.vocab_size
    rows = looked_up + architecture.learned_positions
    return architecture.hidden_size * rows + architecture.looked_up_parameters


def embedding_parameters(architecture: Architecture) -> float:
    """Weights of the token tables, the output head and learned positions. [1]

    Source: Radford et al. 2019 (tied); Touvron et al. 2023 (untied).

    >>> embedding_parameters(TINY)
    256.0
    """
    return head_parameters(architecture) + input_embedding_parameters(architecture)


def head_parameters(architecture: Architecture) -> float:
    """Weights of the output head: only generated tokens pass it. [1]

    Source: by definition; a model that generates nothing has none.

    >>> head_parameters(TINY)
    128.0
    """
    return 1.0 * architecture.hidden_size * architecture.vocab_size


def attention_parameters(architecture: Architecture) -> float:
    """Weights of all layers that attend, indexers and gates included. [1]

    Source: Ainslie et al. 2023, arXiv:2305.13245; latent attention by DeepSeek-AI
    2024, arXiv:2405.04434, section 2.1.

    >>> attention_parameters(TINY)
    384.0
    """
    return architecture.attention_weights


def state_parameters(architecture: Architecture) -> float:
    """Weights of all layers that keep a state: projections and convolutions. [1]

    Source: Dao and Gu 2024, arXiv:2405.21060, section 7.

    >>> state_parameters(TINY)
    0
    """
    return architecture.state_weights


def ffn_parameters(architecture: Architecture) -> float:
    """Weights of the dense feed-forward networks, also those beside experts. [1]

    Source: Vaswani et al. 2017 (two matrices); Shazeer 2020, arXiv:2002.05202 (three).

    >>> ffn_parameters(TINY)
    1024.0
    """
    return architecture.ffn_weights


def expert_parameters(architecture: Architecture) -> float:
    """Weights of all routed experts. [1]

    Source: Shazeer et al. 2017, arXiv:1701.06538.

    >>> expert_parameters(MOE)
    2048.0
    """
    return architecture.expert_weights


def active_expert_parameters(architecture: Architecture) -> float:
    """Weights of the routed experts that one token visits. [1]

    Source: Shazeer et al. 2017, arXiv:1701.06538.

    >>> active_expert_parameters(MOE)
    512.0
    """
    return architecture.chosen_expert_weights


def shared_expert_parameters(architecture: Architecture) -> float:
    """Weights of the experts that every token visits. [1]

    Source: Dai et al. 2024, arXiv:2401.06066, section 3.2.

    >>> shared_expert_parameters(MOE)
    1024.0
    """
    return architecture.shared_expert_weights


def router_parameters(architecture: Architecture) -> float:
    """Weights that choose the experts, and project to their width and back. [1]

    Source: Shazeer et al. 2017, arXiv:1701.06538.

    >>> router_parameters(MOE)
    64.0
    """
    return architecture.router_weights


def dense_parameters_per_token(architecture: Architecture) -> float:
    """Weights that every generated token is multiplied with, whatever its route. [1]

    Source: by definition.

    >>> dense_parameters_per_token(TINY)
    1536.0
    """
    return (
        head_parameters(architecture)
        + attention_parameters(architecture)
        + state_parameters(architecture)
        + ffn_parameters(architecture)
        + shared_expert_parameters(architecture)
        + router_parameters(architecture)
        + architecture.more_weights
    )


def active_parameters(architecture: Architecture) -> float:
    """Weights multiplied once for each generated token. [1]

    The output head is in; input embedding, encoders and drafts are out. Source: by
    definition; developers count differently, some with both embeddings.

    >>> active_parameters(TINY)
    1536.0
    """
    return dense_parameters_per_token(architecture) + active_expert_parameters(
        architecture
    )


def prompt_parameters(architecture: Architecture) -> float:
    """Weights multiplied once for each token of a prompt, experts left out. [1]

    The output head is out. A prompt of an encoder-decoder passes the encoder, and the
    decoder's layers only as keys and values of the cross attention.

    Source: by definition; Raffel et al. 2019, arXiv:1910.10683, section 2.1.

    >>> prompt_parameters(TINY)
    1408.0
    """
    decoder = dense_parameters_per_token(architecture) - head_parameters(architecture)
    cross = architecture.hidden_size * architecture.cross_elements
    encoder = architecture.encoder_weights + cross
    return encoder if architecture.two_halves > 0 else decoder


def encoder_parameters(architecture: Architecture) -> float:
    """Weights of the encoder of an encoder-decoder, experts left out. [1]

    Source: Raffel et al. 2019, arXiv:1910.10683, section 2.1.

    >>> encoder_parameters(TINY)
    0.0
    """
    return architecture.encoder_weights


def encoder_expert_parameters(architecture: Architecture) -> float:
    """Weights of the routed experts of the encoder of an encoder-decoder. [1]

    Source: Fedus et al. 2021, arXiv:2101.03961.

    >>> encoder_expert_parameters(TINY)
    0.0
    """
    return architecture.encoder_expert_weights


def trained_parameters_per_token(architecture: Architecture) -> float:
    """Weights that the mean token of training is multiplied with. [1]

    A token of an encoder-decoder passes one half only: the mean of both.
    Source: Kaplan et al. 2020, arXiv:2001.08361; Brown et al. 2020, arXiv:2005.14165,
    appendix D (encoder-decoders).

    >>> trained_parameters_per_token(TINY)
    1536.0
    """
    decoder = active_parameters(architecture)
    chosen = architecture.encoder_chosen_expert_weights
    encoder = architecture.encoder_weights + chosen
    return (decoder + encoder) / (1.0 + architecture.two_halves)


def total_parameters(architecture: Architecture) -> float:
    """All weights that must be stored, those of multi-token prediction left out. [1]

    Source: by definition.

    >>> total_parameters(TINY)
    1664.0
    """
    decoder = dense_parameters_per_token(architecture) + expert_parameters(architecture)
    encoder = architecture.encoder_weights + architecture.encoder_expert_weights
    return (
        decoder
        - architecture.shared_block_weights
        + input_embedding_parameters(architecture)
        + encoder
        + architecture.vision_parameters
    )
