"""Dispatch every hour with the capacities of a plan, week by week.

The program of all hours is built once; each week is a slice of it in which the other
weeks stand still. Limits of the whole year give a week what the plan gave it, and an
even part of what is left. Capacities may only grow, at their full cost, where a week
cannot do without. Spans of weeks know nothing of each other, so they may be solved
anywhere, and their number is the program's alone: the answer is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.solve import LinearProgram
from wattlas.planning.solve.dispatchable import dispatchable, idle
from wattlas.planning.solve.runner import Run, on_threads
from wattlas.planning.solve.spans import Span, Spent, dispatched
from wattlas.planning.solve.week import BILLED, SOFT, Axes

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Block, Indices, Mask

LENGTHS_H = (168, 84, 56, 24)
"""How long weeks are, and parts of them where a whole one has too many rows."""
WEEK_ROWS = 45_000
"""Rows of a part of a week beyond which a shorter one takes less time: with 24 sites
a year takes 68, 40 and 35 s in 168, 84 and 56 h, at the same cost to 2e-7."""
FEW_ROWS = 2_000_000
"""Rows of a program, some six sites, up to which halves of the year are spans."""
SPANS = (2, 12)
"""Spans of a year: of a few sites, and of many."""
GROWING = ("capacity_mw", "store_mw", "store_mwh", *BILLED)
"""Decisions without time that a week may raise."""
STATES = ("level_mwh",)
"""What a week must leave as the plan has it, because the next week begins with it."""


@dataclass(frozen=True)
class Dispatch:
    """Flows at every hour, in the columns of the hourly program; hours that failed."""

    x: Array
    unserved_mwh: float
    unserved_hours: Indices


def dispatch(
    lp: LinearProgram, planned: Array, prices: Array, run: Run = on_threads
) -> Dispatch:
    """Return the cheapest flows at every hour around a plan that was spread to hours.

    Parameters
    ----------
    lp : LinearProgram
        The program of all hours.
    planned : array, one for each column
        The plan in blocks, spread to hours.
    prices : array, one for each row
        The duals of the plan for rows without time; others are not read.
    run : function of a task and its items
        What solves the spans of the year.
    """
    x = dispatchable(lp, planned)
    axes = _axes(lp, x)
    spans = _spans(_weeks(axes, lp.matrix.shape[0]), lp.matrix.shape[0])
    share = 1.0 / len(spans)
    tasks = (Span.of(lp, axes, x, (prices, weeks, share)) for weeks in spans)
    return _merged(axes, x, zip(spans, run(dispatched, tasks), strict=True))


def _merged(
    axes: Axes, planned: Array, found: Iterable[tuple[list[tuple[int, int]], Spent]]
) -> Dispatch:
    """Return one dispatch of spans of the year: each has its hours."""
    x = planned.copy()
    missing, failed = 0.0, []
    for weeks, spent in found:
        moving = axes.moving(weeks)
        timed = axes.column_hour[moving] >= 0
        x[moving[timed]] = spent.x[timed]
        grown, own = moving[~timed], spent.x[~timed]
        # Energy that spans added counts in the cycles of the whole year.
        energies = axes.energies[grown]
        x[grown[energies]] += own[energies] - planned[grown[energies]]
        x[grown[~energies]] = np.maximum(x[grown[~energies]], own[~energies])
        missing += spent.unserved_mwh
        failed.append(spent.unserved_hours)
    return Dispatch(x, missing, np.concatenate(failed))


def row_prices(blocks: LinearProgram, dual: Array, hourly: LinearProgram) -> Array:
    """Return the duals of a plan's rows without time for the program of all hours."""
    out = np.zeros(hourly.matrix.shape[0])
    for name, block in blocks.rows.items():
        if "time" not in block.dims and name in hourly.rows:
            out[hourly.rows[name].position] = dual[block.position]
    return out


def _weeks(axes: Axes, rows: int) -> list[tuple[int, int]]:
    """Return the first hour and the end of each week, or of its parts."""
    hours = int(axes.column_hour.max()) + 1
    short = [length for length in LENGTHS_H if rows / hours * length <= WEEK_ROWS]
    length = short[0] if short else LENGTHS_H[-1]
    firsts = list(range(0, max(hours - length + 1, 1), length))
    return list(zip(firsts, [*firsts[1:], hours], strict=True))


def _spans(weeks: list[tuple[int, int]], rows: int) -> list[list[tuple[int, int]]]:
    """Return the weeks of each span of the year, one after the other."""
    count = min(SPANS[rows > FEW_ROWS], len(weeks))
    ends = [-(-len(weeks) * i // count) for i in range(count + 1)]
    return [weeks[i:j] for i, j in pairwise(ends)]


def _axes(lp: LinearProgram, planned: Array) -> Axes:
    columns, rows = len(lp.cost), lp.matrix.shape[0]
    growing = _at(lp.columns, GROWING, columns)
    # What would change the rows of weeks that are done stays as it is.
    growing[_columns_of(lp, "minimum_load")] = False
    growing &= planned < lp.high
    still = np.zeros(columns, bool)
    still[idle(lp, planned)] = True
    return Axes(
        column_hour=lp.times(lp.columns, columns),
        row_hour=lp.times(lp.rows, rows),
        growing=growing,
        energies=_at(lp.columns, ("store_mwh",), columns),
        states=_at(lp.columns, STATES, columns),
        idle=still,
        billed=_at(lp.columns, BILLED, columns),
        balance=_at(lp.rows, ("power_balance",), rows),
        soft=_at(lp.rows, SOFT, rows),
    )


def _at(blocks: Mapping[str, Block], names: Iterable[str], count: int) -> Mask:
    """Return which columns, or rows, are of some names."""
    found = np.zeros(count, bool)
    for name in names:
        if name in blocks:
            position = blocks[name].position
            found[position[position >= 0]] = True
    return found


def _columns_of(lp: LinearProgram, name: str) -> Indices:
    if name not in lp.rows:
        return np.zeros(0, dtype=np.int64)
    rows = np.ravel(lp.rows[name].position)
    return np.unique(lp.matrix[rows].indices)
