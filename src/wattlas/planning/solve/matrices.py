"""A linear program as matrices, with the place of every name in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import needs_extra

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    import linopy
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Mask = NDArray[np.bool_]

TIMELESS = -1
DUST = 1e-9
"""Entries below this are none, as for HiGHS (`small_matrix_value`)."""


@dataclass(frozen=True)
class Block:
    """Where the entries of one variable or constraint stand: labels by dimension.

    `position` has the shape of the dimensions; -1 where there is no entry.
    """

    dims: tuple[str, ...]
    labels: Mapping[str, list[Any]]
    position: Indices

    def at(self, **labels: Any) -> Indices:
        """Return the positions at some labels, the rest flattened."""
        index = tuple(
            self.labels[d].index(labels[d]) if d in labels else slice(None)
            for d in self.dims
        )
        found = np.ravel(self.position[index])
        return found[found >= 0]


@dataclass(frozen=True)
class LinearProgram:
    """Minimise cost: ``row_low <= matrix @ x <= row_high``, ``low <= x <= high``.

    `columns` and `rows` say where each variable and constraint stands; `parts`, where
    the program nearly falls apart, to which part each column belongs.
    """

    matrix: sparse.csr_array
    row_low: Array
    row_high: Array
    cost: Array
    low: Array
    high: Array
    columns: Mapping[str, Block]
    rows: Mapping[str, Block]
    parts: Indices | None = None

    def having(self, **changes: Any) -> LinearProgram:
        """Return the program with some arrays replaced."""
        return replace(self, **changes)

    def scaled(self, factor: float) -> LinearProgram:
        """Return the program of a system so many times as large: same duals."""
        return self.having(
            row_low=self.row_low * factor,
            row_high=self.row_high * factor,
            low=self.low * factor,
            high=self.high * factor,
        )

    def times(self, blocks: Mapping[str, Block], count: int) -> Indices:
        """Return for each column or row the label of its step, or TIMELESS."""
        found = np.full(count, TIMELESS)
        for block in blocks.values():
            if "time" not in block.dims:
                continue
            shape = [1] * len(block.dims)
            axis = block.dims.index("time")
            shape[axis] = len(block.labels["time"])
            labels = np.reshape(block.labels["time"], shape)
            every = np.broadcast_to(labels, block.position.shape)
            there = block.position >= 0
            found[block.position[there]] = every[there]
        return found


def matrices(model: linopy.Model) -> LinearProgram:
    """Return the matrices of a linopy model, with the places of its names."""
    with needs_extra("A plan", "plan"):
        import linopy

    with linopy.options as options:
        options["semantics"] = "v1"
        return _matrices(model)


def _matrices(model: linopy.Model) -> LinearProgram:
    found = model.matrices
    bounds = np.asarray(found.b, float)
    sense = np.asarray(found.sense)
    row_low = np.where(sense == "<", -np.inf, bounds)
    row_high = np.where(sense == ">", np.inf, bounds)
    return LinearProgram(
        matrix=_without_dust(sparse.csr_array(found.A)),
        row_low=row_low,
        row_high=row_high,
        cost=np.asarray(found.c, float),
        low=np.asarray(found.lb, float),
        high=np.asarray(found.ub, float),
        columns=_blocks(model.variables, np.asarray(found.vlabels)),
        rows=_blocks(model.constraints, np.asarray(found.clabels)),
    )


def _without_dust(matrix: sparse.csr_array) -> sparse.csr_array:
    """Return a matrix without entries that are noughts of arithmetic, as of a dusk."""
    matrix.data[np.abs(matrix.data) < DUST] = 0.0
    matrix.eliminate_zeros()
    return matrix


def _blocks(containers: Any, order: Indices) -> dict[str, Block]:
    place = np.full(int(order.max(initial=-1)) + 2, -1)
    place[order] = np.arange(len(order))
    return {name: _block(containers[name].labels, place) for name in containers}


def _block(labels: Any, place: Indices) -> Block:
    dims = tuple(str(d) for d in labels.dims)
    names = {d: labels.coords[d].values.tolist() for d in dims}
    # A missing entry has label -1 and so takes the last place, which holds -1.
    return Block(dims, names, place[np.asarray(labels.values)])
