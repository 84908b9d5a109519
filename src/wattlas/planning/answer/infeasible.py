"""What cannot be met: which demand fails, where, by how much, and what would mend it.

Every limit is made elastic alone, and the least that it must give is found. Limits that
mend the plan alone are ways to mend it; where none does, all give at once, each counted
as a share of what it is, and demands only where the limits are not enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve import (
    InfeasibleProgramError,
    LinearProgram,
    Within,
    solve,
)

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MATCHING = ("matching_hourly", "matching_monthly", "matching_annual")
YEARLY = (
    *((name, "share", True) for name in MATCHING),
    ("carbon_cap", "t", True),
    ("water_cap", "m3", True),
    ("capital_budget", "", True),
    ("training_done", "thousand chip-hours", False),
    ("training_power_cap", "MW", True),
    ("chip_stock", "thousand chips", False),
)
"""Limits without a site: constraint, unit, and whether its rows share one slack."""
OFFERED = ("load_when_called", "ready_for_calls")
"""Rows that keep what a site offers to give up."""
DEMANDS = ("power_balance", "training_done")
PARTS = 1e4
"""Parts in which shares are counted: to a solver, costs below one are dust."""
DUST = 1e-6
NOTABLE = 1e-3
"""Share of the hour that lacks most below which an hour lacks nothing."""
NOTHING = 1e-4
"""Share of a limit below which what it gives is the solver's tolerance."""


@dataclass(frozen=True)
class Relaxation:
    """By how much a demand or limit must give for a plan to be possible.

    `amount` in `unit`: MW of connection at `where`, MWh that are not delivered in
    `hours` hours, a share of matching, t, m3, money, chip-hours, million requests.
    """

    limit: str
    where: str
    amount: float
    unit: str
    hours: int | None = None


@dataclass(frozen=True)
class _Give:
    """Rows that may give, and by how much one unit of slack lets them.

    `weights` are the share of the whole that one unit of each slack is.
    """

    limit: str
    where: str
    unit: str
    rows: NDArray[np.int64]
    scale: float
    weights: Array

    @property
    def shared(self) -> bool:
        """Whether all rows share one slack."""
        return len(self.weights) < len(self.rows)


def relaxations(
    problem: Problem, lp: LinearProgram, length_h: Array
) -> list[tuple[Relaxation, ...]]:
    """Return the ways to mend an infeasible program: one limit alone, else several.

    A way in which nothing gives says that the program has a solution after all; no way
    that it has none, whatever the limits.
    """
    gives = list(_gives(problem, lp, length_h))
    ways = [
        _least(lp, [g for g in gives if g.limit == limit], length_h)
        for limit in dict.fromkeys(g.limit for g in gives)
    ]
    alone = [way for way in ways if way is not None]
    if alone:
        return alone
    limits = [g for g in gives if g.limit not in DEMANDS]
    together = _least(lp, limits, length_h) or _least(lp, gives, length_h)
    return [] if together is None else [together]


def _gives(problem: Problem, lp: LinearProgram, length_h: Array) -> Iterable[_Give]:
    used = max(_used_mwh(problem), DUST)
    mean_mw = np.array([used / problem.hours])
    for site in problem.sites:
        for name, unit, weights in (
            ("connection_limit", "MW", 1.0 / mean_mw),
            ("power_balance", "MWh", length_h / used),
        ):
            block = lp.rows.get(name)
            if block and site in block.labels["site"]:
                yield _Give(name, site, unit, block.at(site=site), 1.0, weights)
    yield from _offered(problem, lp, 1.0 / mean_mw)
    for name, unit, shared in YEARLY:
        if name in lp.rows:
            rows = np.ravel(lp.rows[name].position)
            scale = used / len(rows) if name in MATCHING else 1.0
            whole = 1.0 if name in MATCHING else _size(lp, rows)
            weights = np.full(1 if shared else len(rows), 1.0 / whole)
            yield _Give(name, "", unit, rows, scale, weights)


