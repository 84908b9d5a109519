"""Site hours: levels, tariffs, cooling, what is given and what is absent."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from wattlas import errors, facts
from wattlas.hours import Clock, SiteHours, site_hours
from wattlas.hours.cooling import cooling, physical_pue
from wattlas.hours.given import SiteGiven, demand_charge
from wattlas.hours.records import PROVENANCES, SERIES
from wattlas.hours.tariffs import tariff
from wattlas.hours.weather.synthetic import typical_year
from wattlas.parameters import declared
from wattlas.parameters.bills import BillFields
from wattlas.study import SiteSection


@pytest.mark.parametrize("site", ["shanghai", "dublin", "phoenix", "hamina", "fr"])
def test_a_record_says_how_each_series_is_known(site):
    """Law: whole years without gaps, each with a provenance; no other names."""
    known = site_hours(site, 2028)
    assert known.provenance.keys() == known.series.keys()
    for name, values in known.series.items():
        assert len(values) == known.hours == 8784
        assert np.isfinite(values).all()
        assert known.provenance[name].kind in PROVENANCES
    assert set(SERIES) <= {f.name for f in fields(SiteHours)}


def test_a_series_names_the_sources_of_its_own_normals():
    """By hand, from the table: Dublin's temperature, dew point and irradiation are
    published, its wind is assumed."""
    known = site_hours("dublin", 2027).provenance
    for name in ("dry_bulb_c", "wet_bulb_c", "solar_capacity_factor"):
        assert known[name].sources == ("wmo-normals2024",)
    assert known["wind_capacity_factor"].sources == ("assumed",)
    paris = site_hours("paris", 2027).provenance
    assert paris["dry_bulb_c"].sources == ("assumed",)


def test_levels_are_those_of_the_tables():
    """By hand, from the tables: the mean over the year is the figure of the place."""
    known = site_hours("dublin", 2027)
    assert known.pue.mean() == pytest.approx(1.1)
    assert known.wue_l_per_kwh.mean() == pytest.approx(0.02)
    grid = facts.number("countries", "ie", "intensity_kgco2e_per_kwh")
    assert (known.intensity_kgco2e_per_kwh == grid.value).all()
    assert known.figures["intensity_kgco2e_per_kwh"] == grid
    assert known.currency == "USD"


@pytest.mark.parametrize("site", facts.keys("sites")[::4])
def test_sites_have_their_hours(site):
    """Law: PUE is at least 1, its mean that of the site; water is bounded. (One site in
    four, for speed.)"""
    known = site_hours(site, 2027)
    level = known.figures["wue_l_per_kwh"].value
    assert known.pue.min() >= 1
    assert known.pue.mean() == pytest.approx(known.figures["pue"].value)
    assert known.wue_l_per_kwh.mean() == pytest.approx(level, rel=1e-6)
    assert known.wue_l_per_kwh.max() <= max(1.78, 1.25 * level) + 1e-6
    assert known.price_per_kwh is not None


def test_what_is_given_goes_before_the_tables():
    """By hand: the middle of a range given for the PUE is its log-middle over 1."""
    known = site_hours("qingyang", 2027, pue="1.1..1.4", price="0.5 CNY/kWh", wue=0)
    assert known.figures["pue"].value == pytest.approx(1.2)
    assert (known.figures["pue"].low, known.figures["pue"].high) == (1.1, 1.4)
    assert known.pue.mean() == pytest.approx(1.2)
    assert known.wue_l_per_kwh.max() == 0
    assert known.price_per_kwh.mean() == pytest.approx(0.5)
    assert known.provenance["price_per_kwh"].sources == ("given",)


def test_a_price_without_currency_has_that_of_the_study():
    """By hand: 0.5 in a study of yuan."""
    known = site_hours("qingyang", 2027, price=0.5, currency="CNY")
    assert known.currency == "CNY"
    assert known.price_per_kwh.mean() == pytest.approx(0.5)


def test_hot_hours_cost_more_cooling():
    """Law: PUE of a chiller never falls as the outside grows warmer."""
    known = site_hours("osaka", 2027)
    order = np.argsort(known.dry_bulb_c)
    assert (np.diff(known.pue[order]) > -1e-9).all()


def test_the_model_of_cooling_lies_at_the_low_end_of_real_halls():
    """Reference: Lei and Masanet 2022, 5th to 95th percentile of large US sites: 1.07
    to 1.29 with towers, 1.08 to 1.34 adiabatic, over fifteen climates."""
    for kind, low, high in (("water-cooled", 1.07, 1.29), ("adiabatic", 1.08, 1.34)):
        for site in ("phoenix", "atlanta", "iowa", "santa-clara", "northern-virginia"):
            pue = physical_pue(cooling(kind), typical_year(site, 2027)).mean()
            assert low <= pue <= high, (kind, site)


def test_another_cooling_type_brings_its_own_level():
    """By hand, from the table of cooling types: liquid has a PUE of 1.12."""
    known = site_hours("singapore", 2027, cooling="liquid")
    assert known.pue.mean() == pytest.approx(1.12)


def test_a_tariff_keeps_what_a_steady_load_pays():
    """By hand: energy at the mean price, and the demand charge over 730 h."""
    given = {"price": "0.676 CNY/kWh", "tariff": "local"}
    known = site_hours("shanghai", 2027, price_basis="all-in", **given)
    charge = known.demand_charge_per_kw_month
    assert charge == 40
    paid = known.price_per_kwh.mean() + charge / 730
    assert paid == pytest.approx(0.676)
    energy = site_hours("shanghai", 2027, **given)
    assert energy.price_per_kwh.mean() == pytest.approx(0.676)
    assert energy.demand_charge_per_kw_month == charge
    assert known.provenance["price_per_kwh"].kind == "published"
    shenzhen = site_hours("shenzhen", 2027, tariff="local")
    assert shenzhen.provenance["price_per_kwh"].kind == "published"


@pytest.mark.parametrize("site", ["zhongwei", "zhangjiakou"])
def test_a_tariff_is_published_when_hours_and_ratios_are(site):
    """By hand, from the tables: of Ningxia the hours alone are from a notice, of
    northern Hebei the ratios alone."""
    known = site_hours(site, 2027, tariff="local").provenance["price_per_kwh"]
    assert known.kind == "assumed"
    assert "assumed" in known.sources


def test_the_tariff_of_guangdong_is_that_of_its_notice():
    """Reference: notice of 2021: 1.7 : 1 : 0.38, a quarter above peak from 11 to 12 and
    15 to 17 in July to September; peaks 10-12 and 14-19, valley 0-8."""
    terms = tariff("guangdong-tou")
    summer, winter = terms.periods[7], terms.periods[0]
    assert winter == "v" * 8 + "ff" + "pp" + "ff" + "ppppp" + "fffff"
    assert [h for h in range(24) if summer[h] == "s"] == [11, 15, 16]
    assert terms.ratios == {"v": 0.38, "f": 1.0, "p": 1.7, "s": 1.7 * 1.25}


def test_a_tariff_is_dear_and_cheap_in_its_own_hours():
    """Reference: notice of 2024: Gansu is cheap from 10 to 16 and dear from 6 to 8 and
    18 to 23, in the time of China, 3 : 1 on what the energy is bought for: by hand
    1 + 0.65 * 0.5 over 1 - 0.65 * 0.5."""
    known = site_hours("qingyang", 2027, tariff="local")
    hour = Clock(2027).local("Asia/Shanghai").hour
    by_hour = [known.price_per_kwh[hour == h].mean() for h in range(24)]
    assert set(np.argsort(by_hour)[:6]) == set(range(10, 16))
    assert set(np.argsort(by_hour)[-7:]) == {6, 7, *range(18, 23)}
    assert by_hour[20] / by_hour[12] == pytest.approx(1.325 / 0.675, rel=0.01)


def test_a_tariff_may_change_over_the_year():
    """By hand, from the table: noon is a sharp peak in Shanghai in July alone."""
    terms = tariff("shanghai-tou")
    local = Clock(2027).local(terms.timezone)
    noon = terms.shape(Clock(2027))[local.hour == 12]
    months = local.month[local.hour == 12]
    assert set(noon[months == 7]) == {1.81}
    assert set(noon[months == 4]) == {1.0}


@pytest.mark.parametrize("key", facts.keys("tariffs"))
def test_tariffs_have_a_letter_for_each_hour(key):
    """Law: 24 letters of v, f, p, s for each month; cheap < flat < dear."""
    terms = tariff(key)
    for month in terms.periods:
        assert len(month) == 24
        assert set(month) <= set("vfps")
    assert terms.ratios["v"] < terms.ratios["f"] < terms.ratios["p"]
    assert terms.ratios["p"] <= terms.ratios["s"]


def test_every_chinese_site_has_a_tariff():
    """Law: `local` works at each site of China."""
    for site in facts.keys("sites"):
        if facts.row("sites", site)["country"] == "cn":
            assert tariff("local", site).currency == "CNY", site


@pytest.mark.parametrize(
    ("given", "charge"),
    [("40 CNY/kW", 40), ("40 CNY/kW/month", 40), ("40000 CNY/MW", 40), (40, 40)],
)
def test_a_demand_charge_is_for_a_kilowatt_and_month(given, charge):
    """By hand: the same charge in four ways of writing."""
    assert demand_charge(given, "CNY") == pytest.approx(charge)


def test_a_country_has_no_weather():
    """Law: absent is not zero: no plants, a level PUE, but price and carbon."""
    known = site_hours("fr", 2027)
    assert known.wind_capacity_factor is None
    assert known.wue_l_per_kwh is None
    assert known.pue.std() == pytest.approx(0)
    assert known.price_per_kwh is not None


def test_a_study_can_give_what_a_site_takes():
    """Law: the fields of a study's site are those of the hours, save its own."""
    own = {"use", "connection", "export_limit", "queue", "chips", "hosts", "heat"}
    own |= {"flexibility", "clean_share", "clean_share_series", "residual_intensity"}
    of_study = set(declared(SiteSection)) - own - set(declared(BillFields))
    assert of_study == {f.name for f in fields(SiteGiven)} - {"seed", "currency"}


