"""So much for each kWh, or hour of a chip, times their number: money, carbon, water."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas.claims.binding import is_number
from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Product
from wattlas.quantity import Mention

RATED = {"money": ("money",), "volume": ("volume",), "carbon": ("carbon", "mass")}
"""Per dimension of a rate: the dimensions that its total may be stated in."""
_APIECE = re.compile(r"\s(?:apiece|each|a piece)\b", re.IGNORECASE)
MULTIPLIED = {"energy": ("kWh",), "chip-time": ("chip-h", "h")}
"""Per dimension of what is multiplied: what its rate is for."""


def rates(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return the product of the one rate and the one amount, if its total is stated.

    >>> from wattlas.claims.reading import read
    >>> found = read("At 400 g CO2 per kWh, 1 TWh emits 400,000 tonnes.")
    >>> [f.relation.total.text for f in rates(found, list(found.mentions))]
    ['400,000 tonnes']
    """
    numbers = [m for m in free if is_number(m)]
    amounts = [m for m in numbers if m.dimension in MULTIPLIED]
    if len(amounts) != 1 or len(numbers) != 3:
        return []
    amount = amounts[0]
    rated = [m for m in numbers if m.per in MULTIPLIED[amount.dimension]]
    rated = [m for m in rated if m.dimension in RATED]
    rated = rated or _apiece(reading, numbers, amount)
    if len(rated) != 1:
        return []
    rate = rated[0]
    starts = (rate.start, amount.start)
    total = next(m for m in numbers if m.start not in starts)
    same = total.dimension in RATED[rate.dimension] and not total.readings
    if not same or total.currency != rate.currency or total.per not in ("", amount.per):
        return []
    factors = (replace(rate, per=""), amount)
    whole = replace(total, per=amount.per)
    relation = Product(total=whole, factors=factors, year=reading.year)
    return [Found(relation, (rate, amount, total))]


def _apiece(reading: Reading, numbers: list[Mention], amount: Mention) -> list[Mention]:
    """Return the money that is for each hour of a chip: *at two dollars apiece*."""
    each = [m for m in numbers if m.dimension == "money" and not m.per
            and _APIECE.match(reading.text, m.end)]  # fmt: skip
    return [replace(m, per=MULTIPLIED[amount.dimension][0]) for m in each]
