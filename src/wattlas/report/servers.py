"""Servers side by side as a table: supplies, nameplate, draw, and their ratios."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.estimation.server import FIGURES, ServerComparison, ServerFigures
from wattlas.records import Range
from wattlas.report.format import significant
from wattlas.report.terminal import inputs_table, plain_table
from wattlas.report.words import en

MISSING = "–"


def blocks(comparison: ServerComparison) -> Iterable[RenderableType]:
    """Yield the servers' figures, their ratios, and the rules that hold."""
    servers = [comparison.server]
    if comparison.against is not None:
        servers.append(comparison.against)
    yield Text(" against ".join(s.name for s in servers), style="bold")
    yield _table(comparison, servers)
    yield Text("\n".join(_lines(comparison, servers)))
    yield inputs_table("From the tables", (i for i in comparison.inputs if not i.given))
    keys = " ".join(s.key for s in comparison.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {keys}")


def _table(comparison: ServerComparison, servers: list[ServerFigures]) -> Table:
    heads = [s.key for s in servers] + (["ratio"] if comparison.ratios else [])
    table = plain_table("", *heads, "unit")
    for name, unit in FIGURES.items():
        if not any(name in s.figures for s in servers):
            continue
        cells = [_cell(s.figures.get(name)) for s in servers]
        if comparison.ratios:
            ratio = comparison.ratios.get(name)
            cells.append(_cell(ratio) if ratio else "")
        table.add_row(en.SERVER_FIGURES[name], *cells, "" if unit == "1" else unit)
    return table


def _lines(comparison: ServerComparison, servers: list[ServerFigures]) -> Iterable[str]:
    for rule in comparison.rules:
        yield en.RULES[rule]
    for one in servers:
        for code in one.notes:
            yield f"{one.key}: {en.SERVER_REASONS[code]}."
        reasons: dict[str, list[str]] = {}
        for name, code in one.absent.items():
            label = en.SERVER_FIGURES.get(name, name)
            reasons.setdefault(en.SERVER_REASONS[code], []).append(label)
        for reason, names in reasons.items():
            yield f"{one.key}: absent: {', '.join(names)}: {reason}."


def _cell(value: Range | None) -> str:
    if value is None:
        return MISSING
    low, mid, high = (significant(v) for v in (value.low, value.mid, value.high))
    return mid if low == high else f"{mid} ({low}-{high})"
