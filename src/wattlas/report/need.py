"""What must be true for so many TWh, as aligned text."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.projection import Need
from wattlas.projection.need import Line
from wattlas.records import Range
from wattlas.report.format import significant
from wattlas.report.outlook import cell, share_cell
from wattlas.report.terminal import plain_table
from wattlas.report.words import outlook as words


def blocks(found: Need) -> Iterable[RenderableType]:
    """Yield the blocks of a need: what must be true, and of which limits."""
    scope = words.SCOPES[found.scope]
    title = f"What must be true for {significant(found.twh)} TWh by {found.by}"
    yield Text(title, style="bold")
    yield Text(
        words.NEED.format(
            scope=scope[0].upper() + scope[1:],
            base=cell(found.base_twh),
            twh=significant(found.twh),
            by=found.by,
        )
    )
    yield needs_table(found)
    yield Text(words.OF_LIMITS.format(by=found.by))
    yield limits_table(found)
    keys = " ".join(s.key for s in found.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {keys}")


def needs_table(found: Need) -> Table:
    """Return what must be true, beside what there is now."""
    table = plain_table("", "low", "mid", "high", "unit", "in 2025", "source")
    for line in found.lines:
        now = significant(line.now.mid) if line.now else ""
        source = f"\\[{line.source}]" if line.source != "computed" else ""
        table.add_row(words.NEEDS[line.name], *_cells(line), now, source)
    return table


def _cells(line: Line) -> tuple[str, str, str, str]:
    low, mid, high = line.needed.low, line.needed.mid, line.needed.high
    unit = line.unit
    if line.name == "growth":
        low, mid, high = (100 * (x - 1) for x in (low, mid, high))
        unit = "%/year"
    elif unit == "1":
        low, mid, high = (100 * x for x in (low, mid, high))
        unit = "%"
    return significant(low), significant(mid), significant(high), unit


def limits_table(found: Need) -> Table:
    """Return the share that the need takes of each limit, with a verdict."""
    table = plain_table("of all that is added", "share", "verdict")
    table.columns[2].justify = "left"
    for name, share in found.limits.items():
        table.add_row(words.NEED_LIMITS[name], share_cell(share), _verdict(share))
    return table


def _verdict(share: Range) -> str:
    return next(text for most, text in words.VERDICTS if share.mid <= most)
