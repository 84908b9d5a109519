"""One request on a busy replica: its chip-hours and its chips' energy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.chain import board_time, clocks, hardware, serving
from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.engine_parts import decode_steps
from wattlas.estimation.engine_work import BoardStep, mean_board_step
from wattlas.estimation.recorder import StepCaller, inputs_named


@dataclass(frozen=True)
class RequestWork:
    """What one request takes of a busy replica."""

    chip_hours: Value
    chip_energy_kwh: Value
    step_time_s: Value
    decode_step_s: Value
    chip_power_w: Value


def request_work(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> RequestWork:
    """Return chip-hours and chip energy of one request, from its tokens down."""
    board = mean_board_step(step, v, architecture)
    step_time_s = step(
        serving.step_time_s,
        board_time_s=step(board_time.board_time_s, **_times(board)),
        **inputs_named(v, "batch host_floor_ms host_sequence_us host_serial"),
    )
    power_w = _chip_power_w(step, v, board, step_time_s)
    if "locked_clock" in v:
        step_time_s, power_w = _locked(step, v, board, (step_time_s, power_w))
    if "power_cap_w" in v:
        step_time_s, power_w = _capped(step, v, board, (step_time_s, power_w))
    decode_step_s = step(
        serving.decode_step_s, step_time_s=step_time_s, time_error=v["time_error"]
    )
    sizes = inputs_named(v, "batch chips_per_replica")
    sizes["output_tokens"] = decode_steps(step, v)
    energy_j = step(
        hardware.request_energy_j,
        serving_chip_power_w=power_w,
        step_time_s=step_time_s,
        **sizes,
    )
    return RequestWork(
        chip_hours=step(
            serving.busy_chip_hours_per_request, decode_step_s=decode_step_s, **sizes
        ),
        chip_energy_kwh=step(
            hardware.request_chip_energy_kwh,
            request_energy_j=energy_j,
            energy_error=v["energy_error"],
        ),
        step_time_s=step_time_s,
        decode_step_s=decode_step_s,
        chip_power_w=power_w,
    )


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
