"""So much for each kWh, or hour of a chip, times their number: money, carbon, water."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas.claims.binding import is_number
from wattlas.claims.nouns import noun_of
from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Figure, Product
from wattlas.quantity import Mention
from wattlas.units import W_PER_KW

RATED = {"money": ("money",), "volume": ("volume",), "carbon": ("carbon", "mass")}
"""Per dimension of a rate: the dimensions that its total may be stated in."""
PERIODS = ("year", "month", "day")
_APIECE = re.compile(r"\s(?:apiece|each|a piece)\b", re.IGNORECASE)
MULTIPLIED = {
    "energy": ("kWh",), "chip-time": ("chip-h", "h"), "power": ("W", "kWh"),
}  # fmt: skip
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
    if not amounts and len(numbers) == 3:
        return _pieces_paid(reading, numbers)
    if len(amounts) == 1 and len(numbers) == 4 and reading.has("save"):
        return _of_two_prices(numbers, amounts[0])
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
    if not same or total.currency != rate.currency:
        return []
    running = amount.dimension == "power" and rate.per == "kWh"
    if total.per not in (PERIODS if running else ("", amount.per)):
        return []
    factors = (_for_each(rate), amount)
    whole = total if running else replace(total, per=amount.per)
    relation = Product(total=whole, factors=factors, year=reading.year)
    return [Found(relation, (rate, amount, total))]


def _pieces_paid(reading: Reading, numbers: list[Mention]) -> list[Found]:
    """Return what chips or servers cost together, at so much for each."""
    counts = [m for m in numbers if noun_of(reading, m) in ("chip", "server")]
    money = [m for m in numbers if m.dimension == "money" and not m.per]
    each = [m for m in money if _APIECE.match(reading.text, m.end)]
    if not (len(counts) == len(each) == 1 and len(money) == 2):
        return []
    total = next(m for m in money if m is not each[0])
    if total.currency != each[0].currency:
        return []
    relation = Product(total=total, factors=(counts[0], each[0]))
    return [Found(relation, (*counts, *money))]


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


def _of_two_prices(numbers: list[Mention], amount: Mention) -> list[Found]:
    """Return what the difference of two prices of a kWh saves of so much energy."""
    money = [m for m in numbers if m.dimension == "money"]
    if len(money) != 3 or len({m.currency for m in money}) != 1:
        return []
    *prices, saved = sorted(money, key=lambda m: m.middle)
    if amount.dimension != "energy" or not all(m.per in ("", "kWh") for m in prices):
        return []
    low, high = prices
    less = high.middle - low.middle
    text = f"{high.text} − {low.text}"
    difference = replace(high, text=text, per="", low=less, mid=less, high=less)
    total = replace(saved, per=amount.per)
    relation = Product(total=total, factors=(difference, replace(amount)))
    rated = any(m.per == "kWh" for m in prices) or high.middle < DEAREST
    return [Found(relation, (*money, amount))] if rated and less > 0 else []


DEAREST = 10.0
"""No kWh costs so much, in any currency that has no thousands."""


def _for_each(rate: Mention) -> Mention:
    """Return a rate as a factor: that of a watt for a kilowatt, which powers are in."""
    if rate.per != "W":
        return replace(rate, per="")
    low, high = rate.low * W_PER_KW, rate.high * W_PER_KW
    return replace(rate, per="", low=low, high=high, mid=low if low == high else None)


def _apiece(reading: Reading, numbers: list[Mention], amount: Mention) -> list[Mention]:
    """Return the money that is for each hour of a chip: *at two dollars apiece*."""
    each = [m for m in numbers if m.dimension == "money" and not m.per
            and _APIECE.match(reading.text, m.end)]  # fmt: skip
    return [replace(m, per=MULTIPLIED[amount.dimension][0]) for m in each]
