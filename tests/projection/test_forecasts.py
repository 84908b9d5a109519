"""Published forecasts on one scope, and their scores."""

from __future__ import annotations

import csv
from functools import partial

import pytest

import wattlas
from wattlas import facts
from wattlas.notes import Note
from wattlas.projection import forecasts
from wattlas.projection.forecasts import forecast, on_scope
from wattlas.projection.trend import compute_trend, fit


def test_there_are_forty_forecasts_and_more():
    """The count that is promised."""
    assert len(facts.keys("forecasts")) >= 40


def test_every_forecast_has_scope_base_horizon_and_method():
    """Law: none lacks what makes it comparable, and it looks ahead."""
    for key in facts.keys("forecasts"):
        found = forecast(key)
        assert found.scope, key
        assert found.method, key
        assert found.base_year < found.horizon_year, key
        assert found.base_twh.low <= found.base_twh.mid <= found.base_twh.high, key
        assert found.horizon_twh.low <= found.horizon_twh.high, key


def test_revisions_point_to_forecasts():
    """Law: what a forecast revises is one of the table."""
    keys = set(facts.keys("forecasts"))
    revised = {facts.row("forecasts", k)["revises"] for k in keys} - {""}
    assert len(revised) >= 5
    assert revised <= keys


def test_crypto_is_taken_out():
    """IEA Electricity 2024: 460 TWh of 2022 hold about 110 of crypto: 350 are left."""
    found = forecast("iea2024")
    assert found.base_twh.mid == 350
    assert found.horizon_twh.mid == 800 - 160


def test_gigawatts_become_terawatt_hours_by_a_load():
    """By hand: McKinsey's 219 GW at 0.48 are 921 TWh."""
    assert forecast("mckinsey2024").horizon_twh.mid == pytest.approx(219 * 0.48 * 8.76)


def test_shares_become_energy_by_generation():
    """By hand: Huber and Mills, 10 % of the US of 2000 (no earlier year is known)."""
    base = forecast("huber1999").base_twh.mid
    generated = float(facts.row("electricity", "us@2000")["generation_twh"])
    assert base == pytest.approx(0.1 * generated)


def test_sixty_forecasts_are_held_beside_ours():
    """The number that is promised, with places that have a count of their own."""
    every = facts.keys("forecasts")
    assert len(every) >= 60
    regions = {facts.row("forecasts", key)["region"] for key in every}
    assert {"world", "us", "china", "europe", "india", "ireland"} <= regions


def test_scopes_do_not_mix():
    """Law: every forecast is in one scope, or left out with the reason."""
    every = set(facts.keys("forecasts"))
    for scope in ("all", "ai"):
        found = on_scope(scope, "any")
        shown = {f.key for f in found.rows}
        assert shown | found.left_out.keys() == every
        assert shown & found.left_out.keys() == set()
    energy = Note("of-scope", {"scope": "primary-energy"})
    assert energy in on_scope("all", "world").left_out.values()


def test_a_forecast_on_its_way():
    """By hand: 416 to 946 TWh in six years passes 477 after one."""
    assert forecast("iea2025-base-2030").at(2025).mid == pytest.approx(
        416 * (946 / 416) ** (1 / 6)
    )
    assert forecast("iea2025-base-2030").at(2031) is None


def test_the_ledger_agrees_with_the_published_rows(shared_data):
    """Base and horizon of the shared ledger, where it gives TWh, are ours."""
    with (shared_data / "outlook.csv").open(encoding="utf-8") as file:
        rows = {r["id"]: r for r in csv.DictReader(file)}
    pairs = {
        "iea2025-base-2030": "iea2025-base-2030",
        "iea2025-lift-off-2035": "iea2025-lift-off-2035",
        "iea2025-us": "iea2025-us",
        "gs2026": "goldman2026",
        "deloitte2024": "deloitte2024",
        "cn-official2021": "china2021",
        "andrae2015-worst": "andrae2015-worst",
    }
    for theirs, ours in pairs.items():
        row, found = rows[theirs], forecast(ours)
        assert float(row["base_twh"]) == pytest.approx(found.base_twh.mid)
        assert float(row["horizon_twh_central"]) == pytest.approx(found.horizon_twh.mid)


