"""What a scenario costs with capacities that are held.

Every demand and limit may be missed at a high price: so a solver has room, and
capacities that cannot carry the load are told by what is missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import SolverError, needs_extra
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.scenarios.extensive_form import Sizes, capacities
from wattlas.planning.solve import LinearProgram, Solution, solve
from wattlas.planning.solve.week import SOFT

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Indices = NDArray[np.int64]

DEMAND, BUDGET = "power_balance", "capital_budget"
PENALTY = 100.0
"""Price of a kWh that does not come, over the dearest that does; that of money spent
above a budget, over the money."""
MISSED = 1e-4
"""Share of a demand or limit that may be missed by the dust of the solver."""


@dataclass(frozen=True)
class Held:
    """A scenario's program in blocks, the hours of a block, and sets of capacities."""

    program: LinearProgram
    length_h: Array
    built: tuple[Sizes, ...]


def held_costs(task: Held) -> list[float | None]:
    """Return the least cost of one scenario with each set of capacities. [money]

    None where they cannot carry the load or keep a limit.
    """
    missing = _Missing(task.program, task.length_h)
    return [_held_cost(task.program, missing, sizes) for sizes in task.built]


def _held_cost(program: LinearProgram, missing: _Missing, sizes: Sizes) -> float | None:
    low, high = missing.elastic.low.copy(), missing.elastic.high.copy()
    for key, column in capacities(program):
        low[column] = high[column] = sizes.get(key, 0.0)
    found = _solved(missing.elastic.having(low=low, high=high))
    return found.objective * THOUSAND if missing.met(found) else None


def _solved(program: LinearProgram) -> Solution:
    """Return the optimum; by the simplex method where others stop before it."""
    try:
        return solve(program)
    except SolverError:
        return solve(program, "simplex")


class _Missing:
    """A program in which demand and limits may be missed, each at its price."""

    def __init__(self, program: LinearProgram, length_h: Array) -> None:
        names = [n for n in (DEMAND, *SOFT, BUDGET) if n in program.rows]
        self._rows = {n: np.ravel(program.rows[n].position) for n in names}
        self._program = program
        rows = np.concatenate(list(self._rows.values()))
        sign = np.where(np.isfinite(program.row_low[rows]), 1.0, -1.0)
        entries = (sign, (rows, np.arange(len(rows))))
        shape = (program.matrix.shape[0], len(rows))
        slack = sparse.csr_array(sparse.coo_array(entries, shape=shape))
        count = len(rows)
        self.elastic = program.having(
            matrix=sparse.csr_array(sparse.hstack([program.matrix, slack])),
            cost=np.concatenate([program.cost, self._prices(length_h)]),
            low=np.concatenate([program.low, np.zeros(count)]),
            high=np.concatenate([program.high, np.full(count, np.inf)]),
        )

    def met(self, found: Solution) -> bool:
        """Say whether of no demand or limit more than dust is missed."""
        count = len(self._program.cost)
        x, missed = found.x[:count], found.x[count:]
        for rows in self._rows.values():
            asked = float((abs(self._program.matrix[rows]) @ np.abs(x)).sum())
            if missed[: len(rows)].sum() > MISSED * asked:
                return False
            missed = missed[len(rows) :]
        return True

    def _prices(self, length_h: Array) -> Array:
        """Return what a unit of each row costs that is missed. [thousands]"""
        kwh = PENALTY * self._dearest(length_h)
        prices = []
        for name, rows in self._rows.items():
            if name == DEMAND:
                shape = self._program.rows[name].position.shape
                prices.append(kwh * np.broadcast_to(length_h, shape).ravel())
            elif name == BUDGET:
                prices.append(np.full(len(rows), PENALTY))
            else:
                prices.append(kwh / self._most_per_kwh(rows, length_h))
        return np.concatenate(prices)

    def _most_per_kwh(self, rows: Indices, length_h: Array) -> Array:
        """Return the most by which a MWh can move each row of a limit."""
        most = abs(self._program.matrix[rows]).max(axis=1).toarray().ravel()
        return np.asarray(np.maximum(most / length_h.max(), 1e-9))

    def _dearest(self, length_h: Array) -> float:
        """Return the dearest MWh of the grid or of a plant. [thousands]"""
        flows = ("import_mw", "output_mw")
        blocks = [self._program.columns[n] for n in flows if n in self._program.columns]
        costs = [np.abs(self._program.cost[b.position]) / length_h for b in blocks]
        return max(float(c.max(initial=0.0)) for c in costs)
