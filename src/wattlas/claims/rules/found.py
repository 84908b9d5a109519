"""What a rule returns: a relation, with the quantities that it has used up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.claims.schema import Relation
from wattlas.quantity import Mention

LAST_MEASURED = 2025
"""Years after this one are forecasts in the tables."""


@dataclass(frozen=True, slots=True)
class Found:
    """A relation and the quantities that are part of it."""

    relation: Relation
    used: tuple[Mention, ...] = ()


OTHER_CLAUSE = 12.0
"""What a border between clauses adds to the distance of characters."""


def nearest(reading: Reading, things: list[Named], mention: Mention) -> Named | None:
    """Return the thing that stands nearest to a quantity, those before it first."""
    if not things:
        return None
    return min(things, key=lambda t: _distance(reading, t, mention))


def _distance(reading: Reading, thing: Named, mention: Mention) -> float:
    if thing.end <= mention.start:
        return mention.start - thing.end
    # A subject stands before its figure more often than behind it.
    between = reading.text[mention.end : max(thing.start, mention.end)]
    borders = OTHER_CLAUSE if _CLAUSE.search(between) else 0.0
    return 1.5 * max(thing.start - mention.end, 0) + 4 + borders


def year_of(reading: Reading, m: Mention) -> int | None:
    """Return the year that belongs to a quantity: the nearest, those behind first."""
    dates = [d for d in reading.of("date") if d.low == d.high]
    if not dates:
        return reading.year
    own = [d for d in dates if reading.in_clause(d, m)]
    near = own or [d for d in dates if d in reading.lone_dates]
    return int(min(near, key=lambda d: _apart(d, m)).low) if near else None


_CLAUSE = re.compile(r"[,;，；。](?!\d)|\b(?:while|whereas|but)\b")


def _apart(date: Mention, m: Mention) -> float:
    behind = date.start - m.end
    return behind if behind >= 0 else 1.5 * (m.start - date.end) + 4


def country(reading: Reading) -> str:
    """Return the first country that a text names, or nothing."""
    places = [t.key for t in reading.kinds("country")]
    return next((p for p in places if p != "world"), places[0] if places else "")
