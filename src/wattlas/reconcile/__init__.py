"""Reconciling: PUE, price, carbon, water over joules; predictions beside them."""

from __future__ import annotations

from wattlas.reconcile.bill import bill, estimate_of
from wattlas.reconcile.bill_record import Bill, Share

__all__ = ["Bill", "Share", "bill", "estimate_of"]
