"""What a kilowatt-hour costs by the hour: flat, by tariff, or from a file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wattlas.errors import InputError
from wattlas.hours.clock import Clock
from wattlas.hours.given import Place, SiteGiven, currency_of, demand_charge
from wattlas.hours.records import Provenance, Series
from wattlas.hours.series import given_series, read_series
from wattlas.hours.tariffs import energy_price, tariff
from wattlas.parameters.series import SeriesSection
from wattlas.records import Fact


@dataclass(frozen=True)
class PriceHours:
    """Price of energy by the hour, what money that is, and the demand charge."""

    series: Series
    currency: str
    currency_year: str
    demand_charge_per_kw_month: float | None


def price_hours(
    where: Place, clock: Clock, given: SiteGiven, figures: dict[str, Fact]
) -> PriceHours | None:
    """Return the price of a place by the hour, or None where none is known.

    A file says the price of every hour. Else the level of the year is flat, or has
    the shape of a tariff. A demand charge is added to a price that is given; a price of
    the tables, or one that is said to be all-in, has it within.

    Raises
    ------
    InputError
        If a file comes with a price or tariff, or currencies differ.
    """
    if given.price_series:
        return _of_file(given.price_series, clock, given)
    level = figures.get("price_per_kwh")
    if level is None:
        return None
    if given.tariff:
        return _of_tariff(given.tariff, level, (where, clock, given))
    currency = currency_of(level)
    charge = demand_charge(given.demand_charge, currency)
    within = (charge or 0.0) if _is_all_in(given) else 0.0
    flat = energy_price(level.value, within, np.ones(clock.hours))
    series = Series(flat, Provenance("flat", (level.source,)))
    return PriceHours(series, currency, level.year, charge)


def _of_tariff(
    name: str, level: Fact, at: tuple[Place, Clock, SiteGiven]
) -> PriceHours:
    where, clock, given = at
    terms, currency = tariff(name, where.site), currency_of(level)
    if terms.currency != currency:
        raise InputError(
            "The tariff {key} is in {currency}, the price of {key_2} in {currency_2}. "
            "Give the price in {currency}.",
            key=terms.key,
            currency=terms.currency,
            key_2=where.key,
            currency_2=currency,
        )
    charge = demand_charge(given.demand_charge, currency)
    if charge is None:
        charge = terms.demand_charge_per_kw_month
    within = charge if _is_all_in(given) else 0.0
    prices = energy_price(level.value, within, terms.shape(clock))
    kind = "assumed" if "assumed" in terms.sources else "published"
    origin = Provenance(kind, (level.source, *terms.sources), terms.key)
    return PriceHours(Series(prices, origin), currency, level.year, charge)


def _is_all_in(given: SiteGiven) -> bool:
    """Say whether a price has the demand charge in it: those of the tables have."""
    if given.price_basis is None:
        return given.price is None
    return given.price_basis == "all-in"


def _of_file(source: SeriesSection, clock: Clock, given: SiteGiven) -> PriceHours:
    if given.tariff or given.price is not None:
        raise InputError(
            "price_series says the price of every hour: leave price and tariff out."
        )
    file = read_series(source, "price_per_kwh", clock)
    charge = demand_charge(given.demand_charge, file.currency)
    return PriceHours(given_series(file), file.currency, "", charge)
