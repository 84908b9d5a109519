"""Predictions of chip-hours and energy for published training runs.

Chip-hours follow from model, tokens and chip. Energy follows from the run's chip-hours
where they are published, else from the same three; on the row's own boundary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.accuracy.configurations import find_chip
from wattlas.accuracy.rows import Row
from wattlas.chain import counts
from wattlas.chain.architecture import Architecture
from wattlas.chain.footprint import sum_of_stages
from wattlas.chain.layers.attention import Heads, grouped_attention
from wattlas.chain.layers.networks import feed_forward
from wattlas.draws import interval
from wattlas.errors import InputError, WattlasError
from wattlas.estimation import lookup
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import StepCaller, plain_step
from wattlas.estimation.train import training_chain
from wattlas.estimation.train_inputs import add_hardware_life, training_inputs
from wattlas.parameters import TrainOptions
from wattlas.parameters.drawing import SEED
from wattlas.records import Range
from wattlas.units import PARAMETERS_PER_BILLION, W_PER_KW

DRAWS = 1024
FLOP_PER_PARAMETER_AND_TOKEN = 6.0
HIDDEN_PER_LAYER = 128
"""Width over depth of a dense model of which only the size is known."""
TOKENS_PER_BILLION = PARAMETERS_PER_BILLION
KWH_PER_MWH = W_PER_KW


@dataclass(frozen=True)
class Run:
    """The prediction of one training run: chip-hours and MWh, and from what."""

    row: Row
    hours: Range | None
    energy_mwh: Range | None
    energy_from: str
    boundary: str
    hardware: str


@dataclass(frozen=True)
class Runs:
    """The predictions of a file of runs, and by row_id why a row has none."""

    runs: tuple[Run, ...]
    skipped: Mapping[str, str]


def predict_training(rows: Iterable[Row], bad: Mapping[str, str]) -> Runs:
    """Return a prediction or a reason for every training run."""
    runs: list[Run] = []
    skipped: dict[str, str] = dict(bad)
    for row in rows:
        if row.row_id in skipped:
            continue
        try:
            runs.append(_run(row))
        except WattlasError as error:
            skipped[row.row_id] = str(error)
    return Runs(tuple(runs), skipped)


def published_hours(row: Row) -> float | None:
    """Return a run's chip-hours, as published or as chips x hours. [h]"""
    hours = row.number("chip_hours")
    chips, wall = row.number("chip_count"), row.number("wall_hours")
    if hours is None and chips is not None and wall is not None:
        return chips * wall
    return hours


def boundary_of(row: Row) -> str:
    """Return the boundary of a run's energy: chip, it, facility, or '' if not said.

    >>> boundary_of(Row("a", {"energy_boundary": "GPU boards, before PUE"}, {}))
    'chip'
    """
    words = row.text("energy_boundary").lower()
    if words in ("chip", "it", "facility"):
        return words
    if words.startswith("gpu boards"):
        return "chip"
    if words.startswith("node"):
        return "it"
    return "facility" if words.startswith(("facility", "full stack")) else ""


def _run(row: Row) -> Run:
    chip = find_chip(_needed(row, "chip")).key
    work = _hours_and_energy(row, chip, None) if _has_work(row) else None
    stated = published_hours(row)
    billed = _hours_and_energy(row, chip, stated) if stated else None
    if work is None and billed is None:
        raise InputError("neither tokens, training FLOP nor chip-hours are known")
    outcome = billed or work
    boundary = boundary_of(row)
    return Run(
        row=row,
        hours=work["chip_hours"] if work else None,
        energy_mwh=_energy(outcome or {}, boundary),
        energy_from="chip-hours" if billed else "model and tokens",
        boundary=boundary or "not stated",
        hardware=chip,
    )


def _energy(results: Mapping[str, Range], boundary: str) -> Range | None:
    """Return the energy at a boundary; one not said spans from chip to facility."""
    if boundary:
        found = results.get(f"{boundary}_energy_kwh")
        return found.scaled(1.0 / KWH_PER_MWH) if found else None
    chip, it, facility = (
        results[f"{b}_energy_kwh"] for b in ("chip", "it", "facility")
    )
    return Range(chip.low, it.mid, facility.high).scaled(1.0 / KWH_PER_MWH)


