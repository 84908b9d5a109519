"""What of a sentence is bound to nothing: numbers, places, words, conditions, denials.

A figure of the tables is laid beside a stated one only where all that narrows the
statement is understood. What is not is returned here, and blocks the comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wattlas.claims.reading import OWNERS, Reading
from wattlas.claims.scope import Span, within
from wattlas.quantity import Mention

_IF = re.compile(
    r"\b(?:if|assum(?:e|es|ed|ing)|suppos(?:e|ing)|were to|hypothetical\w*|imagine)\b"
    r"|\?\s*$|？\s*$|吗[？?]?$|如果|若(?!干)|假如|假设|假使|倘若|一旦|全面应用|都用上",
    re.IGNORECASE,
)
DENIAL = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would)\s+not"
    r"|no(?! (?:more|less|fewer|longer|later|doubt))\b(?= [a-z])|not (?=[\d$€£])"
    r"|never|cannot|myths?|false|untrue|incorrect|wrong(?:ly)?|debunk\w*|bogus"
    r"|mislead\w*|exaggerat\w*|mistaken\w*|inflated|rather than|instead of(?! \d)"
    r"|as opposed to|unlike|nowhere near|far from|nor|neither|no single|without)\b"
    r"|\w+n['’]t\b|没有|并非|并不|不是|从未|未曾|不会|不可能|谣言|谣传|传言|传闻|误传|不实|错误|夸大|而非|"
    r"不像|绝非",
    re.IGNORECASE,
)
"""What turns a statement round: it is not said of its thing, but denied of it."""
_ONE_PERIOD = re.compile(
    r"an? \w+|one (?:day|week|month|year)|一个?(?:天|年|月|周|日|星期|小时)",
    re.IGNORECASE,
)
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
    found = []
    for match in _DIGITS.finditer(reading.text):
        inside = within(spans, match.start())
        if not inside and not _IN_A_NAME.search(reading.text[: match.start()][-8:]):
            found.append(Unbound(*match.span(), match[0], "number"))
    return found


def is_number(m: Mention) -> bool:
    """Say whether a quantity states a number: no date, and not just *a year*, 一天."""
    if m.dimension == "date":
        return False
    return m.dimension != "time" or not _ONE_PERIOD.fullmatch(m.text)


def conditions(reading: Reading) -> list[Unbound]:
    """Return what makes a statement a supposition: *if*, 假如."""
    return [Unbound(*m.span(), m[0], "condition") for m in _IF.finditer(reading.text)]


def denials(reading: Reading, scope: Sequence[Span]) -> list[Unbound]:
    """Return what denies a statement, or names what it is not: *not*, *rather than*."""
    found = (Unbound(*m.span(), m[0], "denial") for m in DENIAL.finditer(reading.text))
    return [u for u in found if within(scope, u.start)]


_JOINED = re.compile(r"\s?(?:,|and|&|和|与|及|以及|、)\s?(?:and\s)?", re.IGNORECASE)


_BY = re.compile(
    r"\b(?:rose|risen|rise|grew|grown|grow|increas\w+|fell|fallen|fall|declin\w+|dropp?\w*"
    r"|cut|reduc\w+|up|down)\b[^.;]{0,20}?\bby\s+(?:\w+\s+){0,2}$"
    r"|\b(?:sav(?:e|es|ed|ing)|avoid\w*|releas\w+|returned)\s+(?:\w+\s+){0,2}$"
    r"|(?:增加|增长|上升|减少|下降|降低|节省|节约|省|少[排用耗]放?|多[排用耗]放?)"
    r"(?:了|约|近|超过|大约)*$",
    re.IGNORECASE,
)
"""What makes an amount a change: *rose by*, 节省了."""
_LESS = re.compile(
    r"\s(?:\w+\s){0,3}?(?:less|more|lower|higher|fewer)\b", re.IGNORECASE
)
LOOK_BACK = 60


def changes(reading: Reading, used: Iterable[Mention]) -> list[Unbound]:
    """Return amounts by which something changed: no figure of what it is."""
    text = reading.text
    return [
        Unbound(m.start, m.end, m.text, "change")
        for m in used
        if _BY.search(text[max(0, m.start - LOOK_BACK) : m.start])
        or _LESS.match(text, m.end)
    ]


def joined(reading: Reading) -> list[Unbound]:
    """Return the second of two owners that a figure may be of together: *A and B*."""
    owners = reading.kinds(*OWNERS)
    return [
        Unbound(b.start, b.end, b.text, "owner")
        for a, b in pairwise(owners)
        if a.key != b.key and _JOINED.fullmatch(reading.text[a.end : b.start])
    ]


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
