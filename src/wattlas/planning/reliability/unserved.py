"""What a year leaves unserved at a site, and what one outage does. [kWh]"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.reliability.need import Need
from wattlas.planning.reliability.outage import (
    Left,
    Reserve,
    Sources,
    Standby,
    Units,
    outages,
    states,
)
from wattlas.planning.reliability.terms import Outage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BEGINS = 6
"""Begins of an outage that stand for a year, at other hours of the day."""
SELDOM = 1e-3
"""Share of outages that are longer than those that are looked at."""
LONGEST_H = 336


@dataclass(frozen=True)
class Added:
    """What backs a site up: generators, feeds beside the first, more battery."""

    generators: int = 0
    feeds: int = 0
    battery: Reserve = field(default_factory=Reserve)


def unserved_kwh(need: Need, added: Added, figures: Mapping[str, float]) -> float:
    """Return the energy that a site is expected to lack in a year. [kWh]

    ``unserved = with the feed, its units down + outages a year * left by an outage``

    Outages begin at any hour and last for hours that are geometric, or less than one.
    A second feed is lost with the first in the share of outages that they have in
    common, or by chance at once. Without a feed units and generators run all the time.
    """
    units = need.units
    if not need.feed_kw:
        there = figures["genset_availability"]
        units += (Units(added.generators, figures["genset_unit_kw"], there),)
    powers, odds = states(units)
    beside = np.maximum(need.over_feed_kw[:, None] - powers, 0.0) @ odds
    total = float(beside.sum())
    if not need.feed_kw:
        return total
    mean_h, a_year = figures["feed_outage_h"], figures["feed_outages_per_year"]
    lasts = _lasting(mean_h)
    left = outages(_loads(need, len(lasts)), sources_of(need, added, figures), False)
    one = float((left.unserved_kwh @ lasts).mean())
    down = a_year * mean_h / len(need.load_kw)
    both = figures["feed_common_share"] + 2.0 * down if added.feeds else 1.0
    return total + a_year * min(both, 1.0) * one


def of_outage(
    need: Need, added: Added, figures: Mapping[str, float], outage: Outage
) -> Left:
    """Return what an outage leaves, at its begin or at many."""
    count = max(int(np.ceil(outage.hours)), 1)
    load = _loads(need, count, outage.begin)
    load[:, -1] *= 1.0 - (count - outage.hours)
    return outages(load, sources_of(need, added, figures))


def sources_of(need: Need, added: Added, figures: Mapping[str, float]) -> Sources:
    """Return all that supplies a site when its grid is gone."""
    standby = Standby(
        added.generators,
        figures["genset_unit_kw"],
        figures["genset_availability"],
        figures["genset_fails_to_start"],
        figures["genset_mttf_h"],
    )
    own, more = need.battery, added.battery
    battery = Reserve(
        own.kw + more.kw, own.kwh + more.kwh, own.at_begin_kwh + more.at_begin_kwh
    )
    return Sources(need.units, standby, battery)


def firm_kw(
    need: Need, added: Added, figures: Mapping[str, float], lost: int
) -> tuple[float, float]:
    """Return what all sources give together, and without the largest of them. [kW]

    A battery ends, and the sun sets: neither is firm.
    """
    feed = min(need.feed_kw, need.peak_kw)
    sources = [feed] * (1 + added.feeds) if feed else []
    sources += [u.kw for u in need.units for _ in range(u.count)]
    sources += [figures["genset_unit_kw"]] * added.generators
    sources.sort(reverse=True)
    return sum(sources), sum(sources[lost:])


def _lasting(mean_h: float) -> Array:
    """Return how probable it is that an outage has each of its hours. [1]"""
    if mean_h <= 1.0:
        return np.array([mean_h])
    stays = 1.0 - 1.0 / mean_h
    count = int(np.ceil(np.log(SELDOM) / np.log(stays)))
    return np.asarray(stays ** np.arange(min(count, LONGEST_H)))


def _loads(need: Need, hours: int, begin: int | None = None) -> Array:
    """Return what must be served in each hour of outages, a row for each begin."""
    count = len(need.islanded_kw)
    begins = np.linspace(0, count, BEGINS, endpoint=False).astype(int)
    begins = (begins + np.arange(BEGINS) * 2) % count
    if begin is not None:
        begins = np.array([begin])
    at = (begins[:, None] + np.arange(hours)) % count
    return need.islanded_kw[at].astype(float)
