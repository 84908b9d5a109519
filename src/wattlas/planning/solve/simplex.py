"""HiGHS: the dual simplex method, for small programs, exact corners and clean duals."""

from __future__ import annotations

import os
import sys
import threading
import time
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from wattlas.errors import SolverError
from wattlas.planning.solve.matrices import LinearProgram
from wattlas.planning.solve.solution import (
    InfeasibleProgramError,
    Solution,
    within_bounds,
)

METHODS = ("simplex", "ipm", "hipo", "pdlp")
FEASIBILITY = 1e-7
EXACT_GAP = 1e-7
"""A basic optimum has no gap but its rounding."""


def solve_highs(
    lp: LinearProgram,
    method: str = "simplex",
    time_limit_s: float = 600.0,
    feasibility: float = FEASIBILITY,
) -> Solution:
    """Return the optimum of a program by a method of HiGHS.

    Raises
    ------
    InfeasibleProgramError
        If no values meet every row.
    SolverError
        If HiGHS ends otherwise, or silently ran another method than asked for.
    """
    begin = time.perf_counter()
    highs = _loaded(lp)
    highs.setOptionValue("solver", method)
    highs.setOptionValue("time_limit", time_limit_s)
    highs.setOptionValue("primal_feasibility_tolerance", feasibility)
    if method != "simplex":
        highs.setOptionValue("run_crossover", "off")
    highs.run()
    status = highs.getModelStatus()
    name = highs.modelStatusToString(status)
    if name in ("Infeasible", "Primal infeasible or unbounded"):
        raise InfeasibleProgramError
    if name != "Optimal":
        raise SolverError(
            "HiGHS ({method}) ended without an optimum: {name} after "
            "{perf_counter:.0f} s. Fewer hours or options are faster.",
            method=method,
            name=name,
            perf_counter=time.perf_counter() - begin,
        )
    info = highs.getInfo()
    _refuse_fallback(method, info)
    found = highs.getSolution()
    return Solution(
        x=within_bounds(lp, np.array(found.col_value)),
        dual=np.array(found.row_dual),
        objective=info.objective_function_value,
        gap=_gap(method, info),
        method=f"HiGHS {method}",
        seconds=time.perf_counter() - begin,
        iterations=info.simplex_iteration_count + max(info.ipm_iteration_count, 0),
    )


def _gap(method: str, info: Any) -> float:
    if method == "simplex":
        return EXACT_GAP
    return float(info.primal_dual_objective_error)


def _refuse_fallback(method: str, info: Any) -> None:
    """Refuse a result of simplex under the name of another method.

    HiGHS without its extras runs simplex where HiPO is asked for, and says Optimal.
    """
    if method in ("ipm", "hipo") and info.ipm_iteration_count <= 0:
        raise SolverError(
            "HiGHS has no {method} here and ran simplex instead: install "
            "highspy-extras of the same version, or choose another method.",
            method=method,
        )


_first = threading.Lock()


@cache
def _without_banner() -> Any:
    """Return highspy, once its first object has written its banner elsewhere.

    It goes to the file of standard output itself, whatever the options say, and would
    stand in the midst of a result.
    """
    highspy: Any = import_module("highspy")
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            highspy.Highs()
        finally:
            os.dup2(kept, 1)
            os.close(kept)
    return highspy


def _loaded(lp: LinearProgram) -> Any:
    with _first:
        highspy = _without_banner()
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = lp.matrix.shape
    model.col_cost_ = lp.cost
    model.col_lower_, model.col_upper_ = lp.low, lp.high
    model.row_lower_, model.row_upper_ = lp.row_low, lp.row_high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = lp.matrix.indptr
    model.a_matrix_.index_ = lp.matrix.indices
    model.a_matrix_.value_ = lp.matrix.data
    highs.passModel(model)
    return highs
