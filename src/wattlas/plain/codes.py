"""The codes in a record, for which a reader is told sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any

from wattlas.plain.fields import ways


@dataclass(frozen=True)
class Code:
    """A code of a record: where it stands, of which vocabulary it is, and itself.

    `values` are what stands in the places of its sentence, where the record has them.
    """

    path: str
    vocabulary: str
    code: str
    values: Mapping[str, Any] | None = None


def codes_of(record: Any, path: str) -> Iterator[Code]:
    """Yield each code in a record, and in the records in it."""
    kind: Any = type(record)
    for field, key, how in ways(kind):
        value, place = getattr(record, field.name), f"{path}.{key}"
        if how.get("keys"):
            yield from (Code(f"{place}.{code}", how["keys"], code) for code in value)
        for name, named in value.items() if how.get("inner") else ():
            yield from (Code(f"{place}.{name}.{c}", how["inner"], c) for c in named)
        if how.get("codes"):
            values = getattr(record, how["places"]) if how.get("places") else None
            for where, code in _texts(value, place):
                yield Code(where, how["codes"], code, values)
        for where, inner in _records(value, place):
            yield from codes_of(inner, where)


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a value: itself, or those in it."""
    if isinstance(value, str):
        yield path, value
    for where, item in _items(value, path):
        yield from _texts(item, where)


def _records(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the records of a value: itself, or those in it."""
    if is_dataclass(value):
        yield path, value
    for where, item in _items(value, path):
        yield from _records(item, where)


def _items(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from ((f"{path}.{key}", item) for key, item in value.items())
    elif isinstance(value, tuple | list | frozenset):
        yield from ((f"{path}[{i}]", item) for i, item in enumerate(value))
