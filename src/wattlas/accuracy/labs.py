"""Measurements of other laboratories: each row as the question that it answers.

A row is predicted by the estimates themselves, so its range is the printed one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wattlas import facts
from wattlas.accuracy.rows import Layout, Row
from wattlas.errors import InputError
from wattlas.estimation import lookup
from wattlas.estimation.engines import NEWEST, OFFLINE, OLD, Engine, engine_of
from wattlas.estimation.generate import estimate_generation
from wattlas.estimation.serve import estimate_serving
from wattlas.estimation.train import estimate_training
from wattlas.estimation.uncertainty import Distance, serving_distance
from wattlas.parameters import GenerateOptions, ServeOptions, TrainOptions, declared
from wattlas.records import Range
from wattlas.units import J_PER_KWH, KWH_PER_MWH, SECONDS_PER_HOUR, WH_PER_KWH

LABS = Layout(
    "laboratory",
    frozenset(
        {
            "chips",
            "batch",
            "prompt_tokens",
            "cached_prompt_tokens",
            "output_tokens",
            "value",
        }
    ),
    ("row_id", "kind", "model", "hardware", "quantity", "unit", "value"),
    ("lab_class", "source", "what", "engine", "precision", "configuration"),
)
"""The columns of a file of measurements by other laboratories."""
PATIENT = "1000000 ms"
"""A latency that keeps no batch small: work that is done offline."""


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
        return _above_nothing(self.row, "value")

    @property
    def quantity(self) -> str:
        """What was measured: energy, time (as a throughput) or chip_hours."""
        name = self.row.text("quantity")
        return "time" if name == "throughput" else name


def laboratory(row: Row) -> str:
    """Return the laboratory of a row: its source without the part of it.

    >>> laboratory(Row("a", {"source": "lab/table 2"}, {}))
    'lab'
    """
    return row.text("source").partition("/")[0] or "none"


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
    _above_nothing(row, "value")
    return predict(row, left_out)


def _above_nothing(row: Row, name: str) -> float:
    """Return a number that a row must have, and that is above 0."""
    value = row.number(name)
    if value is None or value <= 0:
        raise InputError(
            "the row has no {name} above 0",
            name=name,
        )
    return value


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
    model = lookup.find_model(row.text("model"))
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
        read = _above_nothing(row, "prompt_tokens")
        read -= row.number("cached_prompt_tokens") or 0.0
        return _per_second(chip_hours, read / _above_nothing(row, "output_tokens"))
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


def serve_options(row: Row) -> ServeOptions:
    """Return the service that a row measured, all of its replica busy.

    Without a batch the largest that the engine runs; offline no latency limits it.
    """
    engine, batch = engine_of_row(row), row.number("batch")
    precision = row.text("precision") or "bf16"
    whole = {} if batch is not None else {"running_share": 1.0}
    patient = PATIENT if batch is None and _is_offline(row) else None
    return ServeOptions(
        model=row.text("model"),
        hardware=chip_of(row.text("hardware")),
        precision=precision,
        prompt_tokens=row.number("prompt_tokens"),
        cached_prompt_tokens=row.number("cached_prompt_tokens") or 0.0,
        output_tokens=row.number("output_tokens"),
        batch=batch,
        **_layout(row, engine),
        kv_precision="fp8" if engine.profile == "tensorrt-llm" else None,
        ttft=patient,
        tpot=patient,
        busy_share=1.0,
        overrides=whole,
    )


def _layout(row: Row, engine: Engine) -> dict[str, Any]:
    """Return how the chips of a row share the model; nothing where it names no chips.

    Mixtures attend in data-parallel groups today; in 2024 engines split all by tensors,
    as they do dense models.
    """
    chips = row.number("chips")
    if chips is None:
        return {}
    model = lookup.find_model(row.text("model"))
    groups = int(chips) if model.architecture.experts and not engine.is_old else 1
    return {
        "tensor_parallel": int(chips) // groups,
        "data_parallel": groups,
        "pipeline_parallel": 1,
    }


_CHIP = re.compile(r"(?:nvidia|amd|habana|intel)\s+(?P<chip>.+?)(?:\s+gpu)?", re.I)
_POLARIS = {"a100": "a100-sxm4-40gb"}
"""Chips that a laboratory names without their memory: Argonne's A100 have 40 GB."""


def chip_of(name: str) -> str:
    """Return the chip of a laboratory's name for it.

    >>> chip_of("Nvidia A100 GPU"), chip_of("h200-sxm")
    ('a100-sxm4-40gb', 'h200-sxm')
    """
    found = _CHIP.fullmatch(name.strip())
    if found is None:
        return facts.resolve("hardware", name)
    short = found["chip"]
    return facts.resolve("hardware", _POLARIS.get(short.lower(), short))


_ENGINES = (
    ("tensorrt", "tensorrt-llm"),
    ("trt-llm", "tensorrt-llm"),
    ("deepspeed", "deepspeed"),
    ("vllm", "vllm"),
    ("sglang", "sglang"),
    ("transformers", "transformers"),
    ("tgi", "tgi"),
    ("llama.cpp", "llama.cpp"),
)


def engine_of_row(row: Row) -> Engine:
    """Return the engine of a row: as it names it, of the year that its class names.

    What names none is a production of today, behind its own server.
    """
    said = " ".join(
        row.text(c) for c in ("engine", "configuration", "what", "lab_class")
    )
    name = next((key for word, key in _ENGINES if word in said.lower()), "sglang")
    year = OLD if str(OLD) in said else None
    return engine_of(name, year, OFFLINE if _is_offline(row) else None)


def _is_offline(row: Row) -> bool:
    said = f"{row.text('configuration')} {row.text('lab_class')}".lower()
    return any(word in said for word in ("offline", "batch", "throughput"))


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
    options = GenerateOptions(**_configuration(row, GenerateOptions), busy_share=1.0)
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
    options = TrainOptions(**_configuration(row, TrainOptions))
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


def _configuration(row: Row, options: type) -> dict[str, Any]:
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
