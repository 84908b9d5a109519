"""Places and hours at which the same work takes less power, or cleaner or cheaper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from wattlas import facts
from wattlas.errors import InputError
from wattlas.facts.places import grid_number, price_number, site_number
from wattlas.hours.clock import Clock
from wattlas.hours.given import SiteGiven, find_place, levels
from wattlas.hours.prices import price_hours
from wattlas.parameters import ServeOptions
from wattlas.parameters.declaration import declared
from wattlas.parameters.places import PlaceFigures
from wattlas.records import Estimate
from wattlas.units import HOURS_PER_DAY

BEST = 2
"""Places that are proposed for each of energy, carbon and money."""
HOURS_A_DAY = 8
"""Hours of each day in which work that can wait is done."""
YEAR, DAYS = 2026, 365
"""Calendar year whose hours are looked at."""
FIGURES = ("pue", "intensity_kgco2e_per_kwh", "price_per_kwh")


def better_places(options: Any) -> Iterator[Mapping[str, str]]:
    """Yield the sites, or countries with one, of least energy, carbon and price.

    What was given of the old place does not hold there, and is given up.

    Raises
    ------
    InputError
        If no place is given: nothing is known of where the work is now.
    """
    field = "site" if options.site else "country"
    if not getattr(options, field):
        raise InputError("No place is given: say --country or --site.")
    table = "sites" if field == "site" else "countries"
    here = facts.resolve(table, getattr(options, field))
    halls = {facts.row("sites", site)["country"] for site in facts.keys("sites")}
    known = {
        key: _figures(field, key)
        for key in facts.keys(table)
        if field == "site" or key in halls
    }
    drop = {n: "" for n in declared(PlaceFigures) if getattr(options, n) is not None}
    drop |= {"country": ""} if field == "site" and options.country else {}
    seen = {here}
    for name in FIGURES:
        if field == "country" and name == "pue":
            continue
        having = [key for key in known if name in known[key]]
        for key in sorted(having, key=lambda k: _each_kwh(known[k], name))[:BEST]:
            if key not in seen:
                seen.add(key)
                yield {field: key, **drop}


def _figures(field: str, key: str) -> dict[str, float]:
    site = key if field == "site" else None
    country = None if field == "site" else key
    found = {
        "pue": site_number(site, "pue"),
        "intensity_kgco2e_per_kwh": grid_number(
            site, country, "intensity_kgco2e_per_kwh"
        ),
        "price_per_kwh": price_number(site, country),
    }
    return {name: fact.value for name, fact in found.items() if fact is not None}


def _each_kwh(figures: Mapping[str, float], name: str) -> float:
    """Return a figure of a kWh of IT: what the building takes beside it counts."""
    return figures[name] * (1.0 if name == "pue" else figures.get("pue", 1.0))


def better_hours(options: Any, first: Estimate) -> Iterator[Mapping[str, str]]:
    """Yield the price of the cheapest hours of each day, by the tariff of the site.

    Raises
    ------
    InputError
        If no site is given, or the work answers at once and has no choice of hours.
    """
    if isinstance(options, ServeOptions) and options.drive != "offline":
        raise InputError("What answers at once has no choice of hours: drive offline.")
    if not options.site:
        raise InputError("No site is given, and only a site has hours: say --site.")
    price = next((i for i in first.inputs if i.name == "price_per_kwh"), None)
    share = _share_paid(facts.resolve("sites", options.site))
    if price is not None and share < 1:
        ends = (share * end for end in (price.low, price.mid, price.high))
        yield {"price": f"{'..'.join(f'{end:.6g}' for end in ends)} {price.unit}"}


def _share_paid(site: str) -> float:
    """Return the price of the cheapest hours of each day over that of all hours."""
    where, clock, given = find_place(site), Clock(YEAR), SiteGiven(tariff="local")
    figures = levels(where, given)
    found = price_hours(where, clock, given, figures)
    if found is None:
        return 1.0
    days = found.series.values[: DAYS * int(HOURS_PER_DAY)].reshape(DAYS, -1)
    saved = days.mean() - np.sort(days, axis=1)[:, :HOURS_A_DAY].mean()
    return 1.0 - float(saved) / figures["price_per_kwh"].value
