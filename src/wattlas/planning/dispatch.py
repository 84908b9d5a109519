"""Dispatch every hour with the capacities of a plan, week by week.

The program of all hours is built once; each week is a slice of it in which the other
weeks stand still. Limits of the whole year give a week what the plan gave it, and an
even part of what is left. Capacities may only grow, at their full cost, where a week
cannot do without.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sparse

from wattlas.errors import SolverError
from wattlas.planning.solve import InfeasibleProgramError, LinearProgram, Solution
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
IDLE = {
    "capacity_mw": ("output_mw",),
    "store_mw": ("charge_mw", "discharge_mw", "level_mwh"),
}
"""Flows that stand still where a capacity is not built."""
HELD = ("taken_k", "returned_k")
"""Decisions with time that are kept as planned: chips are held as capacities are."""
TRACE_MW = 0.1
"""Capacity at a mean load of 100 MW that an interior point left without meaning."""
DUST_MW = 1e-4
"""Power that is missing only by the tolerance of the solver."""
PENALTY = 10.0
"""Price of power that does not come, over the dearest energy and peak."""
SOFT = (
    "carbon_cap",
    "water_cap",
    "matching_hourly",
    "matching_monthly",
    "matching_annual",
)
"""Limits of the year that a week may miss at twice their shadow price."""


@dataclass(frozen=True)
class Dispatch:
    """Flows at every hour, in the columns of the hourly program; hours that failed."""

    x: Array
    unserved_mwh: float
    unserved_hours: Indices
    first_hour: int


@dataclass(frozen=True)
class _Share:
    """Weeks that are solved in turn, and their share of what the year leaves."""

    weeks: list[tuple[int, int]]
    of_year: float
    prices: Array


@dataclass(frozen=True)
class _Axes:
    """The hours of the columns and rows of a program, and which columns may move."""

    column_hour: Indices
    row_hour: Indices
    growing: Indices
    energies: Indices
    states: Indices
    idle: Indices


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
    x = _without_traces(lp, _with_enough_chips(lp, planned))
    axes = _axes(lp, x)
    weeks = _weeks(axes.column_hour)
    middle = (len(weeks) + 1) // 2
    halves = [w for w in (weeks[:middle], weeks[middle:]) if w]

    # HiGHS runs outside of Python's lock, so threads share the work.
    def half(span: list[tuple[int, int]]) -> Dispatch:
        return _in_turn(lp, axes, x, _Share(span, 1.0 / len(halves), prices))

    with ThreadPoolExecutor(len(halves)) as pool:
        return _merged(axes, x, list(pool.map(half, halves)))


def _in_turn(lp: LinearProgram, axes: _Axes, x: Array, share: _Share) -> Dispatch:
    """Return the dispatch of weeks one after the other."""
    missing: list[tuple[float, Indices]] = []
    for i, span in enumerate(share.weeks):
        week = _Week(lp, axes, span, share.prices)
        x, unserved = week.solved(x, share.of_year / (len(share.weeks) - i))
        missing.append(unserved)
    hours = np.concatenate([h for _, h in missing])
    first_hour = share.weeks[0][0]
    return Dispatch(x, sum(m for m, _ in missing), hours, first_hour)


def _merged(axes: _Axes, planned: Array, halves: list[Dispatch]) -> Dispatch:
    """Return one dispatch of halves of the year: each has its hours."""
    if len(halves) == 1:
        return halves[0]
    first, last = halves
    begin = last.first_hour
    x = np.where(axes.column_hour >= begin, last.x, first.x)
    timeless = axes.column_hour == TIMELESS
    x[timeless] = np.maximum(first.x[timeless], last.x[timeless])
    # Energy that both halves added counts in the cycles of the whole year.
    x[axes.energies] = first.x[axes.energies] + last.x[axes.energies]
    x[axes.energies] -= planned[axes.energies]
    hours = np.concatenate([h.unserved_hours for h in halves])
    return Dispatch(x, sum(h.unserved_mwh for h in halves), hours, 0)


def row_prices(blocks: LinearProgram, dual: Array, hourly: LinearProgram) -> Array:
    """Return the duals of a plan's rows without time for the program of all hours."""
    out = np.zeros(hourly.matrix.shape[0])
    for name, block in blocks.rows.items():
        if "time" not in block.dims and name in hourly.rows:
            out[hourly.rows[name].position] = dual[block.position]
    return out


def _with_enough_chips(lp: LinearProgram, planned: Array) -> Array:
    """Return a plan whose halls hold all the chips that they need."""
    x = np.clip(planned, lp.low, lp.high)
    if "chips_for_serving" in lp.rows:
        block = lp.rows["chips_for_serving"]
        lacking = (lp.matrix @ x)[block.position].max(axis=block.dims.index("time"))
        x[lp.columns["serving_chips_k"].position] += np.maximum(lacking, 0.0)
    return x


def _without_traces(lp: LinearProgram, planned: Array) -> Array:
    """Return a plan without the traces of capacity that interior points leave."""
    x = planned.copy()
    for sizes, flows in IDLE.items():
        for name in flows if sizes in lp.columns else ():
            absent = x[lp.columns[sizes].position] < TRACE_MW
            x[lp.columns[name].position[absent]] = 0.0
    for sizes in IDLE:
        if sizes in lp.columns:
            position = lp.columns[sizes].position
            traces = position[x[position] < TRACE_MW]
            x[traces] = np.maximum(lp.low[traces], 0.0)
    return x


def _idle(lp: LinearProgram, x: Array) -> Indices:
    """Return what does not move: chips held, and the flows of what is not built."""
    found = [np.zeros(0, dtype=np.int64)]
    found += [lp.columns[n].position.ravel() for n in HELD if n in lp.columns]
    for sizes, flows in IDLE.items():
        for name in flows if sizes in lp.columns else ():
            absent = x[lp.columns[sizes].position] <= 0
            found.append(lp.columns[name].position[absent].ravel())
    return np.concatenate(found)


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
        np.ravel(lp.columns["store_mwh"].position)
        if "store_mwh" in lp.columns
        else empty,
        np.concatenate([empty, *states]),
        _idle(lp, planned),
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
        peaks: Any = lp.columns["peak_mw"].position if "peak_mw" in lp.columns else []
        sizes = np.isin(axes.growing, peaks, invert=True)
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
                f"The week that begins in hour {self._hours.min()} cannot be "
                f"dispatched with the plan's capacities. Solve all hours in one: "
                f"--proof."
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
