"""What is known of a training run, and the inputs that follow from it."""

from __future__ import annotations

from wattlas import facts
from wattlas.errors import ContradictionError, InputError, Message
from wattlas.estimation import chip_inputs, lookup, model_inputs
from wattlas.estimation.input_values import check_agree, parse_given
from wattlas.estimation.inputs import Inputs, refuse_unused
from wattlas.estimation.place import Place
from wattlas.parameters import TrainOptions
from wattlas.units import kwh_from_watt_hours

ENERGY_BOUNDARIES = ("chip", "it", "facility")
POWER_SCOPES = ("chip", "it")
MFU_CONSTANTS = (
    "step_mfu_base",
    "balance_exponent",
    "size_exponent",
    "step_overhead_s",
    "chips_per_sqrt_hour",
    "tokens_per_step_at_300b",
    "distillation_factor",
)
"""Fitted constants of the MFU of a training run."""
LAST_YEAR_OF_OLD_SOFTWARE = "2021"
OF_THE_WORK = (
    "tokens",
    "step_mfu",
    "goodput",
    "recompute_factor",
    "sequence_tokens",
    "precision",
)
"""Options from which chip-hours follow: of no use where these are known."""


def training_inputs(
    options: TrainOptions,
    model: lookup.Model | None,
    hardware: str | None,
    inputs: Inputs,
) -> None:
    """Add every input of a training run; raise where options are missing or clash."""
    _check_options(options)
    _add_stages(inputs, options)
    if options.level == "metered":
        _add_meter(inputs, options)
    elif options.level == "chip-hours":
        _add_chip_hours(inputs, options)
    else:
        _add_work(inputs, options, model, hardware)
    _add_power(inputs, options, hardware)


def _check_options(options: TrainOptions) -> None:
    refuse_unused(options, ("samples", "epochs"), "for a language model: give tokens")
    if options.energy is not None and options.boundary not in ENERGY_BOUNDARIES:
        raise InputError(
            "A metered energy needs its boundary: one of {energy_boundaries}, got "
            "{boundary!r}. A figure from the chips' counters is chip, from the rack "
            "it, from the bill facility.",
            energy_boundaries=", ".join(ENERGY_BOUNDARIES),
            boundary=options.boundary,
        )
    if options.level != "model":
        refuse_unused(
            options,
            OF_THE_WORK,
            f"beside {options.level} figures",
        )
    if options.power_per_chip is None:
        refuse_unused(options, ("power_scope",), "without power_per_chip")
    if options.boundary is not None and options.energy is None:
        raise ContradictionError("A boundary goes with a metered energy: give energy.")
    scope = options.power_scope
    if options.power_per_chip is not None and scope not in POWER_SCOPES:
        raise InputError(
            "A power per chip needs its scope: chip (the board alone) or it (its "
            "share of the server), got {scope!r}.",
            scope=scope,
        )
    if options.idle_energy is None:
        refuse_unused(options, ("idle_boundary",), "without idle_energy")
    if options.idle_energy is not None and options.idle_share is not None:
        raise ContradictionError("Give idle_energy or idle_share, not both.")


def _add_stages(inputs: Inputs, options: TrainOptions) -> None:
    if options.idle_energy is not None and options.idle_boundary == "chip":
        inputs.constant("idle_it_overhead", "hosts")
    given = (
        inputs.give("idle_energy_kwh", options.idle_energy, "kWh", needs_unit=True),
        inputs.give("idle_share", options.idle_share, "1"),
    )
    if not any(given):
        inputs.is_absent("idle", "stage-not-asked")
    if not inputs.give("development_factor", options.development_factor, "1"):
        inputs.is_absent("development", "stage-not-asked")


def _add_meter(inputs: Inputs, options: TrainOptions) -> None:
    inputs.give("metered_energy_kwh", options.energy, "kWh", needs_unit=True)
    if options.chip_hours is not None or options.hours is not None:
        _add_chip_hours(inputs, options)
    else:
        inputs.is_absent("chip_hours", "no-chip-hours")
    if options.power_per_chip is None:
        return
    parsed = parse_given("power_per_chip", options.power_per_chip, "W")
    if (
        "chip_hours" in inputs
        and parsed.mid
        and options.boundary == options.power_scope
    ):
        follows = float(kwh_from_watt_hours(parsed.mid, inputs["chip_hours"].mid))
        check_agree(
            "energy [kWh]",
            inputs["metered_energy_kwh"].mid,
            follows,
            "chip-hours x power per chip",
        )


def _add_chip_hours(inputs: Inputs, options: TrainOptions) -> None:
    if options.hours is None:
        inputs.give("chip_hours", options.chip_hours, "h")
        inputs.give("chips", options.chips, "1")
        return
    if options.chips is None:
        raise InputError("hours needs chips: give how many ran, or chip_hours.")
    inputs.give("chips", options.chips, "1")
    inputs.give("wall_hours", options.hours, "h")
    if inputs.give("chip_hours", options.chip_hours, "h"):
        follows = inputs["chips"].mid * inputs["wall_hours"].mid
        check_agree("chip_hours", inputs["chip_hours"].mid, follows, "chips x hours")


