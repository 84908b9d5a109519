"""Charts of a plan's record: parts, sites, weeks and savings come from its fields."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

pytest.importorskip("linopy")

from wattlas.planning.answer.alternatives import Point
from wattlas.report.charts.front import front_chart
from wattlas.report.charts.plan_views import costs, lever_savings, plan_drawings
from wattlas.report.charts.plan_weeks import site_dispatches
from wattlas.report.words.language import language

HOURS = np.arange(8760.0)


def week_of(plan, kind):
    return next(week for week in plan.weeks if week.kind == kind)


def hour_of(*day):
    """Return the hour of the year at which a day begins in UTC."""
    since = datetime(*day, tzinfo=UTC) - datetime(day[0], 1, 1, tzinfo=UTC)
    return since.days * 24


def test_flows_are_supply_or_drawn(made):
    """By hand: charging is drawn, discharging is the battery's; levels, requests and
    the servers' own draw are neither."""
    (site,) = site_dispatches(made.plan())
    assert set(site.supply) == {"grid", "wind", "battery"}
    assert set(site.drawn) == {"charging", "exported"}
    assert site.load.tolist() == [1.0] * 8760


def test_the_typical_week_is_nearest_to_the_mean(made):
    """By hand: wind of 1 MW in one week of two, 0.5 in week 20 alone: that is the
    mean; it begins in hour 72 + 20 x 168, on Monday 24 May 2027."""
    week = (HOURS - 72) // 168
    wind = np.where(week == 20, 500.0, np.where(week % 2 == 0, 1_000.0, 0.0))
    plan = made.plan(series=made.SERIES | {("oslo", "wind", "output"): wind})
    assert week_of(plan, "typical").first_hour == hour_of(2027, 5, 24)


def test_carbon_free_supply_is_counted_as_matching_is(made):
    """By hand: 9 MW of wind, 9 of it into the battery, which gives nothing: none."""
    free = made.plan().hourly("oslo", "carbon_free_supply").values
    assert free.max() == 0
    wind = {("oslo", "wind", "output"): HOURS * 0 + 400}
    free = made.plan(series=made.SERIES | wind).hourly("oslo", "carbon_free_supply")
    assert (free.values.min(), free.values.max()) == (0.0, 400.0)


def test_the_worst_week_has_the_least_carbon_free_supply(made):
    """By hand: half of the load of 1 MW in every hour, none in the 168 h from hour
    72 + 30 x 168, Monday 2 August 2027: 0.5 x (8760 - 168) / 8760 over the year."""
    calm = (HOURS - 72) // 168 == 30
    wind = np.where(calm, 0.0, 500.0)
    still = {("oslo", "wind", "output"): wind, ("oslo", "battery", "charge"): HOURS * 0}
    worst = week_of(made.plan(series=made.SERIES | still), "least-free")
    assert worst.value == 0.0
    assert worst.first_hour == hour_of(2027, 8, 2)
    assert worst.mean == pytest.approx(0.5 * 8592 / 8760)


def test_the_worst_week_is_the_dearest_where_prices_are_known(made):
    """By hand: 1 MW from the grid at 0.1, at 0.3 in one week, and matching decides
    where a plan has it."""
    dear = (HOURS - 72) // 168 == 30
    prices = {("oslo", "grid", "price"): np.where(dear, 0.3, 0.1)}
    worst = week_of(made.plan(series=made.SERIES | prices), "dearest")
    assert worst.value == pytest.approx(0.3)
    assert worst.first_hour == hour_of(2027, 8, 2)
    matched = replace(made.figures(4e6, 5e6), matched_kwh=1.0)
    plan = made.plan(series=made.SERIES | prices, figures=matched)
    assert [w.kind for w in plan.weeks] == ["typical"]


def test_costs_are_of_a_year_a_kwh_and_a_million_tokens(made):
    """By hand: 4 million of energy and 5 of chips over 2 GWh and 3 million tokens."""
    found = replace(
        made.figures(4e6, 5e6), load_kwh={"oslo": 2e6}, output_tokens=3e6, requests=1e4
    )
    rows = [r for r in costs(made.plan(figures=found)).rows if r["case"] == "plan"]
    ends = {(r["view"].partition("[")[2], r["part"]): r["end"] for r in rows}
    assert ends == {
        ("million CNY]", "grid energy"): 4.0,
        ("million CNY]", "serving chips"): 9.0,
        ("CNY/kWh]", "grid energy"): 2.0,
        ("CNY]", "grid energy"): pytest.approx(4e6 / 3),
        ("CNY]", "serving chips"): pytest.approx(3e6),
    }


def test_savings_are_against_the_baseline(made):
    """By hand: electricity 7 to 6 and 4 million, in all 13 to 9 and 9."""
    savings = lever_savings(made.plan())
    assert [(s.name, s.electricity, s.all) for s in savings] == [
        ("hardware choice", 1e6, 4e6),
        ("optimised plan", 3e6, 4e6),
    ]


def test_a_plan_without_baseline_has_no_levers(made):
    """Law: what a record lacks is not drawn, nor a map of one site."""
    lone = made.plan(baseline=None, levers=())
    assert lever_savings(lone) == []
    assert list(plan_drawings(lone)) == ["dispatch", "costs"]
    every = ["levers", "dispatch", "costs"]
    assert list(plan_drawings(made.plan())) == every


@pytest.mark.parametrize(
    ("code", "said"), [("en", "Sources: assumed."), ("zh", "来源：假设。")]
)
def test_every_caption_names_the_sources(made, code, said):
    """Law: the names of the plan's sources, at the end of each caption."""
    drawings = plan_drawings(made.plan(sources=("assumed",)), language(code))
    assert all(d.caption.endswith(said) for d in drawings.values())


LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = {"kWh", "MW", "kW", "CNY", "UTC", "Europe", "Oslo", "oslo", "GWh", "token"}
NAMES |= {"Natural", "Earth"}


def test_charts_in_chinese_have_no_english_words(made):
    """Law: titles, captions, axes, legends; names and units stay."""
    for drawing in plan_drawings(made.plan(), language("zh")).values():
        shown = re.findall(r"<text[^>]*>([^<]*)</text>", drawing.svg())
        assert len(shown) > 5
        for text in (drawing.title, drawing.caption, drawing.alt, *shown):
            assert set(LATIN.findall(text)) <= NAMES, text


def test_the_front_is_that_of_the_record(made):
    """By hand: points in their order, then the plan (9 million) and the baseline (13);
    no line where no front was asked for."""
    front = (
        Point(8e6, 1e6, 3e5, 2e6, 2e6, {}),
        Point(9e6, 2e6, 1e5, 1e6, 1e6, {}),
    )
    fronts = {"carbon": front}
    rows = front_chart(made.plan(fronts=fronts)).rows
    points = [(r["kind"], r["cost"], r["carbon"], r["water"]) for r in rows]
    assert points == [
        ("front", 8.0, 3e5, 2e6),
        ("front", 9.0, 1e5, 1e6),
        ("plan", 9.0, 0.0, 0.0),
        ("baseline", 13.0, 0.0, 0.0),
    ]
    assert front_chart(made.plan()) is None
    assert "front" in plan_drawings(made.plan(fronts=fronts))
