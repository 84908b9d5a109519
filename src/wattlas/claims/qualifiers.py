"""What narrows the things of a sentence and is not understood: a part, a place, a kind.

Beside such a word no figure of the tables is laid: it may be of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wattlas import facts
from wattlas.claims.binding import Unbound
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading, one_of_many
from wattlas.claims.scope import Span, owner_of, within
from wattlas.claims.vocabulary import Word, pattern, roles_of, said
from wattlas.quantity import Mention

_ADJACENT = re.compile(r"[\s-]*(?:['’]s?\s)?")


def qualifiers(
    reading: Reading,
    used: Sequence[Mention],
    scope: Sequence[Span],
    places: frozenset[str],
) -> list[Unbound]:
    """Return what narrows the things of some clauses and is not understood.

    `places` are the keys of the places that some relation speaks of.
    """
    found = [
        Unbound(t.start, t.end, t.text, "place")
        for t in reading.kinds("country")
        if t.key not in places and t.key != "world"
    ]
    found += [*_of_an_unnamed_country(reading)]
    found += [_piece(w) for w in _names(reading)]
    found += [_piece(w) for w in _below_prepositions(reading)]
    found += [_piece(w) for w in _between(reading, used)]
    for thing in reading.things:
        found += _at(reading, thing, used)
    stated = [(m.start, m.end) for m in reading.mentions]
    kept = {u for u in found if within(scope, u.start)}
    return sorted(
        {u for u in kept if u.kind == "count" or not within(stated, u.start)},
        key=lambda u: (u.start, u.end),
    )


def _piece(word: Word) -> Unbound:
    return Unbound(word.start, word.end, word.text, "qualifier")


def _of_an_unnamed_country(reading: Reading) -> Iterator[Unbound]:
    """Yield a country that is spoken of and not named: *nationwide*, 全国.

    The nation of a state is not named either.
    """
    places = [t for t in reading.kinds("country") if t.key != "world"]
    placed = bool(places) or any(_is_placed(t) for t in reading.kinds("load"))
    states = bool(places) and all(t.table != "countries" for t in places)
    role = "nation" if states else "unnamed"
    if states or not placed:
        for match in said(role, reading.text):
            yield Unbound(*match.span(), match[0], "place")


def _is_placed(thing: Named) -> bool:
    """Say whether a load is that of a place: the data centres of Ireland."""
    return facts.row(thing.table, thing.key).get("region", "world") != "world"


def _names(reading: Reading) -> Iterator[Word]:
    """Yield unknown names, and whatever is unknown of a Chinese text."""
    for word in reading.words:
        capital = word.text[0].isupper() and word.start > 0
        if not word.is_known and (capital or word.text[0] > "\u4e00"):
            yield word


def _below_prepositions(reading: Reading) -> Iterator[Word]:
    """Yield what stands below a preposition and is not understood: *for cooling*."""
    before = ""
    narrow = any(t.kind in ("load", "company") for t in reading.things)
    for word in reading.words:
        low = word.text.lower()
        if before and not word.is_known:
            yield word
        if before and narrow and "narrows" in word.roles:
            yield word
        goes_on = "below" in word.roles or (before and "articles" in word.roles)
        before = low if goes_on else ""


def _between(reading: Reading, used: Sequence[Mention]) -> Iterator[Word]:
    """Yield unknown words between the owner of quantities and the first of them."""
    owner = owner_of(reading, used)
    if owner is None:
        return
    end = max((m.end for m in used), default=owner.end)
    for word in reading.words:
        if not word.is_known and owner.end <= word.start < end:
            yield word


def _at(reading: Reading, thing: Named, used: Sequence[Mention]) -> Iterator[Unbound]:
    """Yield what narrows a thing just before or behind it."""
    if thing.kind in ("publisher", "country"):
        return
    if thing.kind == "load":
        yield from _of_another(reading, thing)
        yield from _counted(reading, thing, used)
        yield from _single(reading, thing)
    yield from _some_of(reading, thing)
    yield from _timed(reading, thing)
    yield from _before(reading, thing)
    text = reading.text
    behind = next((w for w in reading.words if w.start >= thing.end), None)
    # What opens a quantity narrows nothing: *supply Microsoft with 50 MW*.
    of_amount = behind and any(text[behind.end : m.start] == " " for m in used)
    if behind and not of_amount and _ADJACENT.fullmatch(text[thing.end : behind.start]):
        narrow = thing.kind != "model" and "narrows" in behind.roles
        if not behind.is_known or "opens" in behind.roles or narrow:
            yield _piece(behind)
    if thing.kind == "company":
        yield from _own_ai(reading, thing)
        for start, end in one_of_many(reading.text):
            if thing.start <= start or start <= thing.start < end:
                yield Unbound(start, end, reading.text[start:end], "qualifier")


def _timed(reading: Reading, thing: Named) -> Iterator[Unbound]:
    """Yield a thing that only says when: *before GPT-3*, GPT-3之前."""
    for word in reading.words:
        ends = (word.end, thing.start), (thing.end, word.start)
        gaps = (reading.text[a:b] for a, b in ends if a <= b)
        if "precedes" in word.roles and any(_ADJACENT.fullmatch(g) for g in gaps):
            yield Unbound(thing.start, thing.end, thing.text, "qualifier")


_SOME_OF = (
    r"(?P<some>(?:{}|^most)\s(?:one\s)?of)\s"
    r"(?:(?:the|all|its|[A-Z]\w*|world)(?:['’]s)?\s)*$"
)


def _some_of(reading: Reading, thing: Named) -> Iterator[Unbound]:
    """Yield what makes only some of a thing: *one of Google's data centers*."""
    whole = thing.kind in ("load", "company")
    found = pattern("some-of", _SOME_OF).search(reading.text[: thing.start])
    if found and whole:
        yield Unbound(*found.span("some"), found["some"], "count")


