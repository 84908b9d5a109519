"""Find every quantity in running text, English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter

from wattlas.quantity.context import LOOK_BACK, bound_of, dimension_of
from wattlas.quantity.forms import quantity_at
from wattlas.quantity.mention import Mention, Reading
from wattlas.quantity.numerals import number_at
from wattlas.quantity.per import per_after_noun, per_at, per_before
from wattlas.quantity.starts import first_of, lowered, starts
from wattlas.quantity.values import MORE, RANGE, Value, product_at, value_at, years_at

WIDTHS = str.maketrans("０１２３４５６７８９．％＋－／＄～", "0123456789.%+-/$~")
"""Wide characters of Chinese type, each to one narrow character."""

_WIDE = re.compile("[０-９．％＋－／＄～]")
_SIGN = re.compile(r"(US\$|[$€£¥])\s?", re.IGNORECASE)
_SIGNS = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY"}
_BETWEEN = re.compile(r"(?:between|介于)\s*$", re.IGNORECASE)
_AND = re.compile(r"\s?(?:and|和)\s?", re.IGNORECASE)
_FROM = re.compile(r"(?:from|从|由)\s*$", re.IGNORECASE)
_MULTIPLE = re.compile(
    r"\b(?:(?P<two>twice|double[sd]?)|(?P<three>triple[sd]?)|"
    r"(?P<four>quadruple[sd]?))\b|"
    r"(?P<half>halv(?:e[sd]?|ing)|cut in half)|(?P<zh05>减半|腰斩)|"
    r"(?P<zh2>翻倍|翻了?一番|翻了一倍)|(?P<zh4>翻了?两番)",
    re.IGNORECASE,
)
_STEMS = (
    "twice", "double", "triple", "quadruple", "halve", "halving", "cut in half",
    "减半", "腰斩", "翻",
)  # fmt: skip
"""How each of these multiples begins."""
_MULTIPLES = {
    "two": 2, "three": 3, "four": 4, "zh2": 2, "zh4": 4, "half": 0.5,
    "zh05": 0.5,
}  # fmt: skip
_RISEN = re.compile(
    r"(?:增长|增加|上升|上涨|提高|增)(?:了|约|近|超过|超|将近|逾)*"
    r"(?P<number>[一二两三四五六七八九十]|\d+(?:\.\d+)?)倍(?P<more>以上|多)?"
)
"""A rise by N times is N + 1 times: 增长一倍 is twice."""
_FOLD = re.compile(
    r"(?P<number>[A-Za-z]+(?:-[A-Za-z]+)?|\d[\d,.]*)-?fold\b", re.IGNORECASE
)
_HUNDREDS = ("hundred", "thousand")
_LONGEST_FOLD = 24


def find(text: str, skip: Iterable[tuple[int, int]] = ()) -> list[Mention]:
    """Return every quantity of a text, in order.

    Parameters
    ----------
    text : str
        Running text, English or Chinese.
    skip : iterable of (start, end)
        Spans of names, whose numbers are none: ``GPT-3``, ``Llama 3.1``.

    Examples
    --------
    >>> [(m.middle, m.exact_unit) for m in find("18.72 GWh a month, 1872万度/月")]
    [(18720000.0, 'kWh/month'), (18720000.0, 'kWh/month')]
    >>> [(m.low, m.high, m.times) for m in find("2×800W~1200W")]
    [(800.0, 1200.0, (2.0, 2.0))]
    """
    plain = text.translate(WIDTHS) if _WIDE.search(text) else text
    low = lowered(text)
    found = list(_multiples(text, low))
    names = sorted([*skip, *((m.start, m.end) for m in found)])
    at, name = 0, 0
    for start in starts(plain, low):
        if start < at:
            continue
        while name < len(names) and names[name][1] <= start:
            name += 1
        if name < len(names) and names[name][0] <= start:
            at = names[name][1]
            continue
        mention = quantity_at(plain, start, parse_at)
        at = max(start + 1, mention.end if mention else 0)
        if mention and mention.dimension:
            found.append(mention)
    if plain is not text:
        found = [replace(m, text=text[m.start : m.end]) for m in found]
    return sorted(found, key=attrgetter("start"))


def _multiples(text: str, low: str) -> Iterable[Mention]:
    end = 0
    for at in first_of(low, _STEMS):
        match = _MULTIPLE.match(text, at) if at >= end else None
        if match is None:
            continue
        end = match.end()
        value = float(_MULTIPLES[str(match.lastgroup)])
        span = (match[0], match.start(), match.end())
        yield Mention(*span, "ratio", value, value, value)
    yield from _folds(text, low)
    for match in _RISEN.finditer(text):
        number = number_at(match["number"], 0)
        if number is not None:
            value = number.low + 1.0
            bound = "at-least" if match["more"] or "超" in match[0] else ""
            at = match.start("number")
            span = (text[at : match.end()], at, match.end())
            yield Mention(*span, "ratio", value, value, value, bound=bound)


def _folds(text: str, low: str) -> Iterable[Mention]:
    """Yield *fivefold*, *twenty-fold* and *10-fold*."""
    for at in first_of(low, ("fold",)):
        word = re.search(r"\S*$", text[max(0, at - _LONGEST_FOLD) : at])
        start = at - len(word[0]) if word else at
        match = _FOLD.match(text, start)
        if match is None:
            continue
        written = match["number"].rstrip("-").lower()
        written = f"one {written}" if written in _HUNDREDS else written
        number = number_at(written, 0)
        if number is not None and number.end == len(written) and number.mid:
            span = (match[0], match.start(), match.end())
            yield Mention(*span, "ratio", number.mid, number.mid, number.mid)


def parse_at(text: str, start: int) -> Mention | None:
    """Return the quantity that starts at a place of a text, without its words."""
    years = years_at(text, start)
    if years:
        return years
    sign = None if text[start].isdigit() else _SIGN.match(text, start)
    at = sign.end() if sign else start
    currency = _SIGNS[sign[1].lower()] if sign else ""
    first = value_at(text, at, currency)
    if first is None:
        return None
    times: tuple[float, float] | None = None
    if product := product_at(text, first):
        times = (first.number.low * first.scale, first.number.high * first.scale)
        first = product
    low, mid, high, value = _ranged(text, start, first)
    if low == high and value.unit is None and _bare(value):
        return None
    return _built(text, start, value, (low, mid, high), times)


def _bare(value: Value) -> bool:
    """Say whether a number word counts nothing: one, a, 一, ten."""
    one = value.number.low * value.scale == 1.0
    return value.number.kind == "word" and one and not value.currency


def _ranged(
    text: str, start: int, first: Value
) -> tuple[float, float | None, float, Value]:
    """Return low, mid and high with the value that carries unit and end."""
    low, high = first.ends(first.unit, first.scale)
    single = (low, None if first.number.mid is None else low, high, first)
    second = _second(text, start, first)
    if second is None or first.number.mid is None:
        return single
    scale = first.scale if first.unit or first.magnitude else second.scale
    low, _ = first.ends(first.unit or second.unit, scale)
    shared = first.magnitude and not second.magnitude and second.unit is None
    _, high = second.ends(
        second.unit or first.unit, second.scale * (first.scale if shared else 1.0)
    )
    if low >= high:
        return single
    kept = second if second.unit or not first.unit else replace(second, unit=first.unit)
    return low, None, high, kept


def _second(text: str, start: int, first: Value) -> Value | None:
    """Return the upper end of a range whose lower end is given, or None."""
    before = text[max(0, start - LOOK_BACK) : start]
    link = RANGE.match(text, first.end)
    if link is None and _BETWEEN.search(before):
        link = _AND.match(text, first.end)
    if link is None or (_FROM.search(before) and first.unit):
        return None
    sign = _SIGN.match(text, link.end())
    second = value_at(text, sign.end() if sign else link.end(), first.currency)
    return second if second and _same_kind(first, second) else None


def _same_kind(first: Value, second: Value) -> bool:
    if first.unit and not second.unit:
        return False
    if first.unit and second.unit:
        return first.unit.dimension == second.unit.dimension
    return True


def _built(
    text: str,
    start: int,
    value: Value,
    three: tuple[float, float | None, float],
    times: tuple[float, float] | None,
) -> Mention:
    low, mid, high = three
    dimension, unit, readings, end = dimension_of(text, value, three)
    per = per_at(text, end) or per_before(text, start)
    is_count = dimension == "count" and value.unit is None
    if per is None and (is_count or dimension in ("energy", "volume", "carbon")):
        per = per_after_noun(text, end, is_count)
    if per:
        low, high = low / per.factor, high / per.factor
        mid = None if mid is None else mid / per.factor
        readings = tuple(Reading(r.meaning, r.value / per.factor) for r in readings)
        end = max(end, per.end)
    bound, end = bound_of(text, start, end)
    if not bound and value.unit and MORE.search(text, start, end):
        bound = "at-least"
    if len(readings) > 1:
        # Readings are of the lower end of a range.
        values, spread = [r.value for r in readings], high / low if low else 1.0
        low, mid, high = min(values), None, max(values) * spread
    return Mention(
        text="", start=start, end=end, dimension=dimension, low=low, mid=mid, high=high,
        unit=unit, per=per.unit if per else "", times=times, currency=value.currency,
        bound=bound, readings=readings,
    )  # fmt: skip
