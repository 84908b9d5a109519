"""The front of a choice: what no other beats in every figure, thinned to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from wattlas.estimation.layout_choice import Offer

_C = TypeVar("_C")
MOST_OF_A_CHIP = 6
"""Points of the front that are shown of one chip."""
DEAREST = 4.0
"""A layout of over so many times the least cost is no choice on that chip."""
SAME = 1.02
"""Figures up to so many times another's are as good as it."""


def unbeaten(
    choices: Sequence[_C], figures: Callable[[_C], tuple[float, ...]]
) -> list[_C]:
    """Return the choices that no cheaper one beats or equals in every figure."""
    kept: list[_C] = []
    for choice in sorted(choices, key=figures):
        mine = figures(choice)
        if not any(_beats(figures(other), mine) for other in kept):
            kept.append(choice)
    return kept


def _beats(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(a <= SAME * b for a, b in zip(one, other, strict=True))


def affordable(front: Sequence[tuple[Offer, float]]) -> list[tuple[Offer, float]]:
    """Return the offers of a front that cost not many times the least."""
    most = DEAREST * front[0][0].cost_per_token
    return [(offer, speed) for offer, speed in front if offer.cost_per_token <= most]


def thinned(front: Sequence[tuple[Offer, float]]) -> list[tuple[Offer, float]]:
    """Return the ends of a front by cost, and some between them."""
    if len(front) <= MOST_OF_A_CHIP:
        return list(front)
    last = len(front) - 1
    places = {round(i * last / (MOST_OF_A_CHIP - 1)) for i in range(MOST_OF_A_CHIP)}
    return [front[place] for place in sorted(places)]
