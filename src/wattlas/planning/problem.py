"""What the linear program is asked: sites, power, stores, work and limits, as arrays.

Power is in kW, energy in kWh, money in one currency; series have one value for each
hour. The records know nothing of studies, tables or solvers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

UNLIMITED = float("inf")
BASES = ("annual", "monthly", "hourly")
BEHIND_METER, OFF_SITE, VIRTUAL = "behind-meter", "off-site", "virtual"
"""Where a plant gives its power: at the site; at a node of its own, from which it is
delivered through the connection; at a market, which settles it in money alone."""


@dataclass(frozen=True)
class Grid:
    """The grid at one site: energy price, demand charge, two limits. [kW, kWh]

    `demand_charge_per_kw_month` is paid on each month's highest power drawn through
    the connection. What comes through it (also from plants elsewhere) stays within
    `limit_kw`, what leaves through it within `export_limit_kw`. Power of plants at the
    site is sold at `export_price_per_kwh`.
    """

    site: str
    price_per_kwh: Array
    demand_charge_per_kw_month: float = 0.0
    limit_kw: float = UNLIMITED
    export_limit_kw: float = UNLIMITED
    intensity_kgco2e_per_kwh: Array | None = None
    water_l_per_kwh: Array | None = None
    export_price_per_kwh: Array | float = 0.0


@dataclass(frozen=True)
class Plant:
    """A way to supply power at one site: a plant that is built, or a contract.

    A year of a kW costs `annual_cost_per_kw` (capital annualised and fixed costs; for a
    contract that is paid as produced, its price times what a kW yields). `node` says
    where it gives its power. Off site, `delivery_cost_per_kwh` is paid on what is
    delivered to the site, and the rest is sold there at `sale_price_per_kwh`; a virtual
    contract sells all of it. What is `dispatchable` follows the load: of the rest,
    power that is there and not taken is curtailed. A plant with a `chance` may not come
    in its `first_year`: the plan does not count on it. It then comes `delay_years`
    later. One that is not `in_time` comes after the plan's year.
    """

    key: str
    option: str
    site: str
    annual_cost_per_kw: float
    energy_cost_per_kwh: float
    availability: Array
    capital_cost_per_kw: float = 0.0
    life_years: float = 20.0
    min_kw: float = 0.0
    max_kw: float = UNLIMITED
    unit_kw: float = 0.0
    min_load_share: float = 0.0
    ramp_share_per_hour: float = 1.0
    node: str = BEHIND_METER
    delivery_cost_per_kwh: float = 0.0
    sale_price_per_kwh: Array | float = 0.0
    dispatchable: bool = False
    carbon_free: bool = True
    intensity_kgco2e_per_kwh: float = 0.0
    water_l_per_kwh: float = 0.0
    chance: float = 1.0
    first_year: float | None = None
    delay_years: float = UNLIMITED
    in_time: bool = True

    @property
    def delivered_cost_per_kwh(self) -> float:
        """What a kWh costs beside the capacity, where it is delivered."""
        return self.energy_cost_per_kwh + self.delivery_cost_per_kwh

    @property
    def yield_kwh_per_kw(self) -> float:
        """What a kW of the plant can give in the hours of the problem. [kWh]"""
        return float(self.availability.sum())


@dataclass(frozen=True)
class Store:
    """A battery at one site; power and energy are sized apart. [kW, kWh]

    `efficiency` is for a round trip at AC; `max_cycles` limits full discharges in the
    hours of the problem; `duration_h` is energy over power where that is given. The
    intensity is of making it, for a kWh that it gives back.
    """

    key: str
    option: str
    site: str
    annual_cost_per_kw: float
    annual_cost_per_kwh: float
    capital_cost_per_kw: float = 0.0
    capital_cost_per_kwh: float = 0.0
    life_years: float = 20.0
    efficiency: float = 0.85
    max_kw: float = UNLIMITED
    min_kw: float = 0.0
    max_cycles: float = UNLIMITED
    duration_h: float | None = None
    intensity_kgco2e_per_kwh: float = 0.0


@dataclass(frozen=True)
class Chip:
    """What a kind of chip needs for the work: energy at the servers, and chip-hours.

    For serving the work is a request; for training it is the whole run.
    `chip_hours` are those held, with the waiting that the busy share implies.
    `waiting_it_kw` is drawn by a chip that is held and waits beyond that.
    """

    key: str
    it_energy_kwh: float
    chip_hours: float
    chip_hour_cost: float
    waiting_it_kw: float = 0.0


@dataclass(frozen=True)
class Serving:
    """Requests by origin and hour, where they may be served, on which chips.

    `requests_per_h` has one row for each origin; `routes` the pairs (origin, site) that
    latency and data law allow. `kept_warm` is the share of the chips not needed in an
    hour that stay loaded and draw waiting power.
    """

    origins: tuple[str, ...]
    requests_per_h: Array
    routes: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    kept_warm: float = 0.0
    output_tokens: float = 0.0


@dataclass(frozen=True)
class Training:
    """One training run: its hours, where it may be, and how it may be spread.

    `start` and `deadline` are hours of the problem: the first that may be used, and the
    first that may not, `hours` how many the problem has. Chips are taken once and given
    back once; between the two they cost money, also where they wait.
    """

    sites: tuple[str, ...]
    chips: tuple[Chip, ...]
    start: int
    deadline: int
    hours: int
    max_chips: float = UNLIMITED
    power_cap_kw: float = UNLIMITED
    pausable: bool = True
    min_run_hours: int = 0

    @property
    def window_h(self) -> int:
        """Hours between start and deadline."""
        return self.deadline - self.start

    def chips_at_once(self, chip: Chip) -> float:
        """Return the chips of a run without pauses: all there are, else the fewest."""
        few = chip.chip_hours / self.window_h
        return self.max_chips if self.max_chips < UNLIMITED else few

    def runs_on(self, chip: Chip) -> bool:
        """Say whether a kind of chip can be done by the deadline."""
        return chip.chip_hours <= self.max_chips * self.window_h * (1 + 1e-9)


@dataclass(frozen=True)
class PlacedLoad:
    """A load whose place the plan chooses: what it draws by the hour at each site. [kW]

    It is `whole` where it stands at one site; else each site takes a share of it, the
    same in every hour.
    """

    it_kw: Mapping[str, Array]
    whole: bool = True


@dataclass(frozen=True)
class Matching:
    """A share of the electricity that carbon-free supply must match, and how often."""

    basis: str
    share: float


@dataclass(frozen=True)
class Limits:
    """Caps and prices beside the tariffs; None where there is none. [kg, L, money]"""

    carbon_cap_kg: float | None = None
    carbon_price_per_kg: float = 0.0
    water_cap_l: float | None = None
    water_price_per_l: float = 0.0
    matching: Matching | None = None
    capital_budget: float | None = None
    cost_weight: float = 1.0
    carbon_weight_per_kg: float = 0.0
    water_weight_per_l: float = 0.0

    @property
    def only_cost(self) -> bool:
        """Whether the objective is cost alone."""
        weights = (self.carbon_weight_per_kg, self.water_weight_per_l)
        return self.cost_weight > 0 and not any(weights)


@dataclass(frozen=True)
class Problem:
    """One planning problem over equal hours.

    Attributes
    ----------
    sites : tuple of str
        The places.
    months : array of int, one for each hour
        The billing month of each hour, counted from 0.
    pue, wue_l_per_kwh : mapping of site to array
        Facility over IT energy; litres on site for each kWh of IT energy.
    base_it_kw : mapping of site to array
        IT load that can neither be moved nor shifted.
    placed : PlacedLoad
        IT loads whose place is to be chosen, once for the year.
    stock : mapping of (site, chip) to float
        Chips that stand at a site; a site with none in it may hold any.
    home : str
        The site that is taken where others are as good; "" for none.
    water_stress : mapping of site to float
        What a litre counts for in caps and prices of water, by place.
    years : float
        The hours' share of a year, times the yearly costs.
    """

    sites: tuple[str, ...]
    hours: int
    months: NDArray[np.int64]
    pue: Mapping[str, Array]
    wue_l_per_kwh: Mapping[str, Array]
    grids: tuple[Grid, ...]
    base_it_kw: Mapping[str, Array] = field(default_factory=dict)
    plants: tuple[Plant, ...] = ()
    stores: tuple[Store, ...] = ()
    serving: Serving | None = None
    training: Training | None = None
    placed: tuple[PlacedLoad, ...] = ()
    limits: Limits = Limits()
    water_stress: Mapping[str, float] = field(default_factory=dict)
    years: float = 1.0
    stock: Mapping[tuple[str, str], float] = field(default_factory=dict)
    home: str = ""
    currency: str = ""
    currency_year: str = ""

    def having(self, **changes: Any) -> Problem:
        """Return the problem with some of its parts replaced."""
        return replace(self, **changes)

    def limited(self, **changes: Any) -> Problem:
        """Return the problem with some of its limits replaced."""
        return replace(self, limits=replace(self.limits, **changes))

    def without(self, *options: str) -> Problem:
        """Return the problem without some power options."""
        return replace(
            self,
            plants=tuple(p for p in self.plants if p.option not in options),
            stores=tuple(s for s in self.stores if s.option not in options),
        )

    @property
    def firm(self) -> Problem:
        """The problem without what may not come."""
        return replace(self, plants=tuple(p for p in self.plants if p.chance >= 1.0))

    def grid(self, site: str) -> Grid | None:
        """Return the grid of a site, if it has one."""
        return next((g for g in self.grids if g.site == site), None)
