"""Clarabel: an interior-point method, for programs of many steps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sparse

from wattlas.errors import SolverError
from wattlas.planning.solve.reduce import reduced
from wattlas.planning.solve.solution import (
    InfeasibleProgramError,
    Solution,
    within_bounds,
)

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, LinearProgram

NAME = "Clarabel"
LEAST_OBJECTIVE = 1e-3
"""Objectives closer to zero than this (one of money, one kW) have no relative gap."""
MAX_ITERATIONS = 300
ROWS_MET = 1e-7
"""Violation of rows over the largest bound: chips that do not exist must not run."""


def solve_interior(lp: LinearProgram, tolerance: float) -> Solution:
    """Return the optimum of a program by Clarabel.

    Raises
    ------
    InfeasibleProgramError
        If no values meet every row.
    SolverError
        If the program is unbounded or the method gives up.
    """
    import clarabel

    begin = time.perf_counter()
    less = reduced(lp)
    settled = float(lp.cost @ less.fixed)
    if not less.columns.any():
        return Solution(less.fixed, less.dual(np.zeros(0)), settled, 0.0, NAME, 0.0, 0)
    cones = _Cones(less.left)
    size = len(less.left.cost)
    kinds = [
        clarabel.ZeroConeT(cones.equal),
        clarabel.NonnegativeConeT(len(cones.bounds) - cones.equal),
    ]
    solver = clarabel.DefaultSolver(
        sparse.csc_matrix((size, size)),
        less.left.cost,
        cones.matrix,
        cones.bounds,
        kinds,
        _settings(tolerance),
    )
    found = solver.solve()
    status = str(found.status)
    if "PrimalInfeasible" in status:
        raise InfeasibleProgramError
    if status not in ("Solved", "AlmostSolved"):
        raise SolverError(
            f"Clarabel ended without an optimum: {status} after {found.iterations} "
            f"iterations. Give a larger tolerance under plan, or fewer options."
        )
    primal, dual = found.obj_val + settled, found.obj_val_dual + settled
    return Solution(
        x=within_bounds(lp, less.x(np.asarray(found.x))),
        dual=less.dual(cones.duals(np.asarray(found.z))),
        objective=primal,
        gap=abs(primal - dual) / max(abs(primal), abs(dual), LEAST_OBJECTIVE),
        method=NAME,
        seconds=time.perf_counter() - begin,
        iterations=found.iterations,
    )


def _settings(tolerance: float) -> Any:
    import clarabel

    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_iter = MAX_ITERATIONS
    settings.tol_gap_rel = tolerance
    settings.tol_gap_abs = tolerance * 1e-3
    settings.tol_feas = min(tolerance, ROWS_MET)
    settings.direct_solve_method = "faer"
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
        self.matrix = sparse.csc_matrix(sparse.vstack(parts))
        limits = [lp.row_high[self._equal], lp.row_high[self._above]]
        limits += [-lp.row_low[self._below], lp.high[high], -lp.low[low]]
        self.bounds = np.concatenate(limits)
        self.equal = len(self._equal)

    def duals(self, z: Array) -> Array:
        """Return the dual of each row: the objective for one more of it."""
        dual = np.zeros(self._rows)
        ends = np.cumsum([self.equal, len(self._above), len(self._below)])
        dual[self._equal] -= z[: ends[0]]
        dual[self._above] -= z[ends[0] : ends[1]]
        dual[self._below] += z[ends[1] : ends[2]]
        return dual
