"""A chart for a phone: the same data, its views and labels in less width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wattlas.report.charts.lines import wrapped

SCREEN_PX, LEAST_PX, LEAST_PLOT_PX = 350.0, 260.0, 80.0
"""What a phone shows, the least that a chart fills of it, the least of a plot."""
STEP = 1.45
"""By how much a plot is changed for each pixel: labels at its marks move with it."""
LABEL_LETTERS, TITLE_LETTERS, TICKS = (22, 13), 40, 4
"""Letters in a line of a label, of one that needs more lines, of a title; ticks."""
CHANNELS = ("x", "y", "row")

Render = Callable[[dict[str, Any]], tuple[str, float]]


def fitted(spec: dict[str, Any], render: Render) -> tuple[str, float]:
    """Return a chart as SVG that is no wider than a phone, and its width. [px]

    Labels take the room that they need, so what is left for the plots is found by
    drawing, mostly at once; a chart whose labels leave too little stays wider, and can
    be moved.
    """
    text, width = "", SCREEN_PX
    for letters in LABEL_LETTERS:
        plot = SCREEN_PX / 2
        text, width = render(narrowed(spec, plot, letters))
        if not LEAST_PX <= width <= SCREEN_PX:
            step = STEP if width > SCREEN_PX else 1.0
            plot = max(plot + step * (SCREEN_PX - width), LEAST_PLOT_PX)
            text, width = render(narrowed(spec, plot, letters))
        if width <= SCREEN_PX:
            break
    return text, width


def narrowed(
    spec: dict[str, Any], plot_px: float, letters: int = LABEL_LETTERS[0]
) -> dict[str, Any]:
    """Return a chart whose widest plot has a width; what stood beside stands below.

    >>> narrowed({"width": 600, "mark": "bar"}, 200)
    {'width': 200.0, 'mark': 'bar'}
    """
    widest = max(_widths(spec), default=plot_px)
    found: dict[str, Any] = _narrowed(spec, plot_px / widest, letters)
    return found


def _widths(node: Any) -> list[float]:
    if isinstance(node, list):
        return [width for item in node for width in _widths(item)]
    if not isinstance(node, dict):
        return []
    own = [float(node["width"])] if _is_view(node) else []
    kept = (v for k, v in node.items() if k not in ("data", "datasets", "encoding"))
    return [*own, *(width for item in kept for width in _widths(item))]


def _is_view(node: dict[str, Any]) -> bool:
    return isinstance(node.get("width"), int | float) and (
        "mark" in node or "layer" in node or "spec" in node
    )


def _narrowed(node: Any, factor: float, letters: int) -> Any:
    if isinstance(node, list):
        return [_narrowed(item, factor, letters) for item in node]
    if not isinstance(node, dict):
        return node
    found = {
        _stacked(key): value
        if key in ("data", "datasets", "transform")
        else _narrowed(value, factor, letters)
        for key, value in node.items()
    }
    if _is_view(found):
        found["width"] = round(factor * found["width"], 1)
    if "columns" in found:
        found["columns"] = 1
    if isinstance(found.get("title"), str):
        found["title"] = wrapped(found["title"], TITLE_LETTERS)
    for channel in CHANNELS:
        if isinstance(found.get(channel), dict) and found[channel].get("type"):
            found[channel] = _axis(channel, found[channel], letters)
    return found


def _stacked(key: str) -> str:
    return "vconcat" if key == "hconcat" else key


def _axis(channel: str, encoded: dict[str, Any], letters: int) -> dict[str, Any]:
    """Return an axis whose labels are broken, or a number of which has few ticks."""
    axis = encoded.get("axis", {})
    if axis is None or channel == "row":
        return encoded
    if encoded["type"] == "quantitative":
        ticks = {"tickCount": TICKS} if channel == "x" else {}
        return encoded | {"axis": {**axis, **ticks}}
    if channel == "y" and encoded["type"] in ("nominal", "ordinal"):
        lines = {"labelLimit": 0, "labelExpr": _in_lines(letters)}
        return encoded | {"axis": {**axis, **lines}}
    return encoded


def _in_lines(letters: int) -> str:
    """Return what breaks a label of an axis at spaces, as Vega reads it."""
    broken = f"replace(datum.label, /(.{{1,{letters}}})(\\s+|$)/g, '$1\\n')"
    return f"split(replace({broken}, /\\n$/, ''), '\\n')"
