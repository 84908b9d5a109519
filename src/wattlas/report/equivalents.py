"""Equivalents as a table: how many of what, at how much each, where and when."""

from __future__ import annotations

from collections.abc import Iterable

from wattlas import facts
from wattlas.records import Equivalent
from wattlas.report.table import Column, Number, Row, Table, Word, handy, named
from wattlas.report.words import en
from wattlas.report.words import page as words


def equivalents_table(equivalents: Iterable[Equivalent]) -> Table:
    """Return what results are as much as."""
    columns = (
        Column("what", Word(words.HEADS["what"]), kind="word"),
        Column("count", spread=True),
        Column("each", Word(words.HEADS["each"])),
        Column("where", Word(words.HEADS["where"]), kind="word"),
        Column("source", Word(words.HEADS["source"]), kind="word"),
    )
    rows = tuple(
        Row(
            (
                named(facts.row("equivalents", item.key)),
                Number(item.count.mid, "", item.count.low, item.count.high),
                handy(item.each.mid, item.unit),
                f"{item.region} {item.year}",
                item.source,
            )
        )
        for item in equivalents
    )
    return Table(
        "equivalents", Word(en.AS_MUCH_AS), columns, rows, (Word(words.EQUIVALENTS),)
    )
