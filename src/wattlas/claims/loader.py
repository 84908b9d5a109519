"""A file of claims: YAML, checked against the schema, each relation judged."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from wattlas.claims.binding import Unbound
from wattlas.claims.choice import ACCUSED
from wattlas.claims.gate import abstained
from wattlas.claims.judges import amounts, judge
from wattlas.claims.known import known
from wattlas.claims.names import is_known, known_names
from wattlas.claims.reading import read
from wattlas.claims.record import Part, Stated, Verdict, VerdictFile
from wattlas.claims.schema import Claim, ClaimsFile, Figure, Quantity, Relation
from wattlas.claims.sentence import check_sentence
from wattlas.claims.typed import bound_of, mismatch, with_bounds
from wattlas.claims.verdict import confidence, whole
from wattlas.errors import Message, Several, StudyError, nearest_names
from wattlas.quantity import Mention, canonical
from wattlas.study.loader import Document, read_document, validated

NAMES = ("subject", "thing", "use_of", "who", "what", "level", "region", "against")
"""Fields of relations that name things of the tables."""
ABOUT = ("figures_zh", "said_by", "source", "date", "place", "note")


def check_claims(path: Path) -> VerdictFile:
    """Return every claim of a file, judged.

    Raises
    ------
    StudyError
        If the file is no YAML mapping, or a field is wrong; with file and line.
    """
    document = read_document(path, "a file of claims")
    file = validated(ClaimsFile, document, "a file of claims")
    _refuse_unknown(file, document)
    return VerdictFile(str(path), file.title, tuple(_checked(c) for c in file.claims))


def _refuse_unknown(file: ClaimsFile, document: Document) -> None:
    """Raise StudyError if a relation names what no table has, or in another unit."""
    wrong = []
    for i, claim in enumerate(file.claims):
        for j, relation in enumerate(claim.relations):
            where = ("claims", i, "relations", j)
            for name, value in _things(relation):
                if not is_known(value):
                    wrong.append(_wrong(document, (*where, name), _near(value)))
            if isinstance(relation, Figure) and (problem := _of_another_unit(relation)):
                wrong.append(_wrong(document, (*where, "value"), problem))
            if amiss := mismatch(relation):
                wrong.append(_wrong(document, (*where, amiss[0]), amiss[1]))
    if wrong:
        raise StudyError("{sentences}", sentences=Several(wrong, "\n"))


def _wrong(
    document: Document, where: tuple[str | int, ...], problem: Message
) -> Message:
    """Return a problem with its field, and its line where it stands in a file."""
    field, line = ".".join(map(str, where)), document.line(where[:-1])
    said: dict[str, Any] = {"path": document.name, "field": field, "problem": problem}
    if line is None:
        return Message("{path}: {field}: {problem}", **said)
    return Message("{path}, line {line}: {field}: {problem}", line=line, **said)


_SAME_UNITS = ({"kg", "kgCO2e"},)
"""Units that a quantity may be given in either of."""


def _of_another_unit(relation: Figure) -> Message | None:
    """Return that an amount is of another dimension than the figures of its quantity.

    What is in money, or a rate, is left to its judge.
    """
    value, figures = relation.value, known(relation.subject, relation.quantity)
    wanted = figures[0].unit if figures else value.unit
    units = {value.unit, wanted}
    if len(units) == 1 or units in _SAME_UNITS or value.currency or "/" in wanted:
        return None
    return Message(
        "{value} is no {quantity} of {subject}, which is in {unit}: give an amount in "
        "that unit.",
        value=canonical(value),
        quantity=relation.quantity,
        subject=relation.subject,
        unit=wanted,
    )


def _things(relation: BaseModel) -> Iterator[tuple[str, str]]:
    """Yield the fields of a relation that name things, with their values."""
    for name in type(relation).model_fields:
        value = getattr(relation, name)
        if isinstance(value, BaseModel):
            yield from ((f"{name}.{n}", v) for n, v in _things(value))
        elif name in NAMES and value:
            yield name, value


def _near(value: str) -> Message:
    near = nearest_names(value, known_names())
    hint = Message(" Did you mean {near}?", near=Several(map(repr, near), " or "))
    return Message(
        "nothing is known by the name {name!r}.{hint} See: wattlas facts subjects.",
        name=value,
        hint=hint if near else "",
    )


def check_typed(claim: Mapping[str, Any]) -> Verdict:
    """Return the verdict on a claim that is given as data.

    Raises
    ------
    StudyError
        If a field is wrong, or a name is not known.
    """
    data = {"title": "", "claims": [dict(claim)]}
    document = Document(data, "the claim", {})
    file = validated(ClaimsFile, document, "a claim")
    _refuse_unknown(file, document)
    return _checked(file.claims[0])


def _checked(claim: Claim) -> Verdict:
    """Judge the relations of a claim; without any, its statement is read."""
    found = check_sentence(claim.statement) if not claim.relations else None
    about: dict[str, Any] = {k: v for k in ABOUT if (v := getattr(claim, k))}
    if found is not None:
        parts, left = found.parts, found.not_understood
    else:
        claim = with_bounds(claim)
        left = _unused(claim)
        parts = tuple(_judged(r, claim, left) for r in claim.relations)
    reading = read(claim.statement)
    verdict = whole(parts, not left)
    numbers = found.numbers if found is not None else len(claim.quantities)
    share = 1 - len(left) / numbers if numbers else 1.0
    return Verdict(
        numbers=numbers,
        judged=max(numbers - len(left), 0),
        statement=claim.statement,
        verdict=verdict,
        confidence=confidence(verdict, parts, max(share, 0.0)),
        parts=parts,
        quantities=tuple(map(Stated.of, reading.mentions)),
        not_understood=left,
        id=claim.id,
        about=about,
    )


def _judged(relation: Relation, claim: Claim, left: Container[str]) -> Part:
    """Judge a relation; nothing is accused for a number that is not bound."""
    part = judge(relation)
    if part.verdict not in ACCUSED:
        return part
    stated = {canonical(m) for m in amounts(relation)}
    loose = [q for q in claim.quantities if q.text in left]
    about = [q for q in loose if canonical(q.value) in stated]
    pieces = [Unbound(0, 0, _narrowed(q), "") for q in about]
    return abstained(part, pieces) if pieces else part


def _narrowed(quantity: Quantity) -> str:
    """Return what narrows a quantity, in the words that it was typed in."""
    names = ("comparator", "hedge", "owner", "place", "period")
    words = [getattr(quantity, n) for n in names if getattr(quantity, n)]
    return ", ".join(words) or quantity.role


def _unused(claim: Claim) -> tuple[str, ...]:
    """Return the stated quantities of a claim that no relation speaks of as they are.

    What narrows a quantity (owner, place, period, comparator, hedge) is to stand in a
    relation too, and a supposition or a forecast is compared with nothing.
    """
    used = {canonical(m) for relation in claim.relations for m in amounts(relation)}
    said = {text for relation in claim.relations for text in _words(relation)}
    return tuple(
        q.text
        for q in claim.quantities
        if canonical(q.value) not in used or not _is_bound(q, said)
    )


def _is_bound(quantity: Quantity, said: Container[str]) -> bool:
    names = (quantity.owner, quantity.place, quantity.period)
    bound = bound_of(quantity)
    narrowed = (*names, *((bound,) if bound else (quantity.comparator, quantity.hedge)))
    if quantity.role in ("hypothetical", "forecast"):
        return False
    return all(word.lower() in said for word in narrowed if word)


def _words(value: Any) -> Iterator[str]:
    """Yield every word and year that stands in a relation, in lower case."""
    if isinstance(value, BaseModel):
        yield from _words(dict(value))
    elif isinstance(value, Mapping):
        yield from _words(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _words(item)
    elif isinstance(value, Mention):
        yield value.bound.lower()
    elif value is not None:
        yield str(value).lower()
