"""One week of the hourly program: its own columns move, the rest stands still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import SolverError, needs_extra
from wattlas.planning.solve import InfeasibleProgramError, LinearProgram, Solution
from wattlas.planning.solve.matrices import TIMELESS
from wattlas.planning.solve.simplex import solve_highs

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Indices

WEEK_FEASIBLE = 1e-5
"""Violation of a row that a week may have [MW]: what interior points leave as dust."""
DUST_MW = 1e-4
"""Power that is missing only by the tolerance of the solver."""
PENALTY = 10.0
"""Price of power that does not come, over the dearest energy and peak."""
BILLED = (
    "peak_mw",
    "billed_mw",
    "dearer_mw",
    "dearer_mwh",
    "lacking_k",
    "certified_mwh",
)
"""What is paid for what is drawn: it follows that in every week."""
SOFT = (
    "carbon_cap",
    "water_cap",
    "matching_hourly",
    "matching_monthly",
    "matching_annual",
)
"""Limits of the year that a week may miss at twice their shadow price."""


@dataclass(frozen=True)
class Axes:
    """The hours of the columns and rows of a program, and which columns may move."""

    column_hour: Indices
    row_hour: Indices
    growing: Indices
    energies: Indices
    states: Indices
    idle: Indices


class Week:
    """One week of the program: its own columns move, the rest stands still."""

    def __init__(
        self, lp: LinearProgram, axes: Axes, span: tuple[int, int], prices: Array
    ) -> None:
        first, end = span
        inside = (axes.column_hour >= first) & (axes.column_hour < end)
        held = np.zeros_like(inside)
        held[axes.states[axes.column_hour[axes.states] == end - 1]] = True
        held[axes.idle] = True
        flows = np.flatnonzero(inside & ~held)
        self._lp = lp
        self._columns = np.concatenate([flows, axes.growing])
        self._grown = len(flows)
        timed = np.flatnonzero((axes.row_hour >= first) & (axes.row_hour < end))
        timeless = np.flatnonzero(axes.row_hour == TIMELESS)
        self._rows = np.concatenate([timed, timeless])
        self._full = lp.matrix[self._rows]
        self._part = self._full[:, self._columns]
        # Rows in which nothing moves were settled by the plan.
        moves = np.diff(self._part.indptr) > 0
        moves[len(timed) :] = True
        self._rows, self._full = self._rows[moves], self._full[moves]
        self._part = self._part[moves]
        timed = timed[moves[: len(timed)]]
        self._timed = len(timed)
        self._hours = axes.row_hour[timed]
        self._prices = prices[timeless]
        self._soft = np.concatenate(
            [np.zeros(0, dtype=np.int64)]
            + [np.ravel(lp.rows[n].position) for n in SOFT if n in lp.rows]
        )
        balance = np.ravel(lp.rows["power_balance"].position)
        self._balances = np.flatnonzero(np.isin(timed, balance))
        count = len(self._columns)
        self._short = slice(count, count + len(self._balances))
        billed = [np.ravel(lp.columns[n].position) for n in BILLED if n in lp.columns]
        follows: Any = np.concatenate(billed) if billed else []
        sizes = np.isin(axes.growing, follows, invert=True)
        self._held = self._grown + np.flatnonzero(sizes)

    def solved(self, x: Array, part: float) -> tuple[Array, tuple[float, Indices]]:
        """Return all values with this week's at their optimum, and what failed.

        `part` is this week's part of what the limits of the year still leave. With
        fixed capacities a week is small; only one that fails may let them grow.
        """
        found = self._optimum(x, part, grow=False)
        if found is None or found.x[self._short].sum() > DUST_MW:
            found = self._optimum(x, part, grow=True)
        if found is None:
            raise SolverError(
                "The week that begins in hour {min} cannot be dispatched with the "
                "plan's capacities. Solve all hours in one: --proof.",
                min=self._hours.min(),
            )
        out = x.copy()
        out[self._columns] = found.x[: len(self._columns)]
        missing = np.where(found.x[self._short] > DUST_MW, found.x[self._short], 0.0)
        hours = self._hours[self._balances[missing > 0]]
        return out, (float(missing.sum()), hours)

    def _optimum(self, x: Array, part: float, grow: bool) -> Solution | None:
        try:
            program = self._program(x, part, grow)
            return solve_highs(program, feasibility=WEEK_FEASIBLE)
        except InfeasibleProgramError:
            return None

    def _program(self, x: Array, part: float, grow: bool) -> LinearProgram:
        lp, rows, columns = self._lp, self._rows, self._columns
        own = self._part @ x[columns]
        rest = self._full @ x - own
        low, high = lp.row_low[rows] - rest, lp.row_high[rows] - rest
        year = slice(self._timed, None)
        low[year] = _part_of(low[year], own[year], part)
        high[year] = _part_of(high[year], own[year], part)
        lower = lp.low[columns].copy()
        lower[self._grown :] = x[columns][self._grown :]
        upper = lp.high[columns].copy()
        if not grow:
            upper[self._held] = x[columns][self._held]
        slack, cost = self._slack(low, high)
        matrix = sparse.csr_array(sparse.hstack([self._part, slack]))
        count = slack.shape[1]
        return lp.having(
            matrix=matrix,
            row_low=low,
            row_high=high,
            cost=np.concatenate([lp.cost[columns], cost]),
            low=np.concatenate([lower, np.zeros(count)]),
            high=np.concatenate([upper, np.full(count, np.inf)]),
            columns={},
            rows={},
        )

    def _slack(self, low: Array, high: Array) -> tuple[sparse.csr_array, Array]:
        """Return slack for demand and for the limits of the year, with its price."""
        top = PENALTY * (self._dearest() + self._dearest_peak())
        limits = np.arange(self._timed, len(self._rows))
        above = limits[np.isfinite(high[limits])]
        below = limits[np.isfinite(low[limits])]
        rows = np.concatenate([self._balances, above, below])
        values = np.ones(len(rows))
        values[len(self._balances) : len(self._balances) + len(above)] = -1.0
        index = np.arange(len(rows))
        shape = (len(self._rows), len(rows))
        slack = sparse.csr_array((values, (rows, index)), shape=shape)
        dual = np.abs(self._prices[np.concatenate([above, below]) - self._timed])
        chosen = self._rows[np.concatenate([above, below])]
        soft = np.isin(chosen, self._soft)
        price = np.where(soft, 2.0 * dual + self._dearest(), 2.0 * dual + top)
        cost = np.concatenate([np.full(len(self._balances), top), price])
        return slack, cost

    def _dearest_peak(self) -> float:
        peaks = np.setdiff1d(np.arange(self._grown, len(self._columns)), self._held)
        return float(self._lp.cost[self._columns[peaks]].max(initial=0.0))

    def _dearest(self) -> float:
        flows = self._lp.cost[self._columns[: self._grown]]
        return float(np.abs(flows).max(initial=0.0))


def _part_of(bound: Array, own: Array, part: float) -> Array:
    return np.where(np.isfinite(bound), own + (bound - own) * part, bound)
