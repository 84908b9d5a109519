"""Electricity by maker and generation of chips, by company and by kind."""

from __future__ import annotations

import csv
from datetime import date

import numpy as np
import pytest

from wattlas import facts
from wattlas.errors import InputError
from wattlas.projection import fleets
from wattlas.projection.fleets import TABLE

SURE = {"load.chips": 0.5, "overhead.it": 1.5, "pue.ai": 1.2}


@pytest.fixture(scope="module")
def found():
    return fleets(overrides=SURE, draws=16)


@pytest.mark.parametrize("key", facts.keys(TABLE))
def test_a_fleet_by_hand(found, key):
    """By hand: a million chips of 1,000 W are 1 GW, 0.9 GW at half load with all."""
    fleet = next(f for f in found.fleets if f.key == key)
    watts = facts.number(TABLE, key, "power_limit_w").value
    gw = fleet.chips_million.mid * watts / 1000
    assert fleet.limits_gw.mid == pytest.approx(gw, rel=0.12)
    assert fleet.energy_twh.mid == pytest.approx(fleet.limits_gw.mid * 0.9 * 8.76)


def test_companies_stand_beside_what_they_report(found):
    """Law: chips that are counted take less than all that a company reports."""
    companies = [f for f in found.fleets if f.reported_twh]
    assert {f.key for f in companies} == {
        "google-fleet",
        "microsoft-fleet",
        "meta-fleet",
    }
    for fleet in companies:
        assert fleet.energy_twh.high < fleet.reported_twh.low
        assert fleet.share_of_reported.mid == pytest.approx(
            fleet.energy_twh.mid / fleet.reported_twh.mid
        )


def test_packaging_and_spending_by_hand(found):
    """By hand: wafers x packages x W x 1.5 x 1.2; spending x its part over a watt."""
    by = {(s.kind, s.year): s for s in found.supplies}
    wafers = by["packaging", 2025]
    watts = wafers.count.mid * 17 * 950 / 1000 * 1.5 * 1.2
    assert wafers.facility_gw.mid == pytest.approx(watts, rel=0.15)
    spent = by["spending", 2025]
    assert spent.count.mid == pytest.approx(416, rel=0.03)
    assert spent.facility_gw.mid == pytest.approx(416 * 0.7 / 40, rel=0.15)


def test_supplies_rise_from_year_to_year(found):
    """Law: each supply allows more in a later year of its counts."""
    for kind in {s.kind for s in found.supplies}:
        rows = [s for s in found.supplies if s.kind == kind]
        assert [s.year for s in rows] == sorted(s.year for s in rows)
        mids = [s.facility_gw.mid for s in rows]
        assert mids == sorted(mids)


def test_no_more_campuses_run_than_come(found):
    """Law: what runs grows by year, and never beyond what of a stage comes at all."""
    for campus in found.campuses:
        mids = [r.mid for r in campus.running_gw.values()]
        assert mids == sorted(mids)
        most = campus.campus_gw.high * campus.comes_share.high
        assert all(r.high <= most * 1.001 for r in campus.running_gw.values())


def test_what_is_further_on_comes_rather_and_sooner(found):
    """Law: of what is begun more comes, and more of that soon, than of the rest."""
    announced, agreed, building = found.campuses
    shares = [c.comes_share.mid for c in (announced, agreed, building)]
    assert shares == sorted(shares)
    soon = [c.running_gw[2030].mid / c.campus_gw.mid for c in found.campuses]
    assert soon == sorted(soon)


def test_the_curve_is_fitted_to_the_sites(shared_data):
    """By refit: median and spread of the wait, of sites that have power or wait."""
    optimize = pytest.importorskip("scipy.optimize")
    stats = pytest.importorskip("scipy.stats")
    had, wait = waits(shared_data / "outlook" / "epoch_data_center_timelines.csv")
    assert (len(had), len(wait)) == (11, 6)

    def missed(guess):
        middle, spread = guess[0], np.exp(guess[1])
        seen = stats.norm.logpdf(np.log(had), middle, spread).sum()
        return -seen - stats.norm.logsf(np.log(wait), middle, spread).sum()

    best = optimize.minimize(missed, [0.5, -0.5]).x
    years, spread = (
        facts.number("outlook_campuses", "curve", f"first_power_{name}")
        for name in ("years", "spread")
    )
    assert np.exp(best[0]) == pytest.approx(years.value, rel=0.01)
    assert np.exp(best[1]) == pytest.approx(spread.value, rel=0.01)


def waits(path):
    """Return the years to first power of sites that had it, and of those that wait."""
    counted = date(2025, 11, 30)
    sites: dict[str, list[tuple[date, float]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seen = date.fromisoformat(row["Date"]), float(row["Power (MW)"])
            sites.setdefault(row["Data center"], []).append(seen)
    had, wait = [], []
    for rows in sites.values():
        rows.sort()
        first = next(day for day, power in rows if power > 0)
        until = min(first, counted)
        (had if first <= counted else wait).append((until - rows[0][0]).days / 365.25)
    return had, wait


def test_kinds_are_all_of_the_base_year(found):
    """Law: shares of the kinds add up; more inference, less training."""
    assert sum(k.share.mid for k in found.kinds) == pytest.approx(1, abs=0.02)
    more = fleets(overrides=SURE | {"inference_share.ai": 0.9}, draws=16)
    training, inference, rest = more.kinds
    assert inference.energy_twh.mid == pytest.approx(9 * training.energy_twh.mid)
    assert rest == found.kinds[2] or rest.energy_twh == found.kinds[2].energy_twh


@pytest.mark.parametrize("name", [*SURE, "inference_share.ai", "base_twh.conventional"])
def test_nothing_that_is_given_is_ignored(found, name):
    """Law: each input that turns chips into electricity changes what is said."""
    value = 401 if name == "base_twh.conventional" else 0.77 if "share" in name else 1.0
    assert fleets(overrides=SURE | {name: value}, draws=16) != found


def test_an_input_of_growth_is_refused():
    """Bad input: the whole sentence."""
    with pytest.raises(InputError) as error:
        fleets(overrides={"growth.users": 1.2}, draws=16)
    assert str(error.value) == (
        "growth.users would change nothing of what chips, companies and kinds of work "
        "take: leave it out."
    )