def _has_work(row: Row) -> bool:
    return (
        row.number("tokens_billion") is not None or row.number("train_flop") is not None
    )


def _needed(row: Row, column: str) -> str:
    text = row.text(column)
    if not text:
        raise InputError(
            "the row does not say its {column}",
            column=column,
        )
    return text


def _hours_and_energy(row: Row, chip: str, hours: float | None) -> dict[str, Range]:
    """Return chip-hours and energies by boundary, from work or from chip-hours."""
    inputs, architecture = _inputs_of_run(row, chip, hours)
    chain = partial(training_chain, plain_step, architecture=architecture)
    mid = sum_of_stages(chain(v=inputs.mids()).stages.values())
    spread = sum_of_stages(chain(v=inputs.draw(DRAWS, SEED)).stages.values())
    return {
        name: _range(float(mid[name]), np.asarray(spread[name]))
        for name in mid
        if name == "chip_hours" or name.endswith("_energy_kwh")
    }


def call_training_links(row: Row, step: StepCaller) -> None:
    """Call every link of a run, from model, tokens and chip, at the central inputs.

    Raises
    ------
    InputError
        If the row lacks a chip, tokens, or the size of its model.
    """
    if not _has_work(row):
        raise InputError("the row says neither tokens nor training FLOP")
    chip = find_chip(_needed(row, "chip")).key
    inputs, architecture = _inputs_of_run(row, chip, None)
    training_chain(step, inputs.mids(), architecture)


def _inputs_of_run(
    row: Row, chip: str, hours: float | None
) -> tuple[Inputs, Architecture | None]:
    """Return the inputs of a run, from its work or from its chip-hours."""
    inputs = Inputs()
    place = Place(pue=row.number("pue"))
    add_place(inputs, place)
    architecture: Architecture | None = None
    if hours is None:
        model = _model(row)
        architecture = model.architecture
        options = TrainOptions(
            model=model.key,
            tokens=_tokens(row, model),
            hardware=chip,
            chips=row.number("chip_count"),
        )
        training_inputs(options, model, chip, inputs)
    else:
        options = TrainOptions(hardware=chip, chip_hours=hours)
        training_inputs(options, None, chip, inputs)
    add_hardware_life(inputs, options, chip, place)
    return inputs, architecture


def _range(mid: float, values: NDArray[np.float64]) -> Range:
    low, high = interval(values) if values.ndim else (mid, mid)
    return Range(min(low, mid), mid, max(high, mid))


def _tokens(row: Row, model: lookup.Model) -> float:
    tokens = row.number("tokens_billion")
    if tokens is not None:
        return tokens * TOKENS_PER_BILLION
    flop = row.number("train_flop") or 0.0
    active = counts.trained_parameters_per_token(model.architecture)
    return flop / (FLOP_PER_PARAMETER_AND_TOKEN * active)


def _model(row: Row) -> lookup.Model:
    """Return the run's model of the tables, else a dense one of its size."""
    name = row.text("model")
    if facts.find("models", name) is not None:
        return lookup.find_model(name)
    size = row.number("active_params_billion") or row.number("total_params_billion")
    if not size:
        raise InputError(
            "no architecture and no size is known of {name!r}",
            name=name,
        )
    architecture = dense_of_size(name, size * PARAMETERS_PER_BILLION)
    return lookup.Model(name, architecture, "bf16", None, "given", False)


def dense_of_size(name: str, parameters: float) -> Architecture:
    """Return a dense model of about so many weights, of the usual proportions.

    >>> round(counts.active_parameters(dense_of_size("7b", 7e9)) / 1e9)
    7
    """
    hidden_cubed = parameters * HIDDEN_PER_LAYER / 12.0
    hidden = max(round(hidden_cubed ** (1 / 3) / 64), 1) * 64
    layers = max(round(parameters / (12.0 * hidden**2)), 1)
    heads = max(hidden // 64, 1)
    return Architecture(
        name=name,
        layers=layers,
        hidden_size=hidden,
        vocab_size=1,
        mixers=(grouped_attention(hidden, Heads(heads, heads, 64), layers=layers),),
        networks=(feed_forward(hidden, 4 * hidden, 2, layers),),
    )
