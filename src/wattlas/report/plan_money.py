"""The money of a plan over years, as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from wattlas.planning.answer.record import Plan
from wattlas.planning.finance.record import CashYear, CostCause, Finance
from wattlas.records import Range
from wattlas.report.blocks import Block, Prose
from wattlas.report.format import significant
from wattlas.report.plan_tables import head
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
from wattlas.report.table import share as part
from wattlas.report.words import plan_money as words
from wattlas.report.words import planning as shared
from wattlas.units import MILLION

ENDS = ("low", "mid", "high")


def money_line(plan: Plan) -> Piece:
    """Return the levelised cost of a year, its range, and what that comes from."""
    found = plan.finance
    if found is None:
        return ""
    levelised = word(
        words.LEVELISED[found.tax_rate > 0],
        low=_millions(plan, found.yearly_cost.low),
        mid=_millions(plan, found.yearly_cost.mid),
        high=_millions(plan, found.yearly_cost.high),
        years=Number(found.horizon_years, form="count"),
    )
    if not found.causes:
        return levelised
    causes = (word(shared.PART_SHARE, part=n, share=part(s)) for n, s in _causes(found))
    return word(words.RANGE, levelised=levelised, causes=joined(causes))


def money_blocks(plan: Plan) -> list[Block]:
    """Return what a plan is worth, its capital by item and its cash by year."""
    found = plan.finance
    if found is None:
        return []
    terms = word(
        words.TERMS[found.basis],
        money_year=plan.currency_year,
        rate=_rate(found.discount_rate),
        years=Number(found.horizon_years, form="count"),
        tax=_rate(found.tax_rate),
        inflation=_rate(found.inflation),
        draws=Number(found.draws, form="count"),
    )
    return [
        worth_table(plan, found),
        Prose((terms,)),
        capital_table(plan, found),
        cash_table(plan, found),
    ]


def _rate(share: float) -> Number:
    """Return a rate as it is given: 2.5 %, not 2 %."""
    return Number(100 * share, "%")


def worth_table(plan: Plan, found: Finance) -> Table:
    """Return present cost, value against the baseline, return, payback, LCOE."""
    money, per_kwh = f"million {plan.currency}", f"{plan.currency}/kWh"
    rows: tuple[tuple[str, Range | None, str, float], ...] = (
        ("present_cost", found.present_cost, money, MILLION),
        ("yearly_cost", found.yearly_cost, f"{money}/year", MILLION),
        ("lcoe_per_kwh", found.lcoe_per_kwh, per_kwh, 1.0),
        (
            "cost_per_million_tokens",
            found.cost_per_million_tokens,
            plan.currency,
            1.0,
        ),
        ("npv", found.npv, money, MILLION),
        ("irr", found.irr, "%", 0.01),
        ("payback_years", found.payback_years, "years", 1.0),
    )
    shown = tuple(
        Row((Word(words.WORTH[name]), *_ends(value, over), unit))
        for name, value, unit, over in rows
        if value is not None
    )
    columns = (
        Column("figure", head("figure"), kind="word"),
        *(Column(end, head(end)) for end in ENDS),
        Column("unit", head("unit"), kind="unit"),
    )
    return Table("worth", Word(words.TITLES["worth"]), columns, shown)


def capital_table(plan: Plan, found: Finance) -> Table:
    """Return the capital of each option that is built, without the solver's dust."""
    built = {size.option for size in plan.sizes}
    built |= {"heat-reuse"} if plan.figures.heat_kwh else set()
    built |= {s.chosen.kind for s in plan.reliability if s.chosen is not None}
    columns = (
        Column("option", head("option"), kind="word"),
        *(Column(end, head(end), f"million {plan.currency}") for end in ENDS),
    )
    rows = tuple(
        Row((shared.part_name(option), *_ends(value, MILLION)))
        for option, value in found.capital_by_item.items()
        if option in built
    )
    return Table("capital", Word(words.TITLES["capital"]), columns, rows)


def cash_table(plan: Plan, found: Finance) -> Table:
    """Return the cash of every year, the middle of each part and the range of all."""
    names = ("capital", "fixed", "variable", "revenue", "tax")
    columns = (
        Column("year", head("year"), kind="word"),
        *(Column(n, Word(words.CASH[n]), f"million {plan.currency}") for n in names),
        *(
            Column(f"net_{end}", Word(words.NET[end]), f"million {plan.currency}")
            for end in ENDS
        ),
    )
    # Years that would be shown alike stand in one line; the record has each.
    shown = groupby(
        found.cash_by_year,
        lambda year: [significant(cell.value) for cell in _cash(year, names)],
    )
    alike = [list(years) for _, years in shown]
    rows = tuple(Row((_years(years), *_cash(years[0], names))) for years in alike)
    return Table("cash", Word(words.TITLES["cash"]), columns, rows).without_empty()


def _years(alike: list[CashYear]) -> Cell:
    """Return a year, or from which to which each is the same."""
    first, last = (Number(y.year, form="year") for y in (alike[0], alike[-1]))
    return first if len(alike) == 1 else word(words.EACH, first=first, last=last)


def _cash(year: CashYear, names: tuple[str, ...]) -> Iterator[Number]:
    for name in names:
        yield Number(getattr(year, name).mid / MILLION)
    yield from _ends(year.net, MILLION)


def _ends(value: Range, over: float) -> tuple[Number, ...]:
    return tuple(Number(getattr(value, end) / over) for end in ENDS)


def _causes(found: Finance) -> list[tuple[Piece, float]]:
    return [(_cause(cause), cause.share) for cause in found.causes]


def _cause(cause: CostCause) -> Piece:
    """Return what a drawn figure is called, of a place or of an option."""
    told = Word((shared.SERIES_NAMES | shared.DRAWN_NAMES)[cause.figure])
    return word(words.CAUSE, figure=told, of=shared.part_name(cause.of))


def _millions(plan: Plan, value: float) -> Number:
    return Number(value / MILLION, f"million {plan.currency}")
