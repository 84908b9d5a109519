"""What a host does for the layers in its memory: bytes, times and power."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.chain import engine_step, offload
from wattlas.chain.types import Value
from wattlas.estimation.recorder import Overlaid, StepCaller, inputs_named

BUSY = "host_compute_power_w"
"""The input that stands where a host computes layers."""


@dataclass(frozen=True)
class HostWork:
    """What the host does in a step: bytes that it reads, times, share of the layers."""

    bytes: Value
    decode_s: Value
    prompt_s: Value
    layer_share: Value


def host_work(
    step: StepCaller,
    v: Mapping[str, Value],
    board_bytes: Value,
    positions: Value,
    prompt_tokens: Value,
) -> HostWork:
    """Return what the host does in a step, of the bytes that all layers need."""
    share = step(offload.host_layer_share, **inputs_named(v, "layers gpu_layers"))
    shards = step(
        engine_step.attention_shards,
        **inputs_named(v, "chips_per_replica data_parallel pipeline_parallel"),
    )
    held = step(
        offload.host_bytes,
        board_bytes=board_bytes,
        attention_shards=shards,
        host_layer_share=share,
    )
    read_s = step(
        offload.host_read_time_s,
        host_bytes=held,
        **inputs_named(v, "host_bandwidth_gb_per_s host_memory_efficiency"),
    )
    decode_s = step(
        offload.host_decode_time_s,
        host_read_time_s=read_s,
        host_arithmetic_time_s=_arithmetic_s(step, v, positions, share),
    )
    prompt_s = _prompt_s(step, v, held, prompt_tokens, share)
    return HostWork(held, decode_s, prompt_s, share)


def _prompt_s(
    step: StepCaller,
    v: Mapping[str, Value],
    held: Value,
    tokens: Value,
    share: Value,
) -> Value:
    """Return the time that prompts add: none in a step without."""
    copied_s = step(
        offload.weights_copy_time_s,
        host_bytes=held,
        prompt_tokens_in_step=tokens,
        **inputs_named(v, "micro_batch_tokens host_link_gb_per_s"),
    )
    return step(
        offload.host_prompt_time_s,
        weights_copy_time_s=copied_s,
        host_arithmetic_time_s=_arithmetic_s(step, v, tokens, share),
    )


def _arithmetic_s(
    step: StepCaller, v: Mapping[str, Value], tokens: Value, share: Value
) -> Value:
    active = v["dense_parameters"]
    if "experts" in v:
        active = step(
            offload.active_parameters,
            **inputs_named(
                v, "dense_parameters expert_parameters experts experts_per_token"
            ),
        )
    return step(
        offload.host_arithmetic_time_s,
        active_parameters=active,
        tokens=tokens,
        host_layer_share=share,
        host_tflops=v["host_tflops"],
    )


def with_busy_host(
    step: StepCaller, v: Mapping[str, Value], host_share_of_step: Value | None
) -> Mapping[str, Value]:
    """Return the inputs with the power of a host that computes layers."""
    if host_share_of_step is None:
        return v
    share = step(
        offload.busy_host_power_share,
        host_share_of_step=host_share_of_step,
        **inputs_named(
            v, "host_power_share host_compute_power_w power_limit_w chips_per_replica"
        ),
    )
    return Overlaid(v, {"host_power_share": share})
