"""Estimate training of networks from samples: vision, encoders, tables, graphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from wattlas import facts
from wattlas.chain import passes
from wattlas.chain.types import Value
from wattlas.draws import finite_arithmetic
from wattlas.errors import ContradictionError, InputError
from wattlas.estimation.chip_inputs import training_precision
from wattlas.estimation.engine_chips import refuse_untrained
from wattlas.estimation.evaluate import Outcome, Question, evaluate
from wattlas.estimation.inputs import Inputs, refuse_unused
from wattlas.estimation.job_memory import check_job
from wattlas.estimation.model_inputs import note_reading
from wattlas.estimation.network_chain import forward_bytes, forward_flop, job_outcome
from wattlas.estimation.network_work import add_machine
from wattlas.estimation.networks import (
    Network,
    add_network,
    add_own_size,
    cut_to_context,
    find_network,
)
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import Overlaid, StepCaller, inputs_named
from wattlas.estimation.stages import scaled_stage
from wattlas.parameters import TrainOptions, declared
from wattlas.parameters.training import TrainingRun
from wattlas.records import Estimate

USED = (
    *("samples", "epochs", "chips", "precision", "sequence_tokens"),
    *("development_factor", "life_years", "chip_hour_cost", "overrides"),
)
"""Options of a training run that a network's reads."""
SOFTWARE = "pytorch"


def trains_network(options: TrainOptions) -> bool:
    """Say whether a training is that of a network of the tables, from samples."""
    if options.model is None or options.level != "model":
        return False
    return facts.find("networks", str(options.model)) is not None


@finite_arithmetic()
def estimate_network_training(options: TrainOptions) -> Estimate:
    """Return the estimate of training a network, at a place."""
    network = find_network(str(options.model))
    if options.samples is None or options.hardware is None:
        raise InputError(
            "{key} learns from samples: give samples (and epochs) and hardware. For "
            "its chip-hours or a metered energy leave the model out.",
            key=network.key,
        )
    _refuse_tokens(options)
    left = [name for name in declared(TrainingRun) if name not in USED]
    refuse_unused(options, left, "for a network that learns from samples")
    training_precision(options.precision)
    place = Place.of(options).resolved()
    inputs = Inputs(options.overrides)
    note_reading(inputs, None, options.accept_unread)
    add_place(inputs, place)
    add_network(inputs, network)
    _add_samples(inputs, options, network)
    hardware, precision = add_machine(inputs, options, network, place, SOFTWARE)
    check_job(inputs, network, hardware, trains=True)
    refuse_untrained(hardware)
    subject = {
        "model": network.key,
        "hardware": hardware,
        "precision": precision,
        "site": place.site,
        "country": place.country,
    }
    chain = partial(training_chain, network=network)
    question = Question("train", "run", subject, options.draws, options.seed)
    return evaluate(chain, inputs, question, options)


def _refuse_tokens(options: TrainOptions) -> None:
    """Refuse tokens for samples: of a text, they may be meant as its length."""
    if options.tokens is not None and find_network(str(options.model)).reads == "text":
        raise ContradictionError(
            "tokens would not be used for a network that learns from samples: give "
            "sequence_tokens for the length of a sample, samples for how many."
        )


def _add_samples(inputs: Inputs, options: TrainOptions, network: Network) -> None:
    inputs.give("samples", options.samples, "1")
    inputs.constant("epochs", "networks-training", options.epochs)
    inputs.constant("batch", f"networks-{network.reads}")
    if not inputs.give("chips", options.chips, "1"):
        inputs.constant("chips", "networks")
    if network.reads == "text":
        inputs.constant("item_tokens", "networks-text", options.sequence_tokens)
        cut_to_context(inputs, network)
    else:
        refuse_unused(options, ("sequence_tokens",), "for what is no text")
    add_own_size(inputs, network)
    if not inputs.give("development_factor", options.development_factor, "1"):
        inputs.is_absent("development", "stage-not-asked")
    inputs.is_absent("idle", "within-a-run")


def training_chain(
    step: StepCaller, v: Mapping[str, Value], network: Network
) -> Outcome:
    """Return the footprints of passes over all samples, forward and back."""
    seen = step(passes.samples_seen, **inputs_named(v, "samples epochs"))
    forward = forward_flop(step, v, network)
    moved = forward_bytes(step, v, network)
    work = {
        "item_flop": step(passes.training_sample, forward=forward),
        "item_bytes": step(passes.training_sample, forward=moved),
    }
    outcome = job_outcome(step, Overlaid(v, work), seen, "training")
    if "development_factor" not in v:
        return outcome
    trained = outcome.stages["training"]
    trials = scaled_stage(step, trained, v["development_factor"])
    return replace(outcome, stages={"training": trained, "development": trials})
