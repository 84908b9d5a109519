"""From readings to joules: one accumulator for counters, one for power.

Nothing is added up twice and nothing is invented: a failed reading leaves a gap that
the next good reading of a counter closes exactly; a counter that starts again is told
from one that was reset by the power that either would mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from wattlas.metering.channel import COUNTER, Channel, LostReadingError, Watts

RESET, LOST, WRAPS = "reset", "lost", "wraps"
"""Codes of what may go wrong between two readings."""


@dataclass(frozen=True, slots=True)
class Energy:
    """What a channel saw from `t0` to `t1`. [s, J]

    `low` and `high` bound what happened between the readings; the errors of the
    instrument itself come on top when a record is read. `flag` says what went wrong.
    """

    t0: float
    t1: float
    joules: float
    low: float
    high: float
    flag: str = ""


class Accumulator(Protocol):
    """Turns the readings of one channel into energies."""

    last_power_w: float | None

    def update(self, now_s: float) -> Energy | None:
        """Read; return the energy since the last good reading, None if it is lost."""
        ...

    def pending(self, now_s: float) -> Energy | None:
        """Return an estimate of what a gap that is still open holds."""
        ...


def accumulator(channel: Channel, now_s: float) -> Accumulator:
    """Return the accumulator of a channel, which takes its first reading."""
    if channel.method == COUNTER:
        return CounterAccumulator(channel, now_s)
    return PowerAccumulator(channel, now_s)


class _Gaps:
    """What both accumulators know of gaps."""

    def __init__(self) -> None:
        self.last_power_w: float | None = None
        self.last_s: float | None = None

    def pending(self, now_s: float) -> Energy | None:
        """Return an estimate of what a gap that is still open holds.

        The last power goes on, or anything from nothing to twice as much.
        """
        if self.last_s is None or now_s <= self.last_s:
            return None
        guess = (self.last_power_w or 0.0) * (now_s - self.last_s)
        return Energy(self.last_s, now_s, guess, 0.0, 2 * guess, LOST)


class CounterAccumulator(_Gaps):
    """Differences of a counter of joules that wraps, fails and is reset."""

    def __init__(self, channel: Channel, now_s: float) -> None:
        super().__init__()
        self._channel = channel
        self._value_j = 0.0
        value = _read(channel)
        if isinstance(value, float):
            self._value_j, self.last_s = value, now_s

    def update(self, now_s: float) -> Energy | None:
        """Read; return the energy since the last good reading, None if it is lost."""
        value = _read(self._channel)
        if not isinstance(value, float):
            return None
        before, self._value_j = self._value_j, value
        since, self.last_s = self.last_s, now_s
        if since is None:
            return None
        found = self._difference(before, value, since, now_s)
        if now_s > since:
            self.last_power_w = found.joules / (now_s - since)
        return found

    def _difference(self, before: float, after: float, t0: float, t1: float) -> Energy:
        wrap = self._channel.wrap_j
        if after < before and wrap is None:
            return self._reset(after, t0, t1)
        joules = after - before if wrap is None else (after - before) % wrap
        most = self._channel.plausible_w * max(t1 - t0, self._channel.step_s)
        if after < before and joules > most:
            return self._reset(after, t0, t1)
        if wrap is not None and most > joules + wrap:
            return self._several_wraps(joules, wrap, t0, t1)
        return Energy(t0, t1, joules, joules, joules)

    def _reset(self, after: float, t0: float, t1: float) -> Energy:
        """The counter began again at 0: power bounds what it lost before."""
        guess = max(after, (self.last_power_w or 0.0) * (t1 - t0))
        high = after + 2 * (self.last_power_w or 0.0) * (t1 - t0)
        return Energy(t0, t1, guess, after, max(high, guess), RESET)

    def _several_wraps(
        self, joules: float, wrap: float, t0: float, t1: float
    ) -> Energy:
        """The gap is so long that the counter may have gone round: power tells."""
        if self.last_power_w is None:
            return Energy(t0, t1, joules, joules, joules)
        expected = self.last_power_w * (t1 - t0)
        rounds = max(round((expected - joules) / wrap), 0)
        if rounds == 0 and 2 * expected < joules + wrap:
            return Energy(t0, t1, joules, joules, joules)
        likely = joules + rounds * wrap
        low = joules + max(rounds - 1, 0) * wrap
        return Energy(t0, t1, likely, low, likely + wrap, WRAPS)


class PowerAccumulator(_Gaps):
    """Power read now and then, joined by straight lines."""

    def __init__(self, channel: Channel, now_s: float) -> None:
        super().__init__()
        self._channel = channel
        self._watts: Watts | None = None
        value = _read(channel)
        if isinstance(value, Watts):
            self._watts, self.last_s, self.last_power_w = value, now_s, value.mid

    def update(self, now_s: float) -> Energy | None:
        """Read; return the energy since the last good reading, None if it is lost.

        Over a gap the straight line says nothing: any power between the two readings
        and none, or twice the larger, is possible.
        """
        value = _read(self._channel)
        if not isinstance(value, Watts):
            self._missed = True
            return None
        before, since, missed = self._watts, self.last_s, self._missed
        self._watts, self.last_s, self._missed = value, now_s, False
        self.last_power_w = value.mid
        if before is None or since is None:
            return None
        seconds = now_s - since
        joules = seconds * (before.mid + value.mid) / 2
        if missed:
            most = 2 * max(before.high, value.high) * seconds
            return Energy(since, now_s, joules, 0.0, max(most, joules), LOST)
        low = seconds * (before.low + value.low) / 2
        high = seconds * (before.high + value.high) / 2
        return Energy(since, now_s, joules, low, high)

    _missed = False


def _read(channel: Channel) -> float | Watts | None:
    try:
        return channel.read()
    except LostReadingError:
        return None
