"""Power read now and then: joined by straight lines, with what lies between."""

from __future__ import annotations

import math

from wattlas.metering.accumulate.beside import Disagreement
from wattlas.metering.accumulate.energy import LOST, SAMPLED, ZERO, Energy
from wattlas.metering.accumulate.gate import most_w, watts_of
from wattlas.metering.channel import INTEGRATED, Channel, Watts

EQUAL = 0.02
"""Steps that differ by less than this share are equal: a load may swing with them."""
REMEMBERED = 4


class PowerAccumulator:
    """Joins readings of power by straight lines.

    What a sensor sees that tells its power of a moment says nothing of the time up to
    the next reading. Where readings come at random moments the error of their mean is
    bounded (Hoeffding 1963) and shrinks with their number (`scatter_j2`); where they
    come at equal steps a load may swing with them, and anything up to the device's
    limit is in the range. So it is where a meter shows 0 W: a sensor that a virtual
    machine does not fill shows that, and nothing that runs draws it. Readings further
    apart than `longest_s` [s], and than the time that one is the mean of, have a gap
    between them: who reads them stood still, and what was drawn is not known.
    """

    has_moved = True

    def __init__(
        self, channel: Channel, now_s: float, longest_s: float = math.inf
    ) -> None:
        self._longest_s = max(longest_s, channel.averages_s or 0.0)
        self._watts_now = watts_of(channel)
        self._most_w = most_w(channel)
        self._sees_s = channel.averages_s
        self._is_read = channel.method == INTEGRATED
        self._steps: list[float] = []
        self._watts = self._watts_now()
        self._missed = self._watts is None
        self.told_s = now_s
        self.last_power_w = None if self._watts is None else self._watts.mid

    @property
    def disagreement(self) -> Disagreement | None:
        """Nothing: there is no counter to contradict."""
        return None

    def update(self, now_s: float) -> Energy | None:
        """Read; return the energy since the last one, None while a gap is open."""
        value = self._watts_now()
        if value is None:
            self._missed = True
            return None
        before, since, missed = self._watts, self.told_s, self._missed
        self._watts, self.told_s, self._missed = value, now_s, False
        self.last_power_w = value.mid
        late = self._is_read and now_s - since > self._longest_s
        if before is None or missed or late:
            return self._gap(before or value, value, since, now_s)
        return self._between(before, value, since, now_s)

    def pending(self, now_s: float) -> Energy | None:
        """Return what an open gap may hold: the last power goes on, or any other."""
        if now_s <= self.told_s:
            return None
        if self._watts is None:
            if math.isinf(self._most_w):
                return None  # nothing was said and nothing bounds it: absent
            return unknown(self.told_s, now_s, None, self._most_w)
        return self._gap(self._watts, self._watts, self.told_s, now_s)

    def _gap(self, before: Watts, after: Watts, t0: float, t1: float) -> Energy:
        most_w = self._most_w
        if math.isinf(most_w):  # declared or modelled: bounded by what it says
            most_w = max(before.high, after.high)
        return unknown(t0, t1, (before.mid + after.mid) / 2, most_w)

    def _between(self, before: Watts, after: Watts, t0: float, t1: float) -> Energy:
        seconds = t1 - t0
        joules = seconds * (before.mid + after.mid) / 2
        low = seconds * (before.low + after.low) / 2
        high = seconds * (before.high + after.high) / 2
        most = self._most_w * seconds
        if self._is_read and min(before.mid, after.mid) == 0:
            return Energy(t0, t1, joules, 0.0, most, ZERO)
        if self._sees_s is None or seconds <= self._sees_s:
            return Energy(t0, t1, joules, low, high)
        if self._is_random(seconds):
            return Energy(t0, t1, joules, low, high, "", most * most)
        return Energy(t0, t1, joules, 0.0, max(most, joules), SAMPLED)

    def _is_random(self, step_s: float) -> bool:
        """Say whether the last steps differ, so that no load swings with them."""
        self._steps.append(step_s)
        del self._steps[:-REMEMBERED]
        longest = max(self._steps)
        return len(self._steps) > 2 and min(self._steps) < (1 - EQUAL) * longest


def unknown(
    t0: float, t1: float, likely_w: float | None, most_w: float, flag: str = LOST
) -> Energy:
    """Return what a device may have drawn unseen: from nothing to its most.

    Where nothing tells its power the middle is half-way.

    >>> unknown(0.0, 2.0, 100.0, 500.0)
    Energy(t0=0.0, t1=2.0, joules=200.0, low=0.0, high=1000.0, flag='lost', ...)
    """
    most = most_w * (t1 - t0)
    likely = most / 2 if likely_w is None else min(likely_w * (t1 - t0), most)
    return Energy(t0, t1, likely, 0.0, most, flag)
