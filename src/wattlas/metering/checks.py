"""A counter checked against the power of the same device, once, at the start.

Counters of some cards are stale, physically impossible, or see another part of the
machine than the power beside them does. Where the two disagree the record says so and
the range holds both.
"""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.metering import channel as ch

LENGTH_S = 5.0
"""A counter that steps every 100 ms shows its power to 2 % after this."""
LEAST_READINGS = 4


@dataclass(frozen=True)
class Disagreement:
    """A counter and the power beside it that differ. [W]"""

    key: str
    counter_w: float
    power_w: float

    @property
    def ratio(self) -> float:
        """Energy by the power readings over energy by the counter. [1]"""
        return self.power_w / self.counter_w if self.counter_w > 0 else float("inf")


class CounterCheck:
    """Compares a counter's joules with power that is read at the same moments."""

    def __init__(self, channel: ch.Channel, now_s: float) -> None:
        self._channel = channel
        self._start_s = now_s
        self._at_s = now_s
        self._before_w = self._power()
        self._counter_j = 0.0
        self._power_j = 0.0
        self._readings = 0
        self.is_done = channel.power is None or channel.method != ch.COUNTER

    def update(self, joules: float, now_s: float) -> Disagreement | None:
        """Add what the counter saw since the last call; return a disagreement found.

        Both run over the same time; it is told once, after some seconds.
        """
        power_w, seconds = self._power(), now_s - self._at_s
        if power_w is None or self._before_w is None:
            self.is_done = True
            return None
        self._power_j += seconds * (power_w + self._before_w) / 2
        self._counter_j += joules
        self._before_w, self._at_s = power_w, now_s
        self._readings += 1
        if now_s - self._start_s < LENGTH_S or self._readings < LEAST_READINGS:
            return None
        self.is_done = True
        return self._verdict(now_s - self._start_s)

    def _verdict(self, seconds: float) -> Disagreement | None:
        allowed = ch.constant("check", "disagreement_share")
        if abs(self._counter_j - self._power_j) <= allowed * self._power_j:
            return None
        return Disagreement(
            self._channel.key, self._counter_j / seconds, self._power_j / seconds
        )

    def _power(self) -> float | None:
        if self._channel.power is None:
            return None
        try:
            return self._channel.power()
        except ch.LostReadingError:
            return None
