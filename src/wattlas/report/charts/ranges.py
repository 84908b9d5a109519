"""How far the mix of a plan may differ at nearly the same cost."""

from __future__ import annotations

from typing import Any

from wattlas.planning import Plan
from wattlas.planning.answer.parts import SLACK
from wattlas.report.charts.lines import sentences
from wattlas.report.charts.parts import BAR_HEIGHT, COLOURS, SHOWN_SHARE, WIDTH
from wattlas.report.charts.theme import INK, Drawing, altair, inline
from wattlas.report.format import per_cent, significant
from wattlas.report.words import plan_charts as words
from wattlas.report.words import planning as shared
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import KW_PER_MW

ROOM = (-0.02, 1.25)
"""Ends of the axis over the largest value: room for points and for labels."""


def ranges_chart(plan: Plan, say: Language = ENGLISH) -> Drawing | None:
    """Return a line from least to most for each option, with the plan as a point.

    None where the record has no ranges.
    """
    rows = range_rows(plan, say)
    if not rows:
        return None
    title = say(words.TITLES["ranges"])
    told = ", ".join(f"{r['name']} {r['label']} MW" for r in rows)
    body = _body(rows, say)
    return Drawing(body, title, _caption(plan, say), f"{title}: {told}", tuple(rows))


def _body(rows: list[dict[str, Any]], say: Language) -> Any:
    alt = altair()
    colour = _colour(rows)
    most = max(r["high"] for r in rows)
    scale = alt.Scale(domain=[end * most for end in ROOM], nice=False)
    axis = alt.Axis(tickCount=8)
    x = alt.X("low:Q", title=say(words.RANGES_AXIS, unit="MW"), scale=scale, axis=axis)
    y = alt.Y("name:N", title=None, sort=[r["name"] for r in rows])
    base = alt.Chart(inline(rows)).encode(y=y)
    return alt.layer(
        base.mark_rule(strokeWidth=7, opacity=0.5, strokeCap="round").encode(
            x=x, x2=alt.X2("high:Q"), color=colour
        ),
        base.mark_point(filled=True, size=70, opacity=1, color=INK).encode(
            x=alt.X("plan:Q")
        ),
        base.mark_text(align="left", dx=10, color=INK).encode(
            x=alt.X("high:Q"), text=alt.Text("label:N")
        ),
        width=WIDTH,
        height=BAR_HEIGHT * len(rows),
    )


def _colour(rows: list[dict[str, Any]]) -> Any:
    """Return the colours of the options, those of all charts of a plan."""
    alt = altair()
    shades = [COLOURS.get(r["option"], INK) for r in rows]
    named = alt.Scale(domain=[r["name"] for r in rows], range=shades)
    return alt.Color("name:N", scale=named, legend=None)


def range_rows(plan: Plan, say: Language = ENGLISH) -> list[dict[str, Any]]:
    """Return a row for each option that is not dust: least, plan and most. [MW]"""
    largest = max((near.high_kw for near in plan.near_optimal), default=0.0)
    return [
        {
            "option": near.option,
            "name": shared.part(near.option, say),
            "low": near.low_kw / KW_PER_MW,
            "plan": near.kw / KW_PER_MW,
            "high": near.high_kw / KW_PER_MW,
            "label": _label(near.low_kw, near.kw, near.high_kw),
        }
        for near in plan.near_optimal
        if near.high_kw > SHOWN_SHARE * largest
    ]


def _label(*kw: float) -> str:
    low, value, high = (significant(v / KW_PER_MW) for v in kw)
    return f"{value} ({low}-{high})"


def _caption(plan: Plan, say: Language) -> str:
    block = plan.proof.block_hours
    basis = "hours" if block <= 1 else "blocks"
    told = {"block": significant(block)} if basis == "blocks" else {}
    return sentences(
        say(words.RANGES_CAPTION, slack=per_cent(SLACK)),
        say(words.RANGES_BASIS[basis], **told),
    )
