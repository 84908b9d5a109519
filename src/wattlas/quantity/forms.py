"""Quantities in the same words, which are read once whatever their number is.

A long text says much in the same words with other numbers. Where neither the digits
around a quantity nor its own number change how it is read, its form is kept: the words
around it that may say anything of it, and by what its number is multiplied.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from wattlas.quantity.context import BEFORE
from wattlas.quantity.mention import Mention
from wattlas.quantity.per import LOOK_BACK, may_be_rated

Parse = Callable[[str, int], Mention | None]
"""What reads the quantity that starts at a place of a text."""
Key = tuple[str, str | None, str, int]
"""The words before a number, its sign, the words behind, and which of `_NUMBERS`."""
AHEAD = 160
"""Characters behind a place that say what quantity starts there."""
NEAR_THE_END = 60
"""A reading that ends so near the end of these is read again in the whole text."""
LONGEST = 24
"""Digits of a number that is still finite, with its unit, and not read by itself."""
MOST = 1 << 16
"""Forms that are kept; more are read anew."""
_MARKS = r"""\n\];:()!?"“”，。；：！？（）、"""
_TAIL = rf"[^,.{_MARKS}]*(?:(?:,(?=\d)|\.(?=[\d.]))[^,.{_MARKS}]*)*[,.{_MARKS}]?"
"""The words behind a number up to the mark that no quantity goes beyond."""
_STOPS = (".", ";", "\n")
"""Marks that no words before a quantity reach over."""
_OWN = re.compile(
    r"((?:[Uu][Ss])?[$€£¥]\s?)?"
    r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?![,.' \u00a0\u2009\u202f’]?\d|[eE][+-]?\d)({_TAIL})"
)
"""A number that is written with digits, commas of thousands and a point alone: its
sign, its digits, the words behind it."""
_AHEAD = re.compile(_TAIL)
_SPAN = re.compile(r"\s?[-–—~]")
"""What may make a year the first of several."""
_DIGIT = re.compile(r"[1-9](?<![A-Za-z].)")
_ZERO = re.compile(r"0(?<![A-Za-z].)")
_OTHERS = ("7", "3")
"""Digits that stand for any around a quantity, to see whether they matter."""
_NUMBERS = (("", ""), ("1", "155.64"), ("2001", "1987"))
"""What stands for any number: where it is in words, in digits, and a year. The last
digit of 155.64 over 10, 100 or 1,000 is another than that of its product with 1/10."""
_JOINS = ("between", "介于", "from", "从", "由")
"""What stands before a range of two ends."""
_ENDS = tuple({word for words in BEFORE.values() for word in words} | {*_JOINS})
"""How words end that say something of the quantity just behind them."""


@dataclass(frozen=True, slots=True)
class Form:
    """A quantity of the number one, and where it ends behind its number."""

    mention: Mention | None
    end: int


_NEW, _ONCE, _ALONE = Form(None, -1), Form(None, -2), Form(None, -3)
"""What stands for words that were never met, met once, or that have no form."""
_forms: dict[Key, Form] = {}
_UNSEEN = Mention("", 0, 0, "", 0, 0, 0)
_windows: dict[tuple[str, int], Mention | None] = {}
"""Words around a place, with their digits, each with what was read in them."""


@lru_cache(MOST)
def of_importance(before: str) -> str:
    """Return the words before a quantity, or their last character if they say nothing.

    Their digits are made zeros.

    >>> of_importance("It took "), of_importance("In 2024 it took about ")
    (' ', 'In 0000 it took about ')
    """
    if may_be_rated(before) or before.rstrip().lower().endswith(_ENDS):
        said = before[max(0, *(before.rfind(stop) for stop in _STOPS)) :]
        return _DIGIT.sub("0", said)
    return before[-1:]


def quantity_at(text: str, start: int, parse: Parse) -> Mention | None:
    """Return the quantity at a place, with its words, by its form where that is known.

    A form is made where its words stand a second time.

    >>> from wattlas.quantity.scan import parse_at
    >>> [quantity_at(f"It took {n} MWh", 8, parse_at).low for n in (1, 2, 433)]
    [1000.0, 2000.0, 433000.0]
    """
    first = start - LOOK_BACK if start > LOOK_BACK else 0
    seen = _windows.get((text[first : start + AHEAD], start - first), _UNSEEN)
    if seen is not _UNSEEN:
        return seen and _at(seen, text, start, seen.end + first)
    own = _OWN.match(text, start, start + AHEAD)
    if own is None:
        return _without_digits(text, start, parse)
    sign, number, tail = own.groups()
    at = own.end(2)
    is_year = len(number) == 4 and number[:2] in ("19", "20")
    if len(number) > LONGEST or (is_year and _SPAN.match(tail)):
        return _alone(text, start, own.end(), parse)
    before = of_importance(text[first:start])
    key = (before, sign, _DIGIT.sub("0", tail), 2 if is_year else 1)
    form = _forms.get(key, _NEW)
    if form is _NEW or form is _ONCE:
        form = _met(key, form, parse)
    if form is _ALONE:
        return _alone(text, start, own.end(), parse)
    one, end = form.mention, at + form.end
    if one is None:
        return None
    value = float(number.replace(",", "")) * one.low
    return Mention(
        text[start:end], start, end, one.dimension, value, value, value, one.unit,
        one.per, one.times, one.currency, one.bound, one.readings,
    )  # fmt: skip


def _without_digits(text: str, start: int, parse: Parse) -> Mention | None:
    """Return the quantity at a place that begins with a word, or with odd digits."""
    tail = _AHEAD.match(text, start, start + AHEAD)
    stop = tail.end() if tail else start
    if text[start].isdigit():
        return _alone(text, start, stop, parse)
    before = of_importance(text[max(0, start - LOOK_BACK) : start])
    key = (before, None, _DIGIT.sub("0", text[start:stop]), 0)
    form = _met(key, _forms.get(key, _NEW), parse)
    if form is _ALONE:
        return _alone(text, start, stop, parse)
    one, end = form.mention, start + form.end
    return one and _at(one, text, start, end)


def _met(key: Key, form: Form, parse: Parse) -> Form:
    """Return the form of some words: a first time they are read alone."""
    if form is _NEW:
        if len(_forms) < MOST:
            _forms[key] = _ONCE
        return _ALONE
    if form is _ONCE:
        form = _forms[key] = _form(key, parse)
    return form


def _alone(text: str, start: int, stop: int, parse: Parse) -> Mention | None:
    """Return the quantity at a place, read with its digits and the words up to one."""
    first = max(0, start - LOOK_BACK)
    mention = parse(text[first:stop], start - first)
    if mention and stop == start + AHEAD and mention.end + first > stop - NEAR_THE_END:
        whole = parse(text, start)
        return whole and _at(whole, text, start, whole.end)
    if len(_windows) < MOST:
        _windows[text[first : start + AHEAD], start - first] = mention
    return mention and _at(mention, text, start, mention.end + first)


def _at(m: Mention, text: str, start: int, end: int) -> Mention:
    """Return a quantity at its place with its words: `replace` is slower by far."""
    return Mention(
        text[start:end], start, end, m.dimension, m.low, m.mid, m.high, m.unit, m.per,
        m.times, m.currency, m.bound, m.readings,
    )  # fmt: skip


def _form(key: Key, parse: Parse) -> Form:
    """Return the form of a quantity, or `_ALONE` where digits make it another one."""
    numbers = _NUMBERS[key[3]]
    read = [
        _read(key, n, other, parse) for n, other in zip(numbers, _OTHERS, strict=True)
    ]
    first, end = read[0]
    if first is None:
        return Form(None, 0) if all(m is None for m, _ in read) else _ALONE
    size = float(numbers[0] or 1)
    one = replace(first, low=first.low / size, start=0, end=0)
    if len(key[2]) > AHEAD - LONGEST and end > AHEAD - LONGEST - NEAR_THE_END:
        return _ALONE
    for (m, to), number in zip(read, numbers, strict=True):
        if m is None or to != end or not _is_of(one, number, m):
            return _ALONE
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
