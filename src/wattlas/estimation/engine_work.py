"""The links of one engine step strung together: what a board does, on the mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from wattlas.chain import board_time, engine_step, offload, serving, workload
from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.engine_parts import (
    Part,
    cache_part,
    decode_steps,
    decoded_positions,
    dense_part,
    expert_part,
    overhead_time_s,
    waiting_time_s,
)
from wattlas.estimation.offload_work import BUSY, host_work
from wattlas.estimation.recorder import StepCaller, inputs_named


@dataclass(frozen=True)
class BoardStep:
    """What one board does in a step: times by kind of work, and bytes moved.

    Where layers lie in the host's memory, also what it reads and how long it takes.
    """

    work_time_s: Value
    arithmetic_bound_time_s: Value
    overhead_time_s: Value
    waiting_time_s: Value
    board_bytes: Value
    host_time_s: Value | None = None
    host_bytes: Value | None = None


def mean_board_step(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> BoardStep:
    """Return the mean over steps without and with prompts."""
    share, prompt = prompts_in_step(step, v)
    without = board_step(step, v, architecture, 0.0)
    with_prompt = board_step(step, v, architecture, prompt)
    return BoardStep(
        *(
            step(
                serving.mean_over_steps,
                decode_step=getattr(without, field.name),
                prompt_step=getattr(with_prompt, field.name),
                prompt_step_share=share,
            )
            for field in fields(BoardStep)
            if getattr(without, field.name) is not None
        )
    )


def prompts_in_step(step: StepCaller, v: Mapping[str, Value]) -> tuple[Value, Value]:
    """Return the share of steps that carry prompts, and their prompt tokens."""
    steps = decode_steps(step, v, v["output_tokens"])
    share = step(serving.prompt_step_share, batch=v["batch"], output_tokens=steps)
    uncached = step(
        workload.uncached_prompt_tokens,
        **inputs_named(v, "prompt_tokens cached_prompt_tokens"),
    )
    if "chunk_tokens" in v:
        share = step(
            serving.chunked_step_share,
            prompt_step_share=share,
            uncached_prompt_tokens=uncached,
            output_tokens=steps,
            **inputs_named(v, "batch chunk_tokens"),
        )
    prompt = step(
        serving.prompt_tokens_in_step,
        uncached_prompt_tokens=uncached,
        prompt_step_share=share,
        batch=v["batch"],
        output_tokens=steps,
    )
    return share, prompt


def board_step(
    step: StepCaller,
    v: Mapping[str, Value],
    architecture: Architecture,
    prompt_tokens: Value,
) -> BoardStep:
    """Return what a board does in a step that carries so many prompt tokens."""
    tokens = step(
        engine_step.tokens_in_step,
        batch=decoded_positions(step, v),
        prompt_tokens_in_step=prompt_tokens,
    )
    dense = dense_part(step, v, architecture, prompt_tokens)
    experts = expert_part(step, v, tokens)
    cache = cache_part(step, v, architecture)
    work_time_s = step(
        board_time.work_time_s,
        dense_time_s=dense.time_s,
        expert_time_s=experts.time_s,
        cache_time_s=cache.time_s,
    )
    board = BoardStep(
        work_time_s=work_time_s,
        arithmetic_bound_time_s=_arithmetic_bound(
            step, work_time_s, (dense, experts, cache)
        ),
        overhead_time_s=overhead_time_s(step, v, prompt_tokens),
        waiting_time_s=waiting_time_s(step, v, experts),
        board_bytes=step(
            board_time.board_bytes,
            dense_bytes=dense.bytes,
            expert_bytes=experts.bytes,
            cache_bytes=cache.bytes,
        ),
    )
    return _with_host(step, v, board, prompt_tokens) if BUSY in v else board


_OF_LAYERS = (
    "work_time_s",
    "arithmetic_bound_time_s",
    "overhead_time_s",
    "board_bytes",
)
"""What a board does for layers: less of it where the host holds some."""


def _with_host(
    step: StepCaller, v: Mapping[str, Value], board: BoardStep, prompt_tokens: Value
) -> BoardStep:
    """Return what is left to a board whose host holds some layers, and what that does.

    Its bytes are those of the tokens that are generated.
    """
    host = host_work(
        step, v, board.board_bytes, decoded_positions(step, v), prompt_tokens
    )
    left = {
        name: step(
            offload.part_on_chip,
            board_quantity=getattr(board, name),
            host_layer_share=host.layer_share,
            carries_prompt=(prompt_tokens > 0) * 1.0,
        )
        for name in _OF_LAYERS
    }
    host_time_s = step(
        offload.host_time_s,
        host_decode_time_s=host.decode_s,
        host_prompt_time_s=host.prompt_s,
    )
    waiting_s = step(
        offload.offloaded_waiting_time_s,
        waiting_time_s=board.waiting_time_s,
        host_time_s=host_time_s,
    )
    return replace(
        board,
        **left,
        waiting_time_s=waiting_s,
        host_time_s=host_time_s,
        host_bytes=host.bytes,
    )


def _arithmetic_bound(
    step: StepCaller, work_time_s: Value, parts: tuple[Part, Part, Part]
) -> Value:
    dense, experts, cache = parts
    return step(
        board_time.arithmetic_bound_time_s,
        work_time_s=work_time_s,
        read_time_s=step(
            board_time.read_time_s,
            dense_read_time_s=dense.read_s,
            expert_read_time_s=experts.read_s,
            cache_time_s=cache.time_s,
        ),
        arithmetic_time_s=step(
            board_time.all_arithmetic_time_s,
            dense_arithmetic_time_s=dense.arithmetic_s,
            expert_arithmetic_time_s=experts.arithmetic_s,
        ),
    )
