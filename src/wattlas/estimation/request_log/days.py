"""The day of a request: which columns tell it, and what their cells say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from wattlas.estimation.request_log.names import plain_name

TIMES = (
    "timestamp",
    "time",
    "datetime",
    "ts",
    "created_at",
    "created",
    "start_time",
    "started_at",
    "request_time",
    "event_time",
    "time_utc",
    "date",
    "day",
    "start_time_unix_nano",
)
"""Names of columns, the one that is taken first."""
EPOCHS = ((1e11, 1.0), (1e14, 1e3), (1e17, 1e6), (float("inf"), 1e9))
"""Numbers since 1970 below a size are seconds, below others thousandths of them ..."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Years of a log: a duration, read as seconds since 1970, is of another."""


def times_in(names: Iterable[str]) -> tuple[str, ...]:
    """Return the columns of usual names for times, the surest first.

    >>> times_in(["model", "response.body.created", "startTime"])
    ('response.body.created', 'startTime')
    """
    own = {plain_name(name.rpartition(".")[2]): name for name in names}
    return tuple(own[n] for n in map(plain_name, TIMES) if n in own)


def day_of(cell: Any) -> str | None:
    """Return the day of a time in UTC, None where a cell tells none.

    >>> day_of("2026-11-30T23:30:00-02:00"), day_of(1_711_475_054), day_of(0.7)
    ('2026-12-01', '2024-03-26', None)
    """
    try:
        day = _day(cell)
    except (ValueError, OverflowError, OSError):
        return None
    return day.isoformat() if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return (cell.astimezone(UTC) if cell.tzinfo else cell).date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, str):
        text = cell.strip()
        plain = text.replace(".", "", 1).isdecimal()
        return _day(float(text)) if plain else _day(datetime.fromisoformat(text))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        scale = next(scale for limit, scale in EPOCHS if abs(cell) < limit)
        return datetime.fromtimestamp(cell / scale, UTC).date()
    return None


def first_days(columns: Sequence[Any]) -> list[str | None]:
    """Return the day of each row by the first of several columns that tells it."""
    return [
        next(filter(None, map(day_of, cells)), None)
        for cells in zip(*columns, strict=True)
    ]
