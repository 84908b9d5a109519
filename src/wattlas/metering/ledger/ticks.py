"""Sums of the readings that runs hold in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wattlas.metering.ledger.cells import Cells
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.readings import Amount, Free, Place, Reading, amount_of, us
from wattlas.metering.ledger.run import Run
from wattlas.metering.parts import Total


def readings(run: Run, device: int) -> Iterator[Reading]:
    """Yield the readings of one device of a run in the order of their times."""
    found = sorted(spans(run, device), key=lambda item: item[:2])
    until = 0
    for t0, t1, total in found:
        since, until = max(t0, until), max(t1, until)
        if since < t1:
            yield Reading(t0, t1, since, amount_of(total, t1 - t0))


def spans(run: Run, device: int) -> Iterator[tuple[int, int, Total]]:
    """Yield the readings of one device, and when each began and ended. [us]"""
    for tick in run.ticks:
        total = tick.totals[device]
        if total is not None:
            t0, t1 = total.seen or (tick.t0, tick.t1)
            yield us(t0), max(us(t1), us(t0) + 1), total
    for gap in run.open_gaps():
        if gap.device == device:
            yield us(gap.t0), max(us(gap.t1), us(gap.t0) + 1), gap.total


class TickSource:
    """Times and sums of the ticks that runs hold in memory."""

    def __init__(self, runs: Mapping[int, Run]) -> None:
        self._runs = runs

    def seen(self) -> Mapping[tuple[int, int], list[Interval]]:
        """Return the times in which each device of each run was seen."""
        found = {}
        for number, run in self._runs.items():
            for device in range(len(run.header.devices)):
                found[number, device] = _islands(readings(run, device))
        return found

    def readings(self, run: int, device: int) -> Iterator[Reading]:
        """Yield the readings of one device of a run in the order of their times."""
        return readings(self._runs[run], device)

    def sums(self, free: Iterable[Free], cells: Cells) -> dict[Place, Amount]:
        """Return what each device of each run drew in each cell, where it counts."""
        found: dict[Place, Amount] = {}
        stretches: dict[tuple[int, int], list[Free]] = {}
        for stretch in free:
            stretches.setdefault(stretch[:2], []).append(stretch)
        for (run, device), its in stretches.items():
            for place, amount in _parts(readings(self._runs[run], device), its, cells):
                known = found.get(place)
                found[place] = amount if known is None else known.plus(amount)
        return found


def _islands(found: Iterable[Reading]) -> list[Interval]:
    islands: list[Interval] = []
    for reading in found:
        if islands and reading.since <= islands[-1][1]:
            islands[-1] = (islands[-1][0], reading.t1)
        else:
            islands.append((reading.since, reading.t1))
    return islands


def _parts(
    found: Iterable[Reading], stretches: list[Free], cells: Cells
) -> Iterator[tuple[Place, Amount]]:
    """Yield each part of a reading that counts, by its stretch and its cell."""
    stretches.sort(key=lambda stretch: stretch.t0)
    first = 0
    for reading in found:
        while first < len(stretches) and stretches[first].t1 <= reading.since:
            first += 1
        for stretch in stretches[first:]:
            if stretch.t0 >= reading.t1:
                break
            begin, end = max(stretch.t0, reading.since), min(stretch.t1, reading.t1)
            for cell, t0, t1 in cells.parts(begin, end):
                place = (stretch.run, stretch.device, cell, stretch.is_counted)
                yield place, reading.part(t0, t1)
