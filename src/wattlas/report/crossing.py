"""Crossing years as aligned text: a row for each growth, with what stops it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.projection import Crossings
from wattlas.projection.crossing import Crossing
from wattlas.records import Range
from wattlas.report.format import significant
from wattlas.report.outlook import cell, narrowing
from wattlas.report.terminal import plain_table
from wattlas.report.words import outlook as words
from wattlas.report.words.language import ENGLISH, Language

NEVER = float("inf")


def blocks(found: Crossings) -> Iterable[RenderableType]:
    """Yield the blocks of crossing years."""
    scope = words.SCOPES[found.scope]
    yield Text(words.CROSSING_ALL.format(scope=scope), style="bold")
    yield Text(starts_from(found))
    yield Text(words.CROSSING_MEANS.format(scope=scope))
    yield crossing_table(found)
    yield limits_table(found)
    yield Text(words.OUTGROWS.format(scope=scope))
    keys = " ".join(s.key for s in found.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {keys}")


def starts_from(found: Crossings, say: Language = ENGLISH) -> str:
    """Return what the curve starts from: energy now, generation and its growth."""
    scope = say(words.SCOPES[found.scope])
    pace = [100 * (g - 1) for g in _ends(found.world_growth)]
    return say(
        words.CROSSING,
        scope=scope[0].upper() + scope[1:],
        base=cell(found.base_twh),
        total=significant(found.generation_twh),
        pace=f"{pace[1]:.1f}",
        low=f"{pace[0]:.1f}",
        high=f"{pace[2]:.1f}",
    )


def crossing_table(found: Crossings) -> Table:
    """Return for each growth the years in which shares are reached."""
    heads = [f"{100 * s:g} %" for s in found.shares]
    table = plain_table("growth", *heads, "stopped by")
    table.columns[-1].justify = "left"
    for row in found.rows:
        years = [year_cell(row.years[s]) for s in found.shares]
        table.add_row(growth_cell(row.growth), *years, stop_cell(row))
    return narrowing(table)


def stop_cell(row: Crossing, say: Language = ENGLISH) -> str:
    """Print the limit that a growth passes first, and the year of that."""
    name = row.first_limit
    if name is None:
        return say(words.NO_LIMIT)
    return f"{say(words.LIMITS[name])}, {row.limits[name].mid:.0f}"


def limits_table(found: Crossings) -> Table:
    """Return for each growth the year in which each limit is passed."""
    names = list(found.rows[0].limits)
    table = plain_table("outgrows", *(words.LIMITS[n] for n in names))
    for row in found.rows:
        cells = (year_cell(row.limits[n]) for n in names)
        table.add_row(growth_cell(row.growth), *cells)
    return narrowing(table)


def growth_cell(growth: float) -> str:
    """Print a growth factor as people say it.

    >>> growth_cell(1.3), growth_cell(2.1)
    ('+30 %', 'x 2.1')
    """
    return f"x {growth:g}" if growth >= 2 else f"+{100 * (growth - 1):.3g} %"


def year_cell(years: Range, say: Language = ENGLISH) -> str:
    """Print years with their range.

    >>> year_cell(Range(2031.2, 2033.4, 2035.0)), year_cell(Range(NEVER, NEVER, NEVER))
    ('2033 (2031-2035)', 'never')
    """
    low, mid, high = (_year(y, say) for y in _ends(years))
    return mid if low == high else f"{mid} ({low}-{high})"


def _year(value: float, say: Language) -> str:
    return say(words.NEVER) if value == NEVER else f"{value:.0f}"


def _ends(value: Range) -> tuple[float, float, float]:
    return value.low, value.mid, value.high
