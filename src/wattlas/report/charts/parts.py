"""The parts of a plan's supply and costs: order, names, colours, room for labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wattlas.report.charts.theme import altair
from wattlas.report.words import planning as words
from wattlas.report.words.language import Language

WIDTH = 640
BAR_HEIGHT = 26
SEEN = 1e-3
"""Parts below this share of the largest sum or load are not drawn."""
SHOWN_SHARE = 0.01
"""Sites and options below this share of the largest have no row of their own."""
_LABEL_ROOM = 0.08
COLOURS = {
    "grid": "#999999",
    "grid energy": "#999999",
    "demand charge": "#5e5e5e",
    "fixed charge": "#777777",
    "minimum charge": "#8a8a8a",
    "standby charge": "#6b6b6b",
    "electricity tax": "#a3a3a3",
    "solar": "#E69F00",
    "rooftop-solar": "#F0C75E",
    "wind": "#56B4E9",
    "battery": "#009E73",
    "gas": "#D55E00",
    "temporary-gas": "#F2A07B",
    "gas-peaker": "#B34700",
    "gas-ccs": "#E8B08A",
    "fuel-cell": "#7A9E3A",
    "geothermal": "#A0522D",
    "hydro-ppa": "#2F6FB0",
    "smr": "#CC79A7",
    "nuclear": "#8A4F7D",
    "solar-ppa": "#B8860B",
    "wind-ppa": "#0072B2",
    "nuclear-ppa": "#5B3758",
    "fusion-ppa": "#1B1B1B",
    "diesel": "#7F4A1E",
    "second-feed": "#6F6F6F",
    "interruptible": "#4C7F86",
    "demand-response": "#6FA3A8",
    "heat-reuse": "#A63D40",
    "heat sold": "#D98F8F",
    "flexibility": "#3E6B70",
    "load shed": "#E7C6D6",
    "serving chips": "#D9D3C7",
    "training chips": "#BDB29C",
    "carbon price": "#7A6A53",
    "water price": "#9AD0EC",
    "certificates": "#7FB069",
    "delivery": "#B0A08A",
    "sold": "#C9C9C9",
    "exported": "#C9C9C9",
    "curtailed": "#8C8C8C",
    "charging": "#8FD3BF",
}
"""Parts in colours that stay apart for colour-blind readers (after Okabe and Ito)."""


def ordered(parts: Iterable[str]) -> list[str]:
    """Return parts, each once, in the order in which they are stacked."""
    return sorted(dict.fromkeys(parts), key=position)


def position(part: str) -> int:
    """Return the place of a part in a stack; what is not known comes last."""
    known = list(words.PARTS)
    return known.index(part) if part in known else len(known)


def colour(parts: Sequence[str], say: Language) -> Any:
    """Return the colours of parts, with a legend in a language."""
    alt = altair()
    names = [words.part(p, say) for p in parts]
    shades = [COLOURS.get(p, "#000000") for p in parts]
    scale = alt.Scale(domain=names, range=shades)
    return alt.Color("name:N", scale=scale, sort=names)


def room(values: Sequence[float]) -> Any:
    """Return a scale with room for labels at both ends."""
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    spare = _LABEL_ROOM * (high - low)
    domain = [low - spare if low < 0 else 0.0, high + spare]
    return altair().Scale(domain=domain, nice=False)
