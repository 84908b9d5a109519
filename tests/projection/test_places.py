"""Places within a region: countries, states and provinces with a count."""

from __future__ import annotations

import numpy as np
import pytest

import wattlas
from wattlas import facts
from wattlas.errors import InputError
from wattlas.projection.assumptions import LARGE, Drawn, assumptions
from wattlas.projection.footprint import grid_intensity
from wattlas.projection.peak import peak
from wattlas.projection.places import TABLE, of_place, region_of
from wattlas.projection.run import find_region
from wattlas.projection.sample import Frame, block, of_region, with_highest_hour
from wattlas.units import HOURS_PER_YEAR

YEARS = (2025, 2026, 2027, 2028, 2029, 2030)
COLUMN = np.array(YEARS, dtype=float).reshape(1, -1, 1)
PLACES = facts.keys(TABLE)


@pytest.fixture(scope="module")
def whole():
    """A block of all regions, and inputs of all places, at their centres."""
    v = assumptions().mids()
    samples = block(v, Frame(("stock",), YEARS, 1, 0)).samples["stock"]
    for place in PLACES:
        v = v | assumptions(place=place).mids()
    return samples, v


def test_twenty_five_countries_stand_on_a_count():
    """The number that is promised, beside regions, states, provinces and grids."""
    countries = [p for p in PLACES if region_of(p) not in ("us", "china")]
    assert len(countries) >= 25
    assert len(PLACES) >= 50
    for place in countries:
        counted = facts.number(TABLE, place, "place_twh")
        assert counted.source != "assumed"
        assert counted.low < counted.value < counted.high


@pytest.mark.parametrize("place", PLACES)
def test_a_place_is_a_part_of_its_region(whole, place):
    """Law: above nothing, below its region, and its AI below its data centres."""
    samples, v = whole
    found = of_place(place, samples, v, COLUMN)
    at = facts.keys("outlook_regions").index(region_of(place))
    region = np.asarray(samples["data_centre_served_twh"])[..., at]
    mine = found["data_centre_served_twh"][..., 0]
    assert np.all(mine > 0)
    assert np.all(mine < region)
    assert np.all(found["ai_served_twh"] < found["data_centre_served_twh"])
    assert np.all(found["data_centre_served_twh"] < found["generation_twh"])


def test_ireland_by_hand(whole):
    """By hand: 6.97 of Europe's 75 TWh in 2024 is that part of it in 2025 too."""
    samples, v = whole
    found = of_place("ireland", samples, v, COLUMN)["data_centre_served_twh"]
    at = facts.keys("outlook_regions").index("europe")
    region = np.asarray(samples["data_centre_served_twh"])[..., at : at + 1]
    np.testing.assert_allclose(found, region * 6.969 / 75)


@pytest.mark.parametrize("place", PLACES)
def test_shares_of_a_place_are_shares(place):
    """Law: of its energy and of its highest hour, which is above the mean."""
    v = assumptions(place=place).mids()
    frame = Frame(("stock",), YEARS, 1, 0, place)
    part = with_highest_hour(block(Drawn(v), frame), place)
    found = of_region(part.samples["stock"], place)
    for name in ("data_centre_share", "share_of_peak"):
        assert np.all((found[name] > 0) & (found[name] < 1))
    mean_gw = found["generation_twh"] * 1e3 / HOURS_PER_YEAR
    assert np.all(found["peak_gw"] > mean_gw)
    assert np.all(found["share_of_peak"] < found["data_centre_share"])


def test_the_highest_hour_is_that_of_the_question():
    """Law: `outlook` and `outlook peak` say one hour of a grid, and one draw in it."""
    grid = {"region": "pjm", "to": 2026, "draws": 64}
    study, asked = wattlas.outlook(**grid), peak(**grid).at(2025)
    assert study.at("peak_gw", 2025).mid == pytest.approx(asked.peak_gw.mid)
    drawn = study.at("data_centre_peak_gw", 2025).mid
    assert drawn == pytest.approx(asked.data_centre_gw.mid)


@pytest.mark.parametrize("place", PLACES)
def test_what_a_place_draws_today_has_the_carbon_of_its_grid(place):
    """Law: its own where it is known, else that of its region."""
    v = assumptions(place=place).mids()
    samples = block(v, Frame(("stock",), (2025,), 1, 0, place)).samples["stock"]
    per_kwh = samples["ai_carbon_mtco2e"].item() / samples["ai_served_twh"].item()
    country = facts.row(TABLE, place)["country"]
    at = facts.keys("outlook_regions").index(region_of(place))
    expected = (
        facts.number("countries", country, "intensity_kgco2e_per_kwh").value
        if country
        else grid_intensity()[at]
    )
    assert per_kwh == pytest.approx(expected)


