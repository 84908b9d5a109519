"""Layers of a configuration that keep a state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wattlas.chain.huggingface.fields import Config
from wattlas.chain.layers.records import STATE_BYTES, Mixer
from wattlas.chain.layers.recurrent import (
    State,
    gated_delta,
    kimi_delta,
    lightning_attention,
    linear_recurrence,
    mamba_1,
    mamba_2,
    matrix_memory,
    rwkv_4,
    short_convolution,
)

_BYTES: Mapping[str, float] = {"float32": 4.0, "bfloat16": 2.0, "float16": 2.0}


def _state_bytes(c: Config) -> float:
    """Return the bytes of a value of the state, as a configuration may say."""
    return _BYTES.get(str(c.value("ssm_dtype", "float32")), STATE_BYTES)


def of_mamba_2(c: Config) -> Mixer:
    """Return Mamba-2: heads of a width, or the width that is left for them."""
    hidden = c.whole("hidden_size")
    expanded = round(c.number("ssm_expand", 2) * hidden)
    heads = c.whole("ssm_heads", c.whole("num_attention_heads", 1), least=1)
    inner = c.whole("mamba_d_ssm", 0)
    left = (inner or expanded) // heads
    is_left = c.value("ssm_head_dim", "auto") == "auto"
    size = left if is_left else c.whole("ssm_head_dim")
    c.value("ssm_step_rank")
    state = State(
        heads,
        size,
        c.whole("ssm_state_size"),
        c.whole("ssm_groups", 1),
        c.whole("ssm_conv", 4),
        _state_bytes(c),
    )
    return mamba_2(hidden, state)


def of_mamba_2_alone(c: Config) -> Mixer:
    """Return Mamba-2 of a model without attention: the heads are its own."""
    hidden = c.whole("hidden_size")
    c.value("ssm_expand")
    c.value("ssm_step_rank")
    state = State(
        c.whole("num_attention_heads"),
        c.whole("head_dim"),
        c.whole("ssm_state_size"),
        c.whole("ssm_groups", 1),
        c.whole("ssm_conv", 4),
    )
    return mamba_2(hidden, state)


def of_mamba_1(c: Config) -> Mixer:
    """Return Mamba-1 (Jamba, Mamba, Falcon-Mamba)."""
    hidden = c.whole("hidden_size")
    expanded = round(c.number("ssm_expand", 2) * hidden)
    rank = c.value("ssm_step_rank", "auto")
    return mamba_1(
        hidden,
        expanded,
        c.whole("ssm_state_size"),
        -(-hidden // 16) if rank == "auto" else c.whole("ssm_step_rank"),
        c.whole("ssm_conv", 4),
    )


def of_gated_delta(c: Config) -> Mixer:
    """Return gated delta rules (Qwen3-Next, 3.5, OLMo-hybrid)."""
    state = State(
        c.whole("linear_num_value_heads"),
        c.whole("linear_value_head_dim"),
        c.whole("linear_key_head_dim"),
        c.whole("linear_num_key_heads"),
        c.whole("linear_conv_kernel_dim", 4),
        _state_bytes(c),
    )
    return gated_delta(c.whole("hidden_size"), state)


def of_kimi_delta(c: Config) -> Mixer:
    """Return Kimi delta attention, from its own part or from fields beside."""
    part = c.part("linear_attn_config")
    if part is not None:
        heads, size = part.whole("num_attention_heads"), part.whole("head_dim")
        conv = part.whole("short_conv_kernel_size", 4)
    else:
        heads, size = c.whole("linear_num_heads"), c.whole("linear_head_dim")
        conv = c.whole("linear_conv_kernel_dim", 4)
    full = (part if part is not None else c).flag("use_full_rank_gate")
    state = State(heads, size, size, heads, conv)
    return kimi_delta(c.whole("hidden_size"), state, full_gate=full)


def of_bailing(c: Config) -> Mixer:
    """Return Kimi delta attention with gates of full rank (Ling hybrid)."""
    heads, size = c.whole("linear_num_heads"), c.whole("linear_head_dim")
    c.value("short_conv_kernel_size")
    conv = c.whole("linear_conv_kernel_dim", 4)
    state = State(heads, size, size, heads, conv)
    return kimi_delta(c.whole("hidden_size"), state, full_gate=True, full_decay=True)


def of_lightning(c: Config) -> Mixer:
    """Return lightning attention (MiniMax-01)."""
    heads = c.whole("num_attention_heads")
    size = c.whole("head_dim", c.whole("hidden_size") // heads)
    c.value("block_size")
    state = State(heads, size, size, heads, conv=0)
    return lightning_attention(c.whole("hidden_size"), state)


def of_rwkv(c: Config) -> Mixer:
    """Return RWKV-4."""
    hidden = c.whole("hidden_size")
    return rwkv_4(hidden, c.whole("attention_hidden_size", hidden))


def of_convolution(c: Config) -> Mixer:
    """Return short convolutions (LFM2)."""
    return short_convolution(c.whole("hidden_size"), c.whole("conv_L_cache"))


def of_linear_recurrence(c: Config) -> Mixer:
    """Return gated linear recurrent units (RecurrentGemma)."""
    hidden = c.whole("hidden_size")
    heads = c.whole("num_attention_heads")
    width = c.whole("lru_width", hidden)
    return linear_recurrence(hidden, width, heads, c.whole("ssm_conv", 4))


def of_matrix_memory(c: Config) -> Mixer:
    """Return mLSTM (xLSTM)."""
    hidden, heads = c.whole("hidden_size"), c.whole("num_attention_heads")
    key = round(c.value("qk_dim_factor", 0.5) * hidden) // heads
    value = round(c.value("v_dim_factor", 1.0) * hidden) // heads
    return matrix_memory(hidden, heads, key, value)


Recurrent = Callable[[Config], Mixer]
