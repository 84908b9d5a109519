"""Counted years foreseen from earlier ones: what the widened ranges hold."""

from __future__ import annotations

from math import ceil, log, sqrt

import numpy as np
import pytest

import wattlas
from wattlas import facts
from wattlas.projection.assumptions import assumptions
from wattlas.projection.backtest import Backtest
from wattlas.projection.hindcast import HORIZONS, counted, coverages, hindcast
from wattlas.projection.sample import Frame, block
from wattlas.report.words import backtest as words

FRAME = Frame(("stock",), tuple(range(2025, 2051)), 512, 1)


@pytest.fixture(scope="module")
def points():
    """Every counted year foreseen from every earlier one since 2015."""
    return hindcast(assumptions(), 1)


def band(points, years):
    """Return the points of a band of years ahead."""
    first, last = HORIZONS[years]
    return [p for p in points if first <= p.ahead <= last]


def needed(point) -> float:
    """Return the error of growth a year that would just hold what was counted."""
    miss = abs(log(point.counted_twh / point.own.mid))
    own = log(point.own.high / point.own.low) / 2
    return sqrt(max(miss**2 - own**2, 0.0)) / point.ahead


def fit(points) -> float:
    """Return the least error that holds nine of ten counts 2 and 5 years ahead."""
    found = 0.0
    for years in (2, 5):
        widths = sorted(map(needed, band(points, years)))
        found = max(found, widths[ceil(0.9 * len(widths)) - 1])
    return found


@pytest.mark.parametrize(("years", "points_at_least"), [(2, 50), (5, 27)])
def test_widened_ranges_hold_four_of_five_counts(points, years, points_at_least):
    """The claim: at least 80 % about 2 and 5 years ahead, pooled over series."""
    found = next(c for c in coverages(points) if c.years == years)
    assert found.points >= points_at_least
    assert found.widened / found.points >= 0.8
    assert found.own <= found.widened


def test_series_that_were_left_out_are_held_too(points):
    """The claim out of sample: the error is fitted on all other series each time."""
    inside = {2: [], 5: []}
    for series in {p.series for p in points}:
        width = fit([p for p in points if p.series != series])
        for years, found in inside.items():
            mine = [p for p in band(points, years) if p.series == series]
            found += [needed(p) <= width for p in mine]
    for found in inside.values():
        assert np.mean(found) >= 0.8
    two, five = (f"{sum(f)} of {len(f)}" for f in inside.values())
    assert f"holds {two} about 2 years ahead and {five} about 5" in words.COUNTED


def test_the_error_of_the_tables_is_what_the_counts_need(points):
    """Law: the width of the tables, world and place together, is that of the fit."""
    inputs = assumptions()
    width = sqrt(inputs["error.growth"].high ** 2 + inputs["error.us"].high ** 2)
    assert width == pytest.approx(fit(points), abs=0.015)


def test_every_place_has_the_same_error():
    """Law: the back-test has too few places to tell them apart."""
    errors = {
        facts.number("outlook_regions", key, "error").high
        for key in facts.keys("outlook_regions")
    }
    assert len(errors) == 1


def test_nothing_later_is_known_at_a_start(points):
    """Law: without the counts after a start, what is foreseen from it is the same."""
    point = next(p for p in points if (p.series, p.start, p.year) == ("us", 2018, 2023))
    counts = counted()["us"]
    growth = (counts[2018].value / counts[2016].value) ** (1 / 2)
    assert point.own.mid < counts[2018].value * growth**5
    assert point.own.mid > counts[2018].value


def test_the_last_count_of_each_series_is_a_nowcast(points):
    """Law: one row a series, of its last year, from the count before."""
    rows = Backtest((), (), (), points, (), ()).nowcasts
    assert len({p.series for p in rows}) == len(rows)
    for point in rows:
        years = sorted(counted()[point.series])
        assert (point.start, point.year) == tuple(years[-2:])


def test_the_error_widens_as_it_says():
    """By hand: with all else exact, +0.1 a year for five years is a factor 1.65."""
    v = {**assumptions().mids(), "error.growth": 0.1}
    plain = block(assumptions().mids(), FRAME).samples["stock"]
    missed = block(v, FRAME).samples["stock"]
    for name in ("ai_demand_twh", "ai_served_twh", "data_centre_served_twh"):
        ratio = np.asarray(missed[name] / plain[name])
        assert ratio[0, 0] == pytest.approx(1.0)
        assert ratio[0, 5] == pytest.approx(np.exp(0.5))
        assert ratio[0, 10] == pytest.approx(ratio[0, 25])


def test_the_error_can_be_taken_out():
    """`--set error.growth=0`: the world is as narrow as its inputs and places."""
    wide = wattlas.outlook(to=2030, draws=256)
    narrow = wattlas.outlook(to=2030, draws=256, overrides={"error.growth": 0})
    ends = [o.at("data_centre_served_twh", 2030) for o in (wide, narrow)]
    assert ends[0].high > ends[1].high
    assert ends[0].low < ends[1].low
