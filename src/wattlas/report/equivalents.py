"""Equivalents as a table: how many of what, at how much each, where and when."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from wattlas import facts
from wattlas.records import Equivalent
from wattlas.report.format import significant, unit_for
from wattlas.report.terminal import plain_table


def table(equivalents: Sequence[Equivalent]) -> Table:
    """Return a table of equivalents."""
    shown = plain_table(
        "as much as", "low", "mid", "high", "each", "where, when", "source"
    )
    for item in equivalents:
        name = facts.row("equivalents", item.key)["name_en"]
        size, unit = unit_for(item.each.mid, item.unit)
        values = (item.count.low, item.count.mid, item.count.high)
        shown.add_row(
            name,
            *(significant(v) for v in values),
            f"{significant(item.each.mid / size)} {unit}",
            f"{item.region} {item.year}",
            f"\\[{item.source}]",
        )
    return shown
