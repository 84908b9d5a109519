"""Layers of a configuration that attend, one after the other."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas.chain.huggingface.fields import Config
from wattlas.chain.huggingface.kinds import CROSS, FULL, SPARSE, WINDOW
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
from wattlas.chain.layers.records import NOTHING, Mixer


def attention(c: Config, index: int, kind: str) -> Mixer:
    """Return the attention of one layer: latent where a rank is, else grouped."""
    own = c.layer(index)
    if own.has("kv_lora_rank"):
        return _latent(own, index)
    return _grouped(own, index, kind)


def _grouped(c: Config, index: int, kind: str) -> Mixer:
    """Return grouped attention, with what this layer has of its own."""
    heads = _heads(c, index, kind)
    options = GroupedOptions(
        window_tokens=c.whole("sliding_window") if kind == WINDOW else 0,
        gate_size=_gate_size(c, heads),
        key_is_value=kind == FULL and c.flag("attention_k_eq_v"),
        owns_cache=_owns_cache(c, index),
        indexer=_block_indexer(c) if kind == SPARSE else None,
        source=NOTHING if kind == CROSS else None,
    )
    return grouped_attention(c.whole("hidden_size"), heads, options)


def _heads(c: Config, index: int, kind: str) -> Heads:
    """Return the heads of one layer: those of windows and of global layers differ."""
    query = c.whole("num_attention_heads", least=1)
    if c.value("num_attention_heads_per_layer"):
        query = c.of_layer("num_attention_heads_per_layer", index)
    kv = c.whole("num_key_value_heads", query)
    if kv and query % kv:
        raise c.wrong("num_key_value_heads", kv, f"a divisor of the {query} heads")
    size = c.whole("head_dim", c.whole("hidden_size") // max(query, 1))
    heads = Heads(query, kv, size, c.whole("v_head_dim", 0))
    windowed = _windowed_heads(c, heads)
    everywhere = _global_heads(c, heads)
    return windowed if kind == WINDOW else everywhere


def _windowed_heads(c: Config, usual: Heads) -> Heads:
    """Return the heads of windowed layers."""
    other = c.part("attention_other_setting")  # Step 3.5
    if other is not None:
        other.idle("attention_type", "true_head_dim")
        return Heads(
            other.whole("num_attention_heads"),
            other.whole("num_key_value_heads"),
            other.whole("head_dim", usual.size),
        )
    query = c.whole("swa_num_attention_heads", usual.query)
    return Heads(
        c.whole("num_sliding_attention_heads", query),
        c.whole("swa_num_key_value_heads", usual.kv),
        c.whole("swa_head_dim", usual.size),
        c.whole("swa_v_head_dim", usual.value_size),
    )


def _global_heads(c: Config, usual: Heads) -> Heads:
    """Return the heads of layers that see everything (Gemma 4)."""
    kv = c.whole("num_global_key_value_heads", usual.kv)
    size = c.whole("global_head_dim", usual.size)
    return Heads(usual.query, kv, size, usual.value_size)


def _gate_size(c: Config, heads: Heads) -> int:
    """Return the width of the output gate: of all values, one a head, or none."""
    one_a_head = ("use_head_wise_attn_gate", "gating")
    if [name for name in one_a_head if c.flag(name)]:
        return heads.query
    whole = ("attn_output_gate", "attention_output_gate", "use_attention_gate")
    gated = [name for name in whole if c.flag(name)]
    return heads.query * heads.values if gated else 0


def _owns_cache(c: Config, index: int) -> bool:
    """Say whether a layer keeps keys and values, or reads those of a layer before."""
    shared = c.whole("num_kv_shared_layers", 0)
    return index < c.whole("num_hidden_layers") - shared


def _block_indexer(c: Config) -> Indexer:
    """Return the indexer that chooses blocks of positions (MiniMax-M3)."""
    part = c.part("sparse_attention_config")
    if part is None:
        blocks = c.whole("index_topk_blocks")
        c.value("index_local_blocks")
        return Indexer(
            c.whole("index_n_heads"),
            c.whole("index_head_dim"),
            blocks * c.whole("index_block_size"),
        )
    part.idle(
        "sparse_attention_freq", "sparse_disable_index_value", "sparse_score_type",
        "sparse_init_block", "sparse_local_block",
    )  # fmt: skip
    return Indexer(
        part.whole("sparse_num_index_heads"),
        part.whole("sparse_index_dim"),
        part.whole("sparse_topk_blocks") * part.whole("sparse_block_size"),
    )


def sparse_kinds(c: Config, kinds: list[str]) -> list[str]:
    """Return the kinds with those layers marked that attend to chosen blocks."""
    part = c.part("sparse_attention_config")
    if part is None and c.has("index_topk_blocks"):
        c.idle("index_n_heads", "index_head_dim", "index_block_size",
               "index_topk_blocks", "index_local_blocks")  # fmt: skip
    if part is None or not part.flag("use_sparse_attention", True):
        return kinds
    marks = part.each("sparse_attention_freq", len(kinds)) or [1] * len(kinds)
    return [SPARSE if mark else kind for mark, kind in zip(marks, kinds, strict=True)]


def _latent(c: Config, index: int) -> Mixer:
    """Return latent attention; what else speaks of the width of a head is idle."""
    c.idle("head_dim", "num_key_value_heads", "qk_head_dim")
    latent = Latent(
        heads=c.whole("num_attention_heads"),
        kv_rank=c.whole("kv_lora_rank", least=1),
        query_rank=c.whole("q_lora_rank", 0),
        nope_size=c.whole("qk_nope_head_dim"),
        rope_size=c.whole("qk_rope_head_dim", 0),
        value_size=c.whole("v_head_dim"),
    )
    gate = latent.heads * latent.value_size if _latent_gate(c) else 0
    return latent_attention(c.whole("hidden_size"), latent, _indexer(c, index), gate)


def _latent_gate(c: Config) -> bool:
    names = ("attn_output_gate", "mla_use_output_gate", "use_output_gate")
    return bool([name for name in names if c.flag(name)])


def _indexer(c: Config, index: int) -> Indexer | None:
    """Return the indexer of one layer, its own or that of the layer before."""
    if not c.has("index_topk"):
        return None
    types = c.value("indexer_types")
    return Indexer(
        c.whole("index_n_heads"),
        c.whole("index_head_dim"),
        c.whole("index_topk", least=1),
        owned=not types or types[index] == "full",
    )


_STRIDES: Mapping[str, str] = {
    "compressed_sparse_attention": "csa",
    "heavily_compressed_attention": "hca",
}


def compressed_strides(c: Config, count: int) -> list[int]:
    """Return how many positions share an entry in each layer, 0 for a window alone."""
    if c.each("compress_ratios", count) is not None:
        return c.wholes("compress_ratios")[:count]
    rates = c.part("compress_rates")
    words = c.each("layer_types", count) or []
    return [
        rates.whole(word) if rates is not None and word in _STRIDES else 0
        for word in words
    ]


def compressed(c: Config, stride: int) -> Mixer:
    """Return DeepSeek-V4's attention: the shorter stride has an indexer."""
    c.idle("num_key_value_heads", "qk_rope_head_dim", "layer_types")
    indexer = Indexer(
        c.whole("index_n_heads"), c.whole("index_head_dim"), c.whole("index_topk")
    )
    shape = Compressed(
        heads=c.whole("num_attention_heads"),
        head_dim=c.whole("head_dim"),
        query_rank=c.whole("q_lora_rank"),
        window_tokens=c.whole("sliding_window"),
        out_groups=c.whole("o_groups"),
        out_rank=c.whole("o_lora_rank"),
        stride=stride,
        indexer=indexer if 0 < stride < LONGEST_CHOSEN_STRIDE else None,
    )
    return compressed_attention(c.whole("hidden_size"), shape)


LONGEST_CHOSEN_STRIDE = 64
"""From here on entries are so few that all are seen; published are 4 and 128."""
