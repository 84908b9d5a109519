"""Spans of time that an amount is of and the tables have no figure for.

The tables hold years. An amount of a month, or of several years together, is another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wattlas.claims.binding import Unbound
from wattlas.claims.judges.figure import is_series
from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import year_of
from wattlas.claims.schema import Figure
from wattlas.claims.scope import within
from wattlas.claims.vocabulary import Word, pattern, said, times_said
from wattlas.quantity import Mention
from wattlas.units import HOURS_PER_YEAR

STOCKS = ("uses_per_day", "electricity_per_day_kwh")
"""Series that a month, or several years, may have a figure of."""
NEAR = 0.03
"""A time that is no further from a year is one."""
_DATED = re.compile(r",?\s(?:of\s)?")
_IN = re.compile(
    r"\b(?:in|during|for|over|since|of|through)\s(?:the\s\w+\sof\s)?$", re.I
)
_MONTH_ZH = re.compile(
    r"(?<![\d.])(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?"
)
_SPAN = re.compile(r"\s?(?:to|until|and|through|[-–—~]|至|到|和)\s?", re.IGNORECASE)
_LEVEL = r"{}\s?(?:about\s|around\s|some\s|nearly\s|roughly\s|了|约|大约)*$"


def of_another_span(
    reading: Reading, relation: Figure, used: Sequence[Mention]
) -> list[Unbound]:
    """Return the month, or the years, that an amount of a year's series is of.

    >>> from wattlas.claims.reading import read
    >>> from wattlas.quantity import read as amount
    >>> found = read("In May 2024 data centers used 35 TWh")
    >>> name, twh = "electricity_kwh", amount("35 TWh")
    >>> subject = "data-centres-world"
    >>> figure = Figure(subject=subject, quantity=name, value=twh, year=2024)
    >>> [u.text for u in of_another_span(found, figure, found.of("energy"))]
    ['May']
    """
    name = relation.quantity
    if "-year" in relation.subject and not relation.value.per:
        return [*not_of_a_year(reading, used), *_months(reading, relation.year)]
    if not is_series(name) or name in STOCKS or name.endswith("_users"):
        return []
    months = _months(reading, relation.year)
    years = [*_several_years(reading, used), *_since(reading)]
    return [*not_of_a_year(reading, used), *months, *years]


def not_of_a_year(reading: Reading, used: Sequence[Mention]) -> list[Unbound]:
    """Return the words for a time that is no year: *a month*, 上半年.

    >>> from wattlas.claims.reading import read
    >>> [u.text for u in not_of_a_year(read("It used 22 % of it for a week"), [])]
    ['a week']
    """
    read = [(m.start, m.end) for m in reading.mentions if m.per or m in used]
    times = [*said("part-year", reading.text)]
    times += [m for m, _ in times_said(reading.text)]
    found = [
        Unbound(*m.span(), m[0], "period") for m in times if not within(read, m.start())
    ]
    return found if _moves(reading) else [*found, *_times(reading, used)]


def _since(reading: Reading) -> Iterator[Unbound]:
    """Yield what adds years up to one: *through 2024*, *since 2020*, 累计."""
    if _moves(reading):
        return
    for match in said("cumulates", reading.text):
        behind = reading.text[match.end() :]
        dates = [d for d in reading.of("date") if d.start >= match.end()]
        dated = dates and not reading.text[match.end() : dates[0].start].strip()
        if dated or not match[0].isascii() or not behind.strip():
            yield Unbound(*match.span(), match[0], "period")


def _moves(reading: Reading) -> bool:
    """Say whether something changed over a time: *tripled over a decade*."""
    changed = any(w.roles & {"moves", "adds"} for w in reading.words)
    return changed or bool(reading.of("ratio"))


def _times(reading: Reading, used: Sequence[Mention]) -> Iterator[Unbound]:
    """Yield times that are stated and are no year: *two weeks*, 十年."""
    for m in reading.of("time"):
        if not m.per and m not in used and abs(m.middle / HOURS_PER_YEAR - 1) > NEAR:
            yield Unbound(m.start, m.end, m.text, "period")


def _months(reading: Reading, year: int | None) -> Iterator[Unbound]:
    """Yield a month of the year of an amount, or one that stands without a year."""
    for word in reading.words:
        if (
            "month" in word.roles
            and word.text[0].isupper()
            and _is_dated(reading, word)
        ):
            date = _year_at(reading, word)
            if (date is None and not reading.years) or (date and year in _ends(date)):
                yield Unbound(word.start, word.end, word.text, "period")
    for match in _MONTH_ZH.finditer(reading.text):
        dates = [d for d in reading.of("date") if d.end == match.start()]
        if (not dates and not reading.years) or any(year in _ends(d) for d in dates):
            yield Unbound(*match.span(), match[0], "period")


def _is_dated(reading: Reading, word: Word) -> bool:
    """Say whether a word is a month and no verb: *in May*, *March 2023*."""
    before = _IN.search(reading.text[: word.start]) is not None
    return before or _year_at(reading, word) is not None


def _year_at(reading: Reading, word: Word) -> Mention | None:
    for date in reading.of("date"):
        behind = _DATED.fullmatch(reading.text[word.end : date.start])
        if date.start >= word.end and behind:
            return date
    return None


def _ends(date: Mention) -> tuple[int, int]:
    return int(date.low), int(date.high)


def _several_years(reading: Reading, used: Sequence[Mention]) -> Iterator[Unbound]:
    """Yield years from one to another, where an amount is not what they led to."""
    text, dates = reading.text, reading.of("date")
    spans = [(d.start, d.end) for d in dates if d.low < d.high]
    spans += [
        (a.start, b.end)
        for a, b in pairwise(dates)
        if _SPAN.fullmatch(text[a.end : b.start].replace("年", ""))
    ]
    for m in used:
        own = year_of(reading, m)
        single = any(_ends(d) == (own, own) and not _within(spans, d) for d in dates)
        if spans and not single and not _is_level(text[: m.start]):
            start, end = spans[0]
            yield Unbound(start, end, text[start:end], "period")


def _within(spans: Sequence[tuple[int, int]], date: Mention) -> bool:
    return any(start <= date.start < end for start, end in spans)


def _is_level(before: str) -> bool:
    return pattern("leads", _LEVEL).search(before) is not None
