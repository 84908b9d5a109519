"""Remarks on what was given: what nothing used, and what lies outside the usual."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any

from wattlas.estimation.rates import exchange_rate
from wattlas.parameters import declared, given_of, quantity
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
        name for name in getattr(options, "overrides", None) or () if name not in read
    ]
    return [f"not-used:{name}" for name in names]


def unusual(used: Iterable[Input]) -> list[str]:
    """Return a note for each given input outside what is usual, with the unit meant."""
    return [note for item in used if item.given and (note := _unusual(item))]


def _unusual(item: Input) -> str:
    limits = quantity(item.name)
    rate = _per_common(item.unit)
    value = item.mid * rate
    if limits.usual is None or limits.is_usual(value):
        return ""
    low, high = (end / rate for end in limits.usual)
    unit = "" if item.unit == "1" else f" {item.unit}"
    shown = f"{item.name}:{item.mid:.4g}{unit}:{low:.3g}:{high:.3g}{unit}"
    slip = limits.probable_unit(value)
    if slip is None:
        return f"unusual:{shown}"
    currency = _currency(item.unit)
    meant = f"{item.mid:g}{' ' if currency or len(slip.unit) > 1 else ''}"
    meant += f"{currency}{slip.unit}"
    return f"unusual-unit:{shown}:{meant}"


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
