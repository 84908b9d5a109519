"""Estimate fine-tuning: full, adapters, pairs, distillation, continued pre-training."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from wattlas.chain import counts, hardware, tuning
from wattlas.chain.types import Value
from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError
from wattlas.estimation import lookup, model_inputs
from wattlas.estimation.chip_inputs import note_same_rate
from wattlas.estimation.evaluate import Outcome, Question, evaluate
from wattlas.estimation.inputs import Inputs, refuse_unused
from wattlas.estimation.recorder import StepCaller, inputs_named
from wattlas.estimation.tuning import (
    LORA,
    Tuning,
    add_tuning,
    asked_tuning,
    passes_of,
    training_stage,
    with_development,
)
from wattlas.estimation.tuning_config import with_config
from wattlas.estimation.tuning_memory import add_chips, weights_of
from wattlas.notes import Note
from wattlas.parameters.finetuning import FinetuneOptions
from wattlas.records import Estimate, Input


@finite_arithmetic()
def estimate_finetuning(options: FinetuneOptions) -> Estimate:
    """Return the estimate of a fine-tuning run at a place."""
    options, notes = with_config(options)
    method = options.method or "full"
    adapters = method in LORA or (method == "dpo" and options.rank is not None)
    run = asked_tuning(options, method, "finetune", adapters=adapters)
    inputs = Inputs(options.overrides)
    inputs.notes += notes
    add_tuning(inputs, options, run)
    note_same_rate(inputs, options.precision)
    _add_data(inputs, options)
    _say_context(inputs, run)
    _add_method(inputs, options, run)
    add_chips(
        inputs,
        run,
        options.chips,
        weights_of(options.teacher),
        options.recompute,
        options.batch,
    )
    subject = {**run.subject, "method": run.method}
    question = Question("finetune", "run", subject, options.draws, options.seed)
    return evaluate(partial(tuning_chain), inputs, question, options)


def _add_data(inputs: Inputs, options: FinetuneOptions) -> None:
    if options.samples is None:
        raise InputError(
            "finetune needs samples: how many, such as 50k, with tokens for the mean "
            "length of one."
        )
    inputs.give("samples", options.samples, "1")
    inputs.constant("sample_tokens", "tuning", options.tokens)
    inputs.constant("epochs", "tuning", options.epochs)
    group = "tuning-packed" if options.packing == "yes" else "tuning"
    inputs.constant("padding_factor", group)


def _say_context(inputs: Inputs, run: Tuning) -> None:
    tokens = inputs["sample_tokens"].mid
    limit = run.model.architecture.context_tokens
    if 0 < limit < tokens:
        values = {"tokens": round(tokens), "limit": limit}
        inputs.notes.append(Note("sample-beyond-context", values))


def _add_method(inputs: Inputs, options: FinetuneOptions, run: Tuning) -> None:
    if run.adapters:
        inputs.constant("rank", "tuning", options.rank)
        inputs.constant("adapter_width", "tuning")
    else:
        refuse_unused(options, ("rank",), "without adapters")
    if run.method == "qlora":
        inputs.constant("unpacking_factor", "tuning")
    passes = passes_of(run.method, options.recompute, adapters=run.adapters)
    inputs.add(Input("forward_passes", passes, passes, passes, "fixed", "1", "assumed"))
    inputs.keep("forward_passes")
    if run.method != "distill":
        refuse_unused(options, ("teacher",), "without distill")
    elif options.teacher is None:
        raise InputError("distill needs a teacher: a model of wattlas facts models.")
    else:
        teacher = lookup.find_model(options.teacher)
        work = counts.trained_parameters_per_token(teacher.architecture)
        inputs.add(model_inputs.of_model("teacher_parameters", work, teacher))


def tuning_chain(step: StepCaller, v: Mapping[str, Value]) -> Outcome:
    """Return the footprints of fine-tuning, and of its trial and failed runs."""
    forward = step(
        tuning.sample_forward_flop,
        **inputs_named(v, "active_parameters layers hidden_size sample_tokens"),
    )
    tokens = step(
        tuning.processed_tokens,
        **inputs_named(v, "samples sample_tokens epochs padding_factor"),
    )
    flop = step(
        tuning.tuning_flop,
        processed_tokens=tokens,
        sample_forward_flop=forward,
        forward_passes=v["forward_passes"],
        **_more_work(step, v),
    )
    stages = {"training": training_stage(step, v, flop)}
    hours = stages["training"]["chip_hours"]
    extras = {"wall_days": step(hardware.wall_days, chip_hours=hours, chips=v["chips"])}
    return Outcome(with_development(step, v, stages), extras=extras)


def _more_work(step: StepCaller, v: Mapping[str, Value]) -> dict[str, Value]:
    more: dict[str, Value] = {}
    if "rank" in v:
        more["adapter_parameters"] = step(
            tuning.adapter_parameters,
            **inputs_named(v, "rank active_parameters hidden_size adapter_width"),
        )
    if "teacher_parameters" in v:
        more["teacher_flop"] = step(
            tuning.forward_flop, parameters=v["teacher_parameters"]
        )
    return more
