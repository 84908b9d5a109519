"""Estimate learning from rewards: rollouts as a service, updates, chips that wait."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas.chain import hardware, tuning
from wattlas.chain.types import Value
from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError
from wattlas.estimation.evaluate import Outcome, Question, evaluate
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.recorder import StepCaller, inputs_named
from wattlas.estimation.serve import estimate_serving
from wattlas.estimation.stages import stage_footprint
from wattlas.estimation.tuning import (
    Tuning,
    add_tuning,
    asked_tuning,
    passes_of,
    training_stage,
    with_development,
)
from wattlas.estimation.tuning_memory import add_chips, weights_of
from wattlas.parameters import ServeOptions
from wattlas.parameters.finetuning import RlOptions
from wattlas.records import Estimate, Input

JUDGES = {"none": 0.0, "reference": 1.0, "reward": 1.0, "both": 2.0}


@finite_arithmetic()
def estimate_rl(options: RlOptions) -> Estimate:
    """Return the estimate of a run that learns from rewards, at a place."""
    run = asked_tuning(options, "rl", "rl")
    if options.prompts is None:
        raise InputError("rl needs prompts: how many in all, such as 100k.")
    inputs = Inputs(options.overrides)
    add_tuning(inputs, options, run)
    _add_rollouts(inputs, options, run)
    copies = 1.0 + inputs["judges"].mid
    add_chips(
        inputs,
        run,
        options.chips,
        copies * weights_of(run.model.key),
        options.recompute,
    )
    inputs.absent.pop("idle", None)
    question = Question("rl", "run", run.subject, options.draws, options.seed)
    return evaluate(rl_chain, inputs, question, options)


def _add_rollouts(inputs: Inputs, options: RlOptions, run: Tuning) -> None:
    """Add what is sampled and judged, and what a sample takes where it is served."""
    inputs.give("prompts", options.prompts, "1")
    for name, value in (
        ("group", options.group),
        ("prompt_tokens", options.prompt_tokens),
        ("output_tokens", options.completion_tokens),
        ("waiting_share", options.waiting_share),
    ):
        inputs.constant(name, "rl", value)
    for name, number in (
        ("judges", JUDGES[options.judges or "none"]),
        ("off_policy", 1.0 if options.off_policy == "yes" else 0.0),
        ("update_passes", passes_of("full", options.recompute)),
    ):
        inputs.add(Input(name, number, number, number, "fixed", "1", "assumed"))
    inputs.constant("waiting_power_share", "serving")
    inputs.constant("waiting_host_share", "hosts")
    served = estimate_serving(
        ServeOptions(
            model=options.model,
            hardware=run.hardware,
            drive="offline",
            prompt_tokens=inputs["prompt_tokens"].mid,
            output_tokens=inputs["output_tokens"].mid,
            draws=options.draws,
            seed=options.seed,
        )
    )
    inputs.notes += [n for n in served.notes if n.code == "beyond-context"]
    stage, per = served.stages["serving"], 1 / 1000
    for name, result in (
        ("rollout_chip_hours", "chip_hours"),
        ("rollout_chip_energy_kwh", "chip_energy_kwh"),
    ):
        found, unit = stage[result], "h" if result == "chip_hours" else "kWh"
        inputs.add(
            Input(
                name,
                found.mid * per,
                found.low * per,
                found.high * per,
                "lognormal",
                unit,
                "residuals-fit",
                note="One answer of a service of the same model on the same chip",
            )
        )


def rl_chain(step: StepCaller, v: Mapping[str, Value]) -> Outcome:
    """Return the footprints of rollouts, updates, and of chips that wait."""
    answers = step(tuning.rollouts, **inputs_named(v, "prompts group"))
    sampled = {
        name: step(
            tuning.rollout_total,
            rollouts=answers,
            each=v[f"rollout_{name}"],
            time_error=v["time_error"],
        )
        for name in ("chip_hours", "chip_energy_kwh")
    }
    stages = {
        "training": training_stage(step, v, _update_flop(step, v, answers)),
        "serving": stage_footprint(step, v, sampled),
    }
    busy = stages["training"]["chip_hours"] + stages["serving"]["chip_hours"]
    waiting = step(
        tuning.waiting_hours, busy_chip_hours=busy, waiting_share=v["waiting_share"]
    )
    stages["idle"] = _idle(step, v, waiting)
    days = step(hardware.wall_days, chip_hours=busy + waiting, chips=v["chips"])
    return Outcome(with_development(step, v, stages), extras={"wall_days": days})


def _update_flop(step: StepCaller, v: Mapping[str, Value], answers: Value) -> Value:
    tokens = step(
        tuning.answer_tokens, **inputs_named(v, "prompt_tokens output_tokens")
    )
    forward = step(
        tuning.sample_forward_flop,
        sample_tokens=tokens,
        **inputs_named(v, "active_parameters layers hidden_size"),
    )
    passes = step(
        tuning.judged_passes, **inputs_named(v, "judges off_policy update_passes")
    )
    return step(
        tuning.tuning_flop,
        processed_tokens=step(tuning.rollout_total, rollouts=answers, each=tokens),
        sample_forward_flop=forward,
        forward_passes=passes,
    )


def _idle(step: StepCaller, v: Mapping[str, Value], hours: Value) -> dict[str, Value]:
    power_w = step(
        hardware.waiting_chip_power_w,
        **inputs_named(v, "power_limit_w waiting_power_share"),
    )
    energy = step(hardware.chip_energy_kwh, chip_hours=hours, chip_power_w=power_w)
    return stage_footprint(step, v, {"chip_hours": hours, "chip_energy_kwh": energy})
