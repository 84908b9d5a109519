"""What of a sentence is bound to nothing: numbers, places, words, conditions, denials.

A figure of the tables is laid beside a stated one only where all that narrows the
statement is understood. What is not is returned here, and blocks the comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wattlas.claims.reading import OWNERS, Reading
from wattlas.claims.scope import Span, within
from wattlas.claims.vocabulary import numbered, pattern, said
from wattlas.quantity import Mention

_QUESTION = re.compile(r"\?\s*$|？\s*$|吗[？?]?$")
_NOT = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would)\s+not"
    r"|no(?! (?:more|less|fewer|longer|later|doubt))\b(?= [a-z])|not (?=[\d$€£])"
    r"|\w+n['’]t)\b",
    re.IGNORECASE,
)
_SAYING = r"(?:claims?|estimates?|figures?|numbers?|papers?|stud(?:y|ies)|reports?)"
_TAKES_BACK = re.compile(
    rf"\b(?:withdr[ae]w(?:s|ing|n)?|t(?:ake|akes|aking|ook|aken) back)\b"
    rf"(?:\s[\w'’-]+){{0,4}}?\s{_SAYING}\b"
    rf"|\b{_SAYING}\b[^.;]*\s(?:been|was|were|is|are)\s(?:withdrawn|taken back)\b",
    re.IGNORECASE,
)
"""A statement that is taken back, where water or power may be withdrawn too."""
_INSTEAD = re.compile(r" \d")
"""A number behind *instead of* is what is not meant, and leaves the rest standing."""
_ONE_PERIOD = re.compile(
    r"an? \w+|one (?:day|week|month|year)|一个?(?:天|年|月|周|日|星期|小时)",
    re.IGNORECASE,
)
_ONE_THING = re.compile(r"一[个块张颗台座片枚户辆次]?")
_DIGITS = re.compile(r"\d[\d,.]*\d|\d")
_IN_A_NAME = re.compile(r"[A-Za-z_]-?$|[A-Za-z]\d+$|\d[:/.-]$|#$|每 ?$")


@dataclass(frozen=True, slots=True)
class Unbound:
    """A piece of a text that no relation has used: a number, a place, a qualifier."""

    start: int
    end: int
    text: str
    kind: str


def unread_numbers(reading: Reading) -> list[Unbound]:
    """Return the digits of a text that are in no quantity and in no name.

    >>> from wattlas.claims.reading import read
    >>> [u.text for u in unread_numbers(read("GPT-3 took -1,287 MWh"))]
    ['1,287']
    """
    spans = [(m.start, m.end) for m in reading.mentions]
    spans += [(t.start, t.end) for t in reading.things]
    spans += numbered(reading.text)
    found = []
    for match in _DIGITS.finditer(reading.text):
        inside = within(spans, match.start())
        if not inside and not _IN_A_NAME.search(reading.text[: match.start()][-8:]):
            found.append(Unbound(*match.span(), match[0], "number"))
    return found


def is_number(m: Mention) -> bool:
    """Say whether a quantity states a number: no date, and not just *a year*, 一天."""
    if m.dimension == "date" or _ONE_THING.fullmatch(m.text):
        return False
    return m.dimension != "time" or not _ONE_PERIOD.fullmatch(m.text)


def conditions(reading: Reading) -> list[Unbound]:
    """Return what makes a statement a supposition: *if*, 假如."""
    found = [*said("supposes", reading.text), *_QUESTION.finditer(reading.text)]
    return [Unbound(*m.span(), m[0], "condition") for m in found]


def denials(reading: Reading, scope: Sequence[Span]) -> list[Unbound]:
    """Return what denies a statement, or names what it is not: *not*, *rather than*."""
    found = (Unbound(*m.span(), m[0], "denial") for m in denied(reading.text))
    return [u for u in found if within(scope, u.start)]


def denied(text: str) -> Iterator[re.Match[str]]:
    """Yield what turns a statement round: it is not said of its thing, but denied."""
    yield from _NOT.finditer(text)
    yield from _TAKES_BACK.finditer(text)
    for match in said("denies", text):
        if match[0].lower() != "instead of" or not _INSTEAD.match(text, match.end()):
            yield match


_JUST_BEFORE = r"{}\s?(?:the\s)?$"


def excepted(reading: Reading) -> list[Unbound]:
    """Return words that leave something out of what is said: *aside from*, 不含."""
    found = list(said("excepts", reading.text))
    for thing in reading.kinds("country", "load", "company"):
        found += pattern("outside", _JUST_BEFORE).finditer(reading.text[: thing.start])
    return [Unbound(*m.span(), m[0], "exception") for m in found]


_JOINED = re.compile(r"\s?(?:,|and|&|和|与|及|以及|、)\s?(?:and\s)?", re.IGNORECASE)


_BY = r"{}[^.;,]{{0,40}}?\bby\s+(?:\w+\s+){{0,2}}$"
_SAVED = r"{}(?:\s+(?:\w+\s+){{0,2}}|(?:了|约|近|超过|大约)*)$"
_THAN = r"\s(?:\w+\s){{0,3}}?{}"
"""Where the words stand that make an amount a change: *rose by*, 节省了, *less*."""
LOOK_BACK = 60


def changes(reading: Reading, used: Iterable[Mention]) -> list[Unbound]:
    """Return amounts by which something changed: no figure of what it is."""
    text = reading.text
    return [
        Unbound(m.start, m.end, m.text, "change")
        for m in used
        if _is_change(text[max(0, m.start - LOOK_BACK) : m.start])
        or pattern("than", _THAN).match(text, m.end)
    ]


def _is_change(before: str) -> bool:
    forms = (("changes", _BY), ("saves", _SAVED))
    return any(pattern(role, form).search(before) for role, form in forms)


def joined(reading: Reading) -> list[Unbound]:
    """Return the second of two owners that a figure may be of together: *A and B*."""
    owners = reading.kinds(*OWNERS)
    return [
        Unbound(b.start, b.end, b.text, "owner")
        for a, b in pairwise(owners)
        if a.key != b.key and _JOINED.fullmatch(reading.text[a.end : b.start])
    ]


NAMED = ("company", "model", "service")
"""Owners whose figures may be added: of loads, one is often part of another."""


_WITH = r"[,，]?\s?{}\s"


def _is_joined(between: str) -> bool:
    joined_by = pattern("joins", _WITH).fullmatch(between)
    return bool(joined_by or _JOINED.fullmatch(between))


def summed(reading: Reading, used: Sequence[Mention]) -> list[Unbound]:
    """Return the owners that one figure is of together, or each: *A, B and C used*.

    The tables are asked of one of them alone.
    """
    text = reading.text
    pairs = [
        (a, b)
        for a, b in pairwise(reading.kinds(*NAMED))
        if a.key != b.key and _is_joined(text[a.end : b.start])
    ]
    kinds = {m.dimension for m in used}
    figures = [m for m in reading.mentions if m.dimension in kinds]
    if not pairs or len(figures) > len(pairs):
        return []
    return [Unbound(a.start, a.end, a.text, "owner") for a, _ in pairs]


def turned(reading: Reading, scope: Sequence[Span]) -> list[Unbound]:
    """Return words by which an amount is another than its thing's: *an additional*.

    An increment, another span than the year, another stage, or a part.
    """
    found = (Unbound(*m.span(), m[0], "turned") for m in said("turns", reading.text))
    return [u for u in found if within(scope, u.start)]


def of_another(reading: Reading, subject: str) -> list[Unbound]:
    """Return whose an amount is that is laid on what it is compared to.

    *Every answer drinks a 500 ml bottle* says nothing of bottles.
    """
    of_subject = [t for t in reading.things if t.key == subject]
    if not any(t.table == "equivalents" for t in of_subject):
        return []
    owners = reading.kinds(*OWNERS)
    return [Unbound(t.start, t.end, t.text, "owner") for t in owners]


_OWN = re.compile(r"(?:['’]s)?\s?(?:[(（:]|at|of|with|的)?\s?", re.IGNORECASE)
"""What stands between a thing and its own figure: *than BLOOM at 433 MWh*."""


def compared_with(
    reading: Reading, subject: str, used: Sequence[Mention]
) -> list[Unbound]:
    """Return a thing that something is compared with: *as large as GPT-3 took*."""
    things = [t for t in reading.things if t.key == subject]
    found = [t for t in things if _is_compared(reading.text[: t.start])]
    gaps = (reading.text[t.end : m.start] for t in found for m in used)
    own = any(_OWN.fullmatch(gap) for gap in gaps)
    if len(found) < len(things) or own:
        return []
    return [Unbound(t.start, t.end, t.text, "compared") for t in found]


_THAN_A = r"(?:{}|\bas)\s(?:an?\s|the\s)?(?:training\s)?$"


def _is_compared(before: str) -> bool:
    return pattern("than-a", _THAN_A).search(before) is not None


def unknown(reading: Reading, scope: Sequence[Span]) -> list[Unbound]:
    """Return every word of some clauses that is not understood."""
    return [
        Unbound(w.start, w.end, w.text, "word")
        for w in reading.words
        if not w.is_known and within(scope, w.start)
    ]


def numbers_left(
    reading: Reading, used: Iterable[Mention], scope: Sequence[Span]
) -> list[Unbound]:
    """Return the numbers of some clauses that no relation has used."""
    starts = {m.start for m in used}
    found = [
        Unbound(m.start, m.end, m.text, "number")
        for m in reading.mentions
        if is_number(m) and m.start not in starts
    ]
    found += unread_numbers(reading)
    return [u for u in found if within(scope, u.start)]
