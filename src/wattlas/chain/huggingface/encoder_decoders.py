"""Configurations of two halves: an encoder that reads, a decoder that writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wattlas.chain.architecture import ENCODER_DECODER, Encoder, by_kind
from wattlas.chain.huggingface.fields import Config
from wattlas.chain.layers.attention import GroupedOptions, Heads, grouped_attention
from wattlas.chain.layers.networks import Mixture, feed_forward, mixture
from wattlas.chain.layers.records import NOTHING, Mixer, Network, Span


def _layers(
    hidden: int, heads: Heads, size: int, matrices: int, count: int
) -> tuple[tuple[Mixer, ...], tuple[Network, ...]]:
    """Return layers of attention and a dense network."""
    mixers = (grouped_attention(hidden, heads, layers=count),)
    return mixers, (feed_forward(hidden, size, matrices, count),)


def _cross(hidden: int, heads: Heads, count: int, source: Span = NOTHING) -> Mixer:
    """Return cross attention over a source.

    Keys and values of a source that the prompt holds are as wide as those of the
    decoder: its self-attention over prompt and answer counts for both.
    """
    options = GroupedOptions(source=source)
    return grouped_attention(hidden, heads, options, count)


def t5(c: Config) -> Mapping[str, Any]:
    """Return T5, mT5, UMT5, LongT5: heads that are not as wide as the model together.

    The attention of a position to those of its neighbours is a table of `d_kv` numbers
    a bucket: left out.
    """
    hidden, heads = c.whole("d_model"), c.whole("num_heads")
    shape = Heads(heads, heads, c.whole("d_kv"))
    gated = str(c.value("feed_forward_proj", "relu")).startswith("gated")
    for idle in ("is_gated_act", "dense_act_fn", "encoder_attention_type",
                 "local_radius", "global_block_size"):  # fmt: skip
        c.value(idle)
    gated = gated or c.flag("is_gated_act")
    size, matrices = c.whole("d_ff"), 3 if gated else 2
    deep, decoder = c.whole("num_layers"), c.whole("num_decoder_layers", 0)
    decoder = decoder or deep
    mixers, networks = _layers(hidden, shape, size, matrices, decoder)
    encoder = Encoder(*_layers(hidden, shape, size, matrices, deep))
    return _built(
        c, hidden, decoder, (*mixers, _cross(hidden, shape, decoder)), networks, encoder
    )


def switch(c: Config) -> Mapping[str, Any]:
    """Return Switch Transformers: experts in every n-th layer of both halves."""
    plain = dict(t5(c))
    hidden, size = c.whole("d_model"), c.whole("d_ff")
    shape = Mixture(c.whole("num_experts"), 1, size, matrices=2)
    for idle in ("encoder_sparse_step", "decoder_sparse_step"):
        c.value(idle)

    def half(layers: int, sparse: int) -> tuple[Network, ...]:
        return (
            feed_forward(hidden, size, 2, layers - sparse),
            mixture(hidden, shape, sparse),
        )

    encoder = Encoder(
        plain["encoder"].mixers,
        half(c.whole("num_layers"), c.whole("num_sparse_encoder_layers")),
    )
    sparse = c.whole("num_sparse_decoder_layers")
    return plain | {"encoder": encoder, "networks": half(plain["layers"], sparse)}


def bart(c: Config, learned: bool = True) -> Mapping[str, Any]:
    """Return BART and its kin, with learned positions in both halves."""
    hidden = c.whole("d_model")
    deep, decoder = c.whole("encoder_layers"), c.whole("decoder_layers")
    matrices = 2
    wide = c.whole("decoder_attention_heads")
    read = c.whole("encoder_attention_heads")
    shape, reader = Heads(wide, wide, hidden // wide), Heads(read, read, hidden // read)
    mixers, networks = _layers(
        hidden, shape, c.whole("decoder_ffn_dim"), matrices, decoder
    )
    encoder = Encoder(
        *_layers(hidden, reader, c.whole("encoder_ffn_dim"), matrices, deep)
    )
    c.value("hidden_act")
    positions = 2 * c.whole("max_position_embeddings", 0) if learned else 0
    return dict(
        _built(
            c,
            hidden,
            decoder,
            (*mixers, _cross(hidden, shape, decoder)),
            networks,
            encoder,
        )
    ) | {"learned_positions": positions}


def marian(c: Config) -> Mapping[str, Any]:
    """Return Marian and Pegasus, whose positions are waves kept as a table."""
    for idle in ("decoder_vocab_size", "share_encoder_decoder_embeddings"):
        c.value(idle)
    return bart(c)


def whisper(c: Config) -> Mapping[str, Any]:
    """Return Whisper: a source of 1,500 positions, whatever the length of the sound."""
    hidden = c.whole("d_model")
    source = c.whole("max_source_positions")
    plain = dict(bart(c, learned=False))
    heads = c.whole("decoder_attention_heads")
    shape = Heads(heads, heads, hidden // heads)
    span = Span(limit=0.0, fixed=float(source))
    own = grouped_attention(hidden, shape, layers=plain["layers"])
    mixers = (own, _cross(hidden, shape, plain["layers"], span))
    convolutions = 3 * hidden * (c.whole("num_mel_bins") + hidden)
    for idle in ("num_hidden_layers", "median_filter_width", "use_weighted_layer_sum"):
        c.value(idle)
    return plain | {
        "mixers": mixers,
        "learned_positions": source + c.whole("max_target_positions"),
        "looked_up_parameters": float(convolutions),
        "context_tokens": c.whole("max_target_positions"),
    }


def _built(
    c: Config,
    hidden: int,
    layers: int,
    mixers: tuple[Mixer, ...],
    networks: tuple[Network, ...],
    encoder: Encoder,
) -> Mapping[str, Any]:
    """Return the fields of an architecture of two halves."""
    c.value("num_hidden_layers")
    return {
        "layers": layers,
        "hidden_size": hidden,
        "vocab_size": c.whole("vocab_size"),
        "mixers": by_kind(mixers),
        "networks": networks,
        "encoder": encoder,
        "kind": ENCODER_DECODER,
        "tied_embeddings": c.flag("tie_word_embeddings", True),
        "context_tokens": c.whole("max_position_embeddings", c.whole("n_positions", 0)),
    }


ENCODER_DECODERS: Mapping[str, Callable[[Config], Mapping[str, Any]]] = {
    "t5": t5,
    "mt5": t5,
    "umt5": t5,
    "longt5": t5,
    "switch_transformers": switch,
    "bart": bart,
    "mbart": bart,
    "mvp": bart,
    "m2m_100": marian,
    "pegasus": marian,
    "marian": marian,
    "blenderbot": bart,
    "blenderbot-small": bart,
    "plbart": bart,
    "whisper": whisper,
}
"""Readers of two halves, by `model_type`."""
