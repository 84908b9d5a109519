"""The time of an engine step and the power of its chips, at a full or a lower clock."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas.chain import board_time, clocks, hardware, offload, serving
from wattlas.chain.types import Value
from wattlas.estimation.engine_work import BoardStep
from wattlas.estimation.recorder import StepCaller, inputs_named


def step_time_and_power(
    step: StepCaller, v: Mapping[str, Value], board: BoardStep
) -> tuple[Value, Value]:
    """Return the time of a step [s] and the mean power of a chip in it [W]."""
    step_time_s = step(
        serving.step_time_s,
        board_time_s=step(board_time.board_time_s, **_times(board)),
        **inputs_named(v, "batch host_floor_ms host_sequence_us host_serial"),
    )
    found = step_time_s, _chip_power_w(step, v, board, step_time_s)
    if "locked_clock" in v:
        found = _locked(step, v, board, found)
    if "power_cap_w" in v:
        found = _capped(step, v, board, found)
    step_time_s, power_w = found
    return _inferred(step, v, step_time_s), power_w


def decode_time_s(
    step: StepCaller, v: Mapping[str, Value], step_time_s: Value, board: BoardStep
) -> Value:
    """Return the mean time of a step with its error. [s]

    What is inferred of a model or chip is no bound of its bytes.
    """
    inferred = {"inferred_model_error", "inferred_chip_error"} & v.keys()
    decode_step_s = step(
        serving.decode_step_s,
        step_time_s=step_time_s,
        board_bytes=0.0 if inferred else board.board_bytes,
        **inputs_named(v, "time_error bandwidth_gb_per_s"),
    )
    if board.host_bytes is None:
        return decode_step_s
    return step(
        offload.bounded_step_s,
        decode_step_s=decode_step_s,
        host_bytes=board.host_bytes,
        board_bytes=board.board_bytes,
        **inputs_named(v, "host_bandwidth_gb_per_s bandwidth_gb_per_s"),
    )


def _inferred(step: StepCaller, v: Mapping[str, Value], step_time_s: Value) -> Value:
    """Return the time of a step where the model or the chip is inferred."""
    if "inferred_model_error" in v:
        step_time_s = step(
            serving.inferred_model_step_s,
            step_time_s=step_time_s,
            **inputs_named(
                v, "inferred_model_error price_over_known beyond_price_exponent"
            ),
        )
    if "inferred_chip_error" in v:
        step_time_s = step(
            serving.inferred_chip_step_s,
            step_time_s=step_time_s,
            inferred_chip_error=v["inferred_chip_error"],
        )
    return step_time_s


def _locked(
    step: StepCaller,
    v: Mapping[str, Value],
    board: BoardStep,
    free: tuple[Value, Value],
) -> tuple[Value, Value]:
    """Return time of a step and power of a chip whose clock is locked."""
    step_time_s, power_w = free
    slowed_s = step(
        clocks.slowed_step_time_s,
        step_time_s=step_time_s,
        arithmetic_bound_time_s=board.arithmetic_bound_time_s,
        clock=v["locked_clock"],
    )
    return slowed_s, step(
        clocks.locked_chip_power_w,
        serving_chip_power_w=power_w,
        board_bytes=board.board_bytes,
        step_time_s=slowed_s,
        **inputs_named(
            v, "idle_power_w power_limit_w pj_per_byte locked_clock clock_exponent"
        ),
    )


def _capped(
    step: StepCaller,
    v: Mapping[str, Value],
    board: BoardStep,
    uncapped: tuple[Value, Value],
) -> tuple[Value, Value]:
    """Return time of a step and power of a chip under a power cap."""
    step_time_s, power_w = uncapped
    clock = step(
        clocks.capped_clock,
        serving_chip_power_w=power_w,
        **inputs_named(v, "power_cap_w idle_power_w clock_exponent"),
    )
    return step(
        clocks.slowed_step_time_s,
        step_time_s=step_time_s,
        arithmetic_bound_time_s=board.arithmetic_bound_time_s,
        clock=clock,
    ), step(
        clocks.capped_chip_power_w,
        serving_chip_power_w=power_w,
        power_cap_w=v["power_cap_w"],
    )


def _times(board: BoardStep) -> dict[str, Value]:
    return {
        name: getattr(board, name)
        for name in ("work_time_s", "overhead_time_s", "waiting_time_s")
    }


def _chip_power_w(
    step: StepCaller, v: Mapping[str, Value], board: BoardStep, step_time_s: Value
) -> Value:
    kernel_time_s = step(
        board_time.kernel_time_s,
        work_time_s=board.work_time_s,
        overhead_time_s=board.overhead_time_s,
    )
    return step(
        hardware.serving_chip_power_w,
        step_time_s=step_time_s,
        kernel_time_s=kernel_time_s,
        arithmetic_bound_time_s=board.arithmetic_bound_time_s,
        waiting_time_s=step(
            board_time.idle_in_step_s,
            step_time_s=step_time_s,
            kernel_time_s=kernel_time_s,
        ),
        board_bytes=board.board_bytes,
        **inputs_named(
            v,
            "idle_power_w power_limit_w kernel_level arithmetic_level waiting_level "
            "pj_per_byte limit_sharpness",
        ),
    )
