"""Find every quantity in running text, English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from wattlas.quantity.mention import Mention, Reading
from wattlas.quantity.numerals import CHINESE, Number, number_at
from wattlas.quantity.per import per_after_noun, per_at, per_before
from wattlas.quantity.spellings import (
    MAGNITUDES,
    Unit,
    money_at,
    near_unit,
    unit_at,
)

WIDTHS = str.maketrans("０１２３４５６７８９．％＋－／＄～", "0123456789.%+-/$~")
"""Wide characters of Chinese type, each to one narrow character."""

_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|"
    "eighty|ninety|half|a|an|dozen"
)
_START = re.compile(
    rf"(?<![A-Za-z0-9_.])(?<![A-Za-z]-)(?:(?:US)?[$€£¥]\s?)?(?:\d|\.\d)"
    rf"|\b(?:{_WORDS})\b"
    rf"|[{CHINESE}半几数](?!些)",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(US\$|[$€£¥])\s?", re.IGNORECASE)
_SIGNS = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY"}
_GAP = re.compile(r"[ \u00a0\u202f-]?")
_TIMES = re.compile(r"\s?(?:[x×*]|[个颗台块只枚](?=\s?\d))\s?(?=\d)", re.IGNORECASE)
_SPACE = re.compile(r" (?=\d{2,5}(?:-\d{2,5})? ?k?W\b)")
_RANGE = re.compile(r"\s?(?:\.\.|[-–—~]|to\b|至|到)\s?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|介于)\s*$", re.IGNORECASE)
_AND = re.compile(r"\s?(?:and|和)\s?", re.IGNORECASE)
_FROM = re.compile(r"(?:from|从|由)\s*$", re.IGNORECASE)
_MAGNITUDE = re.compile(
    "|".join(
        re.escape(m) + (r"(?![A-Za-z])" if m.isascii() else "")
        for m in sorted(MAGNITUDES, key=len, reverse=True)
    )
)
_BOUNDS = {
    "at-least": re.compile(
        r"(?:more than|over|at least|above|exceed\w*|no less than|超过|至少|逾|高达|不少于|破)"
        r"\s*$", re.IGNORECASE),
    "at-most": re.compile(
        r"(?:less than|under|below|at most|up to|no more than|不到|最多|低于|不超过)\s*$",
        re.IGNORECASE),
    "about": re.compile(
        r"(?:about|around|some|nearly|almost|roughly|approximately|~|约|大约|约为|近|将近|"
        r"差不多|接近)\s*$", re.IGNORECASE),
}  # fmt: skip
_AFTER = {
    "at-least": re.compile(
        r"\s?(?:以上|or more|and more|\+(?!\d)|多(?=[度万亿个辆户年次]))"
    ),
    "about": re.compile(r"\s?(?:左右|上下|or so)"),
}
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_SHORT_YEARS = re.compile(r"((?:19|20)\d\d)\s?[-–—~]\s?((?:19|20)?\d\d)(?![\d.])")
_MULTIPLE = re.compile(
    r"\b(?:(?P<two>twice|double[sd]?|twofold)|(?P<three>triple[sd]?|threefold)|"
    r"(?P<ten>tenfold)|(?P<four>quadruple[sd]?|fourfold))\b|(?P<zh2>翻倍|翻了?一番|翻了一倍)|"
    r"(?P<zh4>翻了?两番)",
    re.IGNORECASE,
)
_MULTIPLES = {"two": 2, "three": 3, "ten": 10, "four": 4, "zh2": 2, "zh4": 4}
_LOOK_BACK = 16
_CARBON = re.compile(
    r"\s?(?:of )?(?:CO2|CO₂|carbon|二氧化碳|碳|greenhouse)", re.IGNORECASE
)
_WATER = re.compile(r"\s?(?:of (?:\w+ )?water|的?水|water)", re.IGNORECASE)
_MEGA = re.compile(r"\s?兆")
_DEGREE = re.compile(r"\s?(?:角|高温|的?热水|摄氏|以?上的高温|℃)")


@dataclass(frozen=True, slots=True)
class _Value:
    """A number with its magnitude and unit, before rate and bound are known."""

    number: Number
    scale: float
    unit: Unit | None
    currency: str
    end: int
    magnitude: bool = False


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
    plain = text.translate(WIDTHS)
    names = sorted(skip)
    found: list[Mention] = []
    at, name = 0, 0
    while match := _START.search(plain, at):
        start = match.start()
        while name < len(names) and names[name][1] <= start:
            name += 1
        if name < len(names) and names[name][0] <= start:
            at = names[name][1]
            continue
        mention = _mention(plain, start)
        at = max(match.start() + 1, mention.end if mention else match.end())
        if mention and mention.dimension:
            found.append(replace(mention, text=text[mention.start : mention.end]))
    return sorted([*found, *_multiples(text)], key=lambda m: m.start)


def _multiples(text: str) -> Iterable[Mention]:
    for match in _MULTIPLE.finditer(text):
        value = float(_MULTIPLES[str(match.lastgroup)])
        span = (match[0], match.start(), match.end())
        yield Mention(*span, "ratio", value, value, value)


def _mention(text: str, start: int) -> Mention | None:
    years = _years(text, start)
    if years:
        return years
    sign = _SIGN.match(text, start)
    at = sign.end() if sign else start
    currency = _SIGNS[sign[1].lower()] if sign else ""
    first = _value(text, at, currency)
    if first is None:
        return None
    times: tuple[float, float] | None = None
    if product := _product(text, first):
        times = (first.number.low * first.scale, first.number.high * first.scale)
        first = product
    low, mid, high, value = _ranged(text, start, first)
    if (low == high and value.unit is None) and _bare(text, start, value):
        return None
    return _built(text, start, value, (low, mid, high), times)


def _product(text: str, count: _Value) -> _Value | None:
    """Return the value of one item in ``4 x 1800 W`` or ``two 800 W supplies``."""
    end = count.number.end
    link = _TIMES.match(text, end)
    if link is None and count.number.kind == "word":
        link = _SPACE.match(text, end)
    each = _value(text, link.end(), "") if link else None
    if each is None or (_RANGE.match(text, each.end) is None and each.unit is None):
        return None
    return each


def _bare(text: str, start: int, value: _Value) -> bool:
    """Say whether a number word counts nothing: one, a, 一, ten."""
    one = value.number.low * value.scale == 1.0
    return value.number.kind == "word" and one and not value.currency


def _years(text: str, start: int) -> Mention | None:
    """Return a bare year or a span of years: 2022, 2007-2020, 2023年."""
    span = _SHORT_YEARS.match(text, start)
    if span:
        first = int(span[1])
        last = int(span[2]) if len(span[2]) == 4 else first // 100 * 100 + int(span[2])
        if last > first and unit_at(text, _GAP.match(text, span.end()).end()) is None:  # type: ignore[union-attr]
            return Mention("", start, span.end(), "date", first, None, last)
    year = _YEAR.match(text, start)
    if year is None or re.match(r"[.,]\d", text[year.end() : year.end() + 2]):
        return None
    after = text[year.end() : year.end() + 3].lstrip()
    if after.startswith("年"):
        end = text.index("年", year.end()) + 1
        return Mention("", start, end, "date", int(year[0]), int(year[0]), int(year[0]))
    rest = _value(text, start, "")
    if rest is None or rest.unit is not None or rest.currency or rest.magnitude:
        return None
    if rest.end > year.end() or re.match(
        r"\s?[A-Za-z一-龥]*辆|\s?[x×*户个]", text[year.end() : year.end() + 3]
    ):
        return None
    return Mention(
        "", start, year.end(), "date", int(year[0]), int(year[0]), int(year[0])
    )


def _value(text: str, at: int, currency: str) -> _Value | None:
    number = number_at(text, at) if at < len(text) else None
    if number is None:
        return None
    scale, end = 1.0, number.end
    found = _unit(text, end)
    magnitude = None if found else _magnitude(text, end)
    if magnitude:
        scale, end = magnitude
        found = _unit(text, end)
    if found is None:
        money = None if currency else _money(text, end)
        if money:
            code, factor, end = money
            return _Value(number, scale * factor, None, code, end, bool(magnitude))
        return _Value(number, scale, None, currency, end, bool(magnitude))
    unit, end = found
    return _Value(number, scale, unit, currency, end, bool(magnitude))


def _magnitude(text: str, end: int) -> tuple[float, int] | None:
    scale = 1.0
    for _ in range(2):
        gap = _GAP.match(text, end)
        match = _MAGNITUDE.match(text, gap.end()) if gap else None
        if match is None:
            break
        scale, end = scale * MAGNITUDES[match[0]], match.end()
    return (scale, end) if scale != 1.0 else None


def _unit(text: str, end: int) -> tuple[Unit, int] | None:
    gap = _GAP.match(text, end)
    found = unit_at(text, gap.end()) if gap else None
    if found is None:
        return None
    unit, stop = found
    word = text[gap.end() if gap else end : stop]
    if word in ("m", "s", "d", "g", "t", "l", "h") and gap and gap[0] == "-":
        return None
    if word.startswith("度") and _DEGREE.match(text, stop):
        return None
    if word == "月" and re.match(
        r"(?:\d|[一二三四五六七八九十]|份|初|底)", text[stop : stop + 1]
    ):
        return None
    return found


def _money(text: str, end: int) -> tuple[str, float, int] | None:
    gap = _GAP.match(text, end)
    return money_at(text, gap.end()) if gap else None


def _ranged(
    text: str, start: int, first: _Value
) -> tuple[float, float | None, float, _Value]:
    """Return low, mid and high with the value that carries unit and end."""
    n = first.number
    factor = first.unit.factor if first.unit else 1.0
    alone = (n.low * first.scale * factor, n.mid, n.high * first.scale * factor, first)
    single = (alone[0], None if n.mid is None else alone[0], alone[2], first)
    before = text[max(0, start - _LOOK_BACK) : start]
    link = _RANGE.match(text, first.end) or (
        _AND.match(text, first.end) if _BETWEEN.search(before) else None
    )
    if link is None or n.mid is None or (_FROM.search(before) and first.unit):
        return single
    sign = _SIGN.match(text, link.end())
    second = _value(text, sign.end() if sign else link.end(), first.currency)
    if second is None or not _same_kind(first, second):
        return single
    scale = first.scale if first.unit or first.magnitude else second.scale
    unit = first.unit or second.unit
    low = n.low * scale * (unit.factor if unit else 1.0)
    second_unit = second.unit or first.unit
    high = (
        second.number.high * second.scale * (second_unit.factor if second_unit else 1.0)
    )
    if second.unit is None and first.magnitude and not second.magnitude:
        high *= first.scale
    if low >= high:
        return single
    kept = second if second.unit or not first.unit else replace(second, unit=first.unit)
    return low, None, high, kept


def _same_kind(first: _Value, second: _Value) -> bool:
    if first.unit and not second.unit:
        return False
    if first.unit and second.unit:
        return first.unit.dimension == second.unit.dimension
    return True


def _built(
    text: str,
    start: int,
    value: _Value,
    three: tuple[float, float | None, float],
    times: tuple[float, float] | None,
) -> Mention:
    low, mid, high = three
    dimension, unit, readings, end = _dimension(text, value, three)
    per = per_at(text, end) or per_before(text, start)
    if per is None and dimension == "count" and value.unit is None:
        per = per_after_noun(text, end)
    if per:
        low, high = low / per.factor, high / per.factor
        mid = None if mid is None else mid / per.factor
        readings = tuple(Reading(r.meaning, r.value / per.factor) for r in readings)
        end = max(end, per.end)
    bound, end = _bound(text, start, end)
    if len(readings) > 1:
        low, mid, high = (
            min(r.value for r in readings),
            None,
            max(r.value for r in readings),
        )
    return Mention(
        text="", start=start, end=end, dimension=dimension, low=low, mid=mid, high=high,
        unit=unit, per=per.unit if per else "", times=times, currency=value.currency,
        bound=bound, readings=readings,
    )  # fmt: skip


def _dimension(
    text: str, value: _Value, three: tuple[float, float | None, float]
) -> tuple[str, str, tuple[Reading, ...], int]:
    """Return dimension, own unit, rival readings and end of a value."""
    unit, end, low = value.unit, value.end, three[0]
    if value.currency:
        return "money", "", (), end
    if unit is None:
        return _unitless(text, value, low)
    if unit.dimension == "mass":
        if carbon := _CARBON.match(text, end):
            return "carbon", "kgCO2e", _rivals(unit, low), carbon.end()
        if _WATER.match(text, end):
            return "volume", "L", (), end
        return "mass", "kg", _rivals(unit, low), end
    return unit.dimension, unit.unit, _rivals(unit, low), end


def _rivals(unit: Unit, value: float) -> tuple[Reading, ...]:
    if not unit.other:
        return ()
    others = [Reading(m, value / unit.factor * f) for m, f in unit.other]
    return (Reading(unit.meaning, value), *others)


def _unitless(
    text: str, value: _Value, low: float
) -> tuple[str, str, tuple[Reading, ...], int]:
    end = value.end
    if mega := _MEGA.match(text, end):
        readings = (Reading("mega", low * 1e6), Reading("trillion", low * 1e12))
        return "count", "1", readings, mega.end()
    word = re.match(r"\s?([A-Za-z]{2,6})\b", text[end : end + 8])
    if word and not value.magnitude and (near := near_unit(word[1])):
        return "unknown", near, (), end + word.end()
    kind = "share" if value.number.kind == "share" else "count"
    return kind, "1", (), end


def _bound(text: str, start: int, end: int) -> tuple[str, int]:
    before = text[max(0, start - _LOOK_BACK) : start]
    for bound, pattern in _BOUNDS.items():
        if pattern.search(before):
            return bound, end
    for bound, pattern in _AFTER.items():
        if match := pattern.match(text, end):
            return bound, match.end()
    return "", end
