"""How a study's plan is solved, and the questions beside it: blocks and tolerance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wattlas.errors import InputError
from wattlas.planning.answer.pareto import check_count
from wattlas.planning.answer.parts import FINAL_H
from wattlas.planning.solve import TOLERANCE
from wattlas.planning.solve.blocks import BESIDE_H, EXPLORING_H
from wattlas.planning.solve.stages import Settings
from wattlas.planning.variants import Variant
from wattlas.study import PlanSection, Study

FINAL_TOLERANCE = 1e-6
"""Chips can cost thirty times the power: a coarser optimum leaves traces of options."""
HOURLY_ROWS = 210_000
"""Up to so many rows, a site or two, every hour in one is as fast as blocks."""


@dataclass(frozen=True)
class Answers:
    """What is asked beside the plan."""

    ranges: bool
    break_evens: bool
    pareto: int


def answers_of(
    study: Study, ranges: bool, break_evens: bool, pareto: int | None
) -> Answers:
    """Return what a caller or the study asks; refuse what has no answer."""
    section = study.plan or PlanSection()
    asked = Answers(
        ranges or section.ranges,
        break_evens or section.break_evens,
        pareto or section.pareto or 0,
    )
    if asked.break_evens and section.objective != "cost":
        raise InputError(
            "A carbon price moves costs: break-evens need plan.objective cost, or none."
        )
    if asked.pareto:
        check_count(asked.pareto)
    return asked


def settings_of(study: Study, variant: Variant, explore: bool, proof: bool) -> Settings:
    """Return how a study is to be solved: a small program at every hour in one.

    To explore, blocks are longer; for a small program they would save nothing.
    """
    section, small = study.plan, _is_small(variant)
    block = (section.block_hours if section else None) or (1 if small else FINAL_H)
    if explore and not small:
        block = EXPLORING_H
    if proof:
        block = 1
    enough = TOLERANCE if explore else FINAL_TOLERANCE
    tolerance = (section.tolerance if section else None) or enough
    return Settings(block_hours=block, tolerance=tolerance)


def beside_of(settings: Settings, variant: Variant) -> Settings:
    """Return how questions beside the plan are solved: levers, entries, fronts."""
    block = EXPLORING_H
    if _is_small(variant):
        block = max(settings.block_hours, BESIDE_H)
    return replace(settings, block_hours=block)


def _is_small(variant: Variant) -> bool:
    return int(variant.program.matrix.shape[0]) <= HOURLY_ROWS
