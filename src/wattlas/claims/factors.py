"""Quantities of a sentence, and known figures it names, as factors with dimensions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import log

from wattlas import facts
from wattlas.claims.judges.common import PER_YEAR, known_line
from wattlas.claims.judging import known_term, term
from wattlas.claims.known import Known, known, latest, of_fact
from wattlas.claims.nouns import noun_of
from wattlas.claims.reading import Reading, after, before
from wattlas.claims.record import Line, Term
from wattlas.claims.rules.shares import is_growth
from wattlas.quantity import Mention
from wattlas.units import HOURS_PER_YEAR, W_PER_KW

Dimensions = Mapping[str, int]
HEDGES = {"about": (0.1, 0.1), "at-least": (0.02, 0.26), "at-most": (0.26, 0.02)}
"""What a word before a number allows below and above it, as logarithms."""
OF_A_FACT = 0.12
"""The spread that a known figure keeps in a closure, as a logarithm."""
_BASE: dict[str, tuple[float, Dimensions]] = {
    "energy": (1.0, {"energy": 1}),
    "power": (1 / W_PER_KW, {"energy": 1, "time": -1}),
    "time": (1.0, {"time": 1}),
    "volume": (1.0, {"volume": 1}),
    "carbon": (1.0, {"carbon": 1}),
    "distance": (1.0, {"distance": 1}),
    "chip-time": (1.0, {"chip": 1, "time": 1}),
    "ratio": (1.0, {}),
    "share": (1.0, {}),
}
"""Per dimension of a quantity: its size in kWh, h, L, kg, km, and its dimensions."""
_EACH = re.compile(r"^\s?(?:each|apiece|a piece)\b|^[^\d,.;，。]{0,14}\beach\b", re.I)
_AT = re.compile(
    r"\bat (?:an? )?(?:average |about |some |around )?(?:of )?$", re.IGNORECASE
)
_ZH_EACH = re.compile(r"(?:每|单)(?P<of>个|次|台|户|张|块|辆|片)[^\d，。；]{0,10}$")
_OF_ZH = {"台": "server", "户": "household", "辆": "car", "张": "chip", "块": "chip",
          "片": "chip", "次": "use"}  # fmt: skip
_OF_CARBON = re.compile(r"CO[2₂]|carbon|emi(?:t|ssion)|二氧化碳|碳|排放", re.IGNORECASE)
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Factor:
    """A quantity or a known figure: ends as logarithms, dimensions, how exact."""

    low: float
    high: float
    dimensions: Dimensions
    exact: float
    shown: Term
    mention: Mention | None = None
    line: Line | None = None
    is_grid: bool = False


def stated_factors(reading: Reading) -> list[Factor]:
    """Return a factor for each quantity of a sentence whose dimensions are known."""
    counted = {m.start: noun_of(reading, m) for m in reading.of("count")}
    counted |= {m.start: "chip" for m in reading.of("chip-time")}
    return [
        f for m in reading.mentions if (f := _stated(reading, m, counted)) is not None
    ]


def _stated(reading: Reading, m: Mention, counted: Mapping[int, str]) -> Factor | None:
    if m.readings or min(m.total()) <= 0:
        return None
    if m.dimension == "share" and is_growth(reading, m):
        return None
    base = _base(reading, m, counted)
    if base is None:
        return None
    size, dimensions = base[0], dict(base[1])
    for name, power in _below(reading, m, counted).items():
        dimensions[name] = dimensions.get(name, 0) + power
    if m.per in PER_YEAR:
        size *= PER_YEAR[m.per] / HOURS_PER_YEAR
        dimensions["time"] = dimensions.get("time", 0) - 1
    below, above = HEDGES.get(m.bound, (0.0, 0.0))
    low, high = (log(x * size) for x in m.total())
    clean = {k: v for k, v in dimensions.items() if v}
    return Factor(low - below, high + above, clean, exactness(m.text), term(m), m)


def _base(
    reading: Reading, m: Mention, counted: Mapping[int, str]
) -> tuple[float, Dimensions] | None:
    """Return the size and dimensions of what a quantity is of, or None."""
    if m.dimension == "mass" and _OF_CARBON.search(reading.text):
        return _BASE["carbon"]
    if m.dimension == "money":
        return 1.0, {m.currency: 1}
    if m.dimension == "count":
        return (1.0, {counted[m.start]: 1}) if counted[m.start] else None
    return _BASE.get(m.dimension)


def _below(reading: Reading, m: Mention, counted: Mapping[int, str]) -> dict[str, int]:
    """Return what stands below the stroke besides a period: a use, each server."""
    if m.per == "chip-h":
        return {"chip": -1, "time": -1}
    if m.per and m.per not in PER_YEAR:
        return {"energy" if m.per == "kWh" else m.per: -1}
    zh = _ZH_EACH.search(before(reading, m, 16))
    if zh:
        return {_OF_ZH.get(zh["of"]) or _nearest(reading, m, counted) or "use": -1}
    machine = m.dimension == "power" and _AT.search(before(reading, m, 16))
    if machine or _EACH.search(after(reading, m, 30)):
        name = _nearest(reading, m, counted)
        of_hours = m.dimension == "money" and reading.of("chip-time")
        return {"chip": -1, "time": -1} if of_hours else {name: -1} if name else {}
    return {}


def _nearest(reading: Reading, m: Mention, counted: Mapping[int, str]) -> str:
    named = [c for c in reading.mentions if counted.get(c.start) and c is not m]
    if not named:
        return ""
    return counted[min(named, key=lambda c: abs(c.start - m.start)).start]


def exactness(text: str) -> float:
    """Return half a unit of the last significant digit, relative to the number.

    >>> round(exactness("564 MWh"), 4), round(exactness("4,000 servers"), 3)
    (0.0009, 0.125)
    """
    match = _FIGURE.search(text)
    if match is None:
        return 0.05
    digits = match[0].replace(",", "")
    kept = digits if "." in digits else digits.rstrip("0")
    mantissa = kept.replace(".", "").lstrip("0") or "1"
    return 0.5 / float(mantissa)


def known_factors(reading: Reading) -> Iterator[Factor]:
    """Yield the known figures that the things of a sentence bring with them."""
    for thing in reading.things:
        if thing.table == "servers":
            yield from _machine(
                "servers", thing.key, "chips", {"chip": 1, "server": -1}
            )
            yield from _machine(
                "servers",
                thing.key,
                "nameplate_w",
                {"energy": 1, "time": -1, "server": -1},
            )
        if thing.table == "hardware":
            power = {"energy": 1, "time": -1, "chip": -1}
            yield from _machine("hardware", thing.key, "power_limit_w", power)
        if thing.kind == "country" or thing.key == "world-electricity":
            yield from _grid(reading, thing.key.replace("-electricity", ""))
    yield from _homes(reading)


def _machine(
    table: str, key: str, name: str, dimensions: Dimensions
) -> Iterator[Factor]:
    fact = facts.find_number(table, key, name)
    if fact is not None:
        k = of_fact(fact)
        yield _known(k, k.mid / (W_PER_KW if k.unit == "W" else 1.0), dimensions)


def _grid(reading: Reading, place: str) -> Iterator[Factor]:
    k = latest(
        known(place, "generation_kwh"), reading.years[0] if reading.years else None
    )
    if k is not None and (reading.year is None or abs(k.year - reading.years[0]) <= 1):
        grid = _known(k, k.mid / HOURS_PER_YEAR, {"energy": 1, "time": -1})
        yield replace(grid, is_grid=True)


def _homes(reading: Reading) -> Iterator[Factor]:
    places = {t.key for t in reading.kinds("country")}
    places |= {
        facts.row("equivalents", t.key)["region"].lower()
        for t in reading.kinds("equivalent")
        if t.key.startswith("household")
    }
    if not reading.has("household"):
        return
    for place in sorted(places):
        for k in known(place, "household_use_kwh_per_year"):
            yield _known(
                k, k.mid / HOURS_PER_YEAR, {"energy": 1, "time": -1, "household": -1}
            )


def _known(k: Known, value: float, dimensions: Dimensions) -> Factor:
    spread = 0.0 if k.low == k.high else OF_A_FACT
    middle = log(value)
    return Factor(
        middle - spread, middle + spread, dimensions, 0.005, known_term(k),
        line=known_line(k),
    )  # fmt: skip
