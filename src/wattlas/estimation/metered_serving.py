"""Serving that was metered: energy per request, and the part drawn without requests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from wattlas.chain import serving
from wattlas.chain.types import Value
from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError
from wattlas.estimation import lookup, model_inputs
from wattlas.estimation.evaluate import Outcome, Question, evaluate
from wattlas.estimation.inputs import Inputs, refuse_unused
from wattlas.estimation.own_chips import find_chip
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import StepCaller
from wattlas.estimation.stages import stage_footprint
from wattlas.estimation.train_inputs import ENERGY_BOUNDARIES
from wattlas.notes import Note
from wattlas.parameters import LayoutOptions, ServeOptions, declared
from wattlas.parameters.use_time import UseOptions
from wattlas.records import Estimate

OF_THE_CHAIN = (
    "prompt_tokens",
    "cached_prompt_tokens",
    "output_tokens",
    "images",
    "image_width",
    "image_height",
    "audio",
    "batch",
    "precision",
    "engine",
    "engine_year",
    "drive",
    *declared(LayoutOptions),
    *declared(UseOptions),
    "busy_share",
    "requests_per_day",
    "years",
    "training_energy",
    "life_years",
    "chip_hour_cost",
)
"""Options from which an energy follows: of no use where it was metered."""


@finite_arithmetic()
def estimate_metered_serving(options: ServeOptions) -> Estimate:
    """Return the estimate of a service whose energy was metered."""
    _check_options(options)
    place = Place.of(options).resolved()
    inputs = Inputs(options.overrides)
    add_place(inputs, place)
    inputs.give("metered_energy_kwh", options.energy, "kWh", needs_unit=True)
    inputs.give("requests", options.requests, "1")
    if not inputs.give("waiting_power_w", options.idle_power, "W"):
        inputs.is_absent("idle", "no-idle-power")
    inputs.give("mean_power_w", options.mean_power, "W")
    _check_powers(inputs)
    if options.boundary == "chip":
        inputs.constant("it_overhead", "hosts")
    else:
        inputs.is_absent("chip_energy_kwh", f"metered-at-{options.boundary}")
    for name in ("lifecycle_carbon_kgco2e", "total_cost", "chip_hours"):
        inputs.is_absent(name, "no-chip-hours")
    model = None
    if options.model:
        model = lookup.find_model(options.model, options.accept_unread)
    model_inputs.note_reading(inputs, model, options.accept_unread)
    subject = {
        "model": model.key if model else None,
        "hardware": _hardware_of(options),
        "level": "metered",
        "site": place.site,
        "country": place.country,
    }
    chain = partial(metered_chain, boundary=options.boundary or "")
    for name in ("model", "hardware"):
        if subject[name]:
            inputs.notes.append(Note("name-only", {"name": name, "level": "metered"}))
    question = Question(
        "serve", "metered_requests", subject, options.draws, options.seed
    )
    return evaluate(chain, inputs, question, options)


def metered_chain(step: StepCaller, v: Mapping[str, Value], boundary: str) -> Outcome:
    """Return the footprints of serving and of waiting from a metered energy."""
    name = f"{boundary}_energy_kwh"
    metered = v["metered_energy_kwh"]
    stages = {}
    if "waiting_power_w" in v:
        idle = step(
            serving.metered_idle_energy_kwh,
            metered_energy_kwh=metered,
            waiting_power_w=v["waiting_power_w"],
            mean_power_w=v["mean_power_w"],
        )
        metered = step(
            serving.metered_busy_energy_kwh,
            metered_energy_kwh=metered,
            metered_idle_energy_kwh=idle,
        )
        stages["idle"] = stage_footprint(step, v, {name: idle})
    stages = {"serving": stage_footprint(step, v, {name: metered})} | stages
    per_request = 1.0 / v["requests"]
    scales = {"request": per_request, "thousand_requests": 1000.0 * per_request}
    return Outcome(stages, scales)


def _hardware_of(options: ServeOptions) -> str | None:
    return find_chip(options.hardware) if options.hardware else None


def _check_options(options: ServeOptions) -> None:
    refuse_unused(options, OF_THE_CHAIN, "beside a metered energy")
    if options.boundary not in ENERGY_BOUNDARIES:
        raise InputError(
            "A metered energy needs its boundary: one of {energy_boundaries}, got "
            "{boundary!r}.",
            energy_boundaries=", ".join(ENERGY_BOUNDARIES),
            boundary=options.boundary,
        )
    if options.requests is None:
        raise InputError("A metered energy needs the requests served: give requests.")
    if (options.idle_power is None) != (options.mean_power is None):
        raise InputError("idle_power and mean_power go together: give both or none.")


def _check_powers(inputs: Inputs) -> None:
    if "waiting_power_w" not in inputs:
        return
    idle, mean = inputs["waiting_power_w"].mid, inputs["mean_power_w"].mid
    if idle > mean:
        raise InputError(
            "idle_power is a part of mean_power: at most {mean:g} W, got {idle:g} W.",
            mean=mean,
            idle=idle,
        )
