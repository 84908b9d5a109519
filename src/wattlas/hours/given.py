"""What a user knows of a site better than the tables, and figures made of it."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas import draws, facts
from wattlas.errors import InputError, Message
from wattlas.facts.places import grid_number, price_number, site_number
from wattlas.parameters import Given, declared
from wattlas.parameters.places import PlaceFigures
from wattlas.parameters.sites import HoursFields
from wattlas.records import Fact
from wattlas.study.limits import parsed


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
        item.quantity: _figure(place, name, given)
        for name, item in declared(PlaceFigures).items()
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
    parameter = declared(HoursFields)["demand_charge"].parameter
    read = parsed("demand_charge", given, parameter, in_currency=True)
    if read.currency and read.currency != currency:
        raise InputError(
            "demand_charge is in {currency}, the price in {value}: give both in one "
            "currency.",
            currency=read.currency,
            value=currency or Message("none"),
        )
    return (read.low + read.high) / 2 if read.mid is None else read.mid


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


def _figure(place: Place, field: str, given: SiteGiven) -> Fact | None:
    value = getattr(given, field)
    if value is None:
        return None
    parameter = declared(PlaceFigures)[field].parameter
    name, unit = parameter.quantity, parameter.limits.unit
    read = parsed(f"{field} of {place.key}", value, parameter, in_currency=True)
    shape = _shape(name, read.low, read.high)
    middle = draws.centre(shape, read.low, read.high) if read.mid is None else read.mid
    if unit.startswith("money"):
        unit = unit.replace("money", _currency(place, value, read.currency, given))
    return Fact(place.key, name, middle, read.low, read.high, shape, unit, "", "given")


def _currency(place: Place, value: Given, written: str, given: SiteGiven) -> str:
    """Return the currency of a price: its own, else that of all prices."""
    if not written and not given.currency:
        raise InputError(
            "price of {key}: {value} has no currency; write '{value} USD/kWh' or give "
            "currency.",
            key=place.key,
            value=value,
        )
    return written or str(given.currency).upper()


def _shape(name: str, low: float, high: float) -> str:
    if low == high:
        return "fixed"
    wanted = "excess" if name == "pue" else "lognormal"
    floor = 1.0 if name == "pue" else 0.0
    return wanted if low > floor else "uniform"
