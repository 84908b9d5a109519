"""Parts of a measurement: energy of each device with its range and whose it was."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from wattlas.metering import channel as ch
from wattlas.plain import Plain, coded, written
from wattlas.plain.agreement import alike
from wattlas.records import Range

CHANCE_OUTSIDE = 0.05
"""Chance that random moments err by more than the range says."""


@dataclass(slots=True)
class Total:
    """Joules of one channel so far: what was seen, and whose it was. [J]"""

    joules: float = 0.0
    low: float = 0.0
    high: float = 0.0
    own: float = 0.0
    other: float = 0.0
    flags: frozenset[str] = frozenset()
    scatter_j2: float = 0.0
    seen: tuple[float, float] | None = None
    """`flags` are codes of what went wrong; `scatter_j2` is what sampling at random
    adds to the range [J²]; `seen` is from when to when it was seen, where that
    is not the time of its tick [s]."""

    def since(self, before: Total) -> Total:
        """Return what was added since an earlier total."""
        return Total(
            self.joules - before.joules,
            self.low - before.low,
            self.high - before.high,
            self.own - before.own,
            self.other - before.other,
            self.flags - before.flags,
            self.scatter_j2 - before.scatter_j2,
        )

    def plus(self, more: Total) -> Total:
        """Return the sum of two totals."""
        return Total(
            self.joules + more.joules,
            self.low + more.low,
            self.high + more.high,
            self.own + more.own,
            self.other + more.other,
            self.flags | more.flags,
            self.scatter_j2 + more.scatter_j2,
        )

    def times(self, share: float) -> Total:
        """Return a share of the total."""
        return Total(
            self.joules * share,
            self.low * share,
            self.high * share,
            self.own * share,
            self.other * share,
            self.flags,
            self.scatter_j2 * share,
        )


@dataclass(frozen=True)
class Device(Plain):
    """What a record keeps of a channel."""

    key: str
    name: str
    scope: str
    method: str = field(metadata=coded("meter-methods"))
    source: str
    low_ratio: float = 1.0
    high_ratio: float = 1.0
    step_s: float = 0.0

    @classmethod
    def of(cls, channel: ch.Channel) -> Device:
        """Return the record of a channel."""
        return cls(**{name: getattr(channel, name) for name in cls.__annotations__})


@dataclass(frozen=True)
class Part(Plain):
    """What one device drew, with range, and whose it was. [J]

    `idle_j` is what nobody used, `other_j` what processes outside this run did;
    ``own_j.mid + other_j + idle_j == energy_j.mid``.
    """

    device: Device
    energy_j: Range
    own_j: Range
    other_j: float
    idle_j: float
    flags: frozenset[str] = field(default=frozenset(), metadata=coded("meter-flags"))

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield joules that are negative, or do not add up to those of the device."""
        parts = {"own_j.mid": self.own_j.mid, "other_j": self.other_j}
        parts |= {"idle_j": self.idle_j}
        for name, joules in (*parts.items(), ("energy_j.low", self.energy_j.low)):
            if joules < 0:
                yield name, f"must be >= 0 J, got {joules:g}"
        if not alike(math.fsum(parts.values()), self.energy_j.mid):
            yield "energy_j.mid", "is not the sum of own_j, other_j and idle_j"


