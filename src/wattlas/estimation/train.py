"""Estimate training: from a meter, from chip-hours, or from model and tokens alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import ceil

from wattlas import facts
from wattlas.chain import hardware as links
from wattlas.chain import training
from wattlas.chain.architecture import Architecture
from wattlas.chain.counts import total_parameters
from wattlas.chain.tuning import tuning_memory_gb
from wattlas.chain.types import Value
from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError
from wattlas.estimation import lookup, model_inputs
from wattlas.estimation.engine_chips import refuse_untrained
from wattlas.estimation.evaluate import Outcome, Question, evaluate
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.own_chips import find_chip
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import StepCaller, inputs_named
from wattlas.estimation.run_work import RunWork, run_work
from wattlas.estimation.stages import scaled_stage, stage_footprint
from wattlas.estimation.train_inputs import add_hardware_life, training_inputs
from wattlas.notes import Note
from wattlas.parameters import TrainOptions
from wattlas.records import Estimate


@finite_arithmetic()
def estimate_training(options: TrainOptions) -> Estimate:
    """Return the estimate of a training run at a place."""
    place = Place.of(options).resolved()
    inputs = Inputs(options.overrides)
    hardware = find_chip(options.hardware) if options.hardware else None
    if hardware:
        refuse_untrained(hardware)
    model = _model(options)
    add_place(inputs, place)
    training_inputs(options, model, hardware, inputs)
    model_inputs.note_reading(inputs, model, options.accept_unread)
    add_hardware_life(inputs, options, hardware, place)
    _check_memory(inputs, model, hardware, options.level)
    chain = partial(
        training_chain,
        architecture=model.architecture if model else None,
        energy_boundary=options.boundary or "",
        idle_boundary=options.idle_boundary or "it",
    )
    subject = {
        "model": model.key if model else None,
        "hardware": hardware,
        "level": options.level,
        "site": place.site,
        "country": place.country,
    }
    if model and options.level != "model":
        inputs.notes.append(
            Note("name-only", {"name": "model", "level": options.level})
        )
    question = Question("train", "run", subject, options.draws, options.seed)
    return evaluate(chain, inputs, question, options)


def _check_memory(
    inputs: Inputs, model: lookup.Model | None, hardware: str | None, level: str
) -> None:
    """Note where the chips that are given hold less than a run usually keeps.

    Refuse them where the run has not been, and they hold less than any run keeps.
    """
    if model is None or hardware is None or "chips" not in inputs:
        return
    trained = facts.number("constants", "tuning", "trained_bytes")
    weights = total_parameters(model.architecture)
    least, held = (
        float(tuning_memory_gb(weights, each, each))
        for each in (trained.low, trained.value)
    )
    memory = facts.number("hardware", hardware, "memory_gb").value
    there = inputs["chips"].high * memory
    if there < least and level == "model":
        raise InputError(
            "{model} does not fit: weights, gradients and optimiser take at least "
            "{least:.3g} GB, {chips:g} x {hardware} have {there:.3g} GB. {few} chips "
            "hold them.",
            model=model.key,
            least=least,
            chips=inputs["chips"].high,
            hardware=hardware,
            there=there,
            few=ceil(least / memory),
        )
    if there < held:
        values = {"held": held, "there": there, "model": model.key}
        inputs.notes.append(Note("training-memory", values))


def _model(options: TrainOptions) -> lookup.Model | None:
    if not options.model:
        return None
    return lookup.find_model(options.model, options.accept_unread)


def training_chain(
    step: StepCaller,
    v: Mapping[str, Value],
    architecture: Architecture | None = None,
    energy_boundary: str = "",
    idle_boundary: str = "it",
) -> Outcome:
    """Return the footprints of training, development and idle from the inputs."""
    known = _known_of_training(step, v, architecture, energy_boundary)
    training = stage_footprint(step, v, known)
    stages = {"training": training}
    if "development_factor" in v:
        stages["development"] = scaled_stage(step, training, v["development_factor"])
    if "idle_share" in v:
        stages["idle"] = scaled_stage(step, training, v["idle_share"])
    if "idle_energy_kwh" in v:
        idle = {f"{idle_boundary}_energy_kwh": v["idle_energy_kwh"]}
        if idle_boundary == "chip":
            idle["it_energy_kwh"] = step(
                links.it_energy_from_chips_kwh,
                chip_energy_kwh=v["idle_energy_kwh"],
                it_overhead=v["idle_it_overhead"],
            )
        stages["idle"] = stage_footprint(step, v, idle)
    extras = {}
    if "chips" in v and "chip_hours" in known:
        hours = known["chip_hours"]
        extras["wall_days"] = step(links.wall_days, chip_hours=hours, chips=v["chips"])
    return Outcome(stages, extras=extras)


def _known_of_training(
    step: StepCaller,
    v: Mapping[str, Value],
    architecture: Architecture | None,
    energy_boundary: str,
) -> dict[str, Value]:
    known: dict[str, Value] = {}
    run = run_work(step, v, architecture)
    if run.chip_hours is not None:
        known["chip_hours"] = run.chip_hours
    if energy_boundary:
        return known | {f"{energy_boundary}_energy_kwh": v["metered_energy_kwh"]}
    return known | _energy_of_hours(step, v, run)


def _energy_of_hours(
    step: StepCaller, v: Mapping[str, Value], run: RunWork
) -> dict[str, Value]:
    if "it_power_w" in v:
        energy = step(
            links.it_energy_from_power_kwh,
            chip_hours=run.chip_hours,
            it_power_w=v["it_power_w"],
        )
        return {"it_energy_kwh": energy}
    power = v["chip_power_w"] if "chip_power_w" in v else _chip_power_w(step, v, run)
    energy = step(links.chip_energy_kwh, chip_hours=run.chip_hours, chip_power_w=power)
    return {"chip_energy_kwh": energy}


def _chip_power_w(step: StepCaller, v: Mapping[str, Value], run: RunWork) -> Value:
    if run.step_mfu is None:
        shares = inputs_named(v, "power_limit_w training_power_share")
        return step(links.training_chip_power_w, **shares)
    share = step(
        training.training_power_share,
        step_mfu=run.step_mfu,
        **inputs_named(v, "goodput busy_level level_per_mfu lost_level"),
    )
    return step(
        links.training_chip_power_w,
        training_power_share=share,
        **inputs_named(v, "power_limit_w power_error"),
    )
