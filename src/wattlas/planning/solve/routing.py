"""Where requests go when many sites are sized: by the month, not by the step.

Every site may serve the requests of every origin, so in each step all sites hang
together, and the factor of a matrix of 24 sites fills without an end. Beyond a few
sites a plan is therefore sized with requests that are parted alike in all hours of a
month; dispatch parts them anew in every hour. On six sites that is 0.2 % dearer than
to part them in every step (benchmarks/README).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.problem import Problem
from wattlas.planning.solve.blocks import Steps
from wattlas.planning.solve.matrices import LinearProgram
from wattlas.planning.work_places import desks, halls, runs, stands

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array

FEW_SITES = 6
"""Up to so many sites requests are parted in every step of sizing."""
ROUTED = ("served_m_per_h", "requests_served")
"""The decisions and rows that part requests."""


def routing_steps(problem: Problem, steps: Steps) -> Steps:
    """Return the steps in which requests are parted among sites: these, or months."""
    serving = problem.serving
    if serving is None or steps.count == problem.hours:
        return steps
    if len({site for _, site in serving.routes}) <= FEW_SITES:
        return steps
    begins = np.flatnonzero(np.diff(problem.months, prepend=-1))
    return Steps(begins, problem.hours)


def shapes_of(problem: Problem, steps: Steps) -> dict[str, Array]:
    """Return what decisions are in each hour over their mean in its step.

    Requests served follow the requests that come.
    """
    serving = problem.serving
    if serving is None:
        return {}
    mean = steps.spread(steps.mean(serving.requests_per_h))
    ratio = serving.requests_per_h / np.maximum(mean, 1e-300)
    rows = [serving.origins.index(desk.origin) for desk in desks(problem)]
    return {"served_m_per_h": ratio[rows]}


def with_sites(problem: Problem, program: LinearProgram) -> LinearProgram:
    """Return a program that says of each column at which site it is."""
    places: dict[str, dict[str, str]] = {
        "site": {site: site for site in problem.sites},
        "plant": {plant.key: plant.site for plant in problem.plants},
        "store": {store.key: store.site for store in problem.stores},
        "desk": {desk.label: desk.site for desk in desks(problem)},
        "hall": {hall.label: hall.site for hall in halls(problem)},
        "run": {run.label: run.site for run in runs(problem)},
        "place": {stand.label: stand.site for stand in stands(problem)},
    }
    number = {site: i for i, site in enumerate(problem.sites, 1)}
    parts = np.zeros(len(program.cost), dtype=np.int64)
    for block in program.columns.values():
        for dimension in places.keys() & set(block.dims):
            for label in block.labels[dimension]:
                site = places[dimension][label]
                parts[block.at(**{dimension: label})] = number[site]
    return program.having(parts=parts)
