"""Quantities in the same words, which are read once whatever their number is.

A long text says much in the same words with other numbers. Where neither the digits
around a quantity nor its own number change how it is read, its form is kept: the words
around it, and by what its number is multiplied.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from wattlas.quantity.mention import Mention

Parse = Callable[[str, int], Mention | None]
"""What reads the quantity that starts at a place of a text."""
Key = tuple[str, str | None, str, int]
"""The words before a number, its sign, the words behind, and which of `_NUMBERS`."""
BEHIND, AHEAD = 40, 160
"""Characters around a number that say what it is."""
PER_PIECE = 1000
"""Characters of a text for each piece of it that is masked by itself."""
NEAR_THE_END = 60
"""A reading that ends so near the end of these is read again in the whole text."""
LONGEST = 24
"""Digits of a number that is still finite, with its unit, and not read by itself."""
MOST = 1 << 16
"""Forms that are kept; more are read anew."""
_OWN = re.compile(
    r"(?P<sign>(?:US)?[$€£¥]\s?)?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?![,.' \u00a0\u2009\u202f’]?\d|[eE][+-]?\d)",
    re.IGNORECASE,
)
"""A number that is written with digits, commas of thousands and a point alone."""
_SPAN = re.compile(r"\s?[-–—~]")
"""What may make a year the first of several."""
_DIGIT = re.compile(r"(?<![A-Za-z])[1-9]")
_ZERO = re.compile(r"(?<![A-Za-z])0")
_OTHERS = ("7", "3")
"""Digits that stand for any around a quantity, to see whether they matter."""
_NUMBERS = (("", ""), ("1", "155.64"), ("2001", "1987"))
"""What stands for any number: where it is in words, in digits, and a year. The last
digit of 155.64 over 10, 100 or 1,000 is another than that of its product with 1/10."""


@dataclass(frozen=True, slots=True)
class Form:
    """A quantity of the number one, and where it ends behind its number."""

    mention: Mention | None
    end: int


_NEW, _ONCE = Form(None, -1), Form(None, -2)
"""What stands for words that were never met, and that were met once."""
_forms: dict[Key, Form | None] = {}


class Masked:
    """A text with a zero for each digit that is in no name, made as far as asked for.

    >>> Masked("In 2024 an H100 took 1,287 MWh of CO2").piece(0, 37)
    'In 0000 an H100 took 0,000 MWh of CO2'
    """

    def __init__(self, text: str) -> None:
        """Take a text, of which nothing is made yet."""
        self._text, self._whole, self._asked = text, "", 0

    def piece(self, start: int, end: int) -> str:
        """Return a piece of the text; one of many is cut from the whole."""
        if not self._whole:
            self._asked += 1
            if self._asked < len(self._text) / PER_PIECE:
                return _DIGIT.sub("0", self._text[start:end])
            self._whole = _DIGIT.sub("0", self._text)
        return self._whole[start:end]


def of_form(
    text: str, plain: Masked, start: int, parse: Parse
) -> tuple[Mention | None, bool]:
    """Return the quantity at a place by its form, and whether its form is known.

    `plain` is the text, masked. A form is made where its words stand a second time.

    >>> from wattlas.quantity.scan import parse_at
    >>> said = "It took 433 MWh"
    >>> [of_form(said, Masked(said), 8, parse_at)[1] for _ in range(2)]
    [False, True]
    """
    own = _OWN.match(text, start)
    sign, number = own.groups() if own else (None, "")
    at = own.end() if own else start
    if len(number) > LONGEST or (own is None and text[start].isdigit()):
        return None, False
    is_year = len(number) == 4 and number[:2] in ("19", "20")
    if is_year and _SPAN.match(text, at):
        return None, False
    head = plain.piece(max(0, start - BEHIND), start)
    key = (head, sign, plain.piece(at, at + AHEAD), bool(own) + is_year)
    form = _known(key, parse)
    if form is None:
        return None, False
    one, end = form.mention, at + form.end
    if one is None:
        return None, True
    low, mid, high = one.low, one.mid, one.high
    if own:
        low = mid = high = float(number.replace(",", "")) * one.low
    return Mention(
        text[start:end], start, end, one.dimension, low, mid, high, one.unit, one.per,
        one.times, one.currency, one.bound, one.readings,
    ), True  # fmt: skip


def _known(key: Key, parse: Parse) -> Form | None:
    """Return the form of some words, if they were met before and have one."""
    form = _forms.get(key, _NEW)
    if form is _NEW:
        if len(_forms) < MOST:
            _forms[key] = _ONCE
        return None
    if form is _ONCE:
        form = _forms[key] = _form(key, parse)
    return form


def _form(key: Key, parse: Parse) -> Form | None:
    """Return the form of a quantity, or None where some digits make it another one."""
    numbers = _NUMBERS[key[3]]
    read = [
        _read(key, n, other, parse) for n, other in zip(numbers, _OTHERS, strict=True)
    ]
    first, end = read[0]
    if first is None:
        return Form(None, 0) if all(m is None for m, _ in read) else None
    size = float(numbers[0] or 1)
    one = replace(first, low=first.low / size, start=0, end=0)
    if len(key[2]) == AHEAD and end > AHEAD - NEAR_THE_END:
        return None
    for (m, to), number in zip(read, numbers, strict=True):
        if m is None or to != end or not _is_of(one, number, m):
            return None
    return Form(one, end)


def _is_of(one: Mention, number: str, m: Mention) -> bool:
    """Say whether a quantity is a number times another, to the last digit."""
    kept = replace(m, low=one.low, mid=one.mid, high=one.high, start=0, end=0)
    if kept != one:
        return False
    if not number:
        return (m.low, m.mid, m.high) == (one.low, one.mid, one.high)
    plain = m.low == m.high == m.mid and not (m.times or m.readings)
    return plain and m.low == one.low * float(number)


def _read(
    key: Key, number: str, other: str, parse: Parse
) -> tuple[Mention | None, int]:
    """Return a quantity of a form with some number, and where it ends behind that."""
    head, sign, tail, _ = key
    before, behind = (_ZERO.sub(other, words) for words in (head, tail))
    own = f"{sign or ''}{number}"
    m = parse(f"{before}{own}{behind}", len(head))
    return m, (m.end - len(head) - len(own)) if m else 0
