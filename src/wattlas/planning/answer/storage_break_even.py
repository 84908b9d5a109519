"""At which share of its cost a battery that is not built would enter.

What a battery earns depends on the hours before and after, so its worth is a small
program of its own: the flows of one battery at the prices of the plan's hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.answer.alternatives import StoreBreakEven
from wattlas.planning.answer.marginal import ABSENT
from wattlas.planning.solve import LinearProgram, solve
from wattlas.planning.solve.stages import Sized

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Indices

SIZES = ("store_mw", "store_mwh")
FLOWS = ("charge_mw", "discharge_mw", "level_mwh")
OWN_ROWS = (
    "store_level",
    "level_within_energy",
    "flow_within_power",
    "store_duration",
    "cycles",
)
WEIGHT_K = 1000.0
"""Yearly cost of the battery that is tried. [thousands of money]"""


def store_break_evens(plan: Sized, built_kw: dict[str, float]) -> list[StoreBreakEven]:
    """Return the break-even of every battery that the plan does not build.

    `built_kw` is the size of every plant and store in the plan.
    """
    least = ABSENT * max(built_kw.values(), default=0.0)
    absent = [s for s in plan.problem.stores if built_kw.get(s.key, 0.0) <= least]
    found = []
    for store in absent:
        share, duration_h = _best(_alone(plan, store.key))
        found.append(
            StoreBreakEven(store.key, store.option, store.site, share, duration_h)
        )
    return found


def _best(alone: LinearProgram) -> tuple[float, float | None]:
    """Return the worth of the best battery over its cost, and its duration. [h]"""
    found = solve(alone)
    power, energy = found.x[:2]
    share = max(-found.objective / WEIGHT_K, 0.0)
    return share, float(energy / power) if share > 0 and power > 0 else None


def _alone(plan: Sized, key: str) -> LinearProgram:
    """Return the program of one battery at the plan's prices, of a given cost.

    Its columns are its power, its energy and its flows; a flow costs what the plan's
    other rows make of it.
    """
    program = plan.grouped.program
    rows, columns = _rows(program, key), _columns(program, key)
    dual = plan.found.dual.copy()
    dual[rows] = 0.0
    reduced = (program.cost - program.matrix.T @ dual)[columns]
    yearly = np.where(np.arange(len(columns)) < len(SIZES), reduced, 0.0)
    own = sparse.csr_array(program.matrix[rows][:, columns])
    return LinearProgram(
        matrix=sparse.csr_array(sparse.vstack([own, yearly[None, :]])),
        row_low=np.append(program.row_low[rows], -np.inf),
        row_high=np.append(program.row_high[rows], WEIGHT_K),
        cost=reduced - yearly,
        low=np.zeros(len(columns)),
        high=np.full(len(columns), np.inf),
        columns={},
        rows={},
    )


def _rows(program: LinearProgram, key: str) -> Indices:
    blocks = [program.rows[n] for n in OWN_ROWS if n in program.rows]
    mine = [b.at(store=key) for b in blocks if key in b.labels["store"]]
    return np.concatenate(mine)


def _columns(program: LinearProgram, key: str) -> Indices:
    return np.concatenate([program.columns[n].at(store=key) for n in (*SIZES, *FLOWS)])
