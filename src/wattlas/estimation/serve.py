"""Estimate serving: one request on a busy replica, and the replicas that wait."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import ceil

from wattlas import facts
from wattlas.chain.architecture import ENCODER
from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError
from wattlas.estimation import chip_inputs, lookup, model_inputs
from wattlas.estimation.engine_chips import note_engine, refuse_gguf
from wattlas.estimation.engines import LOCAL, Engine, engine_of_options
from wattlas.estimation.evaluate import Question, evaluate
from wattlas.estimation.inferred import usual_chip
from wattlas.estimation.inputs import Inputs, refuse_unused
from wattlas.estimation.layout_choice import Offer
from wattlas.estimation.own_chips import find_chip
from wattlas.estimation.place import Place
from wattlas.estimation.serve_inputs import inputs_before_layout, service_inputs
from wattlas.estimation.served_models import find_served_model
from wattlas.estimation.service_layout import find_offers
from wattlas.estimation.serving_chain import service_chain
from wattlas.estimation.use_time import refuse_longer_use, without_years
from wattlas.notes import Note
from wattlas.parameters import ServeOptions
from wattlas.records import Estimate

MET = 0.999
"""Share of a power cap from which a chip meets it."""
OF_A_METER = ("boundary", "requests", "idle_power", "mean_power")
"""Options that belong to a metered energy."""
NEEDS = (
    "Serving needs a model and hardware; or a metered energy, its boundary and the "
    "requests served."
)


@finite_arithmetic()
def estimate_serving(options: ServeOptions, engine: Engine | None = None) -> Estimate:
    """Return the estimate of serving a model at a place.

    `engine` stands in the place of the one that the options name.
    """
    refuse_unused(options, OF_A_METER, "without a metered energy")
    if options.model is None:
        raise InputError(NEEDS)
    model = find_served_model(options.model, options, options.accept_unread)
    if options.hardware is None and model.inferred is None:
        raise InputError(NEEDS)
    return estimate_service(options, model, engine)


@finite_arithmetic()
def estimate_service(
    options: ServeOptions, model: lookup.Model, engine: Engine | None = None
) -> Estimate:
    """Return the estimate of serving a model that was found, whatever its name.

    Without hardware, as behind an API, the chip is inferred.
    """
    place = Place.of(options).resolved()
    hardware_key = _chip(options, model)
    _refuse_encoder(model)
    precision = serving_precision(model, hardware_key, options)
    given = engine
    engine = engine or _engine(options, hardware_key, model)
    inputs = service_inputs(options, place, (model, hardware_key, precision), engine)
    if given is None:
        _note_engine(inputs, options, model, engine)
    _note_format(inputs, options, model, (precision, engine))
    model_inputs.note_reading(inputs, model, options.accept_unread)
    subject = {
        "model": model.key,
        "hardware": hardware_key,
        "precision": precision,
        "site": place.site,
        "country": place.country,
        "architecture": model.knowledge,
    }
    chain = partial(service_chain, architecture=model.architecture)
    question = Question("serve", options.basis, subject, options.draws, options.seed)
    found = evaluate(chain, inputs, question, options)
    if options.days is not None:
        found = without_years(found)
    return _with_cap(refuse_longer_use(_refuse_overload(found)))


def _engine(options: ServeOptions, chip: str, model: lookup.Model) -> Engine:
    """Return the engine that is named, or that of the model's file, or of the chip."""
    if model.is_gguf:
        refuse_gguf(chip, options.engine)
    own = model.own_engine if _runs_file(options, model) else ""
    return engine_of_options(options, chip, own)


def _runs_file(options: ServeOptions, model: lookup.Model) -> bool:
    """Say whether weights run as the model's file has them, or in 16 bits if GGUF."""
    return model.is_gguf or options.precision in (None, model.weight_precision)


