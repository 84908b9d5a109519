"""Where a placement's electricity goes: from the meter through servers to chips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wattlas.records import Estimate
from wattlas.report.charts.theme import (
    BLUE,
    COLOURS,
    GREY,
    INK,
    Drawing,
    altair,
    inline,
)
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.words.language import ENGLISH, Language
from wattlas.report.words.page import FLOW, STAGES
from wattlas.workflow import Placement

WIDTH, HEIGHT = 640, 230
NARROW_WIDTH, NARROW_HEIGHT = 300, 330
GAP, NODE, POINTS = 0.09, 0.03, 24
"""Room between nodes (of the whole flow), a node's width (of a column), smoothness."""
LEAST = 1e-6
"""Share of a whole below which a part is what rounding leaves."""
BOUNDARIES = ("facility", "it", "chip")


@dataclass(frozen=True)
class Flow:
    """Energy [kWh] at one point, and the parts that it splits into."""

    name: str
    colour: str
    energy_kwh: float
    parts: tuple[Flow, ...] = ()


@dataclass(frozen=True)
class Placed:
    """A flow at its place: column, top and height, as shares of the whole flow."""

    flow: Flow
    column: int
    top: float
    height: float
    link_top: float
    """Where its ribbon leaves the flow that it is a part of."""


def flow_chart(placement: Placement, say: Language = ENGLISH) -> Drawing | None:
    """Return energy from the meter to the chips; None where one boundary is known."""
    flow = energy_flow(placement, say)
    if flow is None or not flow.parts:
        return None
    places = list(placed(flow))
    size, unit = unit_for(flow.energy_kwh, "kWh")
    rows = [_node_row(p, flow, f"{significant(p.flow.energy_kwh / size)} {unit}")
            for p in places]  # fmt: skip
    ribbons = list(_ribbon_rows(places))
    short = [row | {"label": row["label"].replace(", ", "\n")} for row in rows]
    return Drawing(
        body=_body(rows, ribbons).properties(width=WIDTH, height=HEIGHT),
        narrow=_body(short, ribbons).properties(
            width=NARROW_WIDTH, height=NARROW_HEIGHT
        ),
        title=say(FLOW["title"]),
        caption=say(FLOW["caption"]),
        alt=", ".join(row["label"].replace("\n", " ") for row in rows),
        rows=tuple(rows),
    )


def energy_flow(placement: Placement, say: Language = ENGLISH) -> Flow | None:
    """Return the energy at the outermost boundary, split inwards; None where absent.

    Parts add up: what is lost between two boundaries is a part of the outer one.
    """
    energies = [
        (boundary, value.mid)
        for boundary in BOUNDARIES
        if (value := placement.total.get(f"{boundary}_energy_kwh")) is not None
    ]
    flow: Flow | None = None
    for boundary, energy in reversed(energies):
        if flow is None:
            parts = _stage_flows(placement.estimates, boundary, energy, say)
        else:
            inner = _inner(energies, boundary)
            apart = _only_outside(placement.estimates, boundary, inner, say)
            left = energy - flow.energy_kwh - sum(f.energy_kwh for f in apart)
            lost = Flow(say(FLOW[f"lost-outside-{inner}"]), GREY, left)
            parts = (flow, *apart, *([lost] if left > LEAST * energy else []))
        flow = Flow(say(FLOW[boundary]), BLUE, energy, parts)
    return flow


def _only_outside(
    estimates: list[Estimate], boundary: str, inner: str, say: Language
) -> list[Flow]:
    """Return the stages that are known at a boundary and not within: no loss of it."""
    outside, within = f"{boundary}_energy_kwh", f"{inner}_energy_kwh"
    return [
        Flow(say(STAGES[stage]), COLOURS[stage], results[outside].mid)
        for estimate in estimates
        for stage, results in estimate.stages.items()
        if outside in results and within not in results
    ]


def _inner(energies: list[tuple[str, float]], boundary: str) -> str:
    names = [name for name, _ in energies]
    return names[names.index(boundary) + 1]


def _stage_flows(
    estimates: list[Estimate], boundary: str, energy: float, say: Language
) -> tuple[Flow, ...]:
    """Return the stages at a boundary, as shares of its energy."""
    name = f"{boundary}_energy_kwh"
    mids = {
        stage: results[name].mid
        for e in estimates
        for stage, results in e.stages.items()
        if name in results
    }
    whole = sum(mids.values())
    if len(mids) < 2 or not whole:
        return ()
    return tuple(
        Flow(say(STAGES[stage]), COLOURS[stage], mid * energy / whole)
        for stage, mid in mids.items()
    )


def placed(
    flow: Flow, column: int = 0, top: float = 0.0, link_top: float = 0.0
) -> Iterator[Placed]:
    """Yield a flow and its parts at their places, the whole flow being 1 high."""
    yield from _placed(flow, flow.energy_kwh, Placed(flow, column, top, 1.0, link_top))


def _placed(flow: Flow, whole: float, place: Placed) -> Iterator[Placed]:
    yield place
    left = place.top
    for order, part in enumerate(flow.parts):
        height = part.energy_kwh / whole
        top = left + order * GAP
        inner = Placed(part, place.column + 1, top, height, left)
        yield from _placed(part, whole, inner)
        left += height


def _node_row(place: Placed, whole: Flow, value: str) -> dict[str, Any]:
    share = place.flow.energy_kwh / whole.energy_kwh
    return {
        "x": place.column,
        "x2": place.column + NODE,
        "low": place.top,
        "high": place.top + place.height,
        "middle": place.top + place.height / 2,
        "colour": place.flow.colour,
        "energy_kwh": place.flow.energy_kwh,
        "label": f"{place.flow.name}\n{value}, {per_cent(share)}",
    }


def _ribbon_rows(places: list[Placed]) -> Iterator[dict[str, Any]]:
    for number, place in enumerate(places):
        if not place.column:
            continue
        for step in range(POINTS + 1):
            t = step / POINTS
            smooth = t * t * (3 - 2 * t)
            top = place.link_top + (place.top - place.link_top) * smooth
            yield {
                "x": place.column - 1 + NODE + (1 - NODE) * t,
                "low": top,
                "high": top + place.height,
                "colour": place.flow.colour,
                "link": number,
            }


def _body(nodes: list[dict[str, Any]], ribbons: list[dict[str, Any]]) -> Any:
    alt = altair()
    right = max(row["x"] for row in nodes) + 1.1
    bottom = max(row["high"] for row in nodes) + 0.03
    x_scale = alt.Scale(domain=[0, right], nice=False)
    y_scale = alt.Scale(domain=[bottom, -0.03], nice=False)
    x = alt.X("x:Q", axis=None, scale=x_scale)
    y = alt.Y("low:Q", axis=None, scale=y_scale)
    colour = alt.Color("colour:N", scale=None)
    areas = alt.Chart(inline(ribbons)).mark_area(opacity=0.3, aria=False)
    bars = alt.Chart(inline(nodes))
    words = {"align": "left", "dx": 6, "color": INK, "lineBreak": "\n"}
    label = {"x": alt.X("x2:Q", scale=x_scale, axis=None), "text": alt.Text("label:N")}
    label["y"] = alt.Y("middle:Q", scale=y_scale, axis=None)
    return alt.layer(
        areas.encode(
            x=x, y=y, y2=alt.Y2("high:Q"), color=colour, detail=alt.Detail("link:N")
        ),
        bars.mark_rect().encode(
            x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("high:Q"), color=colour
        ),
        bars.mark_text(baseline="middle", **words).encode(**label),
    )
