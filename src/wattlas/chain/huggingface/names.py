"""Names of fields: other spellings, and those that change neither size nor work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "hidden_size": ("d_model", "n_embd", "n_embed", "hidden_dim", "dim"),
    "num_hidden_layers": ("n_layer", "n_layers", "num_layers"),
    "num_attention_heads": ("n_head", "n_heads", "num_heads", "attention_heads"),
    "num_key_value_heads": ("num_attention_groups", "num_kv_heads"),
    "intermediate_size": ("ffn_hidden_size", "n_inner", "ffn_dim", "dim_ff"),
    "max_position_embeddings": (
        "n_positions", "max_seq_len", "max_sequence_length", "seq_length", "n_ctx",
        "context_length", "model_max_length",
    ),
    "num_experts": (
        "num_local_experts", "n_routed_experts", "moe_num_experts", "num_moe_experts",
    ),
    "num_experts_per_tok": (
        "moe_k", "num_experts_per_token", "experts_per_token", "moe_topk",
        "top_k_experts", "moe_top_k", "num_experts_per_topk",
    ),
    "moe_intermediate_size": (
        "expert_ffn_hidden_size", "moe_hidden_size", "moe_ffn_hidden_size",
    ),
    "n_shared_experts": (
        "num_shared_experts", "moe_num_shared_experts", "num_shared_expert",
        "n_shared_expert",
    ),
    "shared_expert_intermediate_size": (
        "shared_intermediate_size", "moe_shared_expert_intermediate_size",
        "share_expert_dim", "shared_expert_dim", "moe_shared_intermediate_size",
        "shared_experts_intermediate_size",
    ),
    "first_k_dense_replace": (
        "moe_layer_start_index", "num_dense_layers", "n_dense_layers",
    ),
    "hidden_act": (
        "hidden_activation", "activation_function", "mlp_hidden_act", "activation",
        "dense_act_fn", "afn",
    ),
    "head_dim": ("kv_channels", "attention_head_dim", "d_kv", "dim_head"),
    "layer_types": ("layers_block_type", "block_types"),
    "draft_layers": (
        "num_nextn_predict_layers", "mtp_num_hidden_layers", "num_mtp_modules",
        "num_mtp_layers", "mtp_num_layers",
    ),
    "sliding_window": (
        "sliding_window_size", "attention_chunk_size", "window_size",
        "attention_window_size",
    ),
    "expert_latent_size": ("moe_latent_size", "routed_expert_hidden_size"),
    "ssm_heads": ("mamba_num_heads", "mamba_n_heads", "n_mamba_heads"),
    "ssm_head_dim": ("mamba_head_dim", "mamba_d_head", "mamba_headdim"),
    "ssm_state_size": ("mamba_d_state", "state_size"),
    "ssm_groups": ("mamba_n_groups", "n_groups", "mamba_ngroups"),
    "ssm_conv": ("mamba_d_conv", "conv_kernel", "conv1d_width"),
    "ssm_expand": ("mamba_expand", "expand"),
    "ssm_step_rank": ("mamba_dt_rank", "time_step_rank"),
    "ssm_dtype": ("mamba_ssm_dtype", "mamba_ssm_cache_dtype", "inference_state_dtype"),
    "tie_word_embeddings": ("weight_tying", "tie_embeddings", "tie_embedding"),
}  # fmt: skip
"""How configurations of other makers spell the fields of Llama's, and of parts."""

