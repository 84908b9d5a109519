"""A session: the channels of this machine, read at every tick and on demand."""

from __future__ import annotations

import atexit
import os
import random
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from wattlas.errors import InputError
from wattlas.metering import channel as ch
from wattlas.metering.accumulate import Energy
from wattlas.metering.accumulate.beside import Disagreement
from wattlas.metering.clock import REUSE_S, SHORTEST_TICK_S, Clock, RealClock
from wattlas.metering.fence import HOLDING, fences
from wattlas.metering.ledger.lines import Gap
from wattlas.metering.parts import Device, Measurement, Total
from wattlas.metering.running import RunningChannel, Snapshot
from wattlas.metering.sharing.allot import Allotment
from wattlas.metering.sharing.load import Processes
from wattlas.metering.sharing.shares import ALL_IDLE, Shares


class Log(Protocol):
    """Takes what a session sees: a ledger file, or nothing."""

    def tick(
        self,
        t0: float,
        t1: float,
        totals: Sequence[Total | None],
        gaps: Iterable[Gap] = (),
    ) -> None:
        """Note what each channel saw from t0 to t1, in their order, and open gaps."""
        ...

    def window(self, measurement: Measurement) -> None:
        """Note a window that has ended."""
        ...

    def disagreement(self, found: Disagreement, at_s: float) -> None:
        """Note a counter that its power contradicts."""
        ...

    def close(self, at_s: float, exit_code: int | None = None) -> None:
        """Note the end."""
        ...


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
                "A tick must be >= {shortest_tick_s} s, got {tick_s} s. Counters of "
                "cards step every 20 to 100 ms.",
                shortest_tick_s=SHORTEST_TICK_S,
                tick_s=tick_s,
            )
        self.clock = clock or RealClock()
        self.tick_s = tick_s
        self._log = log
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._pid = os.getpid()
        self._thread: threading.Thread | None = None
        now = self.clock.now()
        self._at_s = self._written_s = now
        self._allotment = Allotment(processes, now)
        self._lines = [RunningChannel(c, now, tick_s) for c in channels]
        self._fences = list(fences(channels))
        self._stood_in = False
        self._is_random = any(c.averages_s is not None for c in channels)
        self._place = 0.0
        self._told: dict[str, Disagreement] = {}
        self._cards = _card_numbers(channels)
        self.disagreements: list[Disagreement] = []
        self._last = self._snapshot(now)

    @property
    def log(self) -> Log | None:
        """What takes what the session sees; None where nothing does."""
        return self._log

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
            self.snapshot()
            lines = [line for line in self._lines if self._counts(line)]
            settled = [line.settle(self._at_s) for line in lines]
            if self._at_s > self._written_s or any(settled):
                self._write()
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
            if self._at_s > self._written_s:
                self._write()
            return snapshot

    def _write(self) -> None:
        if self._log is None or not self._writes:
            return
        times = self._written_s, self._at_s
        totals = [line.unwritten(*times) for line in self._lines]
        gaps = [
            Gap(number, line.reads.told_s, self._at_s, total)
            for number, line in enumerate(self._lines)
            if self._counts(line) and (total := line.still_open(self._at_s))
        ]
        self._log.tick(*times, totals, gaps)
        self._written_s = self._at_s

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
            last = self._last.at_s
            lines = [line for line in self._lines if self._counts(line)]
            parts = tuple(line.part(begin, end, last) for line in lines)
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
        while not self.clock.wait(self._stop, self._next_s()):
            self.tick()

    def _next_s(self) -> float:
        """Return the time to the next reading. [s]

        Where a sensor sees moments alone, one at random within each tick: no load can
        swing with the readings, and the error of their mean is known.
        """
        if not self._is_random:
            return self.tick_s
        place, self._place = self._place, random.random()
        return max(self.tick_s * (1 + self._place - place), SHORTEST_TICK_S)

    def _read(self, now: float) -> None:
        self._allotment.look(now)
        parts, seen = Total(), {}
        for line in self._lines:
            found = self._found(line, now)
            if found is None:
                continue
            seen[line.channel.key] = found
            more = self._add(line, found, parts)
            if line.channel.scope not in ch.WHOLE_SCOPES:
                parts = parts.plus(more)
        for fence in self._fences:
            extra = fence.more(seen, self._at_s, now)
            if extra is not None:
                self._line(fence.first).add(extra, ALL_IDLE, is_gap=False)
        self._at_s = now
        self._last = self._snapshot(now)

    def _found(self, line: RunningChannel, now: float) -> Energy | None:
        """Read a channel; None where it gives nothing now, or need not."""
        if line.channel.stands_in and self._has_moved():
            return None
        late = line.channel.unproven and not line.reads.has_moved
        found = line.reads.update(now)
        if found is not None and late and line.reads.has_moved and self._stood_in:
            return None  # the model has told what was drawn until now
        self._stood_in |= line.channel.stands_in and found is not None
        return found

    def _counts(self, line: RunningChannel) -> bool:
        """Say whether a channel counts: not what never moved or was not asked."""
        if line.channel.stands_in:
            return self._stood_in or not self._has_moved()
        return line.reads.has_moved or not self._stood_in

    def _has_moved(self) -> bool:
        """Say whether a counter that showed nothing at first has begun to count."""
        return any(ln.reads.has_moved for ln in self._lines if ln.channel.unproven)

    def _add(self, line: RunningChannel, found: Energy, parts: Total) -> Total:
        """Add what a channel saw, by whose it was; return it."""
        number = self._cards.get(line.channel.key, -1)
        if line.channel.scope in HOLDING and parts.joules > 0:
            shares = Shares(parts.own / parts.joules, parts.other / parts.joules)
        else:
            shares = self._allotment.shares(line.channel, number, found.t1)
        differs = line.reads.disagreement
        if differs is not None and differs != self._told.get(line.channel.key):
            self._told[line.channel.key] = differs
            self._disagree(differs)
        return line.add(found, shares, is_gap=found.t0 < self._at_s)

    def _disagree(self, found: Disagreement) -> None:
        """Note that counter and power differ; the range holds both already."""
        self.disagreements.append(found)
        if self._log is not None:
            self._log.disagreement(found, self._at_s)

    def _line(self, key: str) -> RunningChannel:
        return next(ln for ln in self._lines if ln.channel.key == key)

    def _snapshot(self, now: float) -> Snapshot:
        return Snapshot(now, {ln.device.key: ln.total for ln in self._lines})


def _card_numbers(channels: Sequence[ch.Channel]) -> dict[str, int]:
    cards = [c.key for c in channels if c.scope in ch.CHIP_SCOPES]
    return {key: number for number, key in enumerate(cards)}
