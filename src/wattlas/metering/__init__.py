"""Metering: what a run drew, from counters where there are any. Joules, watts, seconds.

Knows nothing of the chain: price, carbon, water and PUE come later, when a ledger is
read. Imports neither numpy nor pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wattlas.metering.api import meter as meter
    from wattlas.metering.ledger.folder import Ledger as Ledger

__all__ = ["Ledger", "meter"]


def __getattr__(name: str) -> Any:
    """Load what meters when it is asked for: a sum over a ledger needs none of it."""
    if name == "meter":
        from wattlas.metering.api import meter

        return meter
    if name == "Ledger":
        from wattlas.metering.ledger.folder import Ledger

        return Ledger
    raise AttributeError(f"wattlas.metering has no {name!r}; it has Ledger and meter.")
