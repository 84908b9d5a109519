"""What matters: each input alone at its low and high end, and its share of variance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from wattlas.chain.types import Array, Value
from wattlas.draws import doubled_ranks, width_shares
from wattlas.projection.assumptions import Assumptions, Drawn
from wattlas.projection.record import Swing
from wattlas.projection.sample import Block, Frame, block, of_region

SWING_YEAR = 2030
QUANTITY = "ai_served_twh"
METHOD = "method"
KEPT = 0.002
"""Inputs that move the result by less than this share of it are left out."""


def swings(
    inputs: Assumptions, frame: Frame, first: Block, of: tuple[str, int]
) -> tuple[Swing, ...]:
    """Return the swings of what AI gets in a region and year, widest first. [TWh]

    Each input goes to its low and its high end while all others keep their centre; the
    result is the mean of the methods. The choice of the method is a row of its own.
    """
    region, year = of
    wide = [i.name for i in inputs.items.values() if not i.exact]
    span = frame.years[: year - frame.years[0] + 1]
    until = replace(frame, years=span, draws=1, seed=0)
    found = block(Drawn(_one_at_a_time(inputs, wide)), until).samples
    by_method = {m: _last(s, region) for m, s in found.items()}
    mean = np.mean(list(by_method.values()), axis=0)
    ends = {n: (float(mean[2 * i]), float(mean[2 * i + 1])) for i, n in enumerate(wide)}
    if len(by_method) > 1:
        centres = [float(values[-1]) for values in by_method.values()]
        ends[METHOD] = (min(centres), max(centres))
    least = KEPT * float(mean[-1])
    kept = {n: e for n, e in ends.items() if abs(e[1] - e[0]) > least}
    shares = _shares(first, frame, of, list(kept))
    rows = [Swing(n, *e, shares[n]) for n, e in kept.items()]
    return tuple(sorted(rows, key=lambda r: -r.width))


def _one_at_a_time(inputs: Assumptions, wide: list[str]) -> dict[str, Value]:
    """Return inputs in rows: low and high of each in turn, and all at the centre."""
    rows = 2 * len(wide) + 1
    values = inputs.mids()
    for i, name in enumerate(wide):
        item = inputs[name]
        column = np.full((rows, 1, 1), item.mid)
        column[2 * i], column[2 * i + 1] = item.low, item.high
        values[name] = column
    return values


def _last(samples: Mapping[str, Value], region: str) -> Array:
    return of_region(dict(samples), region)[QUANTITY][:, -1]


def _shares(
    first: Block, frame: Frame, of: tuple[str, int], names: list[str]
) -> dict[str, float]:
    """Return each input's share of the variance of ranks, all methods together."""
    region, year = of
    column = year - frame.years[0]
    ends = [of_region(s, region)[QUANTITY][:, column] for s in first.samples.values()]
    count = len(ends)
    drawn = {n: np.tile(np.ravel(first.values[n]), count) for n in names if n != METHOD}
    result = np.concatenate(ends)
    return width_shares(drawn, result) | {METHOD: _between(ends, result)}


def _between(ends: list[Array], result: Array) -> float:
    """Return the share of the variance of ranks that lies between the methods."""
    ranks = doubled_ranks(result)
    groups = [int(group.sum()) ** 2 for group in np.split(ranks, len(ends))]
    total = int(ranks @ ranks) * len(ends[0])
    return sum(groups) / total if total else 0.0
