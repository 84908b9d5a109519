"""The named inputs of an outlook: from the tables or given, and their draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from wattlas import draws, facts, units
from wattlas.chain.types import Value
from wattlas.errors import InputError, Message, Several, UnknownNameError, unknown_name
from wattlas.estimation.input_values import (
    input_from_fact,
    input_from_quantity,
    parse_given,
)
from wattlas.parameters import Given, outlook_quantity
from wattlas.parameters.quantities.outlook import FACTOR
from wattlas.projection import history
from wattlas.projection.publishers import from_others
from wattlas.projection.together import BOOM, boom_order, in_order_of, luck
from wattlas.quantity import Quantity as GivenQuantity
from wattlas.records import Input

TABLES = ("outlook", "outlook_regions", "power_options")
CONNECTS = "connection_gw"
"""What the world, or a place by its own count, connects a year."""
QUESTIONS = "outlook_questions"
PER_CENT = "%"
LARGE = {"GW": ("W", 1e9), "TWh": ("kWh", units.KWH_PER_TWH)}
"""Units of inputs that are also given in smaller ones: the one that is parsed."""


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
                mixed = boom_order(name, sign, correlation, (n, seed))
                arrays[name] = in_order_of(mixed, arrays[name])
        values = self.mids() | {
            f"exists.{o}": luck(o, c, n, seed) for o, c in self._chances()
        }
        return Drawn(values | {name: _inside(name, a) for name, a in arrays.items()})

    def refuse_unread(self, values: Drawn, of: Message) -> None:
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
                "{lost} would change nothing of {of}: leave it out.",
                lost=Several(lost, " and "),
                of=of,
            )

    def _chances(self) -> Iterator[tuple[str, float]]:
        for name, item in self.items.items():
            quantity, _, option = name.partition(".")
            if quantity == "chance":
                yield option, item.mid


def assumptions(
    given: Mapping[str, Given] | None = None,
    without: Iterable[str] = (),
    place: str = "",
    question: str = "",
) -> Assumptions:
    """Return the inputs of the tables, with those that are given in their place.

    `without` names publishers: what stands on one of them has another source then,
    from the table `outlook_without`. `place` adds the count of a place in a region,
    `question` what a question asks beside.

    Raises
    ------
    UnknownNameError
        If no input has a name that is given; the message names the nearest.
    InputError
        If a value is not possible, or an input has no other source.

    Examples
    --------
    >>> assumptions({"growth.training": 4})["growth.training"].mid
    4.0
    """
    items = dict(_of_the_tables())
    if place:
        items |= inputs_of("outlook_places", place)
    if question:
        items |= inputs_of(QUESTIONS, question)
    if place:
        items |= _of_place_alone(items, place, given or {})
    own = {named_input(items, name): value for name, value in (given or {}).items()}
    named = (without,) if isinstance(without, str) else tuple(without)
    items |= from_others(items, named, own)
    return Assumptions(items | {n: _given(items[n], value) for n, value in own.items()})


def _of_place_alone(
    items: Mapping[str, Input], place: str, given: Mapping[str, Given]
) -> dict[str, Input]:
    """Return what a place may be given that the tables have of others alone."""
    name = f"{CONNECTS}.{place}"
    known = _names([name])
    spelled = (n.strip().lower().replace("_", "-") for n in given)
    if name in items or not any(n in known for n in (*given, *spelled)):
        return {}
    return {name: replace(items[f"{CONNECTS}.{history.BASE_YEAR}"], name=name)}


def named_input(items: Mapping[str, Input], name: str) -> str:
    """Return the name of an input as the tables have it.

    >>> named_input(assumptions().items, "Growth.chip_power")
    'growth.chip-power'
    """
    key = name.strip().lower().replace("_", "-") if name not in items else name
    found = _names(items).get(key)
    if found is None:
        listing = "wattlas outlook inputs"
        raise UnknownNameError(unknown_name("input", name, items, listing))
    return found


@cache
def _of_the_tables() -> dict[str, Input]:
    items: dict[str, Input] = {}
    for table in TABLES:
        for key in facts.keys(table):
            items |= inputs_of(table, key)
    for item in history.growth_inputs():
        items[item.name] = item
    return items


def inputs_of(table: str, key: str) -> dict[str, Input]:
    """Return the inputs of a key of a table, by name."""
    found = {f"{f.quantity}.{key}": f for f in facts.numbers(table, key).values()}
    return {n: replace(input_from_fact(n, f), place="") for n, f in found.items()}


def _names(items: Iterable[str]) -> dict[str, str]:
    spelled = {name.replace("_", "-"): name for name in items}
    return spelled | {name: name for name in items}


def _given(item: Input, value: Given) -> Input:
    if value is None:
        return item
    shape = "lognormal" if item.shape == "fixed" else item.shape
    return given_input(item.name, value, item.unit, shape)


def given_input(
    name: str, value: float | int | str, unit: str, shape: str = "lognormal"
) -> Input:
    """Return the input of a value that is given; raise InputError if it cannot be."""
    _check_factor(name, value)
    given = input_from_quantity(name, _parsed(name, value, unit), unit, shape)
    _check(given)
    return given


def given_option(option: str, name: str, value: float | int | str, unit: str) -> Input:
    """Return the input of an option, whose own name and limits a refusal tells."""
    return replace(given_input(option, value, unit), name=name)


def _parsed(name: str, value: float | int | str, unit: str) -> GivenQuantity:
    """Return what is given in an input's unit, or with another unit of its kind."""
    try:
        return parse_given(name, value, unit)
    except InputError:
        if unit not in LARGE or not isinstance(value, str):
            raise
        base, size = LARGE[unit]
        try:
            found = parse_given(name, value, base, needs_unit=True)
        except InputError:
            pass
        else:
            mid = None if found.mid is None else found.mid / size
            return replace(found, low=found.low / size, high=found.high / size, mid=mid)
        raise


def _check_factor(name: str, value: float | int | str) -> None:
    """Refuse per cent of what is a factor a year: 35 % may mean 1.35 or 0.35."""
    if outlook_quantity(name).shown == FACTOR and PER_CENT in str(value):
        raise InputError(
            "{name} is a factor a year, got {value}: write 1.35 for 35 % more, 0.65 "
            "for 35 % less.",
            name=name,
            value=value,
        )


def _check(item: Input) -> None:
    """Refuse an input that is not allowed, at its ends or between."""
    limits = outlook_quantity(item.name)
    bad = limits.refuses(item.low, item.high)
    if bad is not None:
        raise InputError(limits.refusal(item.name, bad, item.unit))


def _inside(name: str, array: Value) -> Value:
    limits = outlook_quantity(name)
    return np.clip(array, limits.low, limits.high).reshape(-1, 1, 1)
