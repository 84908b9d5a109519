"""What a result compares with: households, kilometres, baths, with region and year."""

from __future__ import annotations

from wattlas import facts
from wattlas.records import Equivalent, Range, Results

RESULTS = {
    "energy": ("facility_energy_kwh", "energy_kwh"),
    "carbon": ("facility_carbon_kgco2e", "carbon_kgco2e"),
    "water": ("site_water_l", "water_l"),
}
"""Per dimension: the result that is compared, and the quantity of the tables."""
SMALLEST, LARGEST = 0.3, 3e7


def equivalents_of(results: Results) -> list[Equivalent]:
    """Return what results amount to, where the number is easy to picture.

    Examples
    --------
    >>> import wattlas
    >>> run = wattlas.train(energy="433 MWh", boundary="facility")
    >>> found = {e.key: e for e in equivalents_of(run.results)}
    >>> round(found["household-year-us"].count.mid)
    40
    """
    found = []
    for key in facts.keys("equivalents"):
        dimension = facts.row("equivalents", key)["dimension"]
        result, quantity = RESULTS[dimension]
        if result not in results:
            continue
        item = _equivalent(key, result, quantity, results[result])
        if SMALLEST <= item.count.mid <= LARGEST:
            found.append(item)
    return found


def _equivalent(key: str, result: str, quantity: str, value: Range) -> Equivalent:
    fact = facts.number("equivalents", key, quantity)
    return Equivalent(
        key=key,
        result=result,
        count=value.scaled(1 / fact.value),
        each=Range(fact.low, fact.value, fact.high),
        unit=fact.unit,
        region=facts.row("equivalents", key)["region"],
        year=fact.year,
        source=fact.source,
    )
