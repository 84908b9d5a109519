"""What each decision of a program emits and consumes, as rows of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.problem import Problem
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

CAPS = {"carbon": "carbon_cap", "water": "water_cap"}
"""By burden, the row that adds it up: t of carbon, m3 of water weighted by stress."""
_ANY = 1.0


def with_burdens(problem: Problem) -> Variant:
    """Return the program with a row for carbon and for water.

    A row has no limit where the problem has none.
    """
    limits = problem.limits
    caps = {"carbon_cap": limits.carbon_cap_kg, "water_cap": limits.water_cap_l}
    changes = {
        "carbon_cap_kg": _ANY if limits.carbon_cap_kg is None else limits.carbon_cap_kg,
        "water_cap_l": _ANY if limits.water_cap_l is None else limits.water_cap_l,
    }
    variant = Variant.of(problem.limited(**changes))
    free = [name for name, cap in caps.items() if cap is None]
    for name in free:
        variant = capped(variant, name, np.inf)
    return Variant(problem, variant.program)


def burden(variant: Variant, of: str) -> Array:
    """Return the carbon [t] or water [m3, weighted] of one more of each decision."""
    row = np.ravel(variant.program.rows[CAPS[of]].position)
    return np.asarray(variant.program.matrix[row].todense()).ravel()


def capped(variant: Variant, row: str, most: float) -> Variant:
    """Return the variant with another limit of a row. [t of carbon, m3 of water]"""
    high = variant.program.row_high.copy()
    high[np.ravel(variant.program.rows[row].position)] = most
    return Variant(variant.problem, variant.program.having(row_high=high))
