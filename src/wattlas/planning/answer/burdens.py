"""What each decision of a program emits and consumes, as rows of the program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program import build
from wattlas.planning.program import limits as limit_rows
from wattlas.planning.solve import LinearProgram, matrices
from wattlas.planning.variants import Variant

with needs_extra("A plan", "plan"):
    import scipy.sparse as sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

CAPS = {"carbon": "carbon_cap", "water": "water_cap"}
"""By burden, the row that adds it up: t of carbon, m3 of water weighted by stress."""
_ANY = 1.0


def with_burdens(variant: Variant) -> Variant:
    """Return the program with a row for carbon and for water.

    A row has no limit where the problem has none.
    """
    limits = variant.problem.limits
    caps = {"carbon_cap_kg": limits.carbon_cap_kg, "water_cap_l": limits.water_cap_l}
    lacking = {name: _ANY for name, cap in caps.items() if cap is None}
    if not lacking:
        return variant
    capped = variant.problem.limited(**lacking)
    rows = matrices(build(capped, (limit_rows.carbon_cap, limit_rows.water_cap)))
    return Variant(variant.problem, _joined(variant.program, rows))


def _joined(program: LinearProgram, burdens: LinearProgram) -> LinearProgram:
    """Return a program with those rows of another that it lacks, without a limit."""
    known, rows = len(program.row_low), dict(program.rows)
    places: list[int] = []
    for name, block in burdens.rows.items():
        if name not in rows:
            rows[name] = replace(block, position=np.full((), known + len(places)))
            places.append(int(block.position))
    return program.having(
        matrix=sparse.csr_array(
            sparse.vstack([program.matrix, burdens.matrix[places]])
        ),
        row_low=np.append(program.row_low, np.full(len(places), -np.inf)),
        row_high=np.append(program.row_high, np.full(len(places), np.inf)),
        rows=rows,
    )


def burden(variant: Variant, of: str) -> Array:
    """Return the carbon [t] or water [m3, weighted] of one more of each decision."""
    row = np.ravel(variant.program.rows[CAPS[of]].position)
    return np.asarray(variant.program.matrix[row].todense()).ravel()


def capped(variant: Variant, row: str, most: float) -> Variant:
    """Return the variant with another limit of a row. [t of carbon, m3 of water]"""
    high = variant.program.row_high.copy()
    high[np.ravel(variant.program.rows[row].position)] = most
    return Variant(variant.problem, variant.program.having(row_high=high))
