"""Stretch a program: long columns and rows are cut into chains of short ones.

A capacity stands in a row of every hour, a total of the year holds a column of every
hour. In the matrices that an interior-point method factorises such a line joins
everything with everything. Cut along time, with a copy handed on from piece to piece,
it joins neighbours only; the optimum is the same. Source: Grcar (1990), Matrix
stretching for linear equations, SAND90-8723.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.solve.matrices import TIMELESS, LinearProgram

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Indices

PIECE = 128
"""Entries of a piece; 30 to 300 differ by a tenth, with many sites 64 fills more."""


@dataclass(frozen=True)
class Times:
    """The step of each row and column of a program, by which lines are cut.

    `parts` are those of columns: a long row is then cut part by part, each along time.
    """

    rows: Indices
    columns: Indices
    parts: Indices | None = None

    @property
    def along(self) -> Indices:
        """Where each column stands along a row that is cut; TIMELESS ones first."""
        if self.parts is None:
            return self.columns
        count = int(self.columns.max(initial=0)) + 1
        timed = self.parts * count + self.columns
        return np.where(self.columns == TIMELESS, TIMELESS, timed)


@dataclass(frozen=True)
class _Cut:
    """The entries of a matrix with the places of one axis renumbered into pieces.

    `links` are pairs of places of which the second takes over from the first.
    """

    places: Indices
    count: int
    links: Indices


def stretched(lp: LinearProgram, times: Times) -> LinearProgram:
    """Return the program without long columns and rows, its own ones first.

    The first values of its optimum are those of the program, and so are its duals.
    """
    return _rows_cut(_columns_cut(lp, times.rows), times.along)


def _columns_cut(lp: LinearProgram, row_time: Indices) -> LinearProgram:
    """Return the program whose long columns are copies that rows hold equal."""
    entries = sparse.coo_array(lp.matrix)
    cut = _cut(entries.col, row_time[entries.row], lp.matrix.shape[1])
    rows, more = lp.matrix.shape[0], len(cut.links)
    link = np.arange(rows, rows + more)
    matrix = _matrix(
        (entries.data, np.ones(more), -np.ones(more)),
        (entries.row, link, link),
        (cut.places, cut.links[:, 0], cut.links[:, 1]),
        (rows + more, cut.count),
    )
    return _longer(lp, matrix, more)


def _rows_cut(lp: LinearProgram, column_time: Indices) -> LinearProgram:
    """Return the program whose long rows are partial sums handed on by columns."""
    entries = sparse.coo_array(lp.matrix)
    columns = lp.matrix.shape[1]
    timeless = np.full(columns - len(column_time), TIMELESS)
    padded = np.concatenate([column_time, timeless])
    cut = _cut(entries.row, padded[entries.col], lp.matrix.shape[0])
    more = len(cut.links)
    handed = np.arange(columns, columns + more)
    # Each piece hands its sum to the one before it: the row itself is the last to sum.
    matrix = _matrix(
        (entries.data, np.ones(more), -np.ones(more)),
        (cut.places, cut.links[:, 0], cut.links[:, 1]),
        (entries.col, handed, handed),
        (cut.count, columns + more),
    )
    return _longer(lp, matrix, more)


def _longer(lp: LinearProgram, matrix: sparse.csr_array, more: int) -> LinearProgram:
    """Return the program with so many more rows, equal to zero, and free columns."""
    return lp.having(
        matrix=matrix,
        row_low=_more(lp.row_low, more, 0.0),
        row_high=_more(lp.row_high, more, 0.0),
        cost=_more(lp.cost, more, 0.0),
        low=_more(lp.low, more, -np.inf),
        high=_more(lp.high, more, np.inf),
    )


def _cut(places: Indices, time: Indices, count: int) -> _Cut:
    """Return the entries' places, those of long lines cut into pieces along time."""
    size = np.bincount(places, minlength=count)
    out = np.array(places, dtype=np.int64)
    order = np.lexsort((time, places))
    ends = np.cumsum(size)
    links: list[tuple[int, int]] = []
    for line in np.flatnonzero(size > PIECE):
        mine = order[ends[line] - size[line] : ends[line]]
        pieces = -(-int(size[line]) // PIECE)
        names = [int(line), *range(count, count + pieces - 1)]
        out[mine] = np.array(names)[np.arange(len(mine)) * pieces // len(mine)]
        links += pairwise(names)
        count += pieces - 1
    return _Cut(out, count, np.array(links, dtype=np.int64).reshape(-1, 2))


def _matrix(
    data: tuple[Array, ...],
    rows: tuple[Indices, ...],
    columns: tuple[Indices, ...],
    shape: tuple[int, int],
) -> sparse.csr_array:
    places = (np.concatenate(rows), np.concatenate(columns))
    entries = sparse.coo_array((np.concatenate(data), places), shape=shape)
    return sparse.csr_array(entries)


def _more(values: Array, count: int, value: float) -> Array:
    return np.concatenate([values, np.full(count, value)])
