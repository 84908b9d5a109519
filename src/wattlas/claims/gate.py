"""Whether a relation may be judged: where all that narrows it is bound.

What is not understood at what is spoken of keeps the tables away; what is not
understood anywhere in its clauses keeps a relation from accusing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from wattlas.claims.binding import (
    Unbound,
    changes,
    compared_with,
    conditions,
    denials,
    excepted,
    is_number,
    joined,
    numbers_left,
    of_another,
    summed,
    turned,
    unknown,
)
from wattlas.claims.choice import ACCUSED
from wattlas.claims.closure import closures
from wattlas.claims.governing import given_instead, given_or_added, of_growth
from wattlas.claims.heads import others
from wattlas.claims.judges.equivalent import SEARCHES
from wattlas.claims.matter import of_another_matter
from wattlas.claims.periods import not_of_a_year, of_another_span
from wattlas.claims.pointing import of_any, pointed_at
from wattlas.claims.positions import loose, narrowing, of_another_owner, own_clauses
from wattlas.claims.qualifiers import qualifiers
from wattlas.claims.reading import Reading, places_of
from wattlas.claims.record import Note, Part
from wattlas.claims.rivals import right_of_another
from wattlas.claims.rules.campuses import QUANTITY as PER_SITE
from wattlas.claims.rules.found import Found
from wattlas.claims.rules.placing import strays
from wattlas.claims.schema import (
    Deal,
    Equivalent,
    Figure,
    Growth,
    Operand,
    Ratio,
    Share,
)
from wattlas.claims.scope import are_apart, scope, within
from wattlas.quantity import Mention

TOLD = ("given", "added", "period", "exception", "condition")
"""Kinds of pieces that are understood, and make an amount another one."""
REGIONS_OF_LOADS = {"eu": "eu27"}
OF_TABLES = (Figure, Share, Growth)
OF_A_MACHINE = ("power_limit_w", "nameplate_w")
"""What is of one version of a machine, where others have another."""
STOCKS = ("uses_per_day", "monthly_users", "weekly_users")
"""What they have, which what is added to it is not."""
TAKEN = ("electricity_kwh", "forecast_kwh", "water_l", "carbon_kgco2e")
"""What the tables hold of loads and companies: what these take, or emit, in a year."""


def blocked(
    reading: Reading, found: Found, all_found: Sequence[Found]
) -> list[Unbound]:
    """Return what keeps the tables from judging a relation: nothing if it may."""
    clauses = scope(reading, found.used)
    compares = isinstance(found.relation, (Equivalent, Ratio))
    if not of_known_owner(found.relation):
        matters = of_another_matter(reading, found.relation, clauses)
        return [*_apart(reading, found.used), *(matters if compares else [])]
    if _is_bound_by_itself(found.relation):
        words = unknown(reading, clauses)
        words = [u for u in words if not _names_its_subject(reading, u, found.used)]
        return [*words, *conditions(reading), *excepted(reading)]
    places = frozenset(p for f in all_found for p in _places(f.relation))
    pieces = qualifiers(reading, found.used, clauses, places)
    pieces += [u for u in others(reading) if within(clauses, u.start)]
    pieces += [*conditions(reading), *excepted(reading)]
    pieces += [u for u in pointed_at(reading) if within(clauses, u.start)]
    if isinstance(found.relation, (*OF_TABLES, Equivalent, Ratio)):
        pieces += unknown(reading, clauses)
        pieces += of_another_matter(reading, found.relation, clauses)
        if isinstance(found.relation, OF_TABLES) and found.used:
            pieces += loose(reading, own_clauses(reading, found.used))
        pieces += of_another_owner(reading, found.relation, found.used)
        pieces += [u for u in narrowing(reading) if within(clauses, u.start)]
    if isinstance(found.relation, Figure):
        pieces += _of_no_figure(reading, found.relation, found.used)
        pieces += turned(reading, clauses)
    if isinstance(found.relation, Share):
        pieces += not_of_a_year(reading, found.used)
        pieces += changes(reading, found.used)
        pieces += of_growth(reading, found.used)
    if isinstance(found.relation, Equivalent):
        pieces += given_instead(reading, found.used)
    return pieces


def _apart(reading: Reading, used: Sequence[Mention]) -> list[Unbound]:
    """Return the last of quantities of two statements, which give nothing together."""
    if not are_apart(reading.text, used):
        return []
    last = max(used, key=lambda m: m.start)
    return [Unbound(last.start, last.end, last.text, "number")]


def _is_bound_by_itself(relation: BaseModel) -> bool:
    """Say whether its own rule has bound what stands beside a relation's numbers."""
    of_site = isinstance(relation, Figure) and relation.quantity == PER_SITE
    return of_site or (
        isinstance(relation, Equivalent) and relation.subject in SEARCHES
    )


