"""Merging runs: what several processes saw of one device at one time counts once.

Records merge by device (a GPU by its UUID, a package by host and name) and by time.
The better method counts, then the record that began first; a later one only fills the
time that none before it saw. Ranks of one job share one tree of processes, so their
own energy counts once; that of unrelated runs on a machine adds up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from wattlas.metering import channel as ch
from wattlas.metering.ledger.lines import Tick
from wattlas.metering.ledger.run import Run
from wattlas.metering.parts import Device, Part, Total, part_of
from wattlas.plain import Plain
from wattlas.records import Range

Interval = tuple[float, float]


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


@dataclass
class _Claim:
    """What one run says of one device."""

    run: Run
    device: Device
    ticks: list[tuple[Tick, Total]]


@dataclass
class _Cover:
    """The times that are already counted, as intervals that do not touch."""

    intervals: list[Interval] = field(default_factory=list)

    def free_share(self, t0: float, t1: float) -> float:
        """Return which share of a time is not covered yet. [1]"""
        if t1 <= t0:
            return 0.0 if any(a <= t0 <= b for a, b in self.intervals) else 1.0
        seen = sum(max(min(t1, b) - max(t0, a), 0.0) for a, b in self.intervals)
        return max(1.0 - seen / (t1 - t0), 0.0)

    def add(self, times: Iterable[Interval]) -> None:
        """Cover more times."""
        joined: list[Interval] = []
        for t0, t1 in sorted([*self.intervals, *times]):
            if joined and t0 <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], t1))
            else:
                joined.append((t0, t1))
        self.intervals = joined

    @property
    def seconds(self) -> float:
        """How long all intervals are together. [s]"""
        return sum(t1 - t0 for t0, t1 in self.intervals)


def merge(runs: Sequence[Run]) -> list[DeviceSum]:
    """Return each device's sum over runs, none counted twice."""
    claims: dict[str, list[_Claim]] = defaultdict(list)
    for run in runs:
        for index, device in enumerate(run.header.devices):
            seen = ((t, t.totals[index]) for t in run.ticks if index < len(t.totals))
            ticks = [(tick, total) for tick, total in seen if total is not None]
            claims[device.key].append(_Claim(run, _checked(run, device), ticks))
    return [_device_sum(found) for found in claims.values()]


def job_of(run: Run) -> str:
    """Return the name under which the files of one job come together."""
    header = run.header
    return header.job if header.job and header.ranks > 1 else header.run


def _device_sum(claims: list[_Claim]) -> DeviceSum:
    claims.sort(key=_priority)
    cover, total = _Cover(), Total()
    own: dict[str, Range] = {}
    for job in dict.fromkeys(job_of(c.run) for c in claims):
        its = [c for c in claims if job_of(c.run) == job]
        alone = _Cover()
        seen = _sum(its, alone)
        own[job] = part_of(its[0].device, seen, alone.seconds).own_j
    total = _sum(claims, cover)
    best = claims[0].device
    everyone = min(sum(r.mid for r in own.values()), total.joules)
    # What one job takes for others' may be another job's own.
    others = max(min(total.other, total.joules - everyone), 0.0)
    if len(own) > 1:
        idle = max(total.joules - total.own - total.other, 0.0)
        others = max(total.joules - everyone - idle, 0.0)
    total = replace(total, own=everyone, other=others)
    part = part_of(_widened(best, claims), total, cover.seconds)
    run = claims[0].run
    return DeviceSum(run.header.host, run.machine, part, own, cover.seconds)


def seen_from(tick: Tick, total: Total) -> Interval:
    """Return from when to when a device was seen: the tick's time, or its own. [s]"""
    return total.seen or (tick.t0, tick.t1)


def _sum(claims: Iterable[_Claim], cover: _Cover) -> Total:
    total = Total()
    for claim in claims:
        overlaps = bool(cover.intervals)
        for tick, seen in claim.ticks:
            share = cover.free_share(*seen_from(tick, seen)) if overlaps else 1.0
            if share > 0:
                total = total.plus(seen if share == 1.0 else seen.times(share))
        cover.add(seen_from(tick, seen) for tick, seen in claim.ticks)
    return total


def _priority(claim: _Claim) -> tuple[int, float, int, str]:
    header = claim.run.header
    method = ch.METHODS.index(claim.device.method)
    return method, header.t, header.rank, header.run


def _checked(run: Run, device: Device) -> Device:
    """Let the range hold what the power beside a counter said, where they differed."""
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


def _widened(best: Device, claims: Iterable[_Claim]) -> Device:
    """Return the device with the widest bounds of those that fed its sum."""
    devices = [c.device for c in claims if c.ticks] or [best]
    return replace(
        best,
        low_ratio=min(d.low_ratio for d in devices),
        high_ratio=max(d.high_ratio for d in devices),
    )
