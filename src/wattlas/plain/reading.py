"""Plain data to records: strict, and a refusal names where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from pathlib import Path
from sys import float_info
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from wattlas.errors import InputError, Message, Several
from wattlas.plain.agreement import check_agreement
from wattlas.plain.fields import (
    SCHEMA,
    TAG,
    float_last,
    hints_of,
    is_array,
    is_mapping,
    is_sequence,
    needs_tag,
    ways,
)
from wattlas.plain.text import shortened
from wattlas.plain.writing import finite


def read(hint: Any, data: Any, path: str = "record") -> Any:
    """Return the value of a type hint that plain data stand for.

    Raises
    ------
    InputError
        If the data are not what a value of that type is written as.
    """
    origin, args = get_origin(hint) or hint, get_args(hint)
    if origin in (Union, UnionType):
        return _read_union(args, data, path)
    if is_dataclass(origin):
        return read_record(origin, data, path)
    if is_array(origin):
        return _read_array(data, path)
    if origin in (frozenset, set) or is_sequence(origin):
        return _read_items(origin, args, data, path)
    if is_mapping(origin):
        _expect(dict, data, path, Message("an object"))
        return {
            _read_key(args[0], k, path): read(args[1], v, f"{path}.{k}")
            for k, v in data.items()
        }
    return _read_scalar(hint, origin, data, path)


LIST_OF_NUMBERS = Message("a list of numbers")
_SCALARS: dict[Any, tuple[Any, Message]] = {
    str: (str, Message("text")),
    bool: (bool, Message("true or false")),
    int: (int, Message("a whole number")),
    float: (int | float, Message("a number")),
    Path: (str, Message("text")),
}


def _read_scalar(hint: Any, kind: Any, data: Any, path: str) -> Any:
    if kind is Any or kind is object:
        return _read_any(data, path)
    if kind is Literal:
        if data not in get_args(hint):
            allowed = ", ".join(map(str, get_args(hint)))
            raise InputError(
                "{path} must be one of {allowed}, got {data!r}.",
                path=path,
                allowed=allowed,
                data=data,
            )
        return data
    if kind is NoneType:
        return _expect(NoneType, data, path, Message("null"))
    allowed, words = _SCALARS[kind]
    if isinstance(data, bool) and kind is not bool:
        raise _unlike(data, path, words)
    _expect(allowed, data, path, words)
    if isinstance(data, int | float):
        _check_size(data, path)
    return kind(data)


def _check_size(number: float, path: str) -> None:
    """Refuse what is no number, and a whole one that no float holds."""
    if isinstance(number, int) and abs(number) > float_info.max:
        raise InputError(
            "{path} is a whole number beyond {max:.3g}, the largest that a record "
            "holds.",
            path=path,
            max=float_info.max,
        )
    finite(float(number), path)


def _read_any(data: Any, path: str) -> Any:
    """Return open data: every number in it is one."""
    if isinstance(data, Mapping):
        return {k: _read_any(v, f"{path}.{k}") for k, v in data.items()}
    if isinstance(data, list):
        return [_read_any(v, f"{path}[{i}]") for i, v in enumerate(data)]
    if isinstance(data, int | float):
        _check_size(data, path)
    return data


def _expect(kind: Any, data: Any, path: str, words: Message) -> Any:
    if not isinstance(data, kind):
        raise _unlike(data, path, words)
    return data


def _unlike(data: Any, path: str, words: Message) -> InputError:
    return InputError(
        "{path} must be {words}, got {shortened}.",
        path=path,
        words=words,
        shortened=shortened(data),
    )


def _read_items(kind: Any, args: tuple[Any, ...], data: Any, path: str) -> Any:
    _expect(list, data, path, Message("a list"))
    open_ended = kind is not tuple or (len(args) == 2 and args[1] is ...)
    hints = args[:1] * len(data) if open_ended else args
    if len(hints) != len(data):
        raise InputError(
            "{path} must have {hints_count} items, got {data_count}.",
            path=path,
            hints_count=len(hints),
            data_count=len(data),
        )
    pairs = enumerate(zip(hints, data, strict=True))
    return kind(read(h, v, f"{path}[{i}]") for i, (h, v) in pairs)


def _read_array(data: Any, path: str) -> Any:
    import numpy as np

    _expect(list, data, path, LIST_OF_NUMBERS)
    try:
        array = np.array(data)
    except ValueError as error:
        raise _unlike(data, path, LIST_OF_NUMBERS) from error
    if array.size and array.dtype.kind not in "if":
        raise _unlike(data, path, LIST_OF_NUMBERS)
    return array.astype(float)


def _read_key(hint: Any, key: str, path: str) -> Any:
    if hint is str or hint is Any:
        return key
    try:
        return hint(key)
    except ValueError as error:
        words = _SCALARS[hint][1]
        raise InputError(
            "{path} must have {words} as keys, got {key!r}.",
            path=path,
            words=words,
            key=key,
        ) from error


def _read_union(members: tuple[Any, ...], data: Any, path: str) -> Any:
    if data is None and NoneType in members:
        return None
    known = float_last(members)
    if isinstance(data, dict) and needs_tag(members) and TAG in data:
        named = [m for m in known if getattr(m, "__name__", "") == data[TAG]]
        if named:
            return read(named[0], {k: v for k, v in data.items() if k != TAG}, path)
    if len(known) == 1:
        return read(known[0], data, path)
    return _read_any_of(known, data, path)


def _read_any_of(members: list[Any], data: Any, path: str) -> Any:
    for member in members:
        try:
            return read(member, data, path)
        except InputError as error:
            problem = error
    if isinstance(data, dict):
        raise problem
    raise _unlike(
        data, path, Message("{kinds}", kinds=Several(map(_words, members), " or "))
    )


def _words(hint: Any) -> Message:
    kind = get_origin(hint) or hint
    return _SCALARS[kind][1] if kind in _SCALARS else Message("an object or a list")


def read_record(cls: Any, data: Any, path: str) -> Any:
    """Return the record that plain data stand for; what is not whole is refused."""
    _expect(Mapping, data, path, Message("an object"))
    hints = hints_of(cls)
    _check_header(cls, data, path)
    _check_keys(cls, data, path)
    values: dict[str, Any] = {}
    for field, key, how in ways(cls):
        if how.get("codec"):
            values[field.name] = how["codec"].read(data, path, values)
        elif key in data:
            values[field.name] = read(hints[field.name], data[key], f"{path}.{key}")
        elif not how.get("omit"):
            raise InputError(
                "{path} lacks {key!r}: the record is not whole.",
                path=path,
                key=key,
            )
    record = cls(**values)
    check_agreement(record, data, path)
    return record


def _check_header(cls: Any, data: Mapping[str, Any], path: str) -> None:
    kinds = getattr(cls, "KINDS", ())
    if not kinds:
        return
    if data.get("schema") != SCHEMA:
        raise InputError(
            "{path} is of schema {data}, and this version reads schema {schema}: make "
            "the record anew with the command that wrote it.",
            path=path,
            data=data.get("schema", Message("none")),
            schema=SCHEMA,
        )
    if data.get("kind") not in kinds:
        raise InputError(
            "{path} is of kind {data!r}, not {kinds}.",
            path=path,
            data=data.get("kind"),
            kinds=Several(kinds, " or "),
        )


def _check_keys(cls: Any, data: Mapping[str, Any], path: str) -> None:
    allowed = {"schema", "kind"} if getattr(cls, "KINDS", ()) else set()
    allowed |= set(getattr(cls, "SHOWN", ()))
    for _, key, how in ways(cls):
        allowed |= set(how["codec"].hints) if how.get("codec") else {key}
    for key in data:
        if key not in allowed:
            raise InputError(
                "{path} has no field {key!r}; take it out.",
                path=path,
                key=key,
            )
