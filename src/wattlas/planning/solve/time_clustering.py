"""Blocks of hours that are alike: neighbours merged where prices, yields, loads agree.

A year in equal blocks needs a third more of them for the same cost at every hour:
nights and lulls need few, mornings and fronts many. Source: Pineda and Morales (2018),
Chronological time-period clustering for optimal capacity expansion planning with
storage, IEEE Transactions on Power Systems 33(6), section II.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError
from wattlas.planning.problem import Problem
from wattlas.planning.solve.blocks import EXPLORING_H, Steps, every
from wattlas.planning.tariff import windows

if TYPE_CHECKING:
    from wattlas.planning.problem import Array

LONGEST_H = 16
"""No block is longer, so that none holds a day and a night."""
FLAT = 1e-12
"""Spread over the largest value, below which a series says nothing about time."""


def steps_of(problem: Problem, mean_h: int) -> Steps:
    """Return steps of so many hours on the mean, each of neighbours that are alike.

    No step holds hours of two months, or of before and after a bound of training.

    Raises
    ------
    InputError
        If the mean length is not one that keeps day and night apart.
    """
    if not 1 <= mean_h <= EXPLORING_H:
        raise InputError(
            "Blocks have 1 to {exploring_h} h on the mean, got {mean_h}: longer ones "
            "blend day and night. Set plan.block_hours to {exploring_h} or less.",
            exploring_h=EXPLORING_H,
            mean_h=mean_h,
        )
    equal = every(mean_h, problem.hours)
    if mean_h == 1:
        return equal
    return merged(_traits(problem), equal.count, _borders(problem))


def merged(traits: Array, count: int, borders: Iterable[int]) -> Steps:
    """Return so many steps, or as few as their longest length and borders allow.

    Parameters
    ----------
    traits : array (hours, series)
        What hours are compared by, of one scale.
    borders : hours
        Hours with which a step must begin.

    Neighbours are merged one pair at a time, that pair first whose merging adds least
    to the squared distance of hours from the mean of their step (Ward 1963).

    >>> merged(np.array([[0.0], [0.1], [5.0], [5.0]]), 2, ()).first_hour.tolist()
    [0, 2]
    """
    chain = _Chain(traits)
    forbidden = set(borders)
    heap = [(chain.cost(i, i + 1), i, i + 1, 1, 1) for i in range(len(traits) - 1)]
    heapq.heapify(heap)
    left = len(traits)
    while heap and left > count:
        _, i, j, long_i, long_j = heapq.heappop(heap)
        if chain.length[i] != long_i or chain.length[j] != long_j or j in forbidden:
            continue
        if long_i + long_j > LONGEST_H:
            continue
        chain.merge(i, j)
        left -= 1
        for a, b in chain.pairs_of(i):
            entry = (chain.cost(a, b), a, b, chain.length[a], chain.length[b])
            heapq.heappush(heap, entry)
    return Steps(np.flatnonzero(np.asarray(chain.length) > 0), len(traits))


class _Chain:
    """Steps in their order, each known by its first hour; a merged one has length 0."""

    def __init__(self, traits: Array) -> None:
        count = len(traits)
        self.length = [1] * count
        self._mean = np.array(traits, float)
        self._next = list(range(1, count + 1))
        self._last = list(range(-1, count - 1))

    def cost(self, i: int, j: int) -> float:
        """Return what merging two neighbours adds to the squared distances."""
        away = self._mean[i] - self._mean[j]
        weight = self.length[i] * self.length[j] / (self.length[i] + self.length[j])
        return float(weight * (away @ away))

    def merge(self, i: int, j: int) -> None:
        """Let a step take in the one that follows it."""
        both = self.length[i] + self.length[j]
        share = self.length[j] / both
        self._mean[i] += share * (self._mean[j] - self._mean[i])
        self.length[i], self.length[j] = both, 0
        self._next[i] = self._next[j]
        if self._next[i] < len(self.length):
            self._last[self._next[i]] = i

    def pairs_of(self, i: int) -> list[tuple[int, int]]:
        """Return the pairs that a step makes with its neighbours."""
        pairs = [(self._last[i], i), (i, self._next[i])]
        return [(a, b) for a, b in pairs if a >= 0 and b < len(self.length)]


def _traits(problem: Problem) -> Array:
    """Return every series that moves, each once, in its own standard deviations."""
    rows: dict[bytes, Array] = {}
    for series in _series(problem):
        spread = float(np.std(series))
        if spread > FLAT * float(np.max(np.abs(series), initial=0.0)):
            row = (series - series.mean()) / spread
            rows[np.round(row, 9).tobytes()] = row
    if not rows:
        return np.zeros((problem.hours, 1))
    return np.stack(list(rows.values()), axis=1)


def _series(problem: Problem) -> Iterable[Array]:
    found = [g.price_per_kwh for g in problem.grids]
    found += [
        g.intensity_kgco2e_per_kwh
        for g in problem.grids
        if g.intensity_kgco2e_per_kwh is not None
    ]
    found += [p.availability for p in problem.plants]
    found += [problem.pue[s] for s in problem.sites]
    found += list(problem.base_it_kw.values())
    found += [kw for load in problem.placed for kw in load.it_kw.values()]
    if problem.serving is not None:
        found += list(problem.serving.requests_per_h)
    for series in found:
        yield np.broadcast_to(np.asarray(series, float), problem.hours)


def _borders(problem: Problem) -> list[int]:
    """Return hours that begin months, windows of bills, calls; bounds of training."""
    months = np.flatnonzero(np.diff(problem.months)) + 1
    for grid in problem.grids:
        for window in windows(grid, problem.months):
            breaks = np.flatnonzero(np.diff(window.hours) > 1)
            ends = [window.hours[-1:] + 1, window.hours[breaks] + 1]
            starts = [window.hours[:1], window.hours[breaks + 1]]
            months = np.union1d(months, np.concatenate([*ends, *starts]))
    for offer in problem.offers:
        for hours in (offer.called, offer.callable):
            turns = np.flatnonzero(np.diff(hours.astype(int))) + 1
            months = np.union1d(months, turns)
    months = months[(months > 0) & (months < problem.hours)]
    training = problem.training
    bounds = [] if training is None else [training.start, training.deadline]
    return [*months.tolist(), *bounds]