def test_a_place_that_leads_does_so_for_five_years(whole):
    """By hand: +0.1 a year since 2024 is a factor 1.65 from 2029 on."""
    samples, v = whole
    plain = of_place("ireland", samples, v, COLUMN)["ai_served_twh"]
    leads = of_place("ireland", samples, v | {"error.place": 0.1}, COLUMN)
    ratio = (leads["ai_served_twh"] / plain)[0, :, 0]
    assert ratio[0] == pytest.approx(np.exp(0.1))
    assert ratio[4:] == pytest.approx(np.exp(0.5))


def test_a_place_is_asked_like_a_region():
    """Its record is of it alone, its count is an input that can be given."""
    found = wattlas.outlook(region="Texas", to=2027, draws=64, method="stock")
    assert found.region == "texas"
    assert list(found.regions) == ["texas"]
    twice = wattlas.outlook(
        region="得克萨斯州",
        to=2027,
        draws=64,
        method="stock",
        overrides={"place_twh.texas": 44},
    )
    mids = [o.at("data_centre_served_twh", 2025).mid for o in (found, twice)]
    assert mids[1] == pytest.approx(mids[0] * 44 / 21.85, rel=0.05)


@pytest.mark.parametrize("name", ["Thailand", "iso-ne", "泰国"])
def test_a_place_without_a_count_is_refused(name):
    """Bad input: what is missing, and what to do."""
    with pytest.raises(InputError) as error:
        wattlas.outlook(region=name, to=2027, draws=16)
    assert str(error.value) == (
        f"No count of the data centres of {name} is at hand, so it has no outlook of "
        f"its own. {len(PLACES)} places have one: wattlas facts outlook_places; or "
        "take its region: wattlas facts outlook_regions."
    )


def test_the_count_of_another_place_changes_nothing():
    """Bad input: an input that no figure of this outlook reads is unknown."""
    with pytest.raises(InputError, match=r"place_twh\.texas"):
        wattlas.outlook(overrides={"place_twh.texas": 44}, to=2027, draws=16)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("PJM Interconnection", "pjm"),
        ("IRL", "ireland"),
        ("gb", "united-kingdom"),
        ("印度", "india"),
        ("Electric Reliability Council of Texas", "ercot"),
        ("the United States", "us"),
        ("global", "world"),
        ("全球", "world"),
        (" the world ", "world"),
        ("欧洲", "europe"),
        ("加州", "california"),
        ("CN-GZ", "guizhou"),
    ],
)
def test_a_place_goes_by_every_name_of_it(name, place):
    """Law: names and codes of a country are those of the place that it is."""
    assert find_region(name) == place


@pytest.mark.parametrize(
    "name", [n for n, i in assumptions(place="pjm").items.items() if i.unit in LARGE]
)
def test_an_input_may_be_given_in_a_smaller_unit(name):
    """Law: 5,000 MW are 5 GW, 5,000 GWh are 5 TWh, alone and as a range."""
    item = assumptions(place="pjm").items[name]
    small = "MW" if item.unit == "GW" else "GWh"
    for large, little in (("5", f"5000 {small}"), ("5..6", f"5000..6000 {small}")):
        one, other = (
            assumptions({name: t}, place="pjm")[name] for t in (large, little)
        )
        assert (one.low, one.high) == pytest.approx((other.low, other.high))


@pytest.mark.parametrize("key", PLACES)
def test_a_place_is_never_said_to_have_no_count(key):
    """Law: by its name with and without what it is a kind of, and by its code."""
    row = facts.row("outlook_places", key)
    bare = row["name_zh"].removesuffix("州") if row["region"] == "us" else ""
    for name in filter(None, (key, row["name_en"], row["name_zh"], bare)):
        assert find_region(name) == key
    if row["region"] == "us" and bare != row["name_zh"]:
        codes = [a for a in facts.aliases("outlook_places", key) if a.startswith("us-")]
        assert [find_region(code.upper()) for code in codes] == [key]


@pytest.mark.parametrize("say", ["georgia", "格鲁吉亚"])
def test_a_namesake_that_is_counted_is_asked_for(say):
    """Bad input: a country without a count whose name a counted state has too."""
    with pytest.raises(InputError, match=r"Did you mean 'georgia-us'\?"):
        find_region(say)
