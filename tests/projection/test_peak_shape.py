"""The draw of data centres in a grid's highest hour, from the hours of a site."""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from wattlas import facts
from wattlas.hours import request_shape, site_hours
from wattlas.projection import peak

TABLE = "outlook_places"
YEAR = 2026
HOURS = 20
"""Hours of the year in which a grid may have its highest."""
CLOCK = {"hottest": (15, 19), "coldest": (17, 19)}
"""Local hours in which grids have their highest: summer afternoons, winter evenings."""
SAID = re.compile(r"the 20 (hottest|coldest) hours .* at ([a-z-]+) ")
SHARES = (0.0, 0.08, 0.25)
"""Part of the draw that follows requests, as assumed: low, middle, high."""
SHAPED = [p for p in facts.keys(TABLE) if facts.find_number(TABLE, p, "draw_factor")]
FEW = ("pjm", "ercot", "ireland")


def factors(place: str) -> tuple[float, float, float]:
    """Return the draw in those hours over the mean of the year: low, middle, high."""
    season, site = SAID.search(fact(place).note).groups()
    hours = site_hours(site, YEAR)
    requests = request_shape("local", YEAR, hours.timezone)
    at = highest_hours(hours, season)
    pue = hours.pue[at] / hours.pue.mean()
    low, middle, high = (pue * (1 + s * (requests[at] - 1)) for s in SHARES)
    every = np.concatenate([low, high])
    return float(every.min()), float(middle.mean()), float(every.max())


def highest_hours(hours, season: str) -> np.ndarray:
    """Return the hours in which a grid of that season may have its highest."""
    first, last = CLOCK[season]
    zone = ZoneInfo(hours.timezone)
    start = hours.start_utc.astimezone(UTC)
    each = (start + timedelta(hours=i) for i in range(hours.hours))
    local = np.array([time.astimezone(zone).hour for time in each])
    heat = hours.dry_bulb_c if season == "hottest" else -hours.dry_bulb_c
    ranked = np.where((local >= first) & (local <= last), heat, -np.inf)
    return np.argsort(ranked)[-HOURS:]


def fact(place: str):
    return facts.number(TABLE, place, "draw_factor")


@pytest.mark.parametrize("place", FEW)
def test_the_draw_is_that_of_the_sites_hours(place):
    """By recount: the tables have what the hours of the site give."""
    pytest.importorskip("pvlib")
    low, middle, high = factors(place)
    told = fact(place)
    assert told.value == pytest.approx(middle, abs=0.002)
    assert told.low == pytest.approx(min(low, middle - 0.01), abs=0.002)
    assert told.high == pytest.approx(max(high, middle + 0.01), abs=0.002)


def test_every_shape_says_its_site():
    """Law: each names a site of the tables and the hours that it is of."""
    assert len(SHAPED) > 15
    for place in SHAPED:
        found = SAID.search(fact(place).note)
        assert found, place
        assert found[2] in facts.keys("sites")


def test_a_place_has_the_draw_of_its_own_site():
    """Law: a grid with a site takes its hour, another the flat factor."""
    given = {"peak_gw": 90, "firm_gw": 95, "draws": 16}
    for place, name in (
        ("pjm", "draw_factor.pjm"),
        ("oregon", "draw_factor.peak"),
    ):
        extra = {} if place == "pjm" else given
        found = peak(region=place, to=2027, **(extra or {"draws": 16}))
        assert name in {i.name for i in found.inputs}
