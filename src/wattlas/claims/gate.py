"""Whether known figures may judge a relation: where all that narrows it is bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from wattlas.claims.binding import Unbound, conditions, qualifiers
from wattlas.claims.reading import Reading
from wattlas.claims.record import Note, Part
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Figure, Growth, Operand, Share

REGIONS_OF_LOADS = {"eu": "eu27"}
OF_TABLES = (Figure, Share, Growth)


def blocked(
    reading: Reading, found: Found, all_found: Iterable[Found]
) -> list[Unbound]:
    """Return what keeps the tables from judging a relation: nothing if it may."""
    if not of_known_owner(found.relation):
        return []
    places = frozenset(p for f in all_found for p in _places(f.relation))
    pieces = qualifiers(reading, places)
    if isinstance(found.relation, OF_TABLES):
        pieces += conditions(reading)
    return pieces


def of_known_owner(relation: BaseModel) -> bool:
    """Say whether a relation is judged by the figures of a thing that it names."""
    if isinstance(relation, OF_TABLES):
        return True
    sides = [getattr(relation, name, None) for name in ("of", "to")]
    named = any(isinstance(s, Operand) and s.subject for s in sides)
    stated = getattr(relation, "total", None) is not None
    return named or (bool(getattr(relation, "subject", "")) and not stated)


def _places(relation: BaseModel) -> Iterator[str]:
    """Yield the keys of the places that a relation speaks of."""
    for name in type(relation).model_fields:
        value: Any = getattr(relation, name)
        if isinstance(value, BaseModel):
            yield from _places(value)
        elif isinstance(value, str) and value:
            place = value.removeprefix("country:").removeprefix("data-centres-")
            yield REGIONS_OF_LOADS.get(place, place)


def abstained(part: Part, pieces: Iterable[Unbound]) -> Part:
    """Return a part that is not judged, with what was not understood."""
    texts = ", ".join(dict.fromkeys(p.text for p in pieces))
    note = Note("unbound", {"texts": texts})
    return replace(
        part, verdict="unsupported", lines=(), known=None, notes=(note,),
        corrected=None, sources=(),
    )  # fmt: skip
