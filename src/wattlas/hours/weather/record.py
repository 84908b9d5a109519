"""Hourly weather of one place, whatever it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from wattlas.chain.psychrometrics import air_pressure_pa, wet_bulb_c
from wattlas.hours.records import Laying, Provenance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Spot:
    """A position on earth: degrees north and east, metres above the sea."""

    latitude: float
    longitude: float
    elevation_m: float


@dataclass(frozen=True)
class Weather:
    """One year of weather in UTC, hour-beginning.

    Irradiance is on the horizontal, in W/m2, as the mean of the hour: global, its
    diffuse part, and the direct beam on a plane that faces the sun. Wind is at
    `wind_height_m`. A part that the source lacks is None. `sources` has the key of the
    source of each part, where they differ; `laying` how a measured year of a file came
    on these hours.
    """

    spot: Spot
    dry_bulb_c: Array
    dew_point_c: Array | None
    global_w_per_m2: Array | None
    diffuse_w_per_m2: Array | None
    beam_w_per_m2: Array | None
    wind_m_per_s: Array | None
    wind_height_m: float
    provenance: Provenance
    sources: Mapping[str, str] = field(default_factory=dict)
    laying: Laying | None = None

    def provenance_of(self, *parts: str) -> Provenance:
        """Return how a series is known that is made of some parts: by theirs alone."""
        if not self.sources:
            return self.provenance
        keys = dict.fromkeys(self.sources[part] for part in parts)
        return replace(self.provenance, sources=tuple(keys))

    @cached_property
    def wet_bulb_c(self) -> Array | None:
        """Thermodynamic wet bulb, at the pressure of the place's height. [C]"""
        if self.dew_point_c is None:
            return None
        pressure = air_pressure_pa(self.spot.elevation_m)
        return wet_bulb_c(self.dry_bulb_c, self.dew_point_c, pressure)
