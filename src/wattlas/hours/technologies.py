"""Ways to get or store electricity, from the tables."""

from __future__ import annotations

from dataclasses import fields

from wattlas import facts
from wattlas.hours.records import Technology
from wattlas.records import Fact

_QUANTITIES = {
    "capital_cost_per_kw": "capital_cost_usd_per_kw",
    "capital_cost_per_kwh": "capital_cost_usd_per_kwh",
    "fixed_cost_per_kw_year": "fixed_cost_usd_per_kw_year",
    "fixed_cost_per_kwh_year": "fixed_cost_usd_per_kwh_year",
    "variable_cost_per_kwh": "variable_cost_usd_per_kwh",
    "fuel_cost_per_kwh": "fuel_cost_usd_per_kwh",
    "delivery_cost_per_kwh": "delivery_cost_usd_per_kwh",
    "price_per_kwh": "price_usd_per_kwh",
}
"""Fields whose quantity in the table also names the currency."""


def technology(name: str, country: str = "") -> Technology:
    """Return what is known of a technology in a country.

    A country's own figures go before the general ones, which are those of the United
    States.

    Raises
    ------
    UnknownNameError
        If there is no such technology; the message names the nearest.

    Examples
    --------
    >>> technology("nuclear", country="cn").capital_cost_per_kw.value
    2341.0
    >>> technology("smr").whole_units
    True
    """
    given = facts.resolve("technologies", name)
    base = facts.row("technologies", given)["technology"]
    country = country or facts.row("technologies", given)["country"]
    own = f"{base}-{country}"
    key = own if own in facts.keys("technologies") else base
    row = facts.row("technologies", key)
    return Technology(
        key=base,
        name=row["name_en"],
        kind=row["kind"],
        country=row["country"],
        carbon_free=row["carbon_free"] == "yes",
        shape=row["shape"],
        whole_units=row["whole_units"] == "yes",
        **_figures(base, key),
    )


def technologies() -> list[str]:
    """Return the keys of every technology, without those of single countries.

    >>> technologies()[:4]
    ['solar', 'rooftop-solar', 'wind', 'battery']
    """
    rows = {k: facts.row("technologies", k) for k in facts.keys("technologies")}
    return [key for key, row in rows.items() if not row["country"]]


def _figures(base: str, key: str) -> dict[str, Fact]:
    numbers = facts.numbers("technologies", base) | facts.numbers("technologies", key)
    names = {field.name for field in fields(Technology)}
    return {
        name: numbers[_QUANTITIES.get(name, name)]
        for name in names
        if _QUANTITIES.get(name, name) in numbers
    }
