"""Places: what a site, a country and the user's own figures give."""

from __future__ import annotations

import pytest

from wattlas import facts, train
from wattlas.estimation.rates import exchange_rate
from wattlas.notes import Note

RUN = {
    "hardware": "h100-sxm",
    "chip_hours": 1000,
    "power_per_chip": 1000,
    "power_scope": "it",
    "draws": 64,
}
SITES = facts.keys("sites")
"""A run of 1,000 kWh at the servers, exactly."""


def inputs_of(**place) -> dict[str, object]:
    run = train(**RUN, **place)
    return {i.name: i for i in run.inputs}


@pytest.mark.parametrize("site", SITES)
def test_every_site_answers_in_full(site):
    """Law: at every site of the tables there are carbon, money and both waters."""
    run = train(**RUN, site=site)
    for name in (
        "facility_carbon_kgco2e",
        "electricity_cost",
        "site_water_l",
        "grid_water_l",
    ):
        assert run.results[name].mid > 0, name
    assert run.subject["site"] == site


def test_a_site_by_hand():
    """By hand: 1,000 kWh x PUE x the figures of the site and of its grid."""
    run = train(**RUN, site="Dublin")
    site, grid = facts.numbers("sites", "dublin"), facts.numbers("countries", "ie")
    facility = 1000 * site["pue"].value
    expected = {
        "facility_energy_kwh": facility,
        "site_water_l": 1000 * site["wue_l_per_kwh"].value,
        "grid_water_l": facility * grid["grid_water_l_per_kwh"].value,
        "facility_carbon_kgco2e": facility * grid["intensity_kgco2e_per_kwh"].value,
        "electricity_cost": facility * site["price_usd_per_kwh"].value,
    }
    for name, value in expected.items():
        assert run.results[name].mid == pytest.approx(value), name


def test_a_chinese_site_is_priced_in_yuan():
    """Law: a price stays in its currency unless another is asked for."""
    cost = train(**RUN, site="庆阳").results["electricity_cost"]
    price = facts.number("sites", "qingyang", "price_cny_per_kwh")
    pue = facts.number("sites", "qingyang", "pue")
    assert cost.currency == "CNY"
    assert cost.year == price.year
    assert cost.mid == pytest.approx(1000 * pue.value * price.value)


def test_conversion_is_by_a_dated_rate_and_is_said():
    """ECB yearly means: 7.1874 CNY/USD in 2025; the note names rate and year."""
    yuan = train(**RUN, site="qingyang")
    dollars = train(**RUN, site="qingyang", currency="USD")
    rate = facts.number("currencies", "cny@2025", "per_usd").value
    assert dollars.results["electricity_cost"].currency == "USD"
    assert dollars.results["electricity_cost"].mid == pytest.approx(
        yuan.results["electricity_cost"].mid / rate
    )
    (note,) = (n for n in dollars.notes if n.code == "currency")
    names = [note.values[name] for name in ("money", "currency", "year")]
    assert names == ["CNY", "USD", "2025"]
    assert note.values["rate"] == pytest.approx(1 / rate)


def test_a_conversion_is_said_once():
    """Law: where price and chip-hours convert at one rate, one note says so."""
    run = train(**RUN, site="dublin", price="0.1 USD/kWh", currency="CNY")
    assert len([n for n in run.notes if n.code == "currency"]) == 1
    assert {
        run.results[name].currency for name in ("electricity_cost", "total_cost")
    } == {"CNY"}


def test_each_year_converts_at_its_own_rate():
    """ECB yearly means: Dublin's price of 2024 at 7.1956, chip-hours at 7.1874 (2025).

    Both rates are inputs of the record, with their year and source.
    """
    dollars = train(**RUN, site="dublin")
    yuan = train(**RUN, site="dublin", currency="CNY")
    rates = {i.year: i for i in yuan.inputs if i.unit == "CNY/USD"}
    for year, rate in rates.items():
        fact = facts.number("currencies", f"cny@{year}", "per_usd")
        assert (rate.mid, rate.source) == (fact.value, fact.source)
        values = {"money": "USD", "currency": "CNY", "rate": rate.mid, "year": year}
        assert Note("currency", values) in yuan.notes
    price = facts.number("sites", "dublin", "price_usd_per_kwh")
    cost = [run.results["electricity_cost"].mid for run in (dollars, yuan)]
    assert cost[1] == pytest.approx(cost[0] * rates[price.year].mid)
    hours = [run.results["total_cost"].mid for run in (dollars, yuan)]
    latest = rates[max(rates)].mid
    assert hours[1] - cost[1] == pytest.approx((hours[0] - cost[0]) * latest)
    assert "ecb-reference-rates" in {s.key for s in yuan.sources}
    assert len(rates) == 2


def test_a_rate_without_conversion_is_no_input():
    """Law: a price in the currency wanted needs no rate."""
    assert not {i.name for i in train(**RUN, site="dublin").inputs} & {"cny_per_usd"}


