"""Ramps that no step can reach: rows that are left out of a program in blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.problem import Problem
from wattlas.planning.solve.aggregate import Blocked
from wattlas.planning.solve.blocks import Steps
from wattlas.planning.supply import Plant

if TYPE_CHECKING:
    from wattlas.planning.problem import Array


def without_idle_ramps(grouped: Blocked, problem: Problem, steps: Steps) -> Blocked:
    """Return a program whose ramps that cannot bind are free: its optimum is the same.

    A plant runs between its minimum load and what is available of it, so it cannot move
    by more than ``availability - min_load_share * availability_before`` of its capacity
    from one step to the next; in a step of six hours a ramp mostly allows more.
    """
    slow = [p for p in problem.plants if p.ramp_share_per_hour < 1]
    if not slow:
        return grouped
    program = grouped.program
    low, high = program.row_low.copy(), program.row_high.copy()
    for name, rising in (("ramp_up", True), ("ramp_down", False)):
        idle = np.stack([_idle(p, steps, rising) for p in slow])
        block = program.rows[name]
        axis = block.dims.index("time")
        at = np.isin(steps.first_hour, block.labels["time"])
        rows = np.moveaxis(block.position, axis, -1)[idle[:, at]]
        rows = rows[rows >= 0]
        low[rows], high[rows] = -np.inf, np.inf
    return replace(grouped, program=program.having(row_low=low, row_high=high))


def _idle(plant: Plant, steps: Steps, rising: bool) -> Array:
    """Return for each step whether the ramp into it cannot bind."""
    most = steps.mean(np.broadcast_to(plant.availability, steps.hours).astype(float))
    least = plant.min_load_share * most
    high, low = (most, np.roll(least, 1)) if rising else (np.roll(most, 1), least)
    allowed = plant.ramp_share_per_hour * steps.length_h
    return np.asarray(allowed >= high - low)
