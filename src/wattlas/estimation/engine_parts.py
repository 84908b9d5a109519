"""The parts of an engine step: dense weights, experts, cache, overheads, waiting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.chain import board_time, cache, engine_step, serving, workload
from wattlas.chain import experts as experts_links
from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.encoder_work import prompt_parameters
from wattlas.estimation.recorder import StepCaller, inputs_named


@dataclass(frozen=True)
class Part:
    """Weights of one kind in a step: bytes, times, and waiting for other boards."""

    bytes: Value
    read_s: Value
    arithmetic_s: Value
    time_s: Value
    waiting_s: Value = 0.0


def dense_part(
    step: StepCaller,
    v: Mapping[str, Value],
    architecture: Architecture,
    prompt_tokens: Value,
) -> Part:
    """Return the weights that every token needs, and attention's arithmetic."""
    weight_bytes = step(
        engine_step.dense_bytes,
        attention_shards=_shards(step, v),
        **inputs_named(v, "dense_parameters bytes_per_dense_weight"),
    )
    read_s = step(
        engine_step.weight_read_time_s,
        weight_bytes=weight_bytes,
        **inputs_named(v, "bandwidth_gb_per_s memory_efficiency"),
    )
    attention_flop = _attention_flop(step, v, architecture, prompt_tokens)
    arithmetic_s = dense_arithmetic(
        step,
        v,
        (decoded_positions(step, v), prompt_tokens, attention_flop),
        v["chips_per_replica"],
    )
    time_s = _overlapped(step, v, read_s, arithmetic_s)
    return Part(weight_bytes, read_s, arithmetic_s, time_s)


def dense_arithmetic(
    step: StepCaller,
    v: Mapping[str, Value],
    work: tuple[Value, Value, Value],
    boards: Value,
) -> Value:
    """Return the time of boards for decoded and prompt tokens, attention included."""
    positions, prompt_tokens, attention_flop = work
    flop = step(
        engine_step.dense_flop,
        batch=positions,
        prompt_tokens_in_step=prompt_tokens,
        chips_per_replica=boards,
        prompt_parameters=prompt_parameters(step, v),
        **inputs_named(v, "dense_parameters head_parameters"),
    )
    product_s = step(
        engine_step.arithmetic_time_s,
        flop=flop,
        peak_tflops=v["peak_tflops"],
        efficiency=v["dense_efficiency"],
    )
    return step(
        engine_step.dense_arithmetic_time_s,
        product_time_s=product_s,
        attention_flop_in_step=attention_flop,
        chips_per_replica=boards,
        **inputs_named(v, "attention_tflops attention_efficiency"),
    )


def _attention_flop(
    step: StepCaller,
    v: Mapping[str, Value],
    architecture: Architecture,
    prompt_tokens: Value,
) -> Value:
    decode = step(
        cache.decode_attention_flop_per_token,
        architecture=architecture,
        context_tokens=_context(step, v),
    )
    return step(
        engine_step.attention_flop_in_step,
        decode_attention_flop_per_token=decode,
        batch=decoded_positions(step, v),
        prompt_attention_flop_per_token=prompt_attention_flop_per_token(
            step, v, architecture
        ),
        prompt_tokens_in_step=prompt_tokens,
    )


