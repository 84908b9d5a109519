"""The tables of a plan: measures, burdens, sizes, costs, uses."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.planning.answer.energy import CHIP_LINES
from wattlas.planning.answer.parts import Size
from wattlas.planning.answer.record import Plan
from wattlas.report.blocks import Card
from wattlas.report.format import TRACE
from wattlas.report.table import (
    Cell,
    Column,
    Number,
    Piece,
    Role,
    Row,
    Table,
    Word,
    handy,
    joined,
    share,
)
from wattlas.report.words import plan_page as words
from wattlas.report.words import planning as shared
from wattlas.units import KW_PER_MW, KWH_PER_MWH, MILLION

LEAST_SHARE = 0.002
"""Sites, costs and sizes below this share of the whole are left out."""


def head(name: str, **values: Piece) -> Word:
    """Return the head of a column of a plan's tables."""
    return Word(words.HEADS[name], values)


def money_unit(plan: Plan) -> str:
    """Return the unit of a plan's costs in tables."""
    return f"million {plan.currency}/year"


def millions(value: float) -> Number:
    """Return money in millions."""
    return Number(value / MILLION)


def sizes_table(plan: Plan) -> Table:
    """Return what is built or bought."""
    columns = (
        Column("option", head("option"), kind="word"),
        Column("site", head("where"), kind="word"),
        Column("power", head("power"), "MW"),
        Column("energy", head("stored"), "MWh"),
        Column("units", head("units")),
        Column("used", head("used")),
    )
    rows = tuple(Row(_size_cells(size)) for size in shown_sizes(plan))
    title = Word(words.TITLES["sizes"])
    return Table("sizes", title, columns, rows).without_empty()


def size_cards(plan: Plan) -> Iterator[Card]:
    """Yield a card for each option at its site: power, store, how it is used."""
    for size in shown_sizes(plan):
        stored = size.energy_kwh
        energy = None if stored is None else Number(stored / KWH_PER_MWH, "MWh")
        used = _used(size)
        told = (energy, None if used is None else joined((head("used"), used), " "))
        yield Card(
            joined((shared.part_name(size.option), size.site), " · "),
            Number(size.power_kw / KW_PER_MW, "MW"),
            joined((piece for piece in told if piece is not None), ", "),
        )


def shown_sizes(plan: Plan) -> list[Size]:
    """Return what is more than dust of the largest."""
    largest = max((s.power_kw for s in plan.sizes), default=0.0)
    return [s for s in plan.sizes if s.power_kw >= LEAST_SHARE * largest]


def _size_cells(size: Size) -> tuple[Cell, ...]:
    return (
        shared.part_name(size.option),
        size.site,
        Number(size.power_kw / KW_PER_MW),
        None if size.energy_kwh is None else Number(size.energy_kwh / KWH_PER_MWH),
        None if size.units is None else Number(size.units, form="count"),
        _used(size),
    )


def _used(size: Size) -> Cell:
    """Return how much of a year an option is used; of a store its cycles."""
    if size.used_share is None:
        return None
    if size.energy_kwh is None:
        return share(size.used_share)
    return Number(size.used_share, "cycles")


def costs_table(plan: Plan) -> Table:
    """Return the cost stack: lines by site."""
    sites = shown_sites(plan)
    columns = (
        Column("line", head("line"), kind="word"),
        *(Column(site, site, money_unit(plan)) for site in sites),
    )
    lines = dict.fromkeys(k for s in sites for k in plan.figures.costs[s])
    electricity = [k for k in lines if k not in CHIP_LINES]
    chips = [k for k in lines if k in CHIP_LINES]

    def row(name: Piece, of: list[str], role: Role = "") -> Row:
        return Row((name, *_sums(plan, sites, of)), role)

    rows = [row(shared.part_name(line), [line]) for line in electricity]
    rows = [r for r in rows if any(_is_seen(cell) for cell in r.cells[1:])]
    rows.append(row(Word(words.ELECTRICITY), electricity, "total"))
    if chips:
        rows += [row(shared.part_name(line), [line]) for line in chips]
        rows.append(row(head("total"), electricity + chips, "total"))
    return Table("costs", Word(words.TITLES["costs"]), columns, tuple(rows))


def _is_seen(cell: Cell) -> bool:
    return isinstance(cell, Number) and cell.value != 0


def _sums(plan: Plan, sites: list[str], lines: list[str]) -> Iterator[Number]:
    costs = plan.figures.costs
    least = TRACE * plan.figures.electricity_cost
    for site in sites:
        value = sum(costs[site].get(line, 0.0) for line in lines)
        yield millions(value if abs(value) > least else 0.0)


def shown_sites(plan: Plan) -> list[str]:
    """Return the sites that take enough of the load to be shown."""
    total = max(plan.figures.facility_kwh, 1e-9)
    loads = plan.figures.load_kwh
    return [s for s in loads if loads[s] >= LEAST_SHARE * total]


def uses_table(plan: Plan) -> Table:
    """Return what the plan takes for each kWh, million tokens and in all."""
    figures = plan.figures
    columns = (
        Column("use", head("use"), kind="word"),
        Column("electricity_cost", head("electricity")),
        Column("total_cost", head("total")),
        Column("carbon", head("carbon")),
        Column("water", head("water")),
    )
    counts = {"it": sum(figures.it_kwh.values()), "facility": figures.facility_kwh}
    if figures.output_tokens and plan.training is None:
        counts["tokens"] = figures.output_tokens / MILLION
    rows = tuple(
        Row(
            (
                Word(words.USES[name]),
                Number(figures.load_cost / count, plan.currency),
                Number((figures.load_cost + figures.chip_cost) / count, plan.currency)
                if figures.chip_cost
                else None,
                handy(figures.carbon / count, "kgCO2e"),
                handy(figures.water / count, "L"),
            )
        )
        for name, count in counts.items()
        if count
    )
    title = Word(words.TITLES["uses"])
    sells = any(e.energy_kwh for e in figures.exported.values())
    apart = (Word(words.SOLD_APART),) if sells else ()
    return Table("uses", title, columns, rows, apart).without_empty()
