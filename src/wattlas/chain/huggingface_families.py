"""Families of Hugging Face configs that differ from Llama's, one reader each."""

from __future__ import annotations

from collections.abc import Callable

from wattlas.chain.huggingface_plain import Fields, read_plain

_TIED = {"tie_word_embeddings": True}
_NO_WINDOW = {"use_sliding_window": False}
_GEMMA = {"tie_word_embeddings": True, "head_dim": 256}
_GEMMA_3 = {
    **_GEMMA,
    "hidden_size": 2304,
    "intermediate_size": 9216,
    "num_hidden_layers": 26,
    "num_attention_heads": 8,
    "num_key_value_heads": 4,
    "vocab_size": 262_208,
    "max_position_embeddings": 131_072,
    "sliding_window": 4096,
    "sliding_window_pattern": 6,
}

DEFAULTS: dict[str, Fields] = {
    "bloom": _TIED,
    "cohere": _TIED,
    "cohere2": {**_TIED, "sliding_window": 4096, "sliding_window_pattern": 4},
    "ernie4_5": _TIED,
    "ernie4_5_moe": _TIED,
    "falcon": _TIED,
    "gemma": _GEMMA,
    "gemma2": {**_GEMMA, "sliding_window": 4096, "sliding_window_pattern": 2},
    "gemma3_text": _GEMMA_3,
    "gpt2": {**_TIED, "vocab_size": 50257, "n_positions": 1024},
    "gpt_bigcode": {**_TIED, "multi_query": True},
    "gpt_neo": _TIED,
    "gpt_oss": {"sliding_window_pattern": 2},
    "llama4_text": {"intermediate_size_mlp": 16384, "attention_chunk_size": 8192},
    "mllama_text_model": {"vocab_size": 128_256},
    "mpt": {**_TIED, "expansion_ratio": 4},
    "opt": {**_TIED, "vocab_size": 50272},
    "phi3small": _TIED,
    "qwen2": _NO_WINDOW,
    "qwen2_moe": {**_NO_WINDOW, "num_experts_per_tok": 4},
    "qwen2_vl_text": _NO_WINDOW,
    "qwen2_5_vl_text": _NO_WINDOW,
    "qwen3": _NO_WINDOW,
    "qwen3_moe": _NO_WINDOW,
    "smollm3": {**_TIED, **_NO_WINDOW},
    "starcoder2": _TIED,
}
"""What a config leaves out when it equals the default of its class."""


def _plain_ffn(c: Fields) -> Fields:
    """Return a decoder with two feed-forward matrices, four times as wide."""
    return read_plain({"intermediate_size": 4 * c["hidden_size"], **c}) | {
        "ffn_matrices": 2
    }


def _positions(c: Fields, extra: int = 0) -> Fields:
    """Return a plain decoder with learned positions (GPT-2, OPT)."""
    return _plain_ffn(c) | {"learned_positions": c["max_position_embeddings"] + extra}


def _opt(c: Fields) -> Fields:
    """Return OPT, whose table of positions starts two early."""
    return _positions(c, extra=2)


def _gpt_neo(c: Fields) -> Fields:
    """Return GPT-Neo: every second layer attends to a window."""
    window = {"sliding_window": c.get("window_size", 256), "sliding_window_pattern": 2}
    return _positions({**c, **window})


def _gpt_bigcode(c: Fields) -> Fields:
    """Return SantaCoder and StarCoder: one key-value head, learned positions."""
    heads = 1 if c["multi_query"] else c["num_attention_heads"]
    return _positions({**c, "num_key_value_heads": heads})


def _falcon(c: Fields) -> Fields:
    """Return Falcon: one key-value head, or groups in the newer decoder."""
    heads = c["num_attention_heads"]
    if c.get("new_decoder_architecture"):
        kv_heads = c.get("num_kv_heads") or c.get("n_head_kv") or heads
    else:
        kv_heads = 1 if c.get("multi_query", True) else heads
    return _plain_ffn({**c, "num_key_value_heads": kv_heads})


def _mpt(c: Fields) -> Fields:
    """Return MPT, whose feed-forward is a multiple of the width."""
    heads = (c.get("attn_config") or {}).get("kv_n_heads", c["num_attention_heads"])
    size = c["expansion_ratio"] * c["hidden_size"]
    return _plain_ffn({**c, "num_key_value_heads": heads, "intermediate_size": size})


def _dbrx(c: Fields) -> Fields:
    """Return DBRX, which keeps attention and experts in configs of their own."""
    attention, ffn = c.get("attn_config") or {}, c["ffn_config"]
    experts = {
        "num_key_value_heads": attention.get("kv_n_heads", c["num_attention_heads"]),
        "intermediate_size": ffn["ffn_hidden_size"],
        "num_experts": ffn["moe_num_experts"],
        "num_experts_per_tok": ffn["moe_top_k"],
    }
    return read_plain({**c, **experts})


def _old_olmo(c: Fields) -> Fields:
    """Return the first OLMo: `mlp_hidden_size` is both halves of the gate."""
    size = c.get("mlp_hidden_size") or c["mlp_ratio"] * c["hidden_size"]
    usual = {
        "intermediate_size": size // 2,
        "vocab_size": c.get("embedding_size", c["vocab_size"]),
        "tie_word_embeddings": c.get("weight_tying", True),
        "max_position_embeddings": c.get("max_sequence_length", 0),
    }
    return read_plain({**c, **usual})


