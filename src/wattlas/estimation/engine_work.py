"""The links of one engine step strung together: what a board does, on the mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from wattlas.chain import board_time, cache, engine_step, serving, workload
from wattlas.chain import experts as experts_links
from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.recorder import StepCaller


@dataclass(frozen=True)
class BoardStep:
    """What one board does in a step: times by kind of work, and bytes moved."""

    work_time_s: Value
    arithmetic_bound_time_s: Value
    overhead_time_s: Value
    waiting_time_s: Value
    board_bytes: Value


def mean_board_step(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> BoardStep:
    """Return the mean over steps without and with prompts."""
    share = step(serving.prompt_step_share, **inputs_named(v, "batch output_tokens"))
    uncached = step(
        workload.uncached_prompt_tokens,
        **inputs_named(v, "prompt_tokens cached_prompt_tokens"),
    )
    prompt = step(
        serving.prompt_tokens_in_step,
        uncached_prompt_tokens=uncached,
        prompt_step_share=share,
        **inputs_named(v, "batch output_tokens"),
    )
    without = _board_step(step, v, architecture, 0.0)
    with_prompt = _board_step(step, v, architecture, prompt)
    return BoardStep(
        *(
            step(
                serving.mean_over_steps,
                decode_step=getattr(without, field.name),
                prompt_step=getattr(with_prompt, field.name),
                prompt_step_share=share,
            )
            for field in fields(BoardStep)
        )
    )


def _board_step(
    step: StepCaller,
    v: Mapping[str, Value],
    architecture: Architecture,
    prompt_tokens: Value,
) -> BoardStep:
    shards = step(
        engine_step.attention_shards,
        **inputs_named(v, "chips_per_replica data_parallel pipeline_parallel"),
    )
    tokens = step(
        engine_step.tokens_in_step,
        batch=v["batch"],
        prompt_tokens_in_step=prompt_tokens,
    )
    dense = _dense(step, v, architecture, (shards, prompt_tokens))
    experts = _experts(step, v, tokens)
    cached_bytes, cached_s = _cache(step, v, architecture, shards)
    work_time_s = step(
        board_time.work_time_s,
        dense_time_s=dense.time_s,
        expert_time_s=experts.time_s,
        cache_time_s=cached_s,
    )
    return BoardStep(
        work_time_s=work_time_s,
        arithmetic_bound_time_s=_arithmetic_bound(
            step, work_time_s, (dense, experts), cached_s
        ),
        overhead_time_s=_overheads(step, v, prompt_tokens),
        waiting_time_s=step(
            board_time.waiting_time_s,
            imbalance_time_s=experts.waiting_s,
            collective_time_s=_collectives(step, v, shards),
        ),
        board_bytes=step(
            board_time.board_bytes,
            dense_bytes=dense.bytes,
            expert_bytes=experts.bytes,
            cache_bytes=cached_bytes,
        ),
    )


def _arithmetic_bound(
    step: StepCaller,
    work_time_s: Value,
    parts: tuple[_Part, _Part],
    cache_time_s: Value,
) -> Value:
    dense, experts = parts
    return step(
        board_time.arithmetic_bound_time_s,
        work_time_s=work_time_s,
        read_time_s=step(
            board_time.read_time_s,
            dense_read_time_s=dense.read_s,
            expert_read_time_s=experts.read_s,
            cache_time_s=cache_time_s,
        ),
        arithmetic_time_s=step(
            board_time.all_arithmetic_time_s,
            dense_arithmetic_time_s=dense.arithmetic_s,
            expert_arithmetic_time_s=experts.arithmetic_s,
        ),
    )


@dataclass(frozen=True)
class _Part:
    """Weights of one kind in a step: bytes, times, and waiting for other boards."""

    bytes: Value
    read_s: Value
    arithmetic_s: Value
    time_s: Value
    waiting_s: Value = 0.0


def _dense(
    step: StepCaller,
    v: Mapping[str, Value],
    architecture: Architecture,
    split: tuple[Value, Value],
) -> _Part:
    shards, prompt_tokens = split
    weight_bytes = step(
        engine_step.dense_bytes,
        attention_shards=shards,
        **inputs_named(v, "dense_parameters bytes_per_dense_weight"),
    )
    flop = step(
        engine_step.dense_flop,
        prompt_tokens_in_step=prompt_tokens,
        attention_flop_in_step=_attention_flop(step, v, architecture, prompt_tokens),
        **inputs_named(v, "dense_parameters head_parameters batch chips_per_replica"),
    )
    read_s = step(
        engine_step.weight_read_time_s,
        weight_bytes=weight_bytes,
        **inputs_named(v, "bandwidth_gb_per_s memory_efficiency"),
    )
    arithmetic_s = step(
        engine_step.arithmetic_time_s,
        flop=flop,
        peak_tflops=v["peak_tflops"],
        efficiency=v["dense_efficiency"],
    )
    time_s = _overlapped(step, v, read_s, arithmetic_s)
    return _Part(weight_bytes, read_s, arithmetic_s, time_s)


def _attention_flop(
    step: StepCaller,
    v: Mapping[str, Value],
    architecture: Architecture,
    prompt_tokens: Value,
) -> Value:
    decode = step(
        cache.decode_attention_flop_per_token,
        a=architecture,
        context_tokens=_context(step, v),
    )
    prompt = step(
        cache.attention_flop_per_token,
        a=architecture,
        context_tokens=step(
            workload.mean_prompt_context_tokens,
            **inputs_named(v, "prompt_tokens cached_prompt_tokens"),
        ),
    )
    return step(
        engine_step.attention_flop_in_step,
        decode_attention_flop_per_token=decode,
        batch=v["batch"],
        prompt_attention_flop_per_token=prompt,
        prompt_tokens_in_step=prompt_tokens,
    )


def _experts(step: StepCaller, v: Mapping[str, Value], tokens: Value) -> _Part:
    if "experts" not in v:
        return _Part(0.0, 0.0, 0.0, 0.0)
    share = step(
        experts_links.expert_share_hit,
        tokens=tokens,
        **inputs_named(v, "experts experts_per_token"),
    )
    weight_bytes = step(
        experts_links.expert_bytes,
        expert_share_hit=share,
        **inputs_named(
            v,
            "expert_parameters bytes_per_expert_weight chips_per_replica "
            "pipeline_parallel",
        ),
    )
    read_s = step(
        engine_step.weight_read_time_s,
        weight_bytes=weight_bytes,
        stream_slowdown=step(
            experts_links.stream_slowdown,
            tokens=tokens,
            **inputs_named(v, "wide_tile_tokens wide_tile_slowdown"),
        ),
        **inputs_named(v, "bandwidth_gb_per_s memory_efficiency"),
    )
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
    return _Part(weight_bytes, read_s, arithmetic_s, time_s, waiting_s)


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


def _cache(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture, shards: Value
) -> tuple[Value, Value]:
    copies = step(
        engine_step.cache_copies,
        attention_shards=shards,
        **inputs_named(v, "kv_heads latent_attention"),
    )
    elements = step(cache.kv_elements, a=architecture, context_tokens=_context(step, v))
    moved = step(
        engine_step.cache_bytes,
        kv_elements=elements,
        cache_copies=copies,
        **inputs_named(v, "batch bytes_per_kv_element state_bytes chips_per_replica"),
    )
    time_s = step(
        engine_step.weight_read_time_s,
        weight_bytes=moved,
        bandwidth_gb_per_s=v["bandwidth_gb_per_s"],
        memory_efficiency=v["cache_efficiency"],
    )
    return moved, time_s


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


def _overheads(step: StepCaller, v: Mapping[str, Value], prompt_tokens: Value) -> Value:
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


def _collectives(step: StepCaller, v: Mapping[str, Value], shards: Value) -> Value:
    return step(
        engine_step.collective_time_s,
        attention_shards=shards,
        **inputs_named(v, "layers collective_overhead_us"),
    )


def inputs_named(v: Mapping[str, Value], names: str) -> dict[str, Value]:
    """Return the inputs of these names, separated by spaces."""
    return {name: v[name] for name in names.split()}
