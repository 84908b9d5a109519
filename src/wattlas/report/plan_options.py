"""The options of a plan as tables: how far they may differ, when each would enter."""

from __future__ import annotations

from math import ceil

from wattlas.planning.answer.alternatives import Entry, Point
from wattlas.planning.answer.record import Plan
from wattlas.report.format import TRACE
from wattlas.report.plan_fronts import step_prices
from wattlas.report.plan_tables import LEAST_SHARE, head, millions, money_unit
from wattlas.report.table import (
    Cell,
    Column,
    Number,
    Row,
    Table,
    Word,
    joined,
    share,
    word,
)
from wattlas.report.words import plan_page as words
from wattlas.report.words import planning as shared
from wattlas.units import KG_PER_T, KW_PER_MW, L_PER_M3, MILLION


def near_optimal_table(plan: Plan) -> Table:
    """Return least and most of each option in plans of nearly the same cost."""
    columns = (
        Column("option", head("option"), kind="word"),
        Column("least", head("least"), "MW"),
        Column("plan", head("plan"), "MW"),
        Column("most", head("most"), "MW"),
    )
    trace = TRACE * max((near.high_kw for near in plan.near_optimal), default=0.0)

    def seen(kw: float) -> Number:
        return Number(kw / KW_PER_MW if kw > trace else 0.0)

    rows = tuple(
        Row(
            (
                shared.part_name(near.option),
                *map(seen, (near.low_kw, near.kw, near.high_kw)),
            )
        )
        for near in plan.near_optimal
    )
    return Table("near-optimal", Word(words.TITLES["near-optimal"]), columns, rows)


def front_table(plan: Plan, of: str) -> Table:
    """Return a front of cost, with the price of the last tonne or m3 saved."""
    front = plan.fronts[of]
    options = front_options(front)
    unit = f"{plan.currency}/{'t' if of == 'carbon' else 'm3'}"
    columns = (
        Column("cost", head("cost"), money_unit(plan)),
        Column("carbon", head("carbon"), "tCO2e"),
        Column("water", head("water"), "m3"),
        Column("weighted_water", head("weighted"), "m3"),
        Column("marginal_cost", head(f"last-{of}"), unit),
        *(Column(o, shared.part_name(o), "MW") for o in options),
    )
    rows = tuple(
        Row(
            (
                Number(point.total_cost / MILLION, digits=4),
                Number(point.carbon_kg / KG_PER_T),
                Number(point.water_l / L_PER_M3),
                Number(point.weighted_water_l / L_PER_M3),
                None if price is None else Number(price),
                *(option_power(point, option) for option in options),
            )
        )
        for point, price in zip(front, step_prices(front, of), strict=True)
    )
    title, notes = Word(words.TITLES[f"front-{of}"]), (_front_note(plan, of),)
    return Table(f"front-{of}", title, columns, rows, notes, folded=True)


def front_options(front: tuple[Point, ...]) -> list[str]:
    """Return the options that plans of a front have enough of to be shown."""
    shown = dict.fromkeys(
        k
        for p in front
        for k, kw in p.power_kw.items()
        if kw > LEAST_SHARE * max(p.power_kw.values())
    )
    return list(shown)


def option_power(point: Point, option: str) -> Number:
    """Return the power of an option in a plan of a front, in MW; traces are none."""
    kw = point.power_kw.get(option, 0.0)
    trace = TRACE * max(point.power_kw.values(), default=0.0)
    return Number(kw / KW_PER_MW if kw > trace else 0.0)


def _front_note(plan: Plan, of: str) -> Word:
    """Return what a front rests on, and how far it is from the hours."""
    cost = plan.figures.total_cost
    below = max(1.0 - plan.fronts[of][0].total_cost / cost, 0.0) if cost else 0.0
    return word(
        shared.FRONT_BLOCKS,
        block=Number(plan.proof.beside_block_hours),
        below=share(below, fine=True),
    )


def break_evens_table(plan: Plan) -> Table:
    """Return the cost of each option not chosen, now and where it would enter."""
    price = f"{plan.currency}/kWh"
    columns = (
        Column("option", head("option"), kind="word"),
        Column("site", head("where"), kind="word"),
        Column("cost_now", head("costs"), price),
        Column("break_even_cost", head("enters"), price),
        Column("probability", head("chance")),
    )
    rows = tuple(
        Row(
            (
                shared.part_name(item.option),
                item.site,
                Number(item.price_now),
                Number(item.price),
                _probability(item.chance),
            )
        )
        for item in sorted(plan.break_evens, key=lambda b: b.price_now - b.price)
    )
    title, notes = Word(words.TITLES["break-evens"]), (Word(shared.BREAK_EVEN),)
    return Table("break-evens", title, columns, rows, notes).without_empty()


