"""Two views of one energy, compared stretch by stretch for the whole run."""

from __future__ import annotations

import math

FIRST_S, NEXT_S = 5.0, 30.0
"""Length of the first stretch that is compared, and of the later ones."""
LEAST_READINGS = 4
SURE = 0.001
"""Chance that scattered readings alone explain a difference that is told."""


class Comparison:
    """Compares what one meter says with what another says of the same time.

    `allowed` is the share by which they may differ; `only_more`: the other lies inside
    what the one sees, so that it contradicts it only by more. Where they differ by
    more, what the other says is to be in the range too: of the stretch that told it,
    and of all that comes until a stretch agrees again.
    """

    def __init__(self, allowed: float, *, only_more: bool = False) -> None:
        self._allowed = allowed
        self._least_j = 0.0 if only_more else -math.inf
        self._length_s = FIRST_S
        self.differs = False
        self.mean_w: tuple[float, float] | None = None
        """Mean power by the one and by the other, over the stretch that differed."""
        self.begin()

    def begin(self) -> None:
        """Begin a stretch: what was added to the one before is not judged."""
        self._one_j = self._other_j = self._seconds = 0.0
        self._readings = 0
        self._least, self._largest = math.inf, 0.0

    def told(self, one_j: float, other_j: float, seconds: float) -> float:
        """Take what both say of some seconds; return what the other adds. [J]

        The difference, above or below zero, where the two disagree; else nothing.
        """
        self._one_j += one_j
        self._other_j += other_j
        self._seconds += seconds
        self._readings += 1
        watts = other_j / seconds
        self._least = min(self._least, watts)
        self._largest = max(self._largest, watts)
        now = max(other_j - one_j, self._least_j) if self.differs else 0.0
        if self._seconds < self._length_s or self._readings < LEAST_READINGS:
            return now
        return self._verdict(now)

    def _verdict(self, now: float) -> float:
        """Judge a stretch; return what is not in the range of its energies yet."""
        difference = max(self._other_j - self._one_j, self._least_j)
        was, self.differs = self.differs, abs(difference) > self._allowance()
        if self.differs:
            means = self._one_j / self._seconds, self._other_j / self._seconds
            self.mean_w = means
        self._length_s = NEXT_S
        self.begin()
        return difference if self.differs and not was else now

    def _allowance(self) -> float:
        """Return how far the two may differ: a share, and how few readings scatter."""
        # Hoeffding (1963): a mean of n readings of a spread errs by less than this.
        scatter = math.sqrt(math.log(2 / SURE) / (2 * self._readings))
        spread_w = self._largest - self._least
        return self._allowed * self._other_j + spread_w * scatter * self._seconds
