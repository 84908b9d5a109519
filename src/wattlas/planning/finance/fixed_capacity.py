"""A plan held as it is at other figures: the grid makes up for what they change.

Where plants give less than in the plan, or buildings draw more, the grid gives the
rest; where it is the other way round it gives less. What plants give beyond all that
they gave takes the place of what is bought, and what is more than that is lost. Nothing
is decided anew, so the cost is at least that of a plan made for these figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND, Frame
from wattlas.planning.supply import VIRTUAL, Plant
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


ALL_OF_IT = 1.0 - 1e-6
"""Share of what a plant can give from which on it gives all."""


def held_flows(plan: Variant, planned: Array, problem: Problem) -> Array:
    """Return the values of a plan's decisions at the figures of another problem."""
    x, columns = planned.copy(), plan.program.columns
    imports = columns["import_mw"]
    for plant in problem.plants:
        lost = _output_held(plan, plant, x)
        if plant.node != VIRTUAL:
            x[imports.at(site=plant.site)] += lost
        _give_more(plan, plant, planned, x)
    for site in problem.sites:
        at = imports.at(site=site)
        more = _more_load_mw(plan, planned, problem, site)
        x[at] = np.maximum(x[at] + more, 0.0)
    _raise_peaks(plan, planned, problem, x)
    return np.asarray(x)


def _output_held(plan: Variant, plant: Plant, x: Array) -> Array:
    """Lower a plant's output to what it can give; return what the site lacks. [MW]

    What it sells goes first.
    """
    columns = plan.program.columns
    output = columns["output_mw"].at(plant=plant.key)
    size = float(x[columns["capacity_mw"].at(plant=plant.key)][0])
    lost = np.maximum(x[output] - np.asarray(plant.availability) * size, 0.0)
    x[output] -= lost
    block = columns.get("sold_mw")
    if block is not None and plant.key in block.labels["plant"]:
        sold = block.at(plant=plant.key)
        unsold = np.minimum(x[sold], lost)
        x[sold] -= unsold
        lost = lost - unsold
    return np.asarray(lost)


def _give_more(plan: Variant, plant: Plant, planned: Array, x: Array) -> None:
    """Let a plant that gave all it could give what it has more, if that is needed."""
    columns = plan.program.columns
    output = columns["output_mw"].at(plant=plant.key)
    size = float(x[columns["capacity_mw"].at(plant=plant.key)][0])
    before = next(p for p in plan.problem.plants if p.key == plant.key)
    could = np.asarray(before.availability) * size
    more = np.maximum(np.asarray(plant.availability) * size - could, 0.0)
    more = np.where(planned[output] >= could * ALL_OF_IT, more, 0.0)
    if plant.node != VIRTUAL:
        bought = columns["import_mw"].at(site=plant.site)
        more = np.minimum(more, x[bought])
        x[bought] -= more
    x[output] += more


def _more_load_mw(plan: Variant, planned: Array, problem: Problem, site: str) -> Array:
    """Return by how much a building draws more than in the plan. [MW]"""
    before = plan.problem
    it = planned[plan.program.columns["it_mw"].at(site=site)]
    given = problem.base_it_kw.get(site, np.zeros(1))
    more = given - before.base_it_kw.get(site, np.zeros(1))
    moved = (problem.pue[site] - before.pue[site]) * it
    return np.asarray(moved + problem.pue[site] * more / THOUSAND)


def _raise_peaks(plan: Variant, planned: Array, problem: Problem, x: Array) -> None:
    """Let the highest power of every window follow what is bought."""
    columns = plan.program.columns
    for window in Frame(problem).windows:
        inside = columns["import_mw"].at(site=window.site)[window.hours]
        rise = x[inside].max() - planned[inside].max()
        for name in ("peak_mw", "billed_mw"):
            if name in columns and window.label in columns[name].labels["window"]:
                peak = columns[name].at(window=window.label)
                x[peak] = np.maximum(planned[peak] + rise, 0.0)
