"""Remarks on what was given: what nothing used, and what lies outside the usual."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any

from wattlas.estimation.rates import exchange_rate
from wattlas.parameters import Quantity, declared, given_of, quantity
from wattlas.records import Input

COMMON_CURRENCY = "USD"
"""The currency in which usual prices are declared."""


def not_used(options: Any, read: Set[str]) -> list[str]:
    """Return a note for each option that was given and that no figure rests on.

    An option counts as used where the chain read an input that it becomes; what is
    set by name, where the chain read that.
    """
    known = declared(type(options))
    names = [
        name
        for name in given_of(options)
        if known[name].parameter.inputs
        and read.isdisjoint(known[name].parameter.inputs)
        and name not in _RUNS
    ]
    names += [
        name
        for name in getattr(options, "overrides", None) or ()
        if name.partition("@")[0] not in read
    ]
    return [f"not-used:{name}" for name in names]


def unusual(used: Iterable[Input]) -> list[str]:
    """Return a note for each given input outside what is usual, with the unit meant."""
    notes = (
        outside_usual(item.name, item.mid, item.unit, quantity(item.name))
        for item in used
        if item.given
    )
    return [note for note in notes if note]


def outside_usual(name: str, value: float, unit: str, limits: Quantity) -> str:
    """Return the note on a value outside what is usual, or ''.

    `unit` is that of the value, with the currency of money; usual money is in USD.

    >>> outside_usual("price", 60.0, "USD/kWh", quantity("price_per_kwh"))
    'unusual-unit:price:60 USD/kWh:-1:2 USD/kWh:60 USD/MWh'
    """
    rate = _per_common(unit)
    if limits.usual is None or limits.is_usual(value * rate):
        return ""
    low, high = (end / rate for end in limits.usual)
    written = "" if unit == "1" else f" {unit}"
    shown = f"{name}:{value:.4g}{written}:{low:.3g}:{high:.3g}{written}"
    meant = limits.meant(value, unit, rate)
    return f"unusual-unit:{shown}:{meant}" if meant else f"unusual:{shown}"


def _per_common(unit: str) -> float:
    """Return the common currency's units for one of a money unit; 1 for others."""
    own = _currency(unit)
    if own in ("", COMMON_CURRENCY):
        return 1.0
    return exchange_rate(own, COMMON_CURRENCY).mid


def _currency(unit: str) -> str:
    code = unit.partition("/")[0]
    return code if len(code) == 3 and code.isupper() else ""


_RUNS = ("draws", "seed")
"""What sets how ranges are drawn, and no figure of the chain."""
