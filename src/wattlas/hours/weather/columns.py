"""Columns of a weather file, checked: what is missing or cannot be is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError
from wattlas.hours.files.zones import iso
from wattlas.hours.weather.record import Spot
from wattlas.parameters import quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Columns:
    """What a file holds: beginnings of steps in UTC, and values by our names.

    `lines` are those on which the rows stand, `start_s` their seconds since 1970.
    """

    spot: Spot
    start_s: Integers
    lines: Sequence[int]
    values: Mapping[str, Array]
    wind_height_m: float
    kind: str
    note: str


def checked(columns: Columns, where: str) -> Columns:
    """Return columns that are complete and possible; raise InputError otherwise."""
    if "dry_bulb_c" not in columns.values:
        raise InputError(
            "{where}: has no temperature. A weather file needs at least dry_bulb_c.",
            where=where,
        )
    for name, values in columns.values.items():
        limits = quantity(name)
        wrong = np.flatnonzero(~((values >= limits.low) & (values <= limits.high)))
        if len(wrong):
            first = int(wrong[0])
            time = f"{iso(columns.start_s[first])}+00:00"
            raise InputError(
                "{where}: {name} must be {allowed} {unit}, got {value:g} at {time} "
                "and in {wrong_count} other hours. Fill gaps before you give the "
                "file: Wattlas guesses none.",
                where=where,
                name=name,
                allowed=limits.allowed,
                unit=limits.unit,
                value=values[first],
                time=time,
                wrong_count=len(wrong) - 1,
            )
    return columns


def dew_point_c(dry_bulb_c: Array, relative_humidity_percent: Array) -> Array:
    """Dew point of air. [C]

    ``gamma = ln(RH / 100) + 17.625 * T / (243.04 + T)``,
    ``dew point = 243.04 * gamma / (17.625 - gamma)``

    Magnus formula with the coefficients of Alduchov and Eskridge 1996, within 0.4 %
    of vapour pressure from -40 to 50 C.

    >>> dew_point_c(np.array([20.0]), np.array([50.0])).round(1)
    array([9.3])
    """
    humidity = np.clip(relative_humidity_percent, 0.1, 100.0)
    gamma = np.log(humidity / 100) + 17.625 * dry_bulb_c / (243.04 + dry_bulb_c)
    point: Array = 243.04 * gamma / (17.625 - gamma)
    return point
