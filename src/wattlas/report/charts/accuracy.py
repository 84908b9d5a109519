"""Charts of a validation: predicted against measured by class, residuals by batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, log10
from typing import Any

from wattlas.accuracy import Validation
from wattlas.report.charts.theme import MUTED, Drawing, altair, inline

SIDE = 210
TWICE = 2.0
CLASS_COLOURS = {
    "dense": "#0072B2",
    "moe": "#D55E00",
    "hybrid": "#009E73",
    "image": "#CC79A7",
    "video": "#E69F00",
}
NAMES = {
    "energy": "energy of one {item} [J]",
    "power": "power of the metered boards [W]",
    "time": "time of one {item} [s]",
}
ITEMS = {"text": "output token", "items": "image or video"}
CAPTION = (
    "Each point is a measured configuration, predicted by the shipped constants. "
    "Lines: equal, and twice off to either side. "
    "Measurements: ML.ENERGY (Chung et al. 2025)."
)


def points(found: Validation) -> list[dict[str, Any]]:
    """Return one point for each row and quantity that was measured well."""
    return [point.to_dict() for point in found.points]


def scatter_chart(found: Validation, what: str) -> Drawing:
    """Return predicted against measured: ``text`` of language, or ``items``."""
    alt = altair()
    kinds = ("image", "video") if what == "items" else ("dense", "moe", "hybrid")
    shown = [p for p in points(found) if p["kind"] in kinds]
    panels = [
        _panel(shown, quantity, name.format(item=ITEMS[what]))
        for quantity, name in NAMES.items()
    ]
    title = "Images and video" if what == "items" else "Language models"
    title = f"{title}: predicted against measured"
    return Drawing(alt.hconcat(*panels), title, CAPTION, title, tuple(shown))


def residual_chart(found: Validation) -> Drawing:
    """Return predicted over measured energy of text against the batch."""
    alt = altair()
    wanted = ("dense", "moe", "hybrid")
    shown = [
        p for p in points(found) if p["kind"] in wanted and p["quantity"] == "energy"
    ]
    lines = [{"y": y} for y in (1 / TWICE, 1.0, TWICE)]
    ratio = alt.Y(
        "ratio:Q",
        title="predicted / measured energy",
        scale=alt.Scale(type="log", domain=[0.3, 3.5], nice=False),
        axis=alt.Axis(values=[0.5, 0.7, 1, 1.4, 2, 3]),
    )
    batch = alt.X(
        "batch:Q",
        title="batch",
        scale=alt.Scale(type="log", domain=[0.7, 6000.0], nice=False),
        axis=alt.Axis(values=[1, 10, 100, 1000], format="~g"),
    )
    marks = alt.Chart().mark_point(
        size=14, filled=True, opacity=0.55, clip=True, aria=False
    )
    rules = (
        alt.Chart(inline(lines))
        .mark_rule(strokeDash=[4, 3], color=MUTED)
        .encode(y=alt.Y("y:Q"))
    )
    panels = []
    for vintage in sorted({p["vintage"] for p in shown}):
        mine = inline([p for p in shown if p["vintage"] == vintage])
        dots = marks.encode(x=batch, y=ratio, color=_colour(shown))
        layers = alt.layer(dots.properties(data=mine), rules)
        panels.append(
            layers.properties(width=SIDE, height=SIDE, title=f"engines of {vintage}")
        )
    title = "Residuals of energy by batch and vintage of the engine"
    return Drawing(alt.hconcat(*panels), title, CAPTION, title, tuple(shown))


def _panel(shown: Sequence[dict[str, Any]], quantity: str, name: str) -> Any:
    alt = altair()
    mine = [p for p in shown if p["quantity"] == quantity]
    values = [v for p in mine for v in (p["measured"], p["predicted"])]
    low, high = min(values) / 1.3, max(values) * 1.3
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)
    axis = alt.Axis(values=[10.0**n for n in decades], format="~g")
    dots = (
        alt.Chart(inline(mine))
        .mark_square(size=9, opacity=0.55, aria=False)
        .encode(
            x=alt.X("measured:Q", title="measured", scale=scale, axis=axis),
            y=alt.Y("predicted:Q", title="predicted", scale=scale, axis=axis),
            color=_colour(shown),
        )
    )
    lines = [_line(low, high, factor) for factor in (1 / TWICE, 1.0, TWICE)]
    return alt.layer(*lines, dots).properties(width=SIDE, height=SIDE, title=name)


def _line(low: float, high: float, factor: float) -> Any:
    alt = altair()
    ends = [{"x": low, "y": low * factor}, {"x": high, "y": high * factor}]
    dash = [1, 0] if factor == 1 else [4, 3]
    return (
        alt.Chart(inline(ends))
        .mark_line(color=MUTED, strokeWidth=1, strokeDash=dash, clip=True, aria=False)
        .encode(x=alt.X("x:Q"), y=alt.Y("y:Q"))
    )


def _colour(shown: Iterable[dict[str, Any]]) -> Any:
    alt = altair()
    present = {p["kind"] for p in shown}
    names = [kind for kind in CLASS_COLOURS if kind in present]
    scale = alt.Scale(domain=names, range=[CLASS_COLOURS[n] for n in names])
    return alt.Color("kind:N", scale=scale)
