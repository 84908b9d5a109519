"""How often each number occurs, added up over batches: medians in bounded memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wattlas.estimation.request_log.columns import Floats, is_alike

SMALL = 1 << 20
"""Whole numbers below it are counted in an array, others by sorting."""
MOST_HELD = 1 << 18
"""Numbers that are held before those that are the same are put together."""


class Counted:
    """Numbers of many rows: each that occurs, and how often.

    >>> counted = Counted()
    >>> counted.add(np.array([5.0, 1.0, 5.0])); counted.add(np.array([7.0]))
    >>> counted.rows, counted.lower_median, counted.least, counted.most
    (4, 5.0, 1.0, 7.0)
    """

    def __init__(self) -> None:
        self._values: list[Floats] = []
        self._counts: list[NDArray[np.int64]] = []
        self.rows = 0

    def add(self, values: Floats) -> None:
        """Count numbers."""
        if not len(values):
            return
        if is_alike(values):
            self._take(values[:1], np.array([len(values)]))
        else:
            self._take(*_counts_of(values))
        self.rows += len(values)

    def merge(self, other: Counted) -> None:
        """Count what another has counted."""
        for values, counts in zip(other._values, other._counts, strict=True):
            self._take(values, counts)
        self.rows += other.rows

    @property
    def lower_median(self) -> float:
        """The median; of an even number the lower one."""
        return self._at((self.rows - 1) // 2)

    @property
    def median(self) -> float:
        """The median; of an even number the mean of the two in the middle."""
        return (self._at((self.rows - 1) // 2) + self._at(self.rows // 2)) / 2

    @property
    def least(self) -> float:
        """The smallest number."""
        return self._at(0)

    @property
    def most(self) -> float:
        """The largest number."""
        return self._at(self.rows - 1)

    def _take(self, values: Floats, counts: NDArray[np.int64]) -> None:
        self._values.append(values)
        self._counts.append(counts)
        if len(self._values) > 1 and sum(map(len, self._values)) > MOST_HELD:
            self._put_together()

    def _put_together(self) -> None:
        values = np.concatenate(self._values)
        counts = np.concatenate(self._counts)
        each, at = np.unique(values, return_inverse=True)
        sums = np.zeros(len(each), np.int64)
        np.add.at(sums, at, counts)
        self._values, self._counts = [each], [sums]

    def _at(self, number: int) -> float:
        if len(self._values) > 1:
            self._put_together()
        ends = np.cumsum(self._counts[0])
        return float(self._values[0][np.searchsorted(ends, number, side="right")])


def _counts_of(values: Floats) -> tuple[Floats, NDArray[np.int64]]:
    if values.min() >= 0 and values.max() < SMALL:
        whole = values.astype(np.int64)
        if (whole == values).all():
            counts = np.bincount(whole)
            found = np.flatnonzero(counts)
            return found.astype(np.float64), counts[found]
    each, counts = np.unique(values, return_counts=True)
    return each, counts
