"""One program of many scenarios: capacities are shared, the rest is each its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.solve import LinearProgram, solve

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Indices = NDArray[np.int64]

SIZES = (
    ("capacity_mw", "plant"),
    ("store_mw", "store"),
    ("store_mwh", "store"),
    ("offered_mw", "offer"),
    ("heat_capacity_mw", "heat"),
)
"""Decisions that are taken before the year, and the dimension of their labels."""
Key = tuple[str, str]
Sizes = Mapping[Key, float]
"""Capacities by decision and label. [MW, MWh]"""


@dataclass(frozen=True)
class Shared:
    """Capacities that cost least in the mean of scenarios.

    `scenarios` is of how many; `bound_k` is below the mean cost of any capacities.
    [thousands of money]
    """

    scenarios: int
    sizes: Sizes
    mean_k: float
    bound_k: float


def capacities(program: LinearProgram) -> Iterable[tuple[Key, int]]:
    """Yield every capacity of a program, and its column."""
    for name, dimension in SIZES:
        block = program.columns.get(name)
        for label in block.labels[dimension] if block else ():
            if block:
                yield (name, str(label)), int(block.at(**{dimension: label})[0])


def shared_sizes(programs: Sequence[LinearProgram]) -> Shared:
    """Return the capacities that cost least in the mean of some programs.

    A program that does not have an option pays nothing for it and gets nothing of it.

    Raises
    ------
    InfeasibleProgramError
        If no capacities carry every scenario.
    SolverError
        If the optimum is not reached.
    """
    keys = dict.fromkeys(key for p in programs for key, _ in capacities(p))
    places = {key: i for i, key in enumerate(keys)}
    whole = _stacked(programs, places)
    found = solve(whole)
    return Shared(
        scenarios=len(programs),
        sizes={key: float(found.x[i]) for key, i in places.items()},
        mean_k=found.objective,
        bound_k=found.objective - found.gap * abs(found.objective),
    )


def _stacked(
    programs: Sequence[LinearProgram], places: Mapping[Key, int]
) -> LinearProgram:
    """Return one program, its first columns the capacities of all."""
    where, size = _columns(programs, places)
    cost, low, high = np.zeros(size), np.full(size, -np.inf), np.full(size, np.inf)
    for program, column in zip(programs, where, strict=True):
        cost[column] += program.cost / len(programs)
        low[column] = np.maximum(low[column], program.low)
        high[column] = np.minimum(high[column], program.high)
    parts = [
        sparse.csr_array(p.matrix @ _moved(column, size))
        for p, column in zip(programs, where, strict=True)
    ]
    return LinearProgram(
        matrix=sparse.csr_array(sparse.vstack(parts)),
        row_low=np.concatenate([p.row_low for p in programs]),
        row_high=np.concatenate([p.row_high for p in programs]),
        cost=cost,
        low=low,
        high=high,
        columns={},
        rows={},
    )


def _columns(
    programs: Sequence[LinearProgram], places: Mapping[Key, int]
) -> tuple[list[Indices], int]:
    """Return for each program the place of its columns, and how many there are."""
    size, where = len(places), []
    for program in programs:
        own = np.full(len(program.cost), -1)
        for key, column in capacities(program):
            own[column] = places[key]
        rest = own < 0
        own[rest] = size + np.arange(int(rest.sum()))
        size += int(rest.sum())
        where.append(own)
    return where, size


def _moved(column: Indices, size: int) -> sparse.csr_array:
    entries = (np.ones(len(column)), (np.arange(len(column)), column))
    return sparse.csr_array(sparse.coo_array(entries, shape=(len(column), size)))
