"""Totals that are products: uses a day x energy of a use, servers x power x hours."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from wattlas.claims.binding import changes, is_number
from wattlas.claims.nouns import noun_of
from wattlas.claims.reading import Reading, after, before, matches
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Product
from wattlas.claims.scope import clauses, within
from wattlas.claims.vocabulary import said
from wattlas.quantity import Mention
from wattlas.units import HOURS_PER_YEAR

PER_USE = ("use", "image", "conversation", "visit", "person")
EACH = ("each", "apiece", "每次", "每个")
LARGEST_USE = 0.05
"""Energy [kWh] up to which a figure without a period can be that of one use."""
PERIODS = ("day", "month", "year", "week", "h")
MATTER = {"energy": "energy", "volume": "volume", "power": "power", "mass": "mass",
          "carbon": "mass"}  # fmt: skip
"""What of one thing may be told of many, by dimension."""
_THEM = re.compile(r"\s(?:of\s)?(?:them|these|those|such)\b")
NEAR = 24
ONE_MACHINE_W = 20_000
"""A power up to which that of one machine is meant, where machines are counted."""
SAME_AS, OVERHEAD = 1.06, 3.0
"""A total so many times that of its chips may hold servers and cooling too."""
_MAKE = re.compile(
    r"(?:\sof them|[块张颗台个片]?)\s?"
    r"(?:就是|就要|一共|总共|合计|共|(?:同时)?(?:运转|运行)?(?:需要|要|需)|"
    r"(?:would |will )?(?:need|take|make|draw|require)s?|(?:is|are|come to))?"
    r"\s?(?:约|about )?"
)
NO_USES = ("token", "household", "car", "chip", "server")
"""What is counted and is no use, however often: *17,000 homes in a day*."""
PERIODS_SAID = ("year", "month", "day")
MULTIPLIED = (
    "server",
    "gpu",
    "chip",
    "card",
    "accelerator",
    "v100",
    "a100",
    "h100",
    "服务器",
    "芯片",
    "显卡",
    "卡",
    "台",
)


def products(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return the product that a sentence states, in full or with a hidden factor."""
    if multiplied := (
        _formula(reading, free) or _multiplied(reading, free) or _of_them(reading, free)
    ):
        return [multiplied]
    totals = [m for m in free if m.dimension in ("energy", "volume")]
    per_use = [m for m in totals if _per_use(reading, m)]
    if not per_use and any(m.per in PERIODS for m in totals):
        small = [m for m in totals if not m.per and m.middle < LARGEST_USE]
        per_use = small if reading.has("use") else []
    totals = [m for m in totals if m not in per_use]
    if not totals:
        return _powers(reading, free)
    machines = _machines(reading, free)
    if machines and not changes(reading, totals[-1:]):
        return [_found(reading, totals[-1], machines)]
    power = [m for m in free if m.dimension == "power"]
    counts = [m for m in free if noun_of(reading, m) in ("chip", "server")]
    period = _period(reading)
    one = len(power) == len(totals) == 1 and len(counts) <= 1
    if one and period and not totals[0].per and not reading.has("household"):
        return [_over(reading, totals[0], period, [*counts, *power])]
    volumes = _volumes(reading, free)
    if not volumes or not (reading.kinds("service") or reading.has("use")):
        return []
    rated = any(m.per in PERIODS for m in volumes)
    if period and rated and not totals[-1].per:
        return [_over(reading, totals[-1], period, [*volumes, *per_use])]
    return [_found(reading, totals[-1], [*volumes, *per_use])]


_TIMES = re.compile(r"(?:\s?[A-Za-z\u4e00-\u9fff]{1,12}){0,2}?\s?(?:[×✕*]|\bx\b)\s?")
_GIVES = re.compile(
    r"[张块颗台个]?\s?"
    r"(?:[=＝≈～~]|is|equals|comes to|makes|gives|就是|等于|约|约为|即|合)\s?"
    r"(?:about |around |some |roughly |约)?"
)


