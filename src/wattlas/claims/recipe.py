"""Which round count of known servers, for the hours of a period, gives a total."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas import facts
from wattlas.units import W_PER_KW

HOURS = {
    "day": (24.0,),
    "week": (168.0,),
    "month": (720.0, 730.0, 744.0),
    "year": (8760.0, 8640.0, 8784.0),
}
"""Hours that people count for a period: months of 30 days, of a twelfth, of 31 days."""
EXACT = 1e-6
LEAST_COUNT = 100
MOST_RIVALS = 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """A round count of one server at nameplate power over hours."""

    count: float
    server: str
    power_w: float
    hours: float
    source: str


def recipes(total_kwh: float, period: str) -> tuple[list[Recipe], int]:
    """Return the recipes that give a total exactly, and how many were tried.

    More than a few exact ones mean that the total is round by itself: none is then
    worth printing.

    >>> found, tried = recipes(18_720_000, "month")
    >>> found[0].count, found[0].power_w, found[0].hours
    (4000.0, 6500.0, 720.0)
    """
    found, tried = [], 0
    for hours in HOURS.get(period, ()):
        for power_w, server, source in _powers():
            tried += 1
            count = total_kwh / (power_w / W_PER_KW * hours)
            near = _round(count)
            if near >= LEAST_COUNT and abs(count / near - 1) < EXACT:
                found.append(Recipe(near, server, power_w, hours, source))
    found.sort(key=lambda r: len(f"{r.count:.0f}".rstrip("0")))
    return (found if len(found) <= MOST_RIVALS else []), tried


def _powers() -> list[tuple[float, str, str]]:
    """Return the documented nameplate powers of servers with chips, each once."""
    powers: dict[float, tuple[float, str, str]] = {}
    for server in facts.keys("servers"):
        fact = facts.find_number("servers", server, "nameplate_w")
        chips = facts.find_number("servers", server, "chips")
        if fact and chips and fact.source != "assumed":
            powers.setdefault(fact.value, (fact.value, server, fact.source))
    return list(powers.values())


def _round(count: float) -> float:
    """Return the nearest count of two significant digits."""
    return float(f"{count:.1e}")
