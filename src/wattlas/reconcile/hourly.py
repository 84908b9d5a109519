"""Each step of a series joined with the energy that was metered in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wattlas import facts
from wattlas.errors import InputError
from wattlas.metering import channel as ch
from wattlas.metering.ledger.cells import US_PER_S, Cells, steps_of
from wattlas.metering.ledger.cover import Interval, shared, without
from wattlas.metering.ledger.merge import DeviceSum, merge
from wattlas.metering.ledger.run import Run
from wattlas.plain import Plain
from wattlas.reconcile.selection import When
from wattlas.records import Range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wattlas.hours.files.steps import Grid

    Array = NDArray[np.float64]

INTENSITY, PRICE = "intensity_kgco2e_per_kwh", "price_per_kwh"
LOCATION, MARKET, MONEY = "location-carbon", "market-carbon", "price"
QUANTITIES = {LOCATION: INTENSITY, MARKET: INTENSITY, MONEY: PRICE}
"""What a series of each kind holds: the mean carbon of the grid at the place, that of
what was bought there (a residual mix, certificates, a contract), or the price."""


@dataclass(frozen=True)
class SeriesFiles:
    """Files of hourly figures; None where there is none."""

    carbon: Path | None = None
    market_carbon: Path | None = None
    price: Path | None = None

    @property
    def given(self) -> dict[str, Path]:
        """The files by the kind of what they hold."""
        kinds = {LOCATION: self.carbon, MARKET: self.market_carbon, MONEY: self.price}
        return {kind: path for kind, path in kinds.items() if path is not None}


@dataclass(frozen=True)
class JoinedSeries(Plain):
    """The mean of a series over what was metered, step by step.

    `mean` is in kgCO2e/kWh or money/kWh, with the range that the ranges of the energy
    of each step leave it; `total` is that of the facility's energy, in kgCO2e or money.
    """

    kind: str
    file: str
    mean: Range
    currency: str
    steps: int
    total: Range | None = None


def joined_series(
    runs: Sequence[Run], files: SeriesFiles, when: When
) -> tuple[JoinedSeries, ...]:
    """Return the mean of each series over what the runs drew.

    Raises
    ------
    InputError
        If a file cannot be read, or lacks a time in which energy was metered.
    """
    return tuple(_joined(runs, *given, when) for given in files.given.items())


def with_totals(
    joined: Iterable[JoinedSeries], facility_kwh: Range | None
) -> tuple[JoinedSeries, ...]:
    """Return joined series with the totals of a facility's energy. [kWh]"""
    return tuple(replace(item, total=_total(item, facility_kwh)) for item in joined)


def _total(joined: JoinedSeries, energy: Range | None) -> Range | None:
    if energy is None:
        return None
    ends = [e * m for e in (energy.low, energy.high) for m in _ends(joined.mean)]
    return Range(min(ends), energy.mid * joined.mean.mid, max(ends))


def _ends(mean: Range) -> tuple[float, float]:
    return mean.low, mean.high


def _joined(runs: Sequence[Run], kind: str, path: Path, when: When) -> JoinedSeries:
    # Most bills have no series: what reads them is loaded with the first.
    from wattlas.hours.series import read_times

    timed = read_times(str(path), QUANTITIES[kind])
    grid = timed.grid
    start, step = grid.start_s * US_PER_S, grid.step_s * US_PER_S

    def cells(seen: list[Interval]) -> Cells:
        _refuse_missing(shared(seen, [when.window]), grid, path)
        return steps_of(start, step, seen, when.window)

    merged = merge(runs, cells=cells)
    places = [(t0 - start) // step for t0, _ in merged.cells.intervals]
    weights = [_it_kwh(merged.by_cell[number]) for number in range(len(places))]
    mean = mean_of(grid.values[places].tolist(), weights)
    return JoinedSeries(kind, path.name, mean, timed.currency, len(places))


def _refuse_missing(seen: Sequence[Interval], grid: Grid, path: Path) -> None:
    """Raise InputError where a series does not hold the time that was metered."""
    end_s = grid.start_s + len(grid.values) * grid.step_s
    missing = without(seen, [(grid.start_s * US_PER_S, end_s * US_PER_S)])
    if missing:
        begin, first, last = (
            datetime.fromtimestamp(s, UTC).isoformat(" ", "minutes")
            for s in (missing[0][0] / US_PER_S, grid.start_s, end_s)
        )
        raise InputError(
            "{path}: has no figure at {begin}, when energy was metered: it goes from "
            "{first} to {last}. Give a file of that time, or --since and --until "
            "within it.",
            path=path,
            begin=begin,
            first=first,
            last=last,
        )


def _it_kwh(devices: Iterable[DeviceSum]) -> Range:
    """Return the energy of servers from what was metered: parts with what they lack.

    What parts lack is the same in every step, so its range moves no mean. [kWh]
    """
    overhead = facts.number("metering", "unmetered", "components_overhead").value
    low = mid = high = 0.0
    for device in devices:
        energy = device.part.energy_j
        is_whole = device.part.device.scope in ch.WHOLE_SCOPES
        factor = (1.0 if is_whole else overhead) / 3.6e6
        low, mid = low + factor * energy.low, mid + factor * energy.mid
        high += factor * energy.high
    return Range(low, mid, high)


def mean_of(values: Sequence[float], weights: Sequence[Range]) -> Range:
    """Return the mean of values by weights, each of which is only known as a range.

    The lowest mean has the weights of low values at their high end and those of high
    values at their low end; where the one ends and the other begins is tried out.

    >>> mean_of([1.0, 3.0], [Range(1.0, 1.0, 3.0), Range(1.0, 1.0, 1.0)])
    Range(low=1.5, mid=2.0, high=2.0, currency='', year='')
    """
    x = np.asarray(values, dtype=float)
    low, mid, high = (
        np.array([getattr(w, end) for w in weights]) for end in ("low", "mid", "high")
    )
    middle = float((mid * x).sum() / mid.sum())
    order = np.argsort(x)
    lowest = _extreme(x[order], high[order], low[order]).min()
    highest = _extreme(x[order], low[order], high[order]).max()
    return Range(min(float(lowest), middle), middle, max(float(highest), middle))


def _extreme(x: Array, first: Array, then: Array) -> Array:
    """Return the means whose first k weights are of one list, the others of another."""
    zero = np.zeros(1)
    energy = np.concatenate([zero, np.cumsum(first)])
    energy = energy + np.concatenate([np.cumsum(then[::-1])[::-1], zero])
    product = np.concatenate([zero, np.cumsum(first * x)])
    product = product + np.concatenate([np.cumsum((then * x)[::-1])[::-1], zero])
    means: Array = product[energy > 0] / energy[energy > 0]
    return means