def _formula(reading: Reading, free: list[Mention]) -> Found | None:
    """Return the product of *A × B × C = D*, as it is written."""
    numbers = [m for m in reading.mentions if m.dimension != "date"]
    gaps = [reading.text[a.end : b.start] for a, b in pairwise(numbers)]
    for start in range(len(gaps)):
        end = start
        while end < len(gaps) and _TIMES.fullmatch(gaps[end]):
            end += 1
        if end > start and end < len(gaps) and _GIVES.fullmatch(gaps[end]):
            factors, total = numbers[start : end + 1], numbers[end + 1]
            whole = total if not _has_time(factors) else replace(total, per="")
            found = _found(reading, whole, factors)
            return replace(found, used=(*factors, total))
    return None


def _has_time(factors: list[Mention]) -> bool:
    return any(m.dimension == "time" for m in factors)


def _multiplied(reading: Reading, free: list[Mention]) -> Found | None:
    """Return the product of *multiply A by B and you get C*."""
    numbers = [m for m in free if m.dimension != "date"]
    if len(numbers) != 3 or not any(said("multiplies", reading.text)):
        return None
    total, factors = numbers[-1], numbers[:-1]
    counts = [m for m in factors if m.dimension == "count"]
    same = [m for m in factors if (m.dimension, m.per) == (total.dimension, total.per)]
    return _found(reading, total, factors) if len(counts) == len(same) == 1 else None


def _of_them(reading: Reading, free: list[Mention]) -> Found | None:
    """Return the product of *one takes A; a million of them, B*."""
    for count in free:
        them = _THEM.match(reading.text, count.end) and count.dimension == "count"
        each = [m for m in free if m.end <= count.start and m.dimension in MATTER]
        if not (them and each):
            continue
        behind = [m for m in free if m.start >= count.end]
        total = [
            m for m in behind if MATTER.get(m.dimension) == MATTER[each[-1].dimension]
        ]
        if total and not total[0].per:
            one = replace(each[-1], per="")
            found = _found(reading, total[0], [count, one])
            return replace(found, used=(total[0], count))
    return None


def _of_each(reading: Reading, free: list[Mention], power: Mention) -> list[Mention]:
    """Return the count of the machines that draw a power each, if it is so stated."""
    counts = [m for m in free if _is_of_machines(reading, m)]
    near = before(reading, power, NEAR) + after(reading, power, 8)
    named = bool(reading.kinds("machine")) and power.middle < ONE_MACHINE_W
    return counts if len(counts) == 1 and (matches("each", near) or named) else []


