"""Reconciling: PUE, price, carbon, water over joules; predictions beside them."""
