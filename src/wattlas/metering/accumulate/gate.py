"""The gate of every reading: what it may be at all, and what a device can draw."""

from __future__ import annotations

import math
from collections.abc import Callable

from wattlas.metering import channel as ch
from wattlas.metering.channel import Channel, LostReadingError, Watts

STILL_STEPS = 3.0
SHORTEST_STILL_S = 0.25
"""A counter may stand still for so many of its steps, and for so long at least."""
GAP_STEPS = 2.5
SHORTEST_GAP_S = 0.25
"""Readings further apart than so many usual steps, and so long at least, have a gap."""


class Gate:
    """What physics allows of the readings of one channel. [W, J, s]"""

    def __init__(self, channel: Channel) -> None:
        self.most_w = most_w(channel)
        self.step_s = channel.step_s
        self.wrap_j = channel.wrap_j or None
        self.still_s = max(STILL_STEPS * channel.step_s, SHORTEST_STILL_S)
        self.jitter_j = self.most_w * channel.step_s

    def most_j(self, seconds: float) -> float:
        """Return the most that the device draws in a time and a step. [J]"""
        return self.most_w * (seconds + self.step_s)

    def may_lap(self, seconds: float) -> bool:
        """Say whether a counter may come past where it was, within a time."""
        return self.wrap_j is not None and self.most_j(seconds) >= self.wrap_j


def most_w(channel: Channel) -> float:
    """Return the most that the device of a channel can draw. [W]

    Its own limit with a margin where the reader knows one, else what no device of its
    kind draws. Watts that a user declares or a model gives are bounded by themselves.
    """
    if channel.method not in (ch.COUNTER, ch.INTEGRATED):
        return math.inf
    kind = ch.constant(channel.scope, "plausible_power_w")
    return kind if channel.plausible_w is None else min(channel.plausible_w, kind)


def gap_s(step_s: float) -> float:
    """Return how far apart two readings may be that have no gap between them. [s]

    >>> gap_s(1.0), gap_s(0.01)
    (2.5, 0.25)
    """
    return max(GAP_STEPS * step_s, SHORTEST_GAP_S)


def joules_of(channel: Channel) -> Callable[[], float | None]:
    """Return what reads a counter: joules, None where that is no reading. [J]"""
    read = channel.read

    def joules() -> float | None:
        try:
            value = read()
        except LostReadingError:
            return None
        if isinstance(value, Watts) or not 0 <= value < math.inf:
            return None
        return value

    return joules


def watts_of(channel: Channel) -> Callable[[], Watts | None]:
    """Return what reads a power with its range, None where that is none. [W]"""
    read, most = channel.read, most_w(channel)

    def watts() -> Watts | None:
        try:
            value = read()
        except LostReadingError:
            return None
        if not isinstance(value, Watts):
            return None
        fits = 0 <= value.low <= value.mid <= value.high < math.inf
        return value if fits and value.mid <= most else None

    return watts


def power_of(channel: Channel) -> Callable[[], float | None]:
    """Return what reads the power beside a counter, None where that is none. [W]"""
    read, most = channel.power, most_w(channel)

    def power() -> float | None:
        if read is None:
            return None
        try:
            value = read()
        except LostReadingError:
            return None
        return value if 0 <= value <= most else None

    return power
