"""Estimate images and videos: one item on a busy replica, and replicas that wait."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from wattlas import facts
from wattlas.chain import generation, generation_time, hardware
from wattlas.chain.types import Value
from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError
from wattlas.estimation import chip_inputs, generators, lookup
from wattlas.estimation.evaluate import Outcome, Question, evaluate
from wattlas.estimation.generation_memory import check_generation
from wattlas.estimation.generators import Generator
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.item_work import item_work
from wattlas.estimation.own_chips import find_chip
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import StepCaller, inputs_named
from wattlas.estimation.stages import stage_footprint, waiting_stage
from wattlas.estimation.uncertainty import (
    add_errors,
    generation_distance,
)
from wattlas.parameters import GenerateOptions
from wattlas.records import Estimate
from wattlas.units import DAYS_PER_YEAR, MONTHS_PER_YEAR

CONSTANTS = (
    "generation_efficiency",
    "half_width",
    "peak_exponent",
    "block_launch_ms",
    "ring_launch_ms",
    "unet_launch_ms_per_billion",
    "exchange_gb_per_s",
    "generation_power_share",
    "exchange_power_share",
    "overhead_power_share",
    "decoder_mflop_per_pixel",
    "text_tokens",
    "unet_width",
    "ring_degree",
)
"""Constants of generation at their values: the error of the class has what they miss.
"""


@finite_arithmetic()
def estimate_generation(options: GenerateOptions) -> Estimate:
    """Return the estimate of making one image or one video at a place."""
    if options.model is None or options.hardware is None:
        raise InputError(
            "Generation needs a model and hardware: see wattlas facts generators and "
            "wattlas facts hardware."
        )
    place = Place.of(options).resolved()
    generator = generators.find_generator(options.model, options.kind)
    hardware_key = find_chip(options.hardware)
    precision = facts.resolve(
        "precisions", options.precision or lookup.DEFAULT_PRECISION
    )
    inputs = Inputs(options.overrides)
    add_place(inputs, place)
    add_generation(inputs, options, generator)
    chip_inputs.add_chip(inputs, hardware_key, precision)
    chip_inputs.note_same_rate(inputs, options.precision)
    check_generation(inputs, generator, hardware_key, precision)
    chip_inputs.add_host(inputs, hardware_key)
    inputs.constant("life_years", "hardware", options.life_years)
    chip_inputs.add_chip_hour_cost(
        inputs, hardware_key, options.chip_hour_cost, place.currency
    )
    subject = {
        "model": generator.key,
        "hardware": hardware_key,
        "precision": precision,
        "site": place.site,
        "country": place.country,
    }
    question = Question(
        "generate", generator.makes, subject, options.draws, options.seed
    )
    chain = partial(generation_chain, basis=generator.makes)
    return evaluate(chain, inputs, question, options)


def generation_chain(
    step: StepCaller, v: Mapping[str, Value], basis: str = "image"
) -> Outcome:
    """Return the footprints of making one item and of waiting for it."""
    work = item_work(step, v)
    time_s = step(
        generation_time.taken_time_s,
        generation_time_s=work.generation_time_s,
        time_error=v["time_error"],
    )
    hours = step(
        generation_time.item_chip_hours,
        generation_time_s=time_s,
        **inputs_named(v, "batch chips_per_replica"),
    )
    energy = step(
        generation_time.item_chip_energy_kwh,
        generation_time_s=work.generation_time_s,
        chip_power_w=work.chip_power_w,
        **inputs_named(v, "batch chips_per_replica energy_error"),
    )
    busy = {"chip_hours": hours, "chip_energy_kwh": energy}
    stages = {
        "serving": stage_footprint(step, v, busy),
        "idle": waiting_stage(step, v, hours),
    }
    power_w = step(
        hardware.metered_chip_power_w,
        drawn_chip_power_w=work.chip_power_w,
        **inputs_named(v, "power_error power_limit_w"),
    )
    extras = {"generation_s": time_s, "chip_power_w": power_w}
    return Outcome(stages, _scales(step, v, basis), extras)


def _scales(step: StepCaller, v: Mapping[str, Value], basis: str) -> dict[str, Value]:
    scales: dict[str, Value] = {basis: 1.0}
    if "frames_per_second" in v:
        scales["video_second"] = 1.0 / step(
            generation.video_seconds,
            frames=v["frames"],
            frames_per_second=v["frames_per_second"],
        )
    if "items_per_day" in v:
        day = v["items_per_day"]
        scales |= {
            "day": day,
            "month": day * DAYS_PER_YEAR / MONTHS_PER_YEAR,
            "year": day * DAYS_PER_YEAR,
        }
    return scales


def add_generation(
    inputs: Inputs, options: GenerateOptions, generator: Generator
) -> None:
    """Add model, sizes, constants, batch and chips of a generation service."""
    generators.add_generator(inputs, generator)
    generators.add_sizes(inputs, generator, options.sizes)
    for name in CONSTANTS:
        inputs.fitted(name, "generation")
    inputs.constant("dense_efficiency", "serving-16bit")
    add_errors(inputs, generation_distance(generator.makes))
    inputs.constant("cached_step_share", "generation", options.cached_step_share)
    if not generator.is_unet and not generator.row["linear_attended_tokens"]:
        inputs.constant("attended_share", "generation")
    inputs.constant("batch", "generation", options.batch)
    inputs.constant("chips_per_replica", "generation", options.chips)
    inputs.constant("busy_share", "serving", options.busy_share)
    inputs.constant("waiting_power_share", "serving")
    inputs.constant("waiting_host_share", "hosts")
    inputs.give("items_per_day", options.items_per_day, "1")
