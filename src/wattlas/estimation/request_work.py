"""The links of serving strung together: one request on a busy replica."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.chain import cache, hardware, serving, workload
from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.recorder import StepCaller


@dataclass(frozen=True)
class RequestWork:
    """What one request takes of a busy replica."""

    chip_hours: Value
    chip_energy_kwh: Value
    step_time_s: Value
    prefill_time_s: Value
    decode_power_w: Value


def request_work(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> RequestWork:
    """Return chip-hours and chip energy of one request, from its tokens down."""
    prefill_time_s = _prefill_time_s(step, v, architecture)
    memory_time_s = _memory_time_s(step, v, architecture)
    compute_time_s = _decode_compute_time_s(step, v, architecture)
    step_time_s = step(
        serving.step_time_s,
        memory_time_s=memory_time_s,
        compute_time_s=compute_time_s,
        overhead_time_s=_overhead_time_s(step, v),
    )
    power_w = _decode_power_w(step, v, (memory_time_s, compute_time_s, step_time_s))
    return RequestWork(
        chip_hours=step(
            serving.busy_chip_hours_per_request,
            prefill_time_s=prefill_time_s,
            output_tokens=v["output_tokens"],
            step_time_s=step_time_s,
            batch=v["batch"],
            chips_per_replica=v["chips_per_replica"],
        ),
        chip_energy_kwh=_chip_energy_kwh(step, v, prefill_time_s, step_time_s, power_w),
        step_time_s=step_time_s,
        prefill_time_s=prefill_time_s,
        decode_power_w=power_w,
    )


def _prefill_time_s(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Value:
    uncached = step(
        workload.uncached_prompt_tokens,
        prompt_tokens=v["prompt_tokens"],
        cached_prompt_tokens=v["cached_prompt_tokens"],
    )
    per_token = step(
        cache.attention_flop_per_token,
        a=architecture,
        context_tokens=step(
            serving.mean_prompt_context_tokens,
            prompt_tokens=v["prompt_tokens"],
            cached_prompt_tokens=v["cached_prompt_tokens"],
        ),
    )
    flop = step(
        workload.prefill_flop,
        active_parameters=v["active_parameters"],
        uncached_prompt_tokens=uncached,
        attention_flop_per_token=per_token,
    )
    return step(
        serving.prefill_time_s,
        prefill_flop=flop,
        chips_per_replica=v["chips_per_replica"],
        peak_tflops=v["peak_tflops"],
        compute_efficiency=v["compute_efficiency"],
    )


def _memory_time_s(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Value:
    weight_bytes = step(
        serving.weight_bytes_per_step,
        dense_parameters=v["dense_parameters"],
        bytes_per_dense_weight=v["bytes_per_dense_weight"],
        experts_hit=_experts_hit(step, v),
        parameters_per_expert=v["parameters_per_expert"],
        bytes_per_expert_weight=v["bytes_per_expert_weight"],
    )
    kv_bytes = step(
        serving.kv_bytes_per_step,
        batch=v["batch"],
        kv_elements=step(
            cache.kv_elements, a=architecture, context_tokens=_context(step, v)
        ),
        bytes_per_kv_element=v["bytes_per_kv_element"],
        state_bytes=step(cache.state_bytes_per_sequence, a=architecture),
    )
    return step(
        serving.memory_time_s,
        weight_bytes_per_step=weight_bytes,
        kv_bytes_per_step=kv_bytes,
        chips_per_replica=v["chips_per_replica"],
        bandwidth_gb_per_s=v["bandwidth_gb_per_s"],
        memory_efficiency=v["memory_efficiency"],
    )


def _experts_hit(step: StepCaller, v: Mapping[str, Value]) -> Value:
    if "experts" not in v:
        return 0.0
    return step(
        workload.experts_hit,
        experts=v["experts"],
        experts_per_token=v["experts_per_token"],
        batch=v["batch"],
    )


def _context(step: StepCaller, v: Mapping[str, Value]) -> Value:
    return step(
        serving.mean_context_tokens,
        prompt_tokens=v["prompt_tokens"],
        output_tokens=v["output_tokens"],
    )


def _decode_compute_time_s(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Value:
    per_token = step(
        cache.decode_attention_flop_per_token,
        a=architecture,
        context_tokens=_context(step, v),
    )
    flop = step(
        workload.decode_flop_per_step,
        active_parameters=v["active_parameters"],
        batch=v["batch"],
        decode_attention_flop_per_token=per_token,
    )
    return step(
        serving.compute_time_s,
        decode_flop_per_step=flop,
        chips_per_replica=v["chips_per_replica"],
        peak_tflops=v["peak_tflops"],
        compute_efficiency=v["compute_efficiency"],
    )


def _overhead_time_s(step: StepCaller, v: Mapping[str, Value]) -> Value:
    names = (
        "layers",
        "moe_layers",
        "chips_per_replica",
        "batch",
        "layer_overhead_us",
        "collective_overhead_us",
        "expert_overhead_us",
        "request_overhead_us",
    )
    return step(serving.overhead_time_s, **{name: v[name] for name in names})


def _decode_power_w(
    step: StepCaller, v: Mapping[str, Value], times: tuple[Value, Value, Value]
) -> Value:
    memory_time_s, compute_time_s, step_time_s = times
    compute_use = step(
        serving.compute_use,
        compute_time_s=compute_time_s,
        compute_efficiency=v["compute_efficiency"],
        step_time_s=step_time_s,
    )
    memory_use = step(
        serving.memory_use,
        memory_time_s=memory_time_s,
        memory_efficiency=v["memory_efficiency"],
        step_time_s=step_time_s,
    )
    return _chip_power_w(step, v, compute_use, memory_use)


def _chip_power_w(
    step: StepCaller, v: Mapping[str, Value], compute_use: Value, memory_use: Value
) -> Value:
    names = (
        "idle_power_w",
        "power_limit_w",
        "busy_floor",
        "compute_weight",
        "memory_weight",
    )
    return step(
        hardware.serving_chip_power_w,
        compute_use=compute_use,
        memory_use=memory_use,
        **{name: v[name] for name in names},
    )


def _chip_energy_kwh(
    step: StepCaller,
    v: Mapping[str, Value],
    prefill_time_s: Value,
    step_time_s: Value,
    decode_power_w: Value,
) -> Value:
    prefill_power_w = _chip_power_w(step, v, v["compute_efficiency"], 0.0)
    prefill_j = step(
        hardware.prefill_energy_j,
        chips_per_replica=v["chips_per_replica"],
        prefill_power_w=prefill_power_w,
        prefill_time_s=prefill_time_s,
    )
    decode_j = step(
        hardware.decode_energy_j,
        chips_per_replica=v["chips_per_replica"],
        decode_power_w=decode_power_w,
        output_tokens=v["output_tokens"],
        step_time_s=step_time_s,
        batch=v["batch"],
    )
    return step(
        hardware.request_chip_energy_kwh,
        prefill_energy_j=prefill_j,
        decode_energy_j=decode_j,
        model_error=v["model_error"],
    )
