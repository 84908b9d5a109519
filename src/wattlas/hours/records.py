"""What the hours of a site are, and what is known of a power technology.

Series are arrays of one value for each hour of a year in UTC, hour-beginning: 8,760
values, or 8,784 in a leap year. A series that is not known is None: absent is not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from wattlas.records import Fact

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PROVENANCES = (
    "measured",
    "published",
    "typical",
    "synthetic",
    "assumed",
    "flat",
    "given",
)
"""How a series is known, from best to least: `measured` in that very year; `published`
as a tariff; `typical` of many measured years; `synthetic` from monthly normals and
statistics; `assumed` in its shape; `flat` where one yearly figure stands for every
hour; `given` by the user."""

INTENSITY_KINDS = ("average", "marginal")


@dataclass(frozen=True, slots=True)
class Laying:
    """How the values of a file came on the hours of a year. [h]

    `year` is that of the file. `filled_h` were filled, as asked, `longest_fill_h` of
    them in a row. `wrapped_h` of the same year lie outside of the file and are those at
    its other end: a year begins elsewhere on other clocks. `repeats_28` says that a 29
    February which the file has not repeats the 28th. `column` is that which was taken
    where several could be meant.
    """

    year: int
    filled_h: float = 0.0
    longest_fill_h: float = 0.0
    wrapped_h: float = 0.0
    repeats_28: bool = False
    column: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a series is known: its kind, the keys of its sources, and a remark.

    A series from a file has its `laying`.
    """

    kind: str
    sources: tuple[str, ...] = ()
    note: str = ""
    laying: Laying | None = None


@dataclass(frozen=True)
class Series:
    """One value for each hour of a year, and how they are known."""

    values: Array
    provenance: Provenance


@dataclass(frozen=True)
class SiteHours:
    """One year of one site, hour by hour.

    Prices are in `currency` of `currency_year`; the demand charge is for a month's
    highest power. Solar and wind are the output of off-site plants in the region over
    their nameplate power (AC), rooftop that of panels on the halls. `figures` are the
    facts of which the levels of series come, with their ranges, by the name of the
    series.
    """

    site: str
    timezone: str
    start_utc: datetime
    hours: int
    solar_capacity_factor: Array | None = None
    rooftop_capacity_factor: Array | None = None
    wind_capacity_factor: Array | None = None
    dry_bulb_c: Array | None = None
    wet_bulb_c: Array | None = None
    pue: Array | None = None
    wue_l_per_kwh: Array | None = None
    price_per_kwh: Array | None = None
    currency: str = ""
    currency_year: str = ""
    demand_charge_per_kw_month: float | None = None
    intensity_kgco2e_per_kwh: Array | None = None
    intensity_kind: str = "average"
    grid_water_l_per_kwh: Array | None = None
    water_stress_index: float | None = None
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    figures: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def series(self) -> dict[str, Array]:
        """The series that are known, by name."""
        values = {name: getattr(self, name) for name in SERIES}
        return {name: value for name, value in values.items() if value is not None}


SERIES = (
    "solar_capacity_factor",
    "rooftop_capacity_factor",
    "wind_capacity_factor",
    "dry_bulb_c",
    "wet_bulb_c",
    "pue",
    "wue_l_per_kwh",
    "price_per_kwh",
    "intensity_kgco2e_per_kwh",
    "grid_water_l_per_kwh",
)
"""The names of every series of a site."""


@dataclass(frozen=True)
class Technology:
    """What is known of a way to supply or store electricity.

    A figure is a Fact with its range, unit, source and year, or None where the tables
    have none. Money is in US dollars of the fact's year. Power is AC nameplate. Fuel
    and variable costs are for a kWh of electricity; delivery is the use of the public
    grid by what is made elsewhere; the intensity is life-cycle, water is consumed at
    the plant. `kind` is solar, wind, battery, gas, nuclear or contract; `shape` says
    what a contract delivers: flat, solar or wind.
    """

    key: str
    name: str
    kind: str
    country: str
    carbon_free: bool
    shape: str = ""
    whole_units: bool = False
    capital_cost_per_kw: Fact | None = None
    capital_cost_per_kwh: Fact | None = None
    fixed_cost_per_kw_year: Fact | None = None
    fixed_cost_per_kwh_year: Fact | None = None
    variable_cost_per_kwh: Fact | None = None
    fuel_cost_per_kwh: Fact | None = None
    delivery_cost_per_kwh: Fact | None = None
    price_per_kwh: Fact | None = None
    learning_rate: Fact | None = None
    life_years: Fact | None = None
    lead_time_years: Fact | None = None
    delay_years: Fact | None = None
    chance: Fact | None = None
    start_year: Fact | None = None
    availability: Fact | None = None
    min_load_share: Fact | None = None
    ramp_share_per_hour: Fact | None = None
    efficiency: Fact | None = None
    cycles_per_year: Fact | None = None
    unit_kw: Fact | None = None
    intensity_kgco2e_per_kwh: Fact | None = None
    water_l_per_kwh: Fact | None = None

    @property
    def figures(self) -> dict[str, Fact]:
        """The figures that are known, by name."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {n: value for n, value in values.items() if isinstance(value, Fact)}
