"""The tables of a plan: levers, sizes, costs, uses, the front, what would enter."""

from __future__ import annotations

from rich.table import Table

from wattlas.planning.answer.parts import CHIP_LINES, Point
from wattlas.planning.answer.record import Plan
from wattlas.report.format import (
    NOUGHT,
    TRACE,
    fine_per_cent,
    per_cent,
    significant,
    unit_for,
)
from wattlas.report.plan_sentences import carbon_cell, step_prices, year_cell
from wattlas.report.terminal import plain_table
from wattlas.report.words import planning as words
from wattlas.units import KG_PER_T, KW_PER_MW, KWH_PER_MWH, L_PER_M3, MILLION

LEAST_SHARE = 0.002
"""Sites, costs and shadow prices below this share of the whole are left out."""


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
            words.part(size.option),
            size.site,
            significant(size.power_kw / KW_PER_MW),
            ""
            if size.energy_kwh is None
            else significant(size.energy_kwh / KWH_PER_MWH),
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
            table.add_row(words.part(line), *cells)
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
    return [significant(v / MILLION) if abs(v) > least else NOUGHT for v in sums]


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
        rows.append(("for a million output tokens", found.output_tokens / MILLION))
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
        cells = (
            significant(v / KW_PER_MW) for v in (near.low_kw, near.kw, near.high_kw)
        )
        table.add_row(words.part(near.option), *cells)
    return table


def front_options(front: tuple[Point, ...]) -> list[str]:
    """Return the options that plans of a front have enough of to be shown."""
    found = dict.fromkeys(
        k
        for p in front
        for k, kw in p.power_kw.items()
        if kw > LEAST_SHARE * max(p.power_kw.values())
    )
    return list(found)


def power_cell(point: Point, option: str) -> str:
    """Return the power of an option in a plan of a front, in MW; traces are none."""
    kw = point.power_kw.get(option, 0.0)
    trace = TRACE * max(point.power_kw.values(), default=0.0)
    return significant(kw / KW_PER_MW) if kw > trace else NOUGHT


def front_table(plan: Plan, of: str) -> Table:
    """Return a front of cost, with the price of the last tonne or m3 saved."""
    front = plan.fronts[of]
    options = front_options(front)
    heads = [f"{words.part(o)}, MW" for o in options]
    unit = f"{plan.currency}/{'t' if of == 'carbon' else 'm3'}"
    table = plain_table(
        f"million {plan.currency}/year", "tCO2e", "m3", "m3 weighted", unit, *heads
    )
    for point, price in zip(front, step_prices(front, of), strict=True):
        table.add_row(
            significant(point.total_cost / MILLION, 4),
            significant(point.carbon_kg / KG_PER_T),
            significant(point.water_l / L_PER_M3),
            significant(point.weighted_water_l / L_PER_M3),
            "" if price is None else significant(price),
            *(power_cell(point, option) for option in options),
        )
    return table


def front_blocks(plan: Plan, of: str) -> str:
    """Return in words what a front rests on, and how far it is from the hours."""
    cost = plan.figures.total_cost
    below = max(1.0 - plan.fronts[of][0].total_cost / cost, 0.0) if cost else 0.0
    block = significant(plan.proof.beside_block_hours)
    return words.FRONT_BLOCKS.format(block=block, below=fine_per_cent(below))


def break_even_table(plan: Plan) -> Table:
    """Return now and break-even of every option that is not chosen."""
    unit = f"{plan.currency}/kWh"
    table = plain_table("option", "where", "costs now", "enters at", "unit", "chance")
    table.columns[1].justify = "left"
    for item in sorted(plan.break_evens, key=lambda b: b.price_now - b.price):
        chance = "" if item.chance >= 1 else per_cent(item.chance)
        table.add_row(
            words.part(item.option),
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
            words.part(item.option),
            item.site,
            significant(item.price_per_kwh),
            significant(item.break_even_price_per_kwh),
            carbon_cell(item),
            year_cell(item),
            words.WORTH_IT[item.worth_it],
        )
    return table


def promises_table(plan: Plan) -> Table:
    """Return what each option that may not come would save if it came."""
    money = f"million {plan.currency}/year"
    table = plain_table("if it came", "MW", "saves", "x chance", "unit", "chance")
    for promise in plan.promises:
        table.add_row(
            words.part(promise.option),
            significant(promise.power_kw / KW_PER_MW),
            significant(promise.saving / MILLION),
            significant(promise.saving * promise.chance / MILLION),
            money,
            per_cent(promise.chance),
        )
    return table
