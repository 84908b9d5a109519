"""The shape of a language model: its layers by kind, and the widths around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from wattlas.chain.layers.reach import Reach, reach_lengths
from wattlas.chain.layers.records import Mixer, Network
from wattlas.errors import InputError

Part = TypeVar("Part", Mixer, Network)
DECODER, ENCODER, ENCODER_DECODER = "decoder", "encoder", "encoder-decoder"


@dataclass(frozen=True)
class Encoder:
    """The half of an encoder-decoder that reads the source, and never generates."""

    mixers: tuple[Mixer, ...]
    networks: tuple[Network, ...]

    flop_of_everything = Reach("flop", "everything")

    @property
    def weights(self) -> float:
        """Weights that every token is multiplied with. [1]"""
        networks = sum(
            n.layers * (n.weights + n.shared_weights + n.router_weights)
            for n in self.networks
        )
        return sum(m.layers * m.weights for m in self.mixers) + networks

    @property
    def expert_weights(self) -> float:
        """Weights of all routed experts. [1]"""
        return sum(n.layers * n.experts * n.expert_weights for n in self.networks)

    @property
    def chosen_expert_weights(self) -> float:
        """Weights of the routed experts that one token visits. [1]"""
        return sum(
            n.layers * n.experts_per_token * n.expert_weights for n in self.networks
        )


@dataclass(frozen=True)
class Architecture:
    """Layers of a language model by kind, and what stands around them.

    `layers` are the blocks that a token passes one after the other: a block may hold
    attention and feed-forward (the usual one) or only one of them (Nemotron-H), so the
    counts of the kinds need not add up to it. `more_weights` multiply each token
    outside of the layers; `looked_up_parameters` are tables beside the embedding, never
    multiplied. `draft_parameters` are those of multi-token prediction, in no other sum.

    Examples
    --------
    >>> from wattlas.chain.layers.attention import Heads, grouped_attention
    >>> from wattlas.chain.layers.networks import feed_forward
    >>> gpt_2 = Architecture(
    ...     name="gpt-2", layers=12, hidden_size=768, vocab_size=50257,
    ...     mixers=(grouped_attention(768, Heads(12, 12, 64), layers=12),),
    ...     networks=(feed_forward(768, 3072, matrices=2, layers=12),),
    ...     tied_embeddings=True, learned_positions=1024, context_tokens=1024,
    ... )
    >>> gpt_2.uses_latent_attention, gpt_2.moe_layers
    (False, 0)
    """

    name: str
    layers: int
    hidden_size: int
    vocab_size: int
    mixers: tuple[Mixer, ...] = ()
    networks: tuple[Network, ...] = ()
    encoder: Encoder | None = None
    kind: str = DECODER

    tied_embeddings: bool = False
    learned_positions: int = 0
    context_tokens: int = 0

    more_weights: float = 0.0
    looked_up_parameters: float = 0.0
    vision_parameters: float = 0.0
    draft_parameters: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a shape that cannot be a model."""
        for problem in _problems(self):
            raise InputError(
                "Model '{name}': {problem}",
                name=self.name,
                problem=problem,
            )

    @property
    def attention_layers(self) -> int:
        """Layers that attend to a context."""
        return sum(m.layers for m in self.mixers if m.attends)

    @property
    def state_layers(self) -> int:
        """Layers that keep a recurrent state, or the last inputs of a convolution."""
        return sum(m.layers for m in self.mixers if not m.attends)

    @property
    def moe_layers(self) -> int:
        """Layers that hold routed experts."""
        return sum(n.layers for n in self.networks if n.experts)

    @property
    def experts(self) -> int:
        """Routed experts of a layer, the most of any."""
        return max((n.experts for n in self.networks), default=0)

    @property
    def experts_per_token(self) -> int:
        """Routed experts of a layer that one token visits, the most of any."""
        return max((n.experts_per_token for n in self.networks), default=0)

    @property
    def query_heads(self) -> int:
        """Query heads of a layer that attends, the most of any."""
        return max((m.query_heads for m in self.mixers), default=0)

    @property
    def kv_heads(self) -> int:
        """Heads over which the largest part of the cache can be split; 0 if none."""
        cached = [(m.layers * m.caches[0].elements, m.kv_heads)
                  for m in self.mixers if m.caches]  # fmt: skip
        return max(cached, default=(0, 0))[1]

    @property
    def uses_latent_attention(self) -> bool:
        """Whether the cache is one vector a position, which no shard can split."""
        return self.attention_layers > 0 and self.kv_heads == 0

    kept_of_everything = Reach("kept", "everything")
    kept_of_window = Reach("kept", "window")
    kept_of_choice = Reach("kept", "choice")
    kept_always = Reach("kept", "always")
    read_of_everything = Reach("read", "everything")
    read_of_window = Reach("read", "window")
    read_of_choice = Reach("read", "choice")
    read_always = Reach("read", "always")
    flop_of_everything = Reach("flop", "everything")
    flop_of_window = Reach("flop", "window")
    flop_of_choice = Reach("flop", "choice")
    flop_always = Reach("flop", "always")
    decode_flop_of_everything = Reach("decode_flop", "everything")
    decode_flop_of_window = Reach("decode_flop", "window")
    decode_flop_of_choice = Reach("decode_flop", "choice")
    decode_flop_always = Reach("decode_flop", "always")

    @property
    def window_tokens(self) -> float:
        """The shortest length at which the reach of a layer ends. [token]"""
        return reach_lengths(self.mixers)[0]

    @property
    def choice_tokens(self) -> float:
        """The longest length at which the reach of a layer ends. [token]"""
        return reach_lengths(self.mixers)[1]

    @property
    def attention_weights(self) -> float:
        """Weights of layers that attend, indexers and gates included. [1]"""
        return sum(m.layers * m.weights for m in self.mixers if m.attends)

    @property
    def state_weights(self) -> float:
        """Weights of layers that keep a state: projections, convolutions. [1]"""
        return sum(m.layers * m.weights for m in self.mixers if not m.attends)

    @property
    def shared_block_weights(self) -> float:
        """Weights that are multiplied more often than they are stored. [1]"""
        return sum(m.layers * m.weights - m.stored_weights for m in self.mixers)

    @property
    def ffn_weights(self) -> float:
        """Weights of dense networks, also those beside experts. [1]"""
        return sum(n.layers * n.weights for n in self.networks)

    @property
    def expert_weights(self) -> float:
        """Weights of all routed experts. [1]"""
        return sum(n.layers * n.experts * n.expert_weights for n in self.networks)

    @property
    def chosen_expert_weights(self) -> float:
        """Weights of the routed experts that one token visits. [1]"""
        return sum(
            n.layers * n.experts_per_token * n.expert_weights for n in self.networks
        )

    @property
    def shared_expert_weights(self) -> float:
        """Weights of the experts that every token visits. [1]"""
        return sum(n.layers * n.shared_weights for n in self.networks)

    @property
    def router_weights(self) -> float:
        """Weights that choose the experts, and project to their width and back. [1]"""
        return sum(n.layers * n.router_weights for n in self.networks)

    @property
    def cross_elements(self) -> float:
        """Keys and values of one position of a source, in all its layers. [1]"""
        return sum(
            m.layers * m.caches[0].elements
            for m in self.mixers
            if m.kind == "cross attention"
        )

    @property
    def state_bytes(self) -> float:
        """Recurrent state of one sequence, and last inputs of convolutions. [byte]"""
        return float(sum(m.layers * m.bytes_of_state for m in self.mixers))

    @property
    def two_halves(self) -> float:
        """1 where a token passes the encoder or the decoder, not both; else 0. [1]"""
        return 0.0 if self.encoder is None else 1.0

    @property
    def encoder_weights(self) -> float:
        """Weights of the encoder, experts left out. [1]"""
        return self.encoder.weights if self.encoder else 0.0

    @property
    def encoder_expert_weights(self) -> float:
        """Weights of the routed experts of the encoder. [1]"""
        return self.encoder.expert_weights if self.encoder else 0.0

    @property
    def encoder_chosen_expert_weights(self) -> float:
        """Weights of the experts of the encoder that one token visits. [1]"""
        return self.encoder.chosen_expert_weights if self.encoder else 0.0

    @property
    def encoder_flop(self) -> float:
        """Arithmetic of attention of the encoder for each position of the source."""
        return self.encoder.flop_of_everything if self.encoder else 0.0


