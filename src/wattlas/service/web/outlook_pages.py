"""The pages on decades that stand beside the outlook, behind one entry of the menu."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wattlas.service.web.examples import SCENARIOS
from wattlas.service.web.page import Page

DECADES = "decades"
"""The entry of the menu behind which the outlook and its questions stand."""
_DRAWS = {"draws": "512"}


def _asked(
    word: str,
    first: tuple[str, ...] = (),
    start: Mapping[str, str] = _DRAWS,
    *,
    draws_charts: bool = False,
) -> Page:
    """Return the page of a question on decades: its first fields, its beginning."""
    return Page(
        verb=f"outlook {word}",
        first=first,
        start=start,
        draws_charts=draws_charts,
        entry=DECADES,
    )


OUTLOOK_PAGES: Mapping[str, Page] = MappingProxyType(
    {
        "outlook-need": _asked(
            "need", ("twh", "by", "scope"), {"twh": "1000", "by": "2030", **_DRAWS}
        ),
        "outlook-cross": _asked(
            "cross",
            ("growth", "scope", "base_twh", "world_growth", "shares"),
            draws_charts=True,
        ),
        "outlook-what-if": _asked(
            "what-if",
            ("changes", "region", "by", "scope"),
            {"changes": "chips=12 smr=20", **_DRAWS},
        ),
        "outlook-efficiency": _asked(
            "efficiency", ("rate", "region", "by", "scope"), {"rate": "1.2", **_DRAWS}
        ),
        "outlook-peak": _asked(
            "peak",
            ("region", "to", "peak_gw", "firm_gw"),
            {"region": "pjm", **_DRAWS},
        ),
        "outlook-price": _asked("price", ("region", "to"), {"region": "pjm", **_DRAWS}),
        "outlook-fleets": _asked("fleets"),
        "outlook-presets": _asked("presets", ("of",)),
        "outlook-compare": _asked("compare", ("file",), {"file": SCENARIOS, **_DRAWS}),
        "outlook-forecasts": _asked("forecasts", ("scope", "region"), {"scope": "all"}),
        "outlook-backtest": _asked("backtest", ("seed",), {"seed": "20260101"}),
        "outlook-inputs": _asked("inputs", ("find",), {"find": "growth"}),
    }
)
"""Each of these pages by its address."""