_HEAD = r"(?P<head>[A-Za-z]+)\s+{}\s+(?:the |all |our |world's )*$"
_COMPARED = r"(?:\bas much as|\bas|{})\s+(?:the |all )*$"
_AND = r"\s{}\s+(?P<other>[a-z]{{3,}})"
"""How words stand before, or behind, a thing: *lighting in*, *more than*, *and*."""


def _of_another(reading: Reading, thing: Named) -> Iterator[Unbound]:
    """Yield another thing that has the figure: *lighting in*, *more than*, *and*."""
    text = reading.text
    inside = [(m.start, m.end) for m in reading.mentions]
    head = pattern("beside", _HEAD).search(text[: thing.start])
    if (
        head
        and "amounts" not in roles_of(head["head"])
        and not within(inside, head.start())
    ):
        yield Unbound(head.start("head"), head.end("head"), head["head"], "qualifier")
    compared = pattern("than-all", _COMPARED).search(text[: thing.start])
    if compared:
        yield Unbound(
            compared.start(), compared.end(), compared[0].strip(), "qualifier"
        )
    other = pattern("joins", _AND).match(text, thing.end)
    named = other and within([(t.start, t.end) for t in reading.things], other.start(1))
    if other and not named and "goes-on" not in roles_of(other["other"]):
        yield Unbound(other.start(1), other.end(1), other["other"], "qualifier")


def _before(reading: Reading, thing: Named) -> Iterator[Unbound]:
    """Yield what narrows a thing before it, past the place and words that link."""
    pieces: list[Named | Word] = [*reading.kinds("country"), *reading.words]
    start = thing.start
    for piece in sorted(pieces, key=lambda p: -p.start):
        gap = reading.text[piece.end : start]
        if piece.end > start or not _ADJACENT.fullmatch(gap):
            continue
        if isinstance(piece, Word):
            if _narrows(piece, thing):
                yield _piece(piece)
            elif "links" not in piece.roles:
                break
        start = piece.start


def _own_ai(reading: Reading, thing: Named) -> Iterator[Unbound]:
    """Yield the AI of a company, of which its figures say nothing: *Google's AI*."""
    for load in reading.kinds("load"):
        between = reading.text[thing.end : max(load.start, thing.end)]
        if load.key == "ai" and load.start > thing.end and _ADJACENT.fullmatch(between):
            yield Unbound(load.start, load.end, load.text, "qualifier")


def _narrows(word: Word, thing: Named) -> bool:
    """Say whether a word before a thing leaves only a part of it."""
    if thing.key == "ai" and "whole-ai" in word.roles:
        return False
    whole = thing.kind in ("load", "company")
    return not word.is_known or (whole and "narrows" in word.roles)


def _counted(
    reading: Reading, thing: Named, used: Sequence[Mention]
) -> Iterator[Unbound]:
    """Yield a count, or a part, of the loads that is spoken of: *half of all*."""
    for m in reading.of("count", "share"):
        between = reading.text[m.end : thing.start]
        near = m.end <= thing.start and m not in used
        if near and all("links" in roles_of(w) for w in between.split()):
            yield Unbound(m.start, m.end, m.text, "count")


def _single(reading: Reading, thing: Named) -> Iterator[Unbound]:
    """Yield one data centre of a company: *Google's data center used*."""
    before = reading.text[: thing.start]
    owned = any(t.end <= thing.start and re.fullmatch(r"['’]?s?\s", before[t.end :])
                for t in reading.kinds("company"))  # fmt: skip
    if owned and thing.text.isascii() and not thing.text.endswith("s"):
        yield Unbound(thing.start, thing.end, thing.text, "qualifier")
