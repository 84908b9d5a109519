"""What a row of another laboratory asks: its service, its chip, its engine."""

from __future__ import annotations

import re
from typing import Any

from wattlas import facts
from wattlas.accuracy.rows import Layout, Row
from wattlas.errors import InputError
from wattlas.estimation import lookup
from wattlas.estimation.engines import OFFLINE, OLD, Engine, engine_of
from wattlas.estimation.model_refusals import refuse_file
from wattlas.parameters import ServeOptions

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


def laboratory(row: Row) -> str:
    """Return the laboratory of a row: its source without the part of it.

    >>> laboratory(Row("a", {"source": "lab/table 2"}, {}))
    'lab'
    """
    return row.text("source").partition("/")[0] or "none"


def above_nothing(row: Row, name: str) -> float:
    """Return a number that a row must have, and that is above 0."""
    value = row.number(name)
    if value is None or value <= 0:
        raise InputError(
            "the row has no {name} above 0",
            name=name,
        )
    return value


def serve_options(row: Row) -> ServeOptions:
    """Return the service that a row measured, all of its replica busy.

    Without a batch the largest that the engine runs; offline no latency limits it.
    """
    refuse_file(row.text("model"))
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
    model = lookup.find_named_model(row.text("model"))
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
