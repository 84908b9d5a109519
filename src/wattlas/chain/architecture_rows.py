"""The shape of a model from rows of tables.

A model of usual layers is one row of the table of models. Layers of any other kind are
rows of their own, one a kind, which name their part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wattlas.chain.architecture import (
    DECODER,
    ENCODER_DECODER,
    Architecture,
    Encoder,
    by_kind,
)
from wattlas.chain.cells import Cells
from wattlas.chain.layers.attention import (
    Compressed,
    GroupedOptions,
    Heads,
    Indexer,
    Latent,
    compressed_attention,
    grouped_attention,
    latent_attention,
)
from wattlas.chain.layers.networks import Mixture, feed_forward, mixture
from wattlas.chain.layers.records import NOTHING, STATE_BYTES, Mixer, Network
from wattlas.chain.layers.recurrent import (
    State,
    gated_delta,
    kimi_delta,
    lightning_attention,
    mamba_1,
    mamba_2,
    rwkv_4,
)

Row = Mapping[str, str]


def architecture_from_row(row: Row, layers: Sequence[Row] = ()) -> Architecture:
    """Build the architecture from a row of the table of models, and its layers.

    An empty cell is 0 (or False); columns that are no field are left alone.

    Parameters
    ----------
    row : mapping
        A row of the table of models.
    layers : sequence of mappings
        Rows of the table of layers: kinds that the row of the model cannot say.

    Raises
    ------
    InputError
        If a cell is no number of its kind, or the shape cannot be a model.

    Examples
    --------
    >>> row = {"key": "tiny", "layers": "2", "hidden_size": "8", "vocab_size": "16",
    ...        "tied_embeddings": "true", "ffn_matrices": "2", "source": "assumed"}
    >>> architecture_from_row(row).tied_embeddings
    True
    """
    c = Cells(row.get("key") or row.get("name") or "", row)
    own = [Cells(c.name, {**_widths(row), **one}) for one in layers]
    parts = [*_usual_layers(c), *own]
    kind = c.text("kind") or DECODER
    mixers, networks = _built(c, parts)
    return Architecture(
        name=c.name,
        layers=c.whole("layers"),
        hidden_size=c.whole("hidden_size"),
        vocab_size=c.whole("vocab_size"),
        mixers=mixers,
        networks=networks,
        encoder=_encoder(c) if kind == ENCODER_DECODER else None,
        kind=kind,
        tied_embeddings=c.flag("tied_embeddings"),
        learned_positions=c.whole("learned_positions"),
        context_tokens=c.whole("context_tokens"),
        more_weights=c.number("more_weights"),
        looked_up_parameters=c.number("looked_up_parameters"),
        vision_parameters=c.number("vision_parameters"),
        draft_parameters=c.number("draft_parameters"),
    )


_NO_WINDOW = {"window_tokens": "", "window_stride": ""}


def _widths(row: Row) -> dict[str, str]:
    """Return what every layer of a model shares."""
    return {name: row.get(name) or "" for name in ("hidden_size", "ffn_matrices")}


def _usual_layers(c: Cells) -> list[Cells]:
    """Return the layers that the row of a model says itself."""
    if c.whole("windowed_attention_layers") and not c.whole("window_tokens"):
        raise c.error("windowed_attention_layers need window_tokens of at least 1.")
    parts: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("attention", "full_attention_layers", _NO_WINDOW),
        ("attention", "windowed_attention_layers", {}),
        ("cross-attention", "cross_attention_layers", {}),
        ("mamba-2", "state_layers", {}),
        ("feed-forward", "dense_ffn_layers", {}),
        ("experts", "moe_layers", {}),
    )
    return [
        c.changed({"part": part, "layers": c.text(count), **changes})
        for part, count, changes in parts
        if c.whole(count)
    ]


def _built(
    c: Cells, parts: Sequence[Cells]
) -> tuple[tuple[Mixer, ...], tuple[Network, ...]]:
    """Return the mixers and the networks of layers."""
    mixers: list[Mixer] = []
    networks: list[Network] = []
    for part in parts:
        name = part.text("part")
        if name in MIXERS:
            mixers.append(MIXERS[name](part))
        elif name in NETWORKS:
            networks.append(NETWORKS[name](part))
        else:
            known = ", ".join([*MIXERS, *NETWORKS])
            raise c.error(f"a part must be one of {known}, got '{name}'.")
    return by_kind(mixers), by_kind(networks)


def _encoder(c: Cells) -> Encoder:
    """Return the encoder: as wide as the decoder, with layers of its own."""
    count = c.whole("encoder_layers")
    network = _experts if c.whole("experts") else _feed_forward
    part = c.changed({"layers": str(count), **_NO_WINDOW})
    return Encoder((_attention(part),), (network(part),))


def _attention(c: Cells) -> Mixer:
    """Return attention: grouped, or latent where the row has its ranks."""
    if c.whole("kv_lora_rank"):
        return _latent(c)
    heads = Heads(
        c.whole("query_heads"),
        c.whole("kv_heads"),
        c.whole("head_dim"),
        c.whole("v_head_dim"),
    )
    if min(heads.query, heads.kv, heads.size) < 1:
        raise c.error(_NO_HEADS)
    options = GroupedOptions(
        window_tokens=c.whole("window_tokens"),
        stride=c.whole("window_stride"),
        gate_size=c.whole("gate_size"),
        key_is_value=c.flag("key_is_value"),
        owns_cache=not c.flag("cache_of_another"),
        indexer=_indexer(c),
    )
    size = c.whole("hidden_size")
    return grouped_attention(size, heads, options, c.whole("layers"))


_NO_HEADS = (
    "a model with attention layers needs query_heads, and kv_heads and head_dim or "
    "the fields of latent attention."
)


def _cross_attention(c: Cells) -> Mixer:
    """Return attention to a source that the prompt holds, or that text has not."""
    heads = Heads(c.whole("query_heads"), c.whole("kv_heads"), c.whole("head_dim"))
    options = GroupedOptions(source=NOTHING)
    size = c.whole("hidden_size")
    return grouped_attention(size, heads, options, c.whole("layers"))


def _latent(c: Cells) -> Mixer:
    latent = Latent(
        heads=c.whole("query_heads"),
        kv_rank=c.whole("kv_lora_rank"),
        query_rank=c.whole("q_lora_rank"),
        nope_size=c.whole("qk_nope_head_dim"),
        rope_size=c.whole("qk_rope_head_dim"),
        value_size=c.whole("v_head_dim"),
    )
    if min(latent.heads, latent.nope_size + latent.rope_size, latent.value_size) < 1:
        raise c.error(_NO_HEADS)
    return latent_attention(
        c.whole("hidden_size"),
        latent,
        _indexer(c),
        c.whole("gate_size"),
        c.whole("layers"),
    )


def _indexer(c: Cells) -> Indexer | None:
    if not c.whole("index_tokens"):
        return None
    return Indexer(
        heads=c.whole("index_heads"),
        head_dim=c.whole("index_head_dim"),
        chosen=c.whole("index_tokens"),
        owned=not c.flag("index_of_another"),
    )


def _compressed(c: Cells) -> Mixer:
    shape = Compressed(
        heads=c.whole("query_heads"),
        head_dim=c.whole("head_dim"),
        query_rank=c.whole("q_lora_rank"),
        window_tokens=c.whole("window_tokens"),
        out_groups=c.whole("out_groups"),
        out_rank=c.whole("out_rank"),
        stride=c.whole("stride"),
        indexer=_indexer(c),
    )
    return compressed_attention(c.whole("hidden_size"), shape, c.whole("layers"))


def _state(c: Cells) -> State:
    state = State(
        heads=c.whole("ssm_heads"),
        head_dim=c.whole("ssm_head_dim"),
        state_size=c.whole("ssm_state_size"),
        groups=c.whole("ssm_groups"),
        conv=c.whole("ssm_conv"),
        element_bytes=c.number("ssm_bytes") or STATE_BYTES,
    )
    if state.heads * state.head_dim * state.state_size < 1:
        raise c.error("state_layers need ssm_heads, ssm_head_dim and ssm_state_size.")
    return state


def _mamba_1(c: Cells) -> Mixer:
    return mamba_1(
        c.whole("hidden_size"),
        inner=c.whole("ssm_heads") * c.whole("ssm_head_dim"),
        state_size=c.whole("ssm_state_size"),
        step_rank=c.whole("ssm_step_rank"),
        conv=c.whole("ssm_conv"),
        layers=c.whole("layers"),
    )


def _kimi_delta(c: Cells) -> Mixer:
    return kimi_delta(
        c.whole("hidden_size"),
        _state(c),
        full_gate=c.flag("full_gate"),
        layers=c.whole("layers"),
    )


def _rwkv(c: Cells) -> Mixer:
    size = c.whole("hidden_size")
    return rwkv_4(size, size, layers=c.whole("layers"))


def _feed_forward(c: Cells) -> Network:
    if not c.whole("ffn_size"):
        raise c.error("dense_ffn_layers need an ffn_size of at least 1.")
    size, layers = c.whole("hidden_size"), c.whole("layers")
    return feed_forward(size, c.whole("ffn_size"), _matrices(c), layers)


def _experts(c: Cells) -> Network:
    shape = Mixture(
        experts=c.whole("experts"),
        per_token=c.whole("experts_per_token"),
        size=c.whole("expert_ffn_size"),
        shared=c.whole("shared_experts"),
        shared_size=c.whole("shared_ffn_size"),
        latent_size=c.whole("expert_latent_size"),
        dense_size=c.whole("ffn_size_beside"),
        matrices=_matrices(c),
    )
    return mixture(c.whole("hidden_size"), shape, c.whole("layers"))


def _matrices(c: Cells) -> int:
    matrices = c.whole("ffn_matrices")
    if matrices not in (2, 3):
        raise c.error(f"ffn_matrices must be 3 (gated) or 2 (plain), got {matrices}.")
    return matrices


MIXERS: Mapping[str, Callable[[Cells], Mixer]] = {
    "attention": _attention,
    "cross-attention": _cross_attention,
    "compressed-attention": _compressed,
    "mamba-2": lambda c: mamba_2(c.whole("hidden_size"), _state(c), c.whole("layers")),
    "mamba-1": _mamba_1,
    "gated-delta": lambda c: gated_delta(
        c.whole("hidden_size"), _state(c), layers=c.whole("layers")
    ),
    "kimi-delta": _kimi_delta,
    "lightning": lambda c: lightning_attention(
        c.whole("hidden_size"), _state(c), c.whole("layers")
    ),
    "rwkv-4": _rwkv,
}
"""Parts that mix tokens, by the name that a row of the table of layers gives them."""

NETWORKS: Mapping[str, Callable[[Cells], Network]] = {
    "feed-forward": _feed_forward,
    "experts": _experts,
}
"""Parts that work on each token alone, by name."""
