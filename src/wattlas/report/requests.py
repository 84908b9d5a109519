"""A log of requests as text: totals, groups, and the rows that could not be used."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.estimation.request_log.totals import RequestTotals
from wattlas.records import RESULT_UNITS
from wattlas.report import terminal
from wattlas.report.format import significant
from wattlas.report.words import en

PROBLEMS_SHOWN = 10


def blocks(table: RequestTotals) -> Iterable[RenderableType]:
    """Yield a log's totals, its groups, its problems and its inputs."""
    used = table.rows - table.rows_bad
    yield Text(f"{used:,} of {table.rows:,} requests", style="bold")
    yield _totals(table)
    yield _groups(table)
    yield Text("\n".join(_problems(table)))
    assumed = {
        (i.label, i.mid): i
        for group in table.groups
        for i in group.inputs
        if not (i.given or i.exact)
    }
    yield terminal.inputs_table("Assumed", assumed.values())
    keys = " ".join(s.key for s in table.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {keys}")


def _totals(table: RequestTotals) -> Table:
    shown = terminal.plain_table("all together", "low", "mid", "high", "unit")
    for name, value in table.totals.items():
        cells = terminal.range_cells(value, RESULT_UNITS[name])
        shown.add_row(en.RESULTS[name], *cells)
    return shown


def _groups(table: RequestTotals) -> Table:
    shown = terminal.plain_table(
        "model", "chip", "place", "precision", "requests", "Wh, mean", "(5-95 %)"
    )
    for group in table.groups:
        mean, subject = group.facility_energy_kwh.scaled(1000.0), group.subject
        place = subject["site"] or subject["country"] or ""
        words = (subject["model"], subject["hardware"], place, subject["precision"])
        interval = f"{significant(mean.low)}-{significant(mean.high)}"
        shown.add_row(*words, f"{group.rows:,}", significant(mean.mid), interval)
    return shown


def _problems(table: RequestTotals) -> Iterable[str]:
    for name, count in table.rows_absent.items():
        if count > table.rows_bad:
            rows = count - table.rows_bad
            yield f"{en.RESULTS[name]}: absent for {rows:,} rows, not in the total."
    if not table.problems:
        yield "Every row could be used."
        return
    yield f"Left out: {table.rows_bad:,} rows that could not be used."
    for problem in table.problems[:PROBLEMS_SHOWN]:
        line = f", line {problem.line}" if problem.line else ""
        yield f"  row {problem.row}{line}: {problem.reason}"
    if table.rows_bad > PROBLEMS_SHOWN:
        yield f"  and {table.rows_bad - PROBLEMS_SHOWN:,} more (--json lists all)"
