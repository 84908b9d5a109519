"""Kinds of configurations around language models, and those that are none."""

from __future__ import annotations

_ENCODERS = """
bert roberta xlm-roberta xlm-roberta-xl camembert electra deberta deberta-v2 albert
distilbert modernbert nomic_bert ernie mpnet big_bird longformer funnel rembert
megatron-bert data2vec-text roformer convbert squeezebert mobilebert ibert
nystromformer roberta-prelayernorm xmod clip clip_text_model clip_vision_model siglip
siglip2 siglip_vision_model siglip_text_model vit deit beit dinov2
dinov2_with_registers dinov3_vit convnext convnextv2 swin swinv2 vit_mae vivit wav2vec2
wav2vec2-bert hubert wavlm sam sam2 detr rt_detr layoutlmv3 clap flava align altclip
blip_text_model eurobert new gte
"""
_WRAPPERS = """
aria audioflamingo3 cohere2_vision deepseek_vl exaone4_5 fuyu gemma3 gemma3n gemma4
gemma4_unified glm46v glm4v glm4v_moe hyperclovax_vision_v2 idefics3 internvl kimi_k25
kimi_k3 kimi_vl lfm2_vl lighton_ocr llama4 llava llava_next llava_next_video
llava_onevision minimax_m3_vl mistral3 mllama omniasr ovis2 paligemma qianfan_ocr
qwen2_5_omni qwen2_5_omni_thinker qwen2_5_vl qwen2_audio qwen2_vl qwen3_5 qwen3_5_moe
qwen3_asr qwen3_omni_moe qwen3_omni_moe_thinker qwen3_vl qwen3_vl_moe shieldgemma2
smolvlm step3p7 video_llama_3 vipllava voxtral nemotron_h_nano_vl NemotronH_Nano_VL_V2
cosmos3_omni
"""
ENCODERS = frozenset(_ENCODERS.split())
"""Models that read and generate nothing: they are no chat."""
WRAPPERS = frozenset(_WRAPPERS.split())
"""Models that join a language model with encoders of pictures or sound."""
