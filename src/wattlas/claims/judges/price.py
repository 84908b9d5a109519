"""A price of electricity: of a plant or a place; a goal is no price."""

from __future__ import annotations

from wattlas.claims.judges.common import (
    GRADES,
    correction,
    figure_correction,
    known_line,
    part_of,
    unsupported,
)
from wattlas.claims.judging import known_term, match, slip, term
from wattlas.claims.known import Known, known
from wattlas.claims.money import grid_price, per_usd
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Price


def judge(relation: Price) -> Part:
    """Return the judged part of a price."""
    rate, source = per_usd(relation.value.currency)
    usd = relation.value.middle / rate
    lines = []
    if relation.value.currency != "USD":
        terms = (term(relation.value), Term(rate, f"{relation.value.currency}/USD"))
        lines = [Line("in-usd", Term(usd, "USD/kWh"), "{0} / {1}", terms, (source,))]
    goals = known(relation.subject, "goal_usd_per_kwh")
    if goals:
        return _goal(relation, usd, goals[-1], lines)
    figures = known(relation.subject, "cost_usd_per_kwh")
    grid = grid_price(relation.subject)
    figures = figures or ([grid] if grid else [])
    if not figures:
        return unsupported(relation, relation.subject)
    return _compared(relation, usd, figures, lines)


def _goal(relation: Price, usd: float, goal: Known, lines: list[Line]) -> Part:
    near = match(relation.value, [goal], usd).is_right
    if not near:
        verdict = "contradicted"
    else:
        verdict = "promise" if relation.as_goal else "partly_right"
    notes = (Note("goal-as-price"),) if verdict == "partly_right" else ()
    notes = (*notes, Note("only-a-goal"))
    corrected = correction("goal", value=known_term(goal), subject=relation.subject)
    shown = (*lines, known_line(goal))
    return part_of(relation, verdict, shown, known_term(goal), notes, corrected)


def _compared(
    relation: Price, usd: float, figures: list[Known], lines: list[Line]
) -> Part:
    found = match(relation.value, figures, usd)
    k = found.known
    mended = slip(found.ratio) if found.grade == "off" else None
    notes = (mended,) if mended else ()
    corrected = None if found.is_right else figure_correction(k)
    shown = (*lines, known_line(k))
    return part_of(
        relation, GRADES[found.grade], shown, known_term(k), notes, corrected
    )
