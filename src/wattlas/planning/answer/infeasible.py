"""What cannot be met: which demand fails, where, by how much, and what would mend it.

Every limit is made elastic alone, and the least that it must give is found. Limits that
mend the plan alone are the smallest relaxations; where none does, all give at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sparse

from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve import (
    InfeasibleProgramError,
    LinearProgram,
    Within,
    solve,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MATCHING = ("matching_hourly", "matching_monthly", "matching_annual")
YEARLY = (
    *((name, "share", True) for name in MATCHING),
    ("carbon_cap", "t", True),
    ("water_cap", "m3", True),
    ("capital_budget", "k", True),
    ("training_done", "thousand chip-hours", False),
    ("training_power_cap", "MW", True),
)
"""Limits without a site: constraint, unit, and whether its rows share one slack."""
DUST = 1e-6


@dataclass(frozen=True)
class Relaxation:
    """By how much a demand or limit must give, alone, for a plan to be possible.

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
    """Rows that may give, and by how much one unit of slack lets them."""

    limit: str
    where: str
    unit: str
    rows: NDArray[np.int64]
    scale: float
    shared: bool


def relaxations(
    problem: Problem, lp: LinearProgram, length_h: Array
) -> list[Relaxation]:
    """Return what would mend an infeasible program: each alone, else all together."""
    gives = list(_gives(problem, lp))
    alone: list[Relaxation] = []
    for limit in dict.fromkeys(g.limit for g in gives):
        found = _least(lp, [g for g in gives if g.limit == limit], length_h)
        alone += found or []
    return alone or _least(lp, gives, length_h) or []


def _gives(problem: Problem, lp: LinearProgram) -> Iterable[_Give]:
    for site in problem.sites:
        for name, unit, shared in (
            ("connection_limit", "MW", True),
            ("power_balance", "MWh", False),
        ):
            block = lp.rows.get(name)
            if block and site in block.labels["site"]:
                yield _Give(name, site, unit, block.at(site=site), 1.0, shared)
    used = _used_mwh(problem)
    for name, unit, shared in YEARLY:
        if name in lp.rows and (name not in MATCHING or used):
            rows = np.ravel(lp.rows[name].position)
            scale = used / len(rows) if name in MATCHING else 1.0
            yield _Give(name, "", unit, rows, scale, shared)


def _used_mwh(problem: Problem) -> float:
    """Return about what the buildings draw, to turn a share into energy. [MWh]"""
    kwh = 0.0
    for site, load in problem.base_it_kw.items():
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
) -> list[Relaxation] | None:
    """Return the least that some limits must give together; None if they cannot."""
    slack, owner = _slack(lp, gives)
    count = slack.shape[1]
    elastic = lp.having(
        matrix=sparse.csr_array(sparse.hstack([lp.matrix, slack])),
        cost=np.concatenate([np.zeros(len(lp.cost)), np.ones(count)]),
        low=np.concatenate([lp.low, np.zeros(count)]),
        high=np.concatenate([lp.high, np.full(count, np.inf)]),
    )
    try:
        found = solve(elastic, within=Within(1e-3))
    except InfeasibleProgramError:
        return None
    given = found.x[len(lp.cost) :]
    out = []
    for i, give in enumerate(gives):
        mine = given[owner == i]
        if mine.sum() > DUST:
            out.append(_relaxation(give, mine, length_h))
    return out


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
    if give.limit != "power_balance":
        return Relaxation(give.limit, give.where, float(slack.sum()), give.unit)
    hours = int(length_h[slack > DUST].sum())
    energy = float((slack * length_h).sum())
    return Relaxation(give.limit, give.where, energy, give.unit, hours)
