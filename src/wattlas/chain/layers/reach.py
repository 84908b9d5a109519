"""Sums over layers of what they keep of a context, read of it, and work on it.

Every layer reaches over the whole context, over a window, over chosen positions, or
over a fixed number of them: so does a model, with four sums and two lengths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Protocol

from wattlas.chain.layers.records import Mixer, Span

Weighted = Iterator[tuple[float, Span]]


class HasMixers(Protocol):
    """A model, or the half of one, by its mixers."""

    @property
    def mixers(self) -> tuple[Mixer, ...]:
        """Layers that mix the tokens of a sequence."""


@dataclass(frozen=True)
class Sums:
    """Sums of one quantity for each position: of everything, a window, a choice."""

    everything: float
    window: float
    choice: float
    always: float


class Reach:
    """A sum of a model, as its attribute: `quantity` of one `part` of positions."""

    def __init__(self, quantity: str, part: str) -> None:
        self.quantity, self.part = quantity, part

    def __get__(self, model: HasMixers, owner: type | None = None) -> float:
        """Return the sum."""
        return float(getattr(sums(model.mixers, self.quantity), self.part))


@cache
def reach_lengths(mixers: tuple[Mixer, ...]) -> tuple[float, float]:
    """Return the shortest and the longest length at which a reach ends. [token]

    >>> from wattlas.chain.layers.records import Cache, window
    >>> one = Mixer("windowed attention", 1, 8.0, (Cache(4.0, window(9), window(9)),))
    >>> reach_lengths((one,))
    (9.0, 9.0)
    """
    spans = [s for m in mixers for c in m.caches for s in (c.kept, c.read)]
    spans += [s.seen for m in mixers for s in m.scores]
    ends = sorted({s.limit * s.stride for s in spans if 0 < s.limit < inf})
    return (ends[0], ends[-1]) if ends else (0.0, 0.0)


@cache
def sums(mixers: tuple[Mixer, ...], quantity: str) -> Sums:
    """Return the sums of ``kept``, ``read``, ``flop`` or ``decode_flop``.

    A reach that ends between the two lengths counts by its share of the longer one:
    it is exact from there on.
    """
    shortest, longest = reach_lengths(mixers)
    everything = near = far = always = 0.0
    for weight, span in _weighted(mixers, quantity):
        end = span.limit * span.stride
        always += weight * span.fixed
        if end == inf:
            everything += weight / span.stride
        elif end == shortest:
            near += weight / span.stride
        elif end > 0:
            far += weight / span.stride * end / longest
    return Sums(everything, near, far, always)


def _weighted(mixers: tuple[Mixer, ...], quantity: str) -> Weighted:
    """Yield what each layer has for each position, and the positions."""
    for mixer in mixers:
        if quantity in ("kept", "read"):
            for held in mixer.caches:
                span = held.kept if quantity == "kept" else held.read
                yield mixer.layers * held.elements, span
        else:
            for part in mixer.scores:
                flop = part.flop if quantity == "flop" else part.flop_in_decode
                yield mixer.layers * flop, part.seen
