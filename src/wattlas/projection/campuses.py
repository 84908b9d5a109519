"""Announced campuses by stage, and when what of them comes draws power. [GW]"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import erf, sqrt
from typing import ClassVar

import numpy as np

from wattlas import facts
from wattlas.chain.types import Array
from wattlas.plain import Plain, coded
from wattlas.projection.assumptions import Drawn, inputs_of
from wattlas.projection.history import BASE_YEAR
from wattlas.projection.question import drawn, range_of
from wattlas.records import Input, Range

TABLE = "outlook_campuses"
CURVE = "curve"
YEARS = (2027, 2030, 2035)
SEEN = BASE_YEAR + 1.0
"""The year in whose middle stages were counted."""
normal_law = np.vectorize(lambda z: 0.5 * (1 + erf(z / sqrt(2))), otypes=[float])


@dataclass(frozen=True)
class Campus(Plain):
    """One stage of campuses: its power, what of it comes, and what runs by year.

    `counts` is the number of counts that the share stands on; of the curve, that of
    sites whose waiting time it is fitted to. [GW]
    """

    SHOWN: ClassVar[tuple[str, ...]] = ("last_year",)

    stage: str = field(metadata=coded("campus-stages"))
    campus_gw: Range
    comes_share: Range
    running_gw: Mapping[int, Range]
    counts: int
    source: str

    @property
    def last_year(self) -> int:
        """The last year of the curve."""
        return max(self.running_gw)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield a share that is none."""
        if not 0 <= self.comes_share.mid <= 1:
            yield "comes_share", f"must be a share, got {self.comes_share.mid:g}"


@dataclass(frozen=True)
class Wait(Plain):
    """Years from land cleared to first power, fitted to past sites."""

    first_power_years: Range
    spread: Range
    sites: int
    source: str


def campus_inputs() -> dict[str, Input]:
    """Return the inputs of every stage and of the curve, by name."""
    found: dict[str, Input] = {}
    for key in facts.keys(TABLE):
        found |= inputs_of(TABLE, key)
    return found


def wait_of(v: Drawn) -> Wait:
    """Return the fitted wait for first power. [year]"""
    row = facts.row(TABLE, CURVE)
    median, spread = (drawn(v, f"{name}.{CURVE}") for name in _FITTED)
    return Wait(range_of(median), range_of(spread), int(row["counts"]), row["source"])


_FITTED = ("first_power_years", "first_power_spread")


def campuses_of(v: Drawn) -> Iterator[Campus]:
    """Yield each stage: power times the share that comes, by the fitted wait."""
    for stage in facts.keys(TABLE):
        if stage == CURVE:
            continue
        row = facts.row(TABLE, stage)
        power, share = (
            drawn(v, f"{name}.{stage}") for name in ("campus_gw", "comes_share")
        )
        begun = drawn(v, f"begun_years.{stage}")
        yield Campus(
            stage=stage,
            campus_gw=range_of(power),
            comes_share=range_of(share),
            running_gw={
                y: range_of(power * share * _come_by(v, y - SEEN + 0.5 - begun, begun))
                for y in YEARS
            },
            counts=int(row["counts"]),
            source=row["source"],
        )


def _come_by(v: Drawn, years: Array, begun: Array) -> Array:
    """Return the share of what comes that has power, so long after it was begun. [1]

    What was begun before the count and still waits had no power then.
    """
    since = np.maximum(-begun, 0.0)
    before = _curve(v, since)
    return np.clip((_curve(v, years) - before) / (1 - before), 0.0, 1.0)


def _curve(v: Drawn, years: Array) -> Array:
    """Return the share of sites with first power so long after land is cleared. [1]"""
    median, spread = (drawn(v, f"{name}.{CURVE}") for name in _FITTED)
    ahead = np.log(np.maximum(years, 1e-9)) - np.log(median)
    found: Array = normal_law(ahead / spread)
    return found
