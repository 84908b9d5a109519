"""One week of the hourly program, or part of one: the rest stands still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import SolverError, needs_extra
from wattlas.planning.solve import InfeasibleProgramError, LinearProgram, Solution
from wattlas.planning.solve.matrices import TIMELESS
from wattlas.planning.solve.simplex import solve_highs

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Indices, Mask

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
    """Hours of columns and rows, and what they are.

    Columns may grow, hold the energy of batteries, be states or idle, or follow a bill;
    rows may balance power, or be limits of the year that may be missed at a price.
    """

    column_hour: Indices
    row_hour: Indices
    growing: Mask
    energies: Mask
    states: Mask
    idle: Mask
    billed: Mask
    balance: Mask
    soft: Mask

    def moving(self, weeks: Sequence[tuple[int, int]]) -> Indices:
        """Return the columns of some weeks, and those that they may raise."""
        return np.flatnonzero(_within(self.column_hour, weeks) | self.growing)

    def rows_of(self, weeks: Sequence[tuple[int, int]]) -> Indices:
        """Return the rows of some weeks, and those of the year."""
        timeless = self.row_hour == TIMELESS
        return np.flatnonzero(_within(self.row_hour, weeks) | timeless)

    def of(self, columns: Indices, rows: Indices) -> Axes:
        """Return what some columns and rows are."""
        parts = {f.name: getattr(self, f.name) for f in fields(self)}
        of_rows = ("row_hour", "balance", "soft")
        return Axes(
            **{n: v[rows if n in of_rows else columns] for n, v in parts.items()}
        )


def _within(hours: Indices, weeks: Sequence[tuple[int, int]]) -> Mask:
    return np.asarray((hours >= weeks[0][0]) & (hours < weeks[-1][1]))


class Week:
    """One week of the program, or part of one: its own columns move."""

    def __init__(
        self, lp: LinearProgram, axes: Axes, span: tuple[int, int], prices: Array
    ) -> None:
        inside = _within(axes.column_hour, [span])
        held = axes.idle | (axes.states & (axes.column_hour == span[1] - 1))
        flows = np.flatnonzero(inside & ~held)
        growing = np.flatnonzero(axes.growing)
        self._lp = lp
        self._columns = np.concatenate([flows, growing])
        self._grown = len(flows)
        timed = np.flatnonzero(_within(axes.row_hour, [span]))
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
        self._first_hour = span[0]
        self._hours = axes.row_hour[timed]
        self._prices = prices[timeless]
        self._soft = axes.soft
        self._balances = np.flatnonzero(axes.balance[timed])
        count = len(self._columns)
        self._short = slice(count, count + len(self._balances))
        self._held = self._grown + np.flatnonzero(~axes.billed[growing])

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
                min=self._first_hour,
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
        soft = self._soft[chosen]
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
