"""Growth of loads and of supply, and the year in which one reaches the other."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import Found, country, load_key
from wattlas.claims.schema import Crossing, Growth, Operand, Ratio
from wattlas.quantity import Mention

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
        return _over_a_span(reading, free, rates[0])
    subject = _subject(reading)
    if not subject:
        return []
    years = reading.years
    span = (years[0], years[-1]) if len(years) >= 2 else None
    rate = rates[0] if rates and not shape else None
    relation = Growth(subject=subject, rate=rate, shape=shape, years=span)
    return [Found(relation, (rate,) if rate else ())]


_YEARLY = re.compile(
    r"\b(?:a year|per year|each year|every year|annual\w*|yearly|CAGR|"
    r"year[- ](?:on|over)[- ]year)\b|每年|年均|年增|年复合|同比|年增长",
    re.IGNORECASE,
)
_FALL = re.compile(
    r"\b(?:fell|fall\w*|declin\w*|drop\w*|decreas\w*)\b|下降|减少", re.IGNORECASE
)


def _over_a_span(reading: Reading, free: list[Mention], rate: Mention) -> list[Found]:
    """Return the last of two stated amounts as a multiple of the first."""
    amounts = [
        m for m in free if m.dimension in ("energy", "power", "volume", "carbon")
    ]
    if len(amounts) != 2 or len({m.dimension for m in amounts}) != 1:
        return []
    sign = -1.0 if _FALL.search(reading.text) else 1.0
    ends = sorted((1 + sign * rate.low, 1 + sign * rate.high))
    mid = None if rate.is_range else ends[0]
    times = replace(rate, dimension="ratio", low=ends[0], mid=mid, high=ends[1])
    first, last = amounts
    relation = Ratio(value=times, of=Operand(amount=last), to=Operand(amount=first))
    return [Found(relation, (rate, first, last))]


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
