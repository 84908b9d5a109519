"""Settings that outlook, crossing and need share: a last year, a number of draws."""

from __future__ import annotations

from wattlas.errors import InputError
from wattlas.parameters import quantity


def last_year(name: str, year: int) -> int:
    """Return a year up to which is looked; raise InputError if it cannot be.

    >>> last_year("to", 2030)
    2030
    """
    return _whole(name, year, "outlook.last_year")


def enough_draws(draws: int) -> int:
    """Return a number of draws; raise InputError if they give no range.

    >>> enough_draws(16)
    16
    """
    return _whole("draws", draws, "outlook.draws")


def _whole(name: str, value: int, of: str) -> int:
    limits = quantity(of)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(f"{name} must be a whole number, got {value!r}.")
    if limits.refuses(value, value) is not None:
        raise InputError(limits.refusal(name, value))
    return value
