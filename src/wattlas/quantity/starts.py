"""Where a quantity may start in a long text: digits, numerals, words of numbers.

Each kind is looked for by what is quickest; what is found is then looked at closely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wattlas.quantity.numerals import CHINESE, LARGE, PARTS
from wattlas.quantity.spellings import UNITS
from wattlas.quantity.values import COUNTED_IN

_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "half", "dozen",
)  # fmt: skip
_STEMS = [
    w for w in _WORDS if not any(w != stem and w.startswith(stem) for stem in _WORDS)
]
"""Of these words those that no other begins: *six* is in *sixteen* and *sixty*."""
_NOT_INSIDE = (
    r"(?<![A-Za-z0-9_])(?<!(?<!\.)\.)(?<!\d,)(?<![A-Za-z]-)(?<![\s(（][-−])(?<!^[-−])"
    r"(?<![\u4e00-\u9fff，。、：；:,][-−])"
)
"""What a number does not stand behind: a name, a sign that makes it another one."""
_DIGITS = re.compile(rf"{_NOT_INSIDE}(?:(?:US)?[$€£¥]\s?)?(?:\d|(?<!\.)\.\d)", re.I)
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)}|an?)\b", re.IGNORECASE)
_DIGIT = re.compile(r"[0-9](?<![A-Za-z0-9_].)|\.(?=[0-9])")
_SIGNED = re.compile(r"(?:US)?[$€£¥]\s?\Z", re.IGNORECASE)
_SIGNS = frozenset("$€£¥")
_NUMERAL = re.compile(rf"[{CHINESE}半几数](?!些|氧化)")
_ARTICLE = re.compile(r"[aA][nN]?[ -](?=[^\W\d_])")

_BEHIND_A = frozenset(
    name[:2].lower()
    for name in (
        *PARTS, *LARGE, "hundred", "dozen",
        *(word for word, unit in UNITS.items() if unit.dimension in COUNTED_IN),
    )
)  # fmt: skip
"""How what *a* may be the number of begins: *a third*, *a million*, *a gigawatt*."""


def starts(text: str, low: str) -> list[int]:
    """Return every place where a quantity may start, in order; `low` in small letters.

    >>> starts(said := "a third of $5, or 三成 of twelve", said)
    [0, 11, 18, 24]
    """
    found = {m.start() for m in _NUMERAL.finditer(text)}
    found.update(_digits(text))
    found.update(_words(text, low))
    return sorted(found)


def _digits(text: str) -> Iterator[int]:
    for match in _DIGIT.finditer(text):
        at = match.start()
        if text[at - 1 : at] == " ":
            yield at
            continue
        if text[at - 1 : at] in _SIGNS or text[at - 2 : at - 1] in _SIGNS:
            sign = _SIGNED.search(text, max(0, at - 4), at)
            if sign and _DIGITS.match(text, sign.start()):
                yield sign.start()
                continue
        if _DIGITS.match(text, at):
            yield at


def _words(text: str, low: str) -> Iterator[int]:
    candidates = [at for stem in _STEMS for at in places(low, stem)]
    candidates += [
        m.start() for m in _ARTICLE.finditer(text)
        if not _BEHIND_A.isdisjoint((low[m.end()], low[m.end() : m.end() + 2]))
    ]  # fmt: skip
    for at in candidates:
        if _WORD.match(text, at):
            yield at


def lowered(text: str) -> str:
    """Return a text in small letters, each in its place."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def places(text: str, piece: str) -> Iterator[int]:
    """Yield where a piece stands in a text: far quicker than a pattern."""
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def first_of(text: str, pieces: Iterable[str]) -> list[int]:
    """Return where some pieces stand, in order."""
    return sorted(at for piece in pieces for at in places(text, piece))
