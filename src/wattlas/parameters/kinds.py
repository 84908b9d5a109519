"""Whether a value that Python gives is of the type that its parameter declares."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral, Real
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from wattlas.errors import InputError, Message, Several
from wattlas.parameters.declaration import Declared

SHOWN = 40
"""How much of a value stands in the sentence that refuses it."""


def check_kind(item: Declared, value: object) -> None:
    """Refuse a value of another type than the parameter's, and an empty text.

    Raises
    ------
    InputError
        If it is one of these.

    Examples
    --------
    >>> from wattlas.parameters import PlaceOptions, declared
    >>> check_kind(declared(PlaceOptions)["pue"], [1.2])
    Traceback (most recent call last):
    wattlas.errors.InputError: pue must be a number, got [1.2].
    """
    if not is_of(item.type, value):
        shown = repr(value)
        cut = shown if len(shown) <= SHOWN else f"{shown[: SHOWN - 3]}..."
        said = " ".join(cut.split())
        raise InputError(
            "{name} must be {words}, got {said}.",
            name=item.name,
            words=must_be(item.type),
            said=said,
        )
    if isinstance(value, str) and not value.strip() and item.default != "":
        raise InputError(
            "{name} is empty: give it a value, or leave it out.", name=item.name
        )


def is_of(hint: Any, value: object) -> bool:
    """Say whether a value is of a type, or would be read as one of it.

    Numbers of other libraries are numbers; true and false are none.

    >>> is_of(float | None, 2), is_of(float, True), is_of(Sequence[float], [1, "2"])
    (True, False, False)
    """
    origin, args = get_origin(hint) or hint, get_args(hint)
    if origin in (Union, types.UnionType):
        return any(is_of(part, value) for part in args)
    if origin is Any or origin is Literal:
        return True
    if isinstance(origin, type) and issubclass(origin, Mapping):
        pairs = value.items() if isinstance(value, Mapping) else [(None, None)]
        return all(is_of(args[0], k) and is_of(args[1], v) for k, v in pairs)
    if isinstance(origin, type) and issubclass(origin, Sequence | list) and args:
        return isinstance(value, list | tuple) and _all_of(args[0], value)
    return _is_scalar(origin, value)


def _all_of(hint: Any, values: Iterable[object]) -> bool:
    return all(is_of(hint, value) for value in values)


def _is_scalar(kind: Any, value: object) -> bool:
    if isinstance(value, bool):
        return kind is bool
    if kind is float:
        return isinstance(value, Real)
    if kind is int:
        return isinstance(value, Integral)
    if kind is Path:
        return isinstance(value, str | Path)
    return isinstance(value, kind)


def must_be(hint: Any) -> Several:
    """Return what a type takes, in words."""
    parts = [p for p in _parts(hint) if p is not types.NoneType]
    if str in parts and (float in parts or int in parts):
        return Several([Message("a number")])
    return Several(map(Message, dict.fromkeys(map(_word, parts))), " or ")


def _word(hint: Any) -> str:
    origin, args = get_origin(hint) or hint, get_args(hint)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return "a mapping of names to values"
    if args:
        return "a list of numbers" if args[0] in (float, int) else "a list of names"
    return _WORDS.get(origin, "of another type")


def _parts(hint: Any) -> list[Any]:
    of_several = get_origin(hint) in (Union, types.UnionType)
    return list(get_args(hint)) if of_several else [hint]


_WORDS: Mapping[Any, str] = {
    str: "text",
    Path: "a path",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}
