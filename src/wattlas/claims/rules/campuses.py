"""So many chips of a kind draw a power together: what falls to one of them."""

from __future__ import annotations

from dataclasses import replace

from wattlas.claims.binding import is_number
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Figure
from wattlas.claims.vocabulary import Word
from wattlas.quantity import Mention

QUANTITY = "site_power_per_chip_w"
POWER_ZH = "功率"
MANY = 1000
"""So many chips are no server or rack, of which other figures are known."""
BETWEEN = frozenset(("neutral", "takes", "joins", "links", "articles", "below"))
"""Roles of words that may stand between chips and the power that they draw."""


def campuses(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return the power for one chip, where chips and their power are all that is said.

    >>> from wattlas.claims.reading import read
    >>> found = read("The site runs 100,000 H100s and draws 150 MW.")
    >>> campuses(found, list(found.mentions))[0].relation.value.middle
    1500.0
    """
    numbers = [m for m in reading.mentions if is_number(m)]
    chips = [t for t in reading.kinds("machine") if t.table == "hardware"]
    counts = [m for m in free if m.dimension == "count" and m.middle >= MANY]
    power = [m for m in free if m.dimension == "power" and not m.per and not m.times]
    if not (len(chips) == len(counts) == len(power) == 1 and len(numbers) == 2):
        return []
    chip, count, total = chips[0], counts[0], power[0]
    if not _are_bound(reading, chip, count, total):
        return []
    low, high = total.low / count.high, total.high / count.low
    mid = low if low == high else None
    text = f"{total.text} / {count.text}"
    each = replace(total, text=text, low=low, mid=mid, high=high)
    relation = Figure(subject=chip.key, quantity=QUANTITY, value=each)
    return [Found(relation, (count, total))]


def _are_bound(reading: Reading, chip: Named, count: Mention, total: Mention) -> bool:
    """Say whether a count is of the chips, and the power what they draw."""
    text = reading.text
    ordered: list[Named | Mention] = sorted((chip, total), key=lambda x: x.start)
    first, last = ordered
    counted = count.end <= chip.start and chip.start - count.end <= NEAR
    between = [w for w in reading.words if first.end <= w.start < last.start]
    behind = next((w for w in reading.words if w.start >= last.end), None)
    ends = behind is None or not text[last.end : behind.start].isspace()
    takes = any("takes" in w.roles for w in (*between, *_before(reading, total)))
    takes = takes or POWER_ZH in text[first.end : last.start]
    known = all(w.roles & BETWEEN for w in between)
    return counted and known and takes and (ends or first is total)


def _before(reading: Reading, total: Mention) -> list[Word]:
    """Return the last word before a power."""
    return [w for w in reading.words if w.end <= total.start][-1:]


NEAR = 12
"""Characters between a count and its chips: 10万张, *100,000 Nvidia*."""
