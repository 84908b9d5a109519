"""Metering: what a run drew, from counters where there are any. Joules, watts, seconds.

Knows nothing of the chain: price, carbon, water and PUE come later, when a ledger is
read. Imports neither numpy nor pydantic.
"""

from __future__ import annotations

from wattlas.metering.api import meter
from wattlas.metering.ledger.folder import Ledger

__all__ = ["Ledger", "meter"]
