"""Hours of use: a machine of one person, for hours a day and days."""

from __future__ import annotations

import pytest

import wattlas
from wattlas.errors import WattlasError
from wattlas.estimation import api

LAPTOP = {
    "model": "llama-3.1-8b",
    "hardware": "m4-max",
    "precision": "int4",
    "engine": "llama.cpp",
    "draws": 32,
}
ENERGY = "facility_energy_kwh"


def mid(estimate, name=ENERGY):
    """Return the central value of a result."""
    return estimate.results[name].mid


@pytest.mark.parametrize("days", [1, 220, 365])
@pytest.mark.parametrize("hours", [0.5, 2, 24])
def test_the_machine_is_on_for_the_hours_of_use(hours, days):
    """By hand: chip-hours are hours of use, whatever is asked of it in them."""
    found = wattlas.serve(**LAPTOP, hours_per_day=hours, days=days)
    assert mid(found, "chip_hours") == pytest.approx(hours * days)
    asked = wattlas.serve(**LAPTOP, hours_per_day=hours, days=days, requests_per_day=20)
    assert mid(asked, "chip_hours") == pytest.approx(hours * days)


def test_energy_is_in_proportion_to_days():
    year, month = (wattlas.serve(**LAPTOP, hours_per_day=2, days=d) for d in (360, 30))
    assert mid(year) == pytest.approx(12 * mid(month))
    assert year.per["day"][ENERGY].mid == pytest.approx(month.per["day"][ENERGY].mid)
    assert "year" not in year.per


def test_a_year_is_365_days():
    named = wattlas.serve(**LAPTOP, hours_per_day=2, days="1 year")
    usual = wattlas.serve(**LAPTOP, hours_per_day=2)
    assert mid(named) == pytest.approx(mid(usual))
    assert mid(wattlas.serve(**LAPTOP, hours_per_day=2, years=3)) == pytest.approx(
        3 * mid(usual)
    )
    assert usual.per["year"][ENERGY].mid == pytest.approx(mid(usual))


def test_law_busier_hours_take_more_between_always_waiting_and_always_busy():
    shares = (0.01, 0.3, 1.0)
    runs = [wattlas.serve(**LAPTOP, hours_per_day=2, busy_share=s) for s in shares]
    energies = [mid(run) for run in runs]
    assert energies == sorted(energies)
    usual = wattlas.serve(**LAPTOP, hours_per_day=2)
    assert energies[0] < mid(usual) < energies[-1]
    hours = [run.extras["busy_hours_per_day"].mid for run in runs]
    assert hours == pytest.approx([2 * s for s in shares])


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (wattlas.serve, {**LAPTOP, "requests_per_day": 20}),
        (wattlas.serve, LAPTOP),
        (
            api.classify,
            {
                "model": "yolo11n",
                "hardware": "jetson-orin-nano",
                "items_per_second": 5,
                "draws": 32,
            },
        ),
    ],
)
def test_the_rest_of_a_day_is_counted_where_its_power_is_said(model, given):
    """By hand: 10 W in 22 hours of 100 days, at the wall of a machine at home."""
    use = {"hours_per_day": 2, "days": 100}
    without = model(**given, **use)
    found = model(**given, **use, rest_power=10)
    assert mid(found) - mid(without) == pytest.approx(10 * 22 * 100 / 1000)
    assert [n.values["hours"] for n in without.notes if n.code == "rest-not-counted"]
    assert not [n for n in found.notes if n.code == "rest-not-counted"]


def test_the_rest_has_its_money_and_carbon():
    place = {"country": "germany", "hours_per_day": 2}
    less, more = (
        wattlas.serve(**LAPTOP, **place, rest_power=watts) for watts in (1, 30)
    )
    for name in (
        *("electricity_cost", "total_cost", "facility_carbon_kgco2e"),
        "lifecycle_carbon_kgco2e",
    ):
        if name in less.results:
            assert mid(more, name) > mid(less, name)
    extra = mid(more, "electricity_cost") - mid(less, "electricity_cost")
    assert mid(more, "total_cost") - mid(less, "total_cost") == pytest.approx(extra)


def test_a_waiting_machine_at_home_draws_little():
    """A desktop with a card that waits: near 100 W, no server's share of its limit."""
    desk = {**LAPTOP, "hardware": "rtx-5090", "hours_per_day": 2, "draws": 256}
    found = wattlas.serve(**desk, busy_share=0.001).results[ENERGY]
    watts = [1000 * x / 730 for x in (found.low, found.mid, found.high)]
    assert 40 < watts[0] < 90 < watts[1] < 150 < watts[2] < 300


def test_an_agent_is_used_for_hours_too():
    agent = {
        **{"model": "llama-3.1-8b", "hardware": "rtx-5090", "calls": 5},
        **{"system_tokens": 500, "draws": 32},
    }
    found = api.agent(**agent, hours_per_day=3, days=100, chips=1)
    assert mid(found, "chip_hours") == pytest.approx(300)


REFUSED = [
    ({"rest_power": 5}, "rest_power would not be used without hours_per_day"),
    ({"days": 5}, "days would not be used"),
    ({"hours_per_day": 25}, "at most 24"),
    ({"hours_per_day": 0}, "hours_per_day"),
    ({"hours_per_day": 2, "days": 3, "years": 1}, "days and years are both given"),
    ({"hours_per_day": 0.1, "requests_per_day": 1e5}, "give more hours_per_day"),
    (
        {"hours_per_day": 2, "requests_per_day": 5, "busy_share": 0.5},
        "busy_share would not be used",
    ),
]


@pytest.mark.parametrize(("more", "said"), REFUSED)
def test_use_that_cannot_be_is_refused(more, said):
    with pytest.raises(WattlasError, match=said) as refused:
        wattlas.serve(**LAPTOP, **more)
    assert "\n" not in str(refused.value)


def test_a_job_takes_hours_in_one_way():
    job = {"model": "bge-m3", "hardware": "l4", "items": 1e6, "draws": 32}
    with pytest.raises(WattlasError, match="hours_on and hours_per_day"):
        api.embed(**job, hours_on=24, hours_per_day=2)
    with pytest.raises(WattlasError, match="days would not be used"):
        api.embed(**job, days=2)
    found = api.embed(**job, hours_per_day=2, days=10)
    assert mid(found, "chip_hours") == pytest.approx(20)


def test_a_metered_energy_and_a_plan_take_no_hours_of_use(tmp_path):
    with pytest.raises(WattlasError, match="hours_per_day would not be used"):
        wattlas.serve(energy="9 kWh", boundary="it", requests=1e3, hours_per_day=2)
    path = tmp_path / "plan.yaml"
    path.write_text(
        "title: a plan\nmodel: llama-3.1-8b\nsites: [dublin]\nyear: 2027\nplan: {}\n"
        "serve: {hardware: h100, requests_per_day: 1M, hours_per_day: 2}\n"
    )
    with pytest.raises(WattlasError, match="hours_per_day would not be used in a plan"):
        wattlas.plan(path)
