"""From readings to joules: one accumulator for counters, one for power.

Every reading passes one gate: it is finite, not negative, and at most what the device
can draw since the last good one. What is not known is a range from nothing to the most
that the device can draw, and is flagged; nothing is added up twice.
"""

from __future__ import annotations

import math

from wattlas.metering.accumulate.counter import CounterAccumulator
from wattlas.metering.accumulate.energy import Accumulator, Energy
from wattlas.metering.accumulate.power import PowerAccumulator
from wattlas.metering.channel import COUNTER, Channel

__all__ = ["Accumulator", "Energy", "accumulator"]


def accumulator(
    channel: Channel, now_s: float, longest_s: float = math.inf
) -> Accumulator:
    """Return the accumulator of a channel, which takes its first reading.

    Readings of power that are further apart than `longest_s` have a gap. [s]
    """
    if channel.method == COUNTER:
        return CounterAccumulator(channel, now_s)
    return PowerAccumulator(channel, now_s, longest_s)
