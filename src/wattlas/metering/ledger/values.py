"""The values of a line, each as what it must be, or the line is set aside."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from wattlas.metering.ledger.problems import BAD_VALUE, BROKEN, LineError

LAST_S = 253_402_300_799.0
"""The end of the year 9999, later than which no time is written. [s since 1970]"""
MOST = 1e18
MOST_WORDS = 10_000


def parsed(text: bytes) -> dict[str, Any]:
    """Return the object of a line of strict JSON: UTF-8, each key once.

    NaN and Infinity are no numbers to what reads the fields.

    >>> parsed(b'{"line": "end", "t": 1}')
    {'line': 'end', 't': 1}
    """
    try:
        line = _DECODER.decode(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        if isinstance(error, LineError):
            raise
        raise LineError(BROKEN) from error
    if not isinstance(line, dict) or not isinstance(line.get("line"), str):
        raise LineError(BROKEN)
    return line


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise LineError(BAD_VALUE, f"{twice} twice"[:MOST_WORDS])
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once)


def number(value: Any, field: str, low: float = 0.0, high: float = MOST) -> float:
    """Return a number from low to high; a text, a boolean or NaN is none."""
    if type(value) not in (int, float) or not low <= value <= high:
        raise LineError(BAD_VALUE, _told(field, value))
    return float(value)


def moment(line: Mapping[str, Any], field: str) -> float:
    """Return a time. [s since 1970]"""
    return number(line.get(field), field, 0.0, LAST_S)


def whole(value: Any, field: str, low: int = 0) -> int:
    """Return a whole number of at least low."""
    if type(value) is not int or not low <= value <= MOST:
        raise LineError(BAD_VALUE, _told(field, value))
    return value


def words(value: Any, field: str) -> str:
    """Return a text that can be written again."""
    if not isinstance(value, str) or len(value) > MOST_WORDS:
        raise LineError(BAD_VALUE, _told(field, value))
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise LineError(BAD_VALUE, field) from error
    return value


def texts(value: Any, field: str) -> dict[str, str]:
    """Return texts by their keys, such as the tags of a run."""
    found = mapping(value, field)
    return {words(k, field): words(v, f"{field}.{k}") for k, v in found.items()}


def numbers(value: Any, field: str) -> dict[str, float]:
    """Return numbers by their keys, such as the work of a window."""
    found = mapping(value, field)
    return {words(k, field): number(v, f"{field}.{k}") for k, v in found.items()}


def mapping(value: Any, field: str) -> Mapping[str, Any]:
    """Return an object of a line."""
    if not isinstance(value, dict):
        raise LineError(BAD_VALUE, _told(field, value))
    return value


def listed(value: Any, field: str) -> Sequence[Any]:
    """Return a list of a line."""
    if not isinstance(value, list):
        raise LineError(BAD_VALUE, _told(field, value))
    return value


def one_of(value: Any, field: str, known: Sequence[str]) -> str:
    """Return a text that is one of those that this version knows."""
    if not isinstance(value, str) or value not in known:
        raise LineError(BAD_VALUE, _told(field, value))
    return value


def _told(field: str, value: Any) -> str:
    """Say what a field holds, in a few characters; NaN compares with nothing."""
    if isinstance(value, float) and not math.isfinite(value):
        return f"{field} = {value}"
    text = "absent" if value is None else ascii(value)
    return f"{field} = {text[:40]}"
