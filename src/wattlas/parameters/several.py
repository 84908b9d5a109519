"""Names that are given in a list: each once."""

from __future__ import annotations

from collections.abc import Iterable

from wattlas.errors import InputError


def each_once(parameter: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of a list.

    Raises
    ------
    InputError
        If one is given twice: it would stand there twice, or be lost.

    Examples
    --------
    >>> each_once("method", ["stock", "stock"])
    Traceback (most recent call last):
    wattlas.errors.InputError: method names stock twice: name it once.
    """
    found = tuple(names)
    for name in found:
        if found.count(name) > 1:
            raise InputError(
                "{parameter} names {name} twice: name it once.",
                parameter=parameter,
                name=name,
            )
    return found
