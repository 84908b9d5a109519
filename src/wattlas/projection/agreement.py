"""Inputs that cannot both be true, and results beyond all meaning."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wattlas.chain.types import Value
from wattlas.errors import ContradictionError, InputError
from wattlas.projection.assumptions import Assumptions
from wattlas.projection.supply import options

MOST_TWH = 1e9
"""Some thirty thousand times what the world generates: no demand means that."""


def check_agreement(inputs: Assumptions, last: int) -> None:
    """Raise ContradictionError if two inputs of an outlook cannot both be true."""
    now, limit = inputs["users.2025"], inputs["users.limit"]
    if limit.mid <= now.mid:
        raise ContradictionError(
            f"users.limit is {limit.mid:g} billion and users.2025 {now.mid:g} billion: "
            f"the limit must be above today. Raise users.limit."
        )
    for key in options():
        _check_programme(inputs, key, last)


def _check_programme(inputs: Assumptions, key: str, last: int) -> None:
    name = f"units_per_year.{key}"
    units = inputs.items.get(name)
    if units is None or units.high == 0:
        return
    start, chance = (inputs.items.get(f"{q}.{key}") for q in ("start_year", "chance"))
    if start is not None and start.low > last:
        raise ContradictionError(
            f"{name} is {units.mid:g} and start_year.{key} {start.low:g}, after the "
            f"last year {last}: nothing would be built. Move one of the two."
        )
    if chance is not None and chance.given and chance.mid < 1:
        raise ContradictionError(
            f"{name} builds for sure and chance.{key} is {chance.mid:g}. Give one of "
            f"the two."
        )


def check_finite(samples: Mapping[str, Mapping[str, Value]]) -> None:
    """Raise InputError if a demand has grown beyond all meaning."""
    for method, quantities in samples.items():
        if not np.all(np.asarray(quantities["ai_demand_twh"]) < MOST_TWH):
            raise InputError(
                f"The demand by {method} grows beyond {MOST_TWH:g} TWh, thousands of "
                f"times what the world generates. Lower growth or halving_years, or "
                f"end earlier (--to)."
            )
