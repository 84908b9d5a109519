"""A statement in frames: what it says, and what it says beside that of a thing.

Behind a thing, between commas, stands what is said of it alone (*which invested*, *the
largest buyer*); before a comma, or behind one, what it is compared with (*unlike
Ireland*, *more than Ireland*). Each is read by itself, and the rest without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wattlas.claims.asides import Clause, behind_pronoun, clauses_of, said_of
from wattlas.claims.binding import Unbound
from wattlas.claims.contrasts import contrasts
from wattlas.claims.heads import HEADS, meant
from wattlas.claims.predicates import predicates, relatives
from wattlas.claims.reading import Reading, read
from wattlas.claims.scope import Span
from wattlas.claims.vocabulary import said
from wattlas.quantity import Mention

FIRST_WORDS = 3
"""Among so many words of a clause stands that which makes it a comparison."""
_BRACKETS = re.compile(r"\s?[(（][^()（）]*[)）]")


@dataclass(frozen=True)
class Frame:
    """A part of a statement that is read by itself.

    `opens` keeps it from being judged by the tables, `doubts` from being accused.
    """

    text: str
    reading: Reading
    places: tuple[int, ...]
    opens: tuple[Unbound, ...] = ()
    doubts: tuple[Unbound, ...] = ()

    def back(self, mention: Mention) -> Mention:
        """Return a quantity at its place in the whole statement."""
        start, last = self.places[mention.start], self.places[mention.end - 1]
        return replace(mention, start=start, end=last + 1)


@dataclass(frozen=True)
class Framed:
    """The frames of a statement, and the comparisons that no frame has."""

    frames: tuple[Frame, ...]
    compared: tuple[Unbound, ...] = ()


def framed(statement: str, reading: Reading) -> Framed:
    """Return the frames of a statement.

    >>> text = "Sam Altman, who runs OpenAI, invested 375 million dollars"
    >>> [f.reading.text for f in framed(text, read(text)).frames]
    ['Sam Altman invested 375 million dollars', 'Sam Altman runs OpenAI']
    """
    parts = clauses_of(reading)
    compared = [c for c in parts if _compares(reading, c, parts)]
    timed = [c for c in parts[:1] if _precedes(c, parts)]
    beside = [
        (c, owner)
        for c in parts[1:]
        if c not in compared and (owner := said_of(reading, c, parts)) is not None
    ]
    behind = relatives(reading)
    beside_it = [c for c, _ in beside]
    cuts = [_with_borders(parts, c) for c in (*compared, *timed, *beside_it)]
    cuts += [c.span for c in contrasts(reading)]
    cuts += [*_bracketed(reading), *meant(reading), *(span for span, _ in behind)]
    whole = _frame(statement, [(0, len(statement))], reading)
    main = _frame(statement, _left(len(statement), cuts)) if cuts else whole
    main = replace(main, opens=_opens(reading, main, timed))
    main = replace(main, doubts=_doubts(reading, main, compared))
    frames = [*_by_predicate(main)]
    for clause, owner in beside:
        start = behind_pronoun(reading, clause)
        frames.append(_frame(statement, [owner, (start, clause.end)]))
    frames += [_frame(statement, [(a, b - 1), name]) for (a, b), name in behind]
    return Framed(tuple(frames), tuple(_piece(reading, c) for c in compared))


def _opens(
    reading: Reading, main: Frame, timed: Iterable[Clause]
) -> tuple[Unbound, ...]:
    """Return what a statement without a year is before or after."""
    return () if main.reading.years else tuple(_piece(reading, c) for c in timed)


def _doubts(
    reading: Reading, main: Frame, compared: Iterable[Clause]
) -> tuple[Unbound, ...]:
    """Return comparisons with a place, where the statement itself names none."""
    if main.reading.kinds("country"):
        return ()
    placed = (c for c in compared if any(t.kind == "country" for t in c.things))
    return tuple(_piece(reading, c) for c in placed)


def _by_predicate(main: Frame) -> Iterator[Frame]:
    """Yield a frame for each predicate of a deal."""
    found = predicates(main.reading)
    if len(found) == 1:
        yield main
        return
    for spans in found:
        part = _frame(main.text, spans)
        places = tuple(main.places[at] for at in part.places)
        yield replace(main, text=part.text, reading=part.reading, places=places)


def _piece(reading: Reading, clause: Clause) -> Unbound:
    text = reading.text[clause.start : clause.end]
    return Unbound(clause.start, clause.end, text.strip(), "clause")


def _compares(reading: Reading, clause: Clause, parts: Iterable[Clause]) -> bool:
    """Say whether a clause names what the statement is compared with, and no more."""
    others = any(c.numbers for c in parts if c is not clause)
    if clause.numbers or not clause.things or not others:
        return False
    if _leaves_out(reading, clause):
        return False
    if reading.of("ratio") or reading.has("save"):
        return False  # what it is compared with is a side of the relation
    latin = clause.words[:FIRST_WORDS] if reading.text.isascii() else clause.words
    return any("compares" in w.roles for w in latin)


def _leaves_out(reading: Reading, clause: Clause) -> bool:
    """Say whether a clause takes a load out of what the statement speaks of."""
    text = reading.text[clause.start : clause.end]
    part = any(t.kind == "load" for t in clause.things)
    return part and any(said("excepts", text))


def _precedes(clause: Clause, parts: Iterable[Clause]) -> bool:
    """Say whether a first clause says before or after what: *Before GPT-3,*."""
    others = any(c.numbers for c in parts if c is not clause)
    ends = (*clause.words[:1], *clause.words[-1:])
    timed = any("precedes" in w.roles for w in ends)
    return timed and others and bool(clause.things) and not clause.numbers


def _bracketed(reading: Reading) -> Iterator[Span]:
    """Yield brackets behind a thing that name it again: 奥特曼（Sam Altman）."""
    for match in _BRACKETS.finditer(reading.text):
        start, end = match.span()
        words = [w for w in reading.words if start <= w.start < end]
        things = [t for t in reading.things if start <= t.start < end]
        numbers = any(start <= m.start < end for m in reading.mentions)
        heads = any(w.roles & HEADS for w in words)
        narrow = any("narrows" in w.roles and not w.roles & HEADS for w in words)
        again = heads or any(t.kind != "country" for t in things)
        behind = any(t.end == start for t in reading.things)
        if behind and again and not numbers and not narrow:
            yield start, end


def _with_borders(parts: list[Clause], clause: Clause) -> Span:
    """Return a clause with the commas on both sides of it."""
    first = clause.index == 0
    last = clause.index == len(parts) - 1
    start = clause.start if first else parts[clause.index - 1].end
    end = clause.end if last else parts[clause.index + 1].start
    return start, end


def _left(length: int, cuts: Iterable[Span]) -> list[Span]:
    """Return what cuts leave of a text."""
    left, at = [], 0
    for start, end in sorted(cuts):
        if start > at:
            left.append((at, start))
        at = max(at, end)
    return [*left, (at, length)] if at < length else left


def _frame(statement: str, spans: list[Span], whole: Reading | None = None) -> Frame:
    """Return some spans of a statement read as one."""
    text = ""
    places: list[int] = []
    for n, (start, end) in enumerate(spans):
        joins = text[-1:].isalnum() and statement[start : start + 1].isalnum()
        if n and joins and text[-1:].isascii():
            text, places = f"{text} ", [*places, start]
        text += statement[start:end]
        places += range(start, end)
    return Frame(text, whole or read(text), (*places, len(statement)))
