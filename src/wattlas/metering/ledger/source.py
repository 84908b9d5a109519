"""Where the readings of runs are: in memory, or in files that SQL reads."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from wattlas.metering.ledger.cells import Cells
from wattlas.metering.ledger.cover import Interval, shared, united
from wattlas.metering.ledger.readings import Amount, Free, Place, Reading
from wattlas.metering.ledger.run import Run
from wattlas.metering.ledger.stored import SqlSource
from wattlas.metering.ledger.ticks import TickSource


class Source(Protocol):
    """Finds and adds up the readings of runs, which it knows by their numbers."""

    def seen(self) -> Mapping[tuple[int, int], list[Interval]]:
        """Return the times in which each device of each run was seen."""
        ...

    def sums(self, free: Iterable[Free], cells: Cells) -> Mapping[Place, Amount]:
        """Return what each device of each run drew in each cell, where it counts."""
        ...

    def readings(self, run: int, device: int) -> Iterator[Reading]:
        """Yield the readings of one device of a run in the order of their times."""
        ...


class AnySource:
    """The readings of runs, wherever each has its own.

    `sql` makes what adds up those that stay in files: DuckDB, unless it is said.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        sql: Callable[[Mapping[int, Run]], SqlSource] = SqlSource,
    ) -> None:
        numbered = dict(enumerate(runs))
        self._stored = {n: run for n, run in numbered.items() if run.stored is not None}
        self._here = {n: r for n, r in numbered.items() if r.stored is None or r.ticks}
        self._sql = sql(self._stored)
        self._ticks = TickSource(self._here)

    def seen(self) -> dict[tuple[int, int], list[Interval]]:
        """Return the times in which each device of each run was seen."""
        found = {**self._ticks.seen()}
        for key, times in self._sql.seen().items():
            found[key] = united([*found[key], *times]) if key in found else times
        return found

    def sums(self, free: Iterable[Free], cells: Cells) -> dict[Place, Amount]:
        """Return what each device of each run drew in each cell, where it counts."""
        asked = list(free)
        found = self._ticks.sums([f for f in asked if f.run in self._here], cells)
        of_files = (part for f in asked for part in self._of_file(f))
        for place, amount in self._sql.sums(of_files, cells).items():
            found[place] = found[place].plus(amount) if place in found else amount
        return found

    def _of_file(self, free: Free) -> Iterator[Free]:
        """Yield the parts of a stretch in which readings that stay in a file lie."""
        if free.run not in self._stored:
            return
        if free.run not in self._here:
            yield free
            return
        seen = self._sql.seen_of(free.run, free.device)
        for t0, t1 in shared([free[2:4]], seen):
            yield free._replace(t0=t0, t1=t1)

    def readings(self, run: int, device: int) -> Iterator[Reading]:
        """Yield the readings of one device of a run in the order of their times."""
        sources: list[Source] = []
        sources += [self._ticks] if run in self._here else []
        sources += [self._sql] if run in self._stored else []
        found = (source.readings(run, device) for source in sources)
        return heapq.merge(*found, key=lambda reading: reading.t0)
