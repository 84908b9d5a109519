"""Take out of a program what is settled, before an interior-point method sees it.

Such a method needs an interior: a column whose bounds meet, or a row that holds all its
columns at their bounds, leaves none. Rows of one column become bounds of the column.
Both kinds of row get their duals back from the reduced costs of their columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.solve.matrices import LinearProgram
from wattlas.planning.solve.recover import Side, Taken, tightest, with_taken
from wattlas.planning.solve.solution import InfeasibleProgramError

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Mask = NDArray[np.bool_]

ROUNDS = 8
CLOSE = 1e-10
IMPOSSIBLE = 1e-6


@dataclass(frozen=True)
class Reduced:
    """What is left of a program, and the way back to all columns and rows."""

    full: LinearProgram
    left: LinearProgram
    columns: Mask
    rows: Mask
    fixed: Array
    taken: tuple[Taken, ...]

    def x(self, left: Array) -> Array:
        """Return the values of all columns."""
        out = self.fixed.copy()
        out[self.columns] = left
        return out

    def dual(self, left: Array) -> Array:
        """Return the duals of all rows."""
        out = np.zeros(len(self.rows))
        out[self.rows] = left
        return with_taken(self.full, out, self.taken)


def reduced(lp: LinearProgram) -> Reduced:
    """Return a program without settled columns and rows.

    Raises
    ------
    InfeasibleProgramError
        If the bounds alone exclude every value.
    """
    state = _State(lp)
    for _ in range(ROUNDS):
        if not state.round():
            break
    return state.result()


class _State:
    """Bounds that tighten, and rows that fall away, round by round."""

    def __init__(self, lp: LinearProgram) -> None:
        self._lp = lp
        self._low, self._high = lp.low.copy(), lp.high.copy()
        self._rows = np.isfinite(lp.row_low) | np.isfinite(lp.row_high)
        self._taken: list[Taken] = []

    def round(self) -> bool:
        """Tighten once; say whether anything changed."""
        free = ~self._settled()
        rest = self._lp.matrix @ np.where(free, 0.0, self._low)
        pattern = sparse.csr_array(self._lp.matrix @ sparse.diags_array(free * 1.0))
        pattern.eliminate_zeros()
        count = np.diff(pattern.indptr)
        empty = self._rows & (count == 0)
        self._refuse_broken(empty, rest)
        single = np.flatnonzero(self._rows & (count == 1))
        self._rows &= count > 1
        self._bound(pattern, single, rest)
        forced = self._force(pattern, rest)
        return bool(empty.any() or len(single) or forced)

    def _settled(self) -> Mask:
        width = self._high - self._low
        if np.any(width < -IMPOSSIBLE * (1.0 + np.abs(self._low))):
            raise InfeasibleProgramError
        return np.asarray(width <= CLOSE)

    def _refuse_broken(self, empty: Mask, rest: Array) -> None:
        size = 1.0 + np.abs(rest[empty])
        below = self._lp.row_low[empty] - rest[empty] > IMPOSSIBLE * size
        above = rest[empty] - self._lp.row_high[empty] > IMPOSSIBLE * size
        if below.any() or above.any():
            raise InfeasibleProgramError

    def _bound(self, pattern: Any, single: Any, rest: Array) -> None:
        at = pattern.indptr[single]
        columns, values = pattern.indices[at], pattern.data[at]
        low = (self._lp.row_low[single] - rest[single]) / values
        high = (self._lp.row_high[single] - rest[single]) / values
        low, high = np.where(values > 0, low, high), np.where(values > 0, high, low)
        sides: tuple[tuple[Side, Indices], ...] = (
            ("low", tightest(columns, low, self._low)),
            ("high", tightest(columns, -high, -self._high)),
        )
        for side, best in sides:
            starts = np.arange(len(best))
            entries = (single[best], starts, columns[best], values[best])
            self._taken.append(Taken(*entries, side=side))
        np.maximum.at(self._low, columns, low)
        np.minimum.at(self._high, columns, high)

    def _force(self, pattern: sparse.csr_array, rest: Array) -> bool:
        """Settle the columns of rows that leave them only their bounds."""
        positive, negative = pattern.maximum(0), pattern.minimum(0)
        finite_low = np.where(np.isfinite(self._low), self._low, 0.0)
        finite_high = np.where(np.isfinite(self._high), self._high, 0.0)
        endless = positive @ np.isinf(self._low).astype(float)
        endless = endless - negative @ np.isinf(self._high).astype(float)
        least = positive @ finite_low + negative @ finite_high + rest
        size = positive @ np.abs(finite_low) - negative @ np.abs(finite_high)
        upper = np.where(np.isfinite(self._lp.row_high), self._lp.row_high, 0.0)
        # Of small terms a small distance leaves room: their size says what is none.
        size += np.abs(rest) + np.abs(upper)
        tight = self._rows & (endless == 0) & np.isfinite(self._lp.row_high)
        tight &= least >= upper - CLOSE * size
        self._hold(pattern, np.flatnonzero(tight))
        self._rows &= ~tight
        return bool(tight.any())

    def _hold(self, pattern: sparse.csr_array, rows: NDArray[np.int64]) -> None:
        """Settle the columns of rows at the bounds that they are held at."""
        mine = sparse.csr_array(pattern[rows])
        columns, up = mine.indices.astype(np.int64), mine.data > 0
        self._high[columns[up]] = self._low[columns[up]]
        self._low[columns[~up]] = self._high[columns[~up]]
        full = np.diff(mine.indptr) > 0
        starts = mine.indptr[:-1][full].astype(np.int64)
        self._taken.append(Taken(rows[full], starts, columns, mine.data, side="held"))

    def result(self) -> Reduced:
        """Return what is left."""
        settled = self._settled()
        columns = ~settled
        fixed = np.where(settled, self._low, 0.0)
        fixed[settled & ~np.isfinite(fixed)] = 0.0
        rest = self._lp.matrix @ fixed
        rows = self._rows
        left = self._lp.having(
            matrix=sparse.csr_array(self._lp.matrix[rows][:, columns]),
            row_low=(self._lp.row_low - rest)[rows],
            row_high=(self._lp.row_high - rest)[rows],
            cost=self._lp.cost[columns],
            low=self._low[columns],
            high=self._high[columns],
            columns={},
            rows={},
        )
        return Reduced(self._lp, left, columns, rows, fixed, tuple(self._taken))
