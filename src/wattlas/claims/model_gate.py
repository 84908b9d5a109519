"""What a model has read of a sentence, held to what stands in the sentence.

A model may pass over a place, an owner or a denial, or be told to by the sentence. So
its relations go through the same gate as those of the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wattlas.claims.binding import Unbound
from wattlas.claims.gate import abstained, of_known_owner, passed
from wattlas.claims.judges import amounts
from wattlas.claims.reading import Reading, read
from wattlas.claims.record import Part, Verdict
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Relation
from wattlas.claims.sentence import unless_denied
from wattlas.claims.verdict import ABSTAINED, confidence, whole
from wattlas.quantity import Mention


def held(found: Verdict, relations: Sequence[Relation]) -> Verdict:
    """Return a verdict on typed relations without what its sentence does not bear out.

    `relations` are those of its parts, in order; without any, the rules have read it.
    """
    if not relations:
        return found
    return unless_denied(_gated(found, relations), found.statement)


def _gated(found: Verdict, relations: Sequence[Relation]) -> Verdict:
    reading = read(found.statement)
    read_so = [Found(r, _stated(reading, r)) for r in relations]
    pairs = list(zip(found.parts, read_so, strict=True))
    parts = tuple(_held(reading, part, one, read_so) for part, one in pairs)
    kept = [new is old for new, old in zip(parts, found.parts, strict=True)]
    if all(kept):
        return found
    judged = {m.text for one, k in zip(read_so, kept, strict=True) if k
              for m in one.used}  # fmt: skip
    loose = [m.text for one in read_so for m in one.used if m.text not in judged]
    left = tuple(dict.fromkeys((*found.not_understood, *loose)))
    verdict, share = whole(parts, not left), 1 - len(left) / (found.numbers or 1)
    return replace(
        found, parts=parts, verdict=verdict, not_understood=left,
        confidence=confidence(verdict, parts, max(share, 0.0)),
        judged=max(found.numbers - len(left), 0),
    )  # fmt: skip


def _held(reading: Reading, part: Part, one: Found, all_found: list[Found]) -> Part:
    if part.verdict in ABSTAINED:
        return part
    if of_known_owner(one.relation) and not reading.things:
        return abstained(part, [Unbound(0, 0, reading.text, "owner")])
    return passed(reading, one, part, all_found)[0]


def _stated(reading: Reading, relation: Relation) -> tuple[Mention, ...]:
    """Return the quantities of a sentence that a relation speaks of."""
    said = [(m.low, m.high) for m in amounts(relation)]
    return tuple(m for m in reading.mentions if (m.low, m.high) in said)
