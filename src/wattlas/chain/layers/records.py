"""What a layer weighs, keeps of a context and computes for a token, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from wattlas.chain.types import Value

CONV_BYTES = 2
"""The last inputs of a convolution stay in bfloat16."""
STATE_BYTES = 4
"""Recurrent states are kept in float32 unless a configuration says otherwise."""


@dataclass(frozen=True)
class Span:
    """Positions of a context that a layer keeps or sees.

    Every `stride`-th position, at most `limit` of them, and `fixed` ones whatever the
    context.

    Examples
    --------
    >>> float(Span(stride=4.0, limit=512.0).positions(1000.0))
    250.0
    >>> float(Span(stride=4.0, limit=512.0).positions(9000.0))
    512.0
    """

    stride: float = 1.0
    limit: float = inf
    fixed: float = 0.0

    def positions(self, context_tokens: Value) -> Value:
        """Return the positions of a context of so many tokens. [token]"""
        return self.fixed + np.minimum(context_tokens / self.stride, self.limit)


EVERYTHING = Span()
"""The whole context."""
NOTHING = Span(limit=0.0)
"""No position."""


def window(tokens: float) -> Span:
    """Return the last so many tokens, or everything where it is 0.

    >>> window(0) == EVERYTHING
    True
    """
    return Span(limit=float(tokens)) if tokens else EVERYTHING


@dataclass(frozen=True)
class Cache:
    """Values that a layer keeps for each position, and those that a step reads."""

    elements: float
    kept: Span = EVERYTHING
    read: Span = EVERYTHING


@dataclass(frozen=True)
class Scores:
    """Arithmetic of a token for each position that it sees. [FLOP]

    `decode_flop` is that of a generated token, where it differs: latent attention has
    its heads written out in training and prefill, and not in decoding.
    """

    flop: float
    seen: Span = EVERYTHING
    decode_flop: float | None = None

    @property
    def flop_in_decode(self) -> float:
        """Arithmetic of a generated token for each position. [FLOP]"""
        return self.flop if self.decode_flop is None else self.decode_flop


@dataclass(frozen=True)
class Mixer:
    """Layers of one kind that mix the tokens of a sequence.

    `weights` are those of one layer that each token is multiplied with;
    `shared_weights` of them lie in memory once for all its layers, the rest in each.
    `kv_heads` is 0 where the cache cannot be split by heads.
    """

    kind: str
    layers: int
    weights: float
    caches: tuple[Cache, ...] = ()
    scores: tuple[Scores, ...] = ()
    query_heads: int = 0
    kv_heads: int = 0
    state_elements: float = 0.0
    recent_elements: float = 0.0
    state_bytes: float = STATE_BYTES
    shared_weights: float = 0.0
    copies: int = 1

    @property
    def stored_weights(self) -> float:
        """Weights of all its layers in memory. [1]"""
        own = self.layers * (self.weights - self.shared_weights)
        return own + self.copies * self.shared_weights

    @property
    def bytes_of_state(self) -> float:
        """State of one sequence in one layer, and last inputs of a convolution."""
        recent = CONV_BYTES * self.recent_elements
        return self.state_bytes * self.state_elements + recent

    @property
    def attends(self) -> bool:
        """Whether its layers see a context, and not a state alone."""
        return bool(self.caches or self.kv_heads)

    @property
    def windowed(self) -> bool:
        """Whether what it keeps stops growing."""
        return self.attends and all(c.kept.limit < inf for c in self.caches)


@dataclass(frozen=True)
class Network:
    """Layers of one kind that work on each token alone: dense, or a mixture of experts.

    Per layer: `weights` of the dense part, `shared_weights` of the experts that every
    token visits, `router_weights` that choose (with the projections to and from the
    width of the experts), `expert_weights` of one routed expert.
    """

    kind: str
    layers: int
    weights: float = 0.0
    experts: int = 0
    experts_per_token: int = 0
    expert_weights: float = 0.0
    expert_width: int = 0
    shared_weights: float = 0.0
    router_weights: float = 0.0
