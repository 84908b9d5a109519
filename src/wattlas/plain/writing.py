"""Records to plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import is_dataclass
from operator import index
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

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


def write_record(record: Any, path: str) -> dict[str, Any]:
    """Return a record as plain data; a record of its own says schema and kind."""
    cls: Any = type(record)
    hints = hints_of(cls)
    out: dict[str, Any] = {}
    if getattr(cls, "KINDS", ()):
        out = {"schema": SCHEMA, "kind": getattr(record, "kind", cls.KINDS[0])}
    for field, key, how in ways(cls):
        value = getattr(record, field.name)
        if how.get("codec"):
            out |= how["codec"].write(record)
        elif not (how.get("omit") and value == default_of(field)):
            out[key] = write(hints[field.name], value, f"{path}.{key}")
    for name in getattr(cls, "SHOWN", ()):
        hint = shown_hint(cls, name)
        out[name] = write(hint, getattr(record, name), f"{path}.{name}")
    return out


def write(hint: Any, value: Any, path: str = "record") -> Any:
    """Return a value of a type hint as plain data."""
    origin, args = get_origin(hint) or hint, get_args(hint)
    if origin in (Union, UnionType):
        return _write_union(args, value, path)
    if is_dataclass(origin):
        return write_record(value, path)
    if is_array(origin):
        return [write(Any, v, path) for v in value.tolist()]
    if origin in (frozenset, set):
        return sorted(write(args[0], v, path) for v in value)
    if is_sequence(origin):
        each = item_hints(origin, args, len(value))
        pairs = enumerate(zip(each, value, strict=True))
        return [write(h, v, f"{path}[{i}]") for i, (h, v) in pairs]
    if is_mapping(origin):
        return {
            _key_text(k): write(args[1] if args else Any, v, f"{path}.{k}")
            for k, v in value.items()
        }
    return _write_scalar(origin, value, path)


def _write_scalar(hint: Any, value: Any, path: str) -> Any:
    if hint is Any or hint is object:
        return _write_any(value, path)
    if hint is float:
        return finite(float(value), path)
    if hint is int:
        return index(value)
    if hint is Path:
        return str(value)
    return bool(value) if hint is bool else value


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


def _write_union(members: tuple[Any, ...], value: Any, path: str) -> Any:
    if value is None:
        return None
    member = next(m for m in float_last(members) if _is_of(m, value))
    data = write(member, value, path)
    if is_dataclass(member) and needs_tag(members):
        return {TAG: type(value).__name__, **data}
    return data


def _is_of(hint: Any, value: Any) -> bool:
    """Say whether a value is one of a type hint's, by its outermost type."""
    kind = get_origin(hint) or hint
    if kind is Any or kind is Literal:
        return kind is Any or value in get_args(hint)
    if kind is float:
        return hasattr(value, "__float__") and not isinstance(value, bool)
    if kind is int:
        return hasattr(value, "__index__") and not isinstance(value, bool)
    return isinstance(value, kind)


def _key_text(key: Any) -> str:
    if isinstance(key, float):
        return f"{key:g}" if float(f"{key:g}") == key else repr(float(key))
    return str(key)
