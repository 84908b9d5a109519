"""Charts of a plan's record: parts, sites, weeks and savings come from its fields."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import numpy as np
import pytest

pytest.importorskip("linopy")

from wattlas.planning.answer.figures import Figures
from wattlas.planning.answer.levers import Lever
from wattlas.planning.answer.record import Plan, Proof
from wattlas.report.charts.plan_views import (
    lever_savings,
    most_moving_week,
    plan_drawings,
    site_dispatches,
)

HOURS = np.arange(8760.0)
GUSTY = np.where(((HOURS - 72) // 168 == 30) & (HOURS % 2 == 0), 9_000.0, 0.0)


def figures(energy: float, chips: float) -> Figures:
    costs = {"oslo": {"grid energy": energy, "serving chips": chips}}
    return Figures(costs, {}, {}, {}, {}, {}, {})


def plan(**changes) -> Plan:
    series = {
        "oslo.it_kw": np.full(8760, 900.0),
        "oslo.facility_kw": np.full(8760, 1_000.0),
        "oslo.grid_kw": np.full(8760, 1_000.0),
        "oslo.wind_kw": GUSTY,
        "oslo.battery_charge_kw": GUSTY,
        "oslo.battery_discharge_kw": np.zeros(8760),
        "oslo.battery_level_kwh": np.zeros(8760),
        "oslo.surplus_kw": np.zeros(8760),
        "oslo.requests_per_h": HOURS,
        "oslo.training_it_kw": np.full(8760, 500.0),
    }
    record = {
        "title": "T",
        "year": 2027,
        "currency": "CNY",
        "currency_year": "2024",
        "home": "oslo",
        "figures": figures(4e6, 5e6),
        "training": None,
        "baseline": Lever("baseline", figures(7e6, 6e6)),
        "levers": (Lever("chips", figures(6e6, 3e6)),),
        "proof": Proof("", 6, 0.0, 0.0, False, 1e-4, 0, 0, {}),
        "provenance": {"oslo": {"dry_bulb_c": ("synthetic", "")}},
        "series": series,
    }
    others = {field.name: () for field in fields(Plan)}
    return Plan(**others | record | changes)


def test_flows_are_supply_or_drawn():
    """By hand: charging is drawn, discharging is the battery's; levels, requests and
    the servers' own draw are neither."""
    (site,) = site_dispatches(plan())
    assert set(site.supply) == {"grid", "wind", "battery"}
    assert set(site.drawn) == {"charging", "surplus"}
    assert site.load.tolist() == [1.0] * 8760


def test_the_week_that_moves_most():
    """By hand: the gusts begin in hour 72 + 30 x 168, on Monday 2 August 2027."""
    week = most_moving_week(site_dispatches(plan()), 2027)
    assert week == datetime(2027, 8, 2, tzinfo=UTC)


def test_savings_are_against_the_baseline():
    """By hand: electricity 7 to 6 and 4 million, in all 13 to 9 and 9."""
    savings = lever_savings(plan())
    assert [(s.name, s.electricity, s.all) for s in savings] == [
        ("better chips", 1e6, 4e6),
        ("all together", 3e6, 4e6),
    ]


def test_a_plan_without_baseline_has_no_levers():
    """Law: what a record lacks is not drawn."""
    lone = plan(baseline=None, levers=())
    assert lever_savings(lone) == []
    assert list(plan_drawings(lone)) == ["dispatch", "costs"]
    assert list(plan_drawings(plan())) == ["dispatch", "costs", "levers"]
