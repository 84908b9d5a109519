"""A language model of a given size, in the shape that published ones usually have."""

from __future__ import annotations

from math import ceil

from wattlas.chain.architecture import Architecture
from wattlas.chain.layers.attention import Heads, grouped_attention
from wattlas.chain.layers.networks import Mixture, feed_forward, mixture
from wattlas.chain.layers.records import Network

HEAD_SIZE = 128
KV_HEADS = 8
EXPERTS_PER_TOKEN, SHARED_EXPERTS = 8, 1
VOCABULARY = 128_256
"""Words of Llama 3's tables; those of others lie at 100,000 to 262,000."""
WEIGHTS_OF_CUBE = 0.125
"""Active weights over the cube of the width: 0.11 for Llama 3.1, 0.1 to 0.15 else."""
WIDTH_OF_LAYER = 112
"""Width for each layer: 102 for Llama 3.1 70B, 118 for DeepSeek-V3."""
FEWEST_LAYERS, FEWEST_HEADS = 8, 4
SPARSE = 1.5
"""Total over active weights from which a model is a mixture of experts."""
LEAST_OF_NETWORK = 0.2
"""The least share of the active weights that the networks hold."""


def typical_architecture(
    name: str,
    active_parameters: float,
    total_parameters: float,
    context_tokens: int = 0,
) -> Architecture:
    """Return a usual decoder of so many active and total weights. [1]

    Width and depth follow the active weights, grouped attention has eight key-value
    heads, and a sparse model eight experts a token beside a shared one. Both counts are
    met within a few per cent.

    Source: the table of models; by construction.

    Parameters
    ----------
    name : str
        What it is called.
    active_parameters, total_parameters : float
        Weights that a token is multiplied with, and all of them; at least 1e8.
    context_tokens : int
        The longest context; 0 where it is not known.

    Examples
    --------
    >>> from wattlas.chain import counts
    >>> large = typical_architecture("large", 37e9, 671e9)
    >>> large.hidden_size, large.layers
    (6656, 59)
    >>> round(counts.active_parameters(large) / 1e9)
    37
    >>> round(counts.total_parameters(large) / 1e9)
    674
    """
    heads = max(round((active_parameters / WEIGHTS_OF_CUBE) ** (1 / 3) / HEAD_SIZE),
                FEWEST_HEADS)  # fmt: skip
    width = heads * HEAD_SIZE
    layers = max(round(width / WIDTH_OF_LAYER), FEWEST_LAYERS)
    kv_heads = min(KV_HEADS, heads)
    mixer = grouped_attention(width, Heads(heads, kv_heads, HEAD_SIZE), layers=layers)
    around = layers * mixer.weights + width * VOCABULARY
    least = LEAST_OF_NETWORK * active_parameters
    active = max(active_parameters - around, least) / layers
    stored = (total_parameters - around - width * VOCABULARY) / layers
    sparse = total_parameters >= SPARSE * active_parameters
    network = _mixture(width, active, stored, layers) if sparse else _dense(
        width, active, layers)  # fmt: skip
    return Architecture(
        name=name,
        layers=layers,
        hidden_size=width,
        vocab_size=VOCABULARY,
        mixers=(mixer,),
        networks=(network,),
        context_tokens=context_tokens,
    )


def _dense(width: int, active: float, layers: int) -> Network:
    return feed_forward(width, round(active / (3 * width)), layers=layers)


def _mixture(width: int, active: float, stored: float, layers: int) -> Network:
    visited = EXPERTS_PER_TOKEN + SHARED_EXPERTS
    size = max(round(active / (3 * width * visited)), 1)
    experts = max(ceil(stored / (3 * width * size)) - SHARED_EXPERTS, EXPERTS_PER_TOKEN)
    shape = Mixture(
        experts=experts,
        per_token=EXPERTS_PER_TOKEN,
        size=size,
        shared=SHARED_EXPERTS,
        shared_size=size,
    )
    return mixture(width, shape, layers)
