"""The plan of a study on its page: what it saves, what is built, what would enter."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.planning import Plan
from wattlas.planning.answer.figures import Figures
from wattlas.report.charts.plan_views import plan_drawings
from wattlas.report.charts.theme import unchecked
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.page.blocks import Block, Card, Figure, Grid, Prose
from wattlas.report.plan_tables import LEAST_SHARE
from wattlas.report.words import page as words
from wattlas.report.words import plan_charts
from wattlas.report.words.language import Language
from wattlas.study import Study

MILLION, KW_PER_MW = 1e6, 1e3


def plan_answer(plan: Plan, say: Language) -> str:
    """Return what a plan says in one sentence."""
    cost = _money(plan.figures.electricity_cost, plan, say)
    if plan.baseline is None:
        return say(words.PLAN["answer-alone"], cost=cost, year=str(plan.year))
    before = plan.baseline.figures.electricity_cost
    share = per_cent(1.0 - plan.figures.electricity_cost / before)
    return say(words.PLAN["answer"], cost=cost, share=share, year=str(plan.year))


def plan_cards(plan: Plan, say: Language) -> Iterator[Card]:
    """Yield the numbers of a first screen that has a plan alone."""
    found = plan.figures
    named = say(plan.currency)
    yield _card(
        "electricity", significant(found.electricity_cost / MILLION), named, say
    )
    yield _card("with-chips", significant(found.total_cost / MILLION), named, say)
    size, unit = unit_for(found.facility_kwh, "kWh")
    yield Card(
        say(words.PLAN["energy"]), significant(found.facility_kwh / size), unit, ""
    )
    size, unit = unit_for(found.carbon, "kgCO2e")
    yield Card(say(words.PLAN["carbon"]), significant(found.carbon / size), unit, "")


def _card(name: str, value: str, currency: str, say: Language) -> Card:
    return Card(say(words.PLAN[name]), value, f"{say('million')} {currency}", "")


def plan_section(plan: Plan, say: Language, study: Study | None = None) -> list[Block]:
    """Return the blocks of a plan's section; `study` is what it was read from."""
    blocks: list[Block] = [Prose((plan_answer(plan, say), say(words.PLAN["note"])))]
    blocks.append(_levers(plan, say))
    with unchecked():
        drawings = plan_drawings(plan, say, study)
    blocks += [Figure.of(drawing, drawing.title) for drawing in drawings.values()]
    blocks.append(_sizes(plan, say))
    if plan.break_evens:
        blocks.append(_break_evens(plan, say))
    blocks.append(Prose((_how(plan, say),)))
    return blocks


def _levers(plan: Plan, say: Language) -> Grid:
    heads = ("lever", "electricity", "with-chips", "saves")
    cases: list[tuple[str, Figures]] = []
    if plan.baseline is not None:
        cases.append((say(plan_charts.BASELINE), plan.baseline.figures))
    cases += [(say(plan_charts.LEVERS[v.name]), v.figures) for v in plan.levers]
    cases.append((say(plan_charts.LEVERS["plan"]), plan.figures))
    base = plan.baseline.figures.total_cost if plan.baseline else None
    rows = tuple(
        (
            name,
            significant(f.electricity_cost / MILLION),
            significant(f.total_cost / MILLION),
            "" if base is None else significant((base - f.total_cost) / MILLION),
        )
        for name, f in cases
    )
    title = say(words.PLAN["levers-table"], currency=plan.currency)
    named = tuple(say(words.PLAN[h]) for h in heads)
    return Grid(title, named, rows, frozenset({1, 2, 3}))


def _sizes(plan: Plan, say: Language) -> Grid:
    largest = max((s.power_kw for s in plan.sizes), default=0.0)
    rows = tuple(
        (
            plan_charts.part(size.option, say),
            size.site,
            significant(size.power_kw / KW_PER_MW),
            "" if size.energy_kwh is None else significant(size.energy_kwh / KW_PER_MW),
        )
        for size in plan.sizes
        if size.power_kw >= LEAST_SHARE * largest
    )
    heads = ("option", "where", "mw", "mwh")
    named = tuple(say(words.PLAN[h]) for h in heads)
    return Grid(say(words.PLAN["sizes"]), named, rows, frozenset({2, 3}))


def _break_evens(plan: Plan, say: Language) -> Grid:
    rows = tuple(
        (
            plan_charts.part(b.option, say),
            b.site,
            significant(b.price_now),
            significant(b.price),
        )
        for b in plan.break_evens
    )
    heads = ("option", "where", "costs", "enters")
    named = tuple(say(words.PLAN[h]) for h in heads)
    title = say(words.PLAN["break-evens"], currency=plan.currency)
    return Grid(title, named, rows, frozenset({2, 3}), folded=True)


def _how(plan: Plan, say: Language) -> str:
    kinds = {known[0] for named in plan.provenance.values() for known in named.values()}
    return say(
        words.PLAN["how"],
        method=plan.proof.method,
        gap=f"{100 * plan.proof.gap:.2f} %",
        kinds=", ".join(say(k) for k in sorted(kinds)),
    )


def _money(value: float, plan: Plan, say: Language) -> str:
    return f"{significant(value / MILLION)} {say('million')} {plan.currency}"
