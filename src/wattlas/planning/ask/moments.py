"""Moments that a study writes, as hours of its year."""

from __future__ import annotations

from datetime import UTC, datetime

from wattlas.errors import InputError
from wattlas.hours import Clock


def hours_into(year: int, written: str) -> float:
    """Return how long after the begin of a year a moment is; UTC where it says nothing.

    [h]

    Raises
    ------
    ValueError
        If it is no time.

    Examples
    --------
    >>> hours_into(2030, "2030-01-02"), hours_into(2030, "2030-01-01T06:30+08:00")
    (24.0, -1.5)
    """
    moment = datetime.fromisoformat(written)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - datetime(year, 1, 1, tzinfo=UTC)).total_seconds() / 3600


def hour_in(year: int, written: str, of: str) -> int:
    """Return the hour of a year in which a moment lies, UTC where it says nothing.

    Raises
    ------
    InputError
        If it is no time, or lies outside of the year; `of` says whose it is.

    Examples
    --------
    >>> hour_in(2030, "2030-01-02T06:30", "an outage")
    30
    """
    try:
        hour = int(hours_into(year, written) // 1)
    except ValueError as error:
        raise InputError(
            "{of} starts at a time such as {year}-07-15T14:00, got {written!r}.",
            of=of,
            year=year,
            written=written,
        ) from error
    if not 0 <= hour < Clock(year).hours:
        raise InputError(
            "{of} starts at {written}, which is not in the year {year} that the plan "
            "covers: give a start in it, or none.",
            of=of,
            written=written,
            year=year,
        )
    return hour