@pytest.mark.parametrize(
    ("asked", "taken"), [("2023", "2023"), ("1848", "2025"), ("", "2025")]
)
def test_the_rate_is_of_the_year_where_it_is_known(asked, taken):
    """Law: the year of the price if the tables have it, else the latest."""
    rate = exchange_rate("USD", "CNY", asked)
    fact = facts.number("currencies", f"cny@{taken}", "per_usd")
    assert (rate.year, rate.mid, rate.source) == (taken, fact.value, fact.source)


@pytest.mark.parametrize("currency", ["USD", "CNY"])
def test_money_carries_its_year(currency):
    """Law: electricity has the year of its price, the whole cost both years."""
    run = train(**RUN, site="dublin", currency=currency)
    price = facts.number("sites", "dublin", "price_usd_per_kwh").year
    hour = facts.number("hardware", "h100-sxm", "chip_hour_cost").year
    assert run.results["electricity_cost"].year == price
    assert run.results["total_cost"].year == f"{price}-{hour}"


@pytest.mark.parametrize("one", ["USD", "CNY", "EUR", "JPY"])
@pytest.mark.parametrize("other", ["USD", "CNY", "EUR", "JPY"])
def test_exchange_there_and_back(one, other):
    """Law: a rate times its reverse is 1, in the same year."""
    there, back = exchange_rate(one, other), exchange_rate(other, one)
    assert there.mid * back.mid == pytest.approx(1.0)
    assert there.year == back.year
    assert there.exact
    assert there.name == f"{other}_per_{one}".lower()


def test_the_world_average_gives_carbon_only_when_asked_for():
    """Law: without a place no carbon; the world average is asked for by name."""
    world = train(**RUN, country="world")
    intensity = facts.number("countries", "world", "intensity_kgco2e_per_kwh")
    pue = facts.number("constants", "facility-default", "pue")
    carbon = world.results["facility_carbon_kgco2e"].mid
    assert carbon == pytest.approx(1000 * pue.value * intensity.value)
    assert world.subject["country"] == "world"
    assert "facility_carbon_kgco2e" not in train(**RUN).results


def test_a_country_has_no_site_water_and_says_why():
    """Law: on-site water belongs to a site; for a country it is absent, not zero."""
    run = train(**RUN, country="France")
    assert "site_water_l" not in run.results
    assert run.absent["site_water_l"] == "no-site"
    assert "grid_water_l" in run.results


def test_a_region_without_a_price_takes_its_countrys():
    """Law: what a grid region does not have comes from its parent."""
    countries = [
        k for k in facts.keys("countries") if facts.row("countries", k)["parent"]
    ]
    name = "industrial_price_usd_per_kwh"
    bare = next(
        key
        for key in countries
        if facts.find_number("countries", key, name) is None
        and facts.find_number("countries", facts.row("countries", key)["parent"], name)
    )
    parent = facts.row("countries", bare)["parent"]
    price = inputs_of(country=bare)["price_per_kwh"]
    assert price.mid == facts.number("countries", parent, name).value


@pytest.mark.parametrize(
    ("option", "value", "name", "own"),
    [
        ("pue", 1.5, "pue", 1.5),
        ("wue", "0.3 L/kWh", "wue_l_per_kwh", 0.3),
        ("intensity", "390 g/kWh", "intensity_kgco2e_per_kwh", 0.39),
        ("grid_water", 2, "grid_water_l_per_kwh", 2.0),
        ("price", "0.4 CNY/kWh", "price_per_kwh", 0.4),
    ],
)
def test_the_users_figure_goes_before_the_sites(option, value, name, own):
    """Law: what the user gives replaces the site's figure, and is marked as given."""
    item = inputs_of(site="qingyang", **{option: value})[name]
    assert item.mid == pytest.approx(own)
    assert item.given
    assert item.source == "given"


def test_free_electricity_and_free_carbon_are_possible():
    """By hand: a price of 0 and an intensity of 0 are figures, and not absent."""
    run = train(**RUN, pue=1.1, price="0 USD/kWh", intensity=0, wue=0)
    assert run.results["electricity_cost"].mid == 0
    assert run.results["facility_carbon_kgco2e"].mid == 0
    assert run.results["site_water_l"].mid == 0


def test_a_negative_price_is_possible():
    """By hand: 1,100 kWh at -0.01 EUR/kWh earn 11 EUR."""
    run = train(**RUN, pue=1.1, price="-10 EUR/MWh")
    assert run.results["electricity_cost"].mid == pytest.approx(-11.0)


def test_a_plain_price_takes_the_currency_that_is_given():
    """By hand: 0.5 with currency CNY is 0.5 CNY/kWh."""
    run = train(**RUN, pue=1.0, price=0.5, currency="cny")
    cost = run.results["electricity_cost"]
    assert (cost.mid, cost.currency) == (pytest.approx(500.0), "CNY")
