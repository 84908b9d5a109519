"""A price of electricity: of a plant or a place; a goal is no price."""

from __future__ import annotations

from wattlas.claims.judges.common import GRADES, correction, fields, known_line, sources
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
        note = Note("no-figure", {"subject": relation.subject})
        return Part(
            "price", "unsupported", fields(relation), tuple(lines), notes=(note,)
        )
    return _compared(relation, usd, figures, lines)


def _goal(relation: Price, usd: float, goal: Known, lines: list[Line]) -> Part:
    near = match(relation.value, [goal], usd).is_right
    if not near:
        verdict, notes = "contradicted", (Note("only-a-goal"),)
    elif relation.as_goal:
        verdict, notes = "promise", (Note("only-a-goal"),)
    else:
        verdict, notes = "partly_right", (Note("goal-as-price"), Note("only-a-goal"))
    corrected = correction("goal", value=known_term(goal), subject=relation.subject)
    return Part("price", verdict, fields(relation), (*lines, known_line(goal)),
                known_term(goal), notes, corrected, sources([goal]))  # fmt: skip


def _compared(
    relation: Price, usd: float, figures: list[Known], lines: list[Line]
) -> Part:
    found = match(relation.value, figures, usd)
    mended = slip(found.ratio) if found.grade == "off" else None
    corrected = None if found.is_right else correction(
        "figure", subject=relation.subject, quantity=found.known.quantity,
        value=known_term(found.known), boundary="", year=str(found.known.year),
    )  # fmt: skip
    return Part("price", GRADES[found.grade], fields(relation),
                (*lines, known_line(found.known)), known_term(found.known),
                (mended,) if mended else (), corrected, sources([found.known]))  # fmt: skip
