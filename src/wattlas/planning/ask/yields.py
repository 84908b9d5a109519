"""What share of its power an option can give in each hour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError
from wattlas.hours import Clock, SiteHours, Technology
from wattlas.hours.series import read_series

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FLAT = "flat"
SERIES = {
    "solar": "solar_capacity_factor",
    "rooftop-solar": "rooftop_capacity_factor",
    "wind": "wind_capacity_factor",
}
"""The series of a site that a shape follows."""
GIVEN_AS = {
    "solar": "solar_series",
    "rooftop-solar": "solar_series",
    "wind": "wind_series",
}
"""The file of a site that gives the series of a shape."""


def shape_of(option: Technology, given: str | None) -> str:
    """Return the shape of an option's output: flat, one of the weather, or a file.

    Raises
    ------
    InputError
        If a given shape is none of these.
    """
    if given is None:
        return option.shape or (option.key if option.key in SERIES else FLAT)
    if given not in (FLAT, *SERIES) and not Path(given.partition("#")[0]).is_file():
        raise InputError(
            "power: {key} has the shape {given!r}, which is no file: give {flat}, "
            "{series}, or a CSV of shares of its power by the hour.",
            key=option.key,
            given=given,
            flat=FLAT,
            series=", ".join(SERIES),
        )
    return given


def follows(shape: str, hours: SiteHours, year: int) -> Array:
    """Return the share of its power by hour of what is not flat. [1]

    Raises
    ------
    InputError
        If the site has no such series, or the file cannot be read.
    """
    if shape not in SERIES:
        return read_series(shape, "output_share", Clock(year)).values
    series = getattr(hours, SERIES[shape])
    if series is None:
        raise InputError(
            "power: {shape} needs the weather of {site}, which is not known: give "
            "weather, or {given_as}, under sites.",
            shape=shape,
            site=hours.site,
            given_as=GIVEN_AS[shape],
        )
    return np.asarray(series, float)
