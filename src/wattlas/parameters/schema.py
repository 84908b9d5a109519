"""A class of options as JSON Schema (Draft 2020-12), of which a form can be drawn.

A number may be given as a number within its limits, or as a text with a unit or a
range: what the text says is judged where it is read. Usual money is in USD.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from wattlas.parameters.declaration import (
    Declared,
    Parameter,
    choices_of,
    declared,
    nested_in,
)
from wattlas.parameters.limits import INFINITE, Quantity
from wattlas.parameters.series import as_series
from wattlas.parameters.shorthands import as_list, as_option, as_shares, as_site

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

DIGIT = r"[0-9０-９一二两三四五六七八九十百千万亿半]"
NUMBER_TEXT: Schema = {"type": "string", "pattern": DIGIT}
UNIT_TEXT: Schema = {"type": "string", "pattern": rf"{DIGIT}.*[A-Za-z%µμΩ一-鿿]"}
"""A number as text: it has a digit; where a unit is needed, something behind it."""
TEXT: Schema = {"type": "string"}
NAMES: Schema = {"type": "array", "items": TEXT}


def schema_of(options: type, title: str = "") -> Schema:
    """Return what a class of options takes, as JSON Schema.

    >>> from wattlas.parameters import PlaceOptions
    >>> schema_of(PlaceOptions)["properties"]["pue"]["anyOf"][0]
    {'type': 'number', 'minimum': 1.0, 'maximum': 5.0}
    """
    head = {"$schema": DRAFT, "title": title or options.__name__}
    return head | _object(options)


def _object(options: type) -> Schema:
    items = declared(options)
    return {
        "description": (options.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {name: _property(item) for name, item in items.items()},
        "required": [name for name, item in items.items() if item.required],
        "additionalProperties": False,
    }


def _property(item: Declared) -> Schema:
    """Return the schema of a field: its values, help, default, unit and usual range."""
    parameter = item.parameter
    schema = _short(parameter.before, _values(item)) | {"description": parameter.help}
    if item.default not in (None, MISSING) and nested_in(item.type) is None:
        schema["default"] = _plain(item.default)
    if item.quantity:
        limits = parameter.limits
        schema["x-unit"] = limits.unit
        if limits.usual:
            schema["x-usual"] = list(limits.usual)
    if parameter.table:
        schema["x-table"] = parameter.table
    return schema


def _values(item: Declared) -> Schema:
    if item.quantity:
        number = _number(item)
        return (
            _any_of([*number, {"type": "array"}])
            if _takes_list(item)
            else (_any_of(number))
        )
    choices = choices_of(item)
    if choices and not {Mapping, dict} & _origins(item.type):
        return {"enum": list(choices)}
    return _of_type(item.type)


def _number(item: Declared) -> list[Schema]:
    """Return the ways to give a number: as such, or as text with unit or range."""
    limits, kinds = item.parameter.limits, _kinds(item.type)
    if item.parameter.needs_unit:
        return [UNIT_TEXT]
    bare = _limits(limits, whole=limits.whole and float not in kinds)
    return [bare, NUMBER_TEXT] if str in kinds or Any in kinds else [bare]


def _limits(limits: Quantity, *, whole: bool) -> Schema:
    schema: Schema = {"type": "integer" if whole else "number"}
    nothing = limits.low == 0 and not limits.zero
    if limits.low > -INFINITE:
        schema["exclusiveMinimum" if nothing else "minimum"] = limits.low
    if limits.high < INFINITE:
        schema["maximum"] = limits.high
    return schema


def _of_type(hint: Any) -> Schema:
    """Return the schema of a type; of a class of options that of its fields."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        before = next((p.before for p in inner if isinstance(p, Parameter)), None)
        return _short(before, _of_type(inner[0]))
    if origin in (Union, types.UnionType):
        return _any_of([_of_type(part) for part in inner if part is not type(None)])
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (list, Sequence):
        return {"type": "array", "items": _of_type(inner[0])}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _of_type(inner[1])}
    if nested_in(hint) is not None:
        return _object(hint)
    return dict(_PLAIN.get(hint, {}))


_PLAIN: Mapping[Any, Schema] = {
    str: TEXT,
    Path: TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
}


def _short(before: Any, full: Schema) -> Schema:
    """Return a schema with the short ways of writing that are turned into it."""
    if before is as_list:
        return _any_of([full, full.get("items", {})])
    if before in (as_site, as_series):
        return _any_of([full, TEXT])
    if before is as_option:
        fields = {k: v for k, v in full["properties"].items() if k != "use"}
        named = full | {"properties": fields, "required": []}
        under_name = {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "not": {"required": ["use"]},
            "additionalProperties": named,
        }
        return _any_of([full, TEXT, under_name])
    if before is as_shares:
        return _any_of([full, TEXT, NAMES])
    return full


def _any_of(ways: list[Schema]) -> Schema:
    return dict(ways[0]) if len(ways) == 1 else {"anyOf": ways}


def _takes_list(item: Declared) -> bool:
    return Any in _kinds(item.type) or Sequence in _origins(item.type)


def _kinds(hint: Any) -> set[Any]:
    """Return the plain types in a type."""
    inner = get_args(hint)
    return {k for part in inner for k in _kinds(part)} if inner else {hint}


def _origins(hint: Any) -> set[Any]:
    """Return what a type is made with: Sequence, Mapping ..."""
    inner = {o for part in get_args(hint) for o in _origins(part)}
    return inner | ({get_origin(hint)} if get_origin(hint) else set())


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
