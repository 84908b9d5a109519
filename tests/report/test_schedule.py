"""The chart of when a run is trained: its hours and days are those of the record."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("linopy")

from wattlas.planning.answer.parts import TrainingPlan
from wattlas.report.charts.schedule import training_schedule
from wattlas.report.words.language import language

HOURS = np.arange(8760.0)
WIND, CHARGE = ("oslo", "wind", "output"), ("oslo", "battery", "charge")
PRICE = ("oslo", "grid", "price")


def trained(made, first: int, last: int, more=None, window=None):
    """Return a plan that trains in Oslo at 0.5 MW, from a first to a last hour."""
    run = TrainingPlan(
        "oslo", "x", first, last, 1.0, 1.0, 0.0, 1.0, *(window or (first, last))
    )
    busy = np.where((first <= HOURS) & (last >= HOURS), 500.0, 0.0)
    named = made.SERIES | {("oslo", "", "training_it_power"): busy} | (more or {})
    return made.plan(training=run, series=named)


def of(drawn, series: str):
    return [r for r in drawn.rows if r["series"] == series]


def test_a_short_window_is_shown_by_the_hour(made):
    """By hand: hours 24 to 47 UTC are 1 o'clock of 2 January on in Oslo."""
    rows = of(training_schedule(trained(made, 24, 47)), "training")
    assert [r["mean"] for r in rows] == [500.0] * 24
    assert rows[0]["time"] == "2027-01-02T01:00"
    assert all(r["low"] == r["mean"] == r["high"] for r in rows)


def test_a_long_window_is_shown_by_the_day_of_the_site(made):
    """By hand: 40 days from midnight UTC; the first day has 23 h in Oslo, the last 1.
    A price that is the hour of the year has a mean of 11 over hours 0 to 22."""
    plan = trained(made, 0, 959, {PRICE: HOURS})
    drawn = training_schedule(plan)
    price = of(drawn, "price_per_kwh")
    assert len(price) == len(of(drawn, "training")) == 41
    assert [price[0][k] for k in ("low", "mean", "high")] == [0.0, 11.0, 22.0]
    assert [price[1][k] for k in ("low", "mean", "high")] == [23.0, 34.5, 46.0]
    assert price[-1]["time"] == "2027-02-10"


def test_the_window_is_that_of_the_record(made):
    """By hand: hours 24 to 215 are eight days, whenever is trained."""
    plan = trained(made, 48, 60, window=(24, 215))
    rows = of(training_schedule(plan), "training")
    assert sum(r["mean"] for r in rows) == 13 * 500.0
    assert len(rows) == 192


def test_what_is_not_in_the_record_is_not_shown(made):
    """Law: no price, carbon or carbon-free supply, no panel; no training, no chart."""
    plain = {WIND: HOURS * 0, CHARGE: HOURS * 0}
    drawn = training_schedule(trained(made, 24, 47, plain))
    assert {r["series"] for r in drawn.rows} == {"training"}
    assert "Carbon-free" not in drawn.caption
    assert training_schedule(made.plan()) is None


def test_carbon_free_supply_is_a_share_of_the_load(made):
    """By hand: 0.4 MW of wind at a load of 1 MW is 40 %."""
    steady = {WIND: HOURS * 0 + 400, CHARGE: HOURS * 0}
    rows = of(training_schedule(trained(made, 24, 47, steady)), "carbon_free")
    assert [r["mean"] for r in rows] == pytest.approx([40.0] * 24)


def test_the_schedule_is_said_in_chinese(made):
    """Law: title, caption and the words above the panels."""
    steady = {WIND: HOURS * 0 + 400, PRICE: HOURS}
    drawn = training_schedule(trained(made, 24, 47, steady), language("zh"))
    assert drawn.title == "训练在何时进行"
    assert "电网电价 [CNY/kWh]" in drawn.svg()
    assert "Training" not in drawn.caption
