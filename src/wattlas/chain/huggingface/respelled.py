"""Configurations of families with names of their own, put into the usual ones."""

from __future__ import annotations

from typing import Any

Fields = dict[str, Any]


def phi_3_small_fields(values: Fields) -> Fields:
    """Return Phi-3 small with the usual names."""
    return {**values, "intermediate_size": values["ff_intermediate_size"],
            "ffn_matrices": 3}  # fmt: skip


def jetmoe(values: Fields) -> Fields:
    """Return JetMoE with the usual names."""
    heads = values["num_key_value_heads"] * values.get("num_experts_per_tok", 2)
    return {**values, "num_attention_heads": heads}


def llama_4(values: Fields) -> Fields:
    """Return Llama 4: every fourth layer attends to everything."""
    if values.get("no_rope_layers") or values.get("layer_types"):
        return values
    return {**values, "sliding_window_pattern": 4}


def nemotron_h(values: Fields) -> Fields:
    """Return Nemotron-H: its experts are as plain as its dense networks."""
    return {**values, "ffn_matrices": 2}


def recurrent_gemma(values: Fields) -> Fields:
    """Return RecurrentGemma: its attention has a window, its width counts the gate."""
    types = [
        "sliding_attention" if kind == "attention" else kind
        for kind in values["block_types"]
    ]
    size = values["intermediate_size"] // 2
    return {**values, "block_types": types, "intermediate_size": size}


def lfm_2(values: Fields) -> Fields:
    """Return LFM2: its width is two thirds, rounded up to a multiple."""
    if not values.get("block_auto_adjust_ff_dim"):
        return values
    size = int(2 * values["intermediate_size"] / 3)
    size = int((values.get("block_ffn_dim_multiplier") or 1.0) * size)
    unit = values.get("block_multiple_of", 256)
    kept = {k: v for k, v in values.items() if not k.startswith("block_")}
    return {**kept, "intermediate_size": -(-size // unit) * unit}


def gpt_bigcode(values: Fields) -> Fields:
    """Return SantaCoder and StarCoder: one key-value head."""
    kept = {k: v for k, v in values.items() if k != "multi_query"}
    one = values.get("multi_query", True)
    return {**kept, "num_key_value_heads": 1} if one else kept


def gpt_neo(values: Fields) -> Fields:
    """Return GPT-Neo: every second layer attends to a window."""
    kept = {k: v for k, v in values.items()
            if k not in ("attention_layers", "attention_types")}  # fmt: skip
    return {"window_size": 256, **kept, "sliding_window_pattern": 2}


def falcon(values: Fields) -> Fields:
    """Return Falcon: one key-value head, or groups in the newer decoder."""
    names = ("multi_query", "new_decoder_architecture", "num_kv_heads", "n_head_kv")
    kept = {k: v for k, v in values.items() if k not in names}
    heads = values.get("n_head") or values.get("num_attention_heads")
    if values.get("new_decoder_architecture"):
        kv = values.get("num_kv_heads") or values.get("n_head_kv") or heads
    else:
        kv = 1 if values.get("multi_query", True) else heads
    return {**kept, "num_key_value_heads": kv}


def mpt(values: Fields) -> Fields:
    """Return MPT, whose network is a multiple of the width."""
    attention = values.get("attn_config") or {}
    heads = attention.get("kv_n_heads", values.get("n_heads"))
    kept = {k: v for k, v in values.items()
            if k not in ("expansion_ratio", "attn_config")}  # fmt: skip
    width = values.get("expansion_ratio", 4) * values["d_model"]
    alibi = {"alibi": attention["alibi"]} if "alibi" in attention else {}
    return {**kept, "attn_config": alibi, "num_key_value_heads": heads,
            "intermediate_size": width}  # fmt: skip


def dbrx(values: Fields) -> Fields:
    """Return DBRX, which keeps attention and experts in configs of their own."""
    attention, ffn = values.get("attn_config") or {}, values["ffn_config"]
    kept = {k: v for k, v in values.items()
            if k not in ("attn_config", "ffn_config")}  # fmt: skip
    return {
        **kept,
        "num_key_value_heads": attention.get("kv_n_heads", values.get("n_heads")),
        "intermediate_size": ffn["ffn_hidden_size"],
        "num_experts": ffn["moe_num_experts"],
        "num_experts_per_tok": ffn["moe_top_k"],
    }


def old_olmo(values: Fields) -> Fields:
    """Return the first OLMo: `mlp_hidden_size` is both halves of the gate."""
    names = ("mlp_hidden_size", "mlp_ratio", "embedding_size", "weight_tying")
    size = values.get("mlp_hidden_size") or values["mlp_ratio"] * values["d_model"]
    kept = {k: v for k, v in values.items() if k not in names}
    return {
        **kept,
        "intermediate_size": size // 2,
        "vocab_size": values.get("embedding_size") or values["vocab_size"],
        "tie_word_embeddings": values.get("weight_tying", True),
    }


def chatglm(values: Fields) -> Fields:
    """Return ChatGLM 2 and 3 and GLM-4 9B: groups of queries, padded vocabulary."""
    grouped = values.get("multi_query_attention", False)
    heads = values["multi_query_group_num" if grouped else "num_attention_heads"]
    names = ("multi_query_attention", "multi_query_group_num", "padded_vocab_size")
    kept = {k: v for k, v in values.items() if k not in names}
    return {**kept, "num_key_value_heads": heads,
            "vocab_size": values["padded_vocab_size"]}  # fmt: skip
