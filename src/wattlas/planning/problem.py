"""What the linear program is asked: sites, power, stores, work and limits, as arrays.

Power is in kW, energy in kWh, money in one currency; series have one value for each
hour. The records know nothing of studies, tables or solvers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from wattlas.planning.supply import (
    UNLIMITED,
    Grid,
    HeatSale,
    Offer,
    Plant,
    Sheddable,
    Store,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BASES = ("annual", "monthly", "hourly")


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
    """A share of the electricity that carbon-free supply must match, and how often.

    Certificates of the basis may be bought at `certificate_price_per_kwh`, where it is
    given, for at most `certificate_share` of the energy; with `count_grid` the clean
    share of what the grid gives counts.
    """

    basis: str
    share: float
    certificate_price_per_kwh: float | None = None
    certificate_share: float = 1.0
    count_grid: bool = False


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
    offers, sheddable : tuple of Offer, of Sheddable
        What sites may be called to give up, and what of their load may be shed.
    heat : tuple of HeatSale
        What sites may sell of the heat of their servers.
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
    offers: tuple[Offer, ...] = ()
    sheddable: tuple[Sheddable, ...] = ()
    heat: tuple[HeatSale, ...] = ()
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
