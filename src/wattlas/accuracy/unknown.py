"""Draws of what a row does not say: chips, batch, tokens and engine of a service.

A prediction for a configuration that is not known is the union over what services run
today, as the constants of `unknown-configuration` state it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from wattlas import draws, facts
from wattlas.accuracy.architectures import Architectures
from wattlas.accuracy.configurations import (
    Chip,
    Configuration,
    configuration_inputs,
    engine,
    find_chip,
    precision_of,
    replica_mids,
)
from wattlas.accuracy.rows import Row
from wattlas.errors import InputError
from wattlas.estimation import lookup, replica
from wattlas.estimation.inputs import Inputs, input_from_fact
from wattlas.records import Input

DRAWS = 160
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
    year = row.number("year")
    if values.keys() >= _NEEDED and row.text("gpu") and year is not None:
        chip = find_chip(row.text("gpu"))
        precision = precision_of(row, model)
        return [Configuration(model, chip, precision, engine(year), values)]
    return _drawn(row, model, values)


def _drawn(
    row: Row, model: lookup.Model, values: Mapping[str, float]
) -> list[Configuration]:
    chips = [find_chip(row.text("gpu"))] if row.text("gpu") else likely_chips()
    found = []
    for i in range(DRAWS):
        drawn = {name: float(column[i]) for name, column in drawn_columns().items()}
        chip = chips[min(int(drawn.pop("chip_rank") * len(chips)), len(chips) - 1)]
        year = row.number("year") or drawn["engine_year"]
        precision = precision_of(row, model)
        if not row.text("weight_precision"):
            precision = lookup.default_precision(model, chip.key)
        own = {**drawn, **values}
        if "chips_per_replica" not in values:
            own["chips_per_replica"] = _chips(model, chip.key, precision, own)
        found.append(Configuration(model, chip, precision, engine(year), own))
    return found


@cache
def drawn_columns() -> dict[str, NDArray[np.float64]]:
    """Return draws of what a configuration may leave open, the same for every row."""
    rank = Input("chip_rank", 0.5, 0.05, 0.95, "uniform", "1", "assumed")
    group = "unknown-configuration"
    items = [rank]
    for name in (
        "batch",
        "prompt_tokens",
        "output_tokens",
        "engine_year",
        "spare",
        "chips_per_item",
        "steps_ratio",
        "side_ratio",
    ):
        items.append(input_from_fact(name, facts.number("constants", group, name)))
    columns = {k: np.asarray(v) for k, v in draws.draw(items, DRAWS).items()}
    columns["batch"] = np.maximum(1.0, columns["batch"])
    columns["engine_year"] = np.round(columns["engine_year"])
    return columns


@cache
def likely_chips() -> list[Chip]:
    """Return the chips that serve today, each as often as its weight says."""
    found: list[Chip] = []
    for key in facts.keys("hardware"):
        weight = facts.find_number("constants", f"unknown-hardware-{key}", "weight")
        found += [Chip(key)] * round(weight.value if weight else 0)
    return found


def _chips(
    model: lookup.Model, chip: str, precision: str, own: Mapping[str, float]
) -> float:
    """Return the chips that hold the model and the batch, times those to spare."""
    weights, per_request, usable = _memory(
        model, chip, precision, (own["prompt_tokens"], own["output_tokens"])
    )
    needed = weights + own["batch"] * per_request
    try:
        fewest = replica.fewest_chips(needed, usable)
    except InputError:
        fewest = replica.LARGEST_REPLICA
    spare = 2.0 ** round(float(np.log2(own["spare"])))
    return max(float(fewest), min(fewest * spare, LARGEST_DRAWN_REPLICA))


@cache
def _memory(
    model: lookup.Model, chip: str, precision: str, tokens: tuple[float, float]
) -> tuple[float, float, float]:
    """Return bytes of the weights, of one request, and usable of one chip."""
    one = (("chips_per_replica", 1.0),)
    known = replica_mids(model, chip, precision, engine(None), one)
    inputs = Inputs()
    prompt, output = tokens
    for name, value in {
        **known,
        "prompt_tokens": prompt,
        "output_tokens": output,
    }.items():
        inputs.replace(Input(name, value, value, value, "fixed", "1", "assumed"))
    memory = replica.replica_memory(inputs, model.architecture)
    usable = replica.usable_bytes_per_chip(inputs)
    return memory.weights, memory.per_request, usable
