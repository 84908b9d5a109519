"""The land of the world, cut to a window of a flat map.

The outline is that of Natural Earth 4.1.0 at 1:110 million (public domain); `land.json`
names its source and licence. A map is plate carrée with one true parallel: longitude
and latitude are linear, so its axes are those of any chart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from math import cos, radians
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

WIDTH, HEIGHT = 640, 400
WORLD_DEG, SHOWN_LATITUDES_DEG, TRUE_AT_MOST_DEG = 360.0, 150.0, 60.0
ROOM, LEAST_DEG = 1.6, 26.0
"""A window is so many times its points' extent, and at least so high."""
_PER_DEGREE = 10.0
"""Coordinates of the file are in tenths of a degree."""


@dataclass(frozen=True)
class Window:
    """A window of the world: its west and north edge, and its scale.

    `x_per_deg` and `y_per_deg` are pixels per degree, `width` and `height` pixels. East
    of the date line longitudes go on beyond 180.
    """

    west: float
    north: float
    x_per_deg: float
    y_per_deg: float
    width: float
    height: float

    @property
    def east(self) -> float:
        """The longitude of the right edge. [degrees]"""
        return self.west + self.width / self.x_per_deg

    @property
    def south(self) -> float:
        """The latitude of the lower edge. [degrees]"""
        return self.north - self.height / self.y_per_deg

    def longitude(self, degrees: float) -> float:
        """Return a longitude as the window counts it, from its west on. [degrees]"""
        return self.west + (degrees - self.west) % WORLD_DEG

    def xy(self, longitude: float, latitude: float) -> Point:
        """Return where a position lies. [pixels from the upper left]"""
        east = self.longitude(longitude) - self.west
        return east * self.x_per_deg, (self.north - latitude) * self.y_per_deg


def window(points: Sequence[Point], width_px: float = WIDTH) -> Window:
    """Return a window around positions (longitude, latitude), with room around them.

    >>> around = window([(121.5, 31.2), (107.6, 35.7)])
    >>> 70 < around.west < 107 and 122 < around.east < 160
    True
    """
    west, span = _extent([lon for lon, _ in points])
    lats = [lat for _, lat in points]
    middle = (min(lats) + max(lats)) / 2
    squeeze = cos(radians(min(abs(middle), TRUE_AT_MOST_DEG)))
    high = max(ROOM * (max(lats) - min(lats)), LEAST_DEG)
    scale = HEIGHT / high
    if span > 0:
        scale = min(scale, width_px / (ROOM * span * squeeze))
    scale = max(scale, width_px / (WORLD_DEG * squeeze))
    height = min(HEIGHT, SHOWN_LATITUDES_DEG * scale)
    wide, high = width_px / (scale * squeeze), height / scale
    north = min(max(middle + high / 2, high - 90.0), 90.0)
    return Window(
        west + span / 2 - wide / 2, north, scale * squeeze, scale, width_px, height
    )


def _extent(longitudes: Iterable[float]) -> tuple[float, float]:
    """Return the west end and the width of longitudes, over the shorter way round."""
    ordered = sorted(lon % WORLD_DEG for lon in longitudes)
    gaps = [b - a for a, b in pairwise([*ordered, ordered[0] + WORLD_DEG])]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    west = ordered[(widest + 1) % len(ordered)]
    west -= WORLD_DEG if west > WORLD_DEG / 2 else 0.0
    return west, WORLD_DEG - gaps[widest]


def land_in(frame: Window) -> list[dict[str, Any]]:
    """Return the land within a window as GeoJSON features, in pixels."""
    found = []
    for turn in (-WORLD_DEG, 0.0, WORLD_DEG):
        for polygon in _polygons():
            rings = [_cut(ring, frame, turn) for ring in polygon]
            kept = [ring for ring in rings if len(ring) > 2]
            if kept:
                found.append(_feature(kept))
    return found


@cache
def _polygons() -> tuple[tuple[Ring, ...], ...]:
    file = resources.files("wattlas.report.charts") / "land.json"
    written = json.loads(file.read_text(encoding="utf-8"))["polygons"]
    return tuple(tuple(_ring(flat) for flat in polygon) for polygon in written)


def _ring(flat: Sequence[int]) -> Ring:
    pairs = zip(flat[::2], flat[1::2], strict=True)
    return [(x / _PER_DEGREE, y / _PER_DEGREE) for x, y in pairs]


def _cut(ring: Ring, frame: Window, turn: float) -> Ring:
    """Return the part of a ring, turned round the world, that a window shows."""
    left, top = frame.x_per_deg, frame.y_per_deg
    cut = [((x + turn - frame.west) * left, (frame.north - y) * top) for x, y in ring]
    for axis, limit, side in (
        (0, 0.0, 1.0),
        (0, frame.width, -1.0),
        (1, 0.0, 1.0),
        (1, frame.height, -1.0),
    ):
        cut = _half(cut, axis, limit, side)
    return cut


def _half(ring: Ring, axis: int, limit: float, side: float) -> Ring:
    """Return the part of a ring on one side of a line (Sutherland and Hodgman 1974)."""
    kept: Ring = []
    for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
        inside = side * (one[axis] - limit) >= 0
        if inside:
            kept.append(one)
        if inside != (side * (other[axis] - limit) >= 0):
            t = (limit - one[axis]) / (other[axis] - one[axis])
            kept.append(
                (one[0] + t * (other[0] - one[0]), one[1] + t * (other[1] - one[1]))
            )
    return kept


def _feature(rings: list[Ring]) -> dict[str, Any]:
    closed = [
        [[round(x, 1), round(y, 1)] for x, y in (*ring, ring[0])] for ring in rings
    ]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": closed},
    }