def _note_engine(
    inputs: Inputs, options: ServeOptions, model: lookup.Model, engine: Engine
) -> None:
    """Note an engine that nobody named, and why it is taken."""
    local = engine.profile == LOCAL and options.engine is None
    if local and model.is_gguf:
        inputs.notes.append(Note("gguf-engine"))
    elif model.own_engine and not model.is_gguf and _runs_file(options, model):
        _note_bitsandbytes(inputs, options, engine.profile == model.own_engine)
    elif not (local and options.gpu_layers is not None):
        note_engine(inputs, _chip(options, model), options.engine)


def _note_bitsandbytes(inputs: Inputs, options: ServeOptions, priced: bool) -> None:
    """Note whose products are priced, those of bitsandbytes or others."""
    if not priced:
        inputs.notes.append(Note("bitsandbytes-elsewhere"))
    elif options.engine is None:
        inputs.notes.append(Note("bitsandbytes-engine"))


def _note_format(
    inputs: Inputs,
    options: ServeOptions,
    model: lookup.Model,
    runs: tuple[str, Engine],
) -> None:
    """Note weights that run in another format than their own, as nobody asked."""
    precision, engine = runs
    products = chip_inputs.products_of(model, precision, inputs["peak_tflops"].place)
    said = {"format": precision, "precision": products}
    alone = products != precision and options.activation_precision is None
    if alone and model.expanded and engine.profile != model.own_engine:
        inputs.notes.append(Note("weights-alone", said))
    own = model.weight_precision
    if options.precision is not None:
        quantised = own not in chip_inputs.WIDE
        if model.source == "given" and quantised and precision != own:
            replaced = {"format": own, "precision": precision}
            inputs.notes.append(Note("file-format-replaced", replaced))
        return
    if alone and not model.expanded:
        inputs.notes.append(Note("weights-expanded", said))
    if model.is_of_ollama:
        inputs.notes.append(Note("format-of-ollama", {"name": model.written}))
    if precision != own:
        said = {"format": own, "precision": precision}
        inputs.notes.append(Note("format-of-chip", said))


def _chip(options: ServeOptions, model: lookup.Model) -> str:
    """Return the chip that is given, or the one that stands for those of an API."""
    if options.hardware is not None:
        return find_chip(options.hardware)
    table = "models" if model.inferred is None else "undisclosed"
    return usual_chip(facts.row(table, model.key).get("developer", ""))


def service_offers(options: ServeOptions, requests_per_second: float) -> list[Offer]:
    """Return the layouts of a service that keep its latency, the cheapest first."""
    place = Place.of(options).resolved()
    hardware_key = find_chip(str(options.hardware))
    model = find_served_model(str(options.model), options, options.accept_unread)
    _refuse_encoder(model)
    precision = serving_precision(model, hardware_key, options)
    engine = _engine(options, hardware_key, model)
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
            "{key} is an encoder: it reads, and generates nothing. It is estimated "
            "with embed or classify.",
            key=model.key,
        )


def serving_precision(
    model: lookup.Model, hardware_key: str, options: ServeOptions
) -> str:
    """Return the precision asked for, else the model's own as the chip reads it.

    Raises
    ------
    InputError
        If the chip has no products of what is asked for, and no other are asked for.
    """
    if options.precision is None:
        return chip_inputs.default_precision(model, hardware_key)
    key = facts.resolve("precisions", options.precision)
    if options.activation_precision is None:
        chip_inputs.peak_fact(hardware_key, key)
    return key


def _with_cap(estimate: Estimate) -> Estimate:
    """Return an estimate with the note of a power cap that the chips do not meet."""
    cap = estimate.given.get("power_cap_w")
    power_w = estimate.extras["chip_power_w"].mid
    if cap is None or power_w >= cap.mid * MET:
        return estimate
    note = Note("cap-not-met", {"cap_w": cap.mid, "power_w": power_w})
    return replace(estimate, notes=(*estimate.notes, note))


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
