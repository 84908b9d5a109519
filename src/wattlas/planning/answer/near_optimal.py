"""How far the mix may differ at nearly the same cost: the optimum is flat there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.answer.alternatives import NearOptimal
from wattlas.planning.answer.parts import SLACK
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve import LinearProgram, Within, solve

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wattlas.planning.solve.stages import Solved

    Array = NDArray[np.float64]

TOLERANCE = 1e-3


def near_optimal(plan: Solved, built_kw: dict[str, float]) -> tuple[NearOptimal, ...]:
    """Return for each option its least and most power in plans within 1 % of the cost.

    One program for each end, with the cost as a constraint: at most so much. Whole
    units count as if they could be split.
    """
    program = _within_cost(plan)
    options = dict.fromkeys(p.option for p in plan.problem.plants if p.chance >= 1.0)
    options |= dict.fromkeys(s.option for s in plan.problem.stores)
    found = []
    for option in options:
        columns = _columns(plan, option)
        ends = [_extreme(program, columns, sign) for sign in (1.0, -1.0)]
        kw = sum(built_kw.get(key, 0.0) for key in _keys(plan, option))
        low, high = (e * THOUSAND for e in ends)
        found.append(NearOptimal(option, min(low, kw), kw, max(high, kw)))
    return tuple(found)


def _within_cost(plan: Solved) -> LinearProgram:
    lp = plan.sized.grouped.program
    most = plan.sized.objective_k + SLACK * abs(plan.sized.objective_k)
    # The size of the row is that of the others, for the sake of the solver.
    scale = 1.0 / max(float(np.abs(lp.cost).max()), 1e-9)
    row = sparse.csr_array(lp.cost.reshape(1, -1) * scale)
    matrix = sparse.csr_array(sparse.vstack([lp.matrix, row]))
    return replace(
        lp,
        matrix=matrix,
        row_low=np.append(lp.row_low, -np.inf),
        row_high=np.append(lp.row_high, most * scale),
    )


def _columns(plan: Solved, option: str) -> Array:
    lp = plan.sized.grouped.program
    found = []
    for name, dimension in (("capacity_mw", "plant"), ("store_mw", "store")):
        block = lp.columns.get(name)
        for key in _keys(plan, option):
            if block and key in block.labels[dimension]:
                found.append(block.at(**{dimension: key}))
    return np.concatenate(found)


def _keys(plan: Solved, option: str) -> list[str]:
    """Return the plants or stores that an option is, one for each site."""
    plants = [p.key for p in plan.problem.plants if p.option == option]
    return plants + [s.key for s in plan.problem.stores if s.option == option]


def _extreme(lp: LinearProgram, columns: Array, sign: float) -> float:
    cost = np.zeros(len(lp.cost))
    cost[columns] = sign
    found = solve(lp.having(cost=cost), within=Within(TOLERANCE))
    return float(found.x[columns].sum())
