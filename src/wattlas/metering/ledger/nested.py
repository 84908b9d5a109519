"""Runs within runs: `measure` inside `measure`, or a meter inside of either.

The processes of the inner run are some of the outer one's, so that what the inner one
calls its own is in the outer one's own too: it is taken out of that.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from wattlas.metering.ledger.cover import Interval, shared
from wattlas.metering.ledger.readings import Amount, Free, Place
from wattlas.metering.ledger.run import Run

VARIABLE = "WATTLAS_RUNS"
"""The runs that a process is started inside of, the outermost first."""
SEPARATOR = ","
Key: TypeAlias = tuple[int, int]


def outer_runs() -> tuple[str, ...]:
    """Return the runs that this process is inside of, the outermost first."""
    return tuple(filter(None, os.environ.get(VARIABLE, "").split(SEPARATOR)))


def inside_of(run: str) -> dict[str, str]:
    """Return the environment of what a run starts: it says which runs it is in."""
    return {VARIABLE: SEPARATOR.join((*outer_runs(), run))}


class Nested:
    """The devices of inner runs, each with that of the nearest run around it."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._outer = dict(_pairs(runs))

    def stretches(
        self, free: Iterable[Free], seen: Mapping[Key, list[Interval]]
    ) -> Iterator[Free]:
        """Yield the parts of stretches in which the run around saw the device too."""
        for stretch in free:
            outer = self._outer.get(stretch[:2])
            if outer is not None:
                for times in shared([stretch[2:4]], seen[outer]):
                    yield Free(*stretch[:2], *times, stretch.is_counted)

    def taken_out(
        self, inner: Mapping[Place, Amount]
    ) -> Iterator[tuple[Place, Amount]]:
        """Yield what the own energy of inner runs takes out of that around them."""
        for place, amount in inner.items():
            yield (*self._outer[place[:2]], *place[2:]), Amount(own_uj=-amount.own_uj)


def _pairs(runs: Sequence[Run]) -> Iterator[tuple[Key, Key]]:
    numbers = {run.header.run: number for number, run in enumerate(runs)}
    for number, run in enumerate(runs):
        around = [numbers[name] for name in run.header.inside if name in numbers]
        if not around or around[-1] == number:
            continue
        devices = runs[around[-1]].header.devices
        places = {device.key: place for place, device in enumerate(devices)}
        for place, device in enumerate(run.header.devices):
            if device.key in places:
                yield (number, place), (around[-1], places[device.key])
