"""The charts of the outlook: what they show is what the record says."""

from __future__ import annotations

import re

import pytest

import wattlas
from wattlas.projection import peak
from wattlas.report.charts import outlook as charts
from wattlas.report.charts.peak import COLOURS, peak_chart, peak_rows


@pytest.fixture(scope="module")
def study():
    """A short study."""
    return wattlas.outlook(draws=64, to=2032)


def test_the_fan_holds_the_percentiles(study):
    """Law: a row a year, and its middle is the median of the record."""
    rows = charts.fan_rows(study, "ai_served_twh")
    assert [r["year"] for r in rows] == list(study.years)
    for row in rows:
        found = study.at("ai_served_twh", row["year"])
        assert (row["p05"], row["p50"], row["p95"]) == (
            found.low,
            found.mid,
            found.high,
        )
        assert row["p05"] <= row["p25"] <= row["p50"] <= row["p75"] <= row["p95"]


def test_the_tornado_is_widest_first(study):
    """Law: bars fall in width, as the record's swings do."""
    rows = charts.swing_rows(study, 2030)
    widths = [r["high"] - r["low"] for r in rows]
    assert widths == sorted(widths, reverse=True)


def test_the_curve_has_a_line_for_each_share_and_the_stop():
    """Law: each growth has a point on every line, with low <= mid <= high."""
    found = wattlas.crossing(draws=64)
    rows = charts.crossing_rows(found)
    assert len({r["line"] for r in rows}) == len(found.shares) + 1
    assert all(r["low"] <= r["mid"] <= r["high"] for r in rows)


def test_the_highest_hour_is_drawn_as_it_is_said():
    """Law: each line has every year of the record, with its range."""
    found = peak(region="pjm", to=2028, draws=16)
    rows = list(peak_rows(found))
    assert len(rows) == len(COLOURS) * len(found.years)
    firm = [r for r in rows if r["line"] == "firm capacity"]
    assert [r["gw"] for r in firm] == [y.firm_gw.mid for y in found.years]
    assert all(r["low"] <= r["gw"] <= r["high"] for r in rows)
    assert "PJM" in peak_chart(found).title


def test_every_line_of_a_chart_is_named_in_it(study):
    """Law: what has a colour of its own has its name beside the picture."""
    drawn = (
        (charts.fan_chart(study), {"stock of chips", "AI demand"}),
        (
            charts.crossing_chart(wattlas.crossing(draws=16)),
            {"first binding constraint"},
        ),
        (peak_chart(peak(region="pjm", to=2028, draws=16)), set()),
    )
    for drawing, more in drawn:
        names = {row["line"] for row in drawing.rows if "line" in row} | more
        for picture in (drawing.svg(), drawing.narrow_svg()):
            shown = set(re.findall(r">([^<>]+)</t", picture))
            assert names <= shown, names - shown
