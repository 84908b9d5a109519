"""So much for each kWh, or hour of a chip, times their number: money, carbon, water."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas.claims.binding import is_number
from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Figure, Product
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
    if not amounts and len(numbers) == 2:
        return _hours_paid(reading, numbers)
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


def _hours_paid(reading: Reading, numbers: list[Mention]) -> list[Found]:
    """Return the hours of chips that the cost of a training pays for, at its rate."""
    models = {t.key for t in reading.kinds("model")}
    rates = [m for m in numbers if m.per in MULTIPLIED["chip-time"]]
    paid = [m for m in numbers if m.dimension == "money" and not m.per]
    if not (len(models) == len(rates) == len(paid) == 1):
        return []
    rate, total = rates[0], paid[0]
    if rate.currency != total.currency or total.readings or rate.low <= 0:
        return []
    low, high = total.low / rate.high, total.high / rate.low
    mid = low if low == high else None
    hours = replace(
        total, text=f"{total.text} / {rate.text}", dimension="chip-time", currency="",
        unit="chip-h", low=low, mid=mid, high=high,
    )  # fmt: skip
    relation = Figure(subject=models.pop(), quantity="training_chip_hours", value=hours)
    return [Found(relation, (total, rate))]


def _apiece(reading: Reading, numbers: list[Mention], amount: Mention) -> list[Mention]:
    """Return the money that is for each hour of a chip: *at two dollars apiece*."""
    each = [m for m in numbers if m.dimension == "money" and not m.per
            and _APIECE.match(reading.text, m.end)]  # fmt: skip
    return [replace(m, per=MULTIPLIED[amount.dimension][0]) for m in each]
