"""Seconds that a plan took, by what they were spent on."""

from __future__ import annotations

import time
from collections.abc import Mapping


def add_seconds(total: dict[str, float], seconds: Mapping[str, float]) -> None:
    """Add seconds to a total, each to what it was spent on."""
    for what, value in seconds.items():
        total[what] = total.get(what, 0.0) + value


class Stopwatch:
    """Seconds by what they were spent on."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def tick(self, what: str) -> None:
        """Add the time since the last tick."""
        now = time.perf_counter()
        self.seconds[what] = self.seconds.get(what, 0.0) + now - self._last
        self._last = now
