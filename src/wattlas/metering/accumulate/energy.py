"""What an accumulator hands out, and the flags of what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from wattlas.metering.accumulate.beside import Disagreement

LOST = "lost"
"""Readings are missing, and nothing closes the gap exactly."""
RESET = "reset"
"""A counter began again at nothing."""
FELL = "fell"
"""A counter fell: it went round, or began again."""
WRAPS = "wraps"
"""A counter may have gone round more often than it shows."""
JUMP = "jump"
"""A counter moved by more than the device can draw."""
STUCK = "stuck"
"""A counter stood still for longer than the device can be silent."""
SAMPLED = "sampled"
"""Power was read at equal steps, between which the load may have swung."""
DISAGREES = "disagrees"
"""A counter and the power beside it differ."""
BELOW_PARTS = "below-parts"
"""A meter of the whole shows less than the parts that it holds."""
ZERO = "zero"
"""A power of nothing was read, which nothing that runs draws."""
TWO_VIEWS = "two-views"
"""Two runs saw a device at one time, and what they say has nothing in common."""
FLAGS = (
    *(LOST, RESET, FELL, WRAPS, JUMP, STUCK, SAMPLED, DISAGREES, BELOW_PARTS, ZERO),
    TWO_VIEWS,
)
"""Every flag; their order is that of their bits in files."""


@dataclass(frozen=True, slots=True)
class Energy:
    """What a channel saw from `t0` to `t1`. [s, J]

    `low` and `high` bound what happened between the readings; the errors of the
    instrument itself come on top when a record is read. `scatter_j2` is what random
    sampling adds to that: the sum of squares of what each step might have held. [J²]
    A `low` below zero takes back what earlier energies were too sure of. `flag` says
    what went wrong.
    """

    t0: float
    t1: float
    joules: float
    low: float
    high: float
    flag: str = ""
    scatter_j2: float = 0.0


class Accumulator(Protocol):
    """Turns the readings of one channel into energies that follow on each other."""

    last_power_w: float | None
    told_s: float
    """Up to when energies were handed out; later than that a gap is open. [s]"""
    has_moved: bool
    """Whether the channel has shown that it is alive."""

    @property
    def disagreement(self) -> Disagreement | None:
        """The latest contradiction between a counter and the power beside it."""
        ...

    def update(self, now_s: float) -> Energy | None:
        """Read; return the energy since the last one, None while a gap is open."""
        ...

    def pending(self, now_s: float) -> Energy | None:
        """Return what a gap that is still open may hold; None where there is none."""
        ...
