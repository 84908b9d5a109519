"""Charts of an outlook: the fan over years, what matters, and the crossing curve."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log10
from typing import Any

import numpy as np

from wattlas.projection import Crossings, Outlook
from wattlas.projection.crossing import NEVER
from wattlas.projection.record import ALL
from wattlas.records import Range
from wattlas.report.charts.theme import BLUE, INK, Drawing, altair
from wattlas.report.charts.theme import CHART_ENDINGS as CHART_ENDINGS
from wattlas.report.outlook import place_name
from wattlas.report.words import outlook as words

WIDTH, HEIGHT = 300, 250
SWINGS = 10
METHOD_COLOURS = {
    "all": INK,
    "stock": "#0072B2",
    "compute": "#D55E00",
    "adoption": "#CC79A7",
}
SHARE_COLOURS = ("#56B4E9", "#0072B2", "#E69F00", "#D55E00", "#CC79A7")
STOP_COLOUR = INK
FAN_BANDS = (("p05", "p95", 0.18), ("p25", "p75", 0.32))
PANELS = ("ai_demand_twh", "ai_served_twh")
GENERATION, GENERATION_COLOUR = "generation_twh", "#117733"


def fan_rows(found: Outlook, quantity: str, method: str = ALL) -> list[dict[str, Any]]:
    """Return a row for each year: percentiles of a quantity."""
    path = found.paths[method][quantity]
    names = ("p05", "p25", "p50", "p75", "p95")
    return [
        {"year": year, **dict(zip(names, map(float, column), strict=True))}
        for year, column in zip(path.years, np.transpose(path.percentiles), strict=True)
    ]


def fan_chart(found: Outlook) -> Drawing:
    """Return the fans of what AI asks for and gets, with each method's median."""
    alt = altair()
    panels = [_fan(found, quantity) for quantity in PANELS]
    title = found.title or f"Electricity of AI, {place_name(found.region)}"
    rows = tuple(row for quantity in PANELS for row in fan_rows(found, quantity))
    return Drawing(alt.hconcat(*panels), title, words.FAN_CAPTION, title, rows)


def _fan(found: Outlook, quantity: str) -> Any:
    alt = altair()
    ticks = _ticks(found)
    scale = alt.Scale(type="log", domain=[ticks[0], ticks[-1]], nice=False)
    axis = alt.Axis(values=ticks, format=",~r")
    year = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=6))
    data = alt.InlineData(values=fan_rows(found, quantity))

    def y(name: str) -> Any:
        return alt.Y(f"{name}:Q", title="TWh a year", scale=scale, axis=axis)

    bands = [
        alt.Chart(data)
        .mark_area(opacity=opacity, color="#56B4E9", clip=True)
        .encode(x=year, y=y(low), y2=f"{high}:Q")
        for low, high, opacity in FAN_BANDS
    ]
    lines = alt.Chart(alt.InlineData(values=list(_medians(found, quantity))))
    medians = lines.mark_line(strokeWidth=2, clip=True).encode(
        x=year, y=y("twh"), color=_colour(found)
    )
    return alt.layer(*bands, medians).properties(
        width=WIDTH, height=HEIGHT, title=words.QUANTITIES[quantity]
    )


def _colour(found: Outlook) -> Any:
    alt = altair()
    colours = {words.METHODS[m]: METHOD_COLOURS[m] for m in _shown(found)}
    colours[words.QUANTITIES[GENERATION]] = GENERATION_COLOUR
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color("line:N", scale=scale)


def _ticks(found: Outlook) -> list[float]:
    """Return ones and threes of decades, from below the fan to above generation."""
    low = float(found.paths[ALL]["ai_demand_twh"].percentiles.min())
    high = float(found.paths[ALL][GENERATION].percentiles.max())
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)
    every = [n * 10.0**d for d in decades for n in (1, 3)]
    first = max(t for t in every if t <= low)
    last = min(t for t in every if t >= high)
    return [t for t in every if first <= t <= last]


def _shown(found: Outlook) -> list[str]:
    return [ALL, *(found.methods if len(found.methods) > 1 else ())]


