"""Sentences on what less carbon and water cost, and what an option would bring."""

from __future__ import annotations

from itertools import pairwise

from wattlas.planning.answer.alternatives import Point
from wattlas.planning.answer.record import Plan
from wattlas.report.table import Number, Piece, Word, joined, share, word
from wattlas.report.words import plan_page
from wattlas.report.words import planning as words
from wattlas.units import KG_PER_T, L_PER_M3


def front_step(plan: Plan, of: str) -> Word:
    """Return what the first and the last step to less carbon or less water cost."""
    front = plan.fronts[of]
    prices = step_prices(front, of)
    known = [(i, p) for i, p in enumerate(prices) if p is not None]
    if not known:
        return Word(plan_page.NO_STEP[of])
    unit = "tCO2e" if of == "carbon" else "m3"
    (first, price), (last, last_price) = known[0], known[-1]
    told: dict[str, Piece] = {
        "before": Number(saved_amount(front[first - 1], of), unit),
        "after": Number(saved_amount(front[first], of), unit),
        "price": Number(price, plan.currency),
    }
    if first == last:
        return Word(plan_page.ONE_STEP[of], told)
    told["least"] = Number(saved_amount(front[last], of), unit)
    told["last"] = Number(last_price, plan.currency)
    return Word(plan_page.STEPS[of], told)


def worth_line(plan: Plan) -> Word:
    """Return which options would be worth their cost, if they were there."""
    year = Number(plan.year, form="year")
    named = []
    for item in plan.entries:
        if item.worth_it:
            told = {"option": words.part_name(item.option), "site": item.site}
            sure = Word(plan_page.WITHOUT_CHANCE, told)
            chance = share(item.chance)
            unsure = Word(plan_page.WITH_CHANCE, {**told, "chance": chance})
            named.append(sure if item.chance >= 1 else unsure)
    if not named:
        return word(plan_page.WORTH_NONE, year=year)
    return word(plan_page.WORTH, year=year, options=joined(named, "; "))


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
