"""A prediction beside a measurement as text."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.reconcile.compare import Comparison
from wattlas.report.format import significant
from wattlas.report.terminal import plain_table, range_cells
from wattlas.report.words import en
from wattlas.report.words import ledger as words


def comparison_blocks(found: Comparison) -> Iterator[RenderableType]:
    """Yield both energies by boundary, the verdict, and what would explain it."""
    title = words.PREDICTED
    if found.scale != 1.0:
        title += words.SCALED.format(significant(found.scale))
    yield Text(title, style="bold")
    yield energies_table(found)
    yield Text(words.VERDICTS[found.rows[0].verdict])
    if found.implied:
        yield Text(words.IMPLIED)
        yield implied_table(found)
    else:
        yield Text(words.NO_CAUSE)


def energies_table(found: Comparison) -> Table:
    """Return predicted and measured energy by boundary, and their ratio."""
    heads = ("low", "mid", "high", "unit", "measured/predicted", "inside")
    table = plain_table("", *heads)
    for row in found.rows:
        name = en.RESULTS[row.boundary]
        inside = "yes" if row.verdict == "inside" else "no"
        ratio = significant(row.ratio)
        table.add_row(f"{name}, predicted", *range_cells(row.predicted, "kWh"))
        cells = range_cells(row.measured, "kWh")
        table.add_row("  measured", *cells, ratio, inside)
    return table


def implied_table(found: Comparison) -> Table:
    """Return the value of each input that would make both energies equal."""
    heads = ("implied", "low", "mid", "high", "unit", "inside")
    table = plain_table("input", *heads)
    for item in found.implied:
        numbers = map(significant, (item.value, item.low, item.mid, item.high))
        inside = "yes" if item.is_inside else "no"
        unit = "" if item.unit == "1" else item.unit
        table.add_row(item.name, *numbers, unit, inside)
    return table