def _offered(problem: Problem, lp: LinearProgram, weights: Array) -> Iterable[_Give]:
    """Yield what each offer asks for, in a call and in wait for one."""
    blocks = [lp.rows[name] for name in OFFERED if name in lp.rows]
    for offer in problem.offers:
        rows = np.concatenate([b.at(offer=offer.key) for b in blocks])
        yield _Give("offered", offer.site, "MW", rows, 1.0, weights)


def _size(lp: LinearProgram, rows: NDArray[np.int64]) -> float:
    """Return the size of a limit, by its bound or its largest entry."""
    bounds = np.concatenate([lp.row_low[rows], lp.row_high[rows]])
    finite = np.abs(bounds[np.isfinite(bounds)])
    entries = np.abs(lp.matrix[rows].data)
    return float(max(finite.max(initial=0.0), entries.max(initial=0.0), DUST))


def _used_mwh(problem: Problem) -> float:
    """Return about what the buildings draw, to turn a share into energy. [MWh]"""
    kwh = 0.0
    for site, load in problem.base_it_kw.items():
        kwh += float((problem.pue[site] * load).sum())
    for placed in problem.placed:
        site, load = next(iter(placed.it_kw.items()))
        kwh += float((problem.pue[site] * load).sum())
    mean_pue = float(np.mean([np.mean(p) for p in problem.pue.values()]))
    if problem.serving is not None:
        chip = problem.serving.chips[0]
        requests = float(problem.serving.requests_per_h.sum())
        kwh += requests * chip.it_energy_kwh * mean_pue
    if problem.training is not None:
        kwh += problem.training.chips[0].it_energy_kwh * mean_pue
    return kwh / THOUSAND


def _least(
    lp: LinearProgram, gives: list[_Give], length_h: Array
) -> tuple[Relaxation, ...] | None:
    """Return the least that some limits must give together; None if they cannot."""
    slack, owner = _slack(lp, gives)
    count = slack.shape[1]
    elastic = lp.having(
        matrix=sparse.csr_array(sparse.hstack([lp.matrix, slack])),
        cost=np.concatenate(
            [np.zeros(len(lp.cost)), *(PARTS * g.weights for g in gives)]
        ),
        low=np.concatenate([lp.low, np.zeros(count)]),
        high=np.concatenate([lp.high, np.full(count, np.inf)]),
    )
    try:
        found = solve(elastic, within=Within(1e-5))
    except InfeasibleProgramError:
        return None
    given = found.x[len(lp.cost) :]
    mine = [given[owner == i] for i in range(len(gives))]
    return tuple(
        _relaxation(give, slack, length_h)
        for give, slack in zip(gives, mine, strict=True)
        if slack @ give.weights > NOTHING
    )


def _slack(
    lp: LinearProgram, gives: list[_Give]
) -> tuple[sparse.csr_array, NDArray[np.int64]]:
    rows, columns, values, owner = [], [], [], []
    size = 0
    for i, give in enumerate(gives):
        count = 1 if give.shared else len(give.rows)
        at = np.zeros(len(give.rows), int) if give.shared else np.arange(count)
        sign = np.where(np.isfinite(lp.row_low[give.rows]), 1.0, -1.0)
        rows.append(give.rows)
        columns.append(size + at)
        values.append(sign * give.scale)
        owner.append(np.full(count, i))
        size += count
    entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    shape = (lp.matrix.shape[0], size)
    return sparse.csr_array(sparse.coo_array(entries, shape=shape)), np.concatenate(
        owner
    )


def _relaxation(give: _Give, slack: Array, length_h: Array) -> Relaxation:
    if give.limit == "capital_budget":
        return Relaxation(give.limit, "", float(slack.sum()) / THOUSAND, "million")
    if give.limit != "power_balance":
        return Relaxation(give.limit, give.where, float(slack.sum()), give.unit)
    hours = int(length_h[slack > max(DUST, NOTABLE * slack.max())].sum())
    energy = float((slack * length_h).sum())
    return Relaxation(give.limit, give.where, energy, give.unit, hours)
