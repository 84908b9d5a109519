"""Estimate serving: one request on a busy replica, and the replicas that wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import ceil

from wattlas import facts
from wattlas.chain import footprint, hardware, serving, workload
from wattlas.chain.architecture import ENCODER, Architecture
from wattlas.chain.types import Value
from wattlas.draws import finite_arithmetic
from wattlas.errors import ContradictionError, InputError
from wattlas.estimation import lookup, replica
from wattlas.estimation.engines import Engine, engine_of_options
from wattlas.estimation.evaluate import Outcome, Question, evaluate
from wattlas.estimation.inferred import add_chip_choice, add_inference, usual_chip
from wattlas.estimation.inputs import (
    Inputs,
    check_limits,
    input_from_quantity,
    parse_given,
    refuse_unused,
    scaled,
)
from wattlas.estimation.latency import latency
from wattlas.estimation.layout_choice import Offer
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import (
    Overlaid,
    StepCaller,
    inputs_named,
    plain_step,
)
from wattlas.estimation.request_work import request_work
from wattlas.estimation.service_layout import add_layout, find_offers
from wattlas.estimation.stages import stage_footprint, waiting_stage
from wattlas.estimation.uncertainty import (
    ARCHITECTURE,
    CHIP,
    ENGINE,
    Distance,
    add_errors,
    serving_distance,
)
from wattlas.notes import Note
from wattlas.parameters import ServeOptions
from wattlas.records import Estimate, Input
from wattlas.units import DAYS_PER_YEAR, MONTHS_PER_YEAR

OF_A_METER = ("boundary", "requests", "idle_power", "mean_power")
"""Options that belong to a metered energy."""
REQUESTS_WITHOUT_VOLUME = 1000.0


@finite_arithmetic()
def estimate_serving(options: ServeOptions, engine: Engine | None = None) -> Estimate:
    """Return the estimate of serving a model at a place.

    `engine` stands in the place of the one that the options name.
    """
    refuse_unused(options, OF_A_METER, "without a metered energy")
    if options.model is None:
        raise InputError(
            "Serving needs a model; or a metered energy, its boundary and the requests "
            "served."
        )
    model = lookup.find_served_model(options.model, options, options.accept_unread)
    return estimate_service(options, model, engine)


@finite_arithmetic()
def estimate_service(
    options: ServeOptions, model: lookup.Model, engine: Engine | None = None
) -> Estimate:
    """Return the estimate of serving a model that was found, whatever its name."""
    place = Place.of(options).resolved()
    hardware_key = _chip(options, model)
    _refuse_encoder(model)
    precision = serving_precision(model, hardware_key, options.precision)
    engine = engine or engine_of_options(options)
    inputs = _inputs(options, place, (model, hardware_key, precision), engine)
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
        "architecture": model.knowledge,
    }
    chain = partial(service_chain, architecture=model.architecture)
    question = Question("serve", options.basis, subject, options.draws, options.seed)
    return _refuse_overload(evaluate(chain, inputs, question, options))


def _chip(options: ServeOptions, model: lookup.Model) -> str:
    """Return the chip that is given, or the one that stands for those of an API."""
    if options.hardware is not None:
        return facts.resolve("hardware", options.hardware)
    table = "models" if model.inferred is None else "undisclosed"
    return usual_chip(facts.row(table, model.key).get("developer", ""))


def service_offers(options: ServeOptions, requests_per_second: float) -> list[Offer]:
    """Return the layouts of a service that keep its latency, the cheapest first."""
    place = Place.of(options).resolved()
    hardware_key = facts.resolve("hardware", str(options.hardware))
    model = lookup.find_served_model(str(options.model), options, options.accept_unread)
    _refuse_encoder(model)
    precision = serving_precision(model, hardware_key, options.precision)
    engine = engine_of_options(options)
    inputs = _replica_inputs(options, place, (model, hardware_key, precision), engine)
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


def _inputs(
    options: ServeOptions,
    place: Place,
    replica_of: tuple[lookup.Model, str, str],
    engine: Engine,
) -> Inputs:
    model, hardware_key, precision = replica_of
    inputs = _replica_inputs(options, place, replica_of, engine)
    add_layout(inputs, options, model.architecture, hardware_key, engine)
    batch = float(with_batch(plain_step, inputs.mids())["batch"])
    distance = serving_distance(
        engine, model.architecture, hardware_key, precision, batch
    )
    add_errors(inputs, distance)
    if model.inferred is not None:
        add_inference(inputs, model.key, model.inferred)
    if options.hardware is None:
        add_chip_choice(inputs, hardware_key)
    _say_unseen(inputs, distance)
    _add_waiting(inputs, options)
    return inputs


def _say_unseen(inputs: Inputs, distance: Distance) -> None:
    """Say what of a question no measurement has: the range is wider for it."""
    if ENGINE in distance.unseen:
        inputs.notes.append(Note("unseen-engine"))
    if CHIP in distance.unseen:
        inputs.notes.append(Note("unseen-chip"))
    if ARCHITECTURE in distance.unseen:
        inputs.notes.append(Note("unseen-architecture"))


def _replica_inputs(
    options: ServeOptions,
    place: Place,
    replica_of: tuple[lookup.Model, str, str],
    engine: Engine,
) -> Inputs:
    """Return the inputs of a service before its layout is chosen."""
    model, hardware_key, precision = replica_of
    inputs = Inputs(options.overrides)
    add_place(inputs, place)
    _add_requests(inputs, options)
    replica.add_decoding(inputs, options)
    replica.add_replica(
        inputs, model, hardware_key, precision, engine, _activations(options)
    )
    lookup.add_host(inputs, hardware_key)
    inputs.constant("life_years", "hardware", options.life_years)
    lookup.add_chip_hour_cost(
        inputs, hardware_key, options.chip_hour_cost, place.currency
    )
    inputs.give("batch", options.batch, "1")
    return inputs


def _activations(options: ServeOptions) -> str | None:
    given = options.activation_precision
    return None if given is None else facts.resolve("precisions", given)


def serving_chain(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Outcome:
    """Return the footprints of serving and of waiting for the requests of a basis."""
    v = with_batch(step, v)
    work = request_work(step, v, architecture)
    requests = _requests(step, v)
    busy_hours = step(
        serving.busy_chip_hours,
        busy_chip_hours_per_request=work.chip_hours,
        requests=requests,
    )
    chip_energy = step(
        hardware.serving_chip_energy_kwh,
        request_chip_energy_kwh=work.chip_energy_kwh,
        requests=requests,
    )
    busy = {"chip_hours": busy_hours, "chip_energy_kwh": chip_energy}
    v, of_replicas = _with_busy_share(step, v, busy_hours)
    stages = {
        "serving": stage_footprint(step, v, busy),
        "idle": waiting_stage(step, v, busy_hours),
    }
    extras = _break_even(step, v, stages, requests) | {
        "decode_step_s": work.decode_step_s,
        "chip_power_w": step(
            hardware.metered_chip_power_w,
            drawn_chip_power_w=work.chip_power_w,
            **inputs_named(v, "power_error power_limit_w"),
        ),
        **of_replicas,
    }
    return Outcome(stages, _scales(v, requests), extras)


def service_chain(
    step: StepCaller, v: Mapping[str, Value], architecture: Architecture
) -> Outcome:
    """Return `serving_chain` with the latency that a user of the service meets."""
    outcome = serving_chain(step, v, architecture)
    found = latency(
        step, with_batch(step, v), architecture, outcome.extras["decode_step_s"]
    )
    waits = {"first_token_s": found.first_token_s, "token_s": found.token_s}
    return replace(outcome, extras={**outcome.extras, **waits})


def with_batch(step: StepCaller, v: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the inputs with the batch that runs, where a limit of it is known."""
    if "batch" in v:
        return v
    batch = step(serving.running_batch, **inputs_named(v, "batch_limit running_share"))
    return Overlaid(v, {"batch": batch})


