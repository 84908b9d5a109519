"""One request on a busy replica: its chip-hours and its chips' energy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.chain import hardware, offload, serving
from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.disaggregation import Split, split
from wattlas.estimation.engine_parts import decode_steps
from wattlas.estimation.engine_work import BoardStep, mean_board_step
from wattlas.estimation.recorder import StepCaller, inputs_named
from wattlas.estimation.step_power import decode_time_s, step_time_and_power


@dataclass(frozen=True)
class RequestWork:
    """What one request takes of busy replicas.

    `chips` are those that work together: of a replica, and where prompts are computed
    apart (`split`), of the replicas of prompts that keep up with it.
    `host_share_of_step` is that of a host which computes layers.
    """

    chip_hours: Value
    chip_energy_kwh: Value
    decode_step_s: Value
    chip_power_w: Value
    chips: Value
    split: Split | None = None
    host_share_of_step: Value | None = None


def request_work(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> RequestWork:
    """Return chip-hours and chip energy of one request, from its tokens down."""
    if "prefill_chips" in v:
        return _disaggregated(step, v, architecture)
    board = mean_board_step(step, v, architecture)
    step_time_s, power_w = step_time_and_power(step, v, board)
    decode_step_s = decode_time_s(step, v, step_time_s, board)
    sizes = inputs_named(v, "batch chips_per_replica")
    sizes["output_tokens"] = decode_steps(step, v, v["output_tokens"])
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
        chip_energy_kwh=_energy_kwh(step, v, energy_j),
        decode_step_s=decode_step_s,
        chip_power_w=power_w,
        chips=v["chips_per_replica"],
        host_share_of_step=_host_share(step, board, step_time_s),
    )


def _host_share(step: StepCaller, board: BoardStep, step_time_s: Value) -> Value | None:
    if board.host_time_s is None:
        return None
    return step(
        offload.host_share_of_step,
        host_time_s=board.host_time_s,
        step_time_s=step_time_s,
    )


def _disaggregated(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> RequestWork:
    """Return the work of a request whose prompt is computed on other chips."""
    found = split(step, v, architecture)
    return RequestWork(
        chip_hours=found.chip_hours,
        chip_energy_kwh=_energy_kwh(step, v, found.energy_j),
        decode_step_s=found.answer.step_s,
        chip_power_w=found.chip_power_w,
        chips=found.chips,
        split=found,
    )


def _energy_kwh(step: StepCaller, v: Mapping[str, Value], energy_j: Value) -> Value:
    return step(
        hardware.request_chip_energy_kwh,
        request_energy_j=energy_j,
        energy_error=v["energy_error"],
    )
