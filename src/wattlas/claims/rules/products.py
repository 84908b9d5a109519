"""Totals that are products: uses a day x energy of a use, servers x power x hours."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas.claims.nouns import noun_of
from wattlas.claims.reading import Reading, after, before, matches
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Product
from wattlas.quantity import Mention
from wattlas.units import HOURS_PER_YEAR

PER_USE = ("use", "image", "conversation", "visit", "person")
EACH = ("each", "apiece", "每次", "每个")
LARGEST_USE = 0.05
"""Energy [kWh] up to which a figure without a period can be that of one use."""
PERIODS = ("day", "month", "year", "week", "h")
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
    totals = [m for m in free if m.dimension in ("energy", "volume")]
    per_use = [m for m in totals if _per_use(reading, m)]
    if not per_use and any(m.per in PERIODS for m in totals):
        small = [m for m in totals if not m.per and m.middle < LARGEST_USE]
        per_use = small if reading.has("use") else []
    totals = [m for m in totals if m not in per_use]
    if not totals:
        return _powers(reading, free)
    machines = _machines(reading, free)
    if machines:
        return [_found(reading, totals[-1], machines)]
    power = [m for m in free if m.dimension == "power"]
    counts = [m for m in free if noun_of(reading, m) in ("chip", "server")]
    period = _PERIOD.search(reading.text)
    one = len(power) == len(totals) == 1 and len(counts) <= 1
    if one and period and not totals[0].per and not reading.has("household"):
        word = next(k for k, v in period.groupdict().items() if v).removesuffix("_zh")
        return [_over(reading, totals[0], word, [*counts, *power])]
    volumes = _volumes(reading, free)
    if not volumes or not (reading.kinds("service") or reading.has("use")):
        return []
    return [_found(reading, totals[-1], [*volumes, *per_use])]


def _of_each(reading: Reading, free: list[Mention], power: Mention) -> list[Mention]:
    """Return the count of the machines that draw a power each, if it is so stated."""
    counts = [m for m in free if noun_of(reading, m) in ("chip", "server")]
    near = before(reading, power, 8) + after(reading, power, 8)
    return counts if len(counts) == 1 and matches("each", near) else []


def _powers(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return machines at a power each, and the power of all of them."""
    power = [m for m in free if m.dimension == "power" and not m.times]
    counts = [m for m in free if noun_of(reading, m) in ("chip", "server")]
    others = [m for m in free if m not in power and m.dimension not in ("date", "time")]
    if len(power) != 2 or len(counts) != 1 or others != counts:
        return []
    each, total = sorted(power, key=lambda m: m.middle)
    fronts = (before(reading, m, 10) for m in (each, *counts))
    near = " | ".join((*fronts, after(reading, each, 10)))
    if not (matches("each", near) or before(reading, each, 4).endswith(" of ")):
        return []
    return [_found(reading, total, [*counts, each])]


_PERIOD = re.compile(
    r"\b(?:for|over|in|during|throughout|all) (?:an?|one|the|a whole|a full)? ?"
    r"(?:(?P<year>year)|(?P<month>month)|(?P<day>day))\b"
    r"|(?:(?P<year_zh>[一全整每]年)|(?P<month_zh>[一每]个?月)|(?P<day_zh>[一每全][天日]))"
)


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
    of_uses = front.endswith(" of ") and matches("use", front)
    return not m.per and (of_uses or any(word in near for word in EACH))


def _volumes(reading: Reading, free: list[Mention]) -> list[Mention]:
    """Return the counts of uses: a day, each, or followed by a word for uses."""
    found = []
    for m in free:
        if m.dimension != "count" or m.readings or noun_of(reading, m) == "token":
            continue
        text = after(reading, m, 22)
        use = matches("use", text) or matches("visit", text)
        zh = text.lstrip()[:1] == "次" or text.lstrip()[:2] == "个问"
        if use or zh or (m.per in PERIODS and not matches("user", text)):
            found.append(m)
    return found


def _machines(reading: Reading, free: list[Mention]) -> list[Mention]:
    """Return power, time and count of machines, if power and time are both stated."""
    power = [m for m in free if m.dimension == "power"]
    time = [m for m in free if m.dimension == "time" and not m.per]
    rate = any(m.dimension == "energy" and m.per in PERIODS for m in free)
    if rate and len(power) == 1 and all(m.middle == HOURS_PER_YEAR for m in time):
        # The period of the total is the time.
        return [*_of_each(reading, free, power[0]), *power]
    if len(power) != 1 or len(time) != 1:
        return []
    low = reading.text.lower()
    counts = [m for m in free if m.dimension == "count"]
    machines = counts[:1] if any(word in low for word in MULTIPLIED) else []
    overhead = [m for m in counts if 1 < m.middle < 3 and "pue" in low]
    return [*machines, *power, *time, *(m for m in overhead if m not in machines)]