_OF_GENERATION = (
    "bad_words_ids", "diversity_penalty", "do_sample", "early_stopping",
    "exponential_decay_length_penalty", "length_penalty", "max_length", "min_length",
    "max_new_tokens", "max_tokens", "num_beams", "num_beam_groups",
    "num_return_sequences", "repetition_penalty", "temperature", "top_k", "top_p",
    "typical_p", "prefix", "suppress_tokens", "begin_suppress_tokens",
    "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "remove_invalid_values",
    "task_specific_params", "num_logits_to_keep", "user_token_id",
    "max_window_layers", "generation_config",
)  # fmt: skip
"""Settings of a request, and a window's layers where `layer_types` says them."""
_OF_THE_FILE = (
    "architectures", "auto_map", "dtype", "torch_dtype", "finetuning_task",
    "model_type", "name", "problem_type", "tokenizer_class", "transformers_version",
    "torchscript", "use_bfloat16", "pruned_heads", "is_decoder", "is_encoder_decoder",
    "tie_encoder_decoder", "use_cache", "pretraining_tp", "ep_size", "version", "seed",
    "chunk_size_feed_forward", "_commit_hash", "_attn_implementation", "attn_impl",
    "attn_implementation", "use_flash_attn", "use_flash_attention", "bf16", "fp16",
    "fp32", "model_parallel_size", "gradient_checkpointing", "tf_legacy_loss",
    "freeze_.*", "kernels?", "chunk_size", ".*_chunk_size", "chunkwise_kernel",
    "sequence_kernel", "step_kernel", "mode", "weight_mode", "use_mem_eff_path",
    "init_device", "norm_reduction_force_float32", "return_last_states",
    "max_inference_chunksize", "autocast_kernel_dtype", "autocast.*",
)  # fmt: skip
"""What a file says of itself and of the program that wrote it."""
_OF_TRAINING = (
    ".*dropout.*", ".*_drop", ".*pdrop", ".*layerdrop", ".*loss.*", "label_smoothing",
    ".*initializer.*", "init_.*", ".*_init", ".*_init_.*", "initializer",
    "rescale_prenorm_residual", "mask_(time|feature)_.*", "apply_spec_augment",
    "router_aux.*", "router_jitter.*", "input_jitter.*", "moe_jitter.*", "seq_aux",
    "aux_.*", "summary_.*", "classifier_.*", "id2label", "label2id", "mup_.*",
    "expert_capacity", ".*_std", "time_step_(min|max|floor|scale|limit)",
    "linear_(a_log|dt)_.*", "router_ignore_padding_tokens", "batch_prioritized.*",
    "lambda_std_dev", "num_labels", "pad_head_dim_to_multiple_of",
)  # fmt: skip
"""What only training uses."""
_OF_NUMERICS = (
    ".*rope.*", "rotary.*", ".*rotary_.*", ".*theta", ".*_eps", "eps", ".*epsilon",
    ".*norm", "norm_.*", ".*_norm_.*", ".*norms", ".*_bias", "bias", "use_bias.*",
    "no_bias", "with_bias", "add_.*_bias.*", ".*soft_?cap.*", ".*multipliers?",
    "logits?_scal.*", "scale_.*", ".*_scale", ".*_scaling", "mscale.*", "swiglu_.*",
    ".*scaling_factor", "softmax_.*", "route_scale", "residual_in_fp32", "scoring_func",
    "topk_method", "n_group", "topk_group", "num_expert_groups?", "num_groups",
    "score_function", "moe_renormalize", "moe_router_.*", "router_dtype",
    "enable_moe_fp32.*", "alibi.*", "position_embedding_type", "query_pre_attn_scalar",
    "attn_temperature_tuning", "floor_scale", "clip_qkv", "final_logit.*",
    "attention_value_scale", "hc_sinkhorn_iters", "hc_post_alpha", "qk_norm_type",
    "activation_situ_.*", "activation_sparsity_pattern",
    "altup_(active|coef|correct).*",
    "use_routing_bias", "use_(qk|k)_norm", "use_gemma_norm", "original_max_position.*",
    "relative_attention_.*", "scale", ".*_alpha_factor", ".*_beta_factor", "alpha",
    "apply_residual_connection_post_layernorm", "use_parallel_residual", "slow_but_.*",
    "parallel_attn", "residual_.*", "attention_softmax_in_fp32", "use_expert_bias",
    "reorder_and_upcast_attn", "gelu_activation", "rescale_every", "kda_(safe|lower).*",
    "use_bidirectional_attention", "learnable_sink.*", ".*_sink", "attn_logit.*",
    "num_ln_in_parallel_attn", "linear_allow_neg_eigval", "linear_lower_bound",
    "use_mamba_kernels", "use_associative_scan", "use_mambapy", "use_conv_bias",
    "mamba_hidden_act", "hidden_mamba_act", "indexer_rope.*", "rms_norm.*",
    "norm_topk_prob", "scale_emb", "scale_depth", "dim_model_base", "prefix_lm",
    "moe_shared_expert_overlap", "max_window_layers", "compress_rope_theta",
    "router_(bias|softcap.*|dtype|scal.*)", "cla_share_factor", "use_nope.*", ".*_nope",
    "embedding_fraction", "attn_res_block_size", "attn_res_.*", "need_fp32_gate",
    "norm_expert_weight", "yarn_.*", "use_moe", "att_impl_type", "gate_lower_bound",
    "use_grouped_topk", "moe_apply_router_weight.*", "residual_gate_.*", "hc_post.*",
    "shared_expert_combination_strategy", "expert_selection_fn",
    "use_qkv_bias", "qkv_bias", "rel_extent", "log_scaling_.*", ".*clip_threshold",
)  # fmt: skip
"""Norms, biases, positions and scales: under 0.2 % of weights and work."""
_OF_TOKENS = (
    ".*_token_ids?", ".*_token_index", ".*_token", "(im|image|video|slice)_.*_id",
    "newline_id", "ignore_index", ".*_placeholder", ".*_token_offset", "lang_id",
    "image_seq_length", "video_seq_length", ".*_soft_tokens_per_image",
    "mm_tokens_per_image", "projector_hidden_act", ".*projector_bias",
    "vision_feature_.*", "image_grid_pinpoints", "vision_aspect_ratio",
    "use_unified_vision_chunk", "position_id_per_seconds", "seconds_per_chunk",
    "unk_index", "mask_index", "langs", "vocabulary_map", ".*_act_fn",
)  # fmt: skip
"""Numbers of special tokens, and how pictures are turned into tokens."""
_OF_PROJECTORS = re.compile(
    "hidden_size|.*project(or|ion).*|.*merge.*|downsample.*|pixel_shuffle.*|image_size"
    "|scale_factor|patch_size|num_channels|spatial_.*|.*alignment_.*|out_hidden_size"
    "|num_image_tokens|mm_.*"
)
_IRRELEVANT = re.compile(
    "|".join(
        [*_OF_GENERATION, *_OF_THE_FILE, *_OF_TRAINING, *_OF_NUMERICS, *_OF_TOKENS]
    )
    + "|output_(attentions|hidden_states|scores|router_logits|past)"
    + "|return_dict.*|_name_or_path|_[a-z_]*"
)


def irrelevant(name: str) -> bool:
    """Say whether a field changes neither the size of a model nor its work.

    >>> irrelevant("rms_norm_eps"), irrelevant("num_experts")
    (True, False)
    """
    return _IRRELEVANT.fullmatch(name) is not None


def of_projectors(name: str) -> bool:
    """Say whether a field beside the parts of a config speaks of what joins them.

    A projector has under 1 % of the weights.

    >>> of_projectors("projector_hidden_size"), of_projectors("num_experts")
    (True, False)
    """
    return _OF_PROJECTORS.fullmatch(name) is not None


def switched_off(value: Any) -> bool:
    """Say whether a value turns a feature off: nothing, false, 0 or empty.

    >>> switched_off(0.0), switched_off({}), switched_off("x")
    (True, True, False)
    """
    return not value
