"""Dispatch every hour with the capacities of a plan, week by week.

The program of all hours is built once; each week is a slice of it in which the other
weeks stand still. Limits of the whole year give a week what the plan gave it, and an
even part of what is left. Capacities may only grow, at their full cost, where a week
cannot do without.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.solve import LinearProgram
from wattlas.planning.solve.matrices import TIMELESS
from wattlas.planning.solve.week import BILLED, Axes, Week

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Indices

WEEK_H = 168
GROWING = ("capacity_mw", "store_mw", "store_mwh", *BILLED)
"""Decisions without time that a week may raise."""
STATES = ("level_mwh",)
"""What a week must leave as the plan has it, because the next week begins with it."""
IDLE = {
    "capacity_mw": ("output_mw",),
    "store_mw": ("charge_mw", "discharge_mw", "level_mwh", "ready_mw"),
}
"""Flows that stand still where a capacity is not built."""
HELD = ("taken_k", "returned_k")
"""Decisions with time that are kept as planned: chips are held as capacities are."""
TRACE_MW = 0.1
"""Capacity at a mean load of 100 MW that an interior point left without meaning."""


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
    x = _without_traces(lp, _with_orderly_chips(lp, _with_enough_chips(lp, planned)))
    axes = _axes(lp, x)
    weeks = _weeks(axes.column_hour)
    middle = (len(weeks) + 1) // 2
    halves = [w for w in (weeks[:middle], weeks[middle:]) if w]

    # HiGHS runs outside of Python's lock, so threads share the work.
    def half(span: list[tuple[int, int]]) -> Dispatch:
        return _in_turn(lp, axes, x, _Share(span, 1.0 / len(halves), prices))

    with ThreadPoolExecutor(len(halves)) as pool:
        return _merged(axes, x, list(pool.map(half, halves)))


def _in_turn(lp: LinearProgram, axes: Axes, x: Array, share: _Share) -> Dispatch:
    """Return the dispatch of weeks one after the other."""
    missing: list[tuple[float, Indices]] = []
    for i, span in enumerate(share.weeks):
        week = Week(lp, axes, span, share.prices)
        x, unserved = week.solved(x, share.of_year / (len(share.weeks) - i))
        missing.append(unserved)
    hours = np.concatenate([h for _, h in missing])
    first_hour = share.weeks[0][0]
    return Dispatch(x, sum(m for m, _ in missing), hours, first_hour)


def _merged(axes: Axes, planned: Array, halves: list[Dispatch]) -> Dispatch:
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


def _with_orderly_chips(lp: LinearProgram, planned: Array) -> Array:
    """Return a plan whose training takes chips once and gives back what it took.

    An interior point keeps these rows to its tolerance only, and a week in which fewer
    than no chips are held has no dispatch.
    """
    if "taken_k" not in lp.columns:
        return planned
    x = planned.copy()
    taken, returned = (lp.columns[n].position for n in ("taken_k", "returned_k"))
    x[taken] = np.maximum.accumulate(x[taken], axis=-1)
    x[returned] = np.minimum(np.maximum.accumulate(x[returned], axis=-1), x[taken])
    return x


def _without_traces(lp: LinearProgram, planned: Array) -> Array:
    """Return a plan without the traces of capacity that interior points leave."""
    x = planned.copy()
    for sizes, flows in IDLE.items():
        for name in (n for n in flows if n in lp.columns):
            x[_of_absent(lp, sizes, name, x, TRACE_MW)] = 0.0
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
        for name in (n for n in flows if n in lp.columns):
            found.append(_of_absent(lp, sizes, name, x, least=0.0).ravel())
    return np.concatenate(found)


def _of_absent(
    lp: LinearProgram, sizes: str, flow: str, x: Array, least: float
) -> Indices:
    """Return the flow of what is not built; not all that is built need have it."""
    (dimension,) = lp.columns[sizes].dims
    built = dict(
        zip(
            lp.columns[sizes].labels[dimension],
            x[lp.columns[sizes].position],
            strict=True,
        )
    )
    labels = lp.columns[flow].labels[dimension]
    absent = np.array([built[k] <= least for k in labels], bool)
    return np.asarray(lp.columns[flow].position[absent])


def _weeks(column_hour: Indices) -> list[tuple[int, int]]:
    hours = int(column_hour.max()) + 1
    firsts = list(range(0, max(hours - WEEK_H + 1, 1), WEEK_H))
    return list(zip(firsts, [*firsts[1:], hours], strict=True))


def _axes(lp: LinearProgram, planned: Array) -> Axes:
    growing = [np.ravel(lp.columns[n].position) for n in GROWING if n in lp.columns]
    states = [np.ravel(lp.columns[n].position) for n in STATES if n in lp.columns]
    empty = np.zeros(0, dtype=np.int64)
    grows = np.concatenate([empty, *growing])
    # What would change the rows of weeks that are done stays as it is.
    bound = _columns_of(lp, "minimum_load")
    grows = np.setdiff1d(grows, bound)
    grows = grows[planned[grows] < lp.high[grows]]
    return Axes(
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
