"""Growth of loads and of supply, and the year in which one reaches the other."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas.claims.known import known
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import Found, country
from wattlas.claims.rules.placing import load_key
from wattlas.claims.schema import Crossing, Growth, Operand, Ratio
from wattlas.quantity import Mention

_USE = r"(?:electricity|power|energy)\s(?:use|usage|consumption|demand)\s"
_BEGINS = re.compile(r"(?:.*[,;]\s)?(?:the\s)?", re.IGNORECASE)
_USE_OF = re.compile(
    rf"(?:.*[,;]\s)?(?:the\s)?{_USE}(?:by|of|at|from|in)\s(?:the\s|all\s)?",
    re.IGNORECASE,
)
_GREW = re.compile(r"\s(?:\w+\s){1,2}")
_OWN_USE = re.compile(rf"(?:['’]s?)?\s{_USE}(?:\w+\s){{1,2}}", re.IGNORECASE)
_GREW_ZH = re.compile(
    r"的?总?(?:用电|耗电|电力需求|电力消耗)量?(?:比上年)?(?:增长|增加|上升|上涨)了?约?"
)
_BESIDE_ZH = re.compile(r"[^\d年，,。在，]$")
_IN_YEAR = re.compile(r"\s(?:in|during|over)\s", re.IGNORECASE)
"""What stands around a load whose electricity grew in a year."""
GENERATION = ("generation", "electricity", "power", "发电", "用电", "电力")


def growths(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return the growth that a sentence states."""
    shape = "flat" if reading.has("flat") else ""
    if not shape and reading.has("exponential"):
        shape = "exponential"
    rates = [m for m in free if m.dimension == "share"]
    doubling = [m for m in free if m.dimension == "ratio"]
    trends = reading.kinds("trend")
    if trends and doubling and reading.has("grow"):
        relation = Growth(subject=trends[0].key, rate=doubling[-1])
        return [Found(relation, tuple(doubling))]
    if not shape and not (reading.has("grow") and rates and not doubling):
        return []
    if not shape and not _YEARLY.search(reading.text):
        return _over_a_span(reading, free, rates[0]) or _in_a_year(reading, rates[0])
    subject = _subject(reading)
    if not subject:
        return []
    years = reading.years
    span = (years[0], years[-1]) if len(years) >= 2 else None
    if not shape and _ON_YEAR.search(reading.text):
        if len(years) != 1:
            return []
        span = (years[0] - 1, years[0])
    rate = rates[0] if rates and not shape else None
    relation = Growth(subject=subject, rate=rate, shape=shape, years=span)
    return [Found(relation, (rate,) if rate else ())]


_YEARLY = re.compile(
    r"\b(?:a year|per year|each year|every year|annual\w*|yearly|CAGR|"
    r"year[- ](?:on|over)[- ]year)\b|每年|年均|年增|年复合|同比|年增长",
    re.IGNORECASE,
)
_ON_YEAR = re.compile(
    r"同比|[比较]上年|[比较]去年|year[- ](?:on|over)[- ]year"
    r"|(?:from|than) (?:a|the) year (?:before|earlier)|(?:from|than) the previous year",
    re.IGNORECASE,
)
"""What compares a year with the one before it."""
_FALL = re.compile(
    r"\b(?:fell|fall\w*|declin\w*|drop\w*|decreas\w*)\b|下降|减少", re.IGNORECASE
)


def _over_a_span(reading: Reading, free: list[Mention], rate: Mention) -> list[Found]:
    """Return the last of two stated amounts as a multiple of the first."""
    amounts = [
        m
        for m in free
        if m.dimension in ("energy", "power", "volume", "carbon", "mass")
    ]
    if len(amounts) != 2 or len({m.dimension for m in amounts}) != 1:
        return []
    sign = -1.0 if _FALL.search(reading.text) else 1.0
    ends = sorted((1 + sign * rate.low, 1 + sign * rate.high))
    mid = None if rate.is_range else ends[0]
    times = replace(rate, dimension="ratio", low=ends[0], mid=mid, high=ends[1])
    first, last = amounts
    of, to = Operand(amount=last), Operand(amount=first)
    relation = Ratio(value=times, as_change=True, of=of, to=to)
    return [Found(relation, (rate, first, last))]


def _in_a_year(reading: Reading, rate: Mention) -> list[Found]:
    """Return the growth of a load in one year: *grew 17 percent in 2025*."""
    loads, years = reading.kinds("load"), reading.of("date")
    if len(loads) != 1 or len(years) != 1 or years[0].is_range:
        return []
    if not _is_of_electricity(reading.text, loads[0], rate, years[0]):
        return []
    year = int(years[0].low)
    subject = load_key(reading, loads[0])
    exact = {k.year for k in known(subject, "electricity_kwh")}
    if not {year - 1, year} <= exact:
        return []
    relation = Growth(subject=subject, rate=rate, years=(year - 1, year))
    return [Found(relation, (rate,))]


def _is_of_electricity(text: str, load: Named, rate: Mention, year: Mention) -> bool:
    """Say whether it is the electricity of a load that grew, and nothing beside it."""
    front, between = text[: load.start], text[load.end : max(load.end, rate.start)]
    if not text.isascii():
        return bool(_GREW_ZH.fullmatch(between)) and not _BESIDE_ZH.search(front)
    in_year = _IN_YEAR.fullmatch(text[rate.end : max(rate.end, year.start)])
    of_load = _USE_OF.fullmatch(front) and _GREW.fullmatch(between)
    own = _BEGINS.fullmatch(front) and _OWN_USE.fullmatch(between)
    return bool(in_year and (of_load or own))


def _subject(reading: Reading) -> str:
    loads = reading.kinds("load")
    if loads:
        return load_key(reading, loads[0])
    place = country(reading)
    if any(word in reading.text.lower() for word in GENERATION):
        world = [t for t in reading.things if t.key == "world-electricity"]
        return place or ("world" if world else "")
    return ""


def crossings(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return that a load will take all supply, if the sentence says so."""
    loads = reading.kinds("load")
    if not loads or not reading.has("exceed"):
        return []
    stated = [m for m in free if m.dimension in ("energy", "share", "ratio", "power")]
    if stated:
        return []
    years = [y for y in reading.years if y > 2025]
    relation = Crossing(
        subject=load_key(reading, loads[0]),
        level="world",
        by=years[-1] if years else None,
    )
    return [Found(relation, tuple(m for m in free if m.dimension == "time"))]
