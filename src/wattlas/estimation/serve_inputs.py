"""The inputs of a service: its requests, its replica, its layout, what is left open."""

from __future__ import annotations

from dataclasses import replace

from wattlas import facts
from wattlas.errors import ContradictionError, InputError
from wattlas.estimation import chip_inputs, lookup, replica
from wattlas.estimation.engines import Engine
from wattlas.estimation.inferred import add_chip_choice, add_inference
from wattlas.estimation.input_values import (
    check_limits,
    input_from_quantity,
    parse_given,
    scaled,
)
from wattlas.estimation.inputs import Inputs, refuse_unused
from wattlas.estimation.modalities import add_modalities
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import plain_step
from wattlas.estimation.service_layout import add_layout
from wattlas.estimation.serving_chain import with_batch
from wattlas.estimation.uncertainty import (
    ARCHITECTURE,
    CHIP,
    ENGINE,
    Distance,
    add_errors,
    serving_distance,
)
from wattlas.estimation.use_time import (
    add_hours_of_use,
    add_service_years,
    add_waiting_at_home,
)
from wattlas.notes import Note
from wattlas.parameters import ServeOptions, declared
from wattlas.parameters.offloading import OffloadOptions
from wattlas.records import Input

REQUESTS_WITHOUT_VOLUME = 1000.0


def service_inputs(
    options: ServeOptions,
    place: Place,
    replica_of: tuple[lookup.Model, str, str],
    engine: Engine,
) -> Inputs:
    """Return every input of a service: its layout chosen, its errors added."""
    model, hardware_key, precision = replica_of
    if model.inferred is not None:
        refuse_unused(options, declared(OffloadOptions), "where a model is inferred")
    inputs = inputs_before_layout(options, place, replica_of, engine)
    add_layout(inputs, options, model.architecture, hardware_key, engine)
    batch = float(with_batch(plain_step, inputs.mids())["batch"])
    apart = options.prefill_chips is not None
    # No laboratory measured an engine whose prompts are computed on other chips.
    driven = replace(engine, measured=engine.measured and not apart)
    distance = serving_distance(
        driven, model.architecture, hardware_key, precision, batch
    )
    add_errors(inputs, distance)
    if model.inferred is not None:
        add_inference(inputs, model.key, model.inferred)
    if options.hardware is None:
        add_chip_choice(inputs, hardware_key)
    _say_unseen(inputs, distance, apart)
    _add_waiting(inputs, options, hardware_key)
    return inputs


def _say_unseen(inputs: Inputs, distance: Distance, apart: bool) -> None:
    """Say what of a question no measurement has: the range is wider for it.

    Of prompts that are computed `apart` a note of their own says so.
    """
    if ENGINE in distance.unseen and not apart:
        inputs.notes.append(Note("unseen-engine"))
    if CHIP in distance.unseen:
        inputs.notes.append(Note("unseen-chip"))
    if ARCHITECTURE in distance.unseen:
        inputs.notes.append(Note("unseen-architecture"))


def inputs_before_layout(
    options: ServeOptions,
    place: Place,
    replica_of: tuple[lookup.Model, str, str],
    engine: Engine,
) -> Inputs:
    """Return the inputs of a service before its layout is chosen."""
    model, hardware_key, precision = replica_of
    inputs = Inputs(options.overrides)
    add_place(inputs, place)
    _add_requests(inputs, options, model)
    replica.add_decoding(inputs, options)
    replica.add_replica(
        inputs, model, hardware_key, precision, engine, _activations(options)
    )
    _refuse_idle_cap(inputs, hardware_key)
    chip_inputs.add_host(inputs, hardware_key)
    inputs.constant("life_years", "hardware", options.life_years)
    chip_inputs.add_chip_hour_cost(
        inputs, hardware_key, options.chip_hour_cost, place.currency
    )
    if not inputs.give("batch", options.batch, "1") and "hours_per_day" in inputs:
        inputs.constant("batch", "use")
    return inputs


def _refuse_idle_cap(inputs: Inputs, hardware: str) -> None:
    """Refuse a power cap below what the chip draws without work."""
    if "power_cap_w" not in inputs:
        return
    cap_w, idle_w = inputs["power_cap_w"].low, inputs["idle_power_w"].mid
    if cap_w <= idle_w:
        raise InputError(
            "power_cap of {cap:g} W is not above what {hardware} draws idle, "
            "{idle:g} W: no clock gets there. Give more.",
            cap=cap_w,
            hardware=hardware,
            idle=idle_w,
        )


def _activations(options: ServeOptions) -> str | None:
    given = options.activation_precision
    return None if given is None else facts.resolve("precisions", given)


def _add_requests(inputs: Inputs, options: ServeOptions, model: lookup.Model) -> None:
    for name in ("prompt_tokens", "output_tokens"):
        inputs.constant(name, "serving", getattr(options, name))
    add_modalities(inputs, options, model)
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
    cached = scaled(item, inputs["prompt_tokens"].mid, "1", "")
    # Tokens are no fraction: only a share can be drawn as one.
    shape = item.shape if item.exact else "uniform"
    inputs.add(replace(cached, name="cached_prompt_tokens", shape=shape))


def _add_volume(inputs: Inputs, options: ServeOptions) -> None:
    used = add_hours_of_use(inputs, options)
    if not inputs.give("requests_per_day", options.requests_per_day, "1") and not used:
        refuse_unused(options, ("days",), "without hours_per_day or requests_per_day")
        if options.years is not None:
            raise InputError("years needs requests_per_day: give the daily volume.")
        inputs.add(_basis("requests", REQUESTS_WITHOUT_VOLUME, "1"))
        return
    if add_service_years(inputs, options.days, options.years):
        return
    if not inputs.give("service_years", options.years, "year"):
        inputs.add(_basis("service_years", 1.0, "year"))


def _basis(name: str, value: float, unit: str) -> Input:
    note = "the unit of use that the results are for"
    return Input(name, value, value, value, "fixed", unit, "assumed", note=note)


def _add_waiting(inputs: Inputs, options: ServeOptions, hardware: str) -> None:
    if "hours_per_day" in inputs:
        _add_use(inputs, options)
        if add_waiting_at_home(inputs, hardware):
            return
    elif not _given_replicas(inputs, options):
        inputs.constant("busy_share", "serving", options.busy_share)
    inputs.constant("waiting_power_share", "serving")
    inputs.constant("waiting_host_share", "hosts")


def _add_use(inputs: Inputs, options: ServeOptions) -> None:
    """Add machines of one person, and how busy they are where nothing says it."""
    if not inputs.give("replicas", options.replicas, "1"):
        inputs.add(_basis("replicas", 1.0, "1"))
    if options.requests_per_day is None:
        inputs.constant("busy_share", "use", options.busy_share)
    else:
        refuse_unused(options, ("busy_share",), "with requests and hours of use")


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
