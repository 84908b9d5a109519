"""The words of a text beside its quantities and known things, and what each may do.

A word of the table either narrows nothing (`plain`), narrows what it stands at
(`narrows`), or opens what narrows the thing before it (`opens`). A word that is not in
the table may do anything: where it stands at what is judged, nothing is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from wattlas import facts

Span = tuple[int, int]
_LATIN = re.compile(r"(?<!['’])[A-Za-z][A-Za-z0-9]*(?:['’.&-][A-Za-z0-9]+)*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_ENDINGS = (
    ("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ing", ""),
    ("ing", "e"), ("n't", ""), ("ly", ""),
)  # fmt: skip
UNDERSTOOD = frozenset(
    ("plain", "narrows", "opens", "amounts", "goes-on", "another", "sort", "relates",
     "asides", "below", "tells", "states", "made")
)  # fmt: skip
"""Roles of words that are understood where they stand; others only open a clause."""
_SAYS = (
    r"says?|said|tells?|told|writes?|wrote|estimates?|estimated|reckons?|reports?|"
    r"reported|notes?|noted|finds?|found|calculates?|calculated|claims?|claimed|"
    r"projects?|projected|expects?|expected|announced|disclosed|argues?|argued"
)
_NOUN = "".join(
    rf"(?<!\b{a})" for a in ("a", "an", "the", "its", "his", "her", "their")
)
"""Behind these a word for saying is what is said, and has a verb before it."""
_ATTRIBUTIONS = (
    re.compile(r"\b(?:[Aa]ccording to|[Aa]s (?:reported|estimated) by)\s[^,.;]+"),
    re.compile(
        rf"(?:^|(?<=[,;.] ))(?:[A-Z][\w.&'’-]*|of|the|for|and|The|A|An|in|by|at|its|"
        rf"et al\.|\s)+\s(?:{_SAYS})(?: that)?\b"
    ),
    re.compile(rf",[\"”’]\s(?:as\s)?[^,.;\d]{{0,60}}?\b(?:{_SAYS})\b[^,;\d“\"]*"),
    re.compile(rf",\s(?:as\s)?[^,.;\d]{{0,60}}?\b(?:{_SAYS})\b[^,;\d]*(?=[,.;\d]|$)"),
    re.compile(rf"^[^,.;\d]{{1,60}}?(?<!\bto){_NOUN}\s(?:{_SAYS}) that\b"),
    re.compile(
        r"\b[A-Z][\w’'-]* and (?:(?:his|her|their) )?(?:colleagues|co-?authors)\b"
    ),
    re.compile(r"[(（][A-Z][^()（）\d]{0,40}[)）]"),
    re.compile(
        r"[根依]?据[^，。；,;\d]{1,24}?(?:估计|估算|统计|数据|报告|报道|测算|称|介绍|显示|透露)"
    ),
    re.compile(
        r"(?:^|(?<=[，。；,;]))[^，。；,;\d]{1,24}?(?:表示|称|指出|认为|透露|写道|显示|"
        r"(?:估计|估算|测算|预计|预测|报告|介绍)(?=[，,:：]))"
    ),
)
"""Who says it: a name that is no owner of the figure."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, with its roles in the table; without any it is not known."""

    start: int
    end: int
    text: str
    roles: frozenset[str]

    @property
    def is_known(self) -> bool:
        """Whether the table says what the word does to what is said beside it."""
        return bool(self.roles & UNDERSTOOD)


def words(text: str, taken: Iterable[Span], owners: Sequence[Span]) -> list[Word]:
    """Return the words of a text outside of some spans and of who says it, in order.

    `taken` are the spans of quantities and things, `owners` those of things whose
    figures are spoken of: what holds one of these is no mere saying.

    >>> [w.text for w in words("hyperscale zorps use 5 TWh", [(21, 26)], [])]
    ['hyperscale', 'zorps', 'use']
    """
    left = list(text)
    for start, end in (*taken, *_attributed(text, owners)):
        left[start:end] = "\0" * (end - start)
    plain = "".join(left)
    found = [
        Word(m.start(), m.end(), m[0], roles_of(m[0])) for m in _LATIN.finditer(plain)
    ]
    for run in _CHINESE.finditer(plain):
        found += _segmented(run[0], run.start())
    return sorted(found, key=lambda w: w.start)


def _attributed(text: str, owners: Sequence[Span]) -> Iterator[Span]:
    for pattern in _ATTRIBUTIONS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start <= a < end for a, _ in owners):
                yield start, end


