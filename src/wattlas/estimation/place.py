"""Inputs of a place: PUE, water, carbon and price, from a site or a country."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from wattlas import facts
from wattlas.errors import ContradictionError, InputError
from wattlas.estimation.input_values import (
    input_from_fact,
    input_from_quantity,
    parse_given,
    scaled,
)
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.rates import currency_code, exchange_rate
from wattlas.facts.places import grid_number, grid_of, price_number, site_number
from wattlas.notes import Note
from wattlas.parameters import Given, PlaceOptions
from wattlas.records import Fact, Input


@dataclass(frozen=True, kw_only=True)
class Place(PlaceOptions):
    """Where the work runs, and what is known better than the tables know it.

    `site` is a data-centre site, `country` a country or grid region; the other fields
    replace the place's own figures.
    """

    @classmethod
    def of(cls, options: PlaceOptions) -> Place:
        """Return the place that the options of a verb name."""
        return cls(**{f.name: getattr(options, f.name) for f in fields(PlaceOptions)})

    def resolved(self) -> Place:
        """Return the place with keys for names; raise UnknownNameError if unknown."""
        site = facts.resolve("sites", self.site) if self.site else None
        country = facts.resolve("countries", self.country) if self.country else None
        if site and country and facts.row("sites", site)["country"] != country:
            raise ContradictionError(
                "The site {site} lies in {country}, not in {country_2}. Give one of "
                "the two.",
                site=site,
                country=facts.row("sites", site)["country"],
                country_2=country,
            )
        return replace(self, site=site, country=country)

    @property
    def label(self) -> str:
        """The key that names the place in labels of inputs, or ''."""
        return self.site or self.country or ""

    @property
    def grid(self) -> str:
        """The key of the grid whose carbon and water apply, or ''."""
        return grid_of(self.site, self.country)


def add_place(inputs: Inputs, place: Place) -> None:
    """Add PUE, water use, carbon intensity, grid water and price of a place."""
    _add_pue(inputs, place)
    wue = site_number(place.site, "wue_l_per_kwh")
    _add_or_absent(inputs, "wue_l_per_kwh", place.wue, "L/kWh", wue, place.label)
    _relabel(inputs, "wue_l_per_kwh", place.label)
    if "wue_l_per_kwh" in inputs.absent and place.country:
        inputs.is_absent("wue_l_per_kwh", "no-site")
    for name, value, unit in (
        ("intensity_kgco2e_per_kwh", place.intensity, "kgCO2e/kWh"),
        ("grid_water_l_per_kwh", place.grid_water, "L/kWh"),
    ):
        fact = grid_number(place.site, place.country, name)
        _add_or_absent(inputs, name, value, unit, fact, place.grid)
        _relabel(inputs, name, place.grid)
    price = find_price(place)
    if price is None:
        inputs.is_absent("electricity_cost", "no-price" if place.label else "no-place")
        return
    inputs.add(in_currency(inputs, price, place.currency))


def find_price(place: Place) -> Input | None:
    """Return the electricity price of a place, given or from the tables."""
    if place.price is not None:
        return _given_price(place, place.price)
    fact = price_number(place.site, place.country)
    if fact is None:
        return None
    currency = "CNY" if fact.unit.startswith("CNY") else "USD"
    item = input_from_fact("price_per_kwh", fact, place.label)
    return replace(item, unit=f"{currency}/kWh")


def in_currency(inputs: Inputs, item: Input, currency: str | None) -> Input:
    """Return a price in the currency wanted, by a dated rate that is noted.

    The rate is that of the price's year where the tables have it, else the latest.
    """
    own, _, per = item.unit.partition("/")
    wanted = currency_code(currency) if currency else own
    if own == wanted:
        return item
    rate = exchange_rate(own, wanted, item.year)
    if rate.name in inputs and inputs[rate.name].year != rate.year:
        # Price and chip-hours may be of two years: each has its own rate.
        rate = replace(rate, name=f"{rate.name}_{rate.year}")
    inputs.add(rate)
    inputs.keep(rate.name)
    factor = inputs.exact(rate.name, "converts prices")
    said = Note(
        "currency",
        {"money": own, "currency": wanted, "rate": factor, "year": rate.year},
    )
    if said not in inputs.notes:
        inputs.notes.append(said)
    note = f"converted at {factor:.4g} {wanted}/{own} ({rate.year})"
    converted = scaled(item, factor, f"{wanted}/{per}", note)
    return replace(converted, year=item.year or rate.year)


def _add_pue(inputs: Inputs, place: Place) -> None:
    fact = site_number(place.site, "pue") or facts.number(
        "constants", "facility-default", "pue"
    )
    if not inputs.give("pue", place.pue, "1", "excess"):
        inputs.take("pue", fact, place.label)
    _relabel(inputs, "pue", place.label)


def _add_or_absent(
    inputs: Inputs, name: str, value: Given, unit: str, fact: Fact | None, label: str
) -> None:
    if inputs.give(name, value, unit):
        return
    if fact is None:
        inputs.is_absent(name, "no-place")
        return
    inputs.take(name, fact, label)


def _relabel(inputs: Inputs, name: str, label: str) -> None:
    if name in inputs and label:
        inputs.replace(replace(inputs[name], place=label))


def _given_price(place: Place, value: float | str) -> Input:
    parsed = parse_given("price", value, "money/kWh")
    currency = parsed.currency or (place.currency or "")
    if not currency:
        raise InputError(
            "price: {value} has no currency; write '{value} USD/kWh' or give currency.",
            value=value,
        )
    unit = f"{currency_code(currency)}/kWh"
    return input_from_quantity("price_per_kwh", parsed, unit, place=place.label)
