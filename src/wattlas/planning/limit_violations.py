"""Whether the limits of the year hold at every hour, and by how much they do not.

Blocks blend sun, wind and load, so a plan that meets a share of carbon-free matching or
a cap in blocks may miss it in the hours. What is missed is added to the limit, and the
plan is sized again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.parts import LimitViolation
from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve.week import SOFT
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wattlas.planning.solve import LinearProgram

    Array = NDArray[np.float64]


def limit_violations(variant: Variant, x: Array) -> tuple[LimitViolation, ...]:
    """Return every limit of the year beside what values at every hour reach."""
    limits, lp = variant.problem.limits, variant.program
    found = []
    for name in (n for n in SOFT if n in lp.rows):
        if limits.matching is not None and name.startswith("matching"):
            share = limits.matching.share
            short = _over(variant, x, name) / _used_mwh(variant.problem, lp, x, name)
            reached = share - float(short.max())
            found.append(_violation(name, share, reached, "share", share - reached))
            continue
        cap = limits.carbon_cap_kg if name == "carbon_cap" else limits.water_cap_l
        unit = "kg" if name == "carbon_cap" else "L"
        asked = cap or 0.0
        reached = asked + float(_over(variant, x, name).sum()) * THOUSAND
        found.append(_violation(name, asked, reached, unit, reached - asked))
    return tuple(found)


def missed(variant: Variant, x: Array) -> float:
    """Return the largest share by which a limit of the year is missed."""
    return max((k.missed_share for k in limit_violations(variant, x)), default=0.0)


def shortfall(variant: Variant, x: Array) -> dict[str, Array]:
    """Return by how much each row of the limits of the year is missed, 0 or more."""
    names = (n for n in SOFT if n in variant.program.rows)
    return {name: np.maximum(_over(variant, x, name), 0.0) for name in names}


def _violation(
    name: str, asked: float, reached: float, unit: str, missing: float
) -> LimitViolation:
    share = max(missing, 0.0) / max(abs(asked), 1e-9)
    return LimitViolation(name, asked, reached, unit, share)


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
