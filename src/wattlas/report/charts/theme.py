"""What every chart shares: colours, fonts, title and the sources under it."""

from __future__ import annotations

import textwrap
from typing import Any

COLOURS = {
    "training": "#0072B2",
    "development": "#56B4E9",
    "idle": "#E69F00",
    "serving": "#009E73",
}
"""Stages in colours that colour-blind readers tell apart (Okabe and Ito 2008)."""

FONT = "DejaVu Sans, Liberation Sans, Arial, sans-serif"
CAPTION_WIDTH = 100


def configured(chart: Any, title: str, caption: str) -> Any:
    """Return a chart with its title above and its caption with sources below."""
    import altair as alt

    foot = alt.Title(
        textwrap.wrap(caption, CAPTION_WIDTH),
        orient="bottom",
        anchor="start",
        fontSize=10,
        fontWeight="normal",
        offset=14,
    )
    body = chart.properties(title=alt.Title(title, anchor="start", fontSize=15))
    return (
        alt.vconcat(body, title=foot)
        .configure(font=FONT, background="white")
        .configure_axis(grid=True, gridColor="#dddddd", domain=False, ticks=False)
        .configure_view(stroke=None)
        .configure_legend(orient="bottom", title=None, direction="horizontal")
    )
