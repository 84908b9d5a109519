"""What a solver found, checked by ourselves before anyone sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import SolverError

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, LinearProgram

LEAST_COST = 1e-3
"""Costs less than this (one of money, one kW) have no relative gap."""
OWN, LEAST_OWN = 10.0, 1e-4
"""Gap by the duals over that asked for, and the least that is looked at: values without
a bound of their own make it coarser than a solver's."""
FEASIBLE = 100.0
"""Largest violation of a row over the size of its terms, over that asked for."""


@dataclass(frozen=True)
class Within:
    """How near an optimum is: its gap, and the violation of its rows.

    `gap` is the distance of primal and dual objective over the objective, `rows` the
    violation of rows over the largest bound. Blocks need no better rows: what is sized
    in them is dispatched at every hour, exactly.
    """

    gap: float = 1e-4
    rows: float = 1e-5


@dataclass(frozen=True)
class Solution:
    """An optimum: values, row duals (objective for one more of the row), and its gap.

    `gap` is the distance of primal and dual objective over the objective.
    """

    x: Array
    dual: Array
    objective: float
    gap: float
    method: str
    seconds: float
    iterations: int


class InfeasibleProgramError(Exception):
    """No values meet every row: an answer, to be put into words by who asked."""


def checked(lp: LinearProgram, found: Solution, within: Within) -> Solution:
    """Return a solution if it is feasible and as near the optimum as asked for.

    Its gap is then the larger of what the solver says and what its duals give on the
    whole program: rows that were taken out before solving count here.

    Raises
    ------
    SolverError
        If it is not: a plan that is not optimal is never shown.
    """
    violation = worst_violation(lp, found.x)
    allowed = FEASIBLE * within.rows
    if not violation <= allowed or not found.gap <= within.gap:
        raise SolverError(
            "{method} stopped with a gap of {gap:.1e} and rows violated by "
            "{violation:.1e}; allowed are {gap_2:.0e} and {allowed:.0e}. Give a "
            "larger tolerance under plan, or fewer hours or options.",
            method=found.method,
            gap=found.gap,
            violation=violation,
            gap_2=within.gap,
            allowed=allowed,
        )
    own = own_gap(lp, found)
    if not own <= max(OWN * within.gap, LEAST_OWN):
        raise SolverError(
            "{method} says that its optimum is within {gap:.1e}, but its duals give "
            "{own:.1e}. Give fewer hours or options.",
            method=found.method,
            gap=found.gap,
            own=own,
        )
    return replace(found, gap=max(found.gap, own))


def own_gap(lp: LinearProgram, found: Solution) -> float:
    """Return the distance of a solution to the bound that its duals give.

    It is over the sum of the solution's costs, those gained counted as those paid.

    Counted anew from the whole program, whatever a solver says of the part it saw. A
    value without a bound on the side to which its reduced cost points counts as it is.
    """
    activity = lp.matrix @ found.x
    reduced = lp.cost - lp.matrix.T @ found.dual
    rows = np.where(found.dual > 0, lp.row_low, lp.row_high)
    rows = np.where(np.isfinite(rows), rows, activity)
    columns = np.where(reduced > 0, lp.low, lp.high)
    columns = np.where(np.isfinite(columns), columns, found.x)
    costs = lp.cost * found.x
    bound = float(found.dual @ rows + reduced @ columns)
    return (float(costs.sum()) - bound) / max(float(np.abs(costs).sum()), LEAST_COST)


def worst_violation(lp: LinearProgram, x: Array) -> float:
    """Return the largest violation of a row, over the size of the row's terms."""
    activity = lp.matrix @ x
    below = lp.row_low - activity
    above = activity - lp.row_high
    size = 1.0 + abs(lp.matrix) @ np.abs(x)
    return float(np.max(np.maximum(below, above) / size, initial=0.0))


def within_bounds(lp: LinearProgram, x: Array) -> Array:
    """Return values without the dust that interior points leave outside bounds."""
    return np.asarray(np.clip(x, lp.low, lp.high))
