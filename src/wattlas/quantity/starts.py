"""Where a quantity may start in a long text: digits, numerals, words of numbers.

Each kind is looked for by what is quickest; what is found is then looked at closely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wattlas.quantity.numerals import CHINESE

_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "half", "dozen",
)  # fmt: skip
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
        if text[at - 1 : at] in _SIGNS or text[at - 2 : at - 1] in _SIGNS:
            sign = _SIGNED.search(text, max(0, at - 4), at)
            if sign and _DIGITS.match(text, sign.start()):
                yield sign.start()
                continue
        if _DIGITS.match(text, at):
            yield at


def _words(text: str, low: str) -> Iterator[int]:
    candidates = [at for word in _WORDS for at in places(low, word)]
    candidates += [m.start() for m in _ARTICLE.finditer(text)]
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