def prompt_attention_flop_per_token(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Value:
    """Return the arithmetic of attention for the mean token of a prompt."""
    return step(
        cache.attention_flop_per_token,
        architecture=architecture,
        context_tokens=step(
            workload.mean_prompt_context_tokens,
            **inputs_named(v, "prompt_tokens cached_prompt_tokens"),
        ),
    )


def decoded_positions(step: StepCaller, v: Mapping[str, Value]) -> Value:
    """Return the positions that a step decodes: of each request, and of drafts."""
    if "draft_tokens" not in v:
        return v["batch"]
    return step(serving.decoded_positions, **inputs_named(v, "batch draft_tokens"))


def decode_steps(
    step: StepCaller, v: Mapping[str, Value], output_tokens: Value
) -> Value:
    """Return the steps of so many tokens: fewer where drafts are accepted."""
    if "draft_tokens" not in v:
        return output_tokens
    return step(
        serving.decode_steps,
        output_tokens=output_tokens,
        accepted_draft_tokens=v["accepted_draft_tokens"],
    )


def expert_part(step: StepCaller, v: Mapping[str, Value], tokens: Value) -> Part:
    """Return the routed experts of a step, and the wait for the busiest board."""
    if "experts" not in v:
        return Part(0.0, 0.0, 0.0, 0.0)
    share = step(
        experts_links.expert_share_hit,
        tokens=tokens,
        **inputs_named(v, "experts experts_per_token"),
    )
    weight_bytes, read_s = _expert_read(step, v, tokens, share)
    arithmetic_s = _expert_arithmetic(step, v, tokens, share)
    time_s = _overlapped(step, v, read_s, arithmetic_s)
    load = step(
        experts_links.busiest_board_load,
        expert_share_hit=share,
        **inputs_named(v, "experts expert_parallel"),
    )
    waiting_s = step(
        experts_links.imbalance_time_s, expert_time_s=time_s, busiest_board_load=load
    )
    return Part(weight_bytes, read_s, arithmetic_s, time_s, waiting_s)


def _expert_read(
    step: StepCaller, v: Mapping[str, Value], tokens: Value, share: Value
) -> tuple[Value, Value]:
    """Return the bytes of experts that a board reads, and the time it takes."""
    weight_bytes = step(
        experts_links.expert_bytes,
        expert_share_hit=share,
        **inputs_named(
            v,
            "expert_parameters bytes_per_expert_weight chips_per_replica "
            "pipeline_parallel",
        ),
    )
    slowdown = step(
        experts_links.stream_slowdown,
        tokens=tokens,
        **inputs_named(v, "wide_tile_tokens wide_tile_slowdown"),
    )
    read_s = step(
        engine_step.weight_read_time_s,
        weight_bytes=weight_bytes,
        stream_slowdown=slowdown,
        **inputs_named(v, "bandwidth_gb_per_s memory_efficiency"),
    )
    return weight_bytes, read_s


def _expert_arithmetic(
    step: StepCaller, v: Mapping[str, Value], tokens: Value, share: Value
) -> Value:
    flop = step(
        experts_links.expert_flop,
        tokens=tokens,
        expert_share_hit=share,
        **inputs_named(
            v,
            "expert_parameters experts experts_per_token padding_rows "
            "chips_per_replica",
        ),
    )
    return step(
        engine_step.arithmetic_time_s,
        flop=flop,
        peak_tflops=v["peak_tflops"],
        efficiency=v["expert_efficiency"],
        rate_gain=v["expert_rate_gain"],
    )


def cache_part(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Part:
    """Return the key-value cache and the recurrent state of a step."""
    copies = step(
        engine_step.cache_copies,
        attention_shards=_shards(step, v),
        **inputs_named(v, "kv_heads latent_attention"),
    )
    elements = step(
        cache.kv_elements_read,
        architecture=architecture,
        context_tokens=_context(step, v),
    )
    moved = step(
        engine_step.cache_bytes,
        kv_elements_read=elements,
        cache_copies=copies,
        **inputs_named(v, "batch bytes_per_kv_element state_bytes chips_per_replica"),
    )
    time_s = step(
        engine_step.weight_read_time_s,
        weight_bytes=moved,
        bandwidth_gb_per_s=v["bandwidth_gb_per_s"],
        memory_efficiency=v["cache_efficiency"],
    )
    return Part(moved, time_s, 0.0, time_s)


def _shards(step: StepCaller, v: Mapping[str, Value]) -> Value:
    return step(
        engine_step.attention_shards,
        **inputs_named(v, "chips_per_replica data_parallel pipeline_parallel"),
    )


def _context(step: StepCaller, v: Mapping[str, Value]) -> Value:
    return step(
        serving.mean_context_tokens,
        **inputs_named(v, "prompt_tokens output_tokens context_share"),
    )


def _overlapped(
    step: StepCaller, v: Mapping[str, Value], read_s: Value, arithmetic_s: Value
) -> Value:
    return step(
        engine_step.overlapped_time_s,
        read_time_s=read_s,
        arithmetic_time_s=arithmetic_s,
        overlap_exponent=v["overlap_exponent"],
    )


def overhead_time_s(
    step: StepCaller, v: Mapping[str, Value], prompt_tokens: Value
) -> Value:
    """Return the time of a board for launches and bookkeeping."""
    launches = step(
        engine_step.latency_time_s,
        carries_prompt=(prompt_tokens > 0) * 1.0,
        **inputs_named(v, "layers layer_overhead_us prefill_overhead_us"),
    )
    serial = step(
        engine_step.sequence_time_s,
        **inputs_named(v, "batch data_parallel sequence_overhead_us"),
    )
    return step(
        board_time.overhead_time_s, latency_time_s=launches, sequence_time_s=serial
    )


def waiting_time_s(step: StepCaller, v: Mapping[str, Value], experts: Part) -> Value:
    """Return the time of a board for other boards: imbalance and all-reduces."""
    collectives = step(
        engine_step.collective_time_s,
        attention_shards=_shards(step, v),
        **inputs_named(v, "layers collective_overhead_us"),
    )
    return step(
        board_time.waiting_time_s,
        imbalance_time_s=experts.waiting_s,
        collective_time_s=collectives,
    )