def _of_no_figure(
    reading: Reading, relation: Figure, used: Sequence[Mention]
) -> list[Unbound]:
    """Return what makes an amount another than the figure of its thing."""
    pieces = [*changes(reading, used), *summed(reading, used)]
    pieces += of_another(reading, relation.subject)
    pieces += compared_with(reading, relation.subject, used)
    pieces += of_another_span(reading, relation, used)
    pieces += _of_another_stage(reading, relation, used)
    if relation.quantity in OF_A_MACHINE:
        pieces += [Unbound(w.start, w.end, w.text, "qualifier") for w in reading.words
                   if "narrows" in w.roles]  # fmt: skip
    if relation.quantity in TAKEN:
        pieces += given_or_added(reading, used)
    elif relation.quantity in STOCKS:
        pieces += [u for u in given_or_added(reading, used) if u.kind == "added"]
    return pieces


_OF_EACH = re.compile(
    r"\b(?i:per|each|every)\s(?!train|pre-?train|run\b|epoch|the\b|[A-Z])[\w-]+"
    r"|每(?!一?[次轮回]?(?:预?训练))[\u4e00-\u9fff]"
)
"""What has an amount for itself, where a whole training is laid beside it."""
_USES = ("inference", "use", "user")


def _of_another_stage(
    reading: Reading, relation: Figure, used: Sequence[Mention]
) -> Iterator[Unbound]:
    """Yield the words for the use of a model, where its training is laid beside."""
    if "training" not in relation.quantity:
        return
    spans = [m.span() for m in _OF_EACH.finditer(reading.text)]
    if not reading.has("training"):
        spans += [span for cue in _USES for span in places_of(cue, reading.text)]
    stated = [(m.start, m.end) for m in reading.mentions if m not in used]
    clauses = scope(reading, used)
    for start, end in spans:
        if within(clauses, start) and not within(stated, start):
            yield Unbound(start, end, reading.text[start:end], "qualifier")


def not_accusing(
    reading: Reading, found: Found, used: Iterable[Mention]
) -> list[Unbound]:
    """Return what keeps a relation from accusing: nothing if it may.

    `used` are the quantities that some relation of the sentence has used.
    """
    clauses = scope(reading, found.used)
    together = joined(reading) if isinstance(found.relation, Figure) else []
    known = [*used, *_said_again(reading)]
    words = unknown(reading, clauses)
    if not of_known_owner(found.relation):
        words = [u for u in words if not _names_its_subject(reading, u, found.used)]
    return [
        *together,
        *words,
        *strays(reading, found.relation),
        *of_any(reading, clauses),
        *denials(reading, clauses),
        *numbers_left(reading, known, clauses),
    ]


def _said_again(reading: Reading) -> Iterator[Mention]:
    """Yield amounts that are stated twice: *850 MWh a day is 310 GWh a year*."""
    for closure in closures(reading):
        if len(closure.factors) == len(closure.used) == 2:
            yield from closure.used


_NAME = re.compile(r"[A-Z]|\w+[A-Z]")
_OF_A_NAME = re.compile(r"['’]s?\s|,|[\u4e00-\u9fff]")


def _names_its_subject(
    reading: Reading, piece: Unbound, used: Sequence[Mention]
) -> bool:
    """Say whether an unknown word is a name before numbers of one relation alone.

    Whose they are changes nothing of what they give together.
    """
    first = min((m.start for m in used), default=0)
    starts = {m.start for m in used}
    others = any(is_number(m) and m.start not in starts for m in reading.mentions)
    own = _OF_A_NAME.match(reading.text, piece.end) or piece.text.endswith(("'s", "’s"))
    name = _NAME.match(piece.text) and (piece.start > 0 or own)
    return bool(name) and piece.end <= first and not others


def passed(
    reading: Reading, found: Found, part: Part, all_found: Sequence[Found]
) -> tuple[Part, tuple[Unbound, ...]]:
    """Return a judged part as it may be told, and what kept it from a verdict."""
    pieces = blocked(reading, found, all_found)
    if part.verdict in ACCUSED:
        used = [m for f in all_found for m in f.used]
        pieces += not_accusing(reading, found, used)
        if other := right_of_another(reading, found.relation):
            pieces.append(Unbound(0, 0, other, "rival"))
    if not pieces:
        return part, ()
    return abstained(part, pieces), tuple(pieces)


def of_known_owner(relation: BaseModel) -> bool:
    """Say whether a relation is judged by the figures of a thing that it names."""
    if isinstance(relation, (*OF_TABLES, Deal)):
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


def _note(kind: str, texts: str) -> Note:
    """Return what is said of pieces of a kind that keep a relation from a verdict."""
    values = {"texts": texts}
    if kind == "given":
        return Note("given", values)
    if kind == "added":
        return Note("added", values)
    if kind == "condition":
        return Note("supposed", values)
    if kind == "period":
        return Note("of-a-period", values)
    return Note("excepted", values) if kind == "exception" else Note("unbound", values)


def abstained(part: Part, pieces: Iterable[Unbound]) -> Part:
    """Return a part that is not judged, with what was not understood, or is another."""
    texts: dict[str, dict[str, None]] = {}
    for piece in pieces:
        kind = piece.kind if piece.kind in TOLD else ""
        texts.setdefault(kind, {})[piece.text] = None
    notes = tuple(_note(kind, ", ".join(said)) for kind, said in texts.items())
    return replace(
        part, verdict="unsupported", lines=(), known=None, notes=notes,
        corrected=None, sources=(),
    )  # fmt: skip
