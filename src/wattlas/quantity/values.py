"""A number with its magnitude, unit and currency; years; counts of items."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from wattlas.quantity.mention import Mention
from wattlas.quantity.numerals import Number, number_at
from wattlas.quantity.spellings import MAGNITUDES, Unit, money_at, unit_at

_GAP = re.compile(r"[ \u00a0\u202f-]?")
_TIMES = re.compile(r"\s?(?:[x×*]|[个颗台块只枚](?=\s?\d))\s?(?=\d)", re.IGNORECASE)
_SPACE = re.compile(r" (?=\d{2,5}(?:-\d{2,5})? ?k?W\b)")
RANGE = re.compile(r"\s?(?:\.\.|[-–—~]|to\b|至|到)\s?", re.IGNORECASE)
"""What stands between the ends of a range."""
MORE = re.compile(r"[多余]")
"""What makes a number of ten thousands a least one: 17万多千瓦时."""
_MAGNITUDE = re.compile(
    "|".join(
        re.escape(m) + (r"(?![A-Za-z])" if m.isascii() else "")
        for m in sorted(MAGNITUDES, key=len, reverse=True)
    )
)
_DEGREE = re.compile(r"\s?(?:角|高温|的?热水|摄氏|以?上的高温|℃)")
_MONTH_NAME = re.compile(r"[\d一二三四五六七八九十份初底]")
_COUNTED = re.compile(r"\s?[A-Za-z一-龥]*辆|\s?[x×*户个]")
_LETTERS = ("m", "s", "d", "g", "t", "l", "h")
_CENTURIES = ("19", "20")
_YEAR = re.compile(rf"(?:{'|'.join(_CENTURIES)})\d\d(?!\d)")
_SHORT_YEARS = re.compile(r"((?:19|20)\d\d)\s?[-–—~]\s?((?:19|20)?\d\d)(?![\d.])")


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its magnitude and unit, before rate and bound are known."""

    number: Number
    scale: float
    unit: Unit | None
    currency: str
    end: int
    magnitude: bool = False

    def ends(self, unit: Unit | None, scale: float) -> tuple[float, float]:
        """Return low and high in the own unit of a unit."""
        factor = scale * (unit.factor if unit else 1.0)
        return self.number.low * factor, self.number.high * factor


def product_at(text: str, count: Value) -> Value | None:
    """Return the value of one item in ``4 x 1800 W`` or ``two 800 W supplies``."""
    end = count.number.end
    link = _TIMES.match(text, end)
    if link is None and count.number.kind == "word":
        link = _SPACE.match(text, end)
    each = value_at(text, link.end(), "") if link else None
    if each is None or (RANGE.match(text, each.end) is None and each.unit is None):
        return None
    return each


def years_at(text: str, start: int) -> Mention | None:
    """Return a bare year or a span of years: 2022, 2007-2020, 2023年."""
    if not text.startswith(_CENTURIES, start):
        return None
    span = _SHORT_YEARS.match(text, start)
    if span:
        first = int(span[1])
        last = int(span[2]) if len(span[2]) == 4 else first // 100 * 100 + int(span[2])
        if last > first and _unit(text, span.end()) is None:
            return Mention("", start, span.end(), "date", first, None, last)
    year = _YEAR.match(text, start)
    if year is None or re.match(r"[.,]\d|\.\.", text[year.end() : year.end() + 2]):
        return None
    value = int(year[0])
    if text[year.end() : year.end() + 3].lstrip().startswith("年"):
        end = text.index("年", year.end()) + 1
        return Mention("", start, end, "date", value, value, value)
    if not _stands_alone(text, start, year.end()):
        return None
    return Mention("", start, year.end(), "date", value, value, value)


_ONE_YEAR = re.compile(r" year\b", re.IGNORECASE)
"""What no number of years stands before: *2022 year on year*."""


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether four digits are a year: no unit, no currency, nothing counted."""
    if _ONE_YEAR.match(text, end):
        return True
    rest = value_at(text, start, "")
    if rest is None or rest.unit is not None or rest.currency or rest.magnitude:
        return False
    return rest.end == end and not _COUNTED.match(text[end : end + 3])


def value_at(text: str, at: int, currency: str) -> Value | None:
    """Return the number, with magnitude and unit, that starts at a position."""
    number = _number(text, at) if at < len(text) else None
    if number is None:
        return None
    if number.kind == "share" and (part := _part_of_a_unit(text, number)):
        return part
    scale, end = 1.0, number.end
    found = _unit(text, end)
    magnitude = None if found else _magnitude(text, end)
    if magnitude:
        scale, end = magnitude
        found = _unit(text, end)
    if found is None and (more := MORE.match(text, end)):
        found = _unit(text, more.end())
    if found is None:
        money = None if currency else _money(text, end)
        if money:
            code, factor, end = money
            return Value(number, scale * factor, None, code, end, bool(magnitude))
        return Value(number, scale, None, currency, end, bool(magnitude))
    unit, end = found
    return Value(number, scale, unit, currency, end, bool(magnitude))


_OF_A = re.compile(r" of an? ", re.IGNORECASE)


def _part_of_a_unit(text: str, number: Number) -> Value | None:
    """Return *a quarter of a kilowatt-hour*."""
    of = _OF_A.match(text, number.end)
    found = unit_at(text, of.end()) if of else None
    if found is None:
        return None
    return Value(replace(number, kind="digits"), 1.0, found[0], "", found[1])


_ONE = re.compile(r"an? (?=\w)", re.IGNORECASE)
COUNTED_IN = ("power", "energy")
"""Dimensions of units before which *a* is a number: a gigawatt, no *a day*."""


def _number(text: str, at: int) -> Number | None:
    """Return the number that starts at a position; *a* is one before some units."""
    number, one = number_at(text, at), _ONE.match(text, at)
    if number is not None or one is None:
        return number
    found = unit_at(text, one.end())
    if found is None or found[0].dimension not in COUNTED_IN:
        return None
    return Number(1.0, 1.0, 1.0, one.end() - 1, "word")


def _magnitude(text: str, end: int) -> tuple[float, int] | None:
    scale, more = 1.0, MORE.match(text, end)
    if more and _MAGNITUDE.match(text, more.end()):
        end = more.end()
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
    _, stop = found
    word = text[gap.end() if gap else end : stop]
    if word in _LETTERS and gap and gap[0] == "-":
        return None
    if word.startswith("度") and _DEGREE.match(text, stop):
        return None
    if word == "月" and _MONTH_NAME.match(text, stop):
        return None
    if word == "方" and text[stop : stop + 1] in tuple("面向案法式便位"):
        return None
    return found


def _money(text: str, end: int) -> tuple[str, float, int] | None:
    gap = _GAP.match(text, end)
    return money_at(text, gap.end()) if gap else None