def _medians(found: Outlook, quantity: str) -> Iterator[dict[str, Any]]:
    lines = {words.METHODS[m]: (m, quantity) for m in _shown(found)}
    lines[words.QUANTITIES[GENERATION]] = (ALL, GENERATION)
    for line, (method, name) in lines.items():
        for row in fan_rows(found, name, method):
            yield {"line": line, "year": row["year"], "twh": row["p50"]}


def swing_rows(found: Outlook, year: int) -> list[dict[str, Any]]:
    """Return a row for each of the widest swings of a year."""
    return [
        {
            "input": s.name,
            "low": min(s.at_low, s.at_high),
            "high": max(s.at_low, s.at_high),
        }
        for s in found.swings[year][:SWINGS]
    ]


def tornado_chart(found: Outlook) -> Drawing:
    """Return what each input alone does to the energy that AI gets."""
    alt = altair()
    panels = []
    for year in found.swings:
        rows = swing_rows(found, year)
        bars = (
            alt.Chart(alt.InlineData(values=rows))
            .mark_bar(color=BLUE, height=12)
            .encode(
                y=alt.Y("input:N", sort=[r["input"] for r in rows], title=None),
                x=alt.X("low:Q", title="TWh a year", scale=alt.Scale(zero=False)),
                x2="high:Q",
            )
        )
        panels.append(bars.properties(width=220, height=HEIGHT, title=f"in {year}"))
    title = "What matters for the electricity that AI gets"
    shown = tuple(row for year in found.swings for row in swing_rows(found, year))
    return Drawing(alt.hconcat(*panels), title, words.ALONE, title, shown)


def crossing_rows(found: Crossings) -> list[dict[str, Any]]:
    """Return a row for each growth and share, and for each growth's first limit."""
    rows = []
    for row in found.rows:
        lines = {_share_name(s): years for s, years in row.years.items()}
        stop = row.first_limit
        if stop is not None:
            lines[words.STOPPED] = row.limits[stop]
        for name, years in lines.items():
            if years.mid < NEVER:
                rows.append(_crossing_row(name, row.growth, years))
    return rows


def _crossing_row(name: str, growth: float, years: Range) -> dict[str, Any]:
    high = years.high if years.high < NEVER else years.mid
    percent = 100 * (growth - 1)
    return {
        "line": name,
        "growth": percent,
        "low": years.low,
        "mid": years.mid,
        "high": high,
    }


def _share_name(share: float) -> str:
    return f"{100 * share:g} % of generation"


def crossing_chart(found: Crossings) -> Drawing:
    """Return the curve of crossing years over growth, and what stops it before."""
    alt = altair()
    data = alt.InlineData(values=crossing_rows(found))
    names = [_share_name(s) for s in found.shares]
    colours = [*SHARE_COLOURS[: len(names)], STOP_COLOUR]
    scale = alt.Scale(domain=[*names, words.STOPPED], range=colours)
    percent = [100 * (row.growth - 1) for row in found.rows]
    x = alt.X(
        "growth:Q",
        title="growth of AI's electricity [% a year]",
        scale=alt.Scale(
            type="log", domain=[percent[0] * 0.99, percent[-1] * 1.01], nice=False
        ),
        axis=alt.Axis(values=[10, 15, 20, 30, 40, 50, 75, 100, 150], format="d"),
    )
    colour = alt.Color("line:N", scale=scale, legend=alt.Legend(symbolOpacity=1))
    base = alt.Chart(data).encode(x=x, color=colour)
    band = base.mark_area(opacity=0.2).encode(y=_year("low"), y2="high:Q")
    line = base.mark_line(strokeWidth=2, point=True).encode(y=_year("mid"))
    scope = words.SCOPES[found.scope]
    body = alt.layer(band, line).properties(width=2 * WIDTH, height=1.3 * HEIGHT)
    title = f"When would {scope} take a share of the world's electricity?"
    rows = tuple(crossing_rows(found))
    return Drawing(body, title, words.CROSSING_CAPTION, title, rows)


def _year(name: str) -> Any:
    alt = altair()
    axis, scale = alt.Axis(format="d"), alt.Scale(zero=False)
    return alt.Y(f"{name}:Q", title="year", scale=scale, axis=axis)
