"""Draws of services as they run: for what a row does not say of its configuration.

Vintage of the engine, chip and batch go together: an engine of 2023 answers one
request at a time on chips of its day. The constants `unknown-...` state how often.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from wattlas import draws, facts
from wattlas.accuracy.configurations import Chip
from wattlas.accuracy.families import VINTAGES
from wattlas.estimation.input_values import input_from_fact
from wattlas.records import Input

Array = NDArray[np.float64]
DRAWS = 160


@dataclass(frozen=True)
class Service:
    """One service: the vintage of its engine, its chip, and numbers such as `batch`."""

    year: int
    chip: Chip
    values: Mapping[str, float]


@cache
def services(
    kind: str, year: int | None = None, chip: Chip | None = None
) -> tuple[Service, ...]:
    """Return draws of services that make ``text``, ``image`` or ``video``.

    Where the year or the chip is known, of these alone.

    >>> {s.values["batch"] for s in services("text", year=2023)}
    {1.0}
    >>> {s.year for s in services("text", chip=Chip("b200-sxm"))}
    {2025}
    """
    cells = _cells(kind, year, chip)
    edges = np.cumsum([weight for *_, weight in cells])
    rank = column(Input("service_rank", 0.5, 0.05, 0.95, "uniform", "1", "assumed"))
    chosen = np.searchsorted(edges / edges[-1], np.clip(rank, 0.0, 1.0))
    found = []
    for draw, place in enumerate(chosen):
        vintage, key, _ = cells[min(int(place), len(cells) - 1)]
        values = {n: float(v[draw]) for n, v in _columns(kind, vintage).items()}
        found.append(Service(vintage, chip or Chip(key), values))
    return tuple(found)


def _cells(
    kind: str, year: int | None, chip: Chip | None
) -> list[tuple[int, str, float]]:
    """Return vintages and chips with their weights, as far as the row allows them.

    A chip that no vintage lists may run with any of them.
    """
    cells = [
        (vintage, key, weight)
        for vintage in VINTAGES
        if facts.numbers("constants", f"unknown-{kind}-{vintage}")
        for key, weight in _weights(vintage).items()
    ]
    of_year = [c for c in cells if c[0] == year] or cells
    return [c for c in of_year if chip and c[1] == chip.key] or of_year


@cache
def _weights(vintage: int) -> dict[str, float]:
    found = facts.numbers("constants", f"unknown-hardware-{vintage}")
    prefix = "weight_of_"
    return {name.removeprefix(prefix): fact.value for name, fact in found.items()}


@cache
def _columns(kind: str, vintage: int) -> dict[str, Array]:
    """Return draws of the numbers of services of one kind and vintage."""
    numbers = {
        **facts.numbers("constants", f"unknown-{kind}"),
        **facts.numbers("constants", f"unknown-{kind}-{vintage}"),
    }
    return {n: column(input_from_fact(n, fact)) for n, fact in numbers.items()}


def column(item: Input) -> Array:
    """Return draws of one input of a service."""
    if item.exact:
        return np.full(DRAWS, item.mid)
    return np.asarray(draws.draw([item], DRAWS)[item.label])
