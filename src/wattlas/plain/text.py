"""Plain data as JSON text and back."""

from __future__ import annotations

import json
import re
from typing import Any

from wattlas.errors import InputError, Message

_NUMBERS = re.compile(r"\[\n\s*(-?\d[^\]\[{}\"]*?)\n\s*\]")


def json_text(data: Any) -> str:
    """Return plain data as JSON text; lists of numbers stand on one line.

    >>> print(json_text({"a": [1, 2.5]}))
    {
      "a": [1, 2.5]
    }
    """
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    return _NUMBERS.sub(lambda m: f"[{' '.join(m[1].split())}]", text)


def json_data(text: str) -> dict[str, Any]:
    """Return the data of a record's JSON text.

    Raises
    ------
    InputError
        If the text is no JSON, no object, or gives a name twice.
    """
    try:
        data = json.loads(text.removeprefix(_BYTE_ORDER), object_pairs_hook=each_once)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "A record is JSON, and this is not: {error}.",
            error=error,
        ) from error
    if not isinstance(data, dict):
        raise InputError("A record is a JSON object; write one with --json.")
    return data


_BYTE_ORDER = "\ufeff"
"""What some editors put before a text."""
_SHORT = 40


def shortened(data: Any) -> str:
    """Return plain data as JSON, cut where it is long.

    >>> shortened({"a": 1}), shortened("long" * 20)
    ('{"a": 1}', '"longlonglonglonglonglonglonglonglong...')
    """
    text = json.dumps(data, ensure_ascii=False, default=str)
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 3]}..."


def depth(data: Any) -> int:
    """Return how deep lists and objects stand in each other.

    >>> depth({"a": [1]}), depth(1)
    (2, 0)
    """
    level, count = [data], -1
    while level:
        count += 1
        objects = (item.values() for item in level if isinstance(item, dict))
        lists = (item for item in level if isinstance(item, list))
        level = [inner for items in (*objects, *lists) for inner in items]
    return count


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the names and values of a JSON object, each name once.

    Raises
    ------
    InputError
        If a name is given twice: one value would be lost.

    >>> each_once([("a", 1), ("a", 2)])
    Traceback (most recent call last):
    wattlas.errors.InputError: 'a' is given twice
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError("{twice!r} is given twice", twice=twice)
    return found


def json_fault(error: ValueError | RecursionError) -> Message:
    """Return why a text is no JSON, as a message.

    >>> try:
    ...     json.loads("[1, }")
    ... except ValueError as error:
    ...     print(json_fault(error))
    it goes wrong at line 1, column 5
    """
    if isinstance(error, InputError):
        return error.message
    if isinstance(error, RecursionError):
        return Message("it is nested too deep")
    if isinstance(error, json.JSONDecodeError):
        return Message(
            "it goes wrong at line {line}, column {column}",
            line=error.lineno,
            column=error.colno,
        )
    if isinstance(error, UnicodeError):
        return Message("it is no text in UTF-8")
    return Message("a number in it is too long")
