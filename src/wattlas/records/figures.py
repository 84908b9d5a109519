"""Figures that rooms hand to each other: facts with sources, inputs and results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wattlas.plain import Plain, coded, written

GIVEN = "given"
"""The source of what the user gave."""
BOUNDARIES = ("chip", "it", "facility", "lifecycle")
STAGES = ("training", "development", "idle", "serving")
RESULT_UNITS = {
    "chip_hours": "h",
    "chip_energy_kwh": "kWh",
    "it_energy_kwh": "kWh",
    "facility_energy_kwh": "kWh",
    "electricity_cost": "",
    "total_cost": "",
    "facility_carbon_kgco2e": "kgCO2e",
    "lifecycle_carbon_kgco2e": "kgCO2e",
    "site_water_l": "L",
    "grid_water_l": "L",
}
"""The names of every result, in print order, with their units ("" is money)."""


@dataclass(frozen=True, slots=True)
class Source(Plain):
    """Where a fact comes from."""

    key: str = field(metadata=coded("sources"))
    title: str
    publisher: str
    year: str
    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class Fact(Plain):
    """One figure of the tables: central value, 90 % interval, unit and source."""

    key: str
    quantity: str
    value: float
    low: float
    high: float
    shape: str
    unit: str
    year: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Range(Plain):
    """A result: the chain at its central inputs, and the 5th and 95th percentile.

    >>> Range(1.0, 2.0, 4.0).scaled(10)
    Range(low=10.0, mid=20.0, high=40.0, currency='', year='')
    """

    low: float
    mid: float
    high: float
    currency: str = field(default="", metadata=written(omit=True))
    year: str = field(default="", metadata=written(omit=True))

    def scaled(self, factor: float) -> Range:
        """Return the range times a positive factor."""
        return Range(
            self.low * factor,
            self.mid * factor,
            self.high * factor,
            self.currency,
            self.year,
        )

    def contains(self, value: float) -> bool:
        """Say whether a value lies between low and high."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Input(Plain):
    """One named input of an estimate, with its 90 % interval, unit and source.

    `name` is the parameter of the chain's functions; `place` makes it the input of
    one place (``pue@qingyang``), so that one draw serves every stage there.
    """

    name: str
    mid: float
    low: float
    high: float
    shape: str
    unit: str
    source: str = field(metadata=coded("input-sources"))
    given: bool = False
    place: str = ""
    note: str = ""
    year: str = ""

    @property
    def label(self) -> str:
        """The name by which the input is drawn: ``name`` or ``name@place``."""
        return f"{self.name}@{self.place}" if self.place else self.name

    @property
    def exact(self) -> bool:
        """Whether the input has no width."""
        return self.low == self.high


Results = Mapping[str, Range]
