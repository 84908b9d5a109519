"""What a row says of its configuration, as inputs of the chain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from wattlas import facts
from wattlas.accuracy.families import VINTAGES, vintage
from wattlas.accuracy.rows import Row
from wattlas.accuracy.tasks import FIXED_LENGTHS, prompt_tokens, task_kind
from wattlas.errors import UnknownNameError, unknown_name
from wattlas.estimation import chip_inputs, layouts, lookup, replica
from wattlas.estimation.engines import OFFLINE, OLD, ONLINE, Engine, engine_of
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.layouts import Layout
from wattlas.records import Input

CONFIGURATION = (
    "task",
    "weight_precision",
    "gpu",
    "num_gpus",
    "num_gpus_metered",
    "tensor_parallel",
    "pipeline_parallel",
    "expert_parallel",
    "data_parallel",
    "ulysses_degree",
    "ring_degree",
    "max_batch",
    "avg_batch",
    "prompt_tokens_mean",
    "output_tokens_mean",
    "image_height_px",
    "image_width_px",
    "denoising_steps",
    "frames",
    "fps",
    "engine",
    "year",
    "dataset",
)
"""Columns of a configuration, which `given` may hide from the prediction."""

SPLIT = (
    "chips_per_replica",
    "expert_parallel",
    "data_parallel",
    "pipeline_parallel",
)
"""How a replica's chips share the model."""

_ALWAYS = frozenset({"model", "row_id", "unit"})
_CAPPED = re.compile(r"(?P<chip>.+?)\s+capped at\s+(?P<watts>\d+(?:\.\d+)?)\s*W")


@dataclass(frozen=True)
class Chip:
    """The chip of a row: its key, and its power limit where it is capped."""

    key: str
    power_limit_w: float | None = None


@dataclass(frozen=True)
class Configuration:
    """One replica as the chain takes it: model, chip, precision and numbers."""

    model: lookup.Model
    chip: Chip
    precision: str
    engine: str
    values: Mapping[str, float]

    def inputs(self) -> dict[str, float]:
        """Return every central input of the replica, by the names of the chain."""
        known = replica_mids(
            self.model, self.chip.key, self.precision, self.engine, self._split
        )
        return {**known, **self.values, **self._limit}

    def all_inputs(self) -> Inputs:
        """Return the inputs of the replica with their ranges and sources."""
        inputs = replica_inputs(
            self.model, self.chip.key, self.precision, self.engine, self._split
        )
        for name, value in {**self.values, **self._limit}.items():
            inputs.replace(Input(name, value, value, value, "fixed", "1", "given"))
        return inputs

    @property
    def _split(self) -> Split:
        return tuple((n, self.values[n]) for n in SPLIT if n in self.values)

    @property
    def _limit(self) -> dict[str, float]:
        capped = self.chip.power_limit_w
        return {} if capped is None else {"power_limit_w": capped}


