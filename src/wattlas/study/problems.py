"""What is wrong with a field of a file, said in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from wattlas.errors import Message, nearest_names
from wattlas.parameters import declared

Loc = tuple[str | int, ...]
"""Where a field stands: names of sections, places in lists."""

TEXT = "text"
_PLAIN_TYPES = {
    "string": TEXT,
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "list": "a list",
}
"""What a type is called where a person reads it."""


def said(schema: type, loc: Loc, problem: dict[str, Any], kind: str) -> Message:
    """Return what pydantic found at a field, in a sentence with what is allowed."""
    field = ".".join(str(part) for part in loc)
    if problem["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return _unknown_field(schema, loc, field, kind)
    if problem["type"] in ("missing", "missing_argument"):
        return Message(
            "{field} is missing.",
            field=field,
        )
    if problem["type"].startswith(("model_", "dict_", "dataclass_")):
        return Message(
            "{field} must be a section of fields, got {input!r}.",
            field=field,
            input=problem["input"],
        )
    allowed = problem["msg"].removeprefix("Input should be ").removeprefix("a valid ")
    words = _PLAIN_TYPES.get(allowed, allowed)
    quotes = ": a text of digits stands in quotes" if words == TEXT else ""
    return Message(
        "{field} must be {allowed}, got {input!r}{quotes}.",
        field=field,
        allowed=Message(words),
        input=problem["input"],
        quotes=Message(quotes),
    )


def _unknown_field(schema: type, loc: Loc, field: str, kind: str) -> Message:
    known = list(_fields_at(schema, loc[:-1]))
    near = nearest_names(str(loc[-1]), known)
    hint = (
        Message(
            " Did you mean {near!r}?",
            near=near[0],
        )
        if near
        else ""
    )
    return Message(
        "{field} is no field of {kind}.{hint} Allowed here: {known}.",
        field=field,
        kind=Message(kind),
        hint=hint,
        known=", ".join(known),
    )


def _fields_at(schema: type, loc: Loc) -> Iterator[str]:
    current = schema
    for part in loc:
        if isinstance(part, int):
            continue
        nested = _schema_in(_types_of(current).get(part))
        if nested is None:
            return
        current = nested
    yield from _types_of(current)


def _types_of(schema: type) -> dict[str, Any]:
    """Return the type of each field of a schema, whatever it is declared as."""
    if is_dataclass(schema):
        return {name: item.type for name, item in declared(schema).items()}
    known: dict[str, Any] = schema.model_fields  # type: ignore[attr-defined]
    return {name: field.annotation for name, field in known.items()}


def _schema_in(annotation: Any) -> type | None:
    """Return the schema within a type, such as that of ``list[Site]``."""
    if isinstance(annotation, type):
        return annotation if _is_schema(annotation) else None
    inner = (_schema_in(part) for part in getattr(annotation, "__args__", ()))
    return next((kind for kind in inner if kind is not None), None)


def _is_schema(kind: type) -> bool:
    return is_dataclass(kind) or hasattr(kind, "model_fields")
