"""Where, and whose, data centres are that a text speaks of: those at which it stands.

A place or a company of another clause says nothing of them: *data centres used 415 TWh,
and China plans many more*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from wattlas.claims.binding import Unbound
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.claims.scope import Span, clauses, within
from wattlas.quantity import Mention

PLACED = "data-centres-world"
"""The load that a place, or a company, makes another one."""
REGIONS = {"us": "us", "cn": "cn", "eu27": "eu", "ie": "ie"}
_OF_THE_WORLD = re.compile(r"world|global|全球|世界", re.IGNORECASE)
_OF = re.compile(r"['’]s?\s|[\s-]|的?")
_IN = re.compile(r"\s(?:in|of)\s(?:the\s)?", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"[(（][^)）]*$|\b(?:and|or|as|though|although|because|since|before|after|than|"
    r"despite|like|unlike|by|with)\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
"""What stands before a place that a clause names beside what it says of a load."""
_SAYS = re.compile(
    r"\b(?:says?|said|reports?|reported|writes|wrote|estimates?|claims?|claimed|tells?|"
    r"told|warns?|warned|announced|notes?|finds?|found|believes?|thinks?)\b"
    r"|称|表示|说|报告|报道|认为|指出|估计|透露|警告",
    re.IGNORECASE,
)
_ITS = re.compile(r"(?:\b(?:its|their)\s|其|旗下的?|自家的?)$", re.IGNORECASE)
"""Who says it has no load, unless it is its own: *Google said its data centres*."""
_NUMBERLESS = ("date", "time")
_OPENS = re.compile(
    r"\s*(?:in|across|within|throughout|at|for)\s(?:all\s)?(?:of\s)?(?:the\s)?|\s*在?",
    re.IGNORECASE,
)


def load_key(
    reading: Reading, thing: Named, place: str = "", m: Mention | None = None
) -> str:
    """Return the key of a load in the place, or of the company, that a text names.

    `place` is one that is known to be meant, `m` an amount whose clause may name it.

    >>> from wattlas.claims.reading import read
    >>> found = read("Data centres used 415 TWh in 2024, and China plans many more")
    >>> load_key(found, found.kinds("load")[0])
    'data-centres-world'
    """
    if thing.key != PLACED:
        return thing.key
    if not place and m is not None:
        place = _beside(reading, thing, m)
    if place:
        return (
            PLACED if place == "world" else f"data-centres-{REGIONS.get(place, place)}"
        )
    companies = [t for t in reading.kinds("company") if _is_with(reading, t, thing)]
    if companies:
        return f"{companies[0].key}-data-centres"
    if _OF_THE_WORLD.search(thing.text):
        return PLACED
    places = _places(reading)
    own = [t for t in places if _is_of(reading.text, t, thing)]
    keys = {t.key for t in own or places if own or _is_with(reading, t, thing)}
    return load_key(reading, thing, keys.pop()) if len(keys) == 1 else PLACED


def _places(reading: Reading) -> list[Named]:
    return [t for t in reading.kinds("country") if t.key != "world"]


def _worlds(reading: Reading) -> list[Named]:
    return [t for t in reading.kinds("country") if t.key == "world"]


def _beside(reading: Reading, load: Named, m: Mention) -> str:
    """Return the one place that stands with an amount in a clause without a load."""
    clause = clause_of(reading, m.start)
    if any(within([clause], t.start) for t in reading.kinds("load")):
        return ""
    of_world = [] if m.dimension == "share" else _worlds(reading)
    places = (*_places(reading), *of_world)
    keys = {t.key for t in places if within([clause], t.start)}
    return keys.pop() if len(keys) == 1 else ""


def clause_of(reading: Reading, at: int) -> Span:
    """Return the clause that holds a place of a text."""
    return next((c for c in clauses(reading.text) if within([c], at)), (0, 0))


def _is_of(text: str, place: Named, load: Named) -> bool:
    """Say whether a place stands at a load: *Irish data centres*, *in Ireland*."""
    before_it = place.end <= load.start and _OF.fullmatch(text[place.end : load.start])
    behind = load.end <= place.start and _IN.fullmatch(text[load.end : place.start])
    return bool(before_it or behind)


def _is_with(reading: Reading, owner: Named, load: Named) -> bool:
    """Say whether a place, or a company, is in the clause of a load, or opens it."""
    if _says(reading, owner, load):
        return False
    own, other = clause_of(reading, load.start), clause_of(reading, owner.start)
    if own == other:
        between = reading.text[load.end : max(owner.start, load.end)]
        return not _ELSEWHERE.search(between)
    numbers = [m for m in reading.mentions if m.dimension not in _NUMBERLESS]
    numbered = any(within([other], m.start) for m in numbers)
    place = owner.kind == "country"
    return owner.end <= load.start and (place or not numbered)


def _says(reading: Reading, owner: Named, load: Named) -> bool:
    """Say whether a place, or a company, stands with who says it: 美国媒体称."""
    between = reading.text[owner.end : max(load.start, owner.end)]
    its = _ITS.search(reading.text[: load.start])
    return _SAYS.search(between) is not None and its is None


def strays(reading: Reading, relation: BaseModel) -> Iterator[Unbound]:
    """Yield places and companies that may, or may not, say where a load is.

    A load that is said to be the world's is not in doubt, nor one with a place at it.
    """
    loads = [t for t in reading.kinds("load") if t.key == PLACED]
    at = [t for t in _places(reading) if any(_is_of(reading.text, t, x) for x in loads)]
    subject = str(getattr(relation, "subject", ""))
    said = any(_OF_THE_WORLD.search(t.text) for t in (*loads, *_worlds(reading)))
    of_loads = bool(loads) and "data-centres" in subject
    if not of_loads or at or (said and subject == PLACED):
        return
    part = getattr(relation, "of", "") == PLACED
    for owner in (*_places(reading), *reading.kinds("company")):
        clause = clause_of(reading, owner.start)
        opens = _OPENS.match(reading.text, clause[0])
        fronted = opens is not None and opens.end() == owner.start
        fronted = fronted and not _says(reading, owner, loads[0])
        near = within([clause], loads[0].start)
        own = part and subject == load_key(reading, loads[0], owner.key)
        if not (fronted or own or (near and _is_with(reading, owner, loads[0]))):
            yield Unbound(owner.start, owner.end, owner.text, "place")
