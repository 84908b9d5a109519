"""Meters of the whole against the parts that they hold, for the whole run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wattlas.metering import channel as ch
from wattlas.metering.accumulate.comparison import Comparison
from wattlas.metering.accumulate.energy import BELOW_PARTS, Energy

HOLDING = tuple(scope for scope in ch.WHOLE_SCOPES if ch.holds(scope, "gpu"))
"""Scopes that hold every part that is metered."""
MEASURED = (ch.COUNTER, ch.INTEGRATED)


class Fence:
    """Compares the meters of one scope, together, with the parts inside.

    A wall meter that shows less than the cards and packages behind it is wrong, or
    sees one feed of several: its range then holds what they drew.
    """

    def __init__(self, channels: Sequence[ch.Channel], scope: str) -> None:
        allowed = ch.constant("check", "disagreement_share")
        self._compared = Comparison(allowed, only_more=True)
        self._wholes = {c.key for c in channels if c.scope == scope}
        self._parts = {
            c.key
            for c in channels
            if c.scope not in ch.WHOLE_SCOPES and c.method in MEASURED
        }
        self.first = next((c.key for c in channels if c.scope == scope), "")

    def more(self, found: dict[str, Energy], t0: float, t1: float) -> Energy | None:
        """Return what the parts add to the range of the whole; None for nothing.

        Where a meter or a part has a gap nothing is compared.
        """
        wanted = self._wholes | self._parts
        if not all(k in found and found[k].t0 == t0 for k in wanted) or t1 <= t0:
            self._compared.begin()
            return None
        whole_j = sum(found[k].joules for k in self._wholes)
        parts_j = sum(found[k].joules for k in self._parts)
        more = self._compared.told(whole_j, parts_j, t1 - t0)
        return Energy(t0, t1, 0.0, 0.0, more, BELOW_PARTS) if more > 0 else None


def fences(channels: Sequence[ch.Channel]) -> Iterable[Fence]:
    """Yield what compares each kind of meter of the whole that there is."""
    for scope in HOLDING:
        fence = Fence(channels, scope)
        if fence.first and len(channels) > 1:
            yield fence
