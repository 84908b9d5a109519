"""Prices in one currency: dated rates of the tables."""

from __future__ import annotations

from wattlas import facts
from wattlas.claims.known import Known, known

RATE_YEAR = 2023
"""The year of the rate where a claim names none."""


def per_usd(currency: str, year: int | None = None) -> tuple[float, str]:
    """Return how much of a currency a US dollar was, and the source.

    >>> round(per_usd("CNY", 2023)[0], 2)
    7.08
    """
    if currency in ("", "USD"):
        return 1.0, ""
    key = f"{currency.lower()}@{year or RATE_YEAR}"
    fact = facts.find_number("currencies", key, "per_usd")
    if fact is None:
        fact = facts.find_number(
            "currencies", f"{currency.lower()}@{RATE_YEAR}", "per_usd"
        )
    return (fact.value, fact.source) if fact else (float("nan"), "")


def grid_price(place: str) -> Known | None:
    """Return the price of industry in a country. [USD/kWh]"""
    found = known(place, "industrial_price_usd_per_kwh")
    return found[-1] if found else None
