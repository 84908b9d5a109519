"""A session: the channels of this machine, read at every tick and on demand."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from wattlas.errors import InputError
from wattlas.metering import channel as ch
from wattlas.metering.accumulate import Accumulator, Energy, accumulator
from wattlas.metering.checks import CounterCheck, Disagreement
from wattlas.metering.clock import Clock, RealClock
from wattlas.metering.parts import Device, Measurement, Part, Total, part_of
from wattlas.metering.sharing.allot import Allotment
from wattlas.metering.sharing.load import Processes
from wattlas.metering.sharing.shares import Shares

SHORTEST_TICK_S = 0.01
REUSE_S = 0.005
"""A reading younger than this serves again: two windows that meet share it."""


@dataclass(frozen=True)
class Snapshot:
    """Totals of every channel at a moment. [s]"""

    at_s: float
    totals: Mapping[str, Total]


class Log(Protocol):
    """Takes what a session sees: a ledger file, or nothing."""

    def tick(self, t0: float, t1: float, totals: Sequence[Total | None]) -> None:
        """Note what each channel saw from t0 to t1, in the order of the channels."""
        ...

    def window(self, measurement: Measurement) -> None:
        """Note a window that has ended."""
        ...

    def disagreement(self, found: Disagreement) -> None:
        """Note a counter that its power contradicts."""
        ...

    def close(self, at_s: float, exit_code: int | None = None) -> None:
        """Note the end."""
        ...


@dataclass
class _Line:
    """One channel as it runs: what reads it, what it has seen so far."""

    channel: ch.Channel
    device: Device
    reads: Accumulator
    check: CounterCheck
    total: Total
    written: Total


class Session:
    """Reads all channels at every tick in a thread of its own, and for each window.

    Safe to use from several threads. Between `start` and `close` it holds one daemon
    thread and no other process; a window may be measured without `start` too.
    """

    def __init__(
        self,
        channels: Sequence[ch.Channel],
        processes: Processes | None = None,
        log: Log | None = None,
        clock: Clock | None = None,
        tick_s: float = 1.0,
    ) -> None:
        if not tick_s >= SHORTEST_TICK_S:
            raise InputError(
                f"A tick must be >= {SHORTEST_TICK_S} s, got {tick_s} s. Counters of "
                f"cards step every 20 to 100 ms."
            )
        self.clock = clock or RealClock()
        self.tick_s = tick_s
        self._log = log
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._pid = os.getpid()
        self._thread: threading.Thread | None = None
        now = self.clock.now()
        self._started_s = self._at_s = self._written_s = now
        self._allotment = Allotment(processes, now)
        self._lines = [_line(c, now) for c in channels]
        self._cards = _card_numbers(channels)
        self.disagreements: list[Disagreement] = []
        self._last = Snapshot(now, {c.key: Total() for c in channels})

    @property
    def devices(self) -> list[Device]:
        """The devices that are read."""
        return [line.device for line in self._lines]

    def start(self) -> Session:
        """Start the thread that reads at every tick; return the session."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name="wattlas-meter", daemon=True
            )
            self._thread.start()
            atexit.register(self.close)
        return self

    def close(self, exit_code: int | None = None) -> None:
        """Read a last time, write it, stop the thread; a second call does nothing."""
        if self._stop.is_set() or not self._writes:
            return
        self._stop.set()
        atexit.unregister(self.close)
        with self._lock:
            self.tick()
            if self._log is not None:
                self._log.close(self._at_s, exit_code)
            for line in self._lines:
                if line.channel.close is not None:
                    line.channel.close()

    def snapshot(self, after: Snapshot | None = None) -> Snapshot:
        """Read every channel now; return the totals so far.

        A reading of a moment ago is used again, unless it is the one that a window
        began with: then what the window saw would be nothing.
        """
        with self._lock:
            now = self.clock.now()
            if now - self._at_s >= REUSE_S or self._last is after:
                self._read(now)
            return self._last

    def tick(self) -> Snapshot:
        """Read every channel now and write what was seen since the last tick."""
        with self._lock:
            snapshot = self.snapshot()
            if self._log is not None and self._writes and self._at_s > self._written_s:
                self._log.tick(self._written_s, self._at_s, self._unwritten())
                self._written_s = self._at_s
            return snapshot

    def measurement(
        self,
        name: str,
        begin: Snapshot,
        end: Snapshot,
        work: Mapping[str, float] | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Measurement:
        """Return what was seen between two snapshots."""
        with self._lock:
            parts = tuple(self._part(line, begin, end) for line in self._lines)
        return Measurement(name, begin.at_s, end.at_s, parts, work or {}, tags or {})

    def note(self, measurement: Measurement) -> None:
        """Write a window that has ended, after the ticks that it spans."""
        with self._lock:
            if self._log is not None and self._writes:
                self._log.window(measurement)

    @property
    def _writes(self) -> bool:
        """Whether this is the process of the session, not a forked child of it."""
        return os.getpid() == self._pid

    def power_w(self) -> dict[str, float]:
        """Return the latest power of each channel; absent where it is not known. [W]"""
        with self._lock:
            found = {line.device.key: line.reads.last_power_w for line in self._lines}
        return {key: watts for key, watts in found.items() if watts is not None}

    def _run(self) -> None:
        while not self.clock.wait(self._stop, self.tick_s):
            self.tick()

    def _read(self, now: float) -> None:
        self._allotment.look(now)
        parts = Total()
        for line in self._lines:
            found = line.reads.update(now)
            if found is not None:
                parts = parts.plus(self._add(line, found, now, parts))
        self._at_s = now
        self._last = Snapshot(now, {ln.device.key: ln.total for ln in self._lines})

    def _add(self, line: _Line, found: Energy, now: float, parts: Total) -> Total:
        """Add what a channel saw; return it, if it is a part of a whole."""
        number = self._cards.get(line.channel.key, -1)
        is_whole = line.channel.scope in ch.WHOLE_SCOPES
        if is_whole and parts.joules > 0:
            shares = Shares(parts.own / parts.joules, parts.other / parts.joules)
        else:
            shares = self._allotment.shares(line.channel, number, now)
        flags = frozenset({found.flag} - {""})
        more = Total(
            found.joules,
            found.low,
            found.high,
            found.joules * shares.own,
            found.joules * shares.other,
            flags,
        )
        line.total = line.total.plus(more)
        if not line.check.is_done:
            disagreement = line.check.update(found.joules, now)
            if disagreement is not None:
                self._disagree(line, disagreement)
        return Total() if is_whole else more

    def _disagree(self, line: _Line, found: Disagreement) -> None:
        """Let the range hold what the counter says and what the power says."""
        self.disagreements.append(found)
        ratio = min(max(found.ratio, 0.0), 10.0)
        device = line.device
        line.device = replace(
            device,
            low_ratio=min(device.low_ratio, device.low_ratio * ratio),
            high_ratio=max(device.high_ratio, device.high_ratio * ratio),
        )
        line.total = replace(line.total, flags=line.total.flags | {"disagrees"})
        if self._log is not None:
            self._log.disagreement(found)

    def _unwritten(self) -> list[Total | None]:
        fresh: list[Total | None] = []
        for line in self._lines:
            more = line.total.since(line.written)
            fresh.append(more if line.total is not line.written else None)
            line.written = line.total
        return fresh

    def _part(self, line: _Line, begin: Snapshot, end: Snapshot) -> Part:
        key = line.device.key
        total = end.totals[key].since(begin.totals[key])
        open_gap = line.reads.pending(end.at_s) if end is self._last else None
        if open_gap is not None:
            total = total.plus(_guessed(open_gap, total))
        return part_of(line.device, total, end.at_s - begin.at_s)


def _line(channel: ch.Channel, now: float) -> _Line:
    nothing = Total()
    reads, check = accumulator(channel, now), CounterCheck(channel, now)
    return _Line(channel, Device.of(channel), reads, check, nothing, nothing)


def _guessed(gap: Energy, seen: Total) -> Total:
    """Return what a gap may hold, shared as what was seen before it."""
    scale = gap.joules / seen.joules if seen.joules > 0 else 0.0
    own, other = seen.own * scale, seen.other * scale
    flags = frozenset({gap.flag})
    return Total(gap.joules, gap.low, gap.high, own, other, flags)


def _card_numbers(channels: Sequence[ch.Channel]) -> dict[str, int]:
    cards = [c.key for c in channels if c.scope in ch.CHIP_SCOPES]
    return {key: number for number, key in enumerate(cards)}
