"""How much more or less an owner took in one year than in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from wattlas.claims.judges.growth import judge
from wattlas.claims.known import known
from wattlas.claims.reading import Reading, after, before
from wattlas.claims.rules.found import Found
from wattlas.claims.rules.placing import load_key
from wattlas.claims.schema import Growth
from wattlas.claims.vocabulary import pattern, said
from wattlas.quantity import Mention

MATTERS = {"of-water": "water_l", "of-carbon": "carbon_kgco2e"}
"""Per role of a word for what is taken, or emitted: the series of it."""
STATED = {"volume": "water_l", "carbon": "carbon_kgco2e", "mass": "carbon_kgco2e",
          "energy": "electricity_kwh"}  # fmt: skip
"""Per dimension of an amount that is stated beside the change: the series of it."""
_ELECTRIC = re.compile(
    r"\b(?:electricity|power|energy)\s(?:use|usage|consumption|demand|needs?)\b"
    r"|\b(?:more|less)\s(?:electricity|power|energy)\b"
    r"|用电|耗电|电力(?:消耗|需求)",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(?:doubl|tripl|quadrupl|halv)|翻|增|减半", re.IGNORECASE)
_OF_A_YEAR = re.compile(r"^的\s?(?:约|近|大约)?$")
_THAT_OF = re.compile(
    r"\s(?:(?:that|those|the (?:level|figure|amount)) (?:of|in)|its|the)\s"
    r"(?=(?:19|20)\d\d\b)"
)
"""What stands between a multiple and the year that it is of: 是2020年的两倍."""
_RISES = (
    r"(?<![-A-Za-z]){}"
    r"(?:\s(?:by\s)?(?:\w+\s){{0,2}}|(?:了|约|近|逾|超|超过|大约|将近)*)$"
)
"""Where a word that moves stands before its rate: *fell by about 5 %*, *down 5 %*."""
_MOVE = r"(?:\s(?:\w+\s)?|的?){}"
"""Where a move stands behind its rate: *a 5 % drop*."""
_SINCE = re.compile(
    r"\b(?:from|between|since|on|over|than(?: in)?|above|below|versus|vs\.?|"
    r"compared (?:to|with)(?: that (?:of|in))?|relative to|against|"
    r"(?:times?|twice|double) (?:that of|that in|its|the))\s"
    r"(?:the\s)?(?:levels? (?:of|in)\s)?$|[从自由比较是]\s?$|相[比较]于?\s?$",
    re.IGNORECASE,
)
"""What stands before the year with which another is compared."""


def changes(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return the change between two years of what one owner takes, if it is stated.

    >>> from wattlas.claims.reading import read
    >>> found = read("Google's emissions rose 48 % between 2019 and 2023.")
    >>> relation = changes(found, list(found.mentions))[0].relation
    >>> relation.subject, relation.quantity, relation.years
    ('google', 'carbon_kgco2e', (2019, 2023))
    """
    stated = [c for m in free if (c := _change(reading, m))]
    if len(stated) != 1 or any(said("expects", reading.text)):
        return []
    rate, falls = stated[0]
    subject, quantity = _owner(reading), _quantity(reading)
    if not (subject and quantity):
        return []
    shape: Literal["", "falling"] = "falling" if falls else ""
    relation = Growth(
        subject=subject, quantity=quantity, rate=rate, shape=shape, of_span=True
    )
    years = _years(reading) or _up_to_a_known_year(reading, relation)
    dated = relation.model_copy(update={"years": years})
    return [Found(dated, (rate,))] if years else []


def _up_to_a_known_year(reading: Reading, relation: Growth) -> tuple[int, int] | None:
    """Return the years for which a change since one year is right, if there are any.

    Up to which year *since 2019* goes is not said: nothing is accused by one of them.
    """
    named = sorted(set(reading.years))
    if len(named) != 1 or named[0] not in _starts(reading):
        return None
    figures = known(relation.subject, relation.quantity)
    later = sorted({k.year for k in figures if k.year > named[0]}, reverse=True)
    for year in later:
        span = (named[0], year)
        if judge(relation.model_copy(update={"years": span})).verdict == "right":
            return span
    return None


def _change(reading: Reading, m: Mention) -> tuple[Mention, bool] | None:
    """Return by what share of it something changed, and whether it fell."""
    if m.per or m.readings:
        return None
    of_a_year = _OF_A_YEAR.search(before(reading, m, 12))
    of_a_year = of_a_year or _THAT_OF.match(reading.text, m.end)
    if m.dimension == "ratio" and (_TIMES.search(m.text) or of_a_year):
        ends = sorted((abs(m.low - 1), abs(m.high - 1)))
        mid = ends[0] if ends[0] == ends[1] else None
        rate = replace(m, dimension="share", low=ends[0], mid=mid, high=ends[1])
        return rate, m.high < 1
    if m.dimension != "share":
        return None
    falls = _stands_at(reading, m, "falls", "falls")
    return (m, falls) if falls or _stands_at(reading, m, "moves", "movement") else None


def _stands_at(reading: Reading, m: Mention, front: str, back: str) -> bool:
    """Say whether a word that moves stands before a share, or a move behind it."""
    rises = pattern(front, _RISES).search(before(reading, m, 40))
    return bool(rises or pattern(back, _MOVE).match(after(reading, m, 14)))


def _owner(reading: Reading) -> str:
    """Return the one company, or load, that a sentence speaks of."""
    loads, companies = reading.kinds("load"), reading.kinds("company")
    others = reading.kinds("service", "model", "machine", "plant", "equivalent")
    if others or len({t.key for t in loads}) > 1 or len({t.key for t in companies}) > 1:
        return ""
    if loads:
        return load_key(reading, loads[0])
    return companies[0].key if companies else ""


def _quantity(reading: Reading) -> str:
    """Return the series of the one matter that a sentence names, or has amounts of."""
    named = {name for w in reading.words for role, name in MATTERS.items()
             if role in w.roles}  # fmt: skip
    named |= {"electricity_kwh"} if _ELECTRIC.search(reading.text) else set()
    found = named or {STATED[m.dimension] for m in reading.of(*STATED)}
    return found.pop() if len(found) == 1 else ""


def _years(reading: Reading) -> tuple[int, int] | None:
    """Return the year that a change starts from, and the year that it leads to."""
    named = sorted(set(reading.years))
    on_year = any(said("year-before", reading.text))
    if len(named) == 1 and on_year:
        return named[0] - 1, named[0]
    if len(named) != 2 or on_year:
        return None
    return (named[0], named[1]) if named[0] in _starts(reading) else None


def _starts(reading: Reading) -> Iterator[int]:
    """Yield the years from which something is said to have changed."""
    for date in reading.of("date"):
        if date.is_range or _SINCE.search(reading.text[: date.start]):
            yield int(date.low)
