"""The synthetic year: months have their normals, hours are possible, seeds repeat."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas import errors, facts
from wattlas.hours import Clock, site_hours
from wattlas.hours.output import wind_capacity_factor
from wattlas.hours.weather.noise import means_of_months
from wattlas.hours.weather.normals import normals
from wattlas.hours.weather.sun import daily_clearness, sky
from wattlas.hours.weather.synthetic import typical_year

SOME = ["shanghai", "qingyang", "phoenix", "singapore", "lulea", "johannesburg"]


def local_time(site: str):
    return Clock(2027).local(facts.row("sites", site)["timezone"])


def test_every_site_has_normals():
    """Law: each site of the tables has a climate, twelve values of each quantity."""
    assert facts.keys("climate") == facts.keys("sites")
    for site in facts.keys("sites"):
        known = normals(site)
        assert known.mount in ("tracking", "fixed")
        for values in (
            known.temperature_c,
            known.dew_point_c,
            known.irradiation_kwh_per_m2_day,
            known.wind_m_per_s,
        ):
            assert len(values) == 12
        assert (known.dew_point_c < known.temperature_c).all()
        assert -35 < known.temperature_c.min() <= known.temperature_c.max() < 40
        assert (known.wind_m_per_s > 2).all()


@pytest.mark.parametrize("site", SOME)
def test_irradiation_lies_below_that_above_the_air(site):
    """Law: no month's clearness is above 0.8."""
    at = sky(normals(site).spot, Clock(2027))
    outside = means_of_months(at.extraterrestrial_w_per_m2, local_time(site)) * 0.024
    share = normals(site).irradiation_kwh_per_m2_day / np.maximum(outside, 0.1)
    assert share.max() < 0.8


@pytest.mark.parametrize("site", SOME)
def test_months_have_their_normals(site):
    """Law: a typical year has the means of the tables; saturation costs the dew point
    up to 1.5 K, polar days the sun up to 0.1 kWh."""
    year, known, local = typical_year(site, 2027), normals(site), local_time(site)
    for values, wanted, tolerance in (
        (year.dry_bulb_c, known.temperature_c, 0.05),
        (year.dew_point_c, known.dew_point_c, 1.5),
        (year.global_w_per_m2 * 0.024, known.irradiation_kwh_per_m2_day, 0.1),
        (year.wind_m_per_s, known.wind_m_per_s, 0.05),
    ):
        means = means_of_months(values, local)
        assert np.abs(means - wanted).max() < tolerance


@pytest.mark.parametrize("site", SOME)
def test_hours_are_possible(site):
    """Law: dew point <= wet bulb <= dry bulb; no sun at night; beam below 1,361."""
    year = typical_year(site, 2027)
    assert (year.dew_point_c <= year.dry_bulb_c).all()
    assert (year.wet_bulb_c <= year.dry_bulb_c + 1e-6).all()
    assert (year.wet_bulb_c >= year.dew_point_c - 1e-6).all()
    assert year.wet_bulb_c.max() < 32
    at = sky(year.spot, Clock(2027))
    assert year.global_w_per_m2[at.zenith_deg > 93].max() < 5
    assert (year.beam_w_per_m2 >= 0).all()
    assert year.beam_w_per_m2.max() < 1_361
    assert np.isfinite(year.wind_m_per_s).all()


@pytest.mark.parametrize(
    ("site", "january_hpa", "july_hpa"),
    [("beijing", 2.1, 24.2), ("guangzhou", 11.6, 31.0), ("frankfurt", 6.2, 15.0)],
)
def test_air_holds_the_vapour_that_its_station_published(site, january_hpa, july_hpa):
    """Reference: mean vapour pressure in the station sheets of WMO's normals
    1991-2020, within 8 %: two figures of the sheet, and saturation cuts the wettest
    hours."""
    dew = typical_year(site, 2027).dew_point_c
    vapour_hpa = 6.112 * np.exp(17.62 * dew / (243.12 + dew))
    means = means_of_months(vapour_hpa, local_time(site))
    assert means[[0, 6]] == pytest.approx([january_hpa, july_hpa], rel=0.08)


