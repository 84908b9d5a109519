"""A map of sites by their energy, and of who is served from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt
from typing import Any

from wattlas.report.charts.labels import Anchor, Box, Label, placed
from wattlas.report.charts.land import WIDTH, Window, land_in, window
from wattlas.report.charts.theme import (
    BLUE,
    GRID,
    INK,
    ORANGE,
    PAPER,
    Drawing,
    altair,
    inline,
)
from wattlas.report.format import unit_for
from wattlas.report.words import plan_charts as words
from wattlas.report.words.language import ENGLISH, Language

LARGEST_PX2, DOT_PX2, USERS_PX2 = 1600.0, 16.0, 90.0
WIDEST_PX = 9.0
NARROW_PX = 300.0
"""The map on a phone, beside the latitudes at its edge."""
_ALONG = 24
"""So many boxes along a line keep labels off it."""
_LINE_PX = 3.0


@dataclass(frozen=True)
class Spot:
    """A place on a map, in degrees, with its label's lines.

    `energy_kwh` is that of a site's building in a year; None where only users are.
    """

    key: str
    longitude: float
    latitude: float
    lines: tuple[str, ...]
    energy_kwh: float | None = None
    users: bool = False


@dataclass(frozen=True)
class Flow:
    """The share of all requests that is served at a site for users at an origin.

    `exact` is false where a plan fixes only the sums of origins and of sites.
    """

    origin: str
    site: str
    share: float
    exact: bool = True


def map_chart(
    spots: Sequence[Spot], flows: Sequence[Flow], title: str, say: Language = ENGLISH
) -> Drawing:
    """Return the map of places, and of flows between them.

    Circles are sites, their area the energy; diamonds are users. The caption names
    the places for whose label there is no room, and nothing else.
    """
    places = [(s.longitude, s.latitude) for s in spots]
    wide, narrow = (_Map(spots, flows, window(places, w)) for w in (WIDTH, NARROW_PX))
    bare = [s.key for s in spots if s in (*wide.bare, *narrow.bare)]
    caption = say(words.MAP["unlabelled"], places=", ".join(bare)) if bare else ""
    alone = "; ".join(", ".join(s.lines) for s in spots)
    return Drawing(
        wide.body(say),
        title,
        caption,
        f"{title}: {alone}",
        tuple(wide.rows),
        narrow.body(say),
    )


class _Map:
    """A map in a window: its rows, and its labels where there is room."""

    def __init__(
        self, spots: Sequence[Spot], flows: Sequence[Flow], frame: Window
    ) -> None:
        self._frame, most = frame, max(s.energy_kwh or 0.0 for s in spots)
        size, self._unit = unit_for(most, "kWh")
        self.rows = [*spot_rows(spots, size, frame), *flow_rows(spots, flows, frame)]
        labels = _placed(spots, self.rows, frame, most)
        self._named = [_label_row(a, label) for a, label in labels if label is not None]
        self.bare = [
            spot
            for spot, (_, label) in zip(spots, labels, strict=True)
            if label is None
        ]

    def body(self, say: Language) -> Any:
        """Return the layers of the map."""
        x, y = _axes(self._frame)
        layers = [
            _land(self._frame),
            *_flows(self.rows, x, y, say),
            *_sites(self.rows, x, y, say(words.MAP["energy"], unit=self._unit)),
            *_labels(self._named),
        ]
        whole = altair().layer(*layers)
        sized = whole.properties(width=self._frame.width, height=self._frame.height)
        return sized.resolve_scale(size="independent")


def spot_rows(
    spots: Sequence[Spot], size: float, frame: Window
) -> list[dict[str, Any]]:
    """Return a row for each place; energy in units of `size` kWh."""
    return [
        {
            "kind": "site" if s.energy_kwh is not None else "users",
            "place": s.key,
            "longitude": frame.longitude(s.longitude),
            "latitude": s.latitude,
            "energy": None if s.energy_kwh is None else s.energy_kwh / size,
            "users": s.users,
        }
        for s in spots
    ]


def flow_rows(
    spots: Sequence[Spot], flows: Sequence[Flow], frame: Window
) -> list[dict[str, Any]]:
    """Return a row for each flow between two places, from origin to site."""
    where = {s.key: (frame.longitude(s.longitude), s.latitude) for s in spots}
    known = [f for f in flows if f.origin in where and f.site in where]
    return [
        {
            "kind": "flow",
            "origin": f.origin,
            "site": f.site,
            "share": f.share,
            "longitude": where[f.origin][0],
            "latitude": where[f.origin][1],
            "to_longitude": where[f.site][0],
            "to_latitude": where[f.site][1],
        }
        for f in known
        if f.origin != f.site
    ]


def _axes(frame: Window) -> tuple[Any, Any]:
    alt = altair()
    turned = "(datum.value + 540) % 360 - 180"
    names = {
        "longitude": f"format(abs({turned}), 'd') + '° ' + ({turned} < 0 ? 'W' : 'E')",
        "latitude": "format(abs(datum.value), 'd') + '° ' + "
        "(datum.value < 0 ? 'S' : 'N')",
    }
    ends = {
        "longitude": [frame.west, frame.east],
        "latitude": [frame.south, frame.north],
    }
    made = {
        name: {
            "title": None,
            "scale": alt.Scale(domain=ends[name], nice=False, zero=False),
            "axis": alt.Axis(labelExpr=text, tickCount=5),
        }
        for name, text in names.items()
    }
    x = alt.X("longitude:Q", **made["longitude"])
    return x, alt.Y("latitude:Q", **made["latitude"])


def _land(frame: Window) -> Any:
    alt = altair()
    return (
        alt.Chart(inline(land_in(frame)))
        .mark_geoshape(fill=GRID, fillOpacity=0.7, stroke=None, clip=False)
        .project(type="identity", scale=1, translate=[0, 0])
    )


def _flows(rows: list[dict[str, Any]], x: Any, y: Any, say: Language) -> list[Any]:
    alt = altair()
    flows = [r for r in rows if r["kind"] == "flow"]
    if not flows:
        return []
    width = alt.StrokeWidth(
        "share:Q",
        scale=alt.Scale(domain=[0, 1], range=[0, WIDEST_PX]),
        legend=alt.Legend(
            title=say(words.MAP["share"]),
            format=".0%",
            values=[0.1, 0.5, 1],
            symbolStrokeColor=BLUE,
        ),
    )
    drawn = (
        alt.Chart(inline(flows))
        .mark_rule(color=BLUE, opacity=0.8, strokeCap="round")
        .encode(
            x=x,
            y=y,
            x2=alt.X2("to_longitude:Q"),
            y2=alt.Y2("to_latitude:Q"),
            strokeWidth=width,
        )
    )
    return [drawn]


def _sites(rows: list[dict[str, Any]], x: Any, y: Any, title: str) -> list[Any]:
    alt = altair()
    sites = [r for r in rows if r["kind"] == "site"]
    most = max((r["energy"] for r in sites), default=0.0) or 1.0
    area = alt.Size(
        "energy:Q",
        scale=alt.Scale(domain=[0, most], range=[0, LARGEST_PX2]),
        legend=alt.Legend(
            title=title, tickCount=3, symbolFillColor=ORANGE, symbolOpacity=0.6
        ),
    )
    base = alt.Chart(inline(sites)).encode(x=x, y=y)
    users = alt.Chart(inline([r for r in rows if r.get("users")])).encode(x=x, y=y)
    return [
        base.mark_circle(color=ORANGE, opacity=0.6).encode(size=area),
        users.mark_point(
            shape="diamond", size=USERS_PX2, color=INK, fill=PAPER, opacity=1
        ),
        base.mark_circle(color=INK, size=DOT_PX2, opacity=1),
    ]


def _placed(
    spots: Sequence[Spot], rows: list[dict[str, Any]], frame: Window, most: float
) -> list[tuple[Anchor, Label | None]]:
    anchors = [_anchor(s, frame, most) for s in spots]
    lines = [b for r in rows if r["kind"] == "flow" for b in _boxes(r, frame)]
    whole = Box(0.0, 0.0, frame.width, frame.height)
    return list(zip(anchors, placed(anchors, whole, lines), strict=True))


def _labels(named: list[dict[str, Any]]) -> list[Any]:
    alt = altair()
    x = alt.X("x:Q", scale=None, axis=None)
    y = alt.Y("y:Q", scale=None, axis=None)
    text = alt.Chart(inline(named)).encode(x=x, y=y, text=alt.Text("label:N"))
    shared = {"align": "left", "baseline": "top", "lineBreak": "\n", "fontSize": 11}
    leads = alt.Chart(inline([r for r in named if r["led"]]))
    return [
        leads.mark_rule(color=INK, strokeWidth=0.8).encode(
            x=alt.X("from_x:Q", scale=None, axis=None),
            y=alt.Y("from_y:Q", scale=None, axis=None),
            x2=alt.X2("to_x:Q"),
            y2=alt.Y2("to_y:Q"),
        ),
        text.mark_text(**shared, stroke=PAPER, strokeWidth=3, strokeJoin="round"),
        text.mark_text(**shared, color=INK),
    ]


def _anchor(spot: Spot, frame: Window, most: float) -> Anchor:
    area = LARGEST_PX2 * (spot.energy_kwh or 0.0) / (most or 1.0)
    area = max(area, USERS_PX2 if spot.users else DOT_PX2)
    x, y = frame.xy(spot.longitude, spot.latitude)
    return Anchor(x, y, sqrt(area / pi), spot.lines)


def _boxes(row: dict[str, Any], frame: Window) -> list[Box]:
    """Return small boxes along a flow, which labels should not cover."""
    x, y = frame.xy(row["longitude"], row["latitude"])
    to_x, to_y = frame.xy(row["to_longitude"], row["to_latitude"])
    found = []
    for i in range(1, _ALONG):
        t = i / _ALONG
        cx, cy = x + t * (to_x - x), y + t * (to_y - y)
        found.append(Box(cx - _LINE_PX, cy - _LINE_PX, cx + _LINE_PX, cy + _LINE_PX))
    return found


def _label_row(anchor: Anchor, label: Label) -> dict[str, Any]:
    box = label.box
    return {
        "label": "\n".join(anchor.lines),
        "x": box.left,
        "y": box.top,
        "led": label.led,
        "from_x": anchor.x,
        "from_y": anchor.y,
        "to_x": min(max(anchor.x, box.left), box.right),
        "to_y": min(max(anchor.y, box.top), box.bottom),
    }
