"""Between which prices something is worth it, by a few samples and false position."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

CLOSE = 1e-4
"""How near two guesses of a price are at the end, over the price."""
STEPS = 20


@dataclass(frozen=True)
class Interval:
    """Prices at which something is worth it: from `low` up to `high`.

    `low` is None where it is so at none that was looked at; `high` is None where it
    is so at the highest.
    """

    low: float | None
    high: float | None


def worth_between(
    worth: Callable[[float], bool],
    gain: Callable[[float], float],
    prices: Sequence[float],
) -> Interval:
    """Return the first interval of prices in which something is worth it.

    `prices` rise; between two of them is looked only where `worth` changes. `gain` is
    0 where it does.

    >>> worth_between(lambda p: 2 <= p <= 6, lambda p: min(p - 2, 6 - p), [0, 4, 8])
    Interval(low=2.0, high=6.0)
    """
    told = [worth(p) for p in prices]
    if True not in told:
        return Interval(None, None)
    first = told.index(True)
    low = prices[0]
    if first:
        low = crossing(gain, prices[first - 1], prices[first])
    if False not in told[first:]:
        return Interval(low, None)
    last = told.index(False, first)
    return Interval(low, crossing(gain, prices[last - 1], prices[last]))


def crossing(gain: Callable[[float], float], low: float, high: float) -> float:
    """Return where a gain is 0 between two prices at which its signs differ.

    False position, the end that stays halved (Illinois): exact on a line, and a gain is
    a line between the prices at which the plan changes.

    >>> crossing(lambda p: p - 3.0, 0.0, 8.0)
    3.0
    """
    at_low, at_high = gain(low), gain(high)
    if (at_low > 0) == (at_high > 0):
        # Nearly 0 at an end, where the solver cannot tell its sign.
        return low if abs(at_low) < abs(at_high) else high
    guess, side = low, 0
    for _ in range(STEPS):
        last = guess
        guess = (low * at_high - high * at_low) / (at_high - at_low)
        if abs(guess - last) <= CLOSE * abs(guess):
            break
        here = gain(guess)
        if here == 0.0:
            break
        if (here > 0) == (at_high > 0):
            high, at_high = guess, here
            at_low *= 0.5 if side > 0 else 1.0
            side = 1
        else:
            low, at_low = guess, here
            at_high *= 0.5 if side < 0 else 1.0
            side = -1
    return guess
