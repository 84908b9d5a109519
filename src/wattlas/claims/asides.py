"""What is said of a thing beside the statement: *, which …*, *, the maker of …,*."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wattlas.claims.binding import is_number
from wattlas.claims.heads import HEADS
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.claims.scope import Span, clauses
from wattlas.claims.vocabulary import Word, pattern, roles_of, said
from wattlas.quantity import Mention

PROPER = ("company", "person", "model", "service", "plant", "machine")
"""Kinds of things with a name of their own, which nothing behind a comma narrows."""
_ARTICLES = re.compile(
    r"(?:the|an?|its|their|one|another|once|then|now|currently)\b|[^,]{0,30}['’]s?\b",
    re.IGNORECASE,
)
_OF = re.compile(r"['’]s?\s|\s|的")
_APPOSED = re.compile(r"\s?(?:the|an?|its)\s", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """A clause of a statement, with the words, things and numbers in it."""

    start: int
    end: int
    index: int
    words: tuple[Word, ...]
    things: tuple[Named, ...]
    numbers: tuple[Mention, ...]


def clauses_of(reading: Reading) -> list[Clause]:
    """Return the clauses of a statement, in order.

    >>> from wattlas.claims.reading import read
    >>> [len(c.numbers) for c in clauses_of(read("In 2024, it used 5 TWh"))]
    [0, 1]
    """
    found = []
    for index, (start, end) in enumerate(clauses(reading.text)):
        words = tuple(w for w in reading.words if start <= w.start < end)
        things = tuple(t for t in reading.things if start <= t.start < end)
        inside = (m for m in reading.mentions if start <= m.start < end)
        numbers = tuple(m for m in inside if is_number(m))
        found.append(Clause(start, end, index, words, things, numbers))
    return found


def said_of(reading: Reading, clause: Clause, parts: list[Clause]) -> Span | None:
    """Return where the thing stands that a clause behind a comma is said of."""
    before = parts[clause.index - 1]
    if any(said("excepts", reading.text[clause.start : clause.end])):
        return None
    head = reading.text[before.start : before.end].rstrip()
    at = before.start + len(head)
    thing = next((t for t in before.things if t.end == at), None)
    first = _first_roles(reading, clause)
    narrowed = any("narrows" in w.roles for w in clause.words)
    if thing is not None and thing.kind == "machine" and narrowed:
        return None  # another version of it
    proper = thing is not None and thing.kind in PROPER
    placed = thing is not None and thing.kind == "country"
    named = thing is not None or _is_name(head)
    told = "relates" in first or _names_again(reading, clause)
    between = (proper or placed) and _is_between(reading, clause, parts)
    again = (proper or placed) and thing and _is_apposed(reading, thing, clause, parts)
    if (named and told) or (proper and "asides" in first) or between or again:
        return _whole(reading, thing) if thing is not None else (at, at)
    return None


def _whole(reading: Reading, thing: Named) -> Span:
    """Return a thing with the place or company before it: *Ireland's data centres*."""
    starts = (
        t.start
        for t in reading.kinds("country", "company")
        if t.end <= thing.start and _OF.fullmatch(reading.text[t.end : thing.start])
    )
    return min(starts, default=thing.start), thing.end


def _is_apposed(
    reading: Reading, before_it: Named, clause: Clause, parts: list[Clause]
) -> bool:
    """Say whether a clause says again what a name is: *, the heart of the boom,*."""
    behind = parts[clause.index + 1 : clause.index + 2]
    if before_it.kind == "machine" and not all(w.is_known for w in clause.words):
        return False
    opened = _APPOSED.match(reading.text, clause.start) is not None
    own = any(w.roles & {"tells", "compares", "narrows"} for w in clause.words)
    goes_on = bool(behind) and bool(behind[0].words) and bool(behind[0].numbers)
    return opened and goes_on and not own and not clause.numbers


def _is_between(reading: Reading, clause: Clause, parts: list[Clause]) -> bool:
    """Say whether a clause stands between a name and what it does: *, home to all,*."""
    behind = parts[clause.index + 1 : clause.index + 2]
    goes_on = bool(behind) and "tells" in _first_roles(reading, behind[0])
    own = any(not w.is_known or w.roles & {"tells", "compares"} for w in clause.words)
    narrows = not clause.words or "below" in _first_roles(reading, clause)
    start = reading.text[clause.start : clause.end].lstrip()
    alone = pattern("joins").match(start) is not None
    return goes_on and not (own or narrows or alone or clause.numbers)


def _first_roles(reading: Reading, clause: Clause) -> frozenset[str]:
    """Return the roles of the word that a clause begins with."""
    first = clause.words[0] if clause.words else None
    if first is None or reading.text[clause.start : first.start].strip():
        return frozenset()
    return first.roles


def _is_name(head: str) -> bool:
    """Say whether a clause ends with a name, or the word for an organisation."""
    last = re.search(r"\S+$", head)
    return last is not None and (
        last[0][0].isupper() or bool(roles_of(last[0]) & HEADS)
    )


def _names_again(reading: Reading, clause: Clause) -> bool:
    """Say whether a clause names a thing by what it is: *the maker of ChatGPT*."""
    heads = [w for w in clause.words if w.roles & HEADS]
    text = reading.text[clause.start : clause.end].strip()
    if not heads:
        return False
    if not text.isascii():
        behind = reading.text[heads[-1].end : clause.end].strip()
        return not clause.numbers and not behind
    amounts = clause.numbers and "sort" not in heads[0].roles
    opened = _ARTICLES.match(text) or heads[0] is clause.words[0]
    return bool(opened) and not amounts


def behind_pronoun(reading: Reading, clause: Clause) -> int:
    """Return where a clause goes on behind *which* or *who*, if it begins so."""
    if "relates" in _first_roles(reading, clause):
        return clause.words[0].end
    return clause.start
