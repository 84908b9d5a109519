"""Layers from rows of tables, one row a kind: what mixes tokens, what works on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
