"""One power option of a study at one site: the study's figures before the tables'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError
from wattlas.hours import SiteHours, Technology
from wattlas.parameters.power import PowerSection
from wattlas.planning.ask.applies import BATTERY
from wattlas.planning.ask.grids import sale_price
from wattlas.planning.ask.learning import learnt_share
from wattlas.planning.ask.money import Purse, amount
from wattlas.planning.ask.moving import Moving
from wattlas.planning.ask.sizes import Sizes, sizes_of
from wattlas.planning.ask.yields import FLAT, follows, shape_of
from wattlas.planning.supply import (
    BEHIND_METER,
    OFF_SITE,
    UNLIMITED,
    VIRTUAL,
    Plant,
    Store,
)
from wattlas.records import Fact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


ON_SITE = (
    "rooftop-solar",
    "battery",
    "gas",
    "gas-peaker",
    "gas-ccs",
    "fuel-cell",
    "temporary-gas",
    "smr",
)
"""Options behind the meter; the rest is elsewhere, and is delivered or settled."""


RENTED = ("temporary-gas",)
"""Options that are rented by the year, and may be given back after any."""
FUELLED = ("gas", "nuclear", "geothermal")
"""Kinds that follow the load: what they do not give is not lost."""


_MONEY = {
    "capital_cost_per_kw": "capital_cost",
    "capital_cost_per_kwh": "energy_cost",
    "fixed_cost_per_kw_year": "fixed_cost",
    "fixed_cost_per_kwh_year": "energy_fixed_cost",
    "variable_cost_per_kwh": "variable_cost",
    "fuel_cost_per_kwh": "fuel_cost",
    "price_per_kwh": "price",
    "delivery_cost_per_kwh": "delivery_cost",
}
"""Figures in money: the field of a study that replaces each."""


_PLAIN = {
    "life_years": ("life_years", 20.0),
    "lead_time_years": ("lead_time_years", 0.0),
    "delay_years": ("delay_years", UNLIMITED),
    "chance": ("chance", 1.0),
    "start_year": ("start", 0.0),
    "availability": ("availability", 1.0),
    "min_load_share": ("min_load", 0.0),
    "ramp_share_per_hour": ("ramp", 1.0),
    "efficiency": ("efficiency", 0.85),
    "cycles_per_year": ("cycles", UNLIMITED),
    "intensity_kgco2e_per_kwh": ("intensity", 0.0),
    "water_l_per_kwh": ("water", 0.0),
}
"""Other figures: the field that replaces each, and what holds without."""


@dataclass(frozen=True)
class Terms:
    """What all options of a plan share: currency, discount rate, dates."""

    purse: Purse
    discount_rate: float
    year: int
    decided: int | None
    sale_prices: Mapping[str, Array | float] = field(default_factory=dict)
    """What the grid of a site pays for a kWh, where it does."""
    standby: Mapping[str, float] = field(default_factory=dict)
    """What the grid of a site takes in a year for a kW of plants there."""
    moving: Moving | None = None
    """What the years of a path move."""
    hours_year: int = 0
    """The year of the hours of series, where it is another."""
    drawn: Mapping[tuple[str, str], Technology] = field(default_factory=dict)
    """Technologies with drawn figures by option and country, before the tables."""

    @property
    def series_year(self) -> int:
        """The year of the hours of series."""
        return self.hours_year or self.year


def annuity(discount_rate: float, years: float) -> float:
    """Return the yearly payment that repays capital of one over its life. [1/year]

    ``annuity = r / (1 - (1 + r) ** -n)``

    >>> round(annuity(0.07, 20), 5)
    0.09439
    """
    if discount_rate == 0:
        return 1.0 / years
    return discount_rate / float(1.0 - (1.0 + discount_rate) ** -years)


class Option:
    """One option of a study at one site: the study's figures before the tables'."""

    def __init__(self, section: PowerSection, of: Technology, terms: Terms) -> None:
        self._section, self._of, self._terms = section, of, terms
        self.key = of.key

    @property
    def first_year(self) -> float | None:
        """The year from which the option can deliver, None where it is not known."""
        start = float(self._plain("start_year"))
        decided = self._terms.decided
        if start:
            return start
        if decided is None:
            return None
        return decided + float(self._plain("lead_time_years"))

    def plant(self, site: str, hours: SiteHours) -> Plant:
        """Return the option as a plant or contract."""
        availability = self._availability(hours)
        capital = self._capital("capital_cost_per_kw")
        energy = sum(
            self._money(name) for name in ("variable_cost_per_kwh", "fuel_cost_per_kwh")
        )
        node = self._node()
        # A contract is paid as produced: its price for all that it could deliver.
        contract = self._money("price_per_kwh") * float(availability.sum())
        sizes = self._sizes()
        standby = self._terms.standby.get(site, 0.0) if node == BEHIND_METER else 0.0
        return Plant(
            key=f"{self.key}@{site}",
            option=self.key,
            site=site,
            annual_cost_per_kw=self._yearly(capital)
            + self._money("fixed_cost_per_kw_year")
            + contract
            + standby,
            energy_cost_per_kwh=energy,
            availability=availability,
            capital_cost_per_kw=capital,
            life_years=self._plain("life_years"),
            min_kw=sizes.low_kw,
            max_kw=sizes.high_kw,
            unit_kw=sizes.unit_kw,
            min_load_share=self._plain("min_load_share"),
            ramp_share_per_hour=self._plain("ramp_share_per_hour"),
            node=node,
            delivery_cost_per_kwh=self._money("delivery_cost_per_kwh")
            if node == OFF_SITE
            else 0.0,
            sale_price_per_kwh=0.0
            if node == BEHIND_METER
            else self._sale_price(site, node),
            dispatchable=self._of.kind in FUELLED,
            carbon_free=self._of.carbon_free,
            intensity_kgco2e_per_kwh=self._plain("intensity_kgco2e_per_kwh"),
            water_l_per_kwh=self._plain("water_l_per_kwh"),
            standby_cost_per_kw=standby,
            fuel_cost_per_kwh=self._money("fuel_cost_per_kwh"),
            chance=self._plain("chance"),
            first_year=self.first_year,
            delay_years=self._plain("delay_years"),
        )

    def store(self, site: str) -> Store:
        """Return the option as a store."""
        power = self._capital("capital_cost_per_kw")
        energy = self._capital("capital_cost_per_kwh")
        sizes = self._sizes()
        return Store(
            key=f"{self.key}@{site}",
            option=self.key,
            site=site,
            annual_cost_per_kw=self._yearly(power)
            + self._money("fixed_cost_per_kw_year"),
            annual_cost_per_kwh=self._yearly(energy)
            + self._money("fixed_cost_per_kwh_year"),
            capital_cost_per_kw=power,
            capital_cost_per_kwh=energy,
            life_years=self._plain("life_years"),
            efficiency=self._plain("efficiency"),
            min_kw=sizes.low_kw,
            max_kw=sizes.high_kw,
            max_cycles=self._plain("cycles_per_year"),
            duration_h=self._duration_h(),
            intensity_kgco2e_per_kwh=self._plain("intensity_kgco2e_per_kwh"),
        )

    def _node(self) -> str:
        if self.key in ON_SITE:
            return BEHIND_METER
        if self._section.settlement != "virtual":
            return OFF_SITE
        if self._section.delivery_cost is not None:
            raise InputError(
                "power: {key} is settled in money and delivers nothing: leave "
                "delivery_cost or settlement out.",
                key=self.key,
            )
        return VIRTUAL

    def _sale_price(self, site: str, node: str) -> Array | float:
        """Return what its own node pays: as given, else as the grid of the site."""
        own = sale_price(self._section, self._terms.purse, self._terms.series_year)
        if own is None and node == VIRTUAL:
            raise InputError(
                "power: {key} has settlement virtual and no price to settle at: give "
                "export_price, or export_price_series, what a kWh brings there.",
                key=self.key,
            )
        return self._terms.sale_prices.get(site, 0.0) if own is None else own

    def _duration_h(self) -> float | None:
        """Return the given hours; a power that must be built holds nothing without."""
        if self._section.hours is None:
            for name in ("size", "min"):
                if getattr(self._section, name) is not None:
                    raise InputError(
                        "power: {key} has {name} and no hours, so that it need hold "
                        "no energy: give hours, how long it lasts at full power, such "
                        "as 4 h, or max alone, and the plan sizes power and energy.",
                        key=self.key,
                        name=name,
                    )
            return None
        return amount(self._section, "hours", BATTERY)

    def _availability(self, hours: SiteHours) -> Array:
        shape = shape_of(self._of, self._section.shape)
        if shape == FLAT:
            return np.full(hours.hours, self._plain("availability"))
        if self._section.availability is not None:
            raise InputError(
                "power: {key} follows {shape} and has no availability, which is for "
                "the shape {flat}.",
                key=self.key,
                shape=shape,
                flat=FLAT,
            )
        return follows(shape, hours, self._terms.series_year)

    def _sizes(self) -> Sizes:
        unit = self._of.unit_kw
        unit_kw = 0.0 if unit is None else unit.value
        return sizes_of(self._section, self._of.whole_units, unit_kw)

    def _yearly(self, capital: float) -> float:
        life = self._plain("life_years")
        return capital * annuity(self._terms.discount_rate, life) if capital else 0.0

    def _capital(self, name: str) -> float:
        learnt = learnt_share(self._section, self._of.learning_rate)
        return self._money(name) * learnt

    def _money(self, name: str) -> float:
        field, moving = _MONEY[name], self._terms.moving
        factor = 1.0
        if moving is not None:
            factor = moving.of_figure(name, self.key, self._terms.year)
        if getattr(self._section, field) is not None:
            return factor * self._terms.purse.given(self._section, field, self.key)
        fact: Fact | None = getattr(self._of, name)
        return 0.0 if fact is None else factor * self._terms.purse.of_fact(fact)

    def _plain(self, name: str) -> float:
        field, otherwise = _PLAIN[name]
        if getattr(self._section, field) is not None:
            return amount(self._section, field, self.key)
        fact: Fact | None = getattr(self._of, name)
        return otherwise if fact is None else fact.value
