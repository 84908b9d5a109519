"""The tables of a plan: levers, sizes, costs, uses, the front, what would enter."""

from __future__ import annotations

from math import ceil

from rich.table import Table

from wattlas.planning.answer.entering import Entry
from wattlas.planning.answer.figures import CHIP_LINES
from wattlas.planning.answer.pareto import Point
from wattlas.planning.answer.record import Plan
from wattlas.report.format import fine_per_cent, per_cent, significant, unit_for
from wattlas.report.terminal import plain_table
from wattlas.report.words import planning as words

LEAST_SHARE = 0.002
"""Sites, costs and shadow prices below this share of the whole are left out."""
TRACE = 1e-4
"""Share of the cost below which a line is what the solver's tolerance leaves."""
NOUGHT = "0"


def sizes_table(plan: Plan) -> Table:
    """Return what is built or bought."""
    table = plain_table("built or bought", "where", "MW", "MWh", "units", "used")
    table.columns[1].justify = "left"
    largest = max((s.power_kw for s in plan.sizes), default=0.0)
    for size in plan.sizes:
        if size.power_kw < LEAST_SHARE * largest:
            continue
        used = "" if size.used_share is None else per_cent(size.used_share)
        if size.energy_kwh is not None and size.used_share is not None:
            used = f"{significant(size.used_share)} cycles"
        table.add_row(
            words.OPTIONS.get(size.option, size.option),
            size.site,
            significant(size.power_kw / 1e3),
            "" if size.energy_kwh is None else significant(size.energy_kwh / 1e3),
            "" if size.units is None else str(size.units),
            used,
        )
    return table


def costs_table(plan: Plan) -> Table:
    """Return the cost stack: lines by site."""
    sites = shown_sites(plan)
    table = plain_table(f"cost, million {plan.currency}/year", *sites)
    lines = dict.fromkeys(k for s in sites for k in plan.figures.costs[s])
    electricity = [k for k in lines if k not in CHIP_LINES]
    chips = [k for k in lines if k in CHIP_LINES]
    for line in electricity:
        cells = _cost_cells(plan, sites, [line])
        if any(cell != NOUGHT for cell in cells):
            table.add_row(words.OPTIONS.get(line, line), *cells)
    table.add_row("electricity", *_cost_cells(plan, sites, electricity), style="bold")
    for line in chips:
        table.add_row(line, *_cost_cells(plan, sites, [line]))
    both = electricity + chips
    if chips:
        table.add_row("with chips", *_cost_cells(plan, sites, both), style="bold")
    return table


def _cost_cells(plan: Plan, sites: list[str], lines: list[str]) -> list[str]:
    costs = plan.figures.costs
    sums = [sum(costs[s].get(k, 0.0) for k in lines) for s in sites]
    least = TRACE * plan.figures.electricity_cost
    return [significant(v / 1e6) if abs(v) > least else NOUGHT for v in sums]


def shown_sites(plan: Plan) -> list[str]:
    """Return the sites that take enough of the load to be shown."""
    total = max(plan.figures.facility_kwh, 1e-9)
    loads = plan.figures.load_kwh
    return [s for s in loads if loads[s] >= LEAST_SHARE * total]


def uses_table(plan: Plan) -> Table:
    """Return what the plan takes for each kWh, million tokens and in all."""
    found = plan.figures
    table = plain_table("", "electricity", "with chips", "carbon", "water")
    rows = [("for a kWh of the servers", sum(found.it_kwh.values()))]
    rows.append(("for a kWh of the buildings", found.facility_kwh))
    if found.output_tokens and plan.training is None:
        rows.append(("for a million output tokens", found.output_tokens / 1e6))
    for name, count in rows:
        carbon, carbon_unit = unit_for(found.carbon / count, "kgCO2e")
        water, water_unit = unit_for(found.water / count, "L")
        table.add_row(
            name,
            f"{significant(found.electricity_cost / count)} {plan.currency}",
            f"{significant(found.total_cost / count)} {plan.currency}",
            f"{significant(found.carbon / count / carbon)} {carbon_unit}",
            f"{significant(found.water / count / water)} {water_unit}",
        )
    return table


def near_optimal_table(plan: Plan) -> Table:
    """Return least and most of each option in plans of nearly the same cost."""
    table = plain_table("MW, at most 1 % more cost", "least", "plan", "most")
    for near in plan.near_optimal:
        cells = (significant(v / 1e3) for v in (near.low_kw, near.kw, near.high_kw))
        table.add_row(words.OPTIONS.get(near.option, near.option), *cells)
    return table


