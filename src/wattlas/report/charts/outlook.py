"""Charts of an outlook: the fan over years, what matters, and the crossing curve."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log10
from typing import Any

import numpy as np

from wattlas.projection import Crossings, Outlook
from wattlas.projection.crossing import NEVER
from wattlas.projection.record import ALL, RANGED_UNTIL
from wattlas.records import Range
from wattlas.report.charts.theme import BLUE, INK, Drawing, altair, inline
from wattlas.report.charts.theme import CHART_ENDINGS as CHART_ENDINGS
from wattlas.report.outlook_cells import input_name, place_name
from wattlas.report.outlook_sentences import summary
from wattlas.report.paint.text import text_of
from wattlas.report.words import outlook as words
from wattlas.report.words.language import ENGLISH, Language

WIDTH, HEIGHT, NAME_PX = 300, 250, 240
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


def fan_chart(found: Outlook, say: Language = ENGLISH) -> Drawing:
    """Return the fans of what AI asks for and gets, with each method's median."""
    alt = altair()
    panels = [_fan(found, quantity, say) for quantity in PANELS]
    place = text_of(place_name(found.region), say)
    title = found.title or say(words.FAN_TITLE, place=place)
    rows = tuple(row for quantity in PANELS for row in fan_rows(found, quantity))
    words_for_it = f"{title}: {text_of(summary(found), say)}"
    caption = say(words.FAN_CAPTION)
    return Drawing(alt.hconcat(*panels), title, caption, words_for_it, rows)


def _fan(found: Outlook, quantity: str, say: Language) -> Any:
    alt = altair()
    ticks = _ticks(found)
    scale = alt.Scale(type="log", domain=[ticks[0], ticks[-1]], nice=False)
    axis = alt.Axis(values=ticks, format=",~r")
    year = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=6))
    rows = fan_rows(found, quantity)
    data = inline([row for row in rows if row["year"] <= RANGED_UNTIL])

    def y(name: str) -> Any:
        return alt.Y(f"{name}:Q", title=say(words.TWH_A_YEAR), scale=scale, axis=axis)

    bands = [
        alt.Chart(data)
        .mark_area(opacity=opacity, color="#56B4E9", clip=True)
        .encode(x=year, y=y(low), y2=f"{high}:Q")
        for low, high, opacity in FAN_BANDS
    ]
    lines = alt.Chart(inline(list(_medians(found, quantity, say))))
    medians = lines.mark_line(strokeWidth=2, clip=True).encode(
        x=year, y=y("twh"), color=_colour(found, say)
    )
    return alt.layer(*bands, medians).properties(
        width=WIDTH, height=HEIGHT, title=say(words.QUANTITIES[quantity])
    )


def _colour(found: Outlook, say: Language) -> Any:
    alt = altair()
    colours = {say(words.METHODS[m]): METHOD_COLOURS[m] for m in _shown(found)}
    colours[say(words.QUANTITIES[GENERATION])] = GENERATION_COLOUR
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


def _medians(found: Outlook, quantity: str, say: Language) -> Iterator[dict[str, Any]]:
    lines = {say(words.METHODS[m]): (m, quantity) for m in _shown(found)}
    lines[say(words.QUANTITIES[GENERATION])] = (ALL, GENERATION)
    for line, (method, name) in lines.items():
        for row in fan_rows(found, name, method):
            yield {"line": line, "year": row["year"], "twh": row["p50"]}


def swing_rows(
    found: Outlook, year: int, say: Language = ENGLISH
) -> list[dict[str, Any]]:
    """Return a row for each of the widest swings of a year."""
    return [
        {
            "input": text_of(input_name(s.name), say),
            "low": min(s.at_low, s.at_high),
            "high": max(s.at_low, s.at_high),
        }
        for s in found.swings[year][:SWINGS]
    ]


def tornado_chart(found: Outlook, say: Language = ENGLISH) -> Drawing:
    """Return what each input alone does to the energy that AI gets."""
    alt = altair()
    shown = {year: swing_rows(found, year, say) for year in found.swings}
    panels = [_bars(rows, year, say) for year, rows in shown.items()]
    title = say(words.TORNADO_TITLE)
    widest = "; ".join(
        f"{year}: {', '.join(row['input'] for row in rows[:3])}"
        for year, rows in shown.items()
    )
    rows = tuple(row for found_rows in shown.values() for row in found_rows)
    caption = say(words.ALONE)
    return Drawing(alt.hconcat(*panels), title, caption, f"{title}: {widest}", rows)


def _bars(rows: list[dict[str, Any]], year: int, say: Language) -> Any:
    alt = altair()
    scale = alt.Scale(zero=False)
    names = alt.Axis(labelLimit=NAME_PX)
    return (
        alt.Chart(inline(rows))
        .mark_bar(color=BLUE, height=12)
        .encode(
            y=alt.Y("input:N", sort=[r["input"] for r in rows], title=None, axis=names),
            x=alt.X("low:Q", title=say(words.TWH_A_YEAR), scale=scale),
            x2="high:Q",
        )
        .properties(width=220, height=HEIGHT, title=say(words.IN_YEAR, year=year))
    )


def crossing_rows(found: Crossings, say: Language = ENGLISH) -> list[dict[str, Any]]:
    """Return a row for each growth and share, and for each growth's first limit."""
    rows = []
    for row in found.rows:
        lines = {_share_name(s, say): years for s, years in row.years.items()}
        stop = row.first_limit
        if stop is not None:
            lines[say(words.STOPPED)] = row.limits[stop]
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


def _share_name(share: float, say: Language) -> str:
    return say(words.OF_GENERATION, share=f"{100 * share:g}")


def crossing_chart(found: Crossings, say: Language = ENGLISH) -> Drawing | None:
    """Return the curve of crossing years over growth, and what stops it before.

    None where no growth reaches a share or a limit.
    """
    alt = altair()
    rows = tuple(crossing_rows(found, say))
    if not rows:
        return None
    percent = [100 * (row.growth - 1) for row in found.rows]
    x = alt.X(
        "growth:Q",
        title=say(words.GROWTH_AXIS),
        scale=alt.Scale(
            type="log", domain=[percent[0] * 0.99, percent[-1] * 1.01], nice=False
        ),
        axis=alt.Axis(values=[10, 15, 20, 30, 40, 50, 75, 100, 150], format="d"),
    )
    data = inline(list(rows))
    base = alt.Chart(data).encode(x=x, color=_line_colour(found, say))
    band = base.mark_area(opacity=0.2).encode(y=_year("low", say), y2="high:Q")
    line = base.mark_line(strokeWidth=2, point=True).encode(y=_year("mid", say))
    body = alt.layer(band, line).properties(width=2 * WIDTH, height=1.3 * HEIGHT)
    title = say(words.CROSSING_TITLE, scope=say(words.SCOPES[found.scope]))
    return Drawing(body, title, say(words.CROSSING_CAPTION), title, rows)


def _line_colour(found: Crossings, say: Language) -> Any:
    alt = altair()
    names = [_share_name(s, say) for s in found.shares]
    colours = [*SHARE_COLOURS[: len(names)], STOP_COLOUR]
    scale = alt.Scale(domain=[*names, say(words.STOPPED)], range=colours)
    return alt.Color("line:N", scale=scale, legend=alt.Legend(symbolOpacity=1))


def _year(name: str, say: Language) -> Any:
    alt = altair()
    axis, scale = alt.Axis(format="d"), alt.Scale(zero=False)
    return alt.Y(f"{name}:Q", title=say(words.A_YEAR), scale=scale, axis=axis)
