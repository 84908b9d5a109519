"""A Hugging Face config whose fields are named like Llama's: the usual reader."""

from __future__ import annotations

from typing import Any, TypeAlias

Fields: TypeAlias = dict[str, Any]

NEEDED = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
)
"""The fields of a config that describe a plain decoder."""

_PLAIN_ACTIVATIONS = {"gelu", "gelu_new", "gelu_fast", "quick_gelu", "relu", "relu2"}
_WINDOWED = {"sliding_attention", "chunked_attention"}


def read_plain(c: Fields) -> Fields:
    """Return the fields of an architecture: dense or experts, windows or none.

    Two embeddings unless the config ties them; a gated feed-forward unless its
    activation is one that only plain ones use.

    >>> read_plain({"hidden_size": 8, "num_hidden_layers": 2, "vocab_size": 16,
    ...             "num_attention_heads": 2, "intermediate_size": 32})["head_dim"]
    4
    """
    layers = int(c["num_hidden_layers"])
    heads = int(c["num_attention_heads"])
    activation = c.get("hidden_act") or c.get("mlp_hidden_act") or "silu"
    fields = {
        "layers": layers,
        "hidden_size": int(c["hidden_size"]),
        "vocab_size": int(c["vocab_size"]),
        "query_heads": heads,
        "kv_heads": int(c.get("num_key_value_heads", heads)),
        "head_dim": int(c.get("head_dim", c["hidden_size"] // max(heads, 1))),
        "ffn_matrices": 2 if activation in _PLAIN_ACTIVATIONS else 3,
        "tied_embeddings": bool(c.get("tie_word_embeddings", False)),
        "context_tokens": int(c.get("max_position_embeddings", 0)),
    }
    return fields | _windows(c, layers) | _feed_forward(c, layers)


def _windows(c: Fields, layers: int) -> Fields:
    """Return how many layers attend to everything and how many to a window."""
    window = int(c.get("sliding_window") or c.get("attention_chunk_size") or 0)
    used = window > 0 and c.get("use_sliding_window") is not False
    windowed = _windowed_layers(c, layers) if used else 0
    return {
        "full_attention_layers": layers - windowed,
        "windowed_attention_layers": windowed,
        "window_tokens": window if windowed else 0,
    }


def _windowed_layers(c: Fields, layers: int) -> int:
    """Return the number of windowed layers: listed, by pattern, or all."""
    if c.get("layer_types"):
        return sum(kind in _WINDOWED for kind in c["layer_types"])
    if c.get("no_rope_layers"):  # Llama 4: 1 is a layer with positions, in chunks
        return sum(bool(rotary) for rotary in c["no_rope_layers"])
    pattern = c.get("sliding_window_pattern", 0)
    if isinstance(pattern, str):  # "LLLG": three local layers, one global
        return sum(pattern[i % len(pattern)] == "L" for i in range(layers))
    return layers - (layers // pattern if pattern else 0)


def _feed_forward(c: Fields, layers: int) -> Fields:
    """Return the dense feed-forward, or the experts and the dense layers left."""
    if not c.get("num_experts"):
        return {"dense_ffn_layers": layers, "ffn_size": int(c["intermediate_size"])}
    mixtures = _mixtures(c, layers)
    dense_size = c.get("intermediate_size_mlp") or c.get("intermediate_size", 0)
    return {
        "moe_layers": mixtures,
        "dense_ffn_layers": layers - mixtures,
        "ffn_size": int(dense_size) if mixtures < layers else 0,
        "experts": int(c["num_experts"]),
        "experts_per_token": int(c["num_experts_per_tok"]),
        "expert_ffn_size": _expert_size(c),
    } | _shared_experts(c)


def _expert_size(c: Fields) -> int:
    """Return the width of one expert."""
    return int(c.get("moe_intermediate_size") or c["intermediate_size"])


def _mixtures(c: Fields, layers: int) -> int:
    """Return how many layers hold experts."""
    if c.get("moe_layers"):  # Llama 4 may list them
        return len(c["moe_layers"])
    first = int(c.get("first_k_dense_replace") or c.get("moe_layer_start_index") or 0)
    dense = set(c.get("mlp_only_layers") or ())
    step, offset = _expert_step(c)
    chosen = (i for i in range(first, layers) if i % step == offset)
    return sum(i not in dense for i in chosen)


def _expert_step(c: Fields) -> tuple[int, int]:
    """Return every how many layers experts come, and where the count begins."""
    if "moe_layer_freq" in c:  # DeepSeek counts from the first layer
        return int(c["moe_layer_freq"]), 0
    step = c.get("decoder_sparse_step") or c.get("interleave_moe_layer_step") or 1
    return int(step), int(step) - 1


def _shared_experts(c: Fields) -> Fields:
    """Return the experts that every token visits."""
    if c.get("shared_expert_intermediate_size"):
        size = int(c["shared_expert_intermediate_size"])
        return {"shared_experts": 1, "shared_ffn_size": size}
    names = ("n_shared_experts", "num_shared_experts", "moe_num_shared_experts")
    count = int(next((c[name] for name in names if c.get(name)), 0))
    return {"shared_experts": count, "shared_ffn_size": _expert_size(c) if count else 0}
