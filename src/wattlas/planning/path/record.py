"""A path over years, as a record: values and codes, no sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.plain import Plain
from wattlas.records import Range


@dataclass(frozen=True)
class PathYear(Plain):
    """One year of a path. [kW, kWh, money, kg]

    `power_kw` is what stands of each option, `built_kw` what of it is new in the year
    and `capital` what that costs. `waiting_share` of the load's energy has no power
    yet. `running_cost` is what the year pays beside capital, sales taken off.
    """

    year: int
    load_kw: float
    connection_kw: float | None
    power_kw: Mapping[str, float]
    built_kw: Mapping[str, float]
    capital: float
    running_cost: float
    energy_kwh: float
    waiting_share: float
    carbon_kg: float


@dataclass(frozen=True)
class PathPromise(Plain):
    """An option that may not come, and what the path would save if it did. [money]"""

    option: str
    chance: float
    from_year: float | None
    power_kw: float
    saving: float


@dataclass(frozen=True)
class Path(Plain):
    """A plan over years, its money in that of the plan's year.

    `present_cost` and `cost_per_kwh` are at the real discount rate; what still has life
    at the end counts for its annuities alone. `hours` are those of each year that the
    path was made on.
    """

    years: tuple[PathYear, ...]
    present_cost: Range
    cost_per_kwh: Range
    discount_rate: float
    hours: int
    promises: tuple[PathPromise, ...] = ()
