"""Where the readings of runs are: in memory, or in files that SQL reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from wattlas.metering.ledger.cells import Cells
from wattlas.metering.ledger.cover import Interval
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
    """The readings of runs, wherever each has its own."""

    def __init__(self, runs: Sequence[Run]) -> None:
        numbered = dict(enumerate(runs))
        self._stored = {n for n, run in numbered.items() if run.stored is not None}
        self._sql = SqlSource({n: numbered[n] for n in self._stored})
        here = {n: run for n, run in numbered.items() if n not in self._stored}
        self._ticks = TickSource(here)

    def seen(self) -> dict[tuple[int, int], list[Interval]]:
        """Return the times in which each device of each run was seen."""
        return {**self._ticks.seen(), **self._sql.seen()}

    def sums(self, free: Iterable[Free], cells: Cells) -> dict[Place, Amount]:
        """Return what each device of each run drew in each cell, where it counts."""
        asked: tuple[list[Free], list[Free]] = ([], [])
        for stretch in free:
            asked[stretch.run in self._stored].append(stretch)
        return self._ticks.sums(asked[0], cells) | self._sql.sums(asked[1], cells)

    def readings(self, run: int, device: int) -> Iterator[Reading]:
        """Yield the readings of one device of a run in the order of their times."""
        source: Source = self._sql if run in self._stored else self._ticks
        return source.readings(run, device)
