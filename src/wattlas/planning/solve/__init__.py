"""Solve linear programs given as matrices; nothing but an optimum is returned."""

from __future__ import annotations

from wattlas.errors import SolverError
from wattlas.planning.solve.interior import solve_interior
from wattlas.planning.solve.matrices import Block, LinearProgram, matrices
from wattlas.planning.solve.simplex import METHODS, solve_highs
from wattlas.planning.solve.solution import (
    InfeasibleProgramError,
    Solution,
    Within,
    checked,
)

__all__ = [
    "METHODS",
    "Block",
    "InfeasibleProgramError",
    "LinearProgram",
    "Solution",
    "Within",
    "matrices",
    "solve",
]

TOLERANCE = Within().gap
SMALL_ROWS = 6000
"""Up to so many rows the simplex method is as fast, and exact (benchmarks/README)."""


def solve(
    lp: LinearProgram, method: str = "auto", within: Within | None = None
) -> Solution:
    """Return the optimum of a program, as near as is asked for.

    `method` is auto, interior (Clarabel), or one of HiGHS: simplex, ipm, hipo, pdlp.

    Raises
    ------
    InfeasibleProgramError
        If no values meet every row.
    SolverError
        If the program is unbounded, or the optimum is not reached.
    """
    within = within or Within()
    if method == "auto" and lp.matrix.shape[0] <= SMALL_ROWS:
        method = "simplex"
    if method == "interior":
        return checked(lp, solve_interior(lp, within), within)
    if method in METHODS:
        return checked(lp, solve_highs(lp, method), within)
    return _first_that_does(lp, within)


def _first_that_does(lp: LinearProgram, within: Within) -> Solution:
    """Return Clarabel's optimum; where it gives up, that of HiGHS' interior point.

    Clarabel is asked a second time to take care. The solution names the method that
    found it.
    """
    for careful in (False, True):
        try:
            return checked(lp, solve_interior(lp, within, careful), within)
        except SolverError:
            continue
    return checked(lp, solve_highs(lp, "ipm"), within)
