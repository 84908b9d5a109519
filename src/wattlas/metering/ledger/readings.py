"""Readings of devices as whole numbers: what a line says, cut and summed exactly.

Microjoules and microseconds are whole numbers here, so that a sum is the same in any
order, in any split, and in any program that adds it up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from wattlas.metering.accumulate.energy import FLAGS
from wattlas.metering.ledger.cells import US_PER_S
from wattlas.metering.parts import Total

UJ_PER_J = 1_000_000
SCATTER_PER_J2 = 1_000
_BIT = {flag: 1 << number for number, flag in enumerate(FLAGS)}


class Amount(NamedTuple):
    """Energy of a device: microjoules, and whose; its time [us]; its flags as bits.

    `scatter` is that of a sum over random moments. [0.001 J²]
    """

    energy_uj: int = 0
    low_uj: int = 0
    high_uj: int = 0
    own_uj: int = 0
    other_uj: int = 0
    scatter: int = 0
    us: int = 0
    flags: int = 0

    def plus(self, more: Amount) -> Amount:
        """Return the sum of two amounts."""
        return Amount(
            self.energy_uj + more.energy_uj,
            self.low_uj + more.low_uj,
            self.high_uj + more.high_uj,
            self.own_uj + more.own_uj,
            self.other_uj + more.other_uj,
            self.scatter + more.scatter,
            self.us + more.us,
            self.flags | more.flags,
        )

    @property
    def seconds(self) -> float:
        """How long it took. [s]"""
        return self.us / US_PER_S

    @property
    def total(self) -> Total:
        """The amount in joules."""
        return Total(
            self.energy_uj / UJ_PER_J,
            self.low_uj / UJ_PER_J,
            self.high_uj / UJ_PER_J,
            self.own_uj / UJ_PER_J,
            self.other_uj / UJ_PER_J,
            frozenset(flag for flag, bit in _BIT.items() if self.flags & bit),
            self.scatter / SCATTER_PER_J2,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What one device drew from t0 to t1. [us since 1970]

    `since` is later than t0 where another line of the run has counted its beginning.
    """

    t0: int
    t1: int
    since: int
    amount: Amount

    def part(self, begin: int, end: int) -> Amount:
        """Return what it drew from a moment to another, both within it.

        The middle is in proportion to the time, so that parts add up to the whole.
        Where within its time the energy was drawn nobody knows: a part may hold none
        of it or all.
        """
        if (begin, end) == (self.t0, self.t1):
            return self.amount
        length = self.t1 - self.t0

        def until(value: int, at: int) -> int:
            return value * (at - self.t0) // length

        def cut(value: int) -> int:
            return until(value, end) - until(value, begin)

        energy, low, high, own, other, scatter, _, flags = self.amount
        return Amount(
            cut(energy),
            min(low, 0),
            max(high, energy),
            cut(own),
            cut(other),
            cut(scatter),
            end - begin,
            flags,
        )


class Free(NamedTuple):
    """A stretch in which the readings of one device in one run are those that count.

    `is_counted` says whether they enter the sum of their machine: what a meter of the
    whole sees there is not added to it.
    """

    run: int
    device: int
    t0: int
    t1: int
    is_counted: bool


Place: TypeAlias = tuple[int, int, int, bool]
"""Number of a run, of its device, of a cell, and whether it enters the sum."""


def flag_bit(flag: str) -> int:
    """Return the bit of a flag."""
    return _BIT[flag]


def us(seconds: float) -> int:
    """Return a time in whole microseconds."""
    return round(seconds * US_PER_S)


def amount_of(total: Total, length: int) -> Amount:
    """Return a total in whole numbers; its length is in microseconds."""
    flags = 0
    for flag in total.flags:
        flags |= _BIT[flag]
    return Amount(
        round(total.joules * UJ_PER_J),
        round(total.low * UJ_PER_J),
        round(total.high * UJ_PER_J),
        round(total.own * UJ_PER_J),
        round(total.other * UJ_PER_J),
        round(total.scatter_j2 * SCATTER_PER_J2),
        length,
        flags,
    )
