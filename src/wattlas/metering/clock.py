"""Clocks: durations from a monotonic one, dates from the wall once at the start."""

from __future__ import annotations

import threading
import time
from typing import Protocol

SHORTEST_TICK_S = 0.01
REUSE_S = 0.005
"""A reading younger than this serves again: two windows that meet share it."""


class Clock(Protocol):
    """Tells the time of a session: seconds since 1970 that never jump back."""

    def now(self) -> float:
        """Return the time. [s]"""
        ...

    def wait(self, event: threading.Event, timeout_s: float) -> bool:
        """Wait for an event or so many seconds; return whether the event is set."""
        ...


class RealClock:
    """The system's monotonic clock, dated once: setting the date changes nothing.

    >>> clock = RealClock()
    >>> clock.now() <= clock.now()
    True
    """

    def __init__(self) -> None:
        self._offset_s = time.time() - since_boot_s()

    def now(self) -> float:
        """Return the seconds since 1970. [s]"""
        return since_boot_s() + self._offset_s

    def wait(self, event: threading.Event, timeout_s: float) -> bool:
        """Wait for an event or so many seconds; return whether the event is set."""
        return event.wait(timeout_s)


def since_boot_s() -> float:
    """Return a time that never jumps back and goes on while the machine sleeps. [s]"""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class FakeClock:
    """A clock that moves only when it is told to.

    >>> clock = FakeClock(100.0)
    >>> clock.advance(2.5)
    >>> clock.now()
    102.5
    """

    def __init__(self, start_s: float = 0.0) -> None:
        self._now_s = start_s

    def now(self) -> float:
        """Return the time. [s]"""
        return self._now_s

    def wait(self, event: threading.Event, timeout_s: float) -> bool:
        """Wait for the event alone: time stands still."""
        return event.wait()

    def advance(self, seconds: float) -> None:
        """Move the clock on. [s]"""
        self._now_s += seconds


class SteppedClock:
    """Real time in whole steps from a given start: a simulation that runs live.

    The step makes a run of `sleep 3` last exactly 3 s on this clock.
    """

    def __init__(self, start_s: float = 0.0, step_s: float = 0.1) -> None:
        self._start_s = start_s
        self._step_s = step_s
        self._began = time.monotonic()

    def now(self) -> float:
        """Return the time, rounded down to a step. [s]"""
        steps = int((time.monotonic() - self._began) / self._step_s)
        return self._start_s + steps * self._step_s

    def wait(self, event: threading.Event, timeout_s: float) -> bool:
        """Wait for an event or so many seconds; return whether the event is set."""
        return event.wait(timeout_s)
