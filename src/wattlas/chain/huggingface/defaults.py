"""What a configuration leaves out when it equals the default of its class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TIED = {"tie_word_embeddings": True}
_GEMMA = {"tie_word_embeddings": True, "head_dim": 256}
_GEMMA_3 = {
    **_GEMMA, "hidden_size": 2304, "intermediate_size": 9216, "num_hidden_layers": 26,
    "num_attention_heads": 8, "num_key_value_heads": 4, "vocab_size": 262_208,
    "max_position_embeddings": 131_072, "sliding_window": 4096,
    "sliding_window_pattern": 6,
}  # fmt: skip
_LLAMA = {
    "hidden_size": 4096, "intermediate_size": 11_008, "num_hidden_layers": 32,
    "num_attention_heads": 32, "vocab_size": 32_000, "max_position_embeddings": 2048,
}  # fmt: skip
_MISTRAL = {
    **_LLAMA, "intermediate_size": 14_336, "num_key_value_heads": 8,
    "max_position_embeddings": 131_072,
}  # fmt: skip
_NO_WINDOW = {"use_sliding_window": False}

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "bloom": _TIED,
    "cohere": _TIED,
    "cohere2": {**_TIED, "sliding_window": 4096, "sliding_window_pattern": 4},
    "ernie4_5": _TIED,
    "ernie4_5_moe": _TIED,
    "falcon": _TIED,
    "gemma": _GEMMA,
    "gemma2": {**_GEMMA, "sliding_window": 4096, "sliding_window_pattern": 2},
    "gemma3_text": _GEMMA_3,
    "gemma3n_text": {**_GEMMA, "vocab_size_per_layer_input": 262_144},
    "gemma4_text": {**_GEMMA, "vocab_size_per_layer_input": 262_144},
    "vaultgemma": {**_GEMMA, "sliding_window": 4096, "sliding_window_pattern": 2},
    "recurrent_gemma": _TIED,
    "gpt2": {**_TIED, "vocab_size": 50257, "n_positions": 1024},
    "gpt_bigcode": {**_TIED, "multi_query": True},
    "gpt_neo": _TIED,
    "gpt_oss": {"sliding_window_pattern": 2},
    "llama": _LLAMA,
    "llama4_text": {"intermediate_size_mlp": 16384, "attention_chunk_size": 8192},
    "mistral": _MISTRAL,
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
    "qwen3_next": {"full_attention_interval": 4},
    "smollm3": {**_TIED, **_NO_WINDOW},
    "starcoder2": _TIED,
    "xglm": _TIED,
    "mamba": _TIED,
    "falcon_mamba": {"tie_word_embeddings": True},
    "zamba2": _TIED,
    "lfm2": _TIED,
    "lfm2_moe": _TIED,
    "jetmoe": _TIED,
    "youtu": _TIED,
    "minicpm3": _TIED,
    "deepseek_v4": {"hc_mult": 4, "sliding_window": 128},
}
"""By `model_type`, as in the classes of transformers 5.24."""

VISION_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "clip_vision_model": {
        "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
        "image_size": 224, "patch_size": 32,
    },
    "llama4_vision_model": {
        "hidden_size": 768, "intermediate_size": 5632, "num_hidden_layers": 34,
        "image_size": 448, "patch_size": 14,
    },
    "mllama_vision_model": {
        "hidden_size": 1280, "intermediate_size": 5120, "num_hidden_layers": 32,
        "num_global_layers": 8, "image_size": 448, "patch_size": 14,
    },
    "pixtral": {
        "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
        "image_size": 1024, "patch_size": 16,
    },
    "qwen2_vl": {
        "depth": 32, "embed_dim": 1280, "mlp_ratio": 4, "patch_size": 14,
        "spatial_merge_size": 2, "temporal_patch_size": 2,
    },
    "qwen2_5_vl": {
        "depth": 32, "intermediate_size": 3420, "patch_size": 14,
        "spatial_merge_size": 2, "temporal_patch_size": 2, "hidden_act": "silu",
    },
    "siglip_vision_model": {
        "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
        "image_size": 224, "patch_size": 16,
    },
}  # fmt: skip
"""Encoders of pictures by their `model_type`, as in the same classes."""