def _with_busy_share(
    step: StepCaller, v: Mapping[str, Value], busy_hours: Value
) -> tuple[Mapping[str, Value], dict[str, Value]]:
    """Return the inputs with the busy share that so many replicas have."""
    if "replicas" not in v or "requests_per_day" not in v:
        return v, {}
    needed = step(
        serving.needed_replicas,
        busy_chip_hours=busy_hours,
        **inputs_named(v, "chips_per_replica service_years"),
    )
    share = step(serving.busy_share, needed_replicas=needed, replicas=v["replicas"])
    return Overlaid(v, {"busy_share": share}), {"needed_replicas": needed}


def serving_precision(
    model: lookup.Model, hardware_key: str, precision: str | None
) -> str:
    """Return the precision asked for, else the model's own if the chip has it."""
    if precision is None:
        return lookup.default_precision(model, hardware_key)
    return facts.resolve("precisions", precision)


def _requests(step: StepCaller, v: Mapping[str, Value]) -> Value:
    if "requests_per_day" not in v:
        return v["requests"]
    return step(
        workload.requests,
        requests_per_day=v["requests_per_day"],
        service_years=v["service_years"],
    )


def _scales(v: Mapping[str, Value], requests: Value) -> dict[str, Value]:
    scales = {
        "output_token": 1.0 / (requests * v["output_tokens"]),
        "request": 1.0 / requests,
        "thousand_requests": 1000.0 / requests,
    }
    if "requests_per_day" in v:
        day = v["requests_per_day"] / requests
        scales |= {
            "day": day,
            "month": day * DAYS_PER_YEAR / MONTHS_PER_YEAR,
            "year": day * DAYS_PER_YEAR,
        }
    return scales


