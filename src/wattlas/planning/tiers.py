"""Falling tiers of a filed tariff, told at the load that a plan itself has.

A price that falls with the amount makes the cost bend downwards: the best plan of it
lies at an end of some tier. It is looked for from two sides, from the tiers of the load
that is given and from those of no load, each time until a plan's own tiers are those
that it was made at; the cheaper one, as its bills say, is the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from wattlas.planning.answer.energy import Figures
from wattlas.planning.answer.figures import figures
from wattlas.planning.answer.values import Values
from wattlas.planning.ask.bills import told_at
from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve.stages import Solved
from wattlas.planning.tariff import falls, standing_charge
from wattlas.planning.variants import Variant

ROUNDS = 4
"""How often a plan is made again at the tiers of its own load."""


@dataclass(frozen=True)
class Made:
    """A plan, the program of all options it was made in, and its loads elsewhere."""

    every_option: Variant
    found: Solved
    tried: Mapping[tuple[str, ...], Solved | None]

    @property
    def figures(self) -> Figures:
        """What the plan takes, as its bills say."""
        return figures(self.found.sized.variant, self.found.x)


Making = Callable[[Variant], Made]


def best_told(variant: Variant, make: Making) -> Made:
    """Return the cheapest plan over the tiers at which falling prices are told."""
    first, problem = _settled(make(variant), make), variant.problem
    if not _has_falls(problem):
        return first
    other = _settled(make(Variant.of(told_at(problem, {}))), make)
    return min(first, other, key=lambda m: m.figures.total_cost)


def _settled(made: Made, make: Making) -> Made:
    """Return a plan whose own tiers are those that it was made at, or the cheapest."""
    for _ in range(ROUNDS):
        told = _in_own_tiers(made)
        if told is None:
            return made
        again = make(Variant.of(told))
        if again.figures.total_cost >= made.figures.total_cost:
            return made
        made = again
    return made


def _in_own_tiers(made: Made) -> Problem | None:
    """Return the problem told at a plan's own load; None where no tier changes."""
    problem = made.every_option.problem
    if not _has_falls(problem):
        return None
    values = Values(made.found.sized.variant, made.found.x)
    bought = {s: values.at("import_mw", site=s) * THOUSAND for s in problem.sites}
    told = told_at(problem, bought)
    months, years = problem.months, problem.years
    same = all(
        np.allclose(a.price_per_kwh, b.price_per_kwh)
        and np.isclose(
            standing_charge(a, months, years), standing_charge(b, months, years)
        )
        for a, b in zip(problem.grids, told.grids, strict=True)
    )
    return None if same else told


def _has_falls(problem: Problem) -> bool:
    return any(g.terms is not None and falls(g.terms) for g in problem.grids)
