"""A path over years as a reader sees it: what stands in each year, and its money."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.planning.answer.record import Plan
from wattlas.planning.path.record import Path, PathYear
from wattlas.report.blocks import Block, Prose
from wattlas.report.plan_tables import head
from wattlas.report.table import (
    Cell,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    handy,
    share,
    word,
)
from wattlas.report.words import plan_path as words
from wattlas.report.words import planning as shared
from wattlas.units import KG_PER_T, KW_PER_MW, MILLION, W_PER_KW

SEEN = 1e-4
"""Share of the energy below which no load is said to wait."""


def path_blocks(plan: Plan) -> list[Block]:
    """Return the path of a plan; nothing where it has none."""
    if plan.path is None:
        return []
    told = Prose(tuple(_told(plan, plan.path)))
    return [told, path_table(plan, plan.path), Prose((Word(words.CAPTION),))]


def path_table(plan: Plan, path: Path) -> Table:
    """Return load, connection, what stands, capital and running cost by year."""
    options = list(dict.fromkeys(o for year in path.years for o in year.power_kw))
    money = f"million {plan.currency}"
    columns = (
        Column("year", head("year"), kind="word"),
        Column("load", Word(words.HEADS["load"]), "MW"),
        Column("connection", Word(words.HEADS["connection"]), "MW"),
        *(Column(o, shared.part_name(o), "MW") for o in options),
        Column("capital", Word(words.HEADS["capital"]), money),
        Column("running", Word(words.HEADS["running"]), money),
        Column("carbon", Word(words.HEADS["carbon"]), "ktCO2e"),
        Column("waiting", Word(words.HEADS["waiting"])),
    )
    rows = tuple(Row(tuple(_cells(year, options))) for year in path.years)
    return Table("path", Word(words.TITLE), columns, rows).without_empty()


def _told(plan: Plan, path: Path) -> Iterator[Piece]:
    cost, price = path.present_cost, path.cost_per_kwh
    yield word(
        words.OPENING,
        first=_year(path.years[0].year),
        last=_year(path.years[-1].year),
        cost=_millions(plan, cost.mid),
        low=_millions(plan, cost.low),
        high=_millions(plan, cost.high),
        price=Number(price.mid, plan.currency),
        price_low=Number(price.low, plan.currency),
        price_high=Number(price.high, plan.currency),
        rate=share(path.discount_rate),
        hours=Number(path.hours, form="count"),
        year=_year(plan.year),
    )
    for year in (y for y in path.years if y.waiting_share > SEEN):
        yield word(words.WAITS, year=_year(year.year), share=share(year.waiting_share))
    for item in path.promises:
        yield word(
            words.PROMISE if item.power_kw else words.NO_PROMISE,
            option=shared.part_name(item.option),
            chance=share(item.chance),
            year=_year(item.from_year or path.years[0].year),
            saving=_millions(plan, item.saving),
            power=handy(item.power_kw * W_PER_KW, "W"),
        )


def _cells(year: PathYear, options: list[str]) -> Iterator[Cell]:
    yield _year(year.year)
    yield Number(year.load_kw / KW_PER_MW)
    connection = year.connection_kw
    yield None if connection is None else Number(connection / KW_PER_MW)
    for option in options:
        kw = year.power_kw.get(option)
        yield None if kw is None else Number(kw / KW_PER_MW)
    yield Number(year.capital / MILLION)
    yield Number(year.running_cost / MILLION)
    yield Number(year.carbon_kg / KG_PER_T / 1e3)
    yield share(year.waiting_share) if year.waiting_share > SEEN else None


def _year(value: float) -> Number:
    return Number(value, form="year")


def _millions(plan: Plan, value: float) -> Number:
    return Number(value / MILLION, f"million {plan.currency}")
