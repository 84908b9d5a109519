"""How sure it is where a load stands best: the money of each place, figures drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from wattlas.draws import interval
from wattlas.parameters.drawing import SEED
from wattlas.planning.answer.alternatives import Placement
from wattlas.planning.answer.compose import placement
from wattlas.planning.ask import Asked
from wattlas.planning.finance.answer import (
    DRAWS,
    Flows,
    levelised,
    money_drawing,
    told_plan,
)
from wattlas.planning.finance.terms import Terms
from wattlas.planning.solve.stages import Solved
from wattlas.records import Range

MOST = 6
"""The cheapest places, whose money is drawn: the others are not near."""
Tried = Mapping[tuple[str, ...], Solved | None]


def placements_of(
    asked: Asked, terms: Terms, tried: Tried, best: Solved
) -> tuple[Placement, ...]:
    """Return what each way to place the loads costs, with ranges of the cheapest.

    All places are told in the same draws, their sizes and flows held; what backs them
    up is left out. `cheapest_share` is the share of draws in which a place costs least.
    """
    placed = {
        sites: placement(sites, plan, plan is best) for sites, plan in tried.items()
    }
    able = {sites: plan for sites, plan in tried.items() if plan is not None}
    near = sorted(able, key=lambda sites: able[sites].objective_k)[:MOST]
    if len(near) < 2:
        return tuple(placed.values())
    draws = money_drawing(asked)
    problems = [draws.problem(values) for values in draws.values(DRAWS, SEED)]
    flows = {s: Flows(able[s].sized.variant, able[s].x) for s in near}
    costs = np.array(
        [
            [levelised(told_plan(flows[s], p, terms), terms) for p in problems]
            for s in near
        ]
    )
    wins = np.bincount(costs.argmin(axis=0), minlength=len(near)) / len(problems)
    for sites, drawn, share in zip(near, costs, wins, strict=True):
        here = flows[sites]
        mid = levelised(told_plan(here, here.variant.problem, terms), terms)
        low, high = interval(drawn)
        placed[sites] = replace(
            placed[sites],
            yearly_cost=Range(min(low, mid), mid, max(high, mid)),
            cheapest_share=float(share),
        )
    return tuple(placed.values())
