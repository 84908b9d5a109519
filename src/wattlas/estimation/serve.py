"""Estimate serving: one request on a busy replica, and the replicas that wait."""

from __future__ import annotations

from functools import partial
from math import ceil

from wattlas import facts
from wattlas.chain.architecture import ENCODER
from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError
from wattlas.estimation import chip_inputs, lookup
from wattlas.estimation.engines import Engine, engine_of_options
from wattlas.estimation.evaluate import Question, evaluate
from wattlas.estimation.inputs import refuse_unused
from wattlas.estimation.layout_choice import Offer
from wattlas.estimation.place import Place
from wattlas.estimation.serve_inputs import inputs_before_layout, service_inputs
from wattlas.estimation.service_layout import find_offers
from wattlas.estimation.serving_chain import service_chain
from wattlas.notes import Note
from wattlas.parameters import ServeOptions
from wattlas.records import Estimate

OF_A_METER = ("boundary", "requests", "idle_power", "mean_power")
"""Options that belong to a metered energy."""


@finite_arithmetic()
def estimate_serving(options: ServeOptions, engine: Engine | None = None) -> Estimate:
    """Return the estimate of serving a model at a place.

    `engine` stands in the place of the one that the options name.
    """
    refuse_unused(options, OF_A_METER, "without a metered energy")
    if options.model is None or options.hardware is None:
        raise InputError(
            "Serving needs a model and hardware; or a metered energy, its boundary and "
            "the requests served."
        )
    place = Place.of(options).resolved()
    hardware_key = facts.resolve("hardware", options.hardware)
    model = lookup.find_model(options.model, options.accept_unread)
    _refuse_encoder(model)
    precision = serving_precision(model, hardware_key, options.precision)
    engine = engine or engine_of_options(options)
    inputs = service_inputs(options, place, (model, hardware_key, precision), engine)
    if options.precision is None and precision != model.weight_precision:
        said = {"format": model.weight_precision, "precision": precision}
        inputs.notes.append(Note("format-of-chip", said))
    lookup.note_reading(inputs, model, options.accept_unread)
    subject = {
        "model": model.key,
        "hardware": hardware_key,
        "precision": precision,
        "site": place.site,
        "country": place.country,
    }
    chain = partial(service_chain, architecture=model.architecture)
    question = Question("serve", options.basis, subject, options.draws, options.seed)
    return _refuse_overload(evaluate(chain, inputs, question, options))


def service_offers(options: ServeOptions, requests_per_second: float) -> list[Offer]:
    """Return the layouts of a service that keep its latency, the cheapest first."""
    place = Place.of(options).resolved()
    hardware_key = facts.resolve("hardware", str(options.hardware))
    model = lookup.find_model(str(options.model), options.accept_unread)
    _refuse_encoder(model)
    precision = serving_precision(model, hardware_key, options.precision)
    engine = engine_of_options(options)
    inputs = inputs_before_layout(
        options, place, (model, hardware_key, precision), engine
    )
    return find_offers(
        inputs, options, model.architecture, hardware_key, engine, requests_per_second
    )


def _refuse_encoder(model: lookup.Model) -> None:
    """Refuse a model that reads and generates nothing."""
    if model.architecture.kind == ENCODER:
        raise InputError(
            "{key} is an encoder: it reads, and generates nothing. Encoders are never "
            "priced as chat.",
            key=model.key,
        )


def serving_precision(
    model: lookup.Model, hardware_key: str, precision: str | None
) -> str:
    """Return the precision asked for, else the model's own if the chip has it."""
    if precision is None:
        return chip_inputs.default_precision(model, hardware_key)
    return facts.resolve("precisions", precision)


def _refuse_overload(estimate: Estimate) -> Estimate:
    """Raise InputError if the replicas that are given cannot serve the volume."""
    needed = estimate.extras.get("needed_replicas")
    given = estimate.given.get("replicas")
    if needed is not None and given is not None and needed.mid > given.mid:
        raise InputError(
            "{mid:g} replicas cannot serve this volume: their chips would be busy "
            "{mid_2:.3g} times the hours there are. Use at least {ceil} replicas.",
            mid=given.mid,
            mid_2=needed.mid / given.mid,
            ceil=ceil(needed.mid),
        )
    return estimate
