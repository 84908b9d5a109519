"""The plan of a study on its page: what is built, what it costs, what would enter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wattlas.planning import Plan
from wattlas.planning.answer.parts import SHADOW_LINES
from wattlas.report.charts.plan_views import plan_drawings
from wattlas.report.charts.theme import Drawing, unchecked
from wattlas.report.format import fine_per_cent, per_cent, significant
from wattlas.report.page import plan_tables as tables
from wattlas.report.page.blocks import Block, Figure, Prose
from wattlas.report.plan_sentences import (
    late_line,
    limit_line,
    moving_line,
    note_line,
    saved_amount,
    step_prices,
    store_line,
    whole_line,
    without_line,
)
from wattlas.report.words import plan_page as words
from wattlas.report.words import planning as shared
from wattlas.report.words.language import Language


def plan_section(plan: Plan, say: Language) -> list[Block]:
    """Return the blocks of a plan's section.

    What is decided and what it costs come first, then what would change it, then the
    places and the hours.
    """
    with unchecked():
        drawn = plan_drawings(plan, say)
    blocks: list[Block] = [Prose(tuple(_opening(plan, say)))]
    blocks.append(tables.levers_grid(plan, say))
    if plan.left_out:
        blocks.append(Prose((without_line(plan, say),)))
    blocks += _figures(drawn, "levers")
    blocks += [tables.sizes_grid(plan, say), *_figures(drawn, "ranges", "costs")]
    if plan.fronts:
        blocks += [*_figures(drawn, "front"), Prose(tuple(_steps(plan, say)))]
        blocks += [tables.front_grid(plan, of, say) for of in plan.fronts]
    blocks += _entering(plan, say)
    if plan.promises:
        blocks.append(tables.promises_grid(plan, say))
    blocks += _figures(drawn, "map", "schedule", "dispatch", "worst-week")
    return [*blocks, Prose(tuple(_solved(plan, say))), tables.hours_grid(plan, say)]


def _figures(drawn: dict[str, Drawing], *names: str) -> list[Block]:
    found = [drawn[name] for name in names if name in drawn]
    return [Figure.of(drawing, drawing.title) for drawing in found]


def _opening(plan: Plan, say: Language) -> Iterator[str]:
    """Yield what is planned, which limits hold, and what is left out."""
    yield say(words.HOME)
    yield say(shared.MONEY_LINES)
    if plan.baseline is None:
        yield say(shared.NO_BASELINE, home=plan.home)
    if moving := moving_line(plan, say):
        yield moving
    for item in plan.limit_violations:
        yield limit_line(item, plan.proof.block_hours, say)
    if plan.late:
        yield late_line(plan, say)
    yield from (note_line(code, say) for code in plan.notes)


def _steps(plan: Plan, say: Language) -> Iterator[str]:
    """Yield what the first and the last step to less carbon and less water cost."""
    yield from (_step(plan, of, say) for of in plan.fronts)
    if any(costs.get(n) for costs in plan.figures.costs.values() for n in SHADOW_LINES):
        yield say(words.ON_TOP)


def _step(plan: Plan, of: str, say: Language) -> str:
    front = plan.fronts[of]
    prices = step_prices(front, of)
    known = [(i, p) for i, p in enumerate(prices) if p is not None]
    if not known:
        return say(words.NO_STEP[of])
    unit = "tCO2e" if of == "carbon" else "m3"
    first, last = known[0][0], known[-1][0]
    told = {
        "before": _amount(saved_amount(front[first - 1], of), unit),
        "after": _amount(saved_amount(front[first], of), unit),
        "price": f"{significant(known[0][1])} {plan.currency}",
    }
    if first == last:
        return say(words.ONE_STEP[of], **told)
    told["least"] = _amount(saved_amount(front[last], of), unit)
    told["last"] = f"{significant(known[-1][1])} {plan.currency}"
    return say(words.STEPS[of], **told)


def _amount(value: float, unit: str) -> str:
    return f"{significant(value)} {unit}"


def _entering(plan: Plan, say: Language) -> Sequence[Block]:
    """Return when each option that is not chosen would enter."""
    stores = tuple(store_line(item, say) for item in plan.store_break_evens)
    if plan.entries:
        block = significant(plan.proof.beside_block_hours)
        basis = say(shared.ENTRIES, year=plan.year, block=block)
        told = (_worth(plan, say), basis, *stores)
        return [tables.entries_grid(plan, say), Prose(told)]
    prose = [Prose(stores)] if stores else []
    if plan.break_evens:
        return [tables.break_evens_grid(plan, say), *prose]
    return prose


def _worth(plan: Plan, say: Language) -> str:
    named = [
        say(words.WITHOUT_CHANCE, option=option, site=item.site)
        if item.chance >= 1
        else say(
            words.WITH_CHANCE,
            option=option,
            site=item.site,
            chance=per_cent(item.chance),
        )
        for item in plan.entries
        if item.worth_it
        for option in [shared.part(item.option, say)]
    ]
    if not named:
        return say(words.WORTH_NONE, year=plan.year)
    return say(words.WORTH, year=plan.year, options="; ".join(named))


def _solved(plan: Plan, say: Language) -> Iterator[str]:
    """Yield how the plan was solved, and what whole units cost where they do."""
    proof = plan.proof
    how = words.SOLVED["proven" if proof.proven else "blocks"]
    block, gap = significant(proof.block_hours), fine_per_cent(proof.gap)
    yield say(how, block=block, method=proof.method, gap=gap)
    if whole := whole_line(plan, say):
        yield whole
