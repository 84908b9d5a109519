"""What supplies a site, as arrays: its grid, plants, contracts, batteries. [kW, kWh]"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wattlas.hours.bills.terms import BillTerms

    Array = NDArray[np.float64]


UNLIMITED = float("inf")
BEHIND_METER, OFF_SITE, VIRTUAL = "behind-meter", "off-site", "virtual"
"""Where a plant gives its power: at the site; at a node of its own, from which it is
delivered through the connection; at a market, which settles it in money alone."""


@dataclass(frozen=True, eq=False)
class Grid:
    """The grid at one site: what its bill charges, and two limits. [kW, kWh]

    `price_per_kwh` is of energy by the hour; `demand_charge_per_kw_month` is paid on
    each month's highest power drawn through the connection, and at least on
    `ratchet_share` of the year's; `yearly_demand_charge_per_kw` on the year's highest
    power, `fixed_per_month` whatever is drawn. Where `terms` are given, a filed tariff,
    they say all of these. All amounts hold taxes, `tax_share` of what they are without.
    `usual_kw` is a load by which tiers that get cheaper are told.

    What comes through the connection (also from plants elsewhere) stays within
    `limit_kw`, what leaves through it within `export_limit_kw`. Power of plants at the
    site is sold at `export_price_per_kwh`. Of what it gives `clean_share` is
    carbon-free; what nobody has claimed emits `residual_kgco2e_per_kwh`. `later_kw` are
    the years after the problem's in which the queue gives more, and what it gives then.
    """

    site: str
    price_per_kwh: Array
    demand_charge_per_kw_month: float = 0.0
    limit_kw: Array | float = UNLIMITED
    export_limit_kw: float = UNLIMITED
    intensity_kgco2e_per_kwh: Array | None = None
    water_l_per_kwh: Array | None = None
    export_price_per_kwh: Array | float = 0.0
    yearly_demand_charge_per_kw: float = 0.0
    ratchet_share: float = 0.0
    fixed_per_month: float = 0.0
    tax_share: float = 0.0
    terms: BillTerms | None = None
    usual_kw: Array | None = None
    clean_share: Array | None = None
    residual_kgco2e_per_kwh: float | None = None
    later_kw: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Plant:
    """A way to supply power at one site: a plant that is built, or a contract.

    A kWh costs `energy_cost_per_kwh`, `fuel_cost_per_kwh` in it; a year of a kW costs
    `annual_cost_per_kw` (capital annualised and fixed costs; for a
    contract that is paid as produced, its price times what a kW yields); in it is
    `standby_cost_per_kw`, what the grid takes in a year for standing by.  `node` says
    where it gives its power. Off site, `delivery_cost_per_kwh` is paid on what is
    delivered to the site, and the rest is sold there at `sale_price_per_kwh`; a virtual
    contract sells all of it. What is `dispatchable` follows the load: of the rest,
    power that is there and not taken is curtailed. A plant with a `chance` may not come
    in its `first_year`: the plan does not count on it. It then comes `delay_years`
    later. One that is not `in_time` comes after the plan's year. What `stands_by` is
    counted on when a call comes.
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
    standby_cost_per_kw: float = 0.0
    fuel_cost_per_kwh: float = 0.0
    chance: float = 1.0
    first_year: float | None = None
    delay_years: float = UNLIMITED
    in_time: bool = True
    stands_by: bool = True

    @property
    def delivered_cost_per_kwh(self) -> float:
        """What a kWh costs beside the capacity, where it is delivered."""
        return self.energy_cost_per_kwh + self.delivery_cost_per_kwh

    @property
    def yield_kwh_per_kw(self) -> float:
        """What a kW of the plant can give in the hours of the problem. [kWh]"""
        return float(self.availability.sum())


@dataclass(frozen=True, eq=False)
class Offer:
    """Power that a site gives up when it is called, and what it is paid for that. [kW]

    In hours that are `called` the site draws at most `baseline_kw` less what it offers;
    in those in which it may be called (`callable`) enough stands ready for an event of
    `event_hours`. A kW is paid `payment_per_kw_year`, a kWh of the `called_hours` of
    the problem `call_payment_per_kwh`. In `notice_hours` a battery may charge.
    """

    kind: str
    site: str
    baseline_kw: Array
    called: NDArray[np.bool_]
    callable: NDArray[np.bool_]
    called_hours: float
    event_hours: int
    notice_hours: float = 0.0
    payment_per_kw_year: float = 0.0
    call_payment_per_kwh: float = 0.0
    min_kw: float = 0.0
    max_kw: float = UNLIMITED

    @property
    def key(self) -> str:
        """The name of its row."""
        return f"{self.kind}@{self.site}"

    @property
    def events(self) -> int:
        """How many calls there are."""
        return int(np.count_nonzero(np.diff(self.called.astype(int), prepend=0) > 0))

    def worth_per_kw(self, years: float) -> float:
        """Return what a kW is paid in so many years. [money]"""
        called = self.call_payment_per_kwh * self.called_hours
        return self.payment_per_kw_year * years + called


@dataclass(frozen=True, eq=False)
class HeatSale:
    """Heat that a site may sell: a `share` of its servers' energy, in some hours. [kW]

    A kWh of heat brings `price_per_kwh`; a kW of exchangers costs `annual_cost_per_kw`
    a year, of capital annualised and fixed costs.
    """

    site: str
    price_per_kwh: float
    share: float
    taken: NDArray[np.bool_]
    annual_cost_per_kw: float = 0.0
    capital_cost_per_kw: float = 0.0
    life_years: float = 20.0
    max_kw: float = UNLIMITED

    @property
    def key(self) -> str:
        """The name of its row."""
        return f"heat@{self.site}"


@dataclass(frozen=True, eq=False)
class Sheddable:
    """IT load that may be shed at a site, and what a kWh of it is worth. [kW]

    Where the load is placed by the plan, `place` is the label of its row.
    """

    key: str
    site: str
    most_kw: Array
    cost_per_kwh: float
    place: str = ""


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
