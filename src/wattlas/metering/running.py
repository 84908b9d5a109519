"""A channel as it runs: what it has seen so far, and what of it was written."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.metering import channel as ch
from wattlas.metering.accumulate import Energy, accumulator
from wattlas.metering.accumulate.gate import gap_s, most_w
from wattlas.metering.parts import Device, Part, Total, part_of
from wattlas.metering.sharing.shares import Shares


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Totals of every channel at a moment. [s]"""

    at_s: float
    totals: Mapping[str, Total]


NONE: frozenset[str] = frozenset()
GAPS_KEPT = 256
"""Gaps of a run that windows which begin within one may look back to."""


class RunningChannel:
    """One channel of a session: its accumulator, its totals, its gaps."""

    def __init__(self, channel: ch.Channel, now_s: float, tick_s: float) -> None:
        self.channel = channel
        self.device = Device.of(channel)
        self.reads = accumulator(channel, now_s, gap_s(tick_s))
        self._most_w = most_w(channel)
        self.total = self._written = Total()
        self._written_s = now_s
        self._flagged_s: dict[str, float] = {}
        self._gaps: deque[tuple[Energy, Total]] = deque(maxlen=GAPS_KEPT)

    def add(self, found: Energy, shares: Shares, is_gap: bool) -> Total:
        """Add what was seen, by whose it was; return it."""
        more = self._of(found, shares)
        self.total = self.total.plus(more)
        if found.flag:
            self._flagged_s[found.flag] = found.t1
        if is_gap:
            self._gaps.append((found, more))
        return more

    def still_open(self, now_s: float) -> Total | None:
        """Return what a gap that is open may hold; None where there is none."""
        gap = self.reads.pending(now_s)
        return None if gap is None else self._of(gap, self._shares())

    def settle(self, now_s: float) -> bool:
        """Add what an open gap may hold, at the end of a run; say if there is one."""
        gap = self.reads.pending(now_s)
        if gap is None:
            return False
        self.add(gap, self._shares(), is_gap=True)
        self.reads.told_s = now_s
        return True

    def unwritten(self, t0: float, t1: float) -> Total | None:
        """Return what was seen since the last call; None of nothing.

        It says when it was seen, if that was not from `t0` to `t1`.
        """
        since, self._written_s = self._written_s, self.reads.told_s
        before, self._written = self._written, self.total
        if self.total is before:
            return None
        more = self.total.since(before)
        more.flags = self._flags_after(since)
        if (since, self._written_s) != (t0, t1):
            more.seen = (since, self._written_s)
        return more

    def part(self, begin: Snapshot, end: Snapshot, last_s: float) -> Part:
        """Return what was seen between two snapshots.

        `last_s` is the moment of the latest reading: a gap that is open then may hold
        more.
        """
        key, begin_s, end_s = self.device.key, begin.at_s, end.at_s
        total = end.totals[key].since(begin.totals[key])
        total.flags = self._flags_after(begin_s)
        for gap, whole in self._gaps:
            if gap.t0 < begin_s < gap.t1 <= end_s:
                inside = self._clipped(gap, begin_s, gap.t1)
                total = total.since(whole).plus(inside)
        still = self.reads.pending(end_s) if end_s == last_s else None
        if still is not None and end_s > begin_s:
            inside = self._clipped(still, max(still.t0, begin_s), end_s)
            total = total.plus(inside)
        return part_of(self.device, total, end_s - begin_s)

    def _flags_after(self, since_s: float) -> frozenset[str]:
        """Return what went wrong after a moment, also if it did so before."""
        if not self._flagged_s:
            return NONE
        return frozenset(f for f, at_s in self._flagged_s.items() if at_s > since_s)

    def _clipped(self, gap: Energy, t0: float, t1: float) -> Total:
        """Return what a part of a gap may hold: any of it, as far as the device can."""
        length_s, inside_s = gap.t1 - gap.t0, t1 - t0
        joules, shares = gap.joules * inside_s / length_s, self._shares()
        low = max(gap.low - self._most_w * (length_s - inside_s), 0.0)
        most = self._most_w * inside_s
        return Total(
            joules,
            min(low, joules),
            max(min(gap.high, most), joules),
            joules * shares.own,
            joules * shares.other,
            frozenset({gap.flag}) if gap.flag else NONE,
        )

    @staticmethod
    def _of(found: Energy, shares: Shares) -> Total:
        return Total(
            found.joules,
            found.low,
            found.high,
            found.joules * shares.own,
            found.joules * shares.other,
            frozenset({found.flag}) if found.flag else NONE,
            found.scatter_j2,
        )

    def _shares(self) -> Shares:
        """Return whose the energy was so far: that of a gap is shared so too."""
        joules = self.total.joules
        if joules <= 0:
            return Shares(0.0, 0.0)
        return Shares(self.total.own / joules, self.total.other / joules)
