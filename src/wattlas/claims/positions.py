"""What stands where a word narrows: beside a thing, below a preposition, at an amount.

There only a word that is known to be neutral leaves the thing whole. Any other, however
well it is understood elsewhere, may make it another one: *diesel data centers*, *data
center jobs*, *energy for cars*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pydantic import BaseModel

from wattlas.claims.binding import Unbound
from wattlas.claims.matter import STATED_IN
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading, matches
from wattlas.claims.schema import Figure, Share
from wattlas.claims.scope import Span, clauses, owner_of, within
from wattlas.claims.vocabulary import Word, pattern, roles_of
from wattlas.quantity import Mention

KINDS = ("load", "company", "service", "model")
"""Things whose figures stand in the tables, and may be had by a part of them."""
NEUTRAL = frozenset(
    ("neutral", "links", "articles", "below", "tells", "goes-on", "joins", "relates",
     "compares", "precedes", "amounts", "leads", "comes", "supposes", "denies",
     "excepts", "than", "each")
)  # fmt: skip
"""Roles of words that leave a thing whole, or are asked about elsewhere."""
WHO = frozenset(("another", "sort"))
"""Roles of words for someone else, who is asked about elsewhere beside a thing."""
VERBS = frozenset(("takes", "gives", "adds", "moves", "changes", "saves", "asides"))
"""Roles of words that say what a thing does, where they stand behind it."""
ADVERBIAL = frozenset(("adverbial",))
"""Roles of words that narrow nothing behind a thing or a preposition: *at most*."""
WITH_NAMES = ("country", "company", "publisher", "person", "model")
"""Kinds of things that may stand at another and leave it whole: *Google Gemini*."""
_OF = r"{}\sof\s(?:the\s|all\s|its\s)*$"
"""What stands before a thing that is the whole of a share: *its share of*."""
_OF_IT = re.compile(r"\sof\s(?:the\s|an?\s)?|的?", re.IGNORECASE)
_INSIDE = re.compile(r"\s(?:of|in|inside|within|at|behind|for)\s(?:the\s|all\s)*")
_AT_ONCE = re.compile(r"[\s-]*(?:['’]s?\s)?")
LEFT = NEUTRAL | VERBS | ADVERBIAL | frozenset(STATED_IN)
"""Roles of words that an amount may have in its clause."""
_TO, _BY = "to", "by"


def narrowing(reading: Reading) -> list[Unbound]:
    """Return the words that stand where a word narrows, and are not neutral.

    >>> from wattlas.claims.reading import read
    >>> [u.text for u in narrowing(read("Data center jobs used 415 TWh"))]
    ['jobs']
    """
    things = reading.kinds(*KINDS)
    found = [*_below_prepositions(reading)] if things else []
    for thing in things:
        found += [*_before(reading, thing), *_behind(reading, thing)]
    for machine in reading.kinds("machine"):
        found += _before(reading, machine)
    return [Unbound(w.start, w.end, w.text, "qualifier") for w in dict.fromkeys(found)]


def loose(reading: Reading, scope: Sequence[Span]) -> list[Unbound]:
    """Return the words of the clauses of an amount that may narrow it there.

    >>> from wattlas.claims.reading import read
    >>> found = read("In 2024 the fuss of data centers used 415 TWh")
    >>> [u.text for u in loose(found, [(0, 99)])]
    ['fuss']
    """
    things = reading.kinds(*KINDS)
    counts = {m.end for m in reading.of("count", "ratio")}
    if not things:
        return []
    return [
        Unbound(w.start, w.end, w.text, "qualifier")
        for w in reading.words
        if within(scope, w.start)
        and not w.roles & LEFT
        and not any(_is_of(w, t) for t in things)
        and len(reading.text[: w.start].rstrip(" -")) not in counts
    ]


def own_clauses(reading: Reading, used: Sequence[Mention]) -> list[Span]:
    """Return the clauses that hold some quantities, or the thing that has them."""
    owner = owner_of(reading, used)
    starts = [*(m.start for m in used), *([owner.start] if owner else [])]
    return [c for c in clauses(reading.text) if any(within([c], s) for s in starts)]


def of_another_owner(
    reading: Reading, relation: BaseModel, used: Sequence[Mention]
) -> list[Unbound]:
    """Return the things that make a load a part: *AI data centers*, *Google: AI half*.

    The tables have data centres without those for AI alone, and shares of places.

    >>> from wattlas.claims.reading import read
    >>> from wattlas.claims.schema import Figure
    >>> found = read("AI data center demand reached 415 TWh")
    >>> figure = Figure(subject="data-centres-world", quantity="electricity_kwh",
    ...                 value=found.mentions[0])
    >>> [u.text for u in of_another_owner(found, figure, found.mentions)]
    ['AI']
    """
    subject = str(getattr(relation, "subject", ""))
    parts: list[Named] = []
    if isinstance(relation, Share):
        parts += [t for t in reading.kinds("load")
                  if pattern("parts", _OF).search(reading.text[: t.start])]  # fmt: skip
        first = min((m.start for m in used), default=0)
        parts += [t for t in reading.kinds("company", "service", "model")
                  if t.end <= first and t.key not in subject]  # fmt: skip
    if isinstance(relation, Figure | Share):
        parts += _pieces(reading, relation, used)
        parts += _adjacent(reading, subject)
    return [Unbound(t.start, t.end, t.text, "owner") for t in parts]


def _pieces(
    reading: Reading, relation: Figure | Share, used: Sequence[Mention]
) -> Iterator[Named]:
    """Yield what stands between a thing and its amount: *their air conditioners*."""
    owner = owner_of(reading, used)
    if owner is None:
        return
    first = min((m.start for m in used), default=0)
    for t in reading.things:
        trained = (owner.kind, t.kind) == ("model", "machine")
        gaps = [reading.text[m.end : t.start] for m in used if m.end <= t.start]
        of = any(_OF_IT.fullmatch(gap) for gap in gaps) and isinstance(relation, Figure)
        inside = owner.end <= t.start < first
        if t.kind not in WITH_NAMES and not trained and (inside or of):
            yield t


def _adjacent(reading: Reading, subject: str) -> Iterator[Named]:
    """Yield things that stand at the one that is meant: *TV data centers*."""
    for a, b in pairwise(reading.things):
        gap = reading.text[a.end : b.start]
        near = _AT_ONCE.fullmatch(gap)
        pairs = [(a, b)] if near or _INSIDE.fullmatch(gap) else []
        pairs += [(b, a)] if near or gap == "的" or _are_joined(reading, a, b) else []
        yield from (x for x, y in pairs
                    if y.kind in (*KINDS, "machine") and _is_meant(y, subject)
                    and not (_is_meant(x, subject) or _leaves(x, y)))  # fmt: skip


def _are_joined(reading: Reading, a: Named, b: Named) -> bool:
    """Say whether one thing stands together with another: *and their chips*."""
    between = [w for w in reading.words if a.end <= w.start < b.start]
    close = len(reading.text[a.end : b.start].split()) == len(between)
    joined = bool(between) and "joins" in between[0].roles
    return (
        close and joined and all(w.roles & {"articles", "links"} for w in between[1:])
    )


def _leaves(thing: Named, other: Named) -> bool:
    """Say whether a thing leaves another one beside it whole: *Google Gemini*."""
    who = roles_of(thing.text) & WHO and other.kind != "load"
    who = who or (thing.kind, other.kind) == ("trend", "machine")
    return thing.kind in WITH_NAMES or bool(who)


def _is_meant(thing: Named, subject: str) -> bool:
    load = "data-centres" in thing.key and "data-centres" in subject
    return thing.key in subject or load or (thing.kind == "load" and subject == "ai")


def _before(reading: Reading, thing: Named) -> Iterator[Word]:
    """Yield the word before a thing, unless it is neutral: *diesel data centers*."""
    *others, word = [None, *(w for w in reading.words if w.end <= thing.start)]
    if word and _AT_ONCE.fullmatch(reading.text[word.end : thing.start]):
        before = others[-1] if others else None
        runs = "takes" in word.roles and before and before.text.lower() == _TO
        if not (word.roles & (NEUTRAL | WHO) or runs or _is_of(word, thing)):
            yield word


def _behind(reading: Reading, thing: Named) -> Iterator[Word]:
    """Yield the word behind a thing, unless it is neutral or says what is done."""
    word, *others = [*(w for w in reading.words if w.start >= thing.end), None]
    if word and _AT_ONCE.fullmatch(reading.text[thing.end : word.start]):
        leaves = word.roles & (NEUTRAL | VERBS | ADVERBIAL | WHO)
        if not (leaves or _is_of(word, thing)):
            yield word
        elif "joins" in word.roles:
            yield from _joined(reading, word, others)


def _joined(
    reading: Reading, word: Word, others: Sequence[Word | None]
) -> Iterator[Word]:
    """Yield who else has a figure together with a thing: *and its suppliers*."""
    end = word.end
    for other in others:
        if other is None or reading.text[end : other.start].strip():
            return
        if not other.roles & {"articles", "links"}:
            if not other.roles & (VERBS | {"tells", "goes-on"}):
                yield other
            return
        end = other.end


def _is_of(word: Word, thing: Named) -> bool:
    """Say whether a word is of the use or the training that a thing is known by."""
    if thing.key == "ai":
        return "whole-ai" in word.roles
    if thing.kind == "model" and matches("training", word.text):
        return True
    known_by_use = thing.kind in ("service", "model")
    return known_by_use and (matches("use", word.text) or matches("user", word.text))


def _below_prepositions(reading: Reading) -> Iterator[Word]:
    """Yield what stands first below a preposition, unless it is neutral: *for cars*."""
    trained = bool(reading.kinds("model"))
    before, end = "", 0
    for word in reading.words:
        close = bool(before) and not reading.text[end : word.start].strip()
        of_training = trained and matches("training", word.text)
        if close and not (of_training or _stands_below(word, before)):
            yield word
        if "below" in word.roles:
            before = word.text.lower()
        elif not (close and "articles" in word.roles):
            before = ""
        end = word.end


def _stands_below(word: Word, preposition: str) -> bool:
    """Say whether a word below a preposition leaves what is spoken of whole."""
    told = (_TO, VERBS), (_BY, WHO)
    return bool(word.roles & (NEUTRAL | ADVERBIAL)) or any(
        preposition == p and word.roles & roles for p, roles in told
    )