def by_kind(items: Iterable[Part]) -> tuple[Part, ...]:
    """Return layers that are alike as one record, in order of their first.

    >>> one = Mixer("attention", 1, 10.0)
    >>> [(m.kind, m.layers) for m in by_kind([one, one])]
    [('attention', 2)]
    """
    counts: dict[Part, int] = {}
    for item in items:
        single = replace(item, layers=1)
        counts[single] = counts.get(single, 0) + item.layers
    return tuple(replace(item, layers=n) for item, n in counts.items())


def _problems(a: Architecture) -> list[str]:
    """Return one sentence for each rule that the shape breaks."""
    rules = [
        (min(a.layers, a.hidden_size, a.vocab_size) < 1,
         "layers, hidden_size and vocab_size must be at least 1, got "
         f"{a.layers}, {a.hidden_size} and {a.vocab_size}."),
        (any(m.weights < 0 or m.layers < 0 for m in a.mixers)
         or any(n.weights < 0 or n.layers < 0 for n in a.networks)
         or min(a.learned_positions, a.context_tokens, a.vision_parameters) < 0,
         "no field may be negative."),
        (any(n.experts and not 1 <= n.experts_per_token <= n.experts
             for n in a.networks),
         "experts_per_token must lie between 1 and experts, got "
         f"{a.experts_per_token} of {a.experts}."),
    ]  # fmt: skip
    return [sentence for broken, sentence in rules if broken]
