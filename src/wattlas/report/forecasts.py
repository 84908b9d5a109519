"""Published forecasts as aligned text, on one scope, beside our own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas import facts
from wattlas.projection import Forecasts, Outlook
from wattlas.projection.forecasts import YEAR, Forecast
from wattlas.records import Range
from wattlas.report.format import significant
from wattlas.report.outlook import cell
from wattlas.report.terminal import plain_table
from wattlas.report.words import outlook as words

OURS = {"all": "data_centre_served_twh", "ai": "ai_served_twh"}


def blocks(found: Forecasts, ours: Outlook | None = None) -> Iterable[RenderableType]:
    """Yield the blocks of forecasts: by region, revisions, what is left out."""
    scope = words.FORECAST_SCOPES[found.scope]
    load = {k: facts.number("outlook", k, "load").value for k in ("capacity", "drawn")}
    yield Text(words.FORECASTS.format(scope=scope, **load))
    for region in dict.fromkeys(f.region for f in found.rows):
        rows = [f for f in found.rows if f.region == region]
        mine = ours if ours is not None and ours.region == region else None
        yield region_table(region, rows, _ours(found.scope, mine))
    yield revisions_table(found.rows)
    if found.left_out:
        yield Text(_left_out(found))
    keys = " ".join(s.key for s in found.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {keys}")


def _ours(scope: str, ours: Outlook | None) -> Range | None:
    return ours.at(OURS[scope], YEAR) if ours is not None else None


def region_table(region: str, rows: Sequence[Forecast], ours: Range | None) -> Table:
    """Return the forecasts of a region, by study. [TWh]"""
    heads = ("from", str(YEAR), "other year", "a year", "source")
    table = plain_table(region, *heads)
    for f in rows:
        then = f.at(YEAR)
        other = f"{f.horizon_year}: {cell(f.horizon_twh)}"
        table.add_row(
            _name(f),
            f"{f.base_year}: {significant(f.base_twh.mid)}",
            cell(then) if then else "",
            other if f.horizon_year != YEAR else "",
            f"{100 * (f.growth - 1):+.0f} %",
            f"\\[{f.source}]",
        )
    if ours is not None:
        row = ("", cell(ours), "", "", "")
        table.add_row(words.OURS, *row, style="bold")
    return _narrowing(table)


def _name(f: Forecast) -> str:
    recalled = "*" if f.status == "recalled" else ""
    plain = f.scenario in words.PLAIN_SCENARIOS
    scenario = "" if plain else f" {f.scenario}"
    how = words.CONVERSIONS[f.conversion]
    return f"{f.publisher} {f.published}{scenario}{recalled}{how}"


def _narrowing(table: Table) -> Table:
    for column in table.columns:
        column.no_wrap = column.header in ("from", "a year")
    return table


def revisions_table(rows: Sequence[Forecast]) -> Table:
    """Return forecasts beside those that they revise, in 2030. [TWh]"""
    by_key = {f.key: f for f in rows}
    table = plain_table(words.REVISIONS, "TWh", "now", "TWh", "change", "year")
    for f in rows:
        old = by_key.get(f.revises)
        year = min(f.horizon_year, old.horizon_year) if old else 0
        before, after = (o.at(year) if o else None for o in (old, f))
        if old is None or before is None or after is None:
            continue
        change = f"{100 * (after.mid / before.mid - 1):+.0f} %"
        table.add_row(
            f"{old.publisher} {old.published}",
            significant(before.mid),
            str(f.published),
            significant(after.mid),
            change,
            str(year),
        )
    return table


def _left_out(found: Forecasts) -> str:
    counts = Counter(found.left_out.values())
    parts = []
    for reason, count in counts.items():
        kind, _, name = reason.partition("-")
        text = (
            words.LEFT_OUT_REGION.format(region=name)
            if kind == "region"
            else words.LEFT_OUT[reason]
        )
        parts.append(f"{count} {text}")
    return f"Left out: {'; '.join(parts)}."
