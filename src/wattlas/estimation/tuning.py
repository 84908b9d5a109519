"""What tuning runs share: model, chips and memory, work by method, power, stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.chain import counts, hardware, tuning
from wattlas.chain.types import Value
from wattlas.errors import InputError
from wattlas.estimation import chip_inputs, lookup, model_inputs
from wattlas.estimation.engine_chips import refuse_untrained
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.own_chips import find_chip
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import StepCaller, inputs_named
from wattlas.estimation.stages import scaled_stage, stage_footprint
from wattlas.parameters.finetuning import TuningRun

LORA = ("lora", "qlora")
FROZEN_PASSES, TRAINED_PASSES = 2.0, 3.0
"""Work over a forward pass, of weights that are frozen and that are trained."""


@dataclass(frozen=True)
class Tuning:
    """A tuning run as it is asked for: model, method, chip, precision, place.

    `adapters` are trained in place of the weights, which may be held `quantized`;
    `optimizer` says what each trained weight takes.
    """

    model: lookup.Model
    method: str
    hardware: str
    precision: str
    place: Place
    adapters: bool = False
    quantized: bool = False
    optimizer: str = ""

    @property
    def subject(self) -> dict[str, object]:
        """What the estimate is of."""
        return {
            "model": self.model.key,
            "hardware": self.hardware,
            "precision": self.precision,
            "site": self.place.site,
            "country": self.place.country,
        }


def asked_tuning(
    options: TuningRun, method: str, verb: str, *, adapters: bool = False
) -> Tuning:
    """Return what is asked; raise InputError where model or chip are not said.

    `adapters` are tuned in place of the weights, by whatever method.
    """
    if options.model is None or options.hardware is None:
        raise InputError(
            "{verb} needs a model and hardware: see wattlas facts models and wattlas "
            "facts hardware.",
            verb=verb,
        )
    hardware = find_chip(str(options.hardware))
    refuse_untrained(hardware)
    return Tuning(
        lookup.find_model(options.model),
        method,
        hardware,
        chip_inputs.training_precision(options.precision),
        Place.of(options).resolved(),
        adapters,
    )


def add_tuning(inputs: Inputs, options: TuningRun, run: Tuning) -> None:
    """Add place, chips, model and constants of a tuning run."""
    add_place(inputs, run.place)
    _add_model(inputs, run)
    _add_rate(inputs, options, run)
    for name, value in (("step_mfu", options.step_mfu), ("goodput", None)):
        inputs.constant(name, "tuning", value)
    for name in ("time_error", "power_error"):
        inputs.constant(name, f"tuning-{run.method}")
    inputs.constant("training_power_share", "training")
    chip_inputs.add_host(inputs, run.hardware)
    inputs.constant("life_years", "hardware", options.life_years)
    chip_inputs.add_chip_hour_cost(
        inputs, run.hardware, options.chip_hour_cost, run.place.currency
    )
    searched = inputs.give("runs", options.runs, "1")
    failed = inputs.give("failed_share", options.failed_share, "1")
    if searched or failed:
        for name in ("runs", "failed_share"):
            if name not in inputs:
                inputs.constant(name, "tuning")
    else:
        inputs.is_absent("development", "one-run")
    inputs.is_absent("idle", "within-a-run")


def _add_rate(inputs: Inputs, options: TuningRun, run: Tuning) -> None:
    """Add the rate to which an MFU belongs: that of 16 bits, where none is given.

    Narrower products gain less than the rate of the chip does.
    """
    narrow = chip_inputs.is_faster(run.hardware, run.precision)
    if options.step_mfu is None and narrow:
        chip_inputs.add_chip(inputs, run.hardware, lookup.DEFAULT_PRECISION)
        inputs.constant("precision_factor", "tuning-narrow")
    else:
        chip_inputs.add_chip(inputs, run.hardware, run.precision)


def _add_model(inputs: Inputs, run: Tuning) -> None:
    a = run.model.architecture
    for name, value in (
        ("active_parameters", counts.trained_parameters_per_token(a)),
        ("layers", float(a.layers)),
        ("hidden_size", float(a.hidden_size)),
    ):
        inputs.add(model_inputs.of_model(name, value, run.model))


def passes_of(method: str, recompute: str | None, *, adapters: bool = False) -> float:
    """Return the work of a trained token over that of one forward pass. [1]

    >>> passes_of("full", None), passes_of("lora", "no", adapters=True)
    (4.0, 2.0)
    """
    again = 0.0 if recompute == "no" else 1.0
    own = (FROZEN_PASSES if adapters else TRAINED_PASSES) + again
    return 2.0 * (own + 1.0) if method == "dpo" else own


def updates(step: StepCaller, v: Mapping[str, Value], flop: Value) -> dict[str, Value]:
    """Return chip-hours and chip energy of training steps."""
    optional = ("unpacking_factor", "precision_factor")
    factors = {name: v[name] for name in optional if name in v}
    hours = step(
        tuning.tuning_chip_hours,
        tuning_flop=flop,
        **inputs_named(v, "peak_tflops step_mfu goodput time_error"),
        **factors,
    )
    power_w = step(
        hardware.training_chip_power_w,
        **inputs_named(v, "power_limit_w training_power_share power_error"),
    )
    energy = step(hardware.chip_energy_kwh, chip_hours=hours, chip_power_w=power_w)
    return {"chip_hours": hours, "chip_energy_kwh": energy}


def with_development(
    step: StepCaller, v: Mapping[str, Value], stages: dict[str, dict[str, Value]]
) -> dict[str, dict[str, Value]]:
    """Return stages with the trial and failed runs beside the one that is kept."""
    if "runs" not in v:
        return stages
    share = step(tuning.other_runs, **inputs_named(v, "runs failed_share"))
    whole = dict(stages["training"])
    for name, stage in stages.items():
        if name != "training":
            whole = {n: value + stage[n] for n, value in whole.items() if n in stage}
    return {**stages, "development": scaled_stage(step, whole, share)}


def training_stage(
    step: StepCaller, v: Mapping[str, Value], flop: Value
) -> dict[str, Value]:
    """Return the footprint of training steps of so much work."""
    return stage_footprint(step, v, updates(step, v, flop))