def _add_work(
    inputs: Inputs,
    options: TrainOptions,
    model: lookup.Model | None,
    hardware: str | None,
) -> None:
    if model is None or hardware is None:
        missing = "what it is of"
        if model is not None or hardware is not None:
            missing = "hardware" if model else "a model"
        raise InputError(
            "The estimate lacks {missing}. Training needs a model, tokens and "
            "hardware; or chip-hours and hardware; or a metered energy and its "
            "boundary.",
            missing=Message(missing),
        )
    inputs.give("chips", options.chips, "1")
    precision = chip_inputs.training_precision(options.precision)
    if options.tokens is None and model.training_tokens is None:
        raise InputError(
            "No published number of training tokens is known for {key}: give tokens, "
            "for example 15e12 or 15T.",
            key=model.key,
        )
    model_inputs.add_model_work(inputs, model, options.tokens, options.sequence_tokens)
    if not inputs.give("recompute_factor", options.recompute_factor, "1"):
        inputs.constant("recompute_factor", "training")
    if options.step_mfu is not None:
        chip_inputs.add_chip(inputs, hardware, precision)
        inputs.constant("step_mfu", "training", options.step_mfu, hardware)
        inputs.constant("goodput", "training", options.goodput)
        inputs.constant("hours_error", "training-mfu-given")
    else:
        chip_inputs.add_chip(inputs, hardware, lookup.DEFAULT_PRECISION)
        _add_mfu(inputs, options, precision, model, hardware)
    for name in ("busy_level", "level_per_mfu", "lost_level", "power_error"):
        inputs.constant(name, "training")


def _add_mfu(
    inputs: Inputs,
    options: TrainOptions,
    precision: str,
    model: lookup.Model,
    hardware: str,
) -> None:
    """Add what the MFU follows from; what the equations miss is in hours_error."""
    bandwidth = facts.number("hardware", hardware, "bandwidth_gb_per_s")
    inputs.take("bandwidth_gb_per_s", bandwidth, hardware)
    for name in MFU_CONSTANTS:
        inputs.fitted(name, "training")
    if not inputs.give("goodput", options.goodput, "1", "logit"):
        inputs.fitted("goodput", "training")
    inputs.constant("hours_error", "training", place=hardware)
    software = "training-2021" if _is_of_2021(model, hardware) else "training"
    inputs.fitted("software_factor", software)
    precision = chip_inputs.training_precision(options.precision)
    chip_inputs.peak_fact(hardware, precision)
    own = f"training-{precision}"
    known = facts.find_number("constants", own, "precision_factor")
    inputs.constant("precision_factor", own if known else "training")


def _is_of_2021(model: lookup.Model, hardware: str) -> bool:
    """Say whether model and chip are both from before 2022: so was their software."""
    released = facts.row("models", model.key).get("released", "")
    years = (released[:4], facts.row("hardware", hardware).get("released", "")[:4])
    return max(years) <= LAST_YEAR_OF_OLD_SOFTWARE and bool(released)


def _add_power(inputs: Inputs, options: TrainOptions, hardware: str | None) -> None:
    """Add power for each chip, and what leads from chip to IT energy."""
    scope = options.power_scope
    if options.level != "metered":
        if inputs.give(f"{scope}_power_w", options.power_per_chip, "W"):
            if scope == "it":
                inputs.is_absent("chip_energy_kwh", "power-given-at-it")
                return
        elif hardware is None:
            raise InputError(
                "Chip-hours need the hardware, or power_per_chip with its scope."
            )
        else:
            _take_power_limit(inputs, hardware)
            if options.level != "model":
                inputs.constant("training_power_share", "training")
    elif options.boundary != "chip":
        inputs.is_absent("chip_energy_kwh", f"metered-at-{options.boundary}")
        return
    _add_it_overhead(inputs, options, hardware)


def _add_it_overhead(
    inputs: Inputs, options: TrainOptions, hardware: str | None
) -> None:
    hours_known = bool(
        {"chip_hours", "wall_hours", "training_tokens"} & inputs.mids().keys()
    )
    if options.it_overhead is not None or hardware is None or not hours_known:
        inputs.constant("it_overhead", "hosts", options.it_overhead)
        return
    _take_power_limit(inputs, hardware)
    chip_inputs.add_host(inputs, hardware)


def _take_power_limit(inputs: Inputs, hardware: str) -> None:
    if "power_limit_w" not in inputs:
        fact = facts.number("hardware", hardware, "power_limit_w")
        inputs.take("power_limit_w", fact, hardware)


def add_hardware_life(
    inputs: Inputs, options: TrainOptions, hardware: str | None, place: Place
) -> None:
    """Add embodied carbon, lifetime and cost of the chips, where they are known."""
    if hardware is None:
        inputs.is_absent("lifecycle_carbon_kgco2e", "no-hardware")
        inputs.is_absent("total_cost", "no-hardware")
        return
    if "chip_embodied_kgco2e" not in inputs:
        chip_inputs.add_embodied(inputs, hardware)
    inputs.constant("life_years", "hardware", options.life_years)
    chip_inputs.add_chip_hour_cost(
        inputs, hardware, options.chip_hour_cost, place.currency
    )
