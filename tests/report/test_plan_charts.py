"""Charts of a plan: what they show is what they were given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from wattlas import errors
from wattlas.report.charts import costs, parts
from wattlas.report.charts import dispatch as charts
from wattlas.report.words import planning

HOURS = np.arange(8760.0)
SITE = charts.SiteDispatch(
    "oslo",
    {
        "wind": HOURS,
        "grid": np.full(8760, 5.0),
        "gas": np.zeros(8760),
        "smr": np.full(8760, 0.2),
    },
    HOURS + 5 - 1,
    {"charging": np.ones(8760)},
)
WEEK = datetime(2027, 1, 11, tzinfo=UTC)


def rows(kind: str, part: str, **more):
    found = charts.dispatch_rows([SITE], more.get("start", WEEK), "Europe/Oslo")
    return [r for r in found if (r["kind"], r["part"]) == (kind, part)]


def test_a_week_has_its_hours_in_local_time():
    """By hand: 11 January is hour 240; midnight UTC is one o'clock in Oslo."""
    wind = rows("supply", "wind")
    assert [r["mw"] for r in wind] == list(range(240, 408))
    assert wind[0]["time"] == "2027-01-11T01:00:00"


def test_what_is_drawn_stands_below_the_axis():
    """Law: supply and what is drawn add up to the load in every hour."""
    parts = [rows("supply", "wind"), rows("supply", "grid"), rows("drawn", "charging")]
    sums = [sum(r["mw"] for r in hour) for hour in zip(*parts, strict=True)]
    assert sums == [r["mw"] for r in rows("load", "load")]


def test_what_gives_nothing_is_not_shown():
    """By hand: nothing, or at most 0.2 MW beside a load of 411, has no place in the
    legend: that is half a thousandth."""
    assert rows("supply", "gas") == []
    assert rows("supply", "smr") == []


def test_a_week_may_begin_in_any_zone():
    """By hand: 8:00 in China is midnight UTC."""
    start = datetime(2027, 1, 11, 8, tzinfo=timezone(timedelta(hours=8)))
    assert rows("supply", "wind", start=start)[0]["mw"] == 240


def test_costs_are_stacked_from_zero_to_their_sum():
    """By hand: 3 + 2 to the right of the axis, -1 to its left."""
    money = {"plan": {"wind": 2.0, "grid energy": 3.0, "sold": -1.0, "gas": 0.0}}
    view = costs.CostView("million CNY", money)
    shown = [(r["part"], r["start"], r["end"]) for r in costs.cost_rows(view)]
    assert shown == [("grid energy", 0, 3), ("wind", 3, 5), ("sold", 0, -1)]


def test_every_part_has_a_colour_and_a_name():
    """Law: the legend knows each part; colours of one stack differ."""
    assert parts.COLOURS.keys() == planning.PARTS.keys()
    alike = {"grid energy", "sold"}
    colours = [c for p, c in parts.COLOURS.items() if p not in alike]
    assert len(set(colours)) == len(colours)


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_charts_can_be_drawn(tmp_path, suffix):
    """Law: each chart becomes a picture that is not empty."""
    savings = [costs.LeverSaving("better chips", 1e6, -2e6)]
    week = charts.Week(WEEK, "Europe/Oslo", "A week", "Synthetic.")
    view = costs.CostView("million CNY", {"plan": {"wind": 2.0}})
    made = {
        "dispatch": charts.dispatch_chart([SITE], week),
        "costs": costs.cost_chart([view], "Cost", "A year."),
        "levers": costs.levers_chart(savings, "million CNY", "Levers"),
    }
    for name, chart in made.items():
        path = tmp_path / f"{name}{suffix}"
        chart.save(path)
        assert path.stat().st_size > 2_000


def test_a_week_that_leaves_the_year():
    """Bad input: the whole sentence."""
    late = datetime(2027, 12, 28, tzinfo=UTC)
    with pytest.raises(errors.InputError) as error:
        charts.dispatch_rows([SITE], late, "UTC")
    assert str(error.value) == (
        "A week that begins on 2027-12-28 does not end within the year."
    )


def test_a_week_without_a_zone():
    """Bad input: local or UTC? Nothing is guessed."""
    with pytest.raises(errors.InputError, match=r"^The start of a week needs its time"):
        charts.dispatch_rows([SITE], datetime(2027, 1, 4), "UTC")
