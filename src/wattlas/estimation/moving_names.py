"""Names that an API moves from model to model: what each stood for on a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wattlas import facts

TABLE = "moving_names"


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which a name stood for a model; ``2026-11-30`` as text, both inclusive.

    `key` is the name with the first day, which stands for that model on any day.
    """

    key: str
    first_day: str
    last_day: str
    model: str


def periods_of(name: str) -> tuple[Period, ...]:
    """Return the periods of a name, in order; none where it stays with one model.

    >>> [p.model for p in periods_of("mistral/mistral-large-latest")]
    ['mistral-large-1', 'mistral-large-2', 'mistral-large-3']
    """
    return _periods().get(name.strip().lower().rpartition("/")[2], ())


def period_on(name: str, day: str) -> Period | None:
    """Return the period of a name on a day, None where it is not known.

    >>> period_on("deepseek-chat", "2025-09-01").model
    'deepseek-v3.1'
    """
    its = periods_of(name)
    return next((p for p in its if p.first_day <= day <= p.last_day), None)


def period_named(name: str) -> Period | None:
    """Return the period that a key names, as logs show it."""
    alias, day = name_and_day(name)
    its = periods_of(alias) if day else ()
    return next((p for p in its if p.first_day == day), None)


def name_and_day(name: str) -> tuple[str, str]:
    """Return a name and the day that it is given with, '' where there is none.

    >>> name_and_day("deepseek-chat@2026-11-30"), name_and_day("deepseek-chat")
    (('deepseek-chat', '2026-11-30'), ('deepseek-chat', ''))
    """
    alias, _, day = name.strip().partition("@")
    return alias, day


@cache
def _periods() -> dict[str, tuple[Period, ...]]:
    found: dict[str, list[Period]] = {}
    for key in sorted(facts.keys(TABLE)):
        row = facts.row(TABLE, key)
        name, first_day = row["moving_name"], row["first_day"]
        period = Period(f"{name}@{first_day}", first_day, row["last_day"], row["model"])
        found.setdefault(name, []).append(period)
    return {name: tuple(its) for name, its in found.items()}
