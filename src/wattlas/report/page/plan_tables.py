"""The tables of a plan on its page, in a language."""

from __future__ import annotations

from dataclasses import replace

from wattlas.planning import Plan
from wattlas.planning.answer.parts import Entry
from wattlas.report.format import per_cent, significant
from wattlas.report.page.blocks import Grid
from wattlas.report.plan_levers import PLAN, lever_cases, lone_levers, saved_cell
from wattlas.report.plan_sentences import (
    carbon_cell,
    step_prices,
    without_cell,
    year_cell,
)
from wattlas.report.plan_tables import LEAST_SHARE, front_options, power_cell
from wattlas.report.words import plan_page as words
from wattlas.report.words import planning as shared
from wattlas.report.words.language import Language
from wattlas.units import KG_PER_T, KW_PER_MW, KWH_PER_MWH, L_PER_M3, MILLION


def levers_grid(plan: Plan, say: Language) -> Grid:
    """Return what baseline, levers and plan cost, and what each saves."""
    named = {"baseline": shared.BASELINE, PLAN: shared.TOGETHER} | shared.LEVERS
    cases = list(lever_cases(plan))
    chips = any(f.chip_cost for _, f in cases)
    base = plan.baseline.figures.total_cost if plan.baseline else None
    rows = []
    for name, found in cases:
        costs = [found.electricity_cost, *([found.total_cost] if chips else [])]
        saved = "" if base is None else saved_cell(base, found.total_cost)
        without = without_cell(plan, name, say)
        rows.append((say(named[name]), *map(_millions, costs), saved, without))
    heads = ["lever", "electricity", *(["with-chips"] if chips else [])]
    heads += ["saves", "without"]
    for name in lone_levers(plan):
        empty = [""] * (len(heads) - 2)
        rows.append((say(named[name]), *empty, without_cell(plan, name, say)))
    title = say(words.TITLES["levers"], currency=plan.currency)
    numbers = _numbers(1, len(heads))
    return _without_empty(Grid(title, _heads(heads, say), tuple(rows), numbers))


def sizes_grid(plan: Plan, say: Language) -> Grid:
    """Return what is built or bought."""
    largest = max((s.power_kw for s in plan.sizes), default=0.0)
    rows = tuple(
        (
            shared.part(size.option, say),
            size.site,
            significant(size.power_kw / KW_PER_MW),
            ""
            if size.energy_kwh is None
            else significant(size.energy_kwh / KWH_PER_MWH),
        )
        for size in plan.sizes
        if size.power_kw >= LEAST_SHARE * largest
    )
    heads = _heads(["option", "where", "mw", "mwh"], say)
    return Grid(say(words.TITLES["sizes"]), heads, rows, _numbers(2, 4))


def entries_grid(plan: Plan, say: Language) -> Grid:
    """Return the carbon price and year at which each option not chosen enters."""
    rows = tuple(
        (
            shared.part(item.option, say),
            item.site,
            significant(item.price_per_kwh),
            significant(item.break_even_price_per_kwh),
            carbon_cell(item, say),
            year_cell(item, say),
            _chance(item),
            say(shared.WORTH_IT[item.worth_it]),
        )
        for item in sorted(plan.entries, key=lambda e: e.margin_per_kwh)
    )
    heads = ["option", "where", "costs", "enters", "carbon-price"]
    heads += ["from-year", "chance", "worth"]
    title = say(words.TITLES["entries"], currency=plan.currency)
    grid = Grid(title, _heads(heads, say, plan.currency), rows, frozenset({2, 3, 6}))
    return _without_empty(grid)


def _without_empty(grid: Grid) -> Grid:
    """Return a table without the columns in which nothing stands."""
    kept = [i for i in range(len(grid.heads)) if any(row[i] for row in grid.rows)]
    return replace(
        grid,
        heads=tuple(grid.heads[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in grid.rows),
        numeric=frozenset(n for n, i in enumerate(kept) if i in grid.numeric),
    )


def break_evens_grid(plan: Plan, say: Language) -> Grid:
    """Return the cost of each option not chosen, now and where it would enter."""
    rows = tuple(
        (
            shared.part(b.option, say),
            b.site,
            significant(b.price_now),
            significant(b.price),
        )
        for b in sorted(plan.break_evens, key=lambda b: b.price_now - b.price)
    )
    title = say(words.TITLES["break-evens"], currency=plan.currency)
    heads = _heads(["option", "where", "costs", "enters"], say)
    return Grid(title, heads, rows, _numbers(2, 4))


def promises_grid(plan: Plan, say: Language) -> Grid:
    """Return what each option that may not come would save if it came."""
    rows = tuple(
        (
            shared.part(promise.option, say),
            significant(promise.power_kw / KW_PER_MW),
            _millions(promise.saving),
            per_cent(promise.chance),
            _millions(promise.saving * promise.chance),
        )
        for promise in plan.promises
    )
    title = say(words.TITLES["promises"], currency=plan.currency)
    heads = _heads(["option", "mw", "saves", "chance", "times-chance"], say)
    return Grid(title, heads, rows, _numbers(1, 5))


def front_grid(plan: Plan, of: str, say: Language) -> Grid:
    """Return the plans of a front, with the price of the last tonne or m3 saved."""
    front = plan.fronts[of]
    options = front_options(front)
    rows = tuple(
        (
            significant(point.total_cost / MILLION, 4),
            significant(point.carbon_kg / KG_PER_T),
            significant(point.water_l / L_PER_M3),
            significant(point.weighted_water_l / L_PER_M3),
            "" if price is None else significant(price),
            *(power_cell(point, option) for option in options),
        )
        for point, price in zip(front, step_prices(front, of), strict=True)
    )
    last = "last-t" if of == "carbon" else "last-m3"
    heads = _heads(["million", "tonnes", "m3", "weighted", last], say, plan.currency)
    heads += tuple(f"{shared.part(o, say)}, MW" for o in options)
    title = say(words.TITLES[f"front-{of}"])
    return Grid(title, heads, rows, _numbers(0, len(heads)), folded=True)


def hours_grid(plan: Plan, say: Language) -> Grid:
    """Return how each series of each site is known."""
    rows = tuple(
        (site, series, say(known.kind), " ".join(known.sources))
        for site, named in plan.provenance.items()
        for series, known in named.items()
    )
    heads = _heads(["where", "series", "known", "source"], say)
    return Grid(say(words.TITLES["hours"]), heads, rows, folded=True)


def _heads(names: list[str], say: Language, currency: str = "") -> tuple[str, ...]:
    texts = [words.HEADS[n] for n in names]
    return tuple(
        say(t, currency=currency) if "{currency}" in t else say(t) for t in texts
    )


def _numbers(first: int, end: int) -> frozenset[int]:
    return frozenset(range(first, end))


def _millions(value: float) -> str:
    return significant(value / MILLION)


def _chance(item: Entry) -> str:
    return "" if item.chance >= 1 else per_cent(item.chance)
