"""How long a request waits for its first token and for each next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.chain import board_time, disaggregation, engine_step, serving, workload
from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.disaggregation import Split
from wattlas.estimation.engine_parts import (
    dense_arithmetic,
    prompt_attention_flop_per_token,
)
from wattlas.estimation.engine_work import board_step, prompts_in_step
from wattlas.estimation.recorder import StepCaller, inputs_named
from wattlas.estimation.request_work import RequestWork


@dataclass(frozen=True)
class Latency:
    """Seconds to the first token without a queue, and to each next one."""

    first_token_s: Value
    token_s: Value


def latency(
    step: StepCaller,
    v: Mapping[str, Value],
    architecture: Architecture,
    work: RequestWork,
) -> Latency:
    """Return the latency of a request whose work on busy replicas is known."""
    if work.split is None:
        first_token_s = _first_token_s(step, v, architecture, work.decode_step_s)
    else:
        first_token_s = _of_other_chips_s(step, v, work.split)
    return Latency(first_token_s, _token_s(step, v, work.decode_step_s))


def _token_s(step: StepCaller, v: Mapping[str, Value], decode_step_s: Value) -> Value:
    if "draft_tokens" not in v:
        return decode_step_s
    return step(
        serving.token_time_s,
        decode_step_s=decode_step_s,
        accepted_draft_tokens=v["accepted_draft_tokens"],
    )


def _of_other_chips_s(step: StepCaller, v: Mapping[str, Value], split: Split) -> Value:
    """Return the time to the first token where prompts are computed on other chips."""
    uncached = step(
        workload.uncached_prompt_tokens,
        **inputs_named(v, "prompt_tokens cached_prompt_tokens"),
    )
    return step(
        disaggregation.disaggregated_first_token_s,
        prefill_step_s=split.prompt.step_s,
        uncached_prompt_tokens=uncached,
        chunk_tokens=v["chunk_tokens"],
        kv_transfer_time_s=split.kv_transfer_s,
    )


def _first_token_s(
    step: StepCaller,
    v: Mapping[str, Value],
    architecture: Architecture,
    decode_step_s: Value,
) -> Value:
    _, prompt_tokens = prompts_in_step(step, v)
    board = board_step(step, v, architecture, prompt_tokens)
    prompt_step_s = step(
        board_time.board_time_s,
        work_time_s=board.work_time_s,
        overhead_time_s=board.overhead_time_s,
        waiting_time_s=board.waiting_time_s,
    )
    return step(
        serving.first_token_s,
        decode_step_s=decode_step_s,
        prompt_step_s=prompt_step_s,
        prompt_alone_s=_prompt_alone_s(step, v, architecture),
        time_error=v["time_error"],
    )


def _prompt_alone_s(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Value:
    """Return the arithmetic of one prompt on the boards of its data-parallel group."""
    tokens = step(
        workload.uncached_prompt_tokens,
        **inputs_named(v, "prompt_tokens cached_prompt_tokens"),
    )
    attention = step(
        engine_step.attention_flop_in_step,
        decode_attention_flop_per_token=0.0,
        batch=0.0,
        prompt_attention_flop_per_token=prompt_attention_flop_per_token(
            step, v, architecture
        ),
        prompt_tokens_in_step=tokens,
    )
    shards = step(
        engine_step.attention_shards,
        **inputs_named(v, "chips_per_replica data_parallel pipeline_parallel"),
    )
    return dense_arithmetic(step, v, (0.0, tokens, attention), shards)
