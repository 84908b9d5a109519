"""What less carbon costs: the front of a plan, with the plan and its baseline."""

from __future__ import annotations

from typing import Any

from wattlas.planning import Plan
from wattlas.report.charts.lines import sentences
from wattlas.report.charts.parts import WIDTH
from wattlas.report.charts.theme import BLUE, INK, ORANGE, Drawing, altair, inline
from wattlas.report.format import significant, unit_for
from wattlas.report.words import plan_charts as words
from wattlas.report.words import planning as shared
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import MILLION

HEIGHT = 260
SAID = 1e-3
"""Distance of the cheapest point from the plan, over its cost, that is said."""
GAP = 60
TICKS = 6
COLOURS = {"front": BLUE, "plan": ORANGE, "baseline": INK}
SHAPES = {"front": "circle", "plan": "diamond", "baseline": "square"}
MEASURES = {"carbon": "kgCO2e", "water": "L"}


FAR = 2.0
"""A baseline of more than so many times the most of all else is off the chart."""


def front_chart(plan: Plan, say: Language = ENGLISH) -> Drawing | None:
    """Return cost against carbon, and against water, each with its own front.

    The line joins the plans from the least cost to the least carbon or water; the plan
    and the baseline are points of their own. None where the record has no front.
    """
    if not plan.fronts:
        return None
    alt = altair()
    rows = front_rows(plan, say)
    shown = [m for m in MEASURES if m in plan.fronts]
    off = [m for m in shown if is_off(rows, m)]
    width = WIDTH if len(shown) == 1 else (WIDTH - GAP) // 2
    drawn = [r for r in rows if r["kind"] != "baseline"] if off == shown else rows
    panels = [_panel(drawn, measure, width, (plan.currency, say)) for measure in shown]
    title = say(words.TITLES["front"])
    return Drawing(
        alt.hconcat(*panels, spacing=GAP // 2),
        title,
        sentences(_caption(plan, say), *(_off(plan, rows, m, say) for m in off)),
        f"{title}: {say(words.FRONT_POINT)}, {say(words.PLAN)}, {say(shared.BASELINE)}",
        tuple(rows),
    )


def _caption(plan: Plan, say: Language) -> str:
    cheapest = min(p.total_cost for front in plan.fronts.values() for p in front)
    below = 1.0 - cheapest / plan.figures.total_cost
    return sentences(
        say(words.FRONT_CAPTION, block=significant(plan.proof.beside_block_hours)),
        say(words.FRONT_BELOW, share=f"{100 * below:.1f} %") if below > SAID else "",
    )


def is_off(rows: list[dict[str, Any]], measure: str) -> bool:
    """Say whether the baseline would squeeze the front of a measure to a corner."""
    most = max(row[measure] for row in rows if row["kind"] != "baseline")
    return any(r[measure] > FAR * most for r in rows if r["kind"] == "baseline")


def _off(plan: Plan, rows: list[dict[str, Any]], measure: str, say: Language) -> str:
    base = next(row for row in rows if row["kind"] == "baseline")
    size, unit = unit_for(base[measure], MEASURES[measure])
    return say(
        words.FRONT_OFF[measure],
        value=f"{significant(base[measure] / size)} {unit}",
        cost=f"{significant(base['cost'])} {say('million')} {plan.currency}",
    )


def front_rows(plan: Plan, say: Language = ENGLISH) -> list[dict[str, Any]]:
    """Return a row for each point: cost in millions, carbon in kg, water in L."""
    point = say(words.FRONT_POINT)
    rows = [
        _row("front", p.total_cost, p.carbon_kg, p.water_l, point) | {"of": of}
        for of, front in plan.fronts.items()
        for p in front
    ]
    cases = {"plan": (words.PLAN, plan.figures)}
    if plan.baseline is not None:
        cases["baseline"] = (shared.BASELINE, plan.baseline.figures)
    for kind, (name, f) in cases.items():
        rows.append(_row(kind, f.total_cost, f.carbon, f.water, say(name)))
    return rows


def _row(
    kind: str, cost: float, carbon: float, water: float, name: str
) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": name,
        "cost": cost / MILLION,
        "carbon": carbon,
        "water": water,
    }


def _panel(
    rows: list[dict[str, Any]],
    measure: str,
    width: int,
    words_of: tuple[str, Language],
) -> Any:
    """Return one front: cost over carbon or water, its points in order on a line."""
    alt = altair()
    shown, unit = _of_measure(rows, measure)
    currency, say = words_of
    names = {row["kind"]: row["name"] for row in rows}
    look = {
        "color": alt.Color("name:N", scale=_scale(names, COLOURS)),
        "shape": alt.Shape("name:N", scale=_scale(names, SHAPES)),
    }
    base = alt.Chart(inline(shown)).encode(
        x=_axis(alt.X, "x:Q", say(words.FRONT_AXES[measure], unit=unit)),
        y=_axis(alt.Y, "cost:Q", say(words.FRONT_AXES["cost"], currency=currency)),
    )
    line = base.transform_filter("datum.kind == 'front'").mark_line(color=BLUE)
    points = base.mark_point(filled=True, size=80, opacity=1).encode(**look)
    return alt.layer(line.encode(order=alt.Order("order:Q")), points).properties(
        width=width, height=HEIGHT
    )


def _of_measure(
    rows: list[dict[str, Any]], measure: str
) -> tuple[list[dict[str, Any]], str]:
    """Return the rows of a panel in their order, in a handy unit, and the unit."""
    off = is_off(rows, measure)
    mine = [
        row
        for row in rows
        if row.get("of", measure) == measure and not (off and row["kind"] == "baseline")
    ]
    size, unit = unit_for(max(row[measure] for row in mine), MEASURES[measure])
    shown = [
        row | {"x": row[measure] / size, "order": place}
        for place, row in enumerate(mine)
    ]
    return shown, unit


def _axis(channel: Any, field: str, title: str) -> Any:
    alt = altair()
    scale, axis = alt.Scale(zero=False, nice=True), alt.Axis(tickCount=TICKS)
    return channel(field, title=title, scale=scale, axis=axis)


def _scale(names: dict[str, str], looks: dict[str, str]) -> Any:
    return altair().Scale(
        domain=list(names.values()), range=[looks[kind] for kind in names]
    )
