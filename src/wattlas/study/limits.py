"""What is given in a study, held against what is declared: limits and choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from wattlas import quantity
from wattlas.errors import InputError
from wattlas.parameters import Declared, choices_of, declared

Loc = tuple[str | int, ...]


def problems_of(options: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Yield place and sentence of each value that is not allowed, sections within too.

    >>> from wattlas.parameters.study import SiteSection
    >>> list(problems_of(SiteSection(use="oslo", pue=9)))
    [(('pue',), 'pue must be 1 to 5 (facility energy over IT energy), got 9.')]
    """
    for name, item in declared(type(options)).items():
        value, at = getattr(options, name), (*loc, name)
        for part, where in _parts(value, at):
            if is_dataclass(part):
                yield from problems_of(part, where)
        sentence = "" if value is None else _problem(_field(at), item, value)
        if sentence:
            yield at, sentence


def _parts(value: Any, loc: Loc) -> Iterator[tuple[Any, Loc]]:
    """Yield a value, or those of a list, with their places."""
    if not isinstance(value, list):
        yield value, loc
        return
    for i, part in enumerate(value):
        yield part, (*loc, i)


def _field(loc: Loc) -> str:
    return ".".join(str(part) for part in loc)


def _problem(name: str, item: Declared, value: Any) -> str:
    """Return the sentence that refuses a number or a word, or ''."""
    choices, parameter = choices_of(item), item.parameter
    if choices and isinstance(value, str) and value not in choices:
        return f"{name} must be one of {', '.join(choices)}, got {value!r}."
    if not parameter.quantity:
        return ""
    limits = parameter.limits
    try:
        parsed = quantity.parse(value, limits.unit, needs_unit=parameter.needs_unit)
    except InputError as error:
        return f"{name}: {error}"
    bad = limits.refuses(parsed.low, parsed.high)
    return "" if bad is None else limits.refusal(name, bad, limits.unit)
