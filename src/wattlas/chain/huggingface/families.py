"""Kinds of configurations by `model_type`: how each differs from Llama's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wattlas.chain.huggingface import around, recurrent, respelled, special
from wattlas.chain.huggingface.defaults import DEFAULTS
from wattlas.chain.huggingface.fields import Config
from wattlas.chain.layers.records import Mixer, Network

LayerParts = tuple[list[Mixer], list[Network]]


@dataclass(frozen=True)
class Family:
    """How a kind of configuration is read where it differs from the usual.

    `linear` reads a layer that keeps a state, `layer` a whole layer of its own kind,
    `around` what stands around the layers. `usual` renames and completes fields first.
    """

    linear: Callable[[Config], Mixer] | None = None
    layer: Callable[[Config, int, str], LayerParts] | None = None
    around: Callable[[Config], Mapping[str, Any]] = around.nothing
    usual: Callable[[dict[str, Any]], dict[str, Any]] = dict
    kinds: Callable[[Config, int], list[str]] | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


def _of(names: str, family: Family) -> dict[str, Family]:
    return {
        name: Family(
            family.linear,
            family.layer,
            family.around,
            family.usual,
            family.kinds,
            {**family.defaults, **DEFAULTS.get(name, {})},
            family.needs,
        )
        for name in names.split()
    }


_PLAIN = {"ffn_matrices": 2, "four_times_wide": True}
_GATED = {"ffn_matrices": 3}

FAMILIES: Mapping[str, Family] = {
    # The usual decoder: grouped or latent attention, windows, experts by their fields.
    **_of(
        "llama mistral mixtral qwen2 qwen2_moe qwen2_vl qwen2_vl_text qwen2_5_vl "
        "qwen2_5_vl_text qwen3 qwen3_moe qwen3_vl_text qwen3_vl_moe_text "
        "qwen2_5_omni_text qwen3_omni_moe_text "
        "olmo olmo2 olmo3 olmoe flex_olmo granite granitemoe granite_swa "
        "granitemoe_swa granitemoeshared cohere cohere2 cohere2_moe command-r stablelm "
        "internlm internlm2 internlm3 baichuan Yi yi exaone exaone4 exaone_moe "
        "exaone4_5 "
        "smollm3 seed_oss ernie4_5 ernie4_5_moe helium glm glm4 glm4_moe glm4v_text "
        "glm4v_moe_text glm46v_text ministral ministral3 "
        "minimax_m2 minimax_m3 minimax_m3_vl_text gpt_oss mimo mimo_v2_flash dots1 "
        "hunyuan_v1_dense hunyuan_v1_moe solar_open hy_v3 arcee apertus cwm aria_text "
        "iquestcoder jais2 hyperclovax emu3 emu3_text_model phimoe aquila xgen "
        "step3p5 step3p5_text laguna nanochat sarvam_moe bailing_moe bailing_moe_v2 "
        "deepseek skywork orion",
        Family(),
    ),
    **_of(
        "deepseek_v2 deepseek_v3 axk1 kimi_k2 glm4_moe_lite mistral4 minicpm3 youtu "
        "sarvam_mla mistral_large4",
        Family(needs=("kv_lora_rank",)),
    ),
    **_of(
        "deepseek_v32 glm_moe_dsa",
        Family(needs=("kv_lora_rank", "index_topk")),
    ),
    **_of("gemma gemma2 vaultgemma gemma3_text shieldgemma2_text bitnet", Family(
        defaults=_GATED)),
    **_of("gemma3n_text", Family(around=around.gemma_3n, defaults=_GATED,
                                 layer=special.gemma_3n)),
    **_of("gemma4_text gemma4_unified_text", Family(around=around.per_layer_tables,
                                                    defaults=_GATED,
                                                    layer=special.gemma_4)),
    **_of("llama4_text", Family(defaults={"n_shared_experts": 1},
                                usual=respelled.llama_4)),
    **_of("mllama_text_model", Family(around=around.mllama)),
    **_of("afmoe", Family(defaults={"attn_output_gate": True})),
    **_of("qwen3_next qwen3_5_text qwen3_5_moe_text", Family(
        linear=recurrent.of_gated_delta, defaults={"attn_output_gate": True})),
    **_of("olmo_hybrid", Family(linear=recurrent.of_gated_delta)),
    **_of("kimi_linear kimi_k3 kimi_k3_text", Family(linear=recurrent.of_kimi_delta)),
    **_of("bailing_hybrid", Family(linear=recurrent.of_bailing,
                                   layer=special.bailing_hybrid)),
    **_of("minimax minimax_text_01 minimax_m1", Family(linear=recurrent.of_lightning)),
    **_of("nemotron_h", Family(linear=recurrent.of_mamba_2,
                               usual=respelled.nemotron_h)),
    **_of("bamba", Family(layer=special.granite_hybrid, kinds=special.bamba_kinds)),
    **_of("granitemoehybrid", Family(layer=special.granite_hybrid)),
    **_of("falcon_h1", Family(layer=special.falcon_h1, kinds=special.all_full)),
    **_of("jamba", Family(linear=recurrent.of_mamba_1)),
    **_of("zamba2", Family(layer=special.zamba_2)),
    **_of("recurrent_gemma", Family(linear=recurrent.of_linear_recurrence,
                                    usual=respelled.recurrent_gemma, defaults=_GATED)),
    **_of("lfm2 lfm2_moe", Family(linear=recurrent.of_convolution,
                                  usual=respelled.lfm_2)),
    **_of("mamba falcon_mamba", Family(layer=special.pure_mamba_1,
                                       kinds=special.all_full)),
    **_of("mamba2", Family(layer=special.pure_mamba_2, kinds=special.all_full)),
    **_of("rwkv", Family(layer=special.rwkv, kinds=special.all_full)),
    **_of("xlstm", Family(layer=special.xlstm, kinds=special.all_full)),
    **_of("deepseek_v4", Family(layer=special.deepseek_v4, kinds=special.all_full,
                                around=around.hyper_connections)),
    **_of("longcat_flash", Family(layer=special.longcat, kinds=special.all_full)),
    **_of("nemotron-nas", Family(layer=special.nemotron_nas, kinds=special.all_full)),
    **_of("phi3small", Family(layer=special.phi_3_small,
                              usual=respelled.phi_3_small_fields,
                              kinds=special.phi_3_small_kinds)),
    # Two matrices, four times as wide; some with learned positions.
    **_of("bloom gpt_neox gpt_neox_japanese gptj codegen phi nemotron starcoder2 "
          "persimmon", Family(defaults=_PLAIN)),
    **_of("gpt2 gpt-sw3 openai-gpt", Family(around=around.learned_positions,
                                            defaults=_PLAIN)),
    **_of("gpt_bigcode", Family(around=around.learned_positions, defaults=_PLAIN,
                                usual=respelled.gpt_bigcode)),
    **_of("gpt_neo", Family(around=around.learned_positions, defaults=_PLAIN,
                            usual=respelled.gpt_neo)),
    **_of("opt", Family(around=around.opt, defaults=_PLAIN)),
    **_of("xglm biogpt", Family(around=around.learned_positions, defaults=_PLAIN)),
    **_of("falcon RefinedWeb RefinedWebModel", Family(defaults=_PLAIN,
                                                      usual=respelled.falcon)),
    **_of("mpt", Family(defaults=_PLAIN, usual=respelled.mpt, around=around.mpt)),
    # Makers' own spellings.
    **_of("phi3 phi4", Family()),
    **_of("dbrx", Family(usual=respelled.dbrx)),
    **_of("hf_olmo", Family(usual=respelled.old_olmo)),
    **_of("chatglm", Family(usual=respelled.chatglm)),
    **_of("jetmoe", Family(usual=respelled.jetmoe, layer=special.jetmoe_layer)),
}  # fmt: skip
"""Every `model_type` of a decoder that is read."""
