"""The JSON Schema of a record, from the same type hints by which it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from wattlas.plain.fields import (
    SCHEMA,
    TAG,
    float_last,
    hints_of,
    is_array,
    is_mapping,
    is_sequence,
    needs_tag,
    shown_hint,
    ways,
)

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Data = dict[str, Any]
_SCALARS: dict[Any, Data] = {
    float: {"type": "number"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    str: {"type": "string"},
    Path: {"type": "string"},
    NoneType: {"type": "null"},
    Any: {},
    object: {},
}


def schema_of(title: str, *records: type) -> Data:
    """Return the JSON Schema of one of some records, Draft 2020-12.

    >>> from wattlas.records import Range
    >>> schema_of("A range", Range)["$ref"]
    '#/$defs/Range'
    """
    known: dict[str, Data] = {}
    found = [_schema(record, known) for record in records]
    body = found[0] if len(found) == 1 else {"anyOf": found}
    return {"$schema": DRAFT, "title": title, **body, "$defs": known}


def _schema(hint: Any, known: dict[str, Data]) -> Data:
    kind, args = get_origin(hint) or hint, get_args(hint)
    if kind in (Union, UnionType):
        return {"anyOf": [_member(m, args, known) for m in _members(args)]}
    if is_dataclass(kind):
        return _reference(kind, known)
    if is_array(kind):
        return {"type": "array", "items": {"type": "number"}}
    if is_mapping(kind):
        return {"type": "object", "additionalProperties": _schema(args[1], known)}
    if kind is Literal:
        return {"enum": list(args)}
    if is_sequence(kind) or kind in (frozenset, set):
        return _items(kind, args, known)
    return _SCALARS[kind]


def _members(args: tuple[Any, ...]) -> list[Any]:
    return [*float_last(args), *(m for m in args if m is NoneType)]


def _member(hint: Any, args: tuple[Any, ...], known: dict[str, Data]) -> Data:
    plain = _schema(hint, known)
    if not (is_dataclass(hint) and needs_tag(args)):
        return plain
    name = getattr(hint, "__name__", "")
    tagged = _object(hint, known)
    tagged["properties"] = {TAG: {"const": name}, **tagged["properties"]}
    tagged["required"] = [TAG, *tagged["required"]]
    return tagged


def _items(kind: Any, args: tuple[Any, ...], known: dict[str, Data]) -> Data:
    if kind is not tuple or (len(args) == 2 and args[1] is ...):
        return {"type": "array", "items": _schema(args[0], known)}
    each = [_schema(arg, known) for arg in args]
    return {"type": "array", "prefixItems": each, "items": False}


def _reference(cls: Any, known: dict[str, Data]) -> Data:
    name = _name(cls, known)
    if name not in known:
        known[name] = {}
        known[name] = _object(cls, known)
    return {"$ref": f"#/$defs/{name}"}


def _name(cls: Any, known: Mapping[str, Data]) -> str:
    """Return the name of a record, with its module where two have the same."""
    module = cls.__module__.removeprefix("wattlas.")
    taken = known.get(cls.__name__)
    same = taken is None or not taken or taken.get("$comment") == module
    return cls.__name__ if same else f"{module}.{cls.__name__}"


def _object(cls: Any, known: dict[str, Data]) -> Data:
    properties, hints = _header(cls), hints_of(cls)
    required = list(properties)
    for field, key, how in ways(cls):
        codec = how.get("codec")
        named = {key: hints[field.name]} if codec is None else codec.hints
        named = {k: hint for k, hint in named.items() if k not in properties}
        properties |= {k: _schema(hint, known) for k, hint in named.items()}
        if not (how.get("omit") or (codec and codec.omit)):
            required += named
    for name in getattr(cls, "SHOWN", ()):
        properties[name] = _schema(shown_hint(cls, name), known)
        required.append(name)
    return {
        "$comment": cls.__module__.removeprefix("wattlas."),
        "description": (cls.__doc__ or "").strip().splitlines()[0],
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _header(cls: Any) -> Data:
    kinds = getattr(cls, "KINDS", ())
    if not kinds:
        return {}
    return {"schema": {"const": SCHEMA}, "kind": {"enum": list(kinds)}}