def hidden_columns(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the columns of the configuration that a prediction may not use.

    Raises
    ------
    UnknownNameError
        If a name is no column of a configuration.
    """
    if given is None:
        return ()
    words = given.split(",") if isinstance(given, str) else given
    names = {word.strip() for word in words if word.strip()}
    for name in names - set(CONFIGURATION) - _ALWAYS:
        listing = ", ".join(("model", *CONFIGURATION))
        raise UnknownNameError(
            unknown_name("column", name, ("model", *CONFIGURATION), listing)
        )
    return tuple(c for c in CONFIGURATION if c not in names)


def find_chip(name: str) -> Chip:
    """Return the chip of a name; ``... capped at 350 W`` lowers its power limit.

    >>> find_chip("H100-SXM-80GB capped at 350 W")
    Chip(key='h100-sxm', power_limit_w=350.0)
    """
    capped = _CAPPED.fullmatch(name)
    if capped:
        return Chip(facts.resolve("hardware", capped["chip"]), float(capped["watts"]))
    return Chip(facts.resolve("hardware", name))


def precision_of(row: Row, model: lookup.Model) -> str:
    """Return the precision of a row's weights, else the model's own."""
    name = row.text("weight_precision")
    return facts.resolve("precisions", name) if name else model.weight_precision


def configuration_inputs(row: Row) -> dict[str, float]:
    """Return what a row says of its replica, by the names of the chain.

    The one place where columns become inputs: a replica's chips and how they share
    the model, the mean batch, and tokens. The engine's vintage: `engine_year`.
    """
    found = {
        "chips_per_replica": row.number("num_gpus"),
        "expert_parallel": row.number("expert_parallel"),
        "data_parallel": row.number("data_parallel"),
        "pipeline_parallel": row.number("pipeline_parallel"),
        "batch": row.number("avg_batch") or row.number("max_batch"),
        "prompt_tokens": prompt_tokens(row),
        "output_tokens": row.number("output_tokens_mean"),
    }
    values = {name: value for name, value in found.items() if value is not None}
    return values | {"cached_prompt_tokens": 0.0} | _of_the_bench(row, values)


def _of_the_bench(row: Row, values: Mapping[str, float]) -> dict[str, float]:
    """Return what belongs to a benchmark's way of measuring, not to the model.

    Few long requests: the window ends when the last is admitted, while contexts are
    short. One board of Blackwell with long answers: many such replicas shared a host.
    """
    found = {}
    output = values.get("output_tokens", 0.0)
    if task_kind(row.text("task")) == "reasoning" and "batch" in values:
        window = facts.number("constants", "prompts-reasoning", "window_requests").value
        share = facts.number("constants", "serving", "context_share").value
        found["context_share"] = share / (1 + values["batch"] / window)
    shared = facts.number("constants", "serving-shared-host", "host_floor_ms")
    long_answer = facts.number("constants", "serving-shared-host", "long_answer_tokens")
    if output > long_answer.value and _is_single_blackwell(row, values):
        found["host_floor_ms"] = shared.value
    return found


def _is_single_blackwell(row: Row, values: Mapping[str, float]) -> bool:
    name = row.text("gpu")
    if values.get("chips_per_replica") != 1 or not name:
        return False
    chip = facts.find("hardware", name)
    return chip is not None and facts.row("hardware", chip)["generation"] == "blackwell"


_SERVING_ENGINES = ("vllm", "sglang", "tensorrt", "tgi", "text-generation", "lmdeploy")
_NO_ENGINES = ("transformers", "pytorch", "fastchat")


def engine_year(row: Row) -> int | None:
    """Return the vintage of a row's engine; None where neither name nor year is known.

    The oldest vintage is a framework without a serving engine, so a name that says so
    counts for more than the year.

    >>> engine_year(Row("a", {"engine": "vLLM (2023)"}, {"year": 2023}))
    2024
    >>> engine_year(Row("a", {"engine": "transformers, batch 1"}, {"year": 2025}))
    2023
    """
    year, name = row.number("year"), row.text("engine").lower()
    if any(word in name for word in _NO_ENGINES):
        return VINTAGES[0]
    if year is None:
        return None
    batches = any(word in name for word in _SERVING_ENGINES)
    return max(vintage(year), VINTAGES[1]) if batches else vintage(year)


def engine_profile(row: Row, year: int) -> str:
    """Return the engine of a row as a profile: its vintage, and how it was driven.

    Runs of fixed lengths drive an engine by a batch, without its server.

    >>> engine_profile(Row("a", {"task": "fixed lengths"}, {}), 2024)
    'vllm-2024'
    """
    drive = OFFLINE if row.text("task") == FIXED_LENGTHS else ONLINE
    return engine_of("vllm", year, drive).profile if year == OLD else str(year)


Split = tuple[tuple[str, float], ...]
"""How the chips of a replica share a model, by the names of the chain."""


@cache
def replica_mids(
    model: lookup.Model, chip: str, precision: str, engine: str, split: Split
) -> dict[str, float]:
    """Return the central inputs of a replica: model, chip, precision, constants."""
    inputs = replica_inputs(model, chip, precision, engine, split)
    return {name: float(value) for name, value in inputs.mids().items()}


def replica_inputs(
    model: lookup.Model, chip: str, precision: str, engine: str, split: Split
) -> Inputs:
    """Return the inputs of a replica: model, chip, precision, constants.

    Weights of a precision for which the chip has no arithmetic are expanded: they are
    read in their own bytes and multiplied in 16 bit.
    """
    known = dict(split)
    chips = known.pop("chips_per_replica")
    inputs = Inputs(known)
    runs = precision if precision in chip_inputs.precisions_of(chip) else "bf16"
    replica.add_replica(inputs, model, chip, precision, Engine(engine), runs)
    inputs.give("chips_per_replica", chips, "1")
    whole = int(chips) if model.architecture.experts else 1
    layouts.add_split(inputs, Layout(1, expert_parallel=whole))
    return inputs
