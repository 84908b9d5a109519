"""Remarks on what was given: what nothing used, and what lies outside the usual."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any

from wattlas.estimation.rates import exchange_rate
from wattlas.notes import Note, Term
from wattlas.parameters import Quantity, declared, given_of, quantity
from wattlas.records import Input

COMMON_CURRENCY = "USD"
"""The currency in which usual prices are declared."""


def not_used(options: Any, read: Set[str]) -> list[Note]:
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
    return [Note("not-used", {"name": name}) for name in names]


def unusual(used: Iterable[Input]) -> list[Note]:
    """Return a note for each given input outside what is usual, with the unit meant."""
    notes = (
        outside_usual(item.name, item.mid, item.unit, quantity(item.name))
        for item in used
        if item.given
    )
    return [note for note in notes if note is not None]


def outside_usual(name: str, value: float, unit: str, limits: Quantity) -> Note | None:
    """Return the note on a value outside what is usual, if it is.

    `unit` is that of the value, with the currency of money; usual money is in USD.

    >>> note = outside_usual("price", 60.0, "USD/kWh", quantity("price_per_kwh"))
    >>> note.code, note.values["value"].unit, note.values["meant"]
    ('unusual-unit', 'USD/kWh', '60 USD/MWh')
    """
    rate = _per_common(unit)
    if limits.usual is None or limits.is_usual(value * rate):
        return None
    low, high = (end / rate for end in limits.usual)
    said = {"name": name, "value": Term(value, unit)}
    said |= {"low": low, "high": Term(high, unit)}
    meant = limits.meant(value, unit, rate)
    if meant:
        return Note("unusual-unit", said | {"meant": meant})
    return Note("unusual", said)


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
