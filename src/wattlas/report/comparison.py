"""The same work on several chips as a table, and the rebound that undoes a saving."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from wattlas.estimation.side_by_side import HardwareComparison
from wattlas.report.format import per_cent, significant
from wattlas.report.terminal import plain_table, range_cells
from wattlas.report.words import en


def blocks(comparison: HardwareComparison) -> Iterable[RenderableType]:
    """Yield the chips side by side and what the comparison means."""
    what = f"{comparison.model}: {en.BASES[comparison.basis]}".strip(": ")
    yield Text(f"The same work on other chips ({what})", style="bold")
    heads = ["low", "mid", "high", "unit", "saved", "undone if use grows"]
    of_replicas = any(row.batch is not None for row in comparison.rows)
    heads += ["chips", "batch"] if of_replicas else []
    table = plain_table("facility energy", *heads)
    for row in comparison.rows:
        cells = range_cells(row.facility_energy_kwh, "kWh")
        first = row.verdict == "first"
        saved = "" if first else per_cent(row.saving_share)
        growth = "" if first else f"x {significant(row.rebound_factor)}"
        replica = [_count(row.chips_per_replica), _count(row.batch)]
        table.add_row(
            row.hardware, *cells, saved, growth, *(replica if of_replicas else [])
        )
    yield table
    yield Text("\n".join(en.RULES[rule] for rule in comparison.rules))


def _count(value: float | None) -> str:
    return "" if value is None else significant(value)
