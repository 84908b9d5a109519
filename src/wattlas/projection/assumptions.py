"""The named inputs of an outlook: from the tables or given, and their draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np

from wattlas import draws, facts
from wattlas.chain.types import Value
from wattlas.errors import InputError, UnknownNameError, unknown_name
from wattlas.estimation.inputs import input_from_fact, input_from_quantity, parse_given
from wattlas.parameters import Given, Quantity, quantity
from wattlas.projection import history
from wattlas.records import Input

TABLES = ("outlook", "outlook_regions", "power_options")
NOT_DRAWN = frozenset({"data_centre_2024_twh", "data_centre_2030_twh"})
"""Figures of the regions' table that are anchors, not inputs."""

BOOM = {
    "growth.shipments": 1,
    "growth.users": 1,
    "growth.requests": 1,
    "growth.tokens": 1,
    "growth.token-energy": -1,
    "halving_years.shipments": 1,
    "halving_years.training": 1,
    "halving_years.tokens": 1,
}
"""What one boom moves together, up or down: more tokens go with cheaper ones.

The rank correlation of each two is `correlation.growth`.
"""


class Drawn(dict[str, Value]):
    """Draws of inputs by name; keeps which were read."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Value:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the draws of an input, or a default; kept as read too."""
        self.read.add(name)
        return super().get(name, default)


@dataclass(frozen=True)
class Assumptions:
    """Every input of an outlook, by name (``growth.training``)."""

    items: Mapping[str, Input]

    def __getitem__(self, name: str) -> Input:
        return self.items[name]

    def mids(self) -> dict[str, Value]:
        """Return the central value of each input; what is likely to come, comes."""
        values: dict[str, Value] = {n: item.mid for n, item in self.items.items()}
        return values | {f"exists.{o}": float(c >= 0.5) for o, c in self._chances()}

    def draw(self, n: int, seed: int) -> Drawn:
        """Return n draws of each inexact input as (n, 1, 1), exact ones as numbers."""
        wide = [i for i in self.items.values() if not i.exact]
        arrays = draws.draw(wide, n, seed)
        correlation = self.items["correlation.growth"].mid
        for name, sign in BOOM.items():
            if name in arrays:
                mixed = _boom(name, sign, correlation, (n, seed))
                arrays[name] = _in_order_of(mixed, arrays[name])
        values = self.mids() | {
            f"exists.{o}": luck(o, c, n, seed) for o, c in self._chances()
        }
        return Drawn(values | {name: _inside(name, a) for name, a in arrays.items()})

    def refuse_unread(self, values: Drawn, of: str) -> None:
        """Refuse what is given and was not read from draws.

        Raises
        ------
        InputError
            With the names, and what (`of`) they would not change.
        """
        read = values.read | {
            name.replace("exists.", "chance.") for name in values.read
        }
        if read & BOOM.keys():
            read.add("correlation.growth")
        lost = [n for n, i in self.items.items() if i.given and n not in read]
        if lost:
            raise InputError(
                f"{' and '.join(lost)} would change nothing of {of}: leave it out."
            )

    def _chances(self) -> Iterator[tuple[str, float]]:
        for name, item in self.items.items():
            quantity, _, option = name.partition(".")
            if quantity == "chance":
                yield option, item.mid


def assumptions(given: Mapping[str, Given] | None = None) -> Assumptions:
    """Return the inputs of the tables, with those that are given in their place.

    Raises
    ------
    UnknownNameError
        If no input has a name that is given; the message names the nearest.
    InputError
        If a value is not possible.

    Examples
    --------
    >>> assumptions({"growth.training": 4})["growth.training"].mid
    4.0
    """
    items = dict(_of_the_tables())
    for name, value in (given or {}).items():
        key = name.strip().lower().replace("_", "-") if name not in items else name
        found = _names(items).get(key)
        if found is None:
            listing = "wattlas outlook inputs"
            raise UnknownNameError(unknown_name("input", name, items, listing))
        items[found] = _given(items[found], value)
    return Assumptions(items)


@cache
def _of_the_tables() -> dict[str, Input]:
    items = {
        f"{f.quantity}.{key}": replace(
            input_from_fact(f"{f.quantity}.{key}", f), place=""
        )
        for table in TABLES
        for key in facts.keys(table)
        for f in facts.numbers(table, key).values()
        if f.quantity not in NOT_DRAWN
    }
    for item in history.growth_inputs():
        items[item.name] = item
    return items


def _names(items: Iterable[str]) -> dict[str, str]:
    spelled = {name.replace("_", "-"): name for name in items}
    return spelled | {name: name for name in items}


def _given(item: Input, value: Given) -> Input:
    if value is None:
        return item
    parsed = parse_given(item.name, value, item.unit)
    shape = "lognormal" if item.shape == "fixed" else item.shape
    given = input_from_quantity(item.name, parsed, item.unit, shape)
    _check(given)
    return given


def _check(item: Input) -> None:
    """Refuse an input that is not allowed, at its ends or between."""
    limits = limits_of(item.name)
    bad = limits.refuses(item.low, item.high)
    if bad is not None:
        raise InputError(limits.refusal(item.name, bad, item.unit))


def limits_of(name: str) -> Quantity:
    """Return what an input of an outlook may be, by its name.

    >>> limits_of("pue.ai").allowed
    '1 to 5'
    """
    return quantity(f"outlook.{name.partition('.')[0]}")


def _inside(name: str, array: Value) -> Value:
    limits = limits_of(name)
    return np.clip(array, limits.low, limits.high).reshape(-1, 1, 1)


def _boom(
    name: str, sign: int, correlation: float, draw: tuple[int, int]
) -> draws.Array:
    """Return the normal draws that the boom and an input's own luck make together."""
    common, own = _normal("boom", *draw), _normal(f"boom of {name}", *draw)
    return sign * sqrt(correlation) * common + sqrt(1 - correlation) * own


def _in_order_of(order: draws.Array, array: draws.Array) -> draws.Array:
    """Return the same draws, the smallest where `order` is smallest."""
    ranks = np.empty(len(array), dtype=np.intp)
    ranks[np.argsort(order)] = np.arange(len(array))
    return np.sort(array)[ranks]


def _normal(name: str, n: int, seed: int) -> draws.Array:
    ends = NormalDist().inv_cdf(draws.HIGH_QUANTILE)
    unit = Input(name, 0.0, -ends, ends, "normal", "1", "assumed")
    return draws.draw([unit], n, seed)[name]


def luck(name: str, chance: float, n: int, seed: int) -> Value:
    """Return for each draw whether something of a chance happens: 1 or 0, (n, 1, 1)."""
    order = np.argsort(np.argsort(_normal(f"luck of {name}", n, seed)))
    return ((order + 0.5) / n < chance).astype(float).reshape(-1, 1, 1)
