"""A plan as blocks: what is decided and what it costs, then what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wattlas.planning.answer.energy import SHADOW_LINES
from wattlas.planning.answer.record import Plan
from wattlas.report.blocks import Block, Figure, Prose
from wattlas.report.charts.plan_views import PLAN_CHARTS, plan_drawing
from wattlas.report.plan_flexible import flexible_blocks
from wattlas.report.plan_fronts import front_step, worth_line
from wattlas.report.plan_measures import burdens_table, measures_table, placements_table
from wattlas.report.plan_money import money_blocks, money_line
from wattlas.report.plan_options import (
    break_evens_table,
    connection_table,
    entries_table,
    front_table,
    hours_table,
    near_optimal_table,
    promises_table,
)
from wattlas.report.plan_path import path_blocks
from wattlas.report.plan_reliability import missed_line, reliability_blocks
from wattlas.report.plan_scores import scores_blocks
from wattlas.report.plan_sentences import (
    how_lines,
    limit_line,
    moving_line,
    placed_line,
    shadow_lines,
    store_line,
    supply_lines,
    work_lines,
)
from wattlas.report.plan_tables import costs_table, sizes_table, uses_table
from wattlas.report.table import Number, Piece, Word, joined, word
from wattlas.report.words import plan_page
from wattlas.report.words import planning as words
from wattlas.report.words.notes import note_sentence


def plan_blocks(plan: Plan) -> list[Block]:
    """Return the blocks of a plan.

    What is decided and what it costs come first, then what would change it, then the
    places and the hours.
    """
    figures = {name: _figure(plan, name) for name in PLAN_CHARTS}
    blocks: list[Block] = [
        *_prose(_opening(plan)),
        *([placements_table(plan)] if plan.placements else []),
        *path_blocks(plan),
        measures_table(plan),
        figures["levers"],
        burdens_table(plan),
        *_prose(work_lines(plan)),
        sizes_table(plan),
        near_optimal_table(plan),
        figures["ranges"],
        *money_blocks(plan),
        *reliability_blocks(plan),
        costs_table(plan),
        figures["costs"],
        *scores_blocks(plan),
        *_prose(_bases(plan)),
        *_prose(supply_lines(plan)),
        *flexible_blocks(plan),
        uses_table(plan),
        *_fronts(plan, figures["front"]),
        *_prose(shadow_lines(plan)),
        *_break_evens(plan),
        promises_table(plan),
        *([connection_table(plan)] if plan.connection else []),
        *(figures[name] for name in ("map", "schedule", "dispatch", "worst-week")),
        *_prose(how_lines(plan)),
        hours_table(plan),
    ]
    return blocks


def _figure(plan: Plan, name: str) -> Figure:
    return Figure(name, partial(plan_drawing, plan, name))


def _prose(lines: Iterator[Piece]) -> list[Block]:
    told = tuple(lines)
    return [Prose(told)] if told else []


def _opening(plan: Plan) -> Iterator[Piece]:
    """Yield what is decided and its money, which limits hold, what comes too late."""
    if placed := placed_line(plan):
        yield placed
    if told := money_line(plan):
        yield told
    if missed := missed_line(plan):
        yield missed
    if moving := moving_line(plan):
        yield moving
    for item in plan.limit_violations:
        yield limit_line(item, plan.proof.block_hours)
    if plan.late:
        named = (
            word(words.LATE_OPTION, option=words.part_name(o), year=_year(y))
            for o, y in dict(plan.late).items()
        )
        yield word(words.LATE, year=_year(plan.year), options=joined(named))


def _bases(plan: Plan) -> Iterator[Piece]:
    """Yield what the figures of cost are of, and what the plan took or left out."""
    yield Word(plan_page.HOME)
    yield Word(words.MONEY_LINES)
    free = words.NO_BASELINE if plan.baseline is None else words.BASELINE_IS_FREE
    yield word(free, home=plan.home)
    yield from map(note_sentence, plan.notes)


def _year(value: float) -> Number:
    return Number(value, form="year")


def _fronts(plan: Plan, figure: Figure) -> list[Block]:
    """Return what less carbon and less water cost."""
    if not plan.fronts:
        return []
    steps: list[Piece] = [front_step(plan, of) for of in plan.fronts]
    if any(costs.get(n) for costs in plan.figures.costs.values() for n in SHADOW_LINES):
        steps.append(Word(plan_page.ON_TOP))
    tables = (front_table(plan, of) for of in plan.fronts)
    return [figure, Prose(tuple(steps)), *tables]


def _break_evens(plan: Plan) -> list[Block]:
    """Return when each option that is not chosen would enter."""
    stores = [store_line(item) for item in plan.store_break_evens]
    table = entries_table(plan) if plan.entries else break_evens_table(plan)
    told = [worth_line(plan), *stores] if plan.entries else stores
    return [table, *([Prose(tuple(told))] if told else [])]
