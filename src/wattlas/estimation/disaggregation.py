"""A request whose prompt is computed on other chips than its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wattlas.chain import cache, disaggregation, workload
from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.engine_parts import decode_steps
from wattlas.estimation.engine_work import board_step
from wattlas.estimation.recorder import Overlaid, StepCaller, inputs_named
from wattlas.estimation.step_power import decode_time_s, step_time_and_power


@dataclass(frozen=True)
class Side:
    """The replicas of one kind: what a request takes of one, by itself.

    `step_s` and `work_s` carry the error of the equations, `plain_work_s` does not.
    """

    chips: Value
    step_s: Value
    work_s: Value
    plain_work_s: Value
    power_w: Value


@dataclass(frozen=True)
class Split:
    """What a request takes of both kinds of replicas, as many as keep up.

    `prefill_replicas` are to each replica that decodes; `chips` those of both.
    `kv_transfer_s` is the time of one request's cache between two groups of chips.
    """

    prompt: Side
    answer: Side
    chip_hours: Value
    energy_j: Value
    chip_power_w: Value
    prefill_replicas: Value
    chips: Value
    kv_transfer_s: Value


def prompt_side(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Side:
    """Return the replicas that compute prompts and decode nothing."""
    of_prompts = Overlaid(
        v,
        {
            "batch": 0.0,
            "chips_per_replica": v["prefill_chips"],
            "pipeline_parallel": v["prefill_pipeline_parallel"],
            "data_parallel": v["prefill_data_parallel"],
            "expert_parallel": v["prefill_expert_parallel"],
            "wide_tile_tokens": v["prefill_wide_tile_tokens"],
        },
    )
    tokens = step(
        disaggregation.prefill_tokens_in_step,
        **inputs_named(of_prompts, "chunk_tokens data_parallel"),
    )
    board = board_step(step, of_prompts, architecture, tokens)
    step_time_s, power_w = step_time_and_power(step, of_prompts, board)
    step_s = step(
        disaggregation.prefill_step_s,
        step_time_s=step_time_s,
        time_error=v["time_error"],
    )
    uncached = step(
        workload.uncached_prompt_tokens,
        **inputs_named(v, "prompt_tokens cached_prompt_tokens"),
    )

    def of_a_prompt(time_s: Value) -> Value:
        return step(
            disaggregation.prompt_time_s,
            prefill_step_s=time_s,
            uncached_prompt_tokens=uncached,
            prompt_tokens_in_step=tokens,
        )

    return _side(v["prefill_chips"], (step_time_s, step_s, power_w), of_a_prompt)


def answer_side(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Side:
    """Return the replicas that decode, and meet no prompt."""
    board = board_step(step, v, architecture, 0.0)
    step_time_s, power_w = step_time_and_power(step, v, board)
    step_s = decode_time_s(step, v, step_time_s, board)
    later = step(disaggregation.later_tokens, output_tokens=v["output_tokens"])
    steps = decode_steps(step, v, later)

    def of_an_answer(time_s: Value) -> Value:
        return step(
            disaggregation.answer_time_s,
            decode_steps=steps,
            decode_step_s=time_s,
            batch=v["batch"],
        )

    return _side(v["chips_per_replica"], (step_time_s, step_s, power_w), of_an_answer)


def _side(
    chips: Value,
    of_step: tuple[Value, Value, Value],
    of_request: Callable[[Value], Value],
) -> Side:
    plain_step_s, step_s, power_w = of_step
    return Side(chips, step_s, of_request(step_s), of_request(plain_step_s), power_w)


def split(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Split:
    """Return what a request takes of replicas of both kinds that keep up."""
    prompt = prompt_side(step, v, architecture)
    answer = answer_side(step, v, architecture)
    sides = (prompt, answer)
    moved = step(
        disaggregation.kv_transfer_bytes,
        kv_elements=step(
            cache.kv_elements,
            architecture=architecture,
            context_tokens=v["prompt_tokens"],
        ),
        **inputs_named(v, "bytes_per_kv_element state_bytes"),
    )
    paced = [_paced_s(step, v, (side, side.work_s), moved) for side in sides]
    plain = [_paced_s(step, v, (side, side.plain_work_s), moved) for side in sides]
    energy_j = step(
        disaggregation.disaggregated_energy_j,
        prompt_energy_j=_energy_j(step, v, prompt, plain[0]),
        answer_energy_j=_energy_j(step, v, answer, plain[1]),
    )
    replicas = step(
        disaggregation.prefill_replicas,
        prompt_paced_s=paced[0],
        answer_paced_s=paced[1],
    )
    return Split(
        prompt=prompt,
        answer=answer,
        chip_hours=_chip_hours(step, v, paced),
        energy_j=energy_j,
        chip_power_w=step(
            disaggregation.mean_chip_power_w,
            request_energy_j=energy_j,
            chip_hours=_chip_hours(step, v, plain),
        ),
        prefill_replicas=replicas,
        chips=step(
            disaggregation.balanced_chips,
            decode_chips=v["chips_per_replica"],
            prefill_chips=v["prefill_chips"],
            prefill_replicas=replicas,
        ),
        kv_transfer_s=_handed_over_s(step, v, moved),
    )


def _paced_s(
    step: StepCaller, v: Mapping[str, Value], of: tuple[Side, Value], moved: Value
) -> Value:
    """Return the time that a request takes of a replica, its links included."""
    side, work_s = of
    return step(
        disaggregation.paced_time_s,
        work_time_s=work_s,
        kv_transfer_time_s=_transfer_s(step, v, moved, side.chips),
    )


def _transfer_s(
    step: StepCaller, v: Mapping[str, Value], moved: Value, chips: Value
) -> Value:
    return step(
        disaggregation.kv_transfer_time_s,
        kv_transfer_bytes=moved,
        kv_transfer_gb_per_s=v["kv_transfer_gb_per_s"],
        chips=chips,
    )


def _handed_over_s(step: StepCaller, v: Mapping[str, Value], moved: Value) -> Value:
    """Return the time of one cache from the chips of a prompt to those of an answer."""
    chips = step(
        disaggregation.linked_chips,
        **inputs_named(
            v,
            "prefill_chips prefill_data_parallel chips_per_replica data_parallel",
        ),
    )
    return _transfer_s(step, v, moved, chips)


def _energy_j(
    step: StepCaller, v: Mapping[str, Value], side: Side, paced_s: Value
) -> Value:
    return step(
        disaggregation.paced_energy_j,
        chips=side.chips,
        serving_chip_power_w=side.power_w,
        idle_power_w=v["idle_power_w"],
        work_time_s=side.plain_work_s,
        paced_time_s=paced_s,
    )


def _chip_hours(
    step: StepCaller, v: Mapping[str, Value], paced_s: Sequence[Value]
) -> Value:
    return step(
        disaggregation.disaggregated_chip_hours,
        decode_chips=v["chips_per_replica"],
        answer_paced_s=paced_s[1],
        prefill_chips=v["prefill_chips"],
        prompt_paced_s=paced_s[0],
    )
