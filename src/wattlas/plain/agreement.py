"""Whether a record that is read agrees with itself."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose
from sys import float_info
from typing import Any

from wattlas.errors import InputError
from wattlas.plain.fields import shown_hint
from wattlas.plain.text import shortened
from wattlas.plain.tidy import RANGE
from wattlas.plain.writing import write

LAST_DIGITS = 1e-9
"""Relative difference that the order of a sum may leave."""


def check_agreement(record: Any, data: Mapping[str, Any], path: str) -> None:
    """Refuse a record whose figures contradict each other.

    Raises
    ------
    InputError
        If a range is out of order, a record says so itself, or what is written for
        readers does not follow from the rest.
    """
    _check_order(record, path)
    for where, how in getattr(record, "contradictions", tuple)():
        raise InputError(
            "{path}.{where} {how}.",
            path=path,
            where=where,
            how=how,
        )
    kind: Any = type(record)
    for name in getattr(kind, "SHOWN", ()):
        follows = write(shown_hint(kind, name), getattr(record, name), path)
        if name in data and not alike(data[name], follows):
            raise InputError(
                "{path}.{name} does not follow from the rest: that gives {shortened}, "
                "got {shortened_2}.",
                path=path,
                name=name,
                shortened=shortened(follows),
                shortened_2=shortened(data[name]),
            )


def alike(one: Any, other: Any) -> bool:
    """Say whether plain data are the same, numbers but for their last digits.

    >>> alike({"a": [0.3]}, {"a": [0.1 + 0.2]}), alike(1, True)
    (True, False)
    """
    if isinstance(one, dict) and isinstance(other, dict):
        keys = one.keys() == other.keys()
        return keys and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(alike(*pair) for pair in pairs)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, float) or isinstance(other, float):
        return _are_close(one, other)
    return bool(one == other)


def _are_close(one: Any, other: Any) -> bool:
    if not (isinstance(one, int | float) and isinstance(other, int | float)):
        return False
    # A whole number beyond every float cannot be compared with one.
    near = max(abs(one), abs(other)) <= float_info.max
    return near and isclose(one, other, rel_tol=LAST_DIGITS)


def _check_order(record: Any, path: str) -> None:
    ends = {name: getattr(record, name, None) for name in RANGE}
    known = [end for end in ends.values() if isinstance(end, int | float)]
    if known != sorted(known):
        shown = ", ".join(f"{name} {end}" for name, end in ends.items())
        raise InputError(
            "{path} needs low <= mid <= high, got {shown}.",
            path=path,
            shown=shown,
        )
