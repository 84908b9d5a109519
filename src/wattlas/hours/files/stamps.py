"""Time stamps as files write them: a clock reading, and what zone stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

NO_OFFSET = np.iinfo(np.int64).min
"""Stands for the offset of a stamp that says none."""
DAY_S, HOUR_S, MINUTE_S = 86_400, 3_600, 60

_CLOCK = r"(?:[T ,]+(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?)?"
_HALF = r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
_TAIL = r"\s*\(?(?P<zone>[A-Za-z]+|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?\)?"
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})(?P<sep>[-/.])(?P<a>\d{{1,2}})(?P=sep)(?P<b>\d{{1,2}})"
    rf"{_CLOCK}{_HALF}{_TAIL}"
)
_YEAR_LAST = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}})"
    rf"{_CLOCK}{_HALF}{_TAIL}"
)
_WORDS = re.compile(
    rf"(?P<month>[A-Za-z]{{3}})[a-z]*\.? (?P<b>\d{{1,2}}),? (?P<y>\d{{4}})"
    rf"{_CLOCK}{_HALF}{_TAIL}"
)
_PACKED = re.compile(
    r"(?P<y>\d{4})(?P<a>\d{2})(?P<b>\d{2})(?:[:T ]?(?P<h>\d{2}):?(?P<m>\d{2}))?"
    r"(?::?(?P<s>\d{2}))?(?P<zone>Z)?"
)
_UNIX = re.compile(r"\d{10}(?:\d{3})?(?:\.0+)?")
_FORMS = (_YEAR_FIRST, _YEAR_LAST, _UNIX, _PACKED, _WORDS)
_MOST_UNIX_S = 10**11
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
OFFSETS_H = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2,
    "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "EST": -5, "EDT": -4, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AEST": 10, "JST": 9,
}  # fmt: skip
"""Hours ahead of UTC of abbreviations that mean one thing (IST and CST do not)."""


@dataclass(frozen=True)
class Stamps:
    """Readings of a clock as seconds since 1970, and offsets that stamps say. [s]

    `offset_s` is NO_OFFSET where a stamp says no zone.
    """

    clock_s: Integers
    offset_s: Integers

    @property
    def aware(self) -> NDArray[np.bool_]:
        """Whether each stamp says its own zone."""
        return np.asarray(self.offset_s != NO_OFFSET)


def stamps_of(
    texts: Sequence[str],
    lines: Sequence[int],
    where: str,
    day_first: bool | None = None,
) -> Stamps:
    """Return stamps as clock readings and offsets.

    Whether `03/04/2024` is in March or April is told by the column as a whole: some
    row of a year has a day above 12. 24:00 is the midnight that ends the day.

    Raises
    ------
    InputError
        If a text is no time, or the order of day and month cannot be told.

    Examples
    --------
    >>> stamps = stamps_of(["2027-01-01T00:00+08:00"], [2], "x.csv")
    >>> int(stamps.offset_s[0])
    28800
    """
    found = _matched(texts, lines, where)
    order = _day_first(found, (texts, lines, where), day_first)
    clock, offset = np.empty(len(found), np.int64), np.empty(len(found), np.int64)
    for i, match in enumerate(found):
        try:
            clock[i], offset[i] = _seconds(match, order)
        except ValueError as error:
            raise InputError(_no_time(texts[i], lines[i], where)) from error
    return Stamps(clock, offset)


def _no_time(text: str, line: int, where: str) -> Message:
    return Message(
        "{where}, line {line}: {text!r} is no time; write it as "
        "2027-01-01T00:00+08:00.",
        where=where,
        line=line,
        text=text,
    )


def _matched(
    texts: Sequence[str], lines: Sequence[int], where: str
) -> list[re.Match[str]]:
    """Return each text as the form that it has; most files have one."""
    last, found = _FORMS[0], []
    for text, line in zip(texts, lines, strict=True):
        plain = text.strip()
        match = last.fullmatch(plain)
        if match is None:
            match = next(filter(None, (f.fullmatch(plain) for f in _FORMS)), None)
            if match is None:
                raise InputError(_no_time(text, line, where))
            last = match.re
        found.append(match)
    return found


def _day_first(
    found: Sequence[re.Match[str]],
    of: tuple[Sequence[str], Sequence[int], str],
    known: bool | None,
) -> bool:
    """Say whether the day stands before the month where the year stands last."""
    last = [(i, m) for i, m in enumerate(found) if m.re is _YEAR_LAST]
    if not last:
        return False
    texts, lines, where = of
    first = next((i for i, m in last if int(m["a"]) > 12), None)
    second = next((i for i, m in last if int(m["b"]) > 12), None)
    if first is not None and second is not None:
        late = max(first, second)
        raise InputError(
            "{where}, line {line}: {text!r} has day and month in another order than "
            "rows before.",
            where=where,
            line=lines[late],
            text=texts[late],
        )
    if first is not None or second is not None:
        return first is not None
    if known is not None or all(m["sep"] == "." for _, m in last):
        return known is not False
    i = last[0][0]
    raise InputError(
        "{where}, line {line}: {text!r} can be read as day and month or as month and "
        "day, and so can every other row. Write years first: 2027-01-31.",
        where=where,
        line=lines[i],
        text=texts[i],
    )


def _seconds(match: re.Match[str], day_first: bool) -> tuple[int, int]:
    """Return the clock reading and the offset of a stamp. [s]"""
    if match.re is _UNIX:
        number = int(match[0].partition(".")[0])
        return (number // 1000 if number > _MOST_UNIX_S else number), 0
    month, day = _month_and_day(match, day_first)
    hour, minute, second = (int(match[k] or 0) for k in ("h", "m", "s"))
    half = match["half"] if match.re is not _PACKED else None
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of a half day")
        hour = hour % 12 + 12 * (half[0] in "Pp")
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute + second):
        raise ValueError("no time of day")
    date = _date_s(int(match["y"]), month, day)
    clock = date + hour * HOUR_S + minute * MINUTE_S + second
    return clock, _offset_s(match["zone"] or "")


def _month_and_day(match: re.Match[str], day_first: bool) -> tuple[int, int]:
    if match.re is _WORDS:
        return _MONTHS.index(match["month"].lower()) + 1, int(match["b"])
    a, b = int(match["a"]), int(match["b"])
    return (b, a) if match.re is _YEAR_LAST and day_first else (a, b)


@lru_cache(maxsize=4096)
def _date_s(year: int, month: int, day: int) -> int:
    return round(datetime(year, month, day, tzinfo=UTC).timestamp())


@lru_cache(maxsize=64)
def _offset_s(zone: str) -> int:
    if not zone:
        return int(NO_OFFSET)
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").zfill(2).ljust(4, "0")
        ahead = int(digits[:2]) * HOUR_S + int(digits[2:]) * MINUTE_S
        return -ahead if zone[0] == "-" else ahead
    if zone.upper() not in OFFSETS_H:
        raise ValueError("no zone")
    return OFFSETS_H[zone.upper()] * HOUR_S
