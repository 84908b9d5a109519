"""Power options of a study as plants and stores; what comes too late apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.hours import SiteHours, technology
from wattlas.parameters.power import PowerSection
from wattlas.planning.ask.applies import BATTERY, GRID, refuse_elsewhere, refuse_unused
from wattlas.planning.ask.option import ON_SITE, Option, Terms
from wattlas.planning.supply import Plant, Store

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Late:
    """An option that the tables or the study have, but not in the plan's year.

    `plant` is what it would be at one site, None for a store.
    """

    option: str
    from_year: float
    plant: Plant | None = None


def plants_and_stores(
    sections: Iterable[PowerSection],
    sites: Mapping[str, tuple[SiteHours, str]],
    terms: Terms,
) -> tuple[list[Plant], list[Store], list[Late]]:
    """Return the plants and stores that a study may build, and what comes too late.

    `sites` maps the name of a site to its hours and its country.
    """
    plants: list[Plant] = []
    stores: list[Store] = []
    late: list[Late] = []
    for section in sections:
        if section.use == GRID:
            continue
        refuse_elsewhere(section, sites)
        for name in section.sites or sites:
            hours, country = sites[name]
            known = terms.drawn.get((section.use, country))
            known = known or technology(section.use, country)
            refuse_unused(section, known.kind, known.key not in ON_SITE)
            option = Option(section, known, terms)
            first, is_store = option.first_year, known.kind == BATTERY
            if first is not None and first > terms.year:
                plant = None if is_store else option.plant(name, hours)
                late.append(Late(option.key, first, plant))
            elif is_store:
                stores.append(option.store(name))
            else:
                plants.append(option.plant(name, hours))
    return plants, stores, late
