"""What is given in a study, held against what is declared: limits and choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from wattlas import quantity
from wattlas.errors import InputError, Message
from wattlas.parameters import Declared, Number, Parameter, choices_of, declared

Loc = tuple[str | int, ...]


def problems_of(options: Any, loc: Loc = ()) -> Iterator[tuple[Loc, Message]]:
    """Yield place and sentence of each value that is not allowed, sections within too.

    >>> from wattlas.parameters.sites import SiteSection
    >>> [str(said) for _, said in problems_of(SiteSection(use="oslo", pue=9))]
    ['pue must be 1 to 5 (facility energy over IT energy), got 9.']
    """
    for item, value, at in given_fields(options, loc):
        sentence = _problem(field_name(at), item, value)
        if sentence:
            yield at, sentence


def given_fields(options: Any, loc: Loc = ()) -> Iterator[tuple[Declared, Any, Loc]]:
    """Yield declaration, value and place of each field that is given.

    Fields of sections within come before the field that holds the sections.

    >>> from wattlas.parameters.sites import SiteSection
    >>> [at for _, _, at in given_fields(SiteSection(use="oslo", pue=1.2))]
    [('use',), ('pue',)]
    """
    for name, item in declared(type(options)).items():
        value, at = getattr(options, name), (*loc, name)
        if value is None or value == item.default:
            continue
        for part, where in _parts(value, at):
            if is_dataclass(part):
                yield from given_fields(part, where)
        yield item, value, at


def field_name(loc: Loc) -> str:
    """Return the place of a field as it is written: ``power.1.max``."""
    return ".".join(str(part) for part in loc)


def parsed(
    name: str, value: Number, parameter: Parameter, in_currency: bool = False
) -> quantity.Quantity:
    """Return a number that is given, in the unit of its quantity.

    `in_currency` says that a currency stands beside it, for money without one.

    Raises
    ------
    InputError
        If it is no number of that quantity, or is not allowed; it names the field.

    Examples
    --------
    >>> from wattlas.parameters.plans import PlanSection
    >>> price = declared(PlanSection)["carbon_price"].parameter
    >>> parsed("carbon_price", "80 CNY/t", price).low
    0.08
    """
    limits = parameter.limits
    if isinstance(value, bool):
        raise InputError(
            "{name} must be a number, got {value}.",
            name=name,
            value=value,
        )
    try:
        # A bare amount would be in a currency, and per a unit, that nobody has said.
        is_bare_money = limits.unit.startswith("money") and not in_currency
        needs_unit = parameter.needs_unit or is_bare_money
        read = quantity.parse(value, limits.unit, needs_unit=needs_unit)
    except InputError as error:
        raise type(error)(
            "{name}: {error}",
            name=name,
            error=error,
        ) from error
    bad = limits.refuses(read.low, read.high)
    if bad is not None:
        money = limits.unit.startswith("money")
        unit = limits.unit.replace("money", read.currency)
        raise InputError(
            limits.refusal(name, bad, "" if money and not read.currency else unit)
        )
    return read


def _parts(value: Any, loc: Loc) -> Iterator[tuple[Any, Loc]]:
    """Yield a value, or those of a list, with their places."""
    if not isinstance(value, list):
        yield value, loc
        return
    for i, part in enumerate(value):
        yield part, (*loc, i)


def _problem(name: str, item: Declared, value: Any) -> Message | None:
    """Return the sentence that refuses a number or a word, or ''."""
    choices = choices_of(item)
    if choices and isinstance(value, str) and value not in choices:
        return Message(
            "{name} must be one of {choices}, got {value!r}.",
            name=name,
            choices=", ".join(choices),
            value=value,
        )
    if not item.quantity:
        return None
    try:
        parsed(name, value, item.parameter)
    except InputError as error:
        return error.message
    return None
