"""Layers that work on each token alone: feed-forward networks and mixtures."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.chain.layers.records import Network


def feed_forward(
    hidden_size: int, ffn_size: int, matrices: int = 3, layers: int = 1
) -> Network:
    """Return dense layers of two matrices, or three where the activation is gated.

    Source: Vaswani et al. 2017, arXiv:1706.03762 (two); Shazeer 2020,
    arXiv:2002.05202 (three).

    >>> feed_forward(8, 32, matrices=2).weights
    512.0
    """
    weights = float(matrices * hidden_size * ffn_size)
    return Network("feed-forward", layers, weights=weights)


@dataclass(frozen=True)
class Mixture:
    """Experts of a layer: routed, shared, and a dense network beside them.

    `latent_size` is the width of the routed experts' input where tokens are projected
    down to it and up again; the shared experts work on the full width.
    """

    experts: int
    per_token: int
    size: int
    shared: int = 0
    shared_size: int = 0
    latent_size: int = 0
    dense_size: int = 0
    matrices: int = 3
    routed_by_id: bool = False
    router_outputs: int = 0


def mixture(hidden_size: int, shape: Mixture, layers: int = 1) -> Network:
    """Return layers of a mixture of experts.

    Source: Shazeer et al. 2017, arXiv:1701.06538; shared experts: Dai et al. 2024,
    arXiv:2401.06066, section 3.2; latent experts: the `nemotron_h` class of
    transformers 5.24.

    >>> mixture(8, Mixture(experts=4, per_token=1, size=16)).expert_weights
    384.0
    """
    m = shape
    width = m.latent_size or hidden_size
    projections = 2 * hidden_size * m.latent_size
    return Network(
        kind="latent experts" if m.latent_size else "experts",
        layers=layers,
        weights=float(m.matrices * hidden_size * m.dense_size),
        experts=m.experts,
        experts_per_token=m.per_token,
        expert_weights=float(m.matrices * width * m.size),
        expert_width=width,
        shared_weights=float(m.matrices * hidden_size * m.shared * m.shared_size),
        router_weights=float(hidden_size * (m.router_outputs or m.experts))
        + projections,
    )
