"""What a user knows of a site better than the tables, and figures made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from wattlas import draws, facts, quantity
from wattlas.errors import InputError
from wattlas.facts.places import grid_number, price_number, site_number
from wattlas.parameters import Given
from wattlas.parameters import quantity as limits_of
from wattlas.parameters.study import HoursFields
from wattlas.records import Fact
from wattlas.units import W_PER_KW


@dataclass(frozen=True, kw_only=True)
class SiteGiven(HoursFields):
    """What is given for a site; each field replaces what the tables say.

    `currency` is that of a price without one, `seed` that of a synthetic year.
    """

    currency: str | None = None
    seed: int | None = None


@dataclass(frozen=True)
class Place:
    """A site, or a country or grid region, by key; one of the two is None."""

    site: str | None
    country: str | None

    @property
    def key(self) -> str:
        """The key of the place."""
        return self.site or self.country or ""


def find_place(name: str) -> Place:
    """Return the site, country or region of a name; raise UnknownNameError if none.

    >>> find_place("Guiyang").site
    'guian'
    """
    site = facts.find("sites", name)
    country = None if site else facts.find("countries", name)
    return Place(site or (None if country else facts.resolve("sites", name)), country)


def levels(place: Place, given: SiteGiven) -> dict[str, Fact]:
    """Return the figures that set the levels of series, by the name of the series.

    What is given goes before the tables; what neither has is left out.
    """
    known = {
        "pue": _pue(place, given),
        "wue_l_per_kwh": site_number(place.site, "wue_l_per_kwh"),
        "intensity_kgco2e_per_kwh": _of_grid(place, "intensity_kgco2e_per_kwh"),
        "grid_water_l_per_kwh": _of_grid(place, "grid_water_l_per_kwh"),
        "price_per_kwh": price_number(place.site, place.country),
    }
    own = {
        "pue": _figure(place, "pue", given.pue, "1"),
        "wue_l_per_kwh": _figure(place, "wue_l_per_kwh", given.wue, "L/kWh"),
        "intensity_kgco2e_per_kwh": _figure(
            place, "intensity_kgco2e_per_kwh", given.intensity, "kgCO2e/kWh"
        ),
        "grid_water_l_per_kwh": _figure(
            place, "grid_water_l_per_kwh", given.grid_water, "L/kWh"
        ),
        "price_per_kwh": _price(place, given),
    }
    return {
        name: fact for name in known if (fact := own[name] or known[name]) is not None
    }


def demand_charge(given: Given, currency: str) -> float | None:
    """Return a demand charge for a kW and month, in the currency of the price.

    >>> demand_charge("40 CNY/kW", "CNY")
    40.0
    """
    if given is None:
        return None
    if isinstance(given, int | float):
        charge, written = float(given), ""
    else:
        text = re.sub(r"\s*/\s*(month|mo)$", "", given.strip())
        parsed = quantity.parse(text, "money/W")
        middle = parsed.low if parsed.mid is None else parsed.mid
        charge, written = middle * W_PER_KW, parsed.currency
    if written and written != currency:
        raise InputError(
            f"demand_charge is in {written}, the price in {currency or 'none'}: give "
            f"both in one currency."
        )
    if not 0 <= charge < float("inf"):
        raise InputError(f"demand_charge must be 0 or more, got {given}.")
    return charge


def currency_of(fact: Fact | None) -> str:
    """Return the currency of a price, from its unit, or ''."""
    return fact.unit.partition("/")[0] if fact else ""


def _pue(place: Place, given: SiteGiven) -> Fact:
    own = site_number(place.site, "pue")
    if given.cooling:
        key = facts.resolve("cooling", given.cooling)
        own = facts.number("cooling", key, "pue")
    return own or facts.number("constants", "facility-default", "pue")


def _of_grid(place: Place, name: str) -> Fact | None:
    return grid_number(place.site, place.country, name)


def _figure(place: Place, name: str, value: Given, unit: str) -> Fact | None:
    if value is None:
        return None
    try:
        parsed = quantity.parse(value, unit)
    except InputError as error:
        raise type(error)(f"{name} of {place.key}: {error}") from error
    limits = limits_of(name)
    bad = limits.refuses(parsed.low, parsed.high)
    if bad is not None:
        raise InputError(limits.refusal(f"{name} of {place.key}", bad, limits.unit))
    shape = _shape(name, parsed.low, parsed.high)
    middle = parsed.mid
    if middle is None:
        middle = draws.centre(shape, parsed.low, parsed.high)
    unit = unit.replace("money", parsed.currency)
    return Fact(
        place.key, name, middle, parsed.low, parsed.high, shape, unit, "", "given"
    )


def _price(place: Place, given: SiteGiven) -> Fact | None:
    fact = _figure(place, "price_per_kwh", given.price, "money/kWh")
    if fact is None or currency_of(fact):
        return fact
    if not given.currency:
        raise InputError(
            f"price of {place.key}: {given.price} has no currency; write "
            f"'{given.price} USD/kWh' or give currency."
        )
    return replace(fact, unit=f"{given.currency.upper()}/kWh")


def _shape(name: str, low: float, high: float) -> str:
    if low == high:
        return "fixed"
    wanted = "excess" if name == "pue" else "lognormal"
    floor = 1.0 if name == "pue" else 0.0
    return wanted if low > floor else "uniform"