def _powers(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return machines at a power each, and the power of all of them."""
    power = [m for m in free if m.dimension == "power" and not m.times]
    free = [m for m in free if is_number(m)]
    counts = [m for m in free if _is_of_machines(reading, m)]
    others = [m for m in free if m not in power and m.dimension not in ("date", "time")]
    if len(power) != 2 or len(counts) != 1 or others != counts:
        return []
    each, total = sorted(power, key=lambda m: m.middle)
    fronts = (before(reading, m, NEAR) for m in (each, *counts))
    near = " | ".join((*fronts, after(reading, each, 10)))
    stated = (
        matches("each", near)
        or each.per in ("chip", "server")
        or before(reading, each, 4).endswith(" of ")
    )
    if not (stated or _is_of_named(reading, counts[0], each, total)):
        return []
    if _may_hold_more(reading, total, each.middle * counts[0].middle):
        return []
    return [_found(reading, total, [*counts, each])]


def _may_hold_more(reading: Reading, total: Mention, chips_w: float) -> bool:
    """Say whether a power may be that of what the chips stand in: servers, a campus."""
    clause = next(c for c in clauses(reading.text) if within([c], total.start))
    inside = (w for w in reading.words if within([clause], w.start))
    of_another = any("narrows" in w.roles for w in inside)
    return of_another or SAME_AS < total.middle / chips_w < OVERHEAD


def _is_of_machines(reading: Reading, m: Mention) -> bool:
    """Say whether a count is of chips or servers: 5万块, where a chip is named."""
    named = bool(reading.kinds("machine")) and m.dimension == "count"
    behind = named and reading.text[m.end : m.end + 1] in tuple("块张颗片台")
    behind |= named and any(t.start == m.end + 1 for t in reading.kinds("machine"))
    counted = m.dimension == "count" and noun_of(reading, m) in ("chip", "server")
    return behind or counted


def _is_of_named(
    reading: Reading, count: Mention, each: Mention, total: Mention
) -> bool:
    """Say whether so many of a named chip make a total: 5万块就是35兆瓦."""
    between = reading.text[count.end : max(count.end, total.start)]
    made = _MAKE.fullmatch(between) is not None
    return made and bool(reading.kinds("machine"))


def _period(reading: Reading) -> str:
    """Return the period over which machines run, where words name one."""
    found = ((m.start(), period) for period in PERIODS_SAID
             for m in said(f"over-{period}", reading.text))  # fmt: skip
    return min(found, default=(0, ""))[1]


def _over(
    reading: Reading, total: Mention, period: str, factors: list[Mention]
) -> Found:
    """Return machines at a power over a period that a word names."""
    found = _found(reading, replace(total, per=period), factors)
    return replace(found, used=(total, *factors))


def _found(reading: Reading, total: Mention, factors: list[Mention]) -> Found:
    services = reading.kinds("service")
    relation = Product(
        total=total,
        factors=tuple(factors),
        use_of=services[0].key if services else "",
        year=reading.year,
    )
    return Found(relation, (total, *factors))


def _per_use(reading: Reading, m: Mention) -> bool:
    if m.per in PER_USE:
        return True
    front = before(reading, m, 16).lower()
    near = after(reading, m, 8).lower() + front[-8:]
    of_uses = front.endswith((" of ", " at ")) and matches("use", front)
    return not m.per and (of_uses or any(word in near for word in EACH))


def _volumes(reading: Reading, free: list[Mention]) -> list[Mention]:
    """Return the counts of uses: a day, each, or followed by a word for uses."""
    found = []
    for m in free:
        if m.dimension != "count" or m.readings or noun_of(reading, m) in NO_USES:
            continue
        text = after(reading, m, 22)
        use = matches("use", text) or matches("visit", text)
        zh = text.lstrip()[:1] == "次" or text.lstrip()[:2] == "个问"
        if use or zh or (m.per in PERIODS and not matches("user", text)):
            found.append(m)
    return found


def _utilised(reading: Reading, free: list[Mention]) -> list[Mention]:
    """Return the one share of full load, or of the time, at which machines run."""
    shares = [m for m in free if m.dimension == "share"]
    near = [m for m in shares if matches("utilised", before(reading, m, 16))
            or matches("utilised", after(reading, m, 24))]  # fmt: skip
    return near if len(near) == len(shares) == 1 else []


def _machines(reading: Reading, free: list[Mention]) -> list[Mention]:
    """Return power, time and count of machines, if power and time are both stated."""
    power = [m for m in free if m.dimension == "power"]
    time = [m for m in free if m.dimension == "time" and not m.per]
    rate = any(m.dimension == "energy" and m.per in PERIODS for m in free)
    if rate and len(power) == 1 and all(m.middle == HOURS_PER_YEAR for m in time):
        # The period of the total is the time.
        of_each = _of_each(reading, free, power[0])
        return [*of_each, *power, *_utilised(reading, free)]
    if len(power) != 1 or len(time) != 1:
        return []
    low = reading.text.lower()
    counts = [m for m in free if m.dimension == "count"]
    machines = counts[:1] if any(word in low for word in MULTIPLIED) else []
    overhead = [m for m in counts if 1 < m.middle < 3 and "pue" in low]
    rest = [m for m in (*overhead, *_utilised(reading, free)) if m not in machines]
    return [*machines, *power, *time, *rest]