@dataclass(frozen=True)
class Measurement(Plain):
    """What was measured from `t0` to `t1` (seconds since 1970), by device.

    The headline is the widest fence that was metered: a wall meter if there is one,
    else the sum of the parts (cards, packages, memory), which leaves out fans, power
    supplies, disks and network. A platform (psys) holds no cards: they are added. Work
    that was reported is in `work`.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("measurement",)
    SHOWN: ClassVar[tuple[str, ...]] = (
        "duration_s",
        "boundary",
        "results",
        "joules_per_unit",
    )
    ROWS: ClassVar[str] = "parts"

    name: str
    t0: float
    t1: float
    parts: tuple[Part, ...]
    work: Mapping[str, float] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    truth_j: float | None = field(default=None, metadata=written(omit=True))
    """`truth_j` is the exact answer, which a simulated machine knows. [J]"""

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield an end before the beginning, and work that is less than nothing."""
        if self.t1 < self.t0:
            yield "t1", f"is before t0, {self.t0:g}"
        for unit, count in self.work.items():
            if count < 0:
                yield f"work.{unit}", f"must be >= 0, got {count:g}"

    @property
    def duration_s(self) -> float:
        """How long it took. [s]"""
        return self.t1 - self.t0

    @property
    def wholes(self) -> tuple[Part, ...]:
        """The parts that hold all others, of the widest scope that was metered.

        Several of one scope are feeds of one machine and add up.
        """
        for scope in ch.WHOLE_SCOPES:
            found = tuple(p for p in self.parts if p.device.scope == scope)
            if found:
                return found
        return ()

    @property
    def components(self) -> tuple[Part, ...]:
        """The parts that add up: cards, packages, memory."""
        return tuple(p for p in self.parts if p.device.scope not in ch.WHOLE_SCOPES)

    @property
    def headline(self) -> tuple[Part, ...]:
        """The parts whose sum is the result."""
        scopes = ch.counting(part.device.scope for part in self.parts)
        return tuple(part for part in self.parts if part.device.scope in scopes)

    @property
    def energy_j(self) -> Range | None:
        """Energy of everything that was metered; None if nothing could be. [J]"""
        return sum_of(p.energy_j for p in self.headline)

    @property
    def own_j(self) -> Range | None:
        """Energy that the run's own processes drew; None if nothing was metered. [J]"""
        return sum_of(p.own_j for p in self.headline)

    @property
    def chip_j(self) -> Range | None:
        """Energy of the accelerators; None where there are none. [J]"""
        chips = (p for p in self.parts if p.device.scope in ch.CHIP_SCOPES)
        return sum_of(p.energy_j for p in chips)

    @property
    def boundary(self) -> str:
        """The scope of the headline: that of the widest meter, or ``components``."""
        scopes = {part.device.scope for part in self.headline}
        return scopes.pop() if self.wholes and len(scopes) == 1 else "components"

    @property
    def results(self) -> Mapping[str, Range | None]:
        """The energies by name; None where nothing was metered. [J]"""
        return {name: getattr(self, name) for name in ("energy_j", "own_j", "chip_j")}

    @property
    def joules_per_unit(self) -> Mapping[str, Range | None]:
        """Energy for one unit of each work that was reported. [J]"""
        return {unit: self.joules_per(unit) for unit in self.work}

    def joules_per(self, unit: str) -> Range | None:
        """Energy for one unit of the work that was reported, such as a token. [J]

        None where no such work was reported, or nothing metered.
        """
        count, energy = self.work.get(unit, 0.0), self.energy_j
        return energy.scaled(1 / count) if energy and count > 0 else None


def part_of(device: Device, total: Total, duration_s: float) -> Part:
    """Return a part with its range from what was added up over a time.

    The instrument's own error widens the whole; one step of the counter at one end of
    the time widens it once, however many ticks lie between. The share of processes
    that use a device together is uncertain by half of what could be booked wrongly.
    """
    joules = max(total.joules, 0.0)
    more_j = _step_j(device, joules, duration_s) + scatter_j(total.scatter_j2)
    low = max(min(total.low, joules) - more_j, 0.0) * device.low_ratio
    high = (max(total.high, joules) + more_j) * device.high_ratio
    energy = Range(low, joules, high)
    own = min(max(total.own, 0.0), joules)
    other = min(max(total.other, 0.0), joules - own)
    idle = joules - own - other
    return Part(device, energy, _own_range(energy, own), other, idle, total.flags)


def sum_of(ranges: Iterable[Range]) -> Range | None:
    """Return the sum of ranges whose errors may all go one way; None of none."""
    found = list(ranges)
    if not found:
        return None
    return Range(
        sum(r.low for r in found), sum(r.mid for r in found), sum(r.high for r in found)
    )


def scatter_j(scatter_j2: float) -> float:
    """Return how far a sum over random moments may err, but in one case of 20. [J]

    ``scatter_j = sqrt(scatter_j2 * ln(2 / 0.05) / 2)`` (Hoeffding 1963, theorem 2)

    >>> round(scatter_j(600 * 250.0**2))  # 600 steps of at most 250 J: 5.5 %
    8317
    """
    return math.sqrt(max(scatter_j2, 0.0) * math.log(2 / CHANCE_OUTSIDE) / 2)


def _step_j(device: Device, joules: float, duration_s: float) -> float:
    """Energy of one step of the counter: all of it, where the time is shorter. [J]"""
    if device.step_s <= 0 or duration_s <= 0:
        return 0.0
    return joules * min(device.step_s / duration_s, 1.0)


def _own_range(energy: Range, own: float) -> Range:
    if energy.mid <= 0:
        return Range(0.0, 0.0, energy.high)
    share = own / energy.mid
    doubt = ch.constant("share", "misallocated_share") * share * (1 - share)
    low, high = share - doubt, share + doubt
    return Range(energy.low * low, own, energy.high * high)
