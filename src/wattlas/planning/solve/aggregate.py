"""A program in blocks: that of all hours, with the hours of a block alike.

Rows are averaged over a block, columns stand for its hours together. Levels and ramps
come out right without rules of their own: over the hours of a block the differences
from hour to hour add up to that from block to block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.solve.blocks import Steps
from wattlas.planning.solve.matrices import Block, LinearProgram

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Indices

PEAK_ROWS = ("chips_for_serving",)
"""Rows that stand for the fullest hour of a block, not for its mean."""


@dataclass(frozen=True)
class Blocked:
    """A program in blocks, and the way of its values back to every hour."""

    program: LinearProgram
    spread: sparse.csr_array
    average: sparse.csr_array

    def hourly(self, x: Array) -> Array:
        """Return the values at every hour of values in blocks."""
        return np.asarray(self.spread @ x)


def blocked(
    lp: LinearProgram,
    steps: Steps,
    shapes: Mapping[str, Array],
    longer: Mapping[str, Steps] | None = None,
) -> Blocked:
    """Return a program in blocks.

    Parameters
    ----------
    lp : LinearProgram
        The program of all hours.
    steps : Steps
        The blocks.
    shapes : mapping of decision to array, in its dimensions
        What a decision is in each hour over its mean in the block; else 1.
    longer : mapping of decision or row to Steps
        The steps of those that have longer ones of their own.
    """
    own = longer or {}
    columns, spread = _grouped(lp.columns, len(lp.cost), steps, shapes, own)
    rows, picked = _picked_rows(lp, steps, shapes, own)
    cost = spread.T @ lp.cost
    count = np.asarray((spread != 0).sum(axis=0)).ravel()
    mean = sparse.csr_array(
        sparse.diags_array(1.0 / np.maximum(count, 1)) @ (spread != 0).T
    )
    program = LinearProgram(
        matrix=sparse.csr_array(picked @ lp.matrix @ spread),
        row_low=_average(picked, lp.row_low),
        row_high=_average(picked, lp.row_high),
        cost=np.asarray(cost),
        low=_average(mean, lp.low),
        high=_average(mean, lp.high),
        columns=columns,
        rows=rows,
    )
    return Blocked(program, spread, picked)


def _grouped(
    blocks: Mapping[str, Block],
    count: int,
    steps: Steps,
    shapes: Mapping[str, Array],
    own: Mapping[str, Steps],
) -> tuple[dict[str, Block], sparse.csr_array]:
    """Return the names in blocks, and the matrix from blocks to hours."""
    out: dict[str, Block] = {}
    group = np.full(count, -1)
    weight = np.ones(count)
    size = 0
    for name, block in blocks.items():
        there = block.position >= 0
        if name in shapes:
            weight[block.position[there]] = shapes[name][there]
        out[name], labels, used = _block_of(block, own.get(name, steps), size)
        group[block.position[there]] = labels[there]
        size += used
    entries = (weight, (np.arange(count), group))
    return out, sparse.csr_array(sparse.coo_array(entries, shape=(count, size)))


def _block_of(block: Block, steps: Steps, begin: int) -> tuple[Block, Indices, int]:
    """Return a block's place in steps, the place of each of its hours, and its size."""
    if "time" not in block.dims:
        count = block.position.size
        place = begin + np.arange(count).reshape(block.position.shape)
        return Block(block.dims, block.labels, place), place, count
    axis = block.dims.index("time")
    hours = np.asarray(block.labels["time"])
    step, inverse = np.unique(steps.step_of_hour[hours], return_inverse=True)
    shape = list(block.position.shape)
    shape[axis] = len(step)
    place = begin + np.arange(int(np.prod(shape))).reshape(shape)
    labels = {**block.labels, "time": steps.first_hour[step].tolist()}
    return Block(block.dims, labels, place), np.take(place, inverse, axis), place.size


def _picked_rows(
    lp: LinearProgram,
    steps: Steps,
    shapes: Mapping[str, Array],
    own: Mapping[str, Steps],
) -> tuple[dict[str, Block], sparse.csr_array]:
    """Return the rows in blocks, and the matrix that averages or picks them."""
    count = lp.matrix.shape[0]
    rows, spread = _grouped(lp.rows, count, steps, {}, own)
    sizes = np.asarray(abs(spread).sum(axis=0)).ravel()
    averages = sparse.csr_array(
        sparse.diags_array(1.0 / np.maximum(sizes, 1)) @ spread.T
    )
    weights = averages.tocoo()
    value = weights.data.copy()
    for name in PEAK_ROWS:
        if name in lp.rows:
            _pick_fullest(lp.rows[name], steps, shapes, (weights, value))
    entries = (value, (weights.row, weights.col))
    picked = sparse.csr_array(sparse.coo_array(entries, shape=averages.shape))
    picked.eliminate_zeros()
    return rows, picked


def _pick_fullest(
    block: Block,
    steps: Steps,
    shapes: Mapping[str, Array],
    entries: tuple[sparse.coo_array, Array],
) -> None:
    """Let the rows of a block's fullest hour stand for the block."""
    weights, value = entries
    load = np.zeros(steps.hours)
    for shape in shapes.values():
        load = np.maximum(load, np.nan_to_num(shape).reshape(-1, steps.hours).max(0))
    fullest = np.zeros(steps.hours)
    order = np.lexsort((-load, steps.step_of_hour))
    fullest[
        order[np.searchsorted(steps.step_of_hour[order], np.arange(steps.count))]
    ] = 1
    axis = block.dims.index("time")
    one_axis = [1] * len(block.dims)
    one_axis[axis] = steps.hours
    chosen = np.broadcast_to(fullest.reshape(one_axis), block.position.shape)
    by_row = np.full(weights.shape[1], np.nan)
    by_row[block.position.ravel()] = chosen.ravel()
    mine = ~np.isnan(by_row[weights.col])
    value[mine] = by_row[weights.col[mine]]


def _average(picked: sparse.csr_array, bound: Array) -> Array:
    """Return averaged bounds; an infinite one stays infinite."""
    finite = np.where(np.isfinite(bound), bound, 0.0)
    out = np.asarray(picked @ finite)
    for endless in (-np.inf, np.inf):
        out[picked @ (bound == endless).astype(float) > 0] = endless
    return out