@cache
def roles_of(word: str) -> frozenset[str]:
    """Return the roles of a Latin word, and of what it is a form of."""
    table = facts.vocabulary()
    whole = word.lower().replace("’", "'")
    if whole in table and whole.endswith("'s"):
        return table[whole]
    low = whole.removesuffix("'s").removesuffix("'")
    stems = (low.removesuffix(e) + i for e, i in _ENDINGS if low.endswith(e))
    first = table.get(low, frozenset())
    if first & UNDERSTOOD:
        return first
    found = next(
        (table[s] for s in stems if s in table and table[s] & UNDERSTOOD), None
    )
    return first | (found or frozenset())


def _segmented(run: str, offset: int) -> Iterator[Word]:
    """Yield the words of a run of Chinese, the longest of the table first."""
    table, longest = facts.vocabulary(), _longest()
    at = unknown = 0
    while at < len(run):
        sizes = range(min(longest, len(run) - at), 0, -1)
        size = next((n for n in sizes if run[at : at + n] in table), 0)
        if size and unknown < at:
            yield _word(run, unknown, at, offset, frozenset())
        if size:
            yield _word(run, at, at + size, offset, table[run[at : at + size]])
            unknown = at + size
        at += size or 1
    if unknown < at:
        yield _word(run, unknown, at, offset, frozenset())


def _word(run: str, start: int, end: int, offset: int, roles: frozenset[str]) -> Word:
    return Word(start + offset, end + offset, run[start:end], roles)


@cache
def _longest() -> int:
    return max(len(w) for w in facts.vocabulary() if _CHINESE.match(w))


def said(role: str, text: str) -> Iterator[re.Match[str]]:
    """Yield where the words, or phrases, of a role stand in a text.

    Not where a longer word of the table begins: 若 is no 若干.

    >>> [m[0] for m in said("supposes", "若干台, 如果 it were to grow")]
    ['如果', 'were to']
    """
    for match in pattern(role).finditer(text):
        chinese = match[0][0] > "\u4e00"
        longer = (text[match.start() : match.end() + n] for n in (1, 2))
        if not (
            chinese and any(w != match[0] and w in facts.vocabulary() for w in longer)
        ):
            yield match


_NUMBERED = (
    r"{}\s\d{{1,2}}(?:\.\d)?(?![\d.,]*\d)(?!\s?(?:[kMGT]?Wh?|%|million|billion)\b)"
)
"""A number that is part of a name: *Llama 2*, *phase 3*, *scope 3*."""


def numbered(text: str) -> list[tuple[int, int]]:
    """Return where a number is part of a name.

    >>> numbered("Llama 2 took 2 MWh")
    [(0, 7)]
    """
    return [m.span() for m in pattern("numbered", _NUMBERED).finditer(text)]


TIMES = {
    "hour": "1 hour", "day": "1 day", "week": "7 days", "fortnight": "14 days",
    "month": "1 month", "decade": "10 years", "century": "100 years",
}  # fmt: skip
"""Times that are no year and are said without a number, as quantities."""
_A = r"\b(?:an?|one|each|every|per|whole|full|entire|single)\s{}"
"""How a word for a time says one of it: *in a decade*, *each month*."""


def times_said(text: str) -> list[tuple[re.Match[str], str]]:
    """Return where a text says one time that is no year, in order, with its quantity.

    >>> [(m[0], size) for m, size in times_said("for a whole decade, 每天")]
    [('whole decade', '10 years'), ('每天', '1 day')]
    """
    found = [
        (match, size)
        for name, size in TIMES.items()
        for match in (*said(f"over-{name}", text), *_spans(name, text))
    ]
    return sorted(found, key=lambda f: f[0].start())


def _spans(name: str, text: str) -> Iterator[re.Match[str]]:
    return pattern(f"time-{name}", _A).finditer(text)


@cache
def pattern(role: str, form: str = "{}") -> re.Pattern[str]:
    """Return the words and phrases of a role as one pattern, the longest first."""
    words = sorted((w for w, roles in facts.vocabulary().items() if role in roles),
                   key=len, reverse=True)  # fmt: skip
    latin = "|".join(re.escape(w) for w in words if w.isascii())
    chinese = "|".join(w for w in words if not w.isascii())
    both = "|".join(p for p in (rf"\b(?:{latin})\b" if latin else "", chinese) if p)
    both = both or r"(?!)"
    return re.compile(form.format(f"(?:{both})"), re.IGNORECASE)
