"""Which one is pointed at (*our data centres*, 该数据中心), or any (*typically*).

Of one that only its speaker knows, and of what one of many takes, the tables have no
figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wattlas.claims.binding import Unbound
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.claims.scope import Span, within
from wattlas.claims.vocabulary import pattern

KINDS = ("load", "machine", "model", "service", "equivalent")
MANY = ("load", "machine")
"""Kinds of things of which each, as a rule, may take another amount."""
_TIMES = r"(?!year|month|week|decade|century|day|is\b|was\b|means?\b)"
_POINTS = re.compile(
    rf"\b(?:(?:my|our|your|these|those)\s|this\s{_TIMES}|ours\b)"
    r"|我们的?|我的|我家|你的|您的|咱们的?|[这该][座张块台个款些](?![年月周天])|该(?=数据中心|园区|模型|$)",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:their|its|his|her|whose|the (?:company|firm|group|operator)['’]s)"
    r"\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
"""What stands before what someone has, who is known where a company is named."""
_THERE = re.compile(
    r"\b(?:here|there)\b(?!\s(?:is|are|was|were))|这里|那里|当地|本地", re.I
)
_THE = re.compile(r"\bthe\s$", re.IGNORECASE)
_DOES = re.compile(r"\s([a-z]+)")


def pointed_at(reading: Reading) -> Iterator[Unbound]:
    """Yield what says that one thing of many is meant, or of someone unnamed.

    >>> from wattlas.claims.reading import read
    >>> [u.text for u in pointed_at(read("Our data centres used 2 TWh"))]
    ['Our ']
    """
    for thing in reading.kinds(*KINDS):
        found = [*_POINTS.finditer(reading.text[: thing.start])]
        near = found[-1:] if found and _is_near(reading, found[-1], thing) else []
        if not reading.kinds("company"):
            near += [m for m in [_OWN.search(reading.text[: thing.start])] if m]
        yield from (Unbound(*m.span(), m[0], "qualifier") for m in near)
        if _is_the_one(reading, thing):
            yield Unbound(thing.start, thing.end, thing.text, "qualifier")


def _is_near(reading: Reading, match: re.Match[str], thing: Named) -> bool:
    between = reading.text[match.end() : thing.start]
    return not re.search(r"[,;，；。\d]", between) and len(between.split()) <= 2


def _is_the_one(reading: Reading, thing: Named) -> bool:
    """Say whether one data centre of before is meant: *the data centre used*."""
    does = _DOES.match(reading.text, thing.end)
    single = thing.text.isascii() and not thing.text.lower().endswith("s")
    the = _THE.search(reading.text[: thing.start]) is not None
    verb = does is not None and any(
        w.start == does.start(1) and w.roles & {"takes", "tells"} for w in reading.words
    )
    return thing.kind == "load" and single and the and verb


def of_any(reading: Reading, clauses: Sequence[Span]) -> Iterator[Unbound]:
    """Yield what tells of one that is pointed at, or of any, in some clauses.

    >>> from wattlas.claims.reading import read
    >>> found = read("Data centers typically use 2 GWh a year")
    >>> [u.text for u in of_any(found, [(0, 99)])]
    ['typically']
    """
    found = [*_POINTS.finditer(reading.text)]
    if reading.kinds(*MANY):
        found += pattern("of-any").finditer(reading.text)
        found += [] if reading.kinds("country") else _THERE.finditer(reading.text)
    for match in found:
        if within(clauses, match.start()):
            yield Unbound(*match.span(), match[0], "qualifier")
