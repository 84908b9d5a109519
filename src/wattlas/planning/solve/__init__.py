"""Solve linear programs given as matrices; nothing but an optimum is returned."""

from __future__ import annotations

from wattlas.errors import SolverError
from wattlas.planning.solve.interior import solve_interior
from wattlas.planning.solve.matrices import Block, LinearProgram, matrices
from wattlas.planning.solve.simplex import METHODS, solve_highs
from wattlas.planning.solve.solution import InfeasibleProgramError, Solution, checked

__all__ = [
    "METHODS",
    "Block",
    "InfeasibleProgramError",
    "LinearProgram",
    "Solution",
    "matrices",
    "solve",
]

TOLERANCE = 1e-4
SMALL_ROWS = 6000
"""Up to so many rows the simplex method is as fast, and exact (benchmarks/README)."""


def solve(
    lp: LinearProgram, method: str = "auto", tolerance: float = TOLERANCE
) -> Solution:
    """Return the optimum of a program within a tolerance on its objective.

    `method` is auto, interior (Clarabel), or one of HiGHS: simplex, ipm, hipo, pdlp.

    Raises
    ------
    InfeasibleProgramError
        If no values meet every row.
    SolverError
        If the program is unbounded, or the optimum is not reached.
    """
    if method == "auto" and lp.matrix.shape[0] <= SMALL_ROWS:
        method = "simplex"
    if method == "interior":
        return checked(lp, solve_interior(lp, tolerance), tolerance)
    if method in METHODS:
        return checked(lp, solve_highs(lp, method), tolerance)
    return _first_that_does(lp, tolerance)


def _first_that_does(lp: LinearProgram, tolerance: float) -> Solution:
    """Return Clarabel's optimum; where it gives up, that of HiGHS' interior point.

    The solution names the method that found it.
    """
    try:
        return checked(lp, solve_interior(lp, tolerance), tolerance)
    except SolverError:
        return checked(lp, solve_highs(lp, "ipm"), tolerance)