def _break_even(
    step: StepCaller,
    v: Mapping[str, Value],
    stages: Mapping[str, footprint.Footprint],
    requests: Value,
) -> dict[str, Value]:
    if "training_energy_kwh" not in v:
        return {}
    served = step(
        footprint.serving_energy_kwh,
        busy_energy_kwh=stages["serving"]["facility_energy_kwh"],
        waiting_energy_kwh=stages["idle"]["facility_energy_kwh"],
    )
    break_even = step(
        footprint.break_even_requests,
        training_energy_kwh=v["training_energy_kwh"],
        request_energy_kwh=step(
            footprint.request_energy_kwh, serving_energy_kwh=served, requests=requests
        ),
    )
    extras = {"break_even_requests": break_even}
    if "requests_per_day" in v:
        extras["break_even_days"] = step(
            footprint.break_even_days,
            break_even_requests=break_even,
            requests_per_day=v["requests_per_day"],
        )
    return extras


def _add_requests(inputs: Inputs, options: ServeOptions) -> None:
    for name in ("prompt_tokens", "output_tokens"):
        inputs.constant(name, "serving", getattr(options, name))
    _add_cached(inputs, options)
    if inputs["cached_prompt_tokens"].mid > inputs["prompt_tokens"].mid:
        raise InputError(
            "cached_prompt_tokens are part of prompt_tokens: at most {mid:g}, got "
            "{mid_2:g}.",
            mid=inputs["prompt_tokens"].mid,
            mid_2=inputs["cached_prompt_tokens"].mid,
        )
    inputs.give("training_energy_kwh", options.training_energy, "kWh", needs_unit=True)
    _add_volume(inputs, options)


def _add_cached(inputs: Inputs, options: ServeOptions) -> None:
    share = options.prefix_cache_share
    if share is None:
        if not inputs.give("cached_prompt_tokens", options.cached_prompt_tokens, "1"):
            inputs.constant("cached_prompt_tokens", "serving")
        return
    if options.cached_prompt_tokens is not None:
        raise ContradictionError(
            "cached_prompt_tokens and prefix_cache_share are both given: give one."
        )
    parsed = parse_given("prefix_cache_share", share, "1")
    item = input_from_quantity("prefix_cache_share", parsed, "1", "logit")
    check_limits(item)
    tokens = inputs["prompt_tokens"].mid
    inputs.add(replace(scaled(item, tokens, "1", ""), name="cached_prompt_tokens"))


def _add_volume(inputs: Inputs, options: ServeOptions) -> None:
    if inputs.give("requests_per_day", options.requests_per_day, "1"):
        if not inputs.give("service_years", options.years, "year"):
            inputs.add(_basis("service_years", 1.0, "year"))
        return
    if options.years is not None:
        raise InputError("years needs requests_per_day: give the daily volume.")
    inputs.add(_basis("requests", REQUESTS_WITHOUT_VOLUME, "1"))


def _basis(name: str, value: float, unit: str) -> Input:
    note = "the unit of use that the results are for"
    return Input(name, value, value, value, "fixed", unit, "assumed", note=note)


def _add_waiting(inputs: Inputs, options: ServeOptions) -> None:
    if not _given_replicas(inputs, options):
        inputs.constant("busy_share", "serving", options.busy_share)
    inputs.constant("waiting_power_share", "serving")
    inputs.constant("waiting_host_share", "hosts")


def _given_replicas(inputs: Inputs, options: ServeOptions) -> bool:
    if not inputs.give("replicas", options.replicas, "1"):
        return False
    if options.requests_per_day is None:
        raise InputError("replicas needs requests_per_day: give the daily volume.")
    if options.busy_share is not None:
        raise ContradictionError(
            "replicas and busy_share are both given: replicas and the volume set the "
            "busy share. Give one."
        )
    return True


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
