"""Watts over time, whose joules are known exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Curve:
    """Power in steps that repeat: ((seconds, watts), ...).

    >>> steady = Curve(((1.0, 300.0),))
    >>> steady.energy_j(0.0, 3.0)
    900.0
    >>> bursts = Curve(((1.0, 100.0), (1.0, 300.0)))
    >>> bursts.energy_j(0.0, 2.5), bursts.power_w(1.2)
    (450.0, 300.0)
    """

    steps: tuple[tuple[float, float], ...]

    @property
    def period_s(self) -> float:
        """How long the steps take before they repeat. [s]"""
        return sum(seconds for seconds, _ in self.steps)

    def power_w(self, at_s: float) -> float:
        """Power at a time. [W]"""
        into = at_s % self.period_s
        for seconds, watts in self.steps:
            if into < seconds:
                return watts
            into -= seconds
        return self.steps[-1][1]

    def energy_j(self, t0: float, t1: float) -> float:
        """Energy between two times. [J]"""
        return self._until(t1) - self._until(t0)

    def _until(self, at_s: float) -> float:
        rounds = math.floor(at_s / self.period_s)
        into = at_s - rounds * self.period_s
        joules = rounds * sum(seconds * watts for seconds, watts in self.steps)
        for seconds, watts in self.steps:
            joules += min(seconds, into) * watts
            into = max(into - seconds, 0.0)
        return joules


def steady(watts: float) -> Curve:
    """Return a curve of one power."""
    return Curve(((1.0, watts),))
