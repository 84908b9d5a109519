"""The constants that closed models are inferred with, and a refit of them."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from wattlas import facts
from wattlas.accuracy.closed import (
    BY_PRICE,
    BY_PRICE_AND_SPEED,
    FEWEST_ROWS,
    Fitted,
    fit_method,
)
from wattlas.accuracy.closed_peers import PeerFile, shipped_peers
from wattlas.accuracy.refit import Refitted


def refitted_inference(file: PeerFile) -> Iterator[Refitted]:
    """Yield the constants of inferring, as shipped and as a refit would have them."""
    shipped = shipped_peers()
    yield from _refitted("inferred-model", fit_method(BY_PRICE, shipped, file.peers))
    timed = [peer for peer in file.peers if peer.tokens_per_s]
    if len({peer.developer for peer in timed}) >= FEWEST_ROWS:
        fitted = fit_method(BY_PRICE_AND_SPEED, timed)
        yield from _refitted("inferred-model-speed", fitted)


def _refitted(key: str, fitted: Fitted) -> Iterator[Refitted]:
    base, *exponents = fitted.factors
    names = ("price_exponent", "speed_exponent")
    values = {"active_billion_at_one_usd": exp(base)}
    values |= dict(zip(names, exponents, strict=False))
    for name, value in values.items():
        yield _beside(key, name, value, value, value)
    low, high = fitted.bounds(0.0)
    yield _beside(key, "model_ratio", 1.0, low, high)
    yield _beside(key, "dear_model_ratio", 1.0, *fitted.bounds(float("inf")))


def _beside(key: str, name: str, value: float, low: float, high: float) -> Refitted:
    fact = facts.number("constants", key, name)
    shipped = (fact.value, fact.low, fact.high)
    return Refitted(key, name, fact.unit, *shipped, value, low, high)
