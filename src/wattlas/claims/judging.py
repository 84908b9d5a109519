"""What a stated value is worth beside known ones: near, within, off by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wattlas.claims.known import Known
from wattlas.claims.record import Note, Term
from wattlas.quantity import Mention

NEAR = 0.06
"""Relative distance at which two figures are the same, rounding apart."""
NEAR_ABOUT = 0.2
"""The same where the claim itself says *about*."""
ROUNDED_RANGE = 0.03
"""Slack at the ends of a known range."""
ROUNDED_ABOUT = 0.1
"""The same where the claim itself says *about*."""
WIDEST = 3.0
"""A stated range up to so wide fits a known one that holds half of it; of a wider one
both ends must be those of the known range."""
UNSURE = 10.0
"""A known range wider than this cannot tell a right figure from one ten times off."""
HALF_AGAIN = 1.5
"""Up to this factor from the range a figure is off, not of another order."""
SLIPS = (10.0, 1000.0, 1e4, 1e6, 1e8, 100.0, 1e5, 1e9)
SLIP_TOLERANCE = 0.15


@dataclass(frozen=True, slots=True)
class Match:
    """How a stated value lies to the best of known figures."""

    grade: str
    known: Known
    ratio: float

    @property
    def is_right(self) -> bool:
        """Whether the value is near the figure, or in its range."""
        return self.grade in ("near", "within")


def match(
    stated: Mention, figures: Sequence[Known], value: float | None = None
) -> Match:
    """Return the match of a stated value with the figure that fits it best."""
    three = (stated.low, stated.middle, stated.high) if value is None else (value,) * 3
    graded = [_match(three, stated.bound, k) for k in figures]
    order = ("near", "within", "wide", "close", "off")
    return min(graded, key=lambda m: (order.index(m.grade), abs(_log(m.ratio))))


def _log(ratio: float) -> float:
    from math import log

    return log(ratio) if ratio > 0 else 1e9


def _match(three: tuple[float, float, float], bound: str, k: Known) -> Match:
    low, mid, high = three
    ratio = mid / k.mid
    if low < high and high > low * WIDEST:
        return Match(_ends(low, high, k), k, ratio)
    tolerance = NEAR_ABOUT if bound == "about" else NEAR
    holds = low * (1 - ROUNDED_RANGE) <= k.mid <= high * (1 + ROUNDED_RANGE)
    if abs(ratio - 1) <= tolerance or (low < high and holds):
        return Match("near", k, ratio)
    within = "wide" if k.high > UNSURE * k.low else "within"
    at_least = bound == "at-least" and low <= k.high and ratio > 0.3
    at_most = bound == "at-most" and high >= k.low and ratio < 3
    if at_least or at_most:
        return Match("near", k, ratio)
    # A bound that is far off and holds is true, and says little.
    if (bound == "at-least" and low <= k.low) or (
        bound == "at-most" and high >= k.high
    ):
        return Match("wide", k, ratio)
    slack = 1 + (ROUNDED_ABOUT if bound == "about" else ROUNDED_RANGE)
    if k.low / slack <= low and high <= k.high * slack:
        return Match(within, k, ratio)
    shared = min(high, k.high) - max(low, k.low)
    if low < high and shared >= (high - low) / 2:
        return Match(within, k, ratio)
    return Match(_beyond(low, high, k), k, ratio)


def _ends(low: float, high: float, k: Known) -> str:
    """Return how a wide range lies to a known one: both of its ends count."""
    near = [abs(a / b - 1) <= NEAR_ABOUT for a, b in ((low, k.low), (high, k.high))]
    if all(near):
        return "near"
    grade = _beyond(low, high, k)
    return "close" if any(near) or grade == "close" else "off"


def _beyond(low: float, high: float, k: Known) -> str:
    near = k.low / HALF_AGAIN <= high and low <= k.high * HALF_AGAIN
    return "close" if near else "off"


def slip(ratio: float) -> Note | None:
    """Return the slip of units or order that would mend a ratio stated / true.

    >>> slip(1000.0).values["factor"]
    1000.0
    """
    if ratio <= 0:
        return None
    for factor in SLIPS:
        for power, direction in ((factor, "too-large"), (1 / factor, "too-small")):
            if abs(ratio / power - 1) <= SLIP_TOLERANCE:
                return Note(f"slip-{direction}", {"factor": factor})
    return None


def inverted(stated: float, true: float) -> Note | None:
    """Return the note that a ratio was turned upside down, if so.

    >>> inverted(3.0, 0.3).code
    'inverted'
    """
    if (stated > 1) == (true > 1):
        return None
    return Note("inverted") if abs(stated * true - 1) <= SLIP_TOLERANCE else None


def term(mention: Mention) -> Term:
    """Return a stated quantity as a term, with its own words."""
    low, high = (mention.low, mention.high) if mention.is_range else (None, None)
    return Term(mention.middle, mention.exact_unit, mention.text, low, high)


def known_term(k: Known) -> Term:
    """Return a known figure as a term, with its range."""
    low, high = (None, None) if k.low == k.high else (k.low, k.high)
    unit = "%" if k.quantity.endswith("_share") else k.unit
    return Term(k.mid, unit, "", low, high)
