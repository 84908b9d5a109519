"""Which deal is whose: two predicates of one statement, and clauses before a name."""

from __future__ import annotations

import re

from wattlas.claims.reading import Reading, places_of
from wattlas.claims.scope import Span, clauses

PARTIES = ("company", "person", "model")
FORMS = ("invest", "buy")
"""Cues of deals of different forms."""
_JOINT = re.compile(
    r"\s(?:and|but|while|then)\s|[,;，；、]|并且?|同时|以及|而且?", re.IGNORECASE
)


def predicates(reading: Reading) -> list[list[Span]]:
    """Return the spans of each predicate of a deal, each with its own parties.

    >>> from wattlas.claims.reading import read
    >>> text = "Microsoft invested in OpenAI and buys 50 MW from Helion"
    >>> [" ".join(text[a:b] for a, b in spans) for spans in predicates(read(text))]
    ['Microsoft invested in OpenAI', 'Microsoft buys 50 MW from Helion']
    """
    whole = [[(0, len(reading.text))]]
    verbs = [place for cue in FORMS for place in places_of(cue, reading.text)[:1]]
    if len(verbs) < len(FORMS):
        return whole
    first, second = sorted(verbs)
    joints = list(_JOINT.finditer(reading.text, first[1], second[0]))
    if not joints:
        return whole
    joint = joints[-1]
    rest = (joint.end(), len(reading.text))
    parties = [t for t in reading.kinds(*PARTIES) if t.end <= first[0]]
    has_own = any(joint.end() <= t.start < second[0] for t in reading.kinds(*PARTIES))
    if has_own or not parties:
        return [[(0, joint.start())], [rest]]
    return [[(0, joint.start())], [(parties[0].start, parties[-1].end), rest]]


def relatives(reading: Reading) -> list[tuple[Span, Span]]:
    """Return clauses that stand before their name in Chinese: 奥特曼投资的 Helion.

    Each with its 的, and the span of the name.
    """
    found = []
    for thing in reading.kinds(*PARTIES):
        start = reading.text[: thing.start].rstrip()
        if not start.endswith("的"):
            continue
        first = max(
            (b for a, b in clauses(reading.text) if b < thing.start), default=-1
        )
        begin = first + 1
        if any(places_of(cue, start[begin:]) for cue in FORMS):
            found.append(((begin, len(start)), (thing.start, thing.end)))
    return found
