"""Measurements of other laboratories: each row as the question that it answers.

A row is predicted by the estimates themselves, so its range is the printed one.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wattlas import facts
from wattlas.accuracy.lab_rows import (
    above_nothing,
    chip_of,
    engine_of_row,
    serve_options,
)
from wattlas.accuracy.rows import Row
from wattlas.errors import InputError
from wattlas.estimation import lookup
from wattlas.estimation.engines import NEWEST, Engine
from wattlas.estimation.generate import estimate_generation
from wattlas.estimation.serve import estimate_serving
from wattlas.estimation.train import estimate_training
from wattlas.estimation.uncertainty import Distance, serving_distance
from wattlas.parameters import GenerateOptions, ServeOptions, TrainOptions, declared
from wattlas.records import Range
from wattlas.units import J_PER_KWH, KWH_PER_MWH, SECONDS_PER_HOUR, WH_PER_KWH


@dataclass(frozen=True)
class LabPrediction:
    """What a meter would have shown for a row, in the row's own unit."""

    row: Row
    engine: str
    chip: str
    precision: str
    range: Range
    distance: Distance | None = None

    @property
    def measured(self) -> float:
        """What was measured, in the row's own unit."""
        return above_nothing(self.row, "value")

    @property
    def quantity(self) -> str:
        """What was measured: energy, time (as a throughput) or chip_hours."""
        name = self.row.text("quantity")
        return "time" if name == "throughput" else name


def predict_lab_row(row: Row, left_out: str = "") -> LabPrediction:
    """Return the prediction of a row.

    `left_out` is ``laboratory``, ``engine`` or ``chip``: constants that were fitted to
    rows that share it with this one stand back for those of the others.

    Raises
    ------
    WattlasError
        If the row's model, chip or kind is not known.
    """
    predict = _KINDS.get(row.text("kind"))
    if predict is None:
        raise InputError(
            "no kind of row named {text!r}",
            text=row.text("kind"),
        )
    above_nothing(row, "value")
    return predict(row, left_out)


def _text(row: Row, left_out: str) -> LabPrediction:
    options = serve_options(row)
    engine = engine_of_row(row)
    used = stand_in(engine, left_out)
    estimate = estimate_serving(options, used)
    token = estimate.per["output_token"]
    return LabPrediction(
        row=row,
        engine=engine.profile,
        chip=str(options.hardware),
        precision=str(options.precision),
        range=_in_unit(row, token["chip_energy_kwh"], token["chip_hours"]),
        distance=_distance(row, used, options),
    )


def _distance(row: Row, engine: Engine, options: ServeOptions) -> Distance:
    model = lookup.find_named_model(row.text("model"))
    precision = facts.resolve("precisions", str(options.precision))
    return serving_distance(
        engine, model.architecture, str(options.hardware), precision
    )


def _in_unit(row: Row, energy: Range, chip_hours: Range) -> Range:
    """Return a prediction for an output token in the unit of a row."""
    unit = row.text("unit")
    if unit == "J/output token":
        return _times(energy, J_PER_KWH)
    if unit == "output tok/s/chip":
        return _per_second(chip_hours, 1.0)
    if unit == "input tok/s/chip":
        read = above_nothing(row, "prompt_tokens")
        read -= row.number("cached_prompt_tokens") or 0.0
        return _per_second(chip_hours, read / above_nothing(row, "output_tokens"))
    raise InputError(
        "no unit of serving named {unit!r}",
        unit=unit,
    )


def _per_second(chip_hours: Range, tokens: float) -> Range:
    low, mid, high = (
        tokens / (hours * SECONDS_PER_HOUR)
        for hours in (chip_hours.high, chip_hours.mid, chip_hours.low)
    )
    return Range(low, mid, high)


def _times(values: Range, factor: float) -> Range:
    return Range(values.low * factor, values.mid * factor, values.high * factor)


_OF_OTHERS = {
    "vllm-2024": "2025",
    "tensorrt-llm-2024": "tensorrt-llm",
    "tensorrt-llm": "tensorrt-llm-2024",
    "deepspeed-2024": "2025",
    "transformers": "2023",
}
"""By profile: the nearest one that another laboratory's rows made."""
_OF_ONE_LABORATORY = frozenset({"deepspeed-2024", "transformers"})
"""Profiles whose program no other laboratory measured, of whatever year: the loop of
2023 that stands in for transformers is another program."""
_STANDING_IN = frozenset({NEWEST, "vllm-2024", "vllm-offline"})
"""Profiles of the engine that stands in where another is left out."""
_LOOPS = {"transformers": "2023"}
"""By profile of a loop over single requests: the other loop, which stands in for it."""


def stand_in(engine: Engine, left_out: str) -> Engine:
    """Return the engine by which a row is predicted when its like is left out.

    >>> stand_in(Engine("vllm-2024", is_old=True), "laboratory").profile
    '2025'
    """
    seen = engine.profile not in _OF_ONE_LABORATORY
    if left_out == "laboratory":
        profile = _OF_OTHERS.get(engine.profile, engine.profile)
        return replace(engine, profile=profile, of_chips=False, measured=seen)
    if left_out == "engine":
        seen = engine.profile in _STANDING_IN
        profile = _LOOPS.get(engine.profile, NEWEST)
        return replace(engine, profile=profile, measured=seen)
    if left_out == "chip":
        return replace(engine, of_chips=False)
    return engine


def _video(row: Row, left_out: str) -> LabPrediction:
    options = GenerateOptions(**configuration_of(row, GenerateOptions), busy_share=1.0)
    estimate = estimate_generation(options)
    unit = next(u for u in ("video", "image") if u in estimate.per)
    if row.text("unit") != "Wh/item":
        raise InputError(
            "no unit of generation named {text!r}",
            text=row.text("unit"),
        )
    energy = _times(estimate.per[unit]["chip_energy_kwh"], WH_PER_KWH)
    return _other(row, "generation", energy)


def _training(row: Row, left_out: str) -> LabPrediction:
    options = TrainOptions(**configuration_of(row, TrainOptions))
    results = estimate_training(options).results
    unit = row.text("unit")
    if unit.startswith("chip-h"):
        return _other(row, "training", results["chip_hours"])
    if unit == "MWh":
        energy = _times(results["chip_energy_kwh"], 1.0 / KWH_PER_MWH)
        return _other(row, "training", energy)
    raise InputError(
        "no unit of training named {unit!r}",
        unit=unit,
    )


def _other(row: Row, engine: str, found: Range) -> LabPrediction:
    return LabPrediction(row, engine, chip_of(row.text("hardware")), "", found)


def configuration_of(row: Row, options: type) -> dict[str, Any]:
    """Return the options that a row states as a literal mapping."""
    try:
        found = ast.literal_eval(row.text("configuration"))
    except (ValueError, SyntaxError) as error:
        raise InputError("the configuration is no mapping of options") from error
    if not isinstance(found, Mapping):
        raise InputError("the configuration is no mapping of options")
    unknown = [str(name) for name in found if name not in declared(options)]
    if unknown:
        raise InputError(
            "the configuration has no option {unknown}",
            unknown=", ".join(unknown),
        )
    return {str(name): value for name, value in found.items()}


_KINDS = {
    "text": _text,
    "video": _video,
    "image": _video,
    "training": _training,
}
