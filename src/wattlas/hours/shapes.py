"""How requests come over day and week: an array of one value an hour, mean 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas import facts
from wattlas.errors import InputError
from wattlas.hours.clock import Clock
from wattlas.hours.series import read_series

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FLAT, LOCAL = "flat", "local"
_SATURDAY = 5


def request_shape(name: str, year: int, timezone: str = "UTC") -> Array:
    """Return requests of each hour over those of a mean hour of the year. [1]

    Parameters
    ----------
    name : str
        ``flat``; a region of the tables, whose time zones are mixed; ``local``, the
        same day and week in one time zone; or a CSV file of hourly numbers.
    year : int
        The calendar year: 8,760 or 8,784 values, in UTC.
    timezone : str
        The time zone of ``local``.

    Raises
    ------
    UnknownNameError
        If no shape has the name.
    InputError
        If a file or time zone cannot be used.

    Examples
    --------
    >>> shape = request_shape("east-asia", 2027)
    >>> round(float(shape.mean()), 6), len(shape)
    (1.0, 8760)
    """
    clock = Clock(year)
    if name == FLAT:
        return np.ones(clock.hours)
    if is_file(name):
        return _of_file(name, clock)
    row = facts.row("request_shapes", facts.resolve("request_shapes", name))
    zones = _zones(row["timezones"]) if row["timezones"] else {timezone: 1.0}
    days = [np.array(row[d].split(), dtype=float) for d in ("weekday", "weekend")]
    shape = np.zeros(clock.hours)
    for tz, share in zones.items():
        local = clock.local(tz)
        weekend = (local.weekday >= _SATURDAY).astype(int)
        shape += share * np.stack(days)[weekend, local.hour]
    return _mean_one(shape)


def is_file(name: str) -> bool:
    """Say whether a shape is named by a file of hourly numbers.

    >>> is_file("requests.csv#visits"), is_file("east-asia")
    (True, False)
    """
    return name.partition("#")[0].lower().endswith(".csv")


def _zones(text: str) -> dict[str, float]:
    parts = [part.partition("=") for part in text.split(";")]
    return {tz: float(share) for tz, _, share in parts}


def _of_file(path: str, clock: Clock) -> Array:
    values = read_series(path, "requests_of_hour", clock).values
    if not values.any():
        raise InputError(
            "{path}: has no requests in any hour.",
            path=path,
        )
    return _mean_one(values)


def _mean_one(values: Array) -> Array:
    shape: Array = values / values.mean()
    return shape
