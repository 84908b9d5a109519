"""Tables that lay a plan beside its baseline, its measures and other places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wattlas.planning.answer.alternatives import Placement
from wattlas.planning.answer.energy import Figures
from wattlas.planning.answer.record import Plan
from wattlas.report.format import TRACE
from wattlas.report.plan_sentences import cost_seen, without_line
from wattlas.report.plan_tables import head, millions, money_unit
from wattlas.report.table import (
    Cell,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    word,
)
from wattlas.report.words import plan_page as words
from wattlas.report.words import planning as shared
from wattlas.units import KG_PER_T, KW_PER_MW, KWH_PER_MWH, L_PER_M3, MILLION

PLAN = "plan"


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
        *(
            Column(end, Word(words.PLACED_ENDS[end]), f"million {plan.currency}")
            for end in words.PLACED_ENDS
        ),
        Column("cheapest", Word(words.CHEAPEST), "%"),
        *(Column(option, shared.part_name(option), "MW") for option in options),
    )
    ranked = sorted(
        plan.placements,
        key=lambda p: p.figures.total_cost if p.figures else float("inf"),
    )
    rows = tuple(
        Row(
            (
                joined(p.sites),
                *_amounts_of(p, plan.currency),
                *_sureness_of(p),
                *_powers_of(p, options),
            ),
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


def _sureness_of(placed: Placement) -> tuple[Cell, ...]:
    """Return the range of a place's yearly cost, and how often it is the cheapest."""
    cost, share = placed.yearly_cost, placed.cheapest_share
    if cost is None or share is None:
        return (None, None, None)
    ends = (getattr(cost, end) / MILLION for end in words.PLACED_ENDS)
    return (*map(Number, ends), Number(share * 100.0, form="count"))


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
