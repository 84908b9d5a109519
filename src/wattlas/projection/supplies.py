"""What packaging of chips and capital spending of a year allow, each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from wattlas import facts, units
from wattlas.chain.types import Array
from wattlas.plain import Plain, coded
from wattlas.projection.assumptions import Drawn, inputs_of
from wattlas.projection.question import drawn, range_of
from wattlas.records import Input, Range

TABLE = "outlook_supplies"


@dataclass(frozen=True)
class Supplied(Plain):
    """One supply in one year: what was counted, and the power that it allows.

    `count` is in `unit`; `facility_gw` is new data centres with their cooling. [GW]
    """

    kind: str = field(metadata=coded("supply-kinds"))
    year: int
    count: Range
    unit: str
    facility_gw: Range
    source: str


def supply_inputs() -> dict[str, Input]:
    """Return the inputs of every supply and year, by name."""
    found: dict[str, Input] = {}
    for key in facts.keys(TABLE):
        found |= inputs_of(TABLE, key)
    return found


def supplies_of(v: Drawn) -> Iterator[Supplied]:
    """Yield each supply by year, as new facility power. [GW]"""
    for key in facts.keys(TABLE):
        row = facts.row(TABLE, key)
        name, unit, size = COUNTED[row["kind"]]
        count = drawn(v, f"{name}.{key}")
        yield Supplied(
            kind=row["kind"],
            year=int(row["year"]),
            count=range_of(count / size),
            unit=unit,
            facility_gw=range_of(POWER[row["kind"]](v, key, count)),
            source=row["source"],
        )


def _packaged_gw(v: Drawn, key: str, wafers_million: Array) -> Array:
    """Return the facility power of what so many wafers hold. [GW]"""
    packages = wafers_million * drawn(v, f"packages_per_wafer.{key}")
    limits = packages * drawn(v, f"package_power_w.{key}") / units.MW_PER_GW
    found: Array = limits * drawn(v, "overhead.it") * drawn(v, "pue.ai")
    return found


def _bought_gw(v: Drawn, key: str, capital_usd: Array) -> Array:
    """Return the facility power that a capital buys. [GW]"""
    spent = capital_usd * drawn(v, f"spent_on_power_share.{key}")
    found: Array = spent / drawn(v, f"usd_per_w.{key}") / W_PER_GW
    return found


W_PER_GW = units.W_PER_KW * units.KW_PER_GW
COUNTED = {
    "packaging": ("wafers_million", "million", 1.0),
    "spending": ("capital_usd", "billion USD", 1e9),
}
"""What is counted of each kind, the unit it is said in, and that unit's size."""
POWER = {"packaging": _packaged_gw, "spending": _bought_gw}
