"""Reconciling: PUE, price, carbon, water over joules; predictions beside them."""

from __future__ import annotations

from wattlas.reconcile.bill import Bill, Share, bill, estimate_of

__all__ = ["Bill", "Share", "bill", "estimate_of"]
