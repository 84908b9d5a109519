"""The chart of a grid's highest hour: what is asked for, and what is firm, by year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wattlas.projection import Peak
from wattlas.report.charts.theme import Drawing, altair, inline
from wattlas.report.outlook_cells import place_name
from wattlas.report.paint.text import text_of
from wattlas.report.words import outlook_questions as words
from wattlas.report.words.language import ENGLISH, Language

WIDTH, HEIGHT = 620, 260
COLOURS = {
    "required_gw": "#D55E00",
    "firm_gw": "#117733",
    "data_centre_gw": "#0072B2",
}
"""What is drawn, each with its range."""
BAND = 0.15


def peak_rows(found: Peak, say: Language = ENGLISH) -> Iterator[dict[str, Any]]:
    """Yield a row for each quantity and year: low, middle and high. [GW]"""
    for name in COLOURS:
        for row in found.years:
            value = getattr(row, name)
            yield {
                "line": say(words.PEAK_ROWS[name]),
                "year": row.year,
                "low": value.low,
                "gw": value.mid,
                "high": value.high,
            }


def peak_chart(found: Peak, say: Language = ENGLISH) -> Drawing:
    """Return what is asked for, what is firm, and data centres, with their ranges."""
    alt = altair()
    rows = tuple(peak_rows(found, say))
    names = [say(words.PEAK_ROWS[name]) for name in COLOURS]
    scale = alt.Scale(domain=names, range=list(COLOURS.values()))
    lines = alt.Color("line:N", scale=scale)
    year = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=6))
    base = alt.Chart(inline(list(rows)))
    bands = base.mark_area(opacity=BAND).encode(
        x=year, y=alt.Y("low:Q", title="GW"), y2="high:Q", color=lines
    )
    middles = base.mark_line(strokeWidth=2).encode(
        x=year, y=alt.Y("gw:Q", title="GW"), color=lines
    )
    chart = alt.layer(bands, middles).properties(width=WIDTH, height=HEIGHT)
    title = say(words.PEAK_CHART, place=text_of(place_name(found.region), say))
    caption = say(words.PEAK_CAPTION)
    return Drawing(chart, title, caption, f"{title}. {caption}", rows)
