"""Draws of what a row does not say: chips, batch, tokens and engine of a service.

A prediction for a configuration that is not known is the union over what services run
today, as `population` draws it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from wattlas import facts
from wattlas.accuracy.architectures import Architectures
from wattlas.accuracy.configurations import (
    Configuration,
    configuration_inputs,
    engine_profile,
    engine_year,
    find_chip,
    precision_of,
    replica_mids,
)
from wattlas.accuracy.families import VINTAGES
from wattlas.accuracy.population import Service, column, services
from wattlas.accuracy.rows import Row
from wattlas.accuracy.tasks import has_pictures, task_kind
from wattlas.errors import InputError
from wattlas.estimation import chip_inputs, layouts, lookup
from wattlas.estimation.input_values import input_from_fact
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.layouts import Memory
from wattlas.records import Input

LARGEST_DRAWN_REPLICA = 16
_NEEDED = {"batch", "chips_per_replica", "output_tokens", "prompt_tokens"}


def configurations(row: Row, known: Architectures) -> list[Configuration]:
    """Return the row's configuration, or draws of it where something is not known.

    Raises
    ------
    InputError
        If the model, the chip or the precision has no facts.
    """
    model = known.model(row.text("model"))
    values = configuration_inputs(row)
    year = engine_year(row)
    if values.keys() >= _NEEDED and row.text("gpu") and year is not None:
        chip = find_chip(row.text("gpu"))
        precision = precision_of(row, model)
        own = Configuration(model, chip, precision, engine_profile(row, year), values)
        return _with_prompts(own, row)
    return _drawn(row, model, values)


def _with_prompts(own: Configuration, row: Row) -> list[Configuration]:
    """Return a configuration; where its prompts hold pictures of unknown size, draws.

    Other prompts of a benchmark are near one length.
    """
    if not has_pictures(row) or row.number("prompt_tokens_mean") is not None:
        return [own]
    kind = f"prompts-{task_kind(row.text('task'))}"
    fact = facts.number("constants", kind, "task_prompt_tokens")
    return [
        replace(own, values={**own.values, "prompt_tokens": float(tokens)})
        for tokens in column(input_from_fact("prompt_tokens", fact))
    ]


def _drawn(
    row: Row, model: lookup.Model, values: Mapping[str, float]
) -> list[Configuration]:
    chip = find_chip(row.text("gpu")) if row.text("gpu") else None
    drawn = services("text", engine_year(row), chip)
    return [_configuration(row, model, values, service) for service in drawn]


def _configuration(
    row: Row, model: lookup.Model, values: Mapping[str, float], service: Service
) -> Configuration:
    chip = service.chip
    precision = precision_of(row, model)
    if not row.text("weight_precision"):
        precision = chip_inputs.default_precision(model, chip.key)
    own = {**service.values, **values}
    spare = own.pop("spare")
    if "chips_per_replica" not in values:
        own["chips_per_replica"] = _chips(model, chip.key, precision, own, spare)
    return Configuration(model, chip, precision, str(service.year), own)


def _chips(
    model: lookup.Model,
    chip: str,
    precision: str,
    own: Mapping[str, float],
    spare: float,
) -> float:
    """Return the chips that hold the model and the batch, times those to spare."""
    memory = _memory(
        model, chip, precision, (own["prompt_tokens"], own["output_tokens"])
    )
    try:
        fewest = layouts.fewest_chips(memory, own["batch"])
    except InputError:
        fewest = layouts.LARGEST_REPLICA
    times = 2.0 ** round(float(np.log2(spare)))
    return max(float(fewest), min(fewest * times, LARGEST_DRAWN_REPLICA))


@cache
def _memory(
    model: lookup.Model, chip: str, precision: str, tokens: tuple[float, float]
) -> Memory:
    """Return what a replica of a service holds."""
    one = (("chips_per_replica", 1.0),)
    known = replica_mids(model, chip, precision, str(VINTAGES[-1]), one)
    inputs = Inputs()
    prompt, output = tokens
    for name, value in {
        **known,
        "prompt_tokens": prompt,
        "output_tokens": output,
    }.items():
        inputs.replace(Input(name, value, value, value, "fixed", "1", "assumed"))
    return Memory.of(inputs.mids(), model.architecture)
