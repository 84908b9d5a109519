"""Records to plain data."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import Field, is_dataclass
from functools import cache
from operator import index
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin

from wattlas.errors import InputError
from wattlas.plain.fields import (
    SCHEMA,
    TAG,
    default_of,
    float_last,
    hints_of,
    is_array,
    is_mapping,
    is_sequence,
    item_hints,
    needs_tag,
    shown_hint,
    ways,
)

Write: TypeAlias = Callable[[Any, str], Any]
"""Turns a value, at a path of the record, into plain data."""


def write_record(record: Any, path: str) -> dict[str, Any]:
    """Return a record as plain data; a record of its own says schema and kind."""
    cls: Any = type(record)
    out: dict[str, Any] = {}
    if getattr(cls, "KINDS", ()):
        out = {"schema": SCHEMA, "kind": getattr(record, "kind", cls.KINDS[0])}
    for field, key, how, of_field in _fields_of(cls):
        value = getattr(record, field.name)
        if how.get("codec"):
            out |= how["codec"].write(record)
        elif not (how.get("omit") and value == default_of(field)):
            out[key] = of_field(value, f"{path}.{key}")
    for name in getattr(cls, "SHOWN", ()):
        hint = shown_hint(cls, name)
        out[name] = write(hint, getattr(record, name), f"{path}.{name}")
    return out


@cache
def _fields_of(cls: Any) -> tuple[tuple[Field[Any], str, dict[str, Any], Write], ...]:
    """Return each field that is written, with its key, how, and what writes it."""
    hints = hints_of(cls)
    return tuple((f, key, how, writer(hints[f.name])) for f, key, how in ways(cls))


def write(hint: Any, value: Any, path: str = "record") -> Any:
    """Return a value of a type hint as plain data."""
    return writer(hint)(value, path)


@cache
def writer(hint: Any) -> Write:
    """Return what writes the values of a type hint: found once, for they are many."""
    origin, args = get_origin(hint) or hint, get_args(hint)
    if origin in (Union, UnionType):
        return _of_union(args)
    if is_dataclass(origin):
        return write_record
    if is_array(origin):
        return lambda value, path: [_write_any(v, path) for v in value.tolist()]
    if origin in (frozenset, set):
        one = writer(args[0])
        return lambda value, path: sorted(one(v, path) for v in value)
    if is_sequence(origin):
        return _of_sequence(origin, args)
    if is_mapping(origin):
        return _of_mapping(writer(args[1]) if args else _write_any)
    return _SCALARS.get(origin, _write_as_it_is)


def _of_sequence(origin: Any, args: tuple[Any, ...]) -> Write:
    def of_sequence(value: Any, path: str) -> list[Any]:
        each = item_hints(origin, args, len(value))
        pairs = enumerate(zip(each, value, strict=True))
        return [writer(h)(v, f"{path}[{i}]") for i, (h, v) in pairs]

    return of_sequence


def _of_mapping(of_value: Write) -> Write:
    def of_mapping(value: Any, path: str) -> dict[str, Any]:
        return {_key_text(k): of_value(v, f"{path}.{k}") for k, v in value.items()}

    return of_mapping


def _write_float(value: Any, path: str) -> float:
    return finite(float(value), path)


def _write_as_it_is(value: Any, _: str) -> Any:
    return value


def _write_any(value: Any, path: str) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Mapping):
        return {str(k): _write_any(v, f"{path}.{k}") for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_write_any(v, path) for v in value]
    if isinstance(value, int):
        return int(value)
    if not hasattr(value, "__float__"):
        raise InputError(
            "{path} is {value!r}, which no record can hold.",
            path=path,
            value=value,
        )
    return finite(float(value), path)


def finite(value: float, path: str) -> float:
    """Return a finite number; refuse nan and infinities, which are no JSON."""
    if not math.isfinite(value):
        raise InputError(
            "{path} is {value}: a record holds finite numbers only; leave it out and "
            "say why under absent.",
            path=path,
            value=value,
        )
    return value


_SCALARS: dict[Any, Write] = {
    Any: _write_any,
    object: _write_any,
    float: _write_float,
    int: lambda value, _: index(value),
    Path: lambda value, _: str(value),
    bool: lambda value, _: bool(value),
}


def _of_union(members: tuple[Any, ...]) -> Write:
    tried = [(_is_of(m), m, writer(m)) for m in float_last(members)]
    tagged = needs_tag(members)

    def of_union(value: Any, path: str) -> Any:
        if value is None:
            return None
        member, of_member = next((m, w) for holds, m, w in tried if holds(value))
        data = of_member(value, path)
        if tagged and is_dataclass(member):
            return {TAG: type(value).__name__, **data}
        return data

    return of_union


def _is_of(hint: Any) -> Callable[[Any], bool]:
    """Return what says whether a value is one of a hint's, by its outermost type."""
    kind = get_origin(hint) or hint
    if kind is Any or kind is Literal:
        return lambda value: kind is Any or value in get_args(hint)
    if kind is float:
        return lambda v: hasattr(v, "__float__") and not isinstance(v, bool)
    if kind is int:
        return lambda v: hasattr(v, "__index__") and not isinstance(v, bool)
    return lambda value: isinstance(value, kind)


def _key_text(key: Any) -> str:
    if isinstance(key, float):
        return f"{key:g}" if float(f"{key:g}") == key else repr(float(key))
    return str(key)
