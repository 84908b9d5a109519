"""Counted electricity of data centres, foreseen from each year with what was known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar, TypeAlias

import numpy as np

from wattlas import draws, facts
from wattlas.chain import growth
from wattlas.chain.types import Array, Value
from wattlas.plain import Plain, written
from wattlas.projection.assumptions import Assumptions
from wattlas.projection.demand import YEARS_OF_ERROR
from wattlas.records import Fact, Input, Range

HISTORY = "data_centre_history"
QUANTITY = "data_centre_twh"
FIRST_START = 2015
LEAST_SPAN = 2
"""Years over which growth is seen, where there is an earlier count."""

HORIZONS: Mapping[int, tuple[int, int]] = {2: (1, 3), 5: (4, 6), 10: (7, 10)}
"""Bands of years ahead, counted together, by the year that they stand for."""

OF_ONE_PLACE = "error.us"
"""Every place has an error of this width, beside that of the world."""

DRAWS = 1024
Slowing: TypeAlias = tuple[Array, Array, Array]


@dataclass(frozen=True)
class Foreseen(Plain):
    """One counted year, as it would have been foreseen from an earlier one. [TWh]

    `own` is the range that the outlook's method gives; `widened` has the error of
    growth in it too.
    """

    SHOWN: ClassVar[tuple[str, ...]] = ("inside_own", "inside_widened")

    series: str
    start: int
    year: int
    own: Range = field(metadata=written("own_twh"))
    widened: Range = field(metadata=written("widened_twh"))
    counted_twh: float

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield a year that is not after its start."""
        if self.year <= self.start:
            yield "year", f"must be after start, {self.start}"

    @property
    def ahead(self) -> int:
        """Years from the start to the year that is foreseen."""
        return self.year - self.start

    @property
    def inside_own(self) -> bool:
        """Whether what was counted lies in the range of the method alone."""
        return self.own.contains(self.counted_twh)

    @property
    def inside_widened(self) -> bool:
        """Whether what was counted lies in the widened range."""
        return self.widened.contains(self.counted_twh)


@dataclass(frozen=True)
class Coverage(Plain):
    """How often counted years lie in the ranges, for a band of years ahead."""

    years: int
    series: int
    points: int
    own: int = field(metadata=written("inside_own"))
    widened: int = field(metadata=written("inside_widened"))

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield more points inside than there are."""
        if max(self.own, self.widened) > self.points:
            yield "points", "must be at least those inside"


def hindcast(inputs: Assumptions, seed: int) -> tuple[Foreseen, ...]:
    """Return every counted year foreseen from every earlier one since 2015.

    Growth is what had been counted by the start; it slows as the outlook assumes.
    Counts are those of today, so that revisions of the past do not widen a range.
    """
    slowing = _slowing(inputs, seed)
    found: list[Foreseen] = []
    for series, counts in counted().items():
        for start in [y for y in counts if y >= FIRST_START]:
            found += _from(series, counts, start, slowing, seed)
    return tuple(found)


@cache
def counted() -> dict[str, dict[int, Fact]]:
    """Return the counts of each series, by year.

    >>> sorted(counted()["google"])
    [2015, 2020, 2023, 2024]
    """
    found: dict[str, dict[int, Fact]] = {}
    for key in facts.keys(HISTORY):
        series, _, year = key.partition("@")
        found.setdefault(series, {})[int(year)] = facts.number(HISTORY, key, QUANTITY)
    return {name: dict(sorted(counts.items())) for name, counts in found.items()}


def count_sources() -> list[str]:
    """Return the sources of all counts, each once."""
    every = [f.source for counts in counted().values() for f in counts.values()]
    return list(dict.fromkeys(every))


def _from(
    series: str, counts: Mapping[int, Fact], start: int, slowing: Slowing, seed: int
) -> Iterator[Foreseen]:
    """Yield the years after one start, if growth was seen by then."""
    earlier = [y for y in counts if y < start]
    later = [y for y in counts if 0 < y - start <= YEARS_OF_ERROR]
    if not earlier or not later:
        return
    before = max((y for y in earlier if start - y >= LEAST_SPAN), default=earlier[0])
    then, now = _counts(counts[before], counts[start], seed)
    pace = (now / then) ** (1 / (start - before))
    long_run, halving, error = slowing
    for year in later:
        ahead = float(year - start)
        level = now * growth.growth_index(pace, long_run, halving, ahead)
        widened = level * np.exp(error * ahead)
        came = counts[year].value
        yield Foreseen(series, start, year, _range(level), _range(widened), came)


def _counts(then: Fact, now: Fact, seed: int) -> tuple[Array, Array]:
    """Return draws of two counts. [TWh]"""
    items = [
        Input(name, f.value, f.low, f.high, "lognormal", "TWh", f.source)
        for name, f in (("then", then), ("now", now))
    ]
    found = draws.draw(items, DRAWS, seed)
    return found["then"], found["now"]


def _slowing(inputs: Assumptions, seed: int) -> Slowing:
    """Return draws of growth in the long run, of its halving and of its error."""
    v = inputs.draw(DRAWS, seed)
    error = v["error.growth"] + v[OF_ONE_PLACE]
    names = "growth.conventional-long-run", "halving_years.conventional"
    long_run, halving = (np.ravel(v[name]) for name in names)
    return long_run, halving, np.ravel(error)


def coverages(points: Sequence[Foreseen]) -> tuple[Coverage, ...]:
    """Return how often what was counted lies inside, about 2, 5 and 10 years ahead."""
    found = []
    for years, (first, last) in HORIZONS.items():
        mine = [p for p in points if first <= p.ahead <= last]
        found.append(
            Coverage(
                years,
                len({p.series for p in mine}),
                len(mine),
                sum(p.inside_own for p in mine),
                sum(p.inside_widened for p in mine),
            )
        )
    return tuple(found)


def _range(values: Value) -> Range:
    array = np.ravel(np.asarray(values, dtype=float))
    low, high = draws.interval(array)
    return Range(low, float(np.median(array)), high)
