"""The duals of rows that were taken out of a program before it was solved.

Rows come back in the order opposite to that in which they went; each gets the dual that
leaves its columns no reason to move from where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wattlas.planning.solve.matrices import Array, Indices, LinearProgram

Side = Literal["low", "high", "held"]


@dataclass(frozen=True)
class Taken:
    """Entries of rows that were taken out at once, one row after the other.

    `starts` says where each row begins. A row of side `low` or `high` gave its only
    column that bound; one that is `held` held all its columns at bounds, from above.
    """

    rows: Indices
    starts: Indices
    columns: Indices
    values: Array
    side: Side

    def duals(self, reduced: Array) -> Array:
        """Return the rows' duals by what their columns cost, all other rows counted."""
        cost = reduced[self.columns]
        if self.side == "low":
            cost = np.maximum(cost, 0.0)
        if self.side == "high":
            cost = np.minimum(cost, 0.0)
        worth = cost / self.values
        if self.side != "held":
            return np.asarray(worth)
        return np.minimum(np.minimum.reduceat(worth, self.starts), 0.0)


def with_taken(lp: LinearProgram, dual: Array, taken: Sequence[Taken]) -> Array:
    """Return duals with those of the rows that were taken out."""
    out = dual.copy()
    for step in reversed(taken):
        if len(step.rows):
            out[step.rows] += step.duals(lp.cost - lp.matrix.T @ out)
    return out


def tightest(columns: Indices, bounds: Array, now: Array) -> Indices:
    """Return for each column the place of its highest bound, where it is above now's.

    >>> tightest(np.array([0, 0, 1]), np.array([2.0, 3.0, 1.0]), np.array([0.0, 5.0]))
    array([1])
    """
    order = np.lexsort((bounds, columns))
    sorted_columns = columns[order]
    last = np.append(sorted_columns[1:] != sorted_columns[:-1], True)[: len(order)]
    best = order[last]
    return np.asarray(best[bounds[best] > now[columns[best]]])
