"""The parts of a plan's record: values and codes, no sentences, nothing computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from wattlas.plain import Plain, Unloaded, coded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]
else:
    Array = Unloaded

CHIP_LINES = ("serving chips", "training chips")
SHADOW_LINES = ("carbon price", "water price")
ENOUGH = 1e-3
"""Share of a limit whose miss is not worth sizing again."""
FINAL_H = 4
"""Mean length of blocks for results (benchmarks/README). [h]"""
SLACK = 0.01
"""How much more than the least cost a near-optimal plan may cost."""


@dataclass(frozen=True)
class Exported(Plain):
    """Energy that a site's plants sell, beside its load. [kWh, money, kg, L]

    Cost, carbon and water are those of the plants, by the share of their energy that
    is sold: they are no part of the figures of the load.
    """

    energy_kwh: float
    revenue: float
    cost: float
    carbon_kg: float
    water_l: float


@dataclass(frozen=True)
class Figures(Plain):
    """What a plan takes: costs by site and line, energies by site and supply.

    `costs[site][line]` is money; `supply_kwh[site][option]` what came from where;
    `load_kwh` what the building drew, `it_kwh` the servers. `carbon_kg` is of the load;
    what is `exported` stands apart, and `curtailed_kwh` is what plants of sun, wind and
    contracts could have given, with what is thrown away of others.
    """

    SHOWN: ClassVar[tuple[str, ...]] = (
        "electricity_cost",
        "load_cost",
        "chip_cost",
        "total_cost",
        "facility_kwh",
        "carbon",
        "water",
    )

    costs: Mapping[str, Mapping[str, float]]
    supply_kwh: Mapping[str, Mapping[str, float]]
    load_kwh: Mapping[str, float]
    it_kwh: Mapping[str, float]
    carbon_kg: Mapping[str, float]
    site_water_l: Mapping[str, float]
    grid_water_l: Mapping[str, float]
    requests: float = 0.0
    output_tokens: float = 0.0
    matched_kwh: float | None = None
    exported: Mapping[str, Exported] = field(default_factory=dict)
    curtailed_kwh: Mapping[str, float] = field(default_factory=dict)

    @property
    def electricity_cost(self) -> float:
        """Cost of electricity less sales, with prices of carbon and water, no chips."""
        return self.total_cost - self.chip_cost

    @property
    def load_cost(self) -> float:
        """Cost of the load's electricity, without what is sold and its cost."""
        margins = (e.revenue - e.cost for e in self.exported.values())
        return self.electricity_cost + sum(margins)

    @property
    def chip_cost(self) -> float:
        """Cost of the chips' hours."""
        lines = (site.get(c, 0.0) for site in self.costs.values() for c in CHIP_LINES)
        return sum(lines)

    @property
    def total_cost(self) -> float:
        """Cost of electricity and chips."""
        return sum(sum(site.values()) for site in self.costs.values())

    @property
    def facility_kwh(self) -> float:
        """Energy that all buildings drew."""
        return sum(self.load_kwh.values())

    @property
    def carbon(self) -> float:
        """Carbon of all electricity. [kg]"""
        return sum(self.carbon_kg.values())

    @property
    def water(self) -> float:
        """Water on site and at plants. [L]"""
        return sum(self.site_water_l.values()) + sum(self.grid_water_l.values())


@dataclass(frozen=True)
class Lever(Plain):
    """What a plan costs that may use one lever alone, on the way from the baseline."""

    name: str = field(metadata=coded("levers-and-baseline"))
    figures: Figures


@dataclass(frozen=True)
class Placement(Plain):
    """What a plan costs whose loads stand at some sites, each at one.

    `figures` is None where no plan meets demand and limits there. The plan's own place
    is `chosen`.
    """

    sites: tuple[str, ...]
    figures: Figures | None
    power_kw: Mapping[str, float]
    chosen: bool


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
class LimitViolation(Plain):
    """What a limit of the year asks for, and what the plan reaches at every hour.

    Both are a share of the energy used (in the worst month where it is monthly), kg of
    carbon, or litres of water weighted by stress. `missed_share` is what is missed over
    what is asked for; 0 where the limit holds.
    """

    limit: str
    asked: float
    reached: float
    unit: str
    missed_share: float


@dataclass(frozen=True)
class Size(Plain):
    """What is built or bought of an option at a site. [kW, kWh, share of a year]"""

    key: str
    option: str
    site: str
    power_kw: float
    energy_kwh: float | None = None
    units: int | None = None
    used_share: float | None = None


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


@dataclass(frozen=True)
class TrainingPlan(Plain):
    """Where and when the run is trained. [hours of the year, chips, kWh]

    The window is that of the study, from its start to its deadline; from the first hour
    of training to the last where the study gives none.
    """

    site: str
    chip: str
    first_hour: int
    last_hour: int
    chips: float
    running_hours: float
    waiting_chip_hours: float
    it_energy_kwh: float
    window_first_hour: int
    window_last_hour: int


@dataclass(frozen=True)
class Proof(Plain):
    """How good the plan is, and how it was found.

    `beside_block_hours` is the mean length of the blocks in which levers, entries,
    promises and fronts were solved. `gap` is cost at every hour over that in blocks,
    less one; in a proof the distance of primal and dual. `whole_gap` is what whole
    units and runs cost over split ones.
    """

    method: str
    block_hours: float
    beside_block_hours: float
    gap: float
    whole_gap: float
    proven: bool
    tolerance: float
    rows: int
    columns: int
    seconds: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Series(Plain):
    """One quantity of one site at every hour of the year, in UTC from 1 January.

    `option` is the plant, store or contract that gives it; "" of the site itself.
    """

    site: str
    option: str
    quantity: str
    unit: str
    values: Array

    def __eq__(self, other: object) -> bool:
        """Say whether labels and all values are the same."""
        if not isinstance(other, Series):
            return NotImplemented
        same = self.labels == other.labels and len(self.values) == len(other.values)
        return same and bool((self.values == other.values).all())

    __hash__ = None  # type: ignore[assignment]

    @property
    def labels(self) -> tuple[str, str, str, str]:
        """Site, option, quantity and unit."""
        return self.site, self.option, self.quantity, self.unit


@dataclass(frozen=True)
class SeriesProvenance(Plain):
    """How a series of a site is known: its kind, and the keys of its sources."""

    kind: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ServingChips(Plain):
    """Chips of one kind that a site holds for serving."""

    site: str
    chip: str
    chips: float


@dataclass(frozen=True)
class Route(Plain):
    """Requests of one origin that one site serves, as a share of all requests.

    A plan fixes the sums of origins and of sites alone: with several of both the share
    is split in proportion, and is not `exact`.
    """

    origin: str
    site: str
    share: float
    exact: bool = True


@dataclass(frozen=True)
class Position(Plain):
    """Where a place of the plan lies, and its clock. [degrees]"""

    latitude: float
    longitude: float
    timezone: str


@dataclass(frozen=True)
class Week(Plain):
    """A week of the year that stands for it, by its first hour, a Monday at 0:00 UTC.

    `kind` is `typical` (nearest to the mean of the year), `dearest` or `least-free`.
    `value` is of the week and `mean` of the year: money per kWh that the buildings draw
    where it is the dearest, the share of carbon-free supply where it has the least.
    """

    kind: str
    first_hour: int
    value: float | None = None
    mean: float | None = None
