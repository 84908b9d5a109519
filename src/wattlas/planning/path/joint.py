"""One program of all years: what is built stands in those after it.

Each year has a program of its own on the weeks that stand for it. They are coupled by
the capacities: what is built or signed is never less than in the year before; what is
rented may be. A year's addition pays the annuity of its own year's cost ever after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.ask.option import RENTED, annuity
from wattlas.planning.path.years import WAITING
from wattlas.planning.problem import Problem
from wattlas.planning.scenarios.extensive_form import capacities
from wattlas.planning.solve import LinearProgram, solve
from wattlas.planning.solve.aggregate import Blocked, blocked
from wattlas.planning.solve.time_clustering import steps_of
from wattlas.planning.variants import Variant

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BLOCK_H = 6
"""Mean length of the blocks of a path."""


@dataclass(frozen=True)
class Year:
    """A year of a path: its problem, its program, and how much it counts today."""

    year: int
    variant: Variant
    grouped: Blocked
    discount: float

    @property
    def problem(self) -> Problem:
        """The problem of the year."""
        return self.variant.problem


def year_of(year: int, problem: Problem, discount: float) -> Year:
    """Return a year with its program in blocks."""
    variant = Variant.of(problem)
    grouped = blocked(variant.program, steps_of(problem, BLOCK_H), {})
    return Year(year, variant, grouped, discount)


def solved_path(years: Sequence[Year], rate: float) -> list[Array]:
    """Return the values at every hour of each year at the least present cost.

    Raises
    ------
    InfeasibleProgramError
        If no path meets every demand and limit.
    SolverError
        If the optimum is not reached.
    """
    programs = [y.grouped.program for y in years]
    starts = np.cumsum([0, *(len(p.cost) for p in programs)])
    cost = np.concatenate(
        [y.discount * _cost(y, i, years, rate) for i, y in enumerate(years)]
    )
    ties = _ties(years, starts)
    count = ties.shape[0]
    matrix = sparse.block_diag([p.matrix for p in programs], format="csr")
    program = LinearProgram(
        matrix=sparse.csr_array(sparse.vstack([matrix, ties])),
        row_low=np.concatenate(
            [*(p.row_low for p in programs), np.zeros(ties.shape[0])]
        ),
        row_high=np.concatenate(
            [*(p.row_high for p in programs), np.full(count, np.inf)]
        ),
        cost=cost,
        low=np.concatenate([p.low for p in programs]),
        high=np.concatenate([p.high for p in programs]),
        columns={},
        rows={},
    )
    x = solve(program).x
    return [
        y.grouped.hourly(x[a:b])
        for y, a, b in zip(years, starts, starts[1:], strict=False)
    ]


def _cost(year: Year, place: int, years: Sequence[Year], rate: float) -> Array:
    """Return the costs of a year, its additions at their own year's annuities."""
    cost = year.grouped.program.cost.copy()
    after = years[place + 1 :]
    stays = sum(y.discount for y in years[place:])
    now, rented = _annuities(year.problem, rate), _rented(year.problem)
    for key, column in capacities(year.grouped.program):
        if key[1] in rented:
            continue
        then = _annuities(after[0].problem, rate).get(key) if after else None
        change = now[key] * (stays / year.discount - 1.0)
        if then is not None:
            change -= then * (stays - year.discount) / year.discount
        cost[column] += year.problem.years * change
    return np.asarray(cost)


def _annuities(problem: Problem, rate: float) -> Mapping[tuple[str, str], float]:
    """Return the annuity of a kW or kWh of each capacity. [money]"""
    found = {
        ("capacity_mw", p.key): p.capital_cost_per_kw * annuity(rate, p.life_years)
        for p in problem.plants
    }
    for s in problem.stores:
        yearly = annuity(rate, s.life_years)
        found["store_mw", s.key] = s.capital_cost_per_kw * yearly
        found["store_mwh", s.key] = s.capital_cost_per_kwh * yearly
    return found


def _ties(years: Sequence[Year], starts: Array) -> sparse.csr_array:
    """Return the rows that keep what is built: a capacity less that before."""
    rows: list[tuple[int, int]] = []
    before: dict[tuple[str, str], int] = {}
    for year, start in zip(years, starts.tolist(), strict=False):
        own = {key: start + c for key, c in capacities(year.grouped.program)}
        rented = _rented(year.problem)
        rows += [
            (own[key], before[key])
            for key in own.keys() & before.keys()
            if key[1] not in rented
        ]
        before = own
    index = np.repeat(np.arange(len(rows)), 2)
    column = np.array(rows, dtype=np.int64).ravel()
    value = np.tile([1.0, -1.0], len(rows))
    shape = (len(rows), int(starts[-1]))
    return sparse.csr_array(sparse.coo_array((value, (index, column)), shape=shape))


def _rented(problem: Problem) -> frozenset[str]:
    """Return what may go after any year: rented plants, offers, sales of heat."""
    passing = (*RENTED, WAITING)
    plants = (p.key for p in problem.plants if p.option in passing)
    offers = (o.key for o in problem.offers)
    return frozenset([*plants, *offers, *(s.key for s in problem.heat)])
