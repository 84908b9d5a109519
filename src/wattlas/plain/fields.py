"""How the fields of a record are written: its type hints, keys and exceptions."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from types import NoneType
from typing import Any, get_origin, get_type_hints

SCHEMA = 3
"""The shape of every record that is written; a record of another is refused."""
TAG = "type"
"""The key that names the type of an object where it may be of several."""
_MARK = "plain"


class Unloaded:
    """Stands for an array of floats in the type hint of a field, without numpy."""


@dataclass(frozen=True)
class Codec:
    """How a field is written that its type hint does not settle.

    `hints` are the types of the keys of a record's dict that hold the field. `write`
    returns these keys, `read` the field from that dict, its path, and the fields that
    were read before it. `omit` says that `write` may leave the keys out.
    """

    hints: Mapping[str, Any]
    write: Callable[[Any], dict[str, Any]]
    read: Callable[[Mapping[str, Any], str, Mapping[str, Any]], Any]
    omit: bool = False


def written(
    name: str = "",
    *,
    omit: bool = False,
    skip: bool = False,
    codec: Codec | None = None,
) -> dict[str, Any]:
    """Return the metadata of a field: how its record writes it.

    Parameters
    ----------
    name : str
        The key, where it is not the field's own name.
    omit : bool
        Leave the field out where it has its default.
    skip : bool
        Never write the field; it has its default when read.
    codec : Codec
        How it is written and read instead.
    """
    return {_MARK: {"name": name, "omit": omit, "skip": skip, "codec": codec}}


def coded(
    codes: str = "", *, keys: str = "", inner: str = "", places: str = "", **how: Any
) -> dict[str, Any]:
    """Return the metadata of a field of codes: a sentence stands for each.

    Parameters
    ----------
    codes, keys, inner : str
        The vocabulary of its texts, of the keys of its mapping, of those of the
        mappings in it.
    places : str
        The field that holds what stands in the places of the code's sentence.
    how
        As of `written`.
    """
    said = {"codes": codes, "keys": keys, "inner": inner, "places": places}
    return {_MARK: written(**how)[_MARK] | said}


@cache
def hints_of(cls: Any) -> dict[str, Any]:
    """Return the type hints of a record's fields."""
    return get_type_hints(cls)


@cache
def shown_hint(cls: Any, name: str) -> Any:
    """Return the type hint of a property that is written for readers."""
    getter = getattr(cls, name).fget
    return get_type_hints(getter, vars(sys.modules[getter.__module__]))["return"]


@cache
def ways(cls: Any) -> tuple[tuple[Field[Any], str, dict[str, Any]], ...]:
    """Return each field that is written, with its key and how."""
    own = ((f, f.metadata.get(_MARK, {})) for f in fields(cls))
    return tuple(
        (f, how.get("name") or f.name, how) for f, how in own if not how.get("skip")
    )


def default_of(field: Field[Any]) -> Any:
    """Return the default of a field."""
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def needs_tag(members: tuple[Any, ...]) -> bool:
    """Say whether a JSON object may be of more than one member of a union."""
    kinds = [get_origin(m) or m for m in members]
    return sum(bool(is_dataclass(k)) or is_mapping(k) for k in kinds) > 1


def float_last(members: tuple[Any, ...]) -> list[Any]:
    """Return the members of a union but None, in the order in which they are tried."""
    return sorted((m for m in members if m is not NoneType), key=lambda m: m is float)


def is_array(kind: Any) -> bool:
    """Say whether a type is that of numpy's arrays, without loading numpy."""
    return kind is Unloaded or getattr(kind, "__name__", "") == "ndarray"


def is_mapping(kind: Any) -> bool:
    """Say whether a type is a mapping."""
    return isinstance(kind, type) and issubclass(kind, Mapping)


def is_sequence(kind: Any) -> bool:
    """Say whether a type is a tuple or a list."""
    return kind in (tuple, list)


def item_hints(kind: Any, args: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """Return the type hint of each item of a sequence."""
    if kind is list or (len(args) == 2 and args[1] is ...):
        return args[:1] * count
    return args
