"""A sentence in, a verdict out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wattlas import facts
from wattlas.claims import closure
from wattlas.claims.binding import Unbound, denied, is_number, unread_numbers
from wattlas.claims.choice import ACCUSED, Judged, standing
from wattlas.claims.contrasts import contrasts
from wattlas.claims.frames import Frame, framed
from wattlas.claims.gate import abstained, of_known_owner, passed
from wattlas.claims.judges import judge
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading, read
from wattlas.claims.record import Note, Part, Recognised, Stated, Verdict
from wattlas.claims.restated import restated
from wattlas.claims.rules import Proposal, propose
from wattlas.claims.rules.found import Found
from wattlas.claims.verdict import ABSTAINED, confidence, whole
from wattlas.errors import InputError
from wattlas.quantity import Mention

LONGEST = 4000
"""Characters of one statement; a longer text is a file to go through."""
MOST_NUMBERS = 40
"""Numbers of one statement that are laid against each other and the tables."""
_CONTRAST = re.compile(r"\bnot\b", re.I)
"""What sets one thing against another, and is left out."""
PHYSICAL = (
    "energy",
    "power",
    "volume",
    "carbon",
    "money",
    "ratio",
    "share",
    "mass",
    "chip-time",
)


def check_sentence(text: str) -> Verdict:
    """Return the verdict on one statement.

    Raises
    ------
    InputError
        If the text is empty, or too long for one statement.

    Examples
    --------
    >>> check_sentence("GPT-3 took 1,287 MWh to train.").verdict
    'right'
    """
    statement = statement_of(text)
    reading = read(statement)
    if len(reading.mentions) > MOST_NUMBERS:
        return _too_many(statement, reading)
    parts = framed(statement, reading)
    judged = [one for frame in parts.frames for one in _judged_in(frame)]
    judged += restated(reading)
    closed = [Judged(closure.part_of(c), c.used) for c in closure.found(reading)]
    found = checked(statement, standing(judged, closed), reading, parts.compared)
    return _denied(found, parts.frames[0].reading.text)


def _too_many(statement: str, reading: Reading) -> Verdict:
    """Return that a statement of so many numbers is not judged as one."""
    count = len(reading.mentions)
    note = Note("too-many-numbers", {"count": count, "most": MOST_NUMBERS})
    part = Part("none", "unsupported", {}, notes=(note,))
    return checked(statement, [Judged(part)], reading)


def statement_of(text: str) -> str:
    """Return a text as one statement; refuse an empty or endless one."""
    statement = " ".join(text.split())
    if not statement:
        raise InputError("The claim is empty: write a sentence with a quantity.")
    if len(statement) > LONGEST:
        raise InputError(
            "The claim has {statement_count:,} characters, at most {longest:,} are "
            "read as one: give it as an article (.txt), of which every sentence is "
            "checked.",
            statement_count=len(statement),
            longest=LONGEST,
        )
    return statement


def _judged_in(frame: Frame) -> Iterator[Judged]:
    """Yield the relations of a frame, judged, with quantities at their places."""
    proposal = propose(frame.reading)
    for found in proposal.found:
        one = _judged(frame, found, proposal)
        yield replace(one, used=tuple(map(frame.back, one.used)))


def _judged(frame: Frame, found: Found, proposal: Proposal) -> Judged:
    """Judge a relation, or abstain where something that narrows it is not bound."""
    part = judge(found.relation)
    if part.verdict in ABSTAINED:
        return Judged(part, found.used)
    if frame.opens and of_known_owner(found.relation):
        return Judged(abstained(part, frame.opens), found.used, frame.opens)
    if frame.doubts and part.verdict in ACCUSED:
        return Judged(abstained(part, frame.doubts), found.used, frame.doubts)
    part, pieces = passed(frame.reading, found, part, proposal.found)
    return Judged(part, found.used, pieces)


def _denied(found: Verdict, main: str) -> Verdict:
    """Return a claim that is not judged as a whole where what it says first denies."""
    denial = next(denied(main), None)
    if denial is None or found.verdict == "not_numeric":
        return found
    note = Note("denial", {"text": denial[0]})
    part = Part("denial", "unsupported", {}, notes=(note,))
    return replace(
        found, verdict="unsupported", confidence="low", parts=(part, *found.parts)
    )


def checked(
    statement: str,
    judged: Sequence[Judged],
    reading: Reading,
    compared: Sequence[Unbound] = (),
    about: Mapping[str, Any] | None = None,
) -> Verdict:
    """Return the record of judged parts; what is only compared with is not read."""
    parts = [j.part for j in judged]
    parts += _unjudged(reading, parts)
    numbers, left = _numbers(reading, judged)
    contrast = None if any(denied(statement)) else _CONTRAST.search(statement)
    unread = [*left, *([contrast[0]] if contrast else []), *(c.text for c in compared)]
    verdict = whole(parts, not unread)
    share = 1 - len(left) / numbers if numbers else 1.0
    return Verdict(
        statement=statement,
        verdict=verdict,
        confidence=confidence(verdict, parts, share if not contrast else 0.5),
        parts=tuple(parts),
        quantities=tuple(map(Stated.of, reading.mentions)),
        things=tuple(_thing(t) for t in reading.things),
        not_understood=tuple(unread),
        about=dict(about or {}),
        numbers=numbers,
        judged=numbers - len(left),
    )


def _numbers(reading: Reading, judged: Sequence[Judged]) -> tuple[int, list[str]]:
    """Return how many numbers a sentence states, and those that were not judged."""
    starts = {
        m.start for j in judged if j.part.verdict not in ABSTAINED for m in j.used
    }
    starts |= {c.denied.start for c in contrasts(reading) if c.stated.start in starts}
    stated = [m for m in reading.mentions if is_number(m)]
    left = [(m.start, m.text) for m in stated if m.start not in starts]
    digits = [(u.start, u.text) for u in unread_numbers(reading)]
    unread = [text for _, text in sorted([*left, *digits])]
    return len(stated) + len(digits), unread


def _thing(thing: Named) -> Recognised:
    row = facts.row(thing.table, thing.key)
    name = row.get("name") or row.get("name_en") or thing.key
    return Recognised(thing.text, thing.table, thing.key, name)


def _unjudged(reading: Reading, parts: list[Part]) -> list[Part]:
    """Return what to say of a sentence that no rule has read."""
    notes = [_ambiguous(reading), _unknown_unit(reading)]
    known = tuple(n for n in notes if n)
    if parts:
        return []
    if any(m.dimension in PHYSICAL for m in reading.mentions) or known:
        return [Part("none", "unsupported", {}, notes=(*known, Note("nothing-known")))]
    counts = [
        m for m in reading.mentions if m.dimension in ("count", "distance", "time")
    ]
    if counts:
        note = Note("no-known-unit", {"text": _with_word(reading.text, counts[0])})
        return [Part("none", "unsupported", {}, notes=(note, Note("nothing-known")))]
    return [Part("words", "not_numeric", {}, notes=(Note("no-quantity"),))]


def _with_word(text: str, m: Mention) -> str:
    """Return a number with the word behind it."""
    word = re.match(r"\s?[^\s\d,.;，。]{1,14}", text[m.end :])
    return m.text + (word[0] if word else "")


def _ambiguous(reading: Reading) -> Note | None:
    for m in reading.mentions:
        if len(m.readings) > 1:
            readings = [f"{r.meaning} = {r.value:g} {m.exact_unit}" for r in m.readings]
            return Note("ambiguous", {"text": m.text, "readings": " / ".join(readings)})
    return None


def _unknown_unit(reading: Reading) -> Note | None:
    for m in reading.mentions:
        if m.dimension == "unknown":
            return Note("unknown-unit", {"text": m.text, "near": m.unit})
    return None