@pytest.mark.parametrize(
    ("site", "given", "sentence"),
    [
        (
            "dublin",
            {"pue": 0.9},
            "pue of dublin must be 1 to 5 (facility energy over IT energy), got 0.9.",
        ),
        (
            "dublin",
            {"price": "0.1"},
            "price of dublin: 0.1 has no currency; write '0.1 USD/kWh' or "
            "give currency.",
        ),
        (
            "dublin",
            {"tariff": "local"},
            "The tables have no tariff of dublin's grid (ie). Name one (wattlas facts "
            "tariffs), give price_series, or leave the tariff out.",
        ),
        (
            "dublin",
            {"tariff": "gansu-tou"},
            "The tariff gansu-tou is in CNY, the price of dublin in USD. Give the "
            "price in CNY.",
        ),
        (
            "shanghai",
            {"demand_charge": "5 USD/kW"},
            "demand_charge is in USD, the price in CNY: give both in one currency.",
        ),
        (
            "shanghai",
            {"demand_charge": -3},
            "demand_charge must be >= 0 (money for a kW and month), got -3.",
        ),
        (
            "shanghai",
            {"demand_charge": 900},
            "The demand charge of 900 a kW and month alone comes to 1.23 a kWh, and "
            "the price is 0.676 in all. Lower the charge, or give price_series.",
        ),
        (
            "dublin",
            {"cooling": "adiabatik"},
            "No cooling type named 'adiabatik'. Did you mean 'adiabatic'? List all: "
            "wattlas facts cooling.",
        ),
        (
            "dublin",
            {"carbon_kind": "mean"},
            "carbon_kind must be average or marginal, got 'mean'.",
        ),
        (
            "dublin",
            {"intensity": "-1 g/kWh"},
            "intensity of dublin must be 0 to 3 (carbon per kWh), got -0.001 "
            "kgCO2e/kWh.",
        ),
    ],
)
def test_what_cannot_be(site, given, sentence):
    """Bad input: the whole sentence."""
    with pytest.raises(errors.InputError) as error:
        site_hours(site, 2027, **given)
    assert str(error.value) == sentence


def test_an_unknown_place():
    """Bad input: the nearest right name."""
    with pytest.raises(errors.UnknownNameError, match=r"Did you mean 'dublin'"):
        site_hours("dubln", 2027)
