"""Least squares on logarithms: the trend of the largest training runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from wattlas import facts
from wattlas.chain.types import Array

FEWEST = 8
DAYS = 365.25
PERCENTILE_95 = 1.6449


@dataclass(frozen=True)
class Trend:
    """A line through logarithms: its level in a year, its slope and their error."""

    points: int
    year: float
    log_level: float
    log_growth: float
    growth_error: float

    def log_at(self, year: float) -> float:
        """Return the logarithm of the line in a year."""
        return self.log_level + self.log_growth * (year - self.year)

    @property
    def growth(self) -> float:
        """Growth a year. [1/year]"""
        return float(np.exp(self.log_growth))

    def growth_range(self) -> tuple[float, float]:
        """Return the 90 % interval of growth, as the normal law has it. [1/year]"""
        half = PERCENTILE_95 * self.growth_error
        return float(np.exp(self.log_growth - half)), float(
            np.exp(self.log_growth + half)
        )


@cache
def frontier() -> tuple[tuple[float, float, float | None], ...]:
    """Return year, FLOP and W (where known) of the largest runs at their release."""
    rows = (facts.row("frontier_runs", k) for k in facts.keys("frontier_runs"))
    return tuple(
        (
            _year(r["released"]),
            float(r["training_flop"]),
            float(r["power_w"]) if r["power_w"] else None,
        )
        for r in rows
    )


def _year(text: str) -> float:
    day = date.fromisoformat(text)
    return day.year + (day - date(day.year, 1, 1)).days / DAYS


def largest_flop(year: int) -> float:
    """Return the compute of the largest run that was out by the end of a year. [FLOP]

    >>> largest_flop(2024) > 1e25
    True
    """
    return max(flop for when, flop, _ in frontier() if when < year + 1)


def compute_trend(before: float) -> Trend | None:
    """Return the trend of compute of runs released before a year, or None if few.

    >>> trend = compute_trend(2026.0)
    >>> 4.3 < trend.growth < 5.5
    True
    """
    points = [(when, flop) for when, flop, _ in frontier() if when < before]
    return fit(points) if len(points) >= FEWEST else None


def fit(points: list[tuple[float, float]]) -> Trend:
    """Return the least-squares line through the logarithms of points.

    >>> fit([(0.0, 1.0), (1.0, 2.0), (2.0, 4.0)]).growth
    2.0
    """
    when: Array = np.array([x for x, _ in points])
    level: Array = np.log([y for _, y in points])
    centre = when.mean()
    spread = ((when - centre) ** 2).sum()
    slope = ((when - centre) * level).sum() / spread
    misses = level - level.mean() - slope * (when - centre)
    scatter = np.sqrt((misses**2).sum() / max(len(points) - 2, 1))
    return Trend(
        points=len(points),
        year=float(centre),
        log_level=float(level.mean()),
        log_growth=float(slope),
        growth_error=float(scatter / np.sqrt(spread)),
    )


def record_above(trend: Trend, before: int) -> tuple[float, float]:
    """Return by how much the largest run lies above the line: mean and scatter.

    In logarithms, at the end of each year before `before` and after the first runs.
    """
    first = int(min(when for when, _, _ in frontier()))
    ends = range(first + 1, before)
    above = [np.log(largest_flop(y)) - trend.log_at(y + 1.0) for y in ends]
    return float(np.mean(above)), float(np.std(above))