def test_the_same_seed_gives_the_same_year():
    """Law: a year depends on site, year and seed alone; another seed moves hours."""
    first = site_hours("oslo", 2027, seed=1)
    typical_year.cache_clear()
    again, other = site_hours("oslo", 2027, seed=1), site_hours("oslo", 2027, seed=2)
    assert (first.wind_capacity_factor == again.wind_capacity_factor).all()
    difference = first.wind_capacity_factor - other.wind_capacity_factor
    assert np.abs(difference).mean() > 0.1
    assert first.wind_capacity_factor.mean() == pytest.approx(
        other.wind_capacity_factor.mean(), abs=0.02
    )


@pytest.mark.parametrize("mean", [0.3, 0.5, 0.7])
def test_clearness_has_its_mean(mean):
    """Law: the distribution of Bendt et al. with Herzog's exponent keeps the mean."""
    months = np.ones(40_000, dtype=int)
    noise = np.random.default_rng(3).standard_normal(40_000)
    days = daily_clearness(np.full(12, mean), months, noise)
    assert days.mean() == pytest.approx(mean, abs=0.01)
    assert days.min() >= 0.05 - 1e-9


def test_wind_keeps_its_memory():
    """By hand: the constant of the tables is the correlation of neighbouring hours."""
    wind = typical_year("iowa", 2027).wind_m_per_s
    assert np.corrcoef(wind[1:], wind[:-1])[0, 1] == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("shanghai", "wujiang", 0.95, 1.0),
        ("beijing", "zhangjiakou", 0.8, 1.0),
        ("shanghai", "wuhu", 0.5, 0.85),
        ("shanghai", "qingyang", -0.25, 0.25),
        ("dublin", "iowa", -0.25, 0.25),
    ],
)
def test_near_places_share_their_lulls(one, other, low, high):
    """By hand: exp(-d^2 / 2 reach^2) with a reach of 350 km: 79 km 0.97, 95 km 0.96,
    295 km 0.70, 1,400 km and an ocean 0; a tenth either way for finite waves."""
    here, there = (typical_year(s, 2027).wind_m_per_s for s in (one, other))
    assert low <= np.corrcoef(here, there)[0, 1] <= high


def test_a_turbine_stands_still_in_a_storm():
    """By hand, from the power curve: rated at 9.75 m/s, still below 3 and above 25."""
    from dataclasses import replace

    speeds = np.array([2.9, 9.75, 24.9, 25.5])
    year = replace(typical_year("oslo", 2027), wind_m_per_s=speeds, wind_height_m=110.0)
    assert wind_capacity_factor(year).tolist() == pytest.approx([0, 0.85, 0.85, 0])


@pytest.mark.parametrize(
    ("site", "solar", "wind"),
    [
        ("northern-virginia", (0.19, 0.27), (0.28, 0.42)),
        ("phoenix", (0.26, 0.34), (0.25, 0.40)),
        ("zhongwei", (0.17, 0.26), (0.25, 0.42)),
        ("frankfurt", (0.10, 0.17), (0.25, 0.42)),
        ("dublin", (0.09, 0.15), (0.35, 0.55)),
    ],
)
def test_plants_yield_what_plants_there_yield(site, solar, wind):
    """Reference: capacity factors of plants of the region as in NREL ATB, IRENA and
    national statistics: wide, since ours are of new plants without curtailment."""
    known = site_hours(site, 2027)
    assert solar[0] < known.solar_capacity_factor.mean() < solar[1]
    assert wind[0] < known.wind_capacity_factor.mean() < wind[1]
    assert known.solar_capacity_factor.max() <= 1


def test_solar_noon_is_at_noon():
    """By hand: mean output is greatest within an hour of 12:30 solar time."""
    for site in SOME:
        output = site_hours(site, 2027).rooftop_capacity_factor
        by_hour = output.reshape(-1, 24).mean(axis=0)
        ahead = normals(site).spot.longitude / 15
        assert abs((by_hour.argmax() + 0.5 + ahead) % 24 - 12) <= 1.0, site


def test_a_place_without_climate():
    """Bad input: the whole sentence."""
    with pytest.raises(errors.MissingFactError) as error:
        normals("nowhere")
    assert str(error.value) == (
        "The tables have no climate of 'nowhere'. Give a weather file, or one of the "
        "sites: wattlas facts climate."
    )