@pytest.fixture(scope="module")
def past():
    """The back-test."""
    return wattlas.backtest()


def test_every_method_and_start_is_run_or_says_why_not(past):
    """Law: three methods from 2010, 2015, 2018, 2020; what cannot run has a reason."""
    for method in ("stock", "compute", "adoption"):
        mine = [r for r in past.runs if r.method == method]
        assert {2010, 2015, 2018, 2020} <= {r.start for r in mine}
        for r in mine:
            assert (r.predicted is None) == bool(r.reason)


def test_flat_growth_of_2018_by_hand(past):
    """By hand: IEA 2017, 194 TWh in 2014 at +0.5 % a year is 204 in 2024, not 416."""
    run = next(
        r
        for r in past.runs
        if (r.method, r.start, r.slowing, r.year) == ("stock", 2018, False, 2024)
    )
    assert run.predicted.mid == pytest.approx(194 * 1.005**10, rel=0.02)
    assert run.ratio == pytest.approx(0.5, abs=0.02)
    assert run.inside is False


def test_the_classic_overshoot_is_scored(past):
    """Andrae and Edler 2015: 196 TWh in 2010, 2,967 in 2030: 1,500 in 2025, not 485."""
    score = next(f for f in past.forecasts if f.source == "andrae2015")
    assert score.predicted.mid == pytest.approx(196 * (2967 / 196) ** 0.75, rel=0.001)
    assert score.ratio > 3
    assert score.inside is False


def test_a_study_is_scored_after_it_was_published(past):
    """Law: the year scored is not before publication, and after the base."""
    for score in past.forecasts:
        assert score.year >= score.published


def test_summaries_count_what_they_sum_up(past):
    """Law: every run that ran and every score is in one group."""
    ran = [r for r in past.runs if r.ratio is not None]
    count = sum(s.count for s in past.summaries)
    assert count == len(ran) + len(past.forecasts)
    assert all(s.inside <= s.ranges <= s.count for s in past.summaries)


def test_training_compute_grows_as_refitted():
    """Least squares on the same data (March 2026): 4.90 a year (4.68-5.12), n = 124."""
    trend = compute_trend(2026.0)
    low, high = trend.growth_range()
    assert low < 4.9 < high
    assert trend.points >= 120


def test_a_trend_by_hand():
    """By hand: a doubling a year with no scatter has no error."""
    trend = fit([(2010.0, 1.0), (2011.0, 2.0), (2012.0, 4.0), (2013.0, 8.0)])
    assert trend.growth == pytest.approx(2.0)
    assert trend.growth_error == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("scope", ["all", "ai"])
def test_ours_stands_beside_each_forecast_of_years_to_come(scope, monkeypatch):
    """Law: one range a forecast, of its year; who lies in whose is what ranges say."""
    small = partial(wattlas.outlook, draws=32)
    monkeypatch.setattr("wattlas.projection.comparison.outlook", small)
    found = forecasts(scope=scope, region="any")
    assert {mine.region for mine in found.ours} >= {f.region for f in found.rows}
    for f in found.rows:
        ours, year = found.ours_of(f.region), f.compared_year
        mine = ours.beside(f)
        assert (mine is None) == (year is None), f.key
        if mine is None:
            assert f.horizon_year <= 2025, f.key
            continue
        theirs = f.at(year)
        said = {
            "each-other": (True, True),
            "theirs-in-ours": (True, False),
            "ours-in-theirs": (False, True),
            "neither": (False, False),
        }[ours.agreement(f)]
        assert said == (mine.contains(theirs.mid), theirs.contains(mine.mid)), f.key
