"""The order in which a program is handed to Clarabel: of some, the one with least fill.

Clarabel factorises by approximate minimum degree, which breaks ties by the order that
it is given. With many sites a tie broken badly costs ten times the work. How full the
factor gets is known before the first step, so other orders can be tried for little.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Indices

FULL = 3.0
"""Entries of the factor over those of the matrix above which other orders are tried."""
SHUFFLES = 4
SEED = 20260101


@dataclass(frozen=True)
class Order:
    """Where each row and column of a program stands when it is handed over."""

    rows: Indices
    columns: Indices

    @classmethod
    def given(cls, rows: int, columns: int) -> Order:
        """Return the order in which they are."""
        return cls(np.arange(rows), np.arange(columns))

    def shuffled(self, equal: int, draws: np.random.Generator) -> Order:
        """Return another order, in which the first `equal` rows stay the first."""
        first, rest = self.rows[:equal], self.rows[equal:]
        rows = np.concatenate([draws.permutation(first), draws.permutation(rest)])
        return Order(rows, draws.permutation(self.columns))

    def x(self, found: Any) -> Array:
        """Return the values of the columns where they were."""
        return _back(found, self.columns)

    def z(self, found: Any) -> Array:
        """Return the values of the rows where they were."""
        return _back(found, self.rows)


def least_fill(
    make: Callable[[Order], Any], given: Order, equal: int
) -> tuple[Any, Order]:
    """Return a solver whose factor fills little, and the order that it was made in.

    `make` returns the solver of an order; `equal` is the number of equal rows, first.
    """
    draws = np.random.default_rng(SEED)
    best, order = make(given), given
    for _ in range(SHUFFLES):
        if _fill(best) <= FULL:
            break
        other = given.shuffled(equal, draws)
        solver = make(other)
        if _fill(solver) < _fill(best):
            best, order = solver, other
    return best, order


def _fill(solver: Any) -> float:
    """Return the entries of the factor over those of the matrix."""
    known = solver.get_info().linsolver
    return float(known.nnzL) / max(float(known.nnzA), 1.0)


def _back(found: Any, places: Indices) -> Array:
    out = np.empty(len(places))
    out[places] = np.asarray(found)
    return out
