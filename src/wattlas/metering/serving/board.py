"""The energy of the board that an engine runs on: an exporter's page, or a machine."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Protocol

from wattlas.errors import InputError
from wattlas.metering.ledger.imports.asked import Asked, LeftOut
from wattlas.metering.ledger.imports.content import fetched
from wattlas.metering.ledger.imports.exposition import series_of_page
from wattlas.metering.ledger.imports.metrics import GPU, UUID
from wattlas.metering.ledger.imports.runs import Columns, device_columns
from wattlas.metering.ledger.imports.series import Series
from wattlas.metering.ledger.imports.telemetry import devices_in
from wattlas.metering.parts import Part, Total, part_of
from wattlas.metering.running import Snapshot
from wattlas.metering.session import Session

HOST = "board"
"""What a machine is called that a page does not name."""


class Board(Protocol):
    """What is read beside an engine."""

    def read(self, at_s: float) -> None:
        """Read it now; raise InputError where it gives nothing."""
        ...

    def parts(self, t0: float, t1: float) -> tuple[Part, ...]:
        """Return what each device drew between two moments of reading."""
        ...

    def joules_at(self, times: Sequence[float]) -> list[float]:
        """Return the energy so far at some moments of reading. [J]"""
        ...

    def close(self) -> None:
        """Stop reading."""
        ...


class PageBoard:
    """An exporter's page, such as dcgm-exporter's, read again and again.

    `cards` are the numbers or the beginnings of the UUIDs of those that are meant; all,
    where there are none.
    """

    def __init__(self, url: str, cards: Sequence[str] = ()) -> None:
        self._url, self._cards = url, tuple(cards)
        self._series: dict[tuple[str, tuple[tuple[str, str], ...]], Series] = {}
        self.left = LeftOut()

    def read(self, at_s: float) -> None:
        """Read the page; its samples are of now, where they carry no time."""
        text = fetched(self._url).decode("utf-8", "replace")
        for item in series_of_page(text, self._url, self.left):
            if not self._is_meant(item):
                continue
            key = item.metric, tuple(sorted(item.labels.items()))
            mine = self._series.setdefault(
                key,
                Series(item.metric, item.labels, item.kind, item.about, item.unit),
            )
            mine.add(at_s, item.values[-1])

    def parts(self, t0: float, t1: float) -> tuple[Part, ...]:
        """Return what each card drew."""
        return tuple(
            part_of(device, sum_total(seen.total for seen in column), t1 - t0)
            for device, column in self._columns().items()
        )

    def joules_at(self, times: Sequence[float]) -> list[float]:
        """Return the energy so far, joined by straight lines between steps."""
        sums = [0.0] * len(times)
        for column in self._columns().values():
            ends, total = [column[0].energy.t0], [0.0]
            for seen in column:
                ends.append(seen.energy.t1)
                total.append(total[-1] + seen.energy.joules)
            for number, at_s in enumerate(times):
                sums[number] += _between(ends, total, at_s)
        return sums

    def close(self) -> None:
        """Stop reading: nothing is open."""

    def _is_meant(self, series: Series) -> bool:
        numbers = [series.labels.get(name, "") for name in GPU]
        uuids = [series.labels[name] for name in UUID if series.labels.get(name)]
        return not self._cards or any(
            card in numbers or any(uuid.startswith(card) for uuid in uuids)
            for card in self._cards
        )

    def _columns(self) -> Columns:
        asked = Asked(host=HOST)
        found = list(devices_in(self._series.values(), asked, None, self.left))
        if not found:
            raise InputError("{url} shows no energy or power of a card.", url=self._url)
        return device_columns(found)


class MachineBoard:
    """The counters of the machine that this program runs on."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._snapshots: dict[float, Snapshot] = {}

    def read(self, at_s: float) -> None:
        """Read every counter."""
        self._snapshots[at_s] = self._session.tick()

    def parts(self, t0: float, t1: float) -> tuple[Part, ...]:
        """Return what each device of the headline drew."""
        begin, end = self._snapshots[t0], self._snapshots[t1]
        return self._session.measurement("serve", begin, end).headline

    def joules_at(self, times: Sequence[float]) -> list[float]:
        """Return the energy so far."""
        keys = {part.device.key for part in self.parts(times[0], times[-1])}
        return [
            math.fsum(self._snapshots[t].totals[key].joules for key in keys)
            for t in times
        ]

    def close(self) -> None:
        """Read a last time, and end the run of the ledger."""
        self._session.close()


def sum_total(totals: Iterable[Total]) -> Total:
    """Return the sum of totals."""
    found = Total()
    for total in totals:
        found = found.plus(total)
    return found


def _between(ends: list[float], total: list[float], at_s: float) -> float:
    index = bisect_right(ends, at_s)
    if index in (0, len(ends)):
        return total[0] if index == 0 else total[-1]
    share = (at_s - ends[index - 1]) / (ends[index] - ends[index - 1])
    return total[index - 1] + share * (total[index] - total[index - 1])
