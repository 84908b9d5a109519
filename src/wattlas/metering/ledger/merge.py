"""Merging runs: what several processes saw of one device at one time counts once.

Records merge by device (a GPU by its UUID, a package by its machine) and by time. The
better method counts, then the record that began first; a later one only fills the time
that none before it saw. Of one machine the widest meter counts while it is there, and
the parts inside it while it is not. Ranks of one job share one tree of processes, so
their own energy counts once, and that of a run inside another is taken out of that
one's; that of unrelated runs on a machine adds up, to at most what the device drew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeAlias

from wattlas.metering import channel as ch
from wattlas.metering.accumulate.energy import TWO_VIEWS
from wattlas.metering.ledger.cells import Cells, one_cell
from wattlas.metering.ledger.contradictions import both_views
from wattlas.metering.ledger.cover import Interval, shared, united, without
from wattlas.metering.ledger.nested import Nested
from wattlas.metering.ledger.readings import Amount, Free, Place
from wattlas.metering.ledger.run import Run
from wattlas.metering.ledger.source import AnySource, Source
from wattlas.metering.parts import Device, Part, part_of
from wattlas.plain import Plain
from wattlas.records import Range

Key: TypeAlias = tuple[int, int]
"""Number of a run, and of a device in it."""
Seen: TypeAlias = Mapping[Key, list[Interval]]


@dataclass(frozen=True)
class DeviceSum(Plain):
    """One device over all runs: what it drew, and what each job drew of it. [J]

    `machine` tells its machine from others, which may have the same `host`.
    """

    host: str
    machine: str
    part: Part
    own_j: dict[str, Range]
    seconds: float


@dataclass(frozen=True)
class Merged:
    """What runs drew: each device in all, and what enters the sum, by the cell.

    `by_cell` is what is counted in each of the `cells`, by its number.
    """

    devices: tuple[DeviceSum, ...]
    counted: tuple[DeviceSum, ...]
    cells: Cells
    by_cell: Mapping[int, tuple[DeviceSum, ...]]


def merge(
    runs: Sequence[Run],
    source: Source | None = None,
    cells: Callable[[list[Interval]], Cells] | None = None,
) -> Merged:
    """Return what runs drew, none of it counted twice.

    `cells` returns the stretches of time to split the sum by, from the times in which
    anything was seen; by default it is not split.
    """
    source = source or AnySource(runs)
    seen = source.seen()
    split = one_cell() if cells is None else cells(united(_all(seen.values())))
    counted = _counted(runs, seen)
    alone = list(_free(runs, seen, counted, _by_device(runs)))
    by_job = list(_free(runs, seen, counted, _by_device(runs, job_of)))
    totals = source.sums(alone, split)
    own = totals if alone == by_job else source.sums(by_job, split)
    nested = Nested(runs)
    views = both_views(runs, source, alone, seen, split)
    drawn = [*totals.items(), *views]
    inner = source.sums(nested.stretches(by_job, seen), split)
    theirs = [*own.items(), *nested.taken_out(inner)]
    return _merged(runs, drawn, theirs, split)


def job_of(run: Run) -> str:
    """Return the name under which the files of one job come together."""
    header = run.header
    return header.job if header.job and header.ranks > 1 else header.run


def _all(lists: Iterable[list[Interval]]) -> Iterable[Interval]:
    return (interval for intervals in lists for interval in intervals)


def _by_device(
    runs: Sequence[Run], group: Callable[[Run], str] | None = None
) -> Iterable[list[Key]]:
    """Return the records of each device, those that count before others first."""
    found: dict[Hashable, list[Key]] = defaultdict(list)
    for number, run in enumerate(runs):
        for place, device in enumerate(run.header.devices):
            name = (device.key, group(run)) if group else device.key
            found[name].append((number, place))
    for keys in found.values():
        keys.sort(key=lambda key: _priority(runs, key))
    return found.values()


def _priority(runs: Sequence[Run], key: Key) -> tuple[int, float, int, str]:
    header = runs[key[0]].header
    method = ch.METHODS.index(header.devices[key[1]].method)
    return method, header.t, header.rank, header.run


def _counted(runs: Sequence[Run], seen: Seen) -> Mapping[Key, list[Interval]]:
    """Return when each record enters the sum of its machine.

    A meter of the whole does while all its feeds in that run are there, and what lies
    inside does in the rest of the time.
    """
    machines: dict[str, list[int]] = defaultdict(list)
    for number, run in enumerate(runs):
        machines[run.machine].append(number)
    found: dict[Key, list[Interval]] = {}
    for numbers in machines.values():
        covered: list[Interval] = []
        until: dict[str, list[Interval]] = {}
        for scope in ch.WHOLE_SCOPES:
            wholes = {n: list(_with_scope(runs[n], n, (scope,))) for n in numbers}
            told = [
                (key, reduce(shared, (seen[feed] for feed in feeds)))
                for feeds in wholes.values()
                for key in feeds
            ]
            for key, times in told:
                found[key] = without(times, covered)
            covered = united([*covered, *_all(times for _, times in told)])
            until[scope] = covered
        for scope in (s for s in ch.SCOPES if s not in ch.WHOLE_SCOPES):
            held = [until[w] for w in ch.WHOLE_SCOPES if ch.holds(w, scope)][-1]
            for number in numbers:
                for key in _with_scope(runs[number], number, (scope,)):
                    found[key] = without(seen[key], held)
    return found


def _with_scope(run: Run, number: int, scopes: Sequence[str]) -> Iterable[Key]:
    devices = enumerate(run.header.devices)
    return ((number, place) for place, d in devices if d.scope in scopes)


def _free(
    runs: Sequence[Run],
    seen: Seen,
    counted: Mapping[Key, list[Interval]],
    records: Iterable[list[Key]],
) -> Iterable[Free]:
    """Yield the stretches in which each record is the one that counts."""
    for keys in records:
        covered: list[Interval] = []
        for number, key in enumerate(keys):
            left = without(seen[key], covered) if covered else seen[key]
            for stretch in shared(left, counted[key]):
                yield Free(*key, *stretch, is_counted=True)
            for stretch in without(left, counted[key]):
                yield Free(*key, *stretch, is_counted=False)
            if number < len(keys) - 1:
                covered = united([*covered, *left])


def _merged(
    runs: Sequence[Run],
    drawn: Iterable[tuple[Place, Amount]],
    own: Iterable[tuple[Place, Amount]],
    cells: Cells,
) -> Merged:
    sums = _Sums(runs)
    everything: dict[str, list[tuple[Place, Amount]]] = defaultdict(list)
    for place, amount in sorted(drawn):
        everything[runs[place[0]].header.devices[place[1]].key].append((place, amount))
    theirs: dict[str, list[tuple[Place, Amount]]] = defaultdict(list)
    for place, amount in sorted(own):
        theirs[runs[place[0]].header.devices[place[1]].key].append((place, amount))
    devices, counted = [], []
    by_cell: dict[int, list[DeviceSum]] = {n: [] for n in range(len(cells.labels))}
    for key, found in everything.items():
        devices.append(sums.of(found, theirs[key]))
        its = [item for item in found if item[0][3]]
        jobs = [item for item in theirs[key] if item[0][3]]
        if its:
            counted.append(sums.of(its, jobs))
        for number in sorted({place[2] for place, _ in its}) if its else ():
            inside = [item for item in its if item[0][2] == number]
            of_jobs = [item for item in jobs if item[0][2] == number]
            by_cell[number].append(sums.of(inside, of_jobs))
    split = {number: tuple(found) for number, found in by_cell.items()}
    return Merged(tuple(devices), tuple(counted), cells, split)


class _Sums:
    """Makes the sum of a device from what its records say."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs

    def of(
        self,
        found: Sequence[tuple[Place, Amount]],
        theirs: Sequence[tuple[Place, Amount]],
    ) -> DeviceSum:
        """Return the sum of one device: of all records, and of each job's."""
        total = _sum(amount for _, amount in found)
        joules = total.total
        own = _at_most(joules.joules, self._own(theirs))
        everyone = min(sum(r.mid for r in own.values()), joules.joules)
        # What one job takes for others' may be another job's own.
        others = max(min(joules.other, joules.joules - everyone), 0.0)
        if len(own) > 1:
            idle = max(joules.joules - joules.own - joules.other, 0.0)
            others = max(joules.joules - everyone - idle, 0.0)
        joules = replace(joules, own=everyone, other=others)
        part = part_of(self._device(found), joules, total.seconds)
        if TWO_VIEWS in joules.flags:  # nothing says whose what the other saw was
            most = part.energy_j.high
            own = {job: Range(0.0, r.mid, most) for job, r in own.items()}
        first = min((place[:2] for place, _ in found), key=self._rank)
        run = self._runs[first[0]]
        return DeviceSum(run.header.host, run.machine, part, own, total.seconds)

    def _own(self, theirs: Iterable[tuple[Place, Amount]]) -> dict[str, Range]:
        jobs: dict[str, list[tuple[Place, Amount]]] = defaultdict(list)
        for place, amount in sorted(theirs, key=lambda item: item[0][0]):
            jobs[job_of(self._runs[place[0]])].append((place, amount))
        own = {}
        for job, found in jobs.items():
            alone = _sum(amount for _, amount in found)
            part = part_of(self._device(found), alone.total, alone.seconds)
            own[job] = part.own_j
        return own

    def _device(self, found: Sequence[tuple[Place, Amount]]) -> Device:
        """Return the device with the widest bounds of those that fed its sum."""
        keys = sorted({place[:2] for place, _ in found}, key=self._rank)
        devices = [_checked(self._runs[run], place) for run, place in keys]
        return replace(
            devices[0],
            low_ratio=min(d.low_ratio for d in devices),
            high_ratio=max(d.high_ratio for d in devices),
        )

    def _rank(self, key: Key) -> tuple[int, float, int, str]:
        return _priority(self._runs, key)


def _sum(amounts: Iterable[Amount]) -> Amount:
    return reduce(Amount.plus, amounts, Amount())


def _checked(run: Run, place: int) -> Device:
    """Let the range hold what the power beside a counter said, where they differed."""
    device = run.header.devices[place]
    for check in run.checks:
        # A check with a time is in the ranges of the ticks already.
        if check.device != device.key or not check.counter_w or check.t is not None:
            continue
        ratio = min(max(check.power_w / check.counter_w, 0.0), 10.0)
        device = replace(
            device,
            low_ratio=min(device.low_ratio, device.low_ratio * ratio),
            high_ratio=max(device.high_ratio, device.high_ratio * ratio),
        )
    return device


def _at_most(joules: float, own: Mapping[str, Range]) -> dict[str, Range]:
    """Return the own energy of jobs, less where together it is more than there was.

    Then one of them saw the processes of others and nothing says which: the range of
    each goes down to what is left without those of all others.
    """
    total = sum(energy.mid for energy in own.values())
    if total <= joules:
        return dict(own)
    share = joules / total
    least = {job: max(r.low - (total - r.mid), 0.0) for job, r in own.items()}
    return {
        job: Range(min(least[job], r.mid * share), r.mid * share, r.high)
        for job, r in own.items()
    }
