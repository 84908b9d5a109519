"""Sets of capacities held against every scenario: what each costs, and regrets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wattlas.errors import NoPlanError
from wattlas.planning.scenarios.extensive_form import Sizes
from wattlas.planning.scenarios.planned import Planned, by_unit
from wattlas.planning.scenarios.record import Candidate, Outcome


def candidates(plans: Sequence[Planned], shared: Sizes | None) -> dict[str, Sizes]:
    """Return sets of capacities: for all, central, each scenario's, and their mean."""
    able = {str(i): p.sizes for i, p in enumerate(plans) if i and p.outcome}
    if not able:
        raise NoPlanError("No scenario has a plan: the limits are too tight for any.")
    sets = {} if shared is None else {"all": shared}
    sets |= {"central": plans[0].sizes, "mean": _mean(list(able.values()))}
    return sets | able


def _mean(sizes: Sequence[Sizes]) -> Sizes:
    keys = dict.fromkeys(k for s in sizes for k in s)
    return {k: float(np.mean([s.get(k, 0.0) for s in sizes])) for k in keys}


def compared(
    sets: Mapping[str, Sizes],
    costs: Sequence[Sequence[float | None]],
    outcomes: Sequence[Outcome | None],
) -> tuple[tuple[float | None, ...], tuple[Candidate, ...]]:
    """Return the least cost of each scenario, and the regret of each candidate.

    `costs` has one row for each scenario, one column for each candidate.
    """
    best = tuple(
        min([c for c in row if c is not None] + ([o.cost] if o else []), default=None)
        for row, o in zip(costs, outcomes, strict=True)
    )
    found = []
    for i, (name, sizes) in enumerate(sets.items()):
        mine = tuple(row[i] for row in costs)
        met = [c for c in mine if c is not None]
        regrets = [
            c - b for c, b in zip(mine, best, strict=True) if c is not None and b
        ] or [float("inf")]
        mean = float(np.mean(met)) if met else float("inf")
        power, energy = by_unit(sizes)
        found.append(
            Candidate(
                name, power, energy, mine, mean, float(np.mean(regrets)), max(regrets)
            )
        )
    return best, tuple(found)


def chosen(candidates: Sequence[Candidate], alike: float) -> Candidate:
    """Return the candidate to build; of those alike in cost, the first."""
    fewest = min(c.failures for c in candidates)
    able = [c for c in candidates if c.failures == fewest]
    least = min(c.mean_cost for c in able)
    return next(c for c in able if c.mean_cost <= least + alike)
