"""What the terminal and the page both say of a plan, in a language."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from wattlas.planning import Plan
from wattlas.planning.answer.parts import (
    ENOUGH,
    FINAL_H,
    Entry,
    LimitViolation,
    Point,
    StoreBreakEven,
)
from wattlas.report.format import NOUGHT, TRACE, fine_per_cent, significant
from wattlas.report.words import planning as words
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import KG_PER_T, L_PER_M3, MILLION


def moving_line(plan: Plan, say: Language = ENGLISH) -> str:
    """Return whether other sites than home are worth it; nothing where none are."""
    sites = next((item for item in plan.left_out if item.name == "sites"), None)
    if sites is None:
        return ""
    if sites.total_more is None:
        return say(words.MOVING[None], home=plan.home)
    if sites.total_more <= _seen(plan):
        return say(words.MOVING[False])
    more = f"{significant(sites.total_more / MILLION)} {say('million')}"
    return say(words.MOVING[True], home=plan.home, more=more, currency=plan.currency)


def without_line(plan: Plan, say: Language = ENGLISH) -> str:
    """Return what it is to leave a lever out, and how exact levers and plan are."""
    proof = plan.proof
    block = significant(proof.beside_block_hours)
    gap = fine_per_cent(0.0 if proof.proven else max(proof.gap, 0.0))
    return say(words.WITHOUT, block=block, gap=gap)


def without_cell(plan: Plan, lever: str, say: Language = ENGLISH) -> str:
    """Return what a plan costs more without a lever, in millions."""
    item = next((item for item in plan.left_out if item.name == lever), None)
    if item is None:
        return ""
    if item.total_more is None:
        return say(words.NO_PLAN)
    if abs(item.total_more) <= _seen(plan):
        return NOUGHT
    sign = "+" if item.total_more > 0 else ""
    return f"{sign}{significant(item.total_more / MILLION)}"


def _seen(plan: Plan) -> float:
    """Return the difference of two plans' costs above which it is not the solver's."""
    share = max(TRACE, 2.0 * plan.proof.tolerance)
    return share * abs(plan.figures.total_cost)


def store_line(item: StoreBreakEven, say: Language = ENGLISH) -> str:
    """Return at which share of its cost a battery would enter."""
    if item.duration_h is None:
        return say(words.STORE_NEVER, site=item.site)
    return say(
        words.STORE_ENTERS,
        site=item.site,
        share=fine_per_cent(item.cost_share),
        hours=significant(item.duration_h),
    )


def limit_line(
    item: LimitViolation, block_hours: float, say: Language = ENGLISH
) -> str:
    """Return what a limit of the year asks for, and what the hours reach."""
    limit = say(words.LIMITS[item.limit], reached=limit_value(item, item.reached))
    asked = limit_value(item, item.asked)
    if item.missed_share <= ENOUGH:
        return say(words.HOLDS, limit=limit, asked=asked)
    return say(
        words.MISSED,
        limit=limit,
        asked=asked,
        missed=f"{item.missed_share * 100:.2f} %",
        block=FINAL_H if block_hours > FINAL_H else 1,
    )


def limit_value(item: LimitViolation, value: float) -> str:
    """Return a value of a limit in its unit."""
    if item.unit == "share":
        return f"{value * 100:.1f} %"
    scale, unit = {"kg": (KG_PER_T, "tCO2e"), "L": (L_PER_M3, "m3")}[item.unit]
    return f"{significant(value / scale)} {unit}"


def late_line(plan: Plan, say: Language = ENGLISH) -> str:
    """Return which options are not in time for the plan's year; nothing for none."""
    if not plan.late:
        return ""
    named = ", ".join(
        f"{words.part(o, say)} ({y:.0f})" for o, y in dict(plan.late).items()
    )
    return say(words.LATE, year=plan.year, options=named)


def whole_line(plan: Plan, say: Language = ENGLISH) -> str:
    """Return what whole units and runs cost more; nothing where that is a trace."""
    gap = plan.proof.whole_gap
    return say(words.WHOLE, gap=fine_per_cent(gap)) if gap > TRACE else ""


def note_line(code: str, say: Language = ENGLISH) -> str:
    """Return what a plan remarks by a code."""
    name, *values = code.split(":")
    return say(words.NOTES[name]).format(*values)


def carbon_cell(item: Entry, say: Language = ENGLISH) -> str:
    """Return the carbon prices at which an option enters."""
    if item.carbon_highest_per_t is None:
        return say(words.NO_CARBON)
    highest = significant(item.carbon_highest_per_t)
    if item.carbon_from_per_t is None:
        return say(words.ENTERS_NEVER, highest=highest)
    low, high = significant(item.carbon_from_per_t), item.carbon_up_to_per_t
    if high is None and not item.carbon_from_per_t:
        return say(words.ENTERS_ALWAYS, highest=highest)
    if high is None:
        return say(words.ENTERS_FROM, low=low)
    if not item.carbon_from_per_t:
        return say(words.ENTERS_UP_TO, high=significant(high))
    return say(words.ENTERS_BETWEEN, low=low, high=significant(high))


def year_cell(item: Entry, say: Language = ENGLISH) -> str:
    """Return the year from which an option can come, and that if it is late."""
    if item.first_year is None:
        return ""
    first = f"{ceil(item.first_year)}"
    if item.late_year is None:
        return first
    return say(words.FROM_YEAR_OR_LATE, first=first, late=ceil(item.late_year))


def saved_amount(point: Point, of: str) -> float:
    """Return what a front saves: tonnes of carbon, or m3 weighted by stress."""
    if of == "carbon":
        return point.carbon_kg / KG_PER_T
    return point.weighted_water_l / L_PER_M3


def step_prices(front: tuple[Point, ...], of: str) -> list[float | None]:
    """Return for each plan of a front what a tonne or m3 less than before costs.

    None for the first, and where a plan has no less than the one before.
    """
    prices: list[float | None] = [None]
    for before, point in pairwise(front):
        less = saved_amount(before, of) - saved_amount(point, of)
        more = point.total_cost - before.total_cost
        prices.append(more / less if less > 0 else None)
    return prices
