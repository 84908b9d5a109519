"""One input: from what a user gave or from a fact, and what it may be."""

from __future__ import annotations

from dataclasses import replace

from wattlas import draws, quantity
from wattlas.errors import (
    ContradictionError,
    InputError,
    Message,
)
from wattlas.parameters import quantity as limits_of
from wattlas.quantity import Quantity
from wattlas.records import Fact, Input


def exact(fact: Fact) -> Fact:
    """Return a fact at its value: what it may miss is in an error of its own."""
    return replace(fact, low=fact.value, high=fact.value, shape="fixed")


def parse_given(
    name: str, value: float | int | str, unit: str, *, needs_unit: bool = False
) -> Quantity:
    """Parse what a user gave for an input; an error names the input."""
    if isinstance(value, bool):
        raise InputError(
            "{name} must be a number, got {value}.",
            name=name,
            value=value,
        )
    try:
        return quantity.parse(value, unit, needs_unit=needs_unit)
    except InputError as error:
        raise type(error)(
            "{name}: {error}",
            name=name,
            error=error,
        ) from error


def input_from_quantity(
    name: str, parsed: Quantity, unit: str, shape: str = "lognormal", place: str = ""
) -> Input:
    """Return the given input of a parsed quantity; a plain number is exact."""
    low, high = parsed.low, parsed.high
    shape = _possible_shape(shape, low, high)
    mid = parsed.mid if parsed.mid is not None else draws.centre(shape, low, high)
    if parsed.currency:
        unit = unit.replace("money", parsed.currency)
    return Input(name, mid, low, high, shape, unit, "given", given=True, place=place)


def input_from_fact(name: str, fact: Fact, place: str = "") -> Input:
    """Return the input that takes a fact's value, range and source."""
    return Input(
        name,
        fact.value,
        fact.low,
        fact.high,
        fact.shape,
        fact.unit,
        fact.source,
        place=place,
        note=fact.note,
        year=fact.year,
    )


def scaled(item: Input, factor: float, unit: str, note: str) -> Input:
    """Return an input times an exact factor, in another unit."""
    return replace(
        item,
        mid=item.mid * factor,
        low=item.low * factor,
        high=item.high * factor,
        unit=unit,
        note="; ".join(n for n in (item.note, note) if n),
    )


def check_limits(item: Input) -> None:
    """Raise InputError if an input is not finite or outside what is possible."""
    if not all(abs(v) < float("inf") for v in (item.low, item.mid, item.high)):
        raise InputError(
            "{name} must be a finite number, got {mid}.",
            name=item.name,
            mid=item.mid,
        )
    limits = limits_of(item.name)
    bad = limits.refuses(item.low, item.high, given=item.given)
    if bad is not None:
        raise InputError(limits.refusal(item.name, bad, item.unit))
    if item.given and limits.whole and any(end % 1 for end in (item.low, item.high)):
        raise InputError(
            "{name} must be a whole number ({meaning}), got {mid:g}.",
            name=item.name,
            meaning=limits.meaning,
            mid=item.mid,
        )


def check_agree(name: str, first: float, second: float, how: str) -> None:
    """Raise ContradictionError if two values of one quantity differ by over 1 %."""
    if abs(first - second) > 0.01 * max(abs(first), abs(second)):
        raise ContradictionError(
            "{name} is given as {first:g} and follows as {second:g} from {how}. Give "
            "one of the two.",
            name=name,
            first=first,
            second=second,
            how=Message(how),
        )


def _possible_shape(shape: str, low: float, high: float) -> str:
    if low == high:
        return "fixed"
    try:
        draws.check_shape(shape, low, low, high)
    except InputError:
        return "uniform"
    return shape