def entries_table(plan: Plan) -> Table:
    """Return the carbon price and year at which each option not chosen enters."""
    price = f"{plan.currency}/kWh"
    columns = (
        Column("option", head("option"), kind="word"),
        Column("site", head("where"), kind="word"),
        Column("cost_now", head("costs"), price),
        Column("break_even_cost", head("enters"), price),
        Column(
            "carbon_prices", head("carbon-price", currency=plan.currency), kind="word"
        ),
        Column("from_year", head("from-year"), kind="word"),
        Column("probability", head("chance")),
        Column("worth_it", head("worth"), kind="word"),
    )
    rows = tuple(
        Row(
            (
                shared.part_name(item.option),
                item.site,
                Number(item.price_per_kwh),
                Number(item.break_even_price_per_kwh),
                carbon_prices(item),
                first_year(item),
                _probability(item.chance),
                Word(shared.WORTH_IT[item.worth_it]),
            )
        )
        for item in sorted(plan.entries, key=lambda e: e.margin_per_kwh)
    )
    basis = word(
        shared.ENTRIES,
        year=Number(plan.year, form="year"),
        block=Number(plan.proof.beside_block_hours),
    )
    title = Word(words.TITLES["entries"])
    return Table("entries", title, columns, rows, (basis,)).without_empty()


def carbon_prices(item: Entry) -> Word:
    """Return the carbon prices at which an option enters."""
    if item.carbon_highest_per_t is None:
        return Word(shared.NO_CARBON)
    highest = Number(item.carbon_highest_per_t)
    if item.carbon_from_per_t is None:
        return word(shared.ENTERS_NEVER, highest=highest)
    low, high = Number(item.carbon_from_per_t), item.carbon_up_to_per_t
    if high is None:
        if item.carbon_from_per_t:
            return word(shared.ENTERS_FROM, low=low)
        return word(shared.ENTERS_ALWAYS, highest=highest)
    if not item.carbon_from_per_t:
        return word(shared.ENTERS_UP_TO, high=Number(high))
    return word(shared.ENTERS_BETWEEN, low=low, high=Number(high))


def first_year(item: Entry) -> Cell:
    """Return the year from which an option can come, and that if it is late."""
    if item.first_year is None:
        return None
    first = Number(ceil(item.first_year), form="year")
    if item.late_year is None:
        return first
    late = Number(ceil(item.late_year), form="year")
    return word(shared.FROM_YEAR_OR_LATE, first=first, late=late)


def promises_table(plan: Plan) -> Table:
    """Return what each non-firm option would save if it came."""
    money = money_unit(plan)
    columns = (
        Column("option", head("option"), kind="word"),
        Column("power", head("power"), "MW"),
        Column("saving", head("saves"), money),
        Column("probability", head("chance")),
        Column("expected_saving", head("times-chance"), money),
    )
    rows = tuple(
        Row(
            (
                shared.part_name(promise.option),
                Number(promise.power_kw / KW_PER_MW),
                millions(promise.saving),
                share(promise.chance),
                millions(promise.saving * promise.chance),
            )
        )
        for promise in plan.promises
    )
    return Table("promises", Word(words.TITLES["promises"]), columns, rows)


def hours_table(plan: Plan) -> Table:
    """Return how each series of each site is known."""
    columns = (
        Column("series", head("series"), kind="word"),
        Column("sites", head("where"), kind="word"),
        Column("known", head("known"), kind="word"),
        Column("source", head("source"), kind="word"),
    )
    sites: dict[tuple[str, str, str], list[str]] = {}
    for site, named in plan.provenance.items():
        for series, known in named.items():
            key = (series, known.kind, " ".join(known.sources))
            sites.setdefault(key, []).append(site)
    rows = tuple(
        Row((Word(shared.SERIES_NAMES[series]), joined(at), Word(kind), source))
        for (series, kind, source), at in sorted(sites.items())
    )
    return Table("hours", Word(words.TITLES["hours"]), columns, rows, folded=True)


def _probability(chance: float) -> Cell:
    return None if chance >= 1 else share(chance)


def connection_table(plan: Plan) -> Table:
    """Return what smaller connections would cut: power against hours."""
    columns = (
        Column("site", head("where"), kind="word"),
        Column("connection", head("connection"), "MW"),
        Column("curtailed_hours", head("cut-hours"), "h"),
        Column("longest_hours", head("cut-longest"), "h"),
        Column("curtailed_energy", head("cut-energy"), "MWh"),
        Column("curtailed_share", head("cut-share"), "%"),
    )
    rows = tuple(
        Row(
            (
                point.site,
                Number(point.connection_kw / KW_PER_MW, digits=4),
                Number(point.curtailed_hours, form="count"),
                Number(point.longest_hours, form="count"),
                Number(point.curtailed_kwh / KW_PER_MW),
                Number(point.curtailed_share * 100),
            )
        )
        for point in dict.fromkeys(plan.connection)
    )
    title, notes = Word(words.TITLES["connection"]), (Word(words.CONNECTION),)
    return Table("connection", title, columns, rows, notes, folded=True)
