"""Dispatch every hour with the capacities of a plan, week by week.

The program of all hours is built once; each week is a slice of it in which the other
weeks stand still. Limits of the whole year give a week what the plan gave it, and an
even part of what is left. Capacities may only grow, at their full cost, where a week
cannot do without.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sparse

from wattlas.errors import SolverError
from wattlas.planning.solve import InfeasibleProgram, LinearProgram
from wattlas.planning.solve.matrices import TIMELESS
from wattlas.planning.solve.simplex import solve_highs

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Indices

WEEK_H = 168
GROWING = ("capacity_mw", "store_mw", "store_mwh", "peak_mw")
"""Decisions without time that a week may raise."""
STATES = ("level_mwh",)
"""What a week must leave as the plan has it, because the next week begins with it."""
WEEK_FEASIBLE = 1e-5
"""Violation of a row that a week may have [MW]: what interior points leave as dust."""
PENALTY = 20.0
"""Price of power that does not come, over the highest price of the program."""


@dataclass(frozen=True)
class Dispatch:
    """Flows at every hour, in the columns of the hourly program; hours that failed."""

    x: Array
    unserved_mwh: float
    unserved_hours: Indices


@dataclass(frozen=True)
class _Axes:
    """The hours of the columns and rows of a program, and which columns may move."""

    column_hour: Indices
    row_hour: Indices
    growing: Indices
    states: Indices
    fixed: Indices


def dispatch(lp: LinearProgram, planned: Array, prices: Array) -> Dispatch:
    """Return the cheapest flows at every hour around a plan that was spread to hours.

    Parameters
    ----------
    lp : LinearProgram
        The program of all hours.
    planned : array, one for each column
        The plan in blocks, spread to hours.
    prices : array, one for each row
        The duals of the plan for rows without time; others are not read.
    """
    axes = _axes(lp, planned)
    x = planned.copy()
    weeks = _weeks(axes.column_hour)
    missing: list[tuple[float, Indices]] = []
    for i, (first, end) in enumerate(weeks):
        part = _Week(lp, axes, (first, end), prices)
        x, unserved = part.solved(x, 1.0 / (len(weeks) - i))
        missing.append(unserved)
    hours = np.concatenate([h for _, h in missing])
    return Dispatch(x, sum(m for m, _ in missing), hours)


def row_prices(
    blocks: LinearProgram, dual: Array, hourly: LinearProgram
) -> Array:
    """Return the duals of a plan's rows without time for the program of all hours."""
    out = np.zeros(hourly.matrix.shape[0])
    for name, block in blocks.rows.items():
        if "time" not in block.dims and name in hourly.rows:
            out[hourly.rows[name].position] = dual[block.position]
    return out


def _weeks(column_hour: Indices) -> list[tuple[int, int]]:
    hours = int(column_hour.max()) + 1
    firsts = list(range(0, max(hours - WEEK_H + 1, 1), WEEK_H))
    return list(zip(firsts, [*firsts[1:], hours], strict=True))


def _axes(lp: LinearProgram, planned: Array) -> _Axes:
    growing = [np.ravel(lp.columns[n].position) for n in GROWING if n in lp.columns]
    states = [np.ravel(lp.columns[n].position) for n in STATES if n in lp.columns]
    empty = np.zeros(0, dtype=np.int64)
    grows = np.concatenate([empty, *growing])
    # What would change the rows of weeks that are done stays as it is.
    bound = _columns_of(lp, "minimum_load")
    grows = np.setdiff1d(grows, bound)
    grows = grows[planned[grows] < lp.high[grows]]
    return _Axes(
        lp.times(lp.columns, len(lp.cost)),
        lp.times(lp.rows, lp.matrix.shape[0]),
        grows,
        np.concatenate([empty, *states]),
        bound,
    )


