"""Clarabel: an interior-point method, for programs of many steps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import SolverError, needs_extra
from wattlas.planning.solve.ordering import Order, least_fill
from wattlas.planning.solve.reduce import Reduced, reduced
from wattlas.planning.solve.solution import (
    LEAST_COST,
    InfeasibleProgramError,
    Solution,
    Within,
    within_bounds,
)
from wattlas.planning.solve.stretch import Times, stretched

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, LinearProgram

NAME = "Clarabel"
MAX_ITERATIONS = 300
LARGEST_BOUND = 100.0
"""Bound to which those of larger rows are scaled: some 100 MW, as flows are."""
FINE_ROWS = 1e-8
"""Violation of rows over the largest bound where a coarser one was not enough."""


def solve_interior(
    lp: LinearProgram, within: Within, careful: bool = False
) -> Solution:
    """Return the optimum of a program by Clarabel.

    `careful` refines every step of the program as it is, unstretched, and to finer
    rows: slower by half and more, for programs of hard numbers.

    Raises
    ------
    InfeasibleProgramError
        If no values meet every row.
    SolverError
        If the program is unbounded or the method gives up.
    """
    begin = time.perf_counter()
    less = reduced(lp)
    settled = float(lp.cost @ less.fixed)
    if not less.columns.any():
        return Solution(less.fixed, less.dual(np.zeros(0)), settled, 0.0, NAME, 0.0, 0)
    long = less.left if careful else stretched(less.left, _times(lp, less))
    cones = _Cones(long)
    settings = _settings(within, careful)
    given = Order.given(*cones.matrix.shape)
    solver, order = least_fill(
        lambda o: _solver(cones, long.cost, o, settings), given, cones.equal
    )
    found = solver.solve()
    status = str(found.status)
    if "PrimalInfeasible" in status:
        raise InfeasibleProgramError
    if status not in ("Solved", "AlmostSolved"):
        raise SolverError(
            "Clarabel ended without an optimum: {status} after {iterations} "
            "iterations. Give a larger tolerance under plan, or fewer options.",
            status=status,
            iterations=found.iterations,
        )
    primal, dual = found.obj_val + settled, found.obj_val_dual + settled
    return Solution(
        x=within_bounds(lp, less.x(order.x(found.x)[: len(less.left.cost)])),
        dual=less.dual(cones.duals(order.z(found.z))[: len(less.left.row_low)]),
        objective=primal,
        gap=abs(primal - dual) / max(abs(primal), abs(dual), LEAST_COST),
        method=NAME,
        seconds=time.perf_counter() - begin,
        iterations=found.iterations,
    )


def _solver(cones: _Cones, cost: Array, order: Order, settings: Any) -> Any:
    """Return Clarabel's solver of a program whose rows and columns have an order."""
    with needs_extra("A plan", "plan"):
        import clarabel

    size = len(cost)
    kinds = [
        clarabel.ZeroConeT(cones.equal),
        clarabel.NonnegativeConeT(len(cones.bounds) - cones.equal),
    ]
    return clarabel.DefaultSolver(
        sparse.csc_matrix((size, size)),
        cost[order.columns],
        sparse.csc_matrix(cones.matrix[order.rows][:, order.columns]),
        cones.bounds[order.rows],
        kinds,
        settings,
    )


def _times(lp: LinearProgram, less: Reduced) -> Times:
    """Return the steps of the rows and columns that are left."""
    parts = None if lp.parts is None else lp.parts[less.columns]
    return Times(
        lp.times(lp.rows, len(less.rows))[less.rows],
        lp.times(lp.columns, len(less.columns))[less.columns],
        parts,
    )


def _settings(within: Within, careful: bool) -> Any:
    with needs_extra("A plan", "plan"):
        import clarabel

    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_iter = MAX_ITERATIONS
    settings.tol_gap_rel = within.gap
    settings.tol_gap_abs = within.gap * 1e-3
    settings.tol_feas = min(within.rows, FINE_ROWS) if careful else within.rows
    settings.direct_solve_method = "faer"
    settings.iterative_refinement_enable = careful
    return settings


class _Cones:
    """The program as ``matrix @ x + s == bounds``: equal rows first, then s >= 0."""

    def __init__(self, lp: LinearProgram) -> None:
        self._rows = lp.matrix.shape[0]
        equal = lp.row_low == lp.row_high
        self._equal = np.flatnonzero(equal)
        self._above = np.flatnonzero(np.isfinite(lp.row_high) & ~equal)
        self._below = np.flatnonzero(np.isfinite(lp.row_low) & ~equal)
        high = np.flatnonzero(np.isfinite(lp.high))
        low = np.flatnonzero(np.isfinite(lp.low))
        identity = sparse.eye_array(len(lp.cost), format="csr")
        rows = sparse.csr_array(lp.matrix)
        parts = [rows[self._equal], rows[self._above], -rows[self._below]]
        parts += [identity[high], -identity[low]]
        limits = [lp.row_high[self._equal], lp.row_high[self._above]]
        limits += [-lp.row_low[self._below], lp.high[high], -lp.low[low]]
        bounds = np.concatenate(limits)
        # Rows are met to a share of the largest bound: totals would loosen all.
        self._size = np.maximum(np.abs(bounds) / LARGEST_BOUND, 1.0)
        scale = sparse.diags_array(1.0 / self._size)
        self.matrix = sparse.csr_array(scale @ sparse.vstack(parts))
        self.bounds = bounds / self._size
        self.equal = len(self._equal)

    def duals(self, z: Array) -> Array:
        """Return the dual of each row: the objective for one more of it."""
        z = z / self._size
        dual = np.zeros(self._rows)
        ends = np.cumsum([self.equal, len(self._above), len(self._below)])
        dual[self._equal] -= z[: ends[0]]
        dual[self._above] -= z[ends[0] : ends[1]]
        dual[self._below] += z[ends[1] : ends[2]]
        return dual
