"""So much of something for each kWh, times an energy: money, carbon, water."""

from __future__ import annotations

from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Product
from wattlas.quantity import Mention

RATED = {"money": ("money",), "volume": ("volume",), "carbon": ("carbon", "mass")}
"""Per dimension of a rate: the dimensions that its total may be stated in."""


def rates(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return the product of the one rate and the one energy, if its total is stated.

    >>> from wattlas.claims.reading import read
    >>> found = read("At 400 g CO2 per kWh, 1 TWh emits 400,000 tonnes.")
    >>> [f.relation.total.text for f in rates(found, list(found.mentions))]
    ['400,000 tonnes']
    """
    numbers = [m for m in free if m.dimension != "date"]
    of_kwh = [m for m in numbers if m.per == "kWh" and m.dimension in RATED]
    energies = [m for m in numbers if m.dimension == "energy"]
    if len(of_kwh) != 1 or len(energies) != 1 or len(numbers) != 3:
        return []
    rate, energy = of_kwh[0], energies[0]
    total = next(m for m in numbers if m not in (rate, energy))
    same = total.dimension in RATED[rate.dimension] and not total.readings
    if not same or total.currency != rate.currency or total.per != energy.per:
        return []
    relation = Product(total=total, factors=(rate, energy), year=reading.year)
    return [Found(relation, (rate, energy, total))]
