"""Runs that saw one device at one time, and contradict each other.

One of them counts. Where the range of another has nothing in common with that of the
one that counts, both are possible: the range of the device then holds both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from wattlas.metering.accumulate.energy import TWO_VIEWS
from wattlas.metering.ledger.cells import Cells
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.readings import Amount, Free, Place, flag_bit
from wattlas.metering.ledger.run import Run
from wattlas.metering.ledger.source import Source
from wattlas.metering.parts import part_of
from wattlas.records import Range

Key: TypeAlias = tuple[int, int]
"""Number of a run, and of a device in it."""


class Overlap(NamedTuple):
    """A time that two records of a device saw: which counts, and which does not."""

    times: Interval
    one: Key
    other: Key
    is_counted: bool

    @property
    def free(self) -> tuple[Free, Free]:
        """The stretches of the one and of the other."""
        return (
            Free(*self.one, *self.times, self.is_counted),
            Free(*self.other, *self.times, self.is_counted),
        )


def both_views(
    runs: Sequence[Run],
    source: Source,
    alone: Iterable[Free],
    seen: Mapping[Key, list[Interval]],
    cells: Cells,
) -> Iterator[tuple[Place, Amount]]:
    """Yield what records that do not count add to the ranges of devices, by the cell.

    `alone` are the stretches in which each record counts.
    """
    pairs: dict[tuple[Key, Key], list[Overlap]] = defaultdict(list)
    for overlap in _overlaps(runs, alone, seen):
        pairs[overlap.one, overlap.other].append(overlap)
    told = _told(pairs, source)
    for pair, overlaps in pairs.items():
        if _contradict(runs, pair, told[pair]):
            yield from _added(pair, overlaps, source, cells)


def _overlaps(
    runs: Sequence[Run], alone: Iterable[Free], seen: Mapping[Key, list[Interval]]
) -> Iterator[Overlap]:
    counting: dict[str, list[Free]] = defaultdict(list)
    for free in alone:
        counting[runs[free.run].header.devices[free.device].key].append(free)
    for its in counting.values():
        its.sort(key=lambda free: free.t0)
    ends = {name: [free.t1 for free in its] for name, its in counting.items()}
    for key, times in seen.items():
        name = runs[key[0]].header.devices[key[1]].key
        for t0, t1 in times:
            place = bisect_right(ends.get(name, []), t0)
            for free in counting[name][place:]:
                if free.t0 >= t1:
                    break
                if free[:2] != key:
                    both = max(t0, free.t0), min(t1, free.t1)
                    yield Overlap(both, free[:2], key, free.is_counted)


def _told(
    pairs: Mapping[tuple[Key, Key], Sequence[Overlap]], source: Source
) -> Mapping[tuple[Key, Key], tuple[Amount, Amount]]:
    """Return what the one and the other of each pair say of all that both saw."""
    told: dict[tuple[Key, Key], tuple[Amount, Amount]] = {}
    for layer in _layers(o for overlaps in pairs.values() for o in overlaps):
        cells = Cells(tuple(layer), ("",) * len(layer))
        asked = {free for its in layer.values() for o in its for free in o.free}
        found = source.sums(sorted(asked), cells)
        for cell, its in enumerate(layer.values()):
            for one, other, key in ((*o.free, (o.one, o.other)) for o in its):
                so_far = told.get(key, (Amount(), Amount()))
                told[key] = (
                    so_far[0].plus(found.get(_place(one, cell), Amount())),
                    so_far[1].plus(found.get(_place(other, cell), Amount())),
                )
    return told


def _layers(overlaps: Iterable[Overlap]) -> list[dict[Interval, list[Overlap]]]:
    """Return overlaps by their times, so that no two times of a layer meet.

    A layer is asked for at once, each of its times as a cell.
    """
    layers: list[dict[Interval, list[Overlap]]] = []
    ends: list[int] = []
    latest: dict[Interval, int] = {}
    for overlap in sorted(overlaps):
        t0, t1 = overlap.times
        number = latest.get(overlap.times)
        if number is None:
            free = (n for n, end in enumerate(ends) if end <= t0)
            number = next(free, len(layers))
            latest[overlap.times] = number
        if number == len(layers):
            layers.append({})
            ends.append(t1)
        ends[number] = t1
        layers[number].setdefault(overlap.times, []).append(overlap)
    return layers


def _place(free: Free, cell: int) -> Place:
    return free.run, free.device, cell, free.is_counted


def _contradict(
    runs: Sequence[Run], pair: tuple[Key, Key], told: tuple[Amount, Amount]
) -> bool:
    """Say whether two ranges have nothing in common."""
    if not all(amount.us for amount in told):
        return False
    one, other = (
        _range(runs, key, amount) for key, amount in zip(pair, told, strict=True)
    )
    return one.high < other.low or other.high < one.low


def _range(runs: Sequence[Run], key: Key, amount: Amount) -> Range:
    device = runs[key[0]].header.devices[key[1]]
    return part_of(device, amount.total, amount.seconds).energy_j


def _added(
    pair: tuple[Key, Key], overlaps: Iterable[Overlap], source: Source, cells: Cells
) -> Iterator[tuple[Place, Amount]]:
    """Yield by how much the range of the other goes past that of the one."""
    found = source.sums([free for o in overlaps for free in o.free], cells)
    for place, other in found.items():
        if place[:2] == pair[1]:
            one = found.get((*pair[0], *place[2:]), Amount())
            yield (
                place,
                Amount(
                    low_uj=min(other.low_uj - one.low_uj, 0),
                    high_uj=max(other.high_uj - one.high_uj, 0),
                    flags=flag_bit(TWO_VIEWS),
                ),
            )
