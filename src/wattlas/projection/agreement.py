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
            "users.limit is {mid:g} billion and users.2025 {mid_2:g} billion: the "
            "limit must be above today. Raise users.limit.",
            mid=limit.mid,
            mid_2=now.mid,
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
            "{name} is {mid:g} and start_year.{key} {low:g}, after the last year "
            "{last}: nothing would be built. Move one of the two.",
            name=name,
            mid=units.mid,
            key=key,
            low=start.low,
            last=last,
        )
    if chance is not None and chance.given and chance.mid < 1:
        raise ContradictionError(
            "{name} builds for sure and chance.{key} is {mid:g}. Give one of the two.",
            name=name,
            key=key,
            mid=chance.mid,
        )


def check_finite(samples: Mapping[str, Mapping[str, Value]]) -> None:
    """Raise InputError if a demand has grown beyond all meaning."""
    for method, quantities in samples.items():
        if not np.all(np.asarray(quantities["ai_demand_twh"]) < MOST_TWH):
            raise InputError(
                "The demand by {method} grows beyond {most_twh:g} TWh, thousands of "
                "times what the world generates. Lower growth or halving_years, or "
                "end earlier (--to).",
                method=method,
                most_twh=MOST_TWH,
            )