def _columns_of(lp: LinearProgram, name: str) -> Indices:
    if name not in lp.rows:
        return np.zeros(0, dtype=np.int64)
    rows = np.ravel(lp.rows[name].position)
    return np.unique(lp.matrix[rows].indices)


class _Week:
    """One week of the program: its own columns move, the rest stands still."""

    def __init__(
        self, lp: LinearProgram, axes: _Axes, span: tuple[int, int], prices: Array
    ) -> None:
        first, end = span
        inside = (axes.column_hour >= first) & (axes.column_hour < end)
        last = np.zeros_like(inside)
        last[axes.states[axes.column_hour[axes.states] == end - 1]] = True
        flows = np.flatnonzero(inside & ~last)
        self._lp = lp
        self._columns = np.concatenate([flows, axes.growing])
        self._grown = len(flows)
        timed = np.flatnonzero((axes.row_hour >= first) & (axes.row_hour < end))
        timeless = np.flatnonzero(axes.row_hour == TIMELESS)
        self._rows = np.concatenate([timed, timeless])
        self._timed = len(timed)
        self._hours = axes.row_hour[timed]
        self._full = lp.matrix[self._rows]
        self._part = self._full[:, self._columns]
        self._prices = prices[timeless]

    def solved(self, x: Array, part: float) -> tuple[Array, tuple[float, Indices]]:
        """Return all values with this week's at their optimum, and what failed.

        `part` is this week's part of what the limits of the year still leave.
        """
        program, short = self._program(x, part)
        try:
            found = solve_highs(program, feasibility=WEEK_FEASIBLE)
        except InfeasibleProgram as error:
            raise SolverError(
                f"The week that begins in hour {self._hours.min()} cannot be "
                f"dispatched with the plan's capacities. Solve all hours in one: "
                f"--proof."
            ) from error
        out = x.copy()
        out[self._columns] = found.x[: len(self._columns)]
        missing = found.x[short]
        hours = self._hours[self._balances[missing > 1e-6]]
        return out, (float(missing.sum()), hours)

    def _program(self, x: Array, part: float) -> tuple[LinearProgram, slice]:
        lp, rows, columns = self._lp, self._rows, self._columns
        own = self._part @ x[columns]
        rest = self._full @ x - own
        low, high = lp.row_low[rows] - rest, lp.row_high[rows] - rest
        year = slice(self._timed, None)
        low[year] = _part_of(low[year], own[year], part)
        high[year] = _part_of(high[year], own[year], part)
        lower = lp.low[columns].copy()
        lower[self._grown :] = x[columns][self._grown :]
        slack, cost, short = self._slack(len(columns), low, high)
        matrix = sparse.csr_array(sparse.hstack([self._part, slack]))
        count = slack.shape[1]
        program = lp.having(
            matrix=matrix,
            row_low=low,
            row_high=high,
            cost=np.concatenate([lp.cost[columns], cost]),
            low=np.concatenate([lower, np.zeros(count)]),
            high=np.concatenate([lp.high[columns], np.full(count, np.inf)]),
            columns={},
            rows={},
        )
        return program, short

    def _slack(
        self, columns: int, low: Array, high: Array
    ) -> tuple[sparse.csr_array, Array, slice]:
        """Return slack for demand and for the limits of the year, with its price."""
        balance = np.ravel(self._lp.rows["power_balance"].position)
        self._balances = np.flatnonzero(np.isin(self._rows[: self._timed], balance))
        top = PENALTY * max(float(np.abs(self._lp.cost).max()) * 1e-3, self._dearest())
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
        cost = np.concatenate([np.full(len(self._balances), top), 2.0 * dual + 1e-3])
        return slack, cost, slice(columns, columns + len(self._balances))

    def _dearest(self) -> float:
        flows = self._lp.cost[self._columns[: self._grown]]
        return float(np.abs(flows).max(initial=0.0))


def _part_of(bound: Array, own: Array, part: float) -> Array:
    return np.where(np.isfinite(bound), own + (bound - own) * part, bound)
