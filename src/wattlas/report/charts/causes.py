"""What causes the width of an estimate's range: its inputs, the largest first."""

from __future__ import annotations

from typing import Any

from wattlas.records import Estimate
from wattlas.report.charts.theme import BLUE, INK, Drawing, altair, inline
from wattlas.report.format import per_cent, significant
from wattlas.report.words.language import ENGLISH, Language
from wattlas.report.words.page import CAUSES

SHOWN, SMALLEST = 8, 0.02
WIDTH, ROW_HEIGHT = 330, 24


def causes_chart(estimate: Estimate, say: Language = ENGLISH) -> Drawing | None:
    """Return a bar for each input's share of the width; None for an exact result."""
    alt = altair()
    rows = cause_rows(estimate)
    if not rows:
        return None
    y = alt.Y(
        "input:N",
        title=None,
        sort=[row["input"] for row in rows],
        axis=alt.Axis(labelLimit=280, grid=False),
    )
    top = max(row["share"] for row in rows)
    x = alt.X(
        "share:Q",
        title=say(CAUSES["axis"]),
        scale=alt.Scale(domain=[0, top * 1.9], nice=False),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1.0]),
    )
    base = alt.Chart(inline(rows))
    body = alt.layer(
        base.mark_bar(color=BLUE, height=14).encode(x=x, y=y),
        base.mark_text(align="left", dx=6, color=INK).encode(
            x=x, y=y, text=alt.Text("label:N")
        ),
    ).properties(width=WIDTH, height=ROW_HEIGHT * len(rows))
    return Drawing(
        body=body,
        title=say(CAUSES["title"]),
        caption=say(CAUSES["caption"]),
        alt=", ".join(f"{row['input']} {row['label']}" for row in rows),
        rows=tuple(rows),
    )


def cause_rows(estimate: Estimate) -> list[dict[str, Any]]:
    """Return what the chart shows: inputs with their share and range."""
    inputs = {i.label: i for i in estimate.inputs}
    found = []
    for label, share in list(estimate.width.items())[:SHOWN]:
        if share < SMALLEST or label not in inputs:
            continue
        item = inputs[label]
        unit = "" if item.unit == "1" else f" {item.unit}"
        bounds = f"{significant(item.low)}-{significant(item.high)}{unit}"
        text = f"{per_cent(share)}  ({bounds})"
        found.append({"input": label, "share": share, "label": text})
    return found
