"""Inputs that cannot both be true, and results beyond all meaning."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wattlas import facts
from wattlas.chain.types import Value
from wattlas.errors import ContradictionError, InputError
from wattlas.projection.assumptions import Assumptions
from wattlas.projection.demand import LAST_COUNT, counted_twh
from wattlas.projection.history import base_generation_twh
from wattlas.projection.supply import options

PART, WHOLE = "place_twh.", "place_electricity_twh."
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
    _check_place(inputs)
    _check_regions(inputs)
    _check_chips(inputs)


def _check_place(inputs: Assumptions) -> None:
    """Refuse a place whose data centres take more than all of its electricity."""
    for name, item in inputs.items.items():
        whole = inputs.items.get(name.replace(PART, WHOLE, 1))
        if name.startswith(PART) and whole is not None and item.mid >= whole.mid:
            raise ContradictionError(
                "{name} is {mid:g} TWh and {whole} {all:g} TWh: data centres are a "
                "part of all electricity. Lower the first or raise the second.",
                name=name,
                mid=item.mid,
                whole=whole.name,
                all=whole.mid,
            )


def _check_regions(inputs: Assumptions) -> None:
    """Refuse a region whose data centres take more than all that it generates."""
    for region, twh in base_generation_twh().items():
        name = f"data_centre_{LAST_COUNT}_twh.{region}"
        counted, all_twh = inputs[name], float(np.ravel(twh)[0])
        if counted.given and counted.high >= all_twh:
            raise ContradictionError(
                "{name} is {high:g} TWh and all generation there {all:.0f} TWh: data "
                "centres are a part of it. Lower {name}.",
                name=name,
                high=counted.high,
                all=all_twh,
            )


def _check_chips(inputs: Assumptions) -> None:
    """Refuse chips that would have taken more than a region's data centres did."""
    v = inputs.mids()
    ai, stood = (np.ravel(twh) for twh in counted_twh(v))
    for at, region in enumerate(facts.keys("outlook_regions")):
        count = f"data_centre_{LAST_COUNT}_twh.{region}"
        if ai[at] >= stood[at]:
            raise ContradictionError(
                "By the chips that were shipped, AI took {ai:.3g} TWh of {count} "
                "{stood:.3g} TWh in {year}: it is a part of all data centres. Lower "
                "shipped_chips, or raise {count}.",
                ai=ai[at],
                count=count,
                stood=stood[at],
                year=LAST_COUNT,
            )


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
