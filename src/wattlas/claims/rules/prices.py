"""Prices of electricity, two of them or one, and what is saved."""

from __future__ import annotations

from dataclasses import replace

from wattlas.claims.reading import Reading, before, matches
from wattlas.claims.rules.found import Found, country
from wattlas.claims.schema import Price, Saving
from wattlas.quantity import Mention

NEAR_PRICES = 5.0
"""A bare number within this factor of a price is a second price."""


def prices(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return a saving between prices, a saving alone, or a price."""
    per_kwh = [m for m in free if m.dimension == "money" and m.per == "kWh"]
    if not per_kwh:
        return []
    saved = [m for m in per_kwh if matches("save", before(reading, m, 14))]
    stated = [m for m in per_kwh if m not in saved]
    if len(stated) == 1:
        stated += _bare(free, stated[0])
    if len(stated) >= 2:
        return [_between(reading, free, stated[:2], saved)]
    if reading.has("save") and (saved or stated):
        one = (saved or stated)[0]
        relation = Saving(saved=one, subject=_plant(reading), against=_against(reading))
        return [Found(relation, (one,))]
    return _one(reading, stated)


def _bare(free: list[Mention], price: Mention) -> list[Mention]:
    """Return a number without a unit that can only be a second price."""
    if price.middle <= 0:
        return []
    numbers = [m for m in free if m.dimension == "count" and m.start > price.end]
    near = [
        m for m in numbers if 1 / NEAR_PRICES < m.middle / price.middle < NEAR_PRICES
    ]
    return [
        replace(m, dimension="money", unit="", per="kWh", currency=price.currency)
        for m in near[:1]
    ]


def _between(
    reading: Reading, free: list[Mention], stated: list[Mention], saved: list[Mention]
) -> Found:
    share = [m for m in free if m.dimension == "share"]
    difference = [*saved, *share][:1]
    relation = Saving(
        prices=tuple(stated),
        saved=difference[0] if difference else None,
        against=country(reading),
        dearer=matches("dearer", reading.text),
    )
    starts = {m.start for m in [*stated, *difference]}
    return Found(relation, tuple(m for m in free if m.start in starts))


def _plant(reading: Reading) -> str:
    plants = [t.key for t in reading.kinds("plant")]
    return plants[0] if plants else ""


def _against(reading: Reading) -> str:
    place = country(reading)
    compared = reading.has("grid") or reading.has("more")
    return (place or "world") if compared and (place or reading.has("grid")) else ""


def _one(reading: Reading, stated: list[Mention]) -> list[Found]:
    if not stated:
        return []
    subject = _plant(reading)
    if not subject and any(t.key == "helion" for t in reading.things):
        subject = "fusion-power"
    subject = subject or country(reading)
    if not subject:
        return []
    relation = Price(value=stated[0], subject=subject, as_goal=reading.has("goal"))
    return [Found(relation, (stated[0],))]
