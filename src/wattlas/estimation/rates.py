"""Currencies: codes, and dated rates between them."""

from __future__ import annotations

from functools import cache

from wattlas import facts
from wattlas.errors import InputError
from wattlas.records import Input


def currency_code(name: str) -> str:
    """Return the code of a currency; raise UnknownNameError if the tables lack it.

    >>> currency_code("cny")
    'CNY'
    """
    return "USD" if name.upper() == "USD" else facts.resolve("currencies", name).upper()


def exchange_rate(own: str, wanted: str, year: str = "") -> Input:
    """Return units of a wanted currency for one of another, as a dated mean rate.

    >>> exchange_rate("USD", "CNY", "2024").year
    '2024'
    """
    ours, theirs = _rates(own), _rates(wanted)
    both = ours.keys() & theirs.keys()
    if not both:
        raise InputError(
            "No year has a rate for both {own} and {wanted}.",
            own=own,
            wanted=wanted,
        )
    dated = year if year in both else max(both)
    rate = theirs[dated][0] / ours[dated][0]
    source = theirs[dated][1] or ours[dated][1]
    name = f"{wanted}_per_{own}".lower()
    return Input(name, rate, rate, rate, "fixed", f"{wanted}/{own}", source, year=dated)


def price_ratio(currency: str, year: str, wanted: str) -> float | None:
    """Return what a unit of a year's money is in that of another year, by prices. [1]

    None where the tables have no price index of the currency for both years.

    >>> round(price_ratio("USD", "2022", "2024"), 4)
    1.0719
    """
    if year == wanted:
        return 1.0
    key = currency_code(currency).lower()
    levels = [
        facts.find_number("currencies", f"{key}@{y}", "price_index")
        for y in (year, wanted)
    ]
    then, now = levels
    return None if then is None or now is None else now.value / then.value


def last_price_year(currency: str) -> str:
    """Return the last year of whose money the tables know the prices, "" for none.

    >>> last_price_year("EUR")
    '2025'
    """
    key = currency_code(currency).lower()
    years = [
        k.partition("@")[2]
        for k in facts.keys("currencies")
        if k.startswith(f"{key}@")
        and facts.find_number("currencies", k, "price_index") is not None
    ]
    return max(years, default="")


@cache
def _rates(currency: str) -> dict[str, tuple[float, str]]:
    """Return by year a currency's units for one US dollar, with the source."""
    years = {k.partition("@")[2] for k in facts.keys("currencies") if "@" in k}
    if currency == "USD":
        return dict.fromkeys(years, (1.0, ""))
    key = facts.resolve("currencies", currency)
    found = {y: facts.find_number("currencies", f"{key}@{y}", "per_usd") for y in years}
    return {y: (f.value, f.source) for y, f in found.items() if f is not None}
