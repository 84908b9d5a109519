"""Crossing years and needs: public anchors, laws."""

from __future__ import annotations

import json

import pytest

import wattlas
from wattlas.projection import need
from wattlas.projection.crossing import NEVER


@pytest.mark.parametrize(
    ("base", "scope", "pace", "year"),
    [
        (93, "ai", 2.1, 2033),
        (93, "ai", 1.36, 2046),
        (93, "ai", 1.3, 2050),
        (93, "ai", 1.26, 2054),
        (487, "data-centres", 1.17, 2058),
        (487, "data-centres", 1.15, 2063),
        (487, "data-centres", 1.12, 2075),
    ],
)
def test_the_public_anchors_cross_when_they_should(base, scope, pace, year):
    """World 31,772 TWh growing 3 % a year: year = 2025 + ln(ratio) / ln(g / 1.03)."""
    found = wattlas.crossing(
        growth=pace, scope=scope, base_twh=base, world_growth=1.03, draws=64
    )
    assert found.rows[0].years[1.0].mid == pytest.approx(year, abs=1.0)


@pytest.fixture(scope="module")
def curve():
    """The default curve."""
    return wattlas.crossing(draws=256)


def test_faster_growth_crosses_earlier(curve):
    """Law: along the curve years fall, for each share and each limit."""
    for share in curve.shares:
        years = [row.years[share].mid for row in curve.rows]
        assert years == sorted(years, reverse=True)
    for name in curve.rows[0].limits:
        years = [row.limits[name].mid for row in curve.rows]
        assert years == sorted(years, reverse=True)


def test_smaller_shares_come_first(curve):
    """Law: 5 % before 10 % before 25 % before all."""
    for row in curve.rows:
        years = [row.years[s].mid for s in curve.shares]
        assert years == sorted(years)


def test_a_limit_stops_every_exponential_before_it_takes_all(curve):
    """Law of the curve: no growth shown reaches all generation unhindered."""
    for row in curve.rows:
        assert row.limits[row.first_limit].mid < row.years[1.0].mid


def test_a_year_has_a_range(curve):
    """Law: no crossing is one line: low < high, for every share."""
    for row in curve.rows:
        assert all(y.low < y.mid < y.high for y in row.years.values())


def test_slow_growth_never_crosses():
    """Law: 1 % against a world that grows by 2 to 3 %: never, null in the record."""
    found = wattlas.crossing(growth=1.01, draws=64)
    assert found.rows[0].years[1.0].mid == NEVER
    plain = found.to_dict()["rows"][0]["years"]["1"]
    assert plain == {"low": None, "mid": None, "high": None}
    json.dumps(found.to_dict(), allow_nan=False)


def test_a_need_by_hand():
    """By hand: 93 to 1,000 TWh in five years is 60.8 % a year and 907 TWh more."""
    reactor = {"capacity_factor.reactor": 0.88, "unit_gw.reactor": 1.1}
    exact = {"base_twh.ai": 93, **reactor}
    found = need(twh=1000, by=2030, overrides=exact, draws=64)
    lines = {line.name: line for line in found.lines}
    assert lines["growth"].needed.mid == pytest.approx((1000 / 93) ** 0.2)
    assert lines["mean_power_gw"].needed.mid == pytest.approx(1000 / 8.76)
    reactors = 907 / 5 / (1.1 * 0.88 * 8.76)
    assert lines["reactor_units_per_year"].needed.mid == pytest.approx(reactors)


def test_land_of_solar_is_that_of_bolinger():
    """Bolinger 2022: 0.97 GWh a year per hectare: 1,000 TWh take 10,300 km2."""
    exact = {"base_twh.ai": 100, "land_km2_per_twh.solar": 10.3}
    found = need(twh=1100, by=2030, overrides=exact, draws=64)
    land = next(line for line in found.lines if line.name == "solar_land_km2")
    assert land.needed.mid == pytest.approx(10_300, rel=0.001)


def test_more_time_needs_less_of_each_limit():
    """Law: the same energy five years later takes a smaller share of every limit."""
    soon, late = (need(twh=1000, by=y, draws=64).limits for y in (2030, 2035))
    assert all(late[name].mid < soon[name].mid for name in soon)


def test_a_need_takes_a_unit():
    """Law: 1.5 PWh and 1500 are the same."""
    plain, written = (need(twh=t, by=2040, draws=64).twh for t in (1500, "1500000 GWh"))
    assert plain == written == 1500
