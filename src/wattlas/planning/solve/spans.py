"""A span of weeks of the hourly program, whole in itself: it may be solved anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.solve.matrices import LinearProgram
from wattlas.planning.solve.week import Axes, Week

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Indices

Weeks = list[tuple[int, int]]


@dataclass(frozen=True)
class Spent:
    """What a span found: values of its moving columns, and what it could not serve."""

    x: Array
    unserved_mwh: float
    unserved_hours: Indices


@dataclass(frozen=True)
class Span:
    """Weeks that are solved in turn, with their share of what the year leaves.

    `program` has their rows and columns, those of the year among them; what stands
    still is in its bounds.
    """

    program: LinearProgram
    axes: Axes
    x: Array
    prices: Array
    weeks: Weeks
    of_year: float

    @classmethod
    def of(
        cls, lp: LinearProgram, axes: Axes, x: Array, how: tuple[Array, Weeks, float]
    ) -> Span:
        """Return the span of some weeks: `how` has prices of rows, weeks, and share."""
        prices, weeks, of_year = how
        columns, rows = axes.moving(weeks), axes.rows_of(weeks)
        full = lp.matrix[rows]
        own = full[:, columns]
        still = full @ x - own @ x[columns]
        program = LinearProgram(
            matrix=own,
            row_low=lp.row_low[rows] - still,
            row_high=lp.row_high[rows] - still,
            cost=lp.cost[columns],
            low=lp.low[columns],
            high=lp.high[columns],
            columns={},
            rows={},
        )
        part = axes.of(columns, rows)
        return cls(program, part, x[columns], prices[rows], weeks, of_year)


def dispatched(span: Span) -> Spent:
    """Return the dispatch of a span's weeks, one after the other.

    Raises
    ------
    SolverError
        If a week has no dispatch.
    """
    x, missing = span.x, []
    for i, between in enumerate(span.weeks):
        week = Week(span.program, span.axes, between, span.prices)
        x, unserved = week.solved(x, span.of_year / (len(span.weeks) - i))
        missing.append(unserved)
    hours = np.concatenate([h for _, h in missing])
    return Spent(x, sum(m for m, _ in missing), hours)
