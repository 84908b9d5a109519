"""A counter of joules that wraps, stops, jumps, falls back, fails and is reset.

A reading that the one before it contradicts is not believed: both are held until the
next one tells which of them was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wattlas.metering.accumulate.beside import Beside, Disagreement
from wattlas.metering.accumulate.energy import (
    DISAGREES,
    FELL,
    JUMP,
    LOST,
    RESET,
    STUCK,
    WRAPS,
    Energy,
)
from wattlas.metering.accumulate.gate import Gate, joules_of
from wattlas.metering.accumulate.power import unknown
from wattlas.metering.channel import Channel, constant


@dataclass(frozen=True, slots=True)
class _Point:
    """What a counter showed, and when it showed it first. [J, s]"""

    joules: float
    at_s: float


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a counter may mean between two readings. [J]"""

    low: float
    likely: float
    high: float
    flag: str = ""

    def plus(self, joules: float) -> _Drawn:
        return _Drawn(
            self.low + joules, self.likely + joules, self.high + joules, self.flag
        )


def _between(before: _Point, after: _Point) -> tuple[float, float]:
    return after.joules - before.joules, after.at_s - before.at_s


class CounterAccumulator:
    """Differences of a counter, each within what the device can draw."""

    def __init__(self, channel: Channel, now_s: float) -> None:
        self._joules_now = joules_of(channel)
        self._gate = Gate(channel)
        self._beside = Beside(channel, now_s)
        self._agreed = constant("check", "disagreement_share")
        self.told_s = now_s
        self.last_power_w: float | None = None
        self.has_moved = not channel.unproven
        self._flag = LOST
        self._last_low_j = self._last_room_j = 0.0
        self._doubt: _Point | None = None
        value = self._joules_now()
        self._base = None if value is None else _Point(value, now_s)
        self._before: _Point | None = None

    @property
    def disagreement(self) -> Disagreement | None:
        """The latest contradiction between the counter and the power beside it."""
        return self._beside.found

    def update(self, now_s: float) -> Energy | None:
        """Read; return the energy since the last one, None while a gap is open."""
        self._beside.update(now_s)
        value = self._joules_now()
        if value is None:
            self._flag = self._flag or LOST
            return None
        if self._base is None:
            self._base = _Point(value, now_s)
            return None
        drawn = self._drawn(self._base, value, now_s)
        return None if drawn is None else self._tell(drawn, value, now_s)

    def pending(self, now_s: float) -> Energy | None:
        """Return what a gap that is still open may hold.

        From nothing to the most that the device draws; likely the power beside the
        counter, else the power before the gap.
        """
        if now_s <= self.told_s or not self.has_moved:
            return None
        likely_w = self._expected_w()
        if likely_w is None and self._base is not None and self._doubt is not None:
            wrapped = self._wrapped(*_between(self._base, self._doubt))
            if wrapped is not None:
                likely_w = wrapped / (now_s - self.told_s)
        gap = unknown(self.told_s, now_s, likely_w, self._gate.most_w, self._flag)
        if self._doubt is None:
            return gap
        return replace(gap, high=gap.high + self._last_room_j)

    def _expected_w(self, otherwise_w: float | None = None) -> float | None:
        """Return the power that the gap likely had. [W]"""
        beside_w = self._beside.mean_w()
        if beside_w is not None:
            return beside_w
        return otherwise_w if self.last_power_w is None else self.last_power_w

    def _tell(self, drawn: _Drawn, value: float, now_s: float) -> Energy:
        since, self.told_s = self.told_s, now_s
        if self._doubt is not None or not self._trembles(value):
            self._before, self._base = self._base, _Point(value, now_s)
            self.has_moved = True
        self._doubt, self._flag = None, LOST
        seconds = now_s - since
        self._last_low_j = max(drawn.low, 0.0)
        self._last_room_j = max(self._gate.most_j(seconds) - drawn.high, 0.0)
        if seconds > 0:
            self.last_power_w = drawn.likely / seconds
        more = self._beside.told(drawn.likely, seconds, is_sure=drawn.flag == "")
        flag = drawn.flag or (DISAGREES if self._beside.differs else "")
        low, high = drawn.low + min(more, 0.0), drawn.high + max(more, 0.0)
        return Energy(since, now_s, drawn.likely, low, high, flag)

    def _drawn(self, base: _Point, value: float, now_s: float) -> _Drawn | None:
        """Return what the counter means; None where the next reading must tell."""
        if self._doubt is None and self._trembles(value):
            self._still(base, now_s)
            return None
        first = base if self._doubt is not None else self._before or base
        if self._gate.may_lap(now_s - first.at_s):
            return self._lapped(base, value, now_s)
        if self._doubt is not None:
            return self._second_opinion(base, self._doubt, value, now_s)
        more = value - base.joules
        if 0 < more <= self._gate.most_j(now_s - base.at_s):
            return self._risen(base, more, now_s)
        wrapped = self._wrapped(more, now_s - base.at_s)
        if wrapped is not None and self._is_expected(wrapped, now_s):
            return self._around(wrapped, now_s)
        self._doubt, self._flag = _Point(value, now_s), JUMP if more > 0 else FELL
        return None

    def _trembles(self, value: float) -> bool:
        """Say whether a counter stands still, or shows a hair less than before."""
        more = value - self._base.joules if self._base is not None else 0.0
        return -self._gate.jitter_j <= more <= 0

    def _goes_on(self, before: _Point, value: float, now_s: float) -> bool:
        """Say whether a reading may follow on an earlier one, whatever lay between."""
        most = self._gate.most_j(now_s - before.at_s)
        return -self._gate.jitter_j <= value - before.joules <= most

    def _still(self, base: _Point, now_s: float) -> None:
        """A counter that stands still, or trembles: its next step tells the energy."""
        is_young = now_s - base.at_s <= self._gate.still_s
        self._flag = "" if is_young else STUCK

    def _risen(self, base: _Point, more: float, now_s: float) -> _Drawn:
        """A counter that went on: after a gap, what it lacks of it."""
        seconds, most = now_s - base.at_s, self._gate.most_j(now_s - base.at_s)
        unseen_s = base.at_s - self.told_s
        if unseen_s > 0:  # it could not be read until then
            likely_w = self._expected_w(more / seconds if seconds > 0 else None)
            lost = unknown(0.0, unseen_s, likely_w, self._gate.most_w)
            return _Drawn(0.0, lost.joules, lost.high, LOST).plus(more)
        likely = (self._expected_w() or 0.0) * seconds
        if self._flag == STUCK and more < (1 - self._agreed) * likely:
            return _Drawn(more, min(likely, most), most, STUCK)
        return _Drawn(more, more, more)

    def _lapped(self, base: _Point, value: float, now_s: float) -> _Drawn:
        """The counter may have come past where it was two readings ago.

        Whatever it shows then, a slip, a reset and any count of rounds look alike, and
        the reading before may have been the wrong one.
        """
        more, seconds = value - base.joules, now_s - self.told_s
        most, wrap = self._gate.most_j(seconds), self._gate.wrap_j or 0.0
        likely = self._expected_w()
        nearest = 0 if likely is None else round((likely * seconds - more) / wrap)
        turns = min(max(nearest, 0 if more > 0 else 1), int((most - more) / wrap))
        low = 0.0 if more > 0 else -self._last_low_j
        likely_j = min(max(more + turns * wrap, 0.0), most)
        return _Drawn(low, likely_j, most + self._last_room_j, WRAPS)

    def _wrapped(self, more: float, seconds: float) -> float | None:
        """Return what a fall means if the counter went round; None if it cannot have.

        A counter falls by less than its range.
        """
        wrap = self._gate.wrap_j
        if wrap is None or not 0 <= more + wrap <= self._gate.most_j(seconds):
            return None
        return more + wrap

    def _is_expected(self, joules: float, now_s: float) -> bool:
        """Say whether an energy is near to what the power says of the gap."""
        likely_w = self._expected_w()
        if likely_w is None:
            return False
        likely = likely_w * (now_s - self.told_s)
        return abs(joules - likely) <= self._agreed * likely

    def _around(self, joules: float, now_s: float) -> _Drawn:
        """The counter went round as it was expected to.

        A reset at the same time would have drawn what the power says.
        """
        likely = (self._expected_w() or 0.0) * (now_s - self.told_s)
        return _Drawn(min(joules, likely), joules, max(joules, likely))

    def _second_opinion(
        self, base: _Point, doubt: _Point, value: float, now_s: float
    ) -> _Drawn | None:
        """Let a third reading tell which of two was wrong; hold all that is possible.

        None where it fits to none of them.
        """
        found = list(self._meanings(base, doubt, value, now_s))
        if not found:
            self._doubt = _Point(value, now_s)
            return None
        low, high = min(d.low for d in found), max(d.high for d in found)
        # Of two that are possible the slip goes first: it needs one wrong reading.
        return _Drawn(low, found[0].likely, high, found[-1].flag)

    def _meanings(
        self, base: _Point, doubt: _Point, value: float, now_s: float
    ) -> Iterator[_Drawn]:
        """Yield what a reading after a doubted one may mean.

        It goes on from the one before the doubt, which was a slip, or from the doubted
        one: then something happened to the counter between the two.
        """
        since_base, since_doubt = value - base.joules, value - doubt.joules
        if self._goes_on(base, value, now_s):
            more = max(since_base, 0.0)
            yield _Drawn(more, more, more)
        seconds = now_s - doubt.at_s
        since = since_doubt if self._goes_on(doubt, value, now_s) else None
        if since is None and since_doubt < 0:
            since = self._wrapped(since_doubt, seconds)
        if since is not None:
            more = max(since, 0.0)
            after_w = more / seconds if seconds > 0 else None
            yield self._event(base, doubt, after_w).plus(more)
        around = self._wrapped(since_base, now_s - base.at_s)
        if since_base < 0 and around is not None:
            # The slip fell on the turn itself, or a reset came right after the turn.
            is_reset = since is None and since_doubt < 0
            most = self._gate.most_j(now_s - base.at_s)
            yield _Drawn(around, around, most if is_reset else around, FELL)

    def _event(self, base: _Point, doubt: _Point, after_w: float | None) -> _Drawn:
        """Return what may have been drawn up to a doubted reading that holds."""
        seconds, more = doubt.at_s - self.told_s, doubt.joules - base.joules
        most = self._gate.most_j(doubt.at_s - base.at_s)
        likely_w = self._expected_w(after_w)
        likely = most / 2 if likely_w is None else min(likely_w * seconds, most)
        # The reading before may have been the wrong one: what it lacks comes here, and
        # what it had too much is taken back.
        shown = more if more > 0 else more + (self._gate.wrap_j or 0.0)
        high = shown if most < shown <= most + self._last_room_j else most
        if more > 0:
            return _Drawn(0.0, likely, high, JUMP)
        low = -self._last_low_j
        if doubt.joules > most:  # it neither went round nor began again
            return _Drawn(low, likely, high, JUMP)
        wrapped = self._wrapped(*_between(base, doubt))
        return _Drawn(low, likely, high, RESET if wrapped is None else FELL)
