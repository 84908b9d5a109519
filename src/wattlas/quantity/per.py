"""What stands below the stroke: a month, /月, per 1,000 kWh, 一度电, each question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wattlas.quantity.numerals import number_at
from wattlas.quantity.spellings import unit_at


@dataclass(frozen=True, slots=True)
class Per:
    """The unit or word of a rate, how many of them it counts, where it ends."""

    unit: str
    factor: float
    end: int


_TIMES = {
    "second": "s", "sec": "s", "秒": "s", "s": "s",
    "minute": "min", "分钟": "min", "min": "min",
    "hour": "h", "hourly": "h", "h": "h", "hr": "h", "小时": "h",
    "day": "day", "daily": "day", "天": "day", "日": "day", "d": "day",
    "week": "week", "weekly": "week", "周": "week",
    "month": "month", "monthly": "month", "mo": "month", "月": "month", "个月": "month",
    "year": "year", "yearly": "year", "annually": "year", "annum": "year", "yr": "year",
    "y": "year", "年": "year", "a": "year",
}  # fmt: skip
USES = {
    "use": "use", "question": "use", "query": "use", "queries": "use",
    "prompt": "use", "request": "use", "message": "use", "search": "use",
    "response": "use", "answer": "use", "chat": "use", "reply": "use",
    "conversation": "conversation", "image": "image", "picture": "image",
    "video": "video", "token": "token", "user": "person", "person": "person",
    "head": "person", "household": "household", "home": "household", "visit": "visit",
    "提问": "use", "问题": "use", "查询": "use", "请求": "use", "搜索": "use",
    "对话": "conversation", "次": "use", "张图": "image", "图": "image",
    "户": "household", "人": "person", "chip": "chip", "gpu": "chip",
    "server": "server", "卡": "chip",
}  # fmt: skip
"""Words below the stroke that are no units, with the use that they stand for."""

_LINK = re.compile(
    r"\s?(?:/\s?|(?:per|an?(?=\s\D)|each|every|for every|for each)\s"
    r"|(?:每个?|一(?=[个次天年月日周小度千]))\s?)",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"\s(daily|monthly|yearly|annually|hourly|weekly)\b", re.IGNORECASE
)
_WORD = re.compile(
    r"[A-Za-z]{1,14}|小时|分钟|个月|提问|问题|查询|请求|搜索|对话|张图|[秒天日周月年次户人图卡]"
)
_BEFORE_TIME = re.compile(
    r"(?:每个?(?P<zh>小时|天|日|周|月|年)|(?P<zh2>日均|月均|年均)|"
    r"(?<![\d今去明前后全上节假每])(?P<zh3>[日月年])(?=[耗用])|"
    r"(?P<en>daily|monthly|yearly|annual|hourly|weekly)|"
    r"一(?P<one>天|年|个月))[^\d。.;；，,一二三四五六七八九十百千万亿两]{0,10}$"
    r"|(?:^|[.,;:] ?)(?:each|every|per) (?P<word>day|month|year|hour|week),?"
    r"[^\d.;]{0,24}$",
    re.IGNORECASE,
)
_BEFORE_KWH = re.compile(
    r"(?:每|一)\s?(?P<count>\d{1,5}|千|万)?\s?(?:度|千瓦时)电?[^\d。.;；，,]{0,12}$"
)
_BEFORE_KM = re.compile(r"每(?P<hundred>百)?(?:公里|千米)[^\d。.;；，,]{0,12}$")
_BEFORE_HOUR = re.compile(
    r"每个?\s?(?:张|块|枚)?\s?(?P<chip>GPU|TPU|加速器|芯片|显卡|卡|[AHB]\d{2,3})?\s?(?:小时|时)"
    r"[^\d。.;；，,]{0,8}$"
)
_BEFORE_MANY = {"千": 1e3, "万": 1e4}
_BEFORE = {
    "日": "day",
    "月": "month",
    "年": "year",
    "日均": "day",
    "月均": "month",
    "年均": "year",
    "annual": "year",
}
_MAY_BE_RATED = re.compile(
    r"[每均一]|[日月年][耗用]|ly|ach|very|per|nnual|LY|ACH|VERY|PER|NNUAL|Per"
)
"""What is part of every word of a rate before a quantity: most texts have none."""
LOOK_BACK = 30
"""Characters before a quantity in which its rate is looked for."""


def per_at(text: str, end: int) -> Per | None:
    """Return the rate that follows a quantity, or None.

    >>> per_at(" a month", 0).unit, per_at(" per 1000 kWh", 0).factor
    ('month', 1000.0)
    """
    adverb = _ADVERB.match(text, end)
    if adverb:
        return Per(_TIMES[adverb[1].lower()], 1.0, adverb.end())
    link = _LINK.match(text, end)
    if link is None or link.end() >= len(text):
        return None
    at, factor = link.end(), 1.0
    if text.startswith("百公里", at):
        return Per("km", 100.0, at + 3)
    number = number_at(text, at)
    if number and number.kind != "share":
        factor = number.low
        at = number.end + (1 if text[number.end : number.end + 1] == " " else 0)
        if text.startswith(("万", "千"), at) and not text.startswith("千瓦", at):
            factor, at = factor * _BEFORE_MANY[text[at]], at + 1
    found = _below(text, at)
    if found is None or not factor:
        return None
    unit, scale, stop = found
    return Per(unit, factor * scale, stop)


_PER = ("energy", "power", "distance", "volume", "mass", "chip-time")
"""Dimensions of units that something is stated for each of."""


def _below(text: str, at: int) -> tuple[str, float, int] | None:
    word = _WORD.match(text, at)
    if word:
        name = word[0].lower()
        if name in _TIMES or (name.removesuffix("s") in _TIMES and len(name) > 2):
            return _TIMES.get(name) or _TIMES[name.removesuffix("s")], 1.0, word.end()
    unit = unit_at(text, at)
    if unit and unit[0].dimension in _PER:
        return unit[0].unit, unit[0].factor, unit[1]
    if word and (use := USES.get(name) or USES.get(name.removesuffix("s"))):
        return use, 1.0, word.end()
    return None


_NOUNS = re.compile(
    r"(?:\s[A-Za-z]+){1,3}?(?=\s(?:(?:a|per|each|every)\s)?(?:day|daily|month|monthly|year|"
    r"yearly|week|weekly|hour|hourly)\b)"
)


_MATTER = re.compile(r"(?:\s[A-Za-z]\w*){1,2}?(?=\s(?:per|a|an|each|every)\s|/)")
_OF = re.compile(r"\s(?:worth\s)?of(?=\s)", re.IGNORECASE)


def per_after_noun(text: str, end: int, is_count: bool = True) -> Per | None:
    """Return the rate behind the noun of a count: 270 million visits a day.

    That of an amount follows what it is of: 29 kWh of electricity a day.
    """
    if not is_count:
        of = _OF.match(text, end)
        if of is None:
            return None
        end = of.end()
        matter = _MATTER.match(text, end)
        if matter and (below := per_at(text, matter.end())):
            return below
    nouns = _NOUNS.match(text, end)
    if nouns is None:
        return None
    found = per_at(text, nouns.end())
    return Per(found.unit, found.factor, end) if found else None


def may_be_rated(before: str) -> bool:
    """Say whether a rate may stand in the words before a quantity."""
    return _MAY_BE_RATED.search(before) is not None


def per_before(text: str, start: int) -> Per | None:
    """Return the rate that stands before a quantity: 每月 1872 万度, daily 564 MWh."""
    before = text[max(0, start - LOOK_BACK) : start]
    if not may_be_rated(before):
        return None
    match = _BEFORE_TIME.search(before)
    if match:
        word = next(w for w in match.groups() if w).lower()
        return Per(_BEFORE.get(word) or _TIMES[word], 1.0, start)
    far = _BEFORE_KM.search(before)
    if far:
        return Per("km", 100.0 if far["hundred"] else 1.0, start)
    hour = _BEFORE_HOUR.search(before)
    if hour and hour["chip"]:
        return Per("chip-h", 1.0, start)
    price = _BEFORE_KWH.search(before)
    if price:
        count = price["count"] or "1"
        many = _BEFORE_MANY.get(count) or float(count)
        return Per("kWh", many, start) if many else None
    return None