def front_table(plan: Plan, of: str) -> Table:
    """Return a front of cost, with the price of the last tonne or m3 saved."""
    front = plan.fronts[of]
    options = dict.fromkeys(
        k
        for p in front
        for k, kw in p.power_kw.items()
        if kw > LEAST_SHARE * max(p.power_kw.values())
    )
    heads = [f"{words.OPTIONS.get(o, o)}, MW" for o in options]
    unit = f"{plan.currency}/{'t' if of == 'carbon' else 'm3'}"
    table = plain_table(
        f"million {plan.currency}/year", "tCO2e", "m3", "m3 weighted", unit, *heads
    )
    before = None
    for point in front:
        price = ""
        if before and _burden(before, of) > _burden(point, of):
            extra = point.total_cost - before.total_cost
            price = significant(extra / (_burden(before, of) - _burden(point, of)))
        table.add_row(
            significant(point.total_cost / 1e6, 4),
            significant(point.carbon_kg / 1e3),
            significant(point.water_l / 1e3),
            significant(point.weighted_water_l / 1e3),
            price,
            *(_megawatts(point, o) for o in options),
        )
        before = point
    return table


def _megawatts(point: Point, option: str) -> str:
    kw = point.power_kw.get(option, 0.0)
    trace = kw <= LEAST_SHARE * max(point.power_kw.values())
    return NOUGHT if trace else significant(kw / 1e3)


def front_blocks(plan: Plan, of: str) -> str:
    """Return in words what a front rests on, and how far it is from the hours."""
    cost = plan.figures.total_cost
    below = max(1.0 - plan.fronts[of][0].total_cost / cost, 0.0) if cost else 0.0
    block = significant(plan.proof.beside_block_hours)
    return words.FRONT_BLOCKS.format(block=block, below=fine_per_cent(below))


def _burden(point: Point, of: str) -> float:
    """Return the tonnes or weighted m3 of a plan of a front."""
    return (point.carbon_kg if of == "carbon" else point.weighted_water_l) / 1e3


def break_even_table(plan: Plan) -> Table:
    """Return now and break-even of every option that is not chosen."""
    unit = f"{plan.currency}/kWh"
    table = plain_table("option", "where", "costs now", "enters at", "unit", "chance")
    table.columns[1].justify = "left"
    for item in sorted(plan.break_evens, key=lambda b: b.price_now - b.price):
        chance = "" if item.chance >= 1 else per_cent(item.chance)
        table.add_row(
            words.OPTIONS.get(item.option, item.option),
            item.site,
            significant(item.price_now),
            significant(item.price),
            unit,
            chance,
        )
    return table


def entries_table(plan: Plan) -> Table:
    """Return the carbon price and year at which each option not chosen enters."""
    table = plain_table(
        f"{plan.currency}/kWh, carbon {plan.currency}/t",
        "where",
        "costs now",
        "enters at",
        "carbon price",
        "from year",
        "worth it",
    )
    table.columns[1].justify = "left"
    for item in sorted(plan.entries, key=lambda e: e.margin_per_kwh):
        table.add_row(
            words.OPTIONS.get(item.option, item.option),
            item.site,
            significant(item.price_per_kwh),
            significant(item.break_even_price_per_kwh),
            _carbon_cell(item),
            _year_cell(item),
            words.WORTH_IT[item.worth_it],
        )
    return table


def _carbon_cell(item: Entry) -> str:
    if item.carbon_highest_per_t is None:
        return words.NO_CARBON
    highest = significant(item.carbon_highest_per_t)
    if item.carbon_from_per_t is None:
        return words.ENTERS_NEVER.format(highest=highest)
    low, high = significant(item.carbon_from_per_t), item.carbon_up_to_per_t
    if high is None and not item.carbon_from_per_t:
        return words.ENTERS_ALWAYS.format(highest=highest)
    if high is None:
        return words.ENTERS_FROM.format(low=low)
    if not item.carbon_from_per_t:
        return words.ENTERS_UP_TO.format(high=significant(high))
    return words.ENTERS_BETWEEN.format(low=low, high=significant(high))


def _year_cell(item: Entry) -> str:
    if item.first_year is None:
        return ""
    first = f"{ceil(item.first_year)}"
    if item.late_year is None:
        return words.FROM_YEAR.format(first=first)
    return words.FROM_YEAR_OR_LATE.format(first=first, late=ceil(item.late_year))


def promises_table(plan: Plan) -> Table:
    """Return what each option that may not come would save if it came."""
    money = f"million {plan.currency}/year"
    table = plain_table("if it came", "MW", "saves", "x chance", "unit", "chance")
    for promise in plan.promises:
        table.add_row(
            words.OPTIONS.get(promise.option, promise.option),
            significant(promise.power_kw / 1e3),
            significant(promise.saving / 1e6),
            significant(promise.saving * promise.chance / 1e6),
            money,
            per_cent(promise.chance),
        )
    return table
