"""The plan of one scenario: in blocks, units and runs may be split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wattlas.planning.answer.figures import figures
from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.scenarios.extensive_form import Sizes, capacities
from wattlas.planning.scenarios.record import Outcome
from wattlas.planning.solve import InfeasibleProgramError, LinearProgram
from wattlas.planning.solve.aggregate import blocked
from wattlas.planning.solve.blocks import EXPLORING_H
from wattlas.planning.solve.stages import Settings, size
from wattlas.planning.solve.time_clustering import steps_of
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Planned:
    """The plan of one scenario, None if there is none, its capacities, its program."""

    outcome: Outcome | None
    sizes: Sizes
    program: LinearProgram
    length_h: Array


def planned(problem: Problem) -> Planned:
    """Return the plan of one scenario, and its program."""
    variant = Variant.of(problem)
    steps = steps_of(problem, EXPLORING_H)
    try:
        found = size(variant, steps, Settings())
    except InfeasibleProgramError:
        program = blocked(variant.program, steps, {}).program
        return Planned(None, {}, program, steps.length_h)
    grouped = found.grouped
    at = figures(variant, grouped.hourly(found.found.x))
    sizes = {k: float(found.found.x[i]) for k, i in capacities(grouped.program)}
    cost = found.objective_k * THOUSAND
    outcome = Outcome(cost, at.carbon, at.water, *by_unit(sizes))
    return Planned(outcome, sizes, grouped.program, steps.length_h)


def by_unit(sizes: Sizes) -> tuple[dict[str, float], dict[str, float]]:
    """Return the power and the energy of capacities. [kW, kWh]"""
    power: dict[str, float] = {}
    energy: dict[str, float] = {}
    for (name, key), mw in sizes.items():
        (energy if name == "store_mwh" else power)[key] = mw * THOUSAND
    return power, energy
