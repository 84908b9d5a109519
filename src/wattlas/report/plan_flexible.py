"""What a plan gives up when it is called, and what it sheds, as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.planning.answer.parts import OfferTaken
from wattlas.planning.answer.record import Plan
from wattlas.report.blocks import Block, Prose
from wattlas.report.format import TRACE
from wattlas.report.plan_tables import head, millions, money_unit
from wattlas.report.table import Column, Number, Piece, Row, Table, Word, handy, word
from wattlas.report.words import plan_flexible as words
from wattlas.units import KW_PER_MW, MILLION

LOAD_SHED = "load shed"


def flexible_blocks(plan: Plan) -> list[Block]:
    """Return what sites give up when called and what is shed; nothing where none is."""
    lines = tuple(_shed_lines(plan))
    table = [flexibility_table(plan)] if plan.flexibility else []
    return [*table, *([Prose(lines)] if lines else [])]


def flexibility_table(plan: Plan) -> Table:
    """Return the contracts by which power is given up, and what they are paid."""
    columns = (
        Column("contract", Word(words.HEADS["contract"]), kind="word"),
        Column("site", head("where"), kind="word"),
        Column("offered", Word(words.HEADS["offered"]), "MW"),
        Column("baseline", Word(words.HEADS["baseline"]), "MW"),
        Column("events", Word(words.HEADS["events"])),
        Column("called_hours", Word(words.HEADS["hours"]), "h"),
        Column("notice", Word(words.HEADS["notice"]), "h"),
        Column("paid", Word(words.HEADS["paid"]), money_unit(plan)),
        Column("paid_for_calls", Word(words.HEADS["for-calls"]), money_unit(plan)),
    )
    rows = tuple(Row(tuple(_cells(item))) for item in plan.flexibility)
    notes = (Word(words.HOW),)
    return Table("flexibility", Word(words.TITLE), columns, rows, notes)


def _cells(item: OfferTaken) -> Iterator[Piece]:
    yield Word(words.KINDS[item.kind])
    yield item.site
    yield Number(item.offered_kw / KW_PER_MW)
    yield Number(item.baseline_kw / KW_PER_MW)
    yield Number(item.events, form="count")
    yield Number(item.called_hours)
    yield Number(item.notice_hours)
    yield millions(item.paid)
    yield millions(item.paid_for_calls)


def _shed_lines(plan: Plan) -> Iterator[Piece]:
    seen = TRACE * plan.figures.facility_kwh
    shed = {s: kwh for s, kwh in plan.figures.shed_kwh.items() if kwh > seen}
    for site, kwh in shed.items():
        worth = plan.figures.costs[site].get(LOAD_SHED, 0.0)
        yield word(
            words.SHED,
            site=site,
            energy=handy(kwh, "kWh"),
            cost=Number(worth / MILLION, f"million {plan.currency}"),
        )
