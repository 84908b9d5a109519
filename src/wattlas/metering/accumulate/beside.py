"""The power beside a counter, read for the whole run: it checks and stands in.

Counters of some cards are stale, stop, or see another part of the machine than the
power beside them does. Where the two disagree the range holds both.
"""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.metering import channel as ch
from wattlas.metering.accumulate.comparison import Comparison
from wattlas.metering.accumulate.gate import power_of

COVERED = 0.999
"""A gap of which the power is known for this share is compared."""


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


class Beside:
    """Integrates the power beside a counter since the last energy was handed out."""

    def __init__(self, channel: ch.Channel, now_s: float) -> None:
        self._key = channel.key
        self._power = power_of(channel) if channel.power is not None else None
        self._compared = Comparison(ch.constant("check", "disagreement_share"))
        self._at_s = now_s
        self._watts = self._power() if self._power else None
        self._joules = self._seconds = 0.0

    @property
    def differs(self) -> bool:
        """Whether counter and power disagreed when they were last compared."""
        return self._compared.differs

    @property
    def found(self) -> Disagreement | None:
        """The latest disagreement."""
        means = self._compared.mean_w
        return None if means is None else Disagreement(self._key, *means)

    def update(self, now_s: float) -> None:
        """Read the power, and add it to what it says since the last energy."""
        if self._power is None:
            return
        before, self._watts = self._watts, self._power()
        seconds, self._at_s = now_s - self._at_s, now_s
        if before is None or self._watts is None:
            return
        self._joules += seconds * (before + self._watts) / 2
        self._seconds += seconds

    def mean_w(self) -> float | None:
        """Return the mean power since the last energy; None where it is not known."""
        return self._joules / self._seconds if self._seconds > 0 else None

    def told(self, joules: float, seconds: float, is_sure: bool) -> float:
        """Take what the counter says since the last energy; return what power adds. [J]

        A stretch in which readings were missing is not compared.
        """
        if self._power is None:
            return 0.0
        power_j, covered_s = self._joules, self._seconds
        self._joules = self._seconds = 0.0
        if is_sure and covered_s >= COVERED * seconds > 0:
            return self._compared.told(joules, power_j, seconds)
        if seconds > 0:
            self._compared.begin()
        return 0.0
