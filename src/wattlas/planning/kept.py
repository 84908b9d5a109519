"""Whether the limits of the year hold at every hour, and by how much they do not.

Blocks blend sun, wind and load, so a plan that meets a share of carbon-free matching or
a cap in blocks may miss it in the hours. What is missed is added to the limit, and the
plan is sized again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.variants import Variant
from wattlas.planning.week import SOFT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wattlas.planning.solve import LinearProgram

    Array = NDArray[np.float64]

ENOUGH = 1e-3
"""Share of a limit whose miss is not worth sizing again."""


@dataclass(frozen=True)
class Kept:
    """What a limit of the year asks for, and what the plan reaches at every hour.

    Both are a share of the energy used (in the worst month where it is monthly), kg of
    carbon, or litres of water weighted by stress. `missed_share` is what is missed over
    what is asked for; 0 where the limit holds.
    """

    limit: str
    asked: float
    reached: float
    unit: str
    missed_share: float


def kept(variant: Variant, x: Array) -> tuple[Kept, ...]:
    """Return every limit of the year beside what values at every hour reach."""
    limits, lp = variant.problem.limits, variant.program
    found = []
    for name in (n for n in SOFT if n in lp.rows):
        if limits.matching is not None and name.startswith("matching"):
            share = limits.matching.share
            short = _over(variant, x, name) / _used_mwh(variant.problem, lp, x, name)
            reached = share - float(short.max())
            found.append(_kept(name, share, reached, "share", share - reached))
            continue
        cap = limits.carbon_cap_kg if name == "carbon_cap" else limits.water_cap_l
        unit = "kg" if name == "carbon_cap" else "L"
        asked = cap or 0.0
        reached = asked + float(_over(variant, x, name).sum()) * THOUSAND
        found.append(_kept(name, asked, reached, unit, reached - asked))
    return tuple(found)


def missed(variant: Variant, x: Array) -> float:
    """Return the largest share by which a limit of the year is missed."""
    return max((k.missed_share for k in kept(variant, x)), default=0.0)


def shortfall(variant: Variant, x: Array) -> dict[str, Array]:
    """Return by how much each row of the limits of the year is missed, 0 or more."""
    names = (n for n in SOFT if n in variant.program.rows)
    return {name: np.maximum(_over(variant, x, name), 0.0) for name in names}


def _kept(name: str, asked: float, reached: float, unit: str, missing: float) -> Kept:
    share = max(missing, 0.0) / max(abs(asked), 1e-9)
    return Kept(name, asked, reached, unit, share)


def _over(variant: Variant, x: Array, name: str) -> Array:
    """Return what each row lacks (or exceeds); below 0 where there is room."""
    lp = variant.program
    rows = np.ravel(lp.rows[name].position)
    activity = lp.matrix[rows] @ x
    over = np.maximum(lp.row_low[rows] - activity, activity - lp.row_high[rows])
    return np.asarray(over)


def _used_mwh(problem: Problem, lp: LinearProgram, x: Array, name: str) -> Array:
    """Return the energy that the buildings use, for each row of a matching."""
    block = lp.columns["it_mw"]
    pue = np.stack([problem.pue[s] for s in block.labels["site"]])
    used = (pue * x[block.position]).sum(axis=0)
    if name != "matching_monthly":
        return np.array([used.sum()])
    months = np.bincount(problem.months, weights=used)
    return np.asarray(months[np.unique(problem.months)])
