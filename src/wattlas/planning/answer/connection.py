"""What a smaller connection would cut: its power against the hours of curtailment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.exports import sold_mw
from wattlas.planning.answer.parts import ConnectionPoint
from wattlas.planning.answer.values import Values
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.supply import OFF_SITE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HOURS = (0, 10, 20, 50, 100, 200, 400, 800)
"""Hours of a year in which a load may be cut, at most: those of offers run from tens
(demand response) to some hundreds (interruptible connections)."""

DUST = 1e-4
"""Share of a power or a load that is the solver's tolerance: none is cut of it."""


def connection_points(v: Values) -> Iterator[ConnectionPoint]:
    """Yield for each site with a grid the connection that so many hours would spare.

    What is drawn through it, bought or delivered, is that of the plan: batteries and
    plants do not answer anew, so a plan for the smaller connection cuts no more. A
    site without a load has nothing to cut.
    """
    all_kwh = sum(v.load_kwh(site) for site in v.problem.sites)
    for grid in v.problem.grids:
        drawn = drawn_mw(v, grid.site) * THOUSAND
        if drawn.max(initial=0.0) > 0 and v.load_kwh(grid.site) > DUST * all_kwh:
            yield from points_of(grid.site, drawn, v.load_kwh(grid.site))


def points_of(site: str, drawn_kw: Array, load_kwh: float) -> Iterator[ConnectionPoint]:
    """Yield the points of one site.

    ``curtailed = sum(max(drawn - connection, 0))``

    >>> [p.connection_kw for p in points_of("a", np.array([3.0, 1.0, 2.0]), 6.0)]
    [3.0]
    """
    highest = np.sort(drawn_kw)[::-1]
    for hours in (h for h in HOURS if h < len(highest)):
        limit = float(highest[hours])
        over = np.maximum(drawn_kw - limit, 0.0)
        if highest[0] - limit <= DUST * highest[0]:
            over = np.zeros_like(over)
        energy = float(over.sum())
        yield ConnectionPoint(
            site=site,
            connection_kw=limit,
            curtailed_hours=int(np.count_nonzero(over)),
            longest_hours=_longest(over > 0),
            curtailed_kwh=energy,
            curtailed_share=energy / load_kwh,
        )


def drawn_mw(v: Values, site: str) -> Array:
    """Return what comes to a site through its connection in each hour. [MW]"""
    total = v.at("import_mw", site=site)
    for plant in v.problem.plants:
        if plant.site == site and plant.node == OFF_SITE:
            total = total + v.at("output_mw", plant=plant.key) - sold_mw(v, plant)
    return np.asarray(total)


def _longest(cut: NDArray[np.bool_]) -> int:
    """Return how many hours in a row are cut at the longest."""
    begins = np.flatnonzero(np.diff(np.concatenate([[False], cut, [False]])))
    return int(np.diff(begins)[::2].max(initial=0))
