"""What the tables know of a place: its own figure, its grid's, or its country's."""

from __future__ import annotations

from wattlas.facts.reader import find_number, row
from wattlas.records import Fact


def grid_of(site: str | None, country: str | None = None) -> str:
    """Return the key of the grid of a site, or the country or region itself, or ''.

    >>> grid_of("qingyang")
    'cn-gansu'
    """
    return row("sites", site)["grid"] if site else country or ""


def site_number(site: str | None, quantity: str) -> Fact | None:
    """Return a figure of a site, or None."""
    return find_number("sites", site, quantity) if site else None


def grid_number(site: str | None, country: str | None, quantity: str) -> Fact | None:
    """Return a figure of a site, else of its grid, else of the grid's country.

    >>> grid_number("qingyang", None, "intensity_kgco2e_per_kwh").key
    'cn-gansu'
    """
    own = site_number(site, quantity)
    grid = grid_of(site, country)
    if own is not None or not grid:
        return own
    fact = find_number("countries", grid, quantity)
    parent = row("countries", grid).get("parent", "")
    if fact is None and parent:
        return find_number("countries", parent, quantity)
    return fact


def price_number(site: str | None, country: str | None = None) -> Fact | None:
    """Return the price of a kWh at a site or in a country; its unit has the currency.

    >>> price_number("qingyang").unit
    'CNY/kWh'
    """
    for quantity in ("price_usd_per_kwh", "price_cny_per_kwh"):
        fact = site_number(site, quantity)
        if fact is not None:
            return fact
    return grid_number(site, country, "industrial_price_usd_per_kwh")
