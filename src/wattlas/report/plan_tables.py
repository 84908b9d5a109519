"""The tables of a plan: measures, burdens, sizes, costs, uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wattlas.planning.answer.parts import CHIP_LINES, Figures, Placement, Size
from wattlas.planning.answer.record import Plan
from wattlas.report.format import TRACE
from wattlas.report.plan_sentences import cost_seen, without_line
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
    word,
)
from wattlas.report.words import plan_page as words
from wattlas.report.words import planning as shared
from wattlas.units import KG_PER_T, KW_PER_MW, KWH_PER_MWH, L_PER_M3, MILLION

PLAN = "plan"
LEAST_SHARE = 0.002
"""Sites, costs and sizes below this share of the whole are left out."""


@dataclass(frozen=True)
class Case:
    """Baseline, a measure alone, or the plan, with its figures."""

    code: str
    figures: Figures

    @property
    def name(self) -> Piece:
        """What the case is called."""
        return case_name(self.code)


def case_name(code: str) -> Piece:
    """Return what a case is called."""
    if code in shared.LEVERS:
        return word(shared.ALONE, measure=Word(shared.LEVERS[code]))
    return Word(shared.TOGETHER if code == PLAN else shared.BASELINE)


def cases(plan: Plan) -> Iterator[Case]:
    """Yield baseline, measures and plan."""
    if plan.baseline is not None:
        yield Case(plan.baseline.name, plan.baseline.figures)
    for lever in plan.levers:
        yield Case(lever.name, lever.figures)
    yield Case(PLAN, plan.figures)


def head(name: str, **values: Piece) -> Word:
    """Return the head of a column of a plan's tables."""
    return Word(words.HEADS[name], values)


def money_unit(plan: Plan) -> str:
    """Return the unit of a plan's costs in tables."""
    return f"million {plan.currency}/year"


def millions(value: float) -> Number:
    """Return money in millions."""
    return Number(value / MILLION)


def measures_table(plan: Plan) -> Table:
    """Return cost and saving of baseline, measures and plan, and cost without each."""
    money = money_unit(plan)
    columns = (
        Column("measure", head("measure"), kind="word"),
        Column("electricity_cost", head("electricity"), money),
        Column("total_cost", head("total"), money),
        Column("saving", head("saves"), money),
        Column("electricity_saving", head("saves-electricity"), money),
        Column("added_if_removed", head("without"), money),
    )
    base = plan.baseline.figures if plan.baseline else None
    rows = []
    for case in cases(plan):
        before = None if case.figures is base else base
        cells = (*_costs(case.figures, before), added_cost(plan, case.code))
        rows.append(Row((case.name, *cells), "total" if case.code == PLAN else ""))
    alone = {lever.name for lever in plan.levers}
    for item in plan.left_out:
        if item.name not in alone:
            name = Word(shared.LEVERS[item.name])
            blank = (None,) * (len(columns) - 2)
            rows.append(Row((name, *blank, added_cost(plan, item.name))))
    title = Word(words.TITLES["measures"])
    notes = (without_line(plan),) if plan.left_out else ()
    return Table("measures", title, columns, tuple(rows), notes).without_empty()


def added_cost(plan: Plan, measure: str) -> Cell:
    """Return what a plan costs more without a measure, in millions."""
    item = next((item for item in plan.left_out if item.name == measure), None)
    if item is None:
        return None
    if item.total_more is None:
        return Word(shared.NO_PLAN)
    seen = abs(item.total_more) > cost_seen(plan)
    return Number(item.total_more / MILLION if seen else 0.0, signed=True)


def _costs(figures: Figures, base: Figures | None) -> tuple[Cell, ...]:
    chips = figures.chip_cost
    saved: tuple[Cell, Cell] = (None, None)
    if base:
        saved = (
            _saved(base.total_cost, figures.total_cost),
            _saved(base.electricity_cost, figures.electricity_cost)
            if base.chip_cost
            else None,
        )
    return (
        millions(figures.electricity_cost),
        millions(figures.total_cost) if chips else None,
        *saved,
    )


def _saved(before: float, after: float) -> Number:
    """Return what a cost is less than before, in millions; a trace is none."""
    saved = before - after
    return millions(saved if abs(saved) > TRACE * abs(before) else 0.0)


def placements_table(plan: Plan) -> Table:
    """Return what each place of the load costs and emits, the best first."""
    options = dict.fromkeys(o for p in plan.placements for o in p.power_kw)
    columns = (
        Column("sites", head("where"), kind="word"),
        *(Column(k, Word(h)) for k, h in shared.CASE_HEADS.items()),
        *(Column(option, shared.part_name(option), "MW") for option in options),
    )
    ranked = sorted(
        plan.placements,
        key=lambda p: p.figures.total_cost if p.figures else float("inf"),
    )
    rows = tuple(
        Row(
            (joined(p.sites), *_amounts_of(p, plan.currency), *_powers_of(p, options)),
            "total" if p.chosen else "",
        )
        for p in ranked
    )
    title = Word(words.TITLES["placements"])
    return Table("placements", title, columns, rows).without_empty()


def _amounts_of(placed: Placement, currency: str) -> tuple[Cell, ...]:
    found = placed.figures
    if found is None:
        return (Word(shared.NO_PLAN), *[None] * (len(shared.CASE_HEADS) - 1))
    return amounts(found, currency)


def amounts(found: Figures, currency: str) -> tuple[Cell, ...]:
    """Return money, energy, carbon and water of a year, under the heads of cases."""
    money = f"million {currency}"
    return (
        Number(found.electricity_cost / MILLION, money),
        Number(found.total_cost / MILLION, money),
        Number(found.facility_kwh / KWH_PER_MWH, "MWh"),
        Number(found.carbon / KG_PER_T, "tCO2e"),
        Number(found.water / L_PER_M3, "m3"),
    )


def _powers_of(placed: Placement, options: Iterable[str]) -> Iterator[Cell]:
    for option in options:
        yield Number(placed.power_kw.get(option, 0.0) / KW_PER_MW)


def burdens_table(plan: Plan) -> Table:
    """Return energy, carbon and water of baseline, measures and plan."""
    columns = (
        Column("case", head("case"), kind="word"),
        Column("energy", head("energy"), "MWh"),
        Column("carbon", head("carbon"), "tCO2e"),
        Column("water", head("water"), "m3"),
    )
    rows = tuple(
        Row(
            (
                case.name,
                Number(case.figures.facility_kwh / KWH_PER_MWH),
                Number(case.figures.carbon / KG_PER_T),
                Number(case.figures.water / L_PER_M3),
            ),
            "total" if case.code == PLAN else "",
        )
        for case in cases(plan)
    )
    return Table("burdens", Word(words.TITLES["burdens"]), columns, rows)


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
    largest = max((s.power_kw for s in plan.sizes), default=0.0)
    rows = tuple(
        Row(_size_cells(size))
        for size in plan.sizes
        if size.power_kw >= LEAST_SHARE * largest
    )
    title = Word(words.TITLES["sizes"])
    return Table("sizes", title, columns, rows).without_empty()


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
