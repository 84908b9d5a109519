"""What a rule returns: a relation, with the quantities that it has used up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.claims.schema import Relation
from wattlas.claims.scope import clauses, within
from wattlas.quantity import Mention

LAST_MEASURED = 2025
"""Years after this one are forecasts in the tables."""
REGIONS = {"us": "us", "cn": "cn", "eu27": "eu", "ie": "ie"}


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


PLACED = "data-centres-world"
"""The load that a place, or a company, makes another one."""
_OF_THE_WORLD = re.compile(r"world|global|全球|世界", re.IGNORECASE)


def load_key(reading: Reading, thing: Named, place: str = "") -> str:
    """Return the key of a load in the place, or of the company, that a text names.

    `place` is one that is known to be meant.
    """
    if thing.key != PLACED:
        return thing.key
    if place:
        return (
            thing.key
            if place == "world"
            else f"data-centres-{REGIONS.get(place, place)}"
        )
    companies = _owners(reading, thing)
    if companies:
        return f"{companies[0]}-data-centres"
    if _OF_THE_WORLD.search(thing.text):
        return thing.key
    places = [t for t in reading.kinds("country") if t.key != "world"]
    own = [t for t in places if _is_of(reading.text, t, thing)] or places
    keys = {t.key for t in own}
    return load_key(reading, thing, keys.pop()) if len(keys) == 1 else thing.key


_OF = re.compile(r"['’]s?\s|[\s-]|的?")
_IN = re.compile(r"\s(?:in|of)\s(?:the\s)?", re.IGNORECASE)


def _is_of(text: str, place: Named, load: Named) -> bool:
    """Say whether a place stands at a load: *Irish data centres*, *in Ireland*."""
    before_it = place.end <= load.start and _OF.fullmatch(text[place.end : load.start])
    behind = load.end <= place.start and _IN.fullmatch(text[load.end : place.start])
    return bool(before_it or behind)


def _owners(reading: Reading, thing: Named) -> list[str]:
    """Return the companies whose load may be meant: none of a clause with a figure."""
    own = next((c for c in clauses(reading.text) if within([c], thing.start)), (0, 0))
    told = [
        c
        for c in clauses(reading.text)
        if c != own
        and any(
            within([c], m.start)
            for m in reading.mentions
            if m.dimension not in ("date", "time")
        )
    ]
    companies = reading.kinds("company")
    return [t.key for t in companies if not within(told, t.start)]


def country(reading: Reading) -> str:
    """Return the first country that a text names, or nothing."""
    places = [t.key for t in reading.kinds("country")]
    return next((p for p in places if p != "world"), places[0] if places else "")
