"""Time steps of the program: blocks of hours, and the hours themselves.

A block stands for several hours in their order: loads, prices and yields are averaged
over it. A block may be split where its hours turn out to bind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wattlas.planning.problem import Array

EXPLORING_H = 8
"""Mean length of blocks to explore with (benchmarks/README)."""
BESIDE_H = 2
"""Mean length of blocks of questions beside the plan of a small program: within 1 % of
the hours where batteries carry every night."""


@dataclass(frozen=True)
class Steps:
    """Steps of the program: the hour each begins with; the last ends with the hours."""

    first_hour: np.ndarray
    hours: int

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self.first_hour)

    @property
    def length_h(self) -> Array:
        """Hours of each step."""
        return np.diff(np.append(self.first_hour, self.hours)).astype(float)

    @property
    def step_of_hour(self) -> np.ndarray:
        """The step in which each hour lies."""
        return np.repeat(np.arange(self.count), self.length_h.astype(int))

    def mean(self, series: Array) -> Array:
        """Return the mean of a series over each step; hours are the last axis."""
        sums = np.add.reduceat(series, self.first_hour, axis=-1)
        return np.asarray(sums / self.length_h)

    def spread(self, values: Array) -> Array:
        """Return values of steps, given to each of their hours; steps are last."""
        return np.asarray(values)[..., self.step_of_hour]

    def split(self, steps: Iterable[int]) -> Steps:
        """Return steps in which some are split into their hours.

        >>> every(3, 9).split([1]).first_hour.tolist()
        [0, 3, 4, 5, 6]
        """
        ends = np.append(self.first_hour, self.hours)
        more = [np.arange(ends[i], ends[i + 1]) for i in steps]
        first = np.unique(np.concatenate([self.first_hour, *more]))
        return Steps(first, self.hours)


def every(length_h: int, hours: int) -> Steps:
    """Return steps of so many hours each; the last may be shorter.

    >>> every(6, 24).length_h.tolist()
    [6.0, 6.0, 6.0, 6.0]
    """
    return Steps(np.arange(0, hours, length_h), hours)
