"""What a PUE makes of the power of the machines, and what a better one saves."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas.claims.judges.common import PER_YEAR
from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Operand, Product, Ratio
from wattlas.quantity import Mention

_PUE = re.compile(
    r"(?<![A-Za-z])PUE(?![A-Za-z])|电能利用效率|电能使用效率|power usage effectiveness",
    re.I,
)
_IT = re.compile(r"(?<![A-Za-z])IT(?![A-Za-z])")
HIGHEST = 4.0
"""No PUE of a data centre is higher."""


def overheads(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return two powers, or energies, with their PUE; or two PUEs and what they save.

    >>> from wattlas.claims.reading import read
    >>> found = read("With a PUE of 1.2 a 50 MW IT load needs 60 MW.")
    >>> overheads(found, list(found.mentions))[0].relation.value.middle
    1.2
    """
    if not _PUE.search(reading.text):
        return []
    numbers = [m for m in free if m.dimension not in ("date", "time")]
    pues = [m for m in numbers if m.dimension == "count" and 1 <= m.middle < HIGHEST]
    amounts = [m for m in numbers if m.dimension in ("power", "energy")]
    shares = [m for m in numbers if m.dimension == "share"]
    if len(pues) == 1 and len(amounts) == 2 and len(numbers) == 3:
        low, high = sorted(amounts, key=lambda m: m.middle)
        if (low.dimension, low.per) != (high.dimension, high.per):
            return []
        return [_of(pues[0], high, low, (*pues, *amounts))]
    if len(pues) == 2 and len(numbers) == 4 and _IT.search(reading.text):
        return _spared(pues, amounts)
    if len(pues) == 2 and len(shares) == 1 and len(numbers) == 3:
        share = shares[0]
        ends = (1 - share.high, 1 - share.low)
        mid = ends[0] if ends[0] == ends[1] else None
        kept = replace(share, dimension="ratio", low=ends[0], mid=mid, high=ends[1])
        old, new = sorted(pues, key=lambda m: -m.middle)
        found = _of(kept, new, old, (*pues, share))
        changed = found.relation.model_copy(update={"as_change": True})
        return [replace(found, relation=changed)]
    return []


def _spared(pues: list[Mention], amounts: list[Mention]) -> list[Found]:
    """Return the energy that a lower PUE spares: the IT power times the difference."""
    power = [m for m in amounts if m.dimension == "power"]
    spared = [m for m in amounts if m.dimension == "energy" and m.per in PER_YEAR]
    if not (len(power) == len(spared) == 1):
        return []
    low, high = sorted(pues, key=lambda m: m.middle)
    less = high.middle - low.middle
    text = f"{high.text} − {low.text}"
    difference = replace(high, text=text, low=less, mid=less, high=less)
    relation = Product(total=spared[0], factors=(difference, power[0]))
    return [Found(relation, (*pues, *amounts))]


def _of(value: Mention, of: Mention, to: Mention, used: tuple[Mention, ...]) -> Found:
    relation = Ratio(value=value, of=Operand(amount=of), to=Operand(amount=to))
    return Found(relation, used)
