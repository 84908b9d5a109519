"""What stands around the layers of a configuration: tables, positions, projections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wattlas.chain.huggingface.fields import Config


def nothing(c: Config) -> Mapping[str, Any]:
    """Return nothing: the usual decoder."""
    return {}


def learned_positions(c: Config) -> Mapping[str, Any]:
    """Return a table of positions (GPT-2)."""
    return {"learned_positions": c.whole("max_position_embeddings")}


def opt(c: Config) -> Mapping[str, Any]:
    """Return OPT's table of positions, which starts two early, and its projections."""
    hidden = c.whole("hidden_size")
    width = c.whole("word_embed_proj_dim", hidden)
    vocabulary = c.whole("vocab_size")
    apart = width != hidden
    return {
        "learned_positions": c.whole("max_position_embeddings") + 2,
        "more_weights": float(vocabulary * (width - hidden) + 2 * width * hidden)
        if apart
        else 0.0,
    }


def mpt(c: Config) -> Mapping[str, Any]:
    """Return MPT, whose positions are learned unless they are a slope."""
    attention = c.part("attn_config")
    sloped = attention is not None and attention.flag("alibi", True)
    learned = c.flag("learned_pos_emb") and not sloped
    return {"learned_positions": c.whole("max_position_embeddings") if learned else 0}


def per_layer_tables(c: Config) -> Mapping[str, Any]:
    """Return Gemma's tables of one row a token and layer, and their projection."""
    width = c.whole("hidden_size_per_layer_input", 0)
    words = c.whole("vocab_size_per_layer_input", 0)
    rows = c.whole("num_hidden_layers") * width
    return {
        "looked_up_parameters": float(words * rows),
        "more_weights": float(c.whole("hidden_size") * rows),
    }


def gemma_3n(c: Config) -> Mapping[str, Any]:
    """Return Gemma 3n's tables, and the projections of its parallel streams."""
    streams, hidden = c.whole("altup_num_inputs", 1), c.whole("hidden_size")
    tables = dict(per_layer_tables(c))
    tables["more_weights"] += 2.0 * (streams - 1) * hidden**2
    return tables


def mllama(c: Config) -> Mapping[str, Any]:
    """Return the eight words more that Llama 3.2 Vision's embedding has."""
    return {"looked_up_parameters": 8.0 * c.whole("hidden_size")}


def hyper_connections(c: Config) -> Mapping[str, Any]:
    """Return the small products that mix DeepSeek-V4's parallel streams."""
    streams = c.whole("hc_mult", 1)
    out = (2 + streams) * streams
    weights = 2 * c.whole("num_hidden_layers") * out * streams * c.whole("hidden_size")
    return {"more_weights": float(weights)}
