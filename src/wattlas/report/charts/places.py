"""Placements of a study side by side: each result with its range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wattlas.records import RESULT_UNITS
from wattlas.report.charts.theme import BLUE, INK, ORANGE, Drawing, altair, inline
from wattlas.report.format import significant, unit_for
from wattlas.report.names import distinct_names
from wattlas.report.words import en
from wattlas.report.words.language import ENGLISH, Language
from wattlas.report.words.page import PLACES
from wattlas.workflow import COMPARED, Placement

WIDTH, ROW_HEIGHT = 420, 24


def places_chart(
    placements: Sequence[Placement], say: Language = ENGLISH
) -> Drawing | None:
    """Return one panel for each result, one row a placement; None for a single one."""
    alt = altair()
    rows = place_rows(placements, say)
    if len(placements) < 2 or not rows:
        return None
    panels = []
    for name in dict.fromkeys(row["result"] for row in rows):
        mine = [row for row in rows if row["result"] == name]
        panels.append(_panel(mine, f"{name} [{mine[0]['unit']}]"))
    return Drawing(
        body=alt.vconcat(*panels, spacing=14),
        title=say(PLACES["title"]),
        caption=say(PLACES["caption"]),
        alt=", ".join(f"{r['result']} {r['place']}: {r['label']}" for r in rows),
        rows=tuple(rows),
    )


def place_rows(
    placements: Sequence[Placement], say: Language = ENGLISH
) -> list[dict[str, Any]]:
    """Return what the chart shows: low, mid and high of each result and placement."""
    names = distinct_names(placements)
    rows = []
    for result in COMPARED:
        having = [p for p in placements if result in p.total]
        if not having:
            continue
        first = having[0].total[result]
        size, unit = unit_for(first.mid, RESULT_UNITS[result])
        words = f"{say(unit)} {first.currency}".strip() if first.currency else unit
        lowest = min(p.total[result].mid for p in having)
        for placement in having:
            value = placement.total[result].scaled(1 / size)
            low, mid, high = map(significant, (value.low, value.mid, value.high))
            rows.append(
                {
                    "result": say(en.RESULTS[result]),
                    "unit": words,
                    "place": names[id(placement)],
                    "low": value.low,
                    "mid": value.mid,
                    "high": value.high,
                    "lowest": placement.total[result].mid == lowest,
                    "label": mid if low == high else f"{mid} ({low}-{high})",
                }
            )
    return rows


def _panel(rows: list[dict[str, Any]], title: str) -> Any:
    alt = altair()
    order = [row["place"] for row in rows]
    y = alt.Y("place:N", title=None, sort=order, axis=alt.Axis(labelLimit=380))
    highest = max(row["high"] for row in rows)
    scale = alt.Scale(domain=[0, highest * 1.35], nice=False)
    x = alt.X("low:Q", title=title, scale=scale, axis=alt.Axis(tickCount=6))
    shades = alt.Scale(domain=[True, False], range=[ORANGE, BLUE])
    colour = alt.Color("lowest:N", scale=shades, legend=None)
    base = alt.Chart(inline(rows))
    return alt.layer(
        base.mark_rule(strokeWidth=3, opacity=0.6).encode(
            x=x, x2=alt.X2("high:Q"), y=y, color=colour
        ),
        base.mark_point(filled=True, size=70, opacity=1).encode(
            x=alt.X("mid:Q"), y=y, color=colour
        ),
        base.mark_text(align="left", dx=8, color=INK).encode(
            x=alt.X("high:Q"), y=y, text=alt.Text("label:N")
        ),
    ).properties(width=WIDTH, height=ROW_HEIGHT * len(rows))
