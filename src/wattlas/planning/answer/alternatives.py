"""What a plan is laid beside, as records: measures, places, other options, fronts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from wattlas.plain import Plain, Unloaded, coded
from wattlas.planning.answer.energy import Figures
from wattlas.records import Range

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]
else:
    Array = Unloaded


@dataclass(frozen=True)
class Lever(Plain):
    """What a plan costs that may use one lever alone, on the way from the baseline."""

    name: str = field(metadata=coded("levers-and-baseline"))
    figures: Figures


@dataclass(frozen=True)
class Placement(Plain):
    """What a plan costs whose loads stand at some sites, each at one.

    `figures` is None where no plan meets demand and limits there. The plan's own place
    is `chosen`. `yearly_cost` is that of its power levelised over the horizon, backup
    left out, `cheapest_share` in how many draws it is the least; None for places that
    are far from the cheapest.
    """

    sites: tuple[str, ...]
    figures: Figures | None
    power_kw: Mapping[str, float]
    chosen: bool
    yearly_cost: Range | None = None
    cheapest_share: float | None = None


@dataclass(frozen=True)
class LeftOut(Plain):
    """What a plan costs more that uses every lever but one, its limits kept. [money]

    None where no plan meets demand and limits without the lever.
    """

    name: str = field(metadata=coded("levers"))
    total_more: float | None
    electricity_more: float | None


@dataclass(frozen=True)
class Shadow(Plain):
    """What one more of a limit is worth in a year, in money; and the hours that bind.

    `limit` is the constraint, `unit` of what one more is: MW of connection, t of
    carbon, m3 of water, points of matching, thousand chips, money of capital.
    """

    limit: str
    where: str
    unit: str
    value: float
    binding_hours: int | None = None


@dataclass(frozen=True)
class BreakEven(Plain):
    """At what cost an option that is not chosen would enter.

    `price_now` and `price` are all-in, for a kWh that the option yields; `annual_now`
    and `annual` for a kW and year. Negative: its energy is worth nothing here.
    """

    key: str
    option: str
    site: str
    price_now: float
    price: float
    annual_now: float
    annual: float
    chance: float


@dataclass(frozen=True)
class StoreBreakEven(Plain):
    """At which share of today's yearly cost a battery that is not built would enter.

    0 says that no hours are worth storing for. `duration_h` is the energy over the
    power of the battery that would enter first; None where none would.
    """

    key: str
    option: str
    site: str
    cost_share: float
    duration_h: float | None


@dataclass(frozen=True)
class Entry(Plain):
    """When an option that the plan does not have would enter.

    Prices are all-in, for a kWh that the option yields, in the plan's year at today's
    costs. It enters at carbon prices `carbon_from_per_t` to `carbon_up_to_per_t`; None
    in the first says at none up to `carbon_highest_per_t`, None in the second that it
    does at the highest too, None in the highest that nothing here has carbon.
    `first_year` is the year from which it can come, `late_year` that in which it comes
    if it is late; None where it is not known.
    """

    key: str
    option: str
    site: str
    chance: float
    price_per_kwh: float
    break_even_price_per_kwh: float
    carbon_from_per_t: float | None
    carbon_up_to_per_t: float | None
    carbon_highest_per_t: float | None
    first_year: float | None
    late_year: float | None
    in_time: bool

    @property
    def margin_per_kwh(self) -> float:
        """By how much its price is above that at which it enters. [money/kWh]"""
        return self.price_per_kwh - self.break_even_price_per_kwh

    @property
    def worth_it(self) -> bool:
        """Whether it would enter at today's price, if it were there."""
        return self.margin_per_kwh <= 0


@dataclass(frozen=True)
class Point(Plain):
    """One plan of a front. [money, kg, L in a year; kW by option]

    `weighted_water_l` counts each litre by the stress of its place, as caps do.
    """

    total_cost: float
    electricity_cost: float
    carbon_kg: float
    water_l: float
    weighted_water_l: float
    power_kw: Mapping[str, float]


@dataclass(frozen=True)
class NearOptimal(Plain):
    """Least and most of an option over all sites within 1 % of the least cost. [kW]"""

    option: str
    low_kw: float
    kw: float
    high_kw: float


@dataclass(frozen=True)
class Promise(Plain):
    """An option that may not come: what the plan would save with it. [money a year]"""

    option: str
    chance: float
    power_kw: float
    saving: float
