"""Settings that outlook, crossing and need share: a last year, a number of draws."""

from __future__ import annotations

from wattlas.parameters import quantity


def last_year(name: str, year: int) -> int:
    """Return a year up to which is looked; raise InputError if it cannot be.

    >>> last_year("to", 2030)
    2030
    """
    return quantity("outlook.last_year").counted(name, year)


def enough_draws(draws: int) -> int:
    """Return a number of draws; raise InputError if they give no range.

    >>> enough_draws(16)
    16
    """
    return quantity("draws").counted("draws", draws)
