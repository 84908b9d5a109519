"""What a plan costs and saves: the stack of costs in three units, and the levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wattlas.report.charts.parts import (
    BAR_HEIGHT,
    SEEN,
    WIDTH,
    colour,
    ordered,
    room,
)
from wattlas.report.charts.theme import INK, Drawing, altair, inline
from wattlas.report.format import significant
from wattlas.report.words import plan_charts as words
from wattlas.report.words import planning as shared
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import MILLION

Costs = Mapping[str, Mapping[str, float]]
"""Money by case (a variant, or a site) and part; what is earned is negative."""
_LIMIT_PX = 220
_TICKS = 8


@dataclass(frozen=True)
class CostView:
    """The same costs in one unit: `axis` says which, `costs` are in it already."""

    axis: str
    costs: Costs


@dataclass(frozen=True)
class LeverSaving:
    """What a lever saves in a year against the baseline, alone. [money]"""

    name: str
    electricity: float
    all: float


def cost_chart(
    views: Sequence[CostView], title: str, caption: str, say: Language = ENGLISH
) -> Drawing:
    """Return the stack of costs, a panel with an axis of its own for each view.

    What is earned stands left of zero. The label is the sum.
    """
    alt = altair()
    rows = [r for view in views for r in cost_rows(view, say)]
    fill = colour(ordered(r["part"] for r in rows), say)
    panels = [
        _panel(view, [r for r in rows if r["view"] == view.axis], fill)
        for view in views
    ]
    sums = ", ".join(
        f"{case} {significant(sum(parts.values()))} ({view.axis})"
        for view in views
        for case, parts in view.costs.items()
    )
    body = alt.vconcat(*panels, spacing=14)
    return Drawing(body, title, caption, f"{title}: {sums}", tuple(rows))


def _panel(view: CostView, rows: list[dict[str, Any]], fill: Any) -> Any:
    alt = altair()
    totals = [
        {
            "case": case,
            "label": significant(sum(parts.values())),
            "right": max((r["end"] for r in rows if r["case"] == case), default=0.0),
        }
        for case, parts in view.costs.items()
    ]
    axis = alt.Axis(labelLimit=_LIMIT_PX, minExtent=70)
    y = alt.Y("case:N", title=None, sort=list(view.costs), axis=axis)
    ticks = alt.Axis(tickCount=_TICKS)
    scale = room([r[edge] for r in rows for edge in ("start", "end")])
    bars = (
        alt.Chart(inline(rows))
        .mark_bar(height=BAR_HEIGHT * 0.7)
        .encode(
            y=y,
            x=alt.X("start:Q", title=view.axis, scale=scale, axis=ticks),
            x2=alt.X2("end:Q"),
            color=fill,
        )
    )
    labels = (
        alt.Chart(inline(totals))
        .mark_text(align="left", dx=6, color=INK)
        .encode(y=y, x=alt.X("right:Q"), text=alt.Text("label:N"))
    )
    height = BAR_HEIGHT * len(view.costs)
    return alt.layer(bars, labels).properties(width=WIDTH, height=height)


def cost_rows(view: CostView, say: Language = ENGLISH) -> list[dict[str, Any]]:
    """Return what a panel shows, in its unit: each part from start to end."""
    rows: list[dict[str, Any]] = []
    largest = max((sum(p.values()) for p in view.costs.values()), default=0.0)
    for case, parts in view.costs.items():
        reached = {True: 0.0, False: 0.0}
        for part in ordered(parts):
            value = parts[part]
            if abs(value) <= SEEN * largest:
                continue
            start = reached[value > 0]
            reached[value > 0] = start + value
            rows.append(
                {
                    "view": view.axis,
                    "case": case,
                    "part": part,
                    "name": shared.part(part, say),
                    "start": start,
                    "end": start + value,
                }
            )
    return rows


def levers_chart(
    levers: Sequence[LeverSaving], axis: str, title: str, say: Language = ENGLISH
) -> Drawing:
    """Return what each lever saves alone and together, in millions: two bars each."""
    alt = altair()
    rows = lever_rows(levers, say)
    names = list(dict.fromkeys(str(r["money"]) for r in rows))
    y = alt.Y("lever:N", title=None, sort=[lever.name for lever in levers])
    x = alt.X(
        "saving:Q",
        title=axis,
        scale=room([float(r["saving"]) for r in rows]),
        axis=alt.Axis(tickCount=_TICKS),
    )
    scale = alt.Scale(domain=names, range=["#0072B2", "#E69F00"])
    base = alt.Chart().encode(y=y, yOffset=alt.YOffset("money:N", sort=names), x=x)
    layers = alt.layer(
        base.mark_bar().encode(color=alt.Color("money:N", scale=scale)),
        base.transform_filter("datum.saving >= 0")
        .mark_text(align="left", dx=5, color=INK)
        .encode(text=alt.Text("label:N")),
        base.transform_filter("datum.saving < 0")
        .mark_text(align="right", dx=-5, color=INK)
        .encode(text=alt.Text("label:N")),
        data=inline(rows),
    ).properties(width=WIDTH, height=len(names) * BAR_HEIGHT * len(levers))
    sums = ", ".join(f"{r['lever']}, {r['money']}: {r['label']}" for r in rows)
    caption = say(words.LEVERS_CAPTION)
    return Drawing(layers, title, caption, f"{title}: {sums} ({axis})", tuple(rows))


def lever_rows(
    levers: Sequence[LeverSaving], say: Language = ENGLISH
) -> list[dict[str, Any]]:
    """Return what the chart of levers shows, in millions: one row a bar.

    Where no case has chips, what it saves with them is no other saving.
    """
    chips = any(lever.all != lever.electricity for lever in levers)
    return [
        {
            "lever": lever.name,
            "money": say(words.MONEY[name]),
            "saving": getattr(lever, name) / MILLION,
            "label": significant(getattr(lever, name) / MILLION),
        }
        for lever in levers
        for name in words.MONEY
        if chips or name == "electricity"
    ]