def _chatglm(c: Fields) -> Fields:
    """Return ChatGLM 2 and 3 and GLM-4 9B: groups of queries, padded vocabulary."""
    grouped = c.get("multi_query_attention", False)
    heads = c["multi_query_group_num"] if grouped else c["num_attention_heads"]
    usual = {"num_key_value_heads": heads, "vocab_size": c["padded_vocab_size"]}
    return read_plain({**c, **usual, "head_dim": c["kv_channels"]})


def _phi_3_small(c: Fields) -> Fields:
    """Return Phi-3 small: every n-th layer dense, the others in local blocks."""
    window = c["blocksparse_block_size"] * c["blocksparse_num_local_blocks"]
    usual = {
        "intermediate_size": c["ff_intermediate_size"],
        "sliding_window": window,
        "sliding_window_pattern": c["dense_attention_every_n_layers"],
        "hidden_act": "silu",
    }
    return read_plain({**c, **usual})


def _latent(c: Fields) -> Fields:
    """Return DeepSeek-V2, V3 and Kimi K2: latent attention and shared experts."""
    latent = {
        "kv_lora_rank": c["kv_lora_rank"],
        "q_lora_rank": c.get("q_lora_rank", 0),
        "qk_nope_head_dim": c["qk_nope_head_dim"],
        "qk_rope_head_dim": c["qk_rope_head_dim"],
        "v_head_dim": c["v_head_dim"],
    }
    return read_plain(c) | latent | {"kv_heads": 0, "head_dim": 0}


def _llama_4(c: Fields) -> Fields:
    """Return Llama 4: one shared expert, every fourth layer attends to everything."""
    window = {} if c.get("no_rope_layers") else {"sliding_window_pattern": 4}
    return read_plain({**c, **window, "n_shared_experts": 1})


def _nemotron_h(c: Fields) -> Fields:
    """Return Nemotron-H: M is Mamba-2, * attention, - feed-forward, E experts."""
    pattern = c["hybrid_override_pattern"]
    fields = read_plain({**c, "num_experts": 0}) | {
        "ffn_matrices": 2,
        "layers": len(pattern),
        "full_attention_layers": pattern.count("*"),
        "state_layers": pattern.count("M"),
        "dense_ffn_layers": pattern.count("-"),
        "moe_layers": pattern.count("E"),
        "ssm_heads": c["mamba_num_heads"],
        "ssm_head_dim": c["mamba_head_dim"],
        "ssm_state_size": c["ssm_state_size"],
        "ssm_groups": c["n_groups"],
        "ssm_conv": c["conv_kernel"],
    }
    return fields | (_nemotron_experts(c) if "E" in pattern else {})


def _nemotron_experts(c: Fields) -> Fields:
    """Return the experts of Nemotron 3."""
    return {
        "experts": c["num_experts"],
        "experts_per_token": c["num_experts_per_tok"],
        "expert_ffn_size": c["moe_intermediate_size"],
        "shared_experts": c["n_shared_experts"],
        "shared_ffn_size": c["moe_shared_expert_intermediate_size"],
    }


def _jamba(c: Fields) -> Fields:
    """Return Jamba: Mamba-1 as Mamba-2 of the same inner width and state."""
    layers = c["num_hidden_layers"]
    attention = layers // c["attn_layer_period"]
    inner = c["mamba_expand"] * c["hidden_size"]
    step = {"decoder_sparse_step": c["expert_layer_period"]}
    return read_plain({**c, **step}) | {
        "full_attention_layers": attention,
        "state_layers": layers - attention,
        "ssm_heads": inner // 64,
        "ssm_head_dim": 64,
        "ssm_state_size": c["mamba_d_state"],
        "ssm_groups": 1,
        "ssm_conv": c["mamba_d_conv"],
    }


def _qwen_3_next(c: Fields) -> Fields:
    """Return Qwen3-Next: gated delta-rule layers as state layers of the same size."""
    layers = c["num_hidden_layers"]
    attention = layers // c.get("full_attention_interval", 4)
    return read_plain(c) | {
        "full_attention_layers": attention,
        "state_layers": layers - attention,
        "ssm_heads": c["linear_num_value_heads"],
        "ssm_head_dim": c["linear_value_head_dim"],
        "ssm_state_size": c["linear_key_head_dim"],
        "ssm_groups": c["linear_num_key_heads"],
        "ssm_conv": c["linear_conv_kernel_dim"],
    }


READERS: dict[str, Callable[[Fields], Fields]] = {
    "bloom": _plain_ffn,
    "chatglm": _chatglm,
    "dbrx": _dbrx,
    "deepseek_v2": _latent,
    "deepseek_v3": _latent,
    "deepseek_v32": _latent,
    "falcon": _falcon,
    "gemma": lambda c: read_plain({**c, "hidden_act": "geglu"}),
    "gemma2": lambda c: read_plain({**c, "hidden_act": "geglu"}),
    "gemma3_text": lambda c: read_plain({**c, "hidden_act": "geglu"}),
    "gpt2": _positions,
    "gpt_bigcode": _gpt_bigcode,
    "gpt_neo": _gpt_neo,
    "gpt_neox": _plain_ffn,
    "gptj": _plain_ffn,
    "hf_olmo": _old_olmo,
    "jamba": _jamba,
    "kimi_k2": _latent,
    "llama4_text": _llama_4,
    "mpt": _mpt,
    "nemotron": _plain_ffn,
    "nemotron_h": _nemotron_h,
    "opt": _opt,
    "phi": _plain_ffn,
    "phi3small": _phi_3_small,
    "qwen3_next": _qwen_3_next,
    "starcoder2": _plain_ffn,
}
"""Families whose configs need more than the usual reader."""
