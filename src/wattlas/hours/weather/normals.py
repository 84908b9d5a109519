"""Monthly normals of a site, from the tables, and the statistics of weather."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas import facts
from wattlas.errors import MissingFactError
from wattlas.hours.weather.record import Spot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


PARTS = ("temperature", "dew_point", "irradiation", "wind")


@dataclass(frozen=True)
class Normals:
    """Means of the twelve months of a typical year, at one site.

    `sources` has the key of the source of each part: temperature, dew_point,
    irradiation, wind.
    """

    site: str
    spot: Spot
    temperature_c: Array
    dew_point_c: Array
    irradiation_kwh_per_m2_day: Array
    wind_m_per_s: Array
    mount: str
    sources: Mapping[str, str]


def normals(site: str) -> Normals:
    """Return the normals of a site; raise MissingFactError if there are none.

    >>> round(float(normals("phoenix").temperature_c[6]), 1)
    35.7
    """
    row = facts.row("climate", site)
    if not row:
        raise MissingFactError(
            "The tables have no climate of {site!r}. Give a weather file, or one of "
            "the sites: wattlas facts climate.",
            site=site,
        )
    place = facts.row("sites", site)
    return Normals(
        site=site,
        spot=Spot(
            float(place["latitude"]),
            float(place["longitude"]),
            float(row["elevation_m"]),
        ),
        temperature_c=_months(row["temperature_c"]),
        dew_point_c=_months(row["dew_point_c"]),
        irradiation_kwh_per_m2_day=_months(row["irradiation_kwh_per_m2_day"]),
        wind_m_per_s=_months(row["wind_m_per_s"]),
        mount=row["mount"],
        sources={part: row[f"{part}_source"] for part in PARTS},
    )


def statistic(name: str) -> float:
    """Return a statistic of weather or a property of plants, from the constants.

    >>> statistic("panel_losses_share")
    0.14
    """
    return facts.number("constants", "weather", name).value


def _months(text: str) -> Array:
    return np.array([float(x) for x in text.split()])
