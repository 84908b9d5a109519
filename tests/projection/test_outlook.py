"""The outlook: laws of demand and supply, anchors, draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import wattlas
from wattlas import facts
from wattlas.parameters.outlook import METHODS
from wattlas.projection import history
from wattlas.projection.assumptions import assumptions
from wattlas.projection.demand import (
    chip_stock_gw,
    missed_factor,
    own_base_twh,
    world_twh,
)
from wattlas.projection.publishers import from_forecast
from wattlas.projection.record import SCENARIOS
from wattlas.projection.sample import BLOCK, Frame, block, blocks
from wattlas.projection.supply import supply
from wattlas.projection.together import BOOM

DRAWS = 512
YEARS = tuple(range(2025, 2051))
COLUMN = np.arange(2025.0, 2051.0).reshape(1, -1, 1)


@pytest.fixture(scope="module")
def study():
    """The default study with few draws."""
    return wattlas.outlook(draws=DRAWS)


@pytest.fixture(scope="module")
def drawn():
    """Draws of every input."""
    return assumptions().draw(DRAWS, 1)


def test_the_world_is_the_sum_of_its_regions(study):
    """Law: draw by draw and year by year, for every quantity that adds up."""
    v = assumptions().draw(DRAWS, study.seed)
    shares = study.samples["stock"]["ai_demand_twh"] / missed_factor(v, COLUMN)
    world = world_twh("stock", v, COLUMN)
    np.testing.assert_allclose(shares.sum(axis=-1), world[..., 0], rtol=1e-12)


def test_generation_of_the_base_year_is_the_worlds(study):
    """Ember 2026: 31,772 TWh in 2025, as the sum of the regions."""
    assert study.at("generation_twh", 2025).mid == pytest.approx(31_772, abs=1)


def test_world_generation_grew_by_2_5_per_cent():
    """Ember 2026: 2.5 % a year from 2013 to 2023."""
    item = assumptions()["generation_growth.world"]
    assert item.mid == pytest.approx(1.025, abs=0.0005)
    assert item.low < item.mid < item.high


def test_history_covers_forty_countries_from_2000_on():
    """The counts that are promised, and the world's first and last year."""
    countries = {k for k in history.places() if facts.find("countries", k)}
    assert len(countries) >= 40
    world = history.history("world")
    assert (min(world), max(world)) == (2000, 2025)
    assert world[2025].intensity_gco2e_per_kwh == pytest.approx(458.3, abs=0.1)


def test_sources_of_a_year_add_up_to_its_generation():
    """Law: coal to other sum to all generation, within rounding of the source."""
    for year in history.history("world").values():
        parts = sum(year.by_source_twh.values())
        assert parts == pytest.approx(year.generation_twh, rel=0.002)


IEA_2025 = {
    "us": (108, 183),
    "china": (62, 102),
    "europe": (57, 68),
    "russia": (3.3, 6.4),
    "north-america-other": (3.6, 4),
    "south-america": (1.5, 1.7),
    "africa": (1.1, 1.4),
    "asia-other": (32.1, 49.5),
}
"""What the IEA has of each region in 2020 and 2024; others have more. [TWh]"""


@pytest.mark.parametrize("region", IEA_2025)
def test_counts_of_regions_hold_those_of_the_iea(region):
    """IEA 2025: its count and its growth lie in the ranges that the table has."""
    then, now = IEA_2025[region]
    stood = facts.number("outlook_regions", region, "data_centre_2024_twh")
    pace = facts.number("outlook_regions", region, "data_centre_growth")
    assert stood.low <= now <= stood.high
    assert pace.low <= (now / then) ** 0.25 <= pace.high


def test_all_data_centres_of_2025_hold_the_published_figures(study):
    """IEA 485, Gartner 448 and Deloitte 536 TWh (2025) lie in the printed range."""
    found = study.at("data_centre_demand_twh", 2025)
    assert found.low < 448 < found.high
    assert found.contains(485)
    assert found.contains(536)


def test_the_stock_of_chips_agrees_with_what_epoch_counted(drawn):
    """Epoch 2026: more than 10 GW of chips sold by the end of 2025."""
    middle = np.ravel(chip_stock_gw(drawn, np.full((1, 1, 1), 2025.0)))
    shipped_mw = drawn["shipped_chips.2025"] * drawn["chip_power_w.2025"]
    # The second half of 2025's shipments came after the middle of the year.
    end = middle + np.ravel(shipped_mw) / 2 / 1000
    low, high = np.quantile(end, (0.05, 0.95))
    assert low < 12.5 < high
    assert low > 10


def test_demand_is_served_delayed_or_unserved(study):
    """Law: the three add up to demand, and none is negative."""
    for quantities in study.samples.values():
        parts = [quantities[f"ai_{n}_twh"] for n in ("served", "delayed", "unserved")]
        assert all(np.min(part) >= -1e-9 for part in parts)
        np.testing.assert_allclose(sum(parts), quantities["ai_demand_twh"], rtol=1e-9)


def test_no_demand_is_served_beyond_supply(study):
    """Law: what data centres get is at most today's demand and all that was added."""
    v = assumptions().draw(DRAWS, study.seed)
    part = next(blocks(assumptions(), Frame(METHODS, YEARS, DRAWS, study.seed)))
    added = np.cumsum(np.asarray(part.limits.new_twh)[:, : len(YEARS)], axis=1)
    for method in METHODS:
        served = study.samples[method]["data_centre_served_twh"]
        served = served / missed_factor(v, COLUMN)
        capacity = served[:, :1] + added
        assert np.all(served <= capacity * (1 + 1e-12)), method
    assert v.keys() == part.values.keys()


def test_today_is_served(study):
    """Law: in the base year nothing is delayed."""
    for quantities in study.samples.values():
        assert np.max(quantities["ai_unserved_twh"][:, 0]) == 0


@pytest.mark.parametrize("method", METHODS)
def test_efficiency_without_rebound_lowers_demand_by_just_that(method):
    """Law: 5 % a year more from each kWh, elasticity 0: demand / 1.05 ** years."""
    fixed = {"rebound.elasticity": "0", "growth.extra-efficiency": 1}
    before = assumptions(fixed).mids()
    after = assumptions({**fixed, "growth.extra-efficiency": 1.05}).mids()
    ratio = world_twh(method, after, COLUMN) / world_twh(method, before, COLUMN)
    np.testing.assert_allclose(ratio, 1.05 ** -(COLUMN - 2025), rtol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_full_rebound_leaves_demand_as_it_was(method):
    """Law: with elasticity 1 a gain changes nothing."""
    fixed = {"rebound.elasticity": 1, "growth.extra-efficiency": 1}
    before = assumptions(fixed).mids()
    after = assumptions({**fixed, "growth.extra-efficiency": 1.3}).mids()
    ratio = world_twh(method, after, COLUMN) / world_twh(method, before, COLUMN)
    np.testing.assert_allclose(ratio, 1.0, rtol=1e-12)


def test_methods_start_from_one_base():
    """Law: every method starts where the stock of chips stands."""
    v = assumptions().mids()
    first = [float(np.ravel(world_twh(m, v, COLUMN))[0]) for m in METHODS]
    assert first == pytest.approx([first[0]] * len(METHODS), rel=1e-9)


def test_the_stock_agrees_with_published_ai_electricity(drawn):
    """Gartner 2025: AI servers take 93 TWh (recalled): inside the stock's own range."""
    low, high = np.quantile(own_base_twh("stock", drawn), (0.05, 0.95))
    assert low < 93 < high


def test_doubling_the_users_of_today_and_their_limit_leaves_growth_alone():
    """Law: a method informs by its growth; its level is that of the stock."""
    once = assumptions({"users.2025": 1, "users.limit": 3}).mids()
    twice = assumptions({"users.2025": 2, "users.limit": 6}).mids()
    np.testing.assert_allclose(
        world_twh("adoption", once, COLUMN), world_twh("adoption", twice, COLUMN)
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("connection_gw.2025", 60), ("share.additions", 0.9), ("added_gw.smr", 50)],
)
def test_more_supply_never_serves_less(name, value):
    """Law: relaxing a limit raises what is served, or leaves it."""
    frame = Frame(METHODS, YEARS, DRAWS, 1)
    before = block(assumptions().draw(DRAWS, 1), frame)
    after = block(assumptions({name: value}).draw(DRAWS, 1), frame)
    for method in METHODS:
        gain = (
            after.samples[method]["ai_served_twh"]
            - before.samples[method]["ai_served_twh"]
        )
        assert gain.min() >= -1e-9


def test_a_programme_of_reactors_adds_what_it_says():
    """By hand: 20 units of 0.3 GW at 0.88 are 46.3 TWh a year from 2030 on."""
    given = {
        "units_per_year.smr": 20,
        "start_year.smr": 2030,
        "unit_gw.smr": 0.3,
        "capacity_factor.smr": 0.88,
    }
    v = assumptions(given).mids()
    shares = np.full((1, 1, 8), 1 / 8)
    added = supply(v, COLUMN, shares).added_twh["smr"].sum(axis=-1).ravel()
    assert added[2029 - 2025] == 0
    assert added[2030 - 2025] == pytest.approx(20 * 0.3 * 0.88 * 8.76)


def test_fusion_comes_as_often_as_its_chance():
    """Law: a chance of 0.2 comes in a fifth of the draws."""
    v = assumptions({"chance.fusion": 0.2}).draw(1000, 1)
    assert np.mean(v["exists.fusion"]) == pytest.approx(0.2, abs=0.001)


def test_percentiles_are_in_order(study):
    """Law: p05 <= p25 <= p50 <= p75 <= p95 for every path."""
    for paths in study.paths.values():
        for path in paths.values():
            assert np.all(np.diff(path.percentiles, axis=0) >= 0)


def test_what_booms_together_is_drawn_together(drawn):
    """Law: rank correlation of the boom's inputs is that of the tables (0.6)."""
    ranks = [
        np.argsort(np.argsort(np.ravel(drawn[n]))) * sign for n, sign in BOOM.items()
    ]
    found = np.corrcoef(ranks)
    apart = found[~np.eye(len(ranks), dtype=bool)]
    assert apart.mean() == pytest.approx(0.6, abs=0.05)


def test_ordering_draws_together_leaves_each_as_it_was(drawn):
    """Law: correlation changes the order, never the values of an input."""
    alone = assumptions({"correlation.growth": 0}).draw(DRAWS, 1)
    for name in BOOM:
        np.testing.assert_allclose(
            np.sort(np.ravel(alone[name])), np.sort(np.ravel(drawn[name]))
        )


def test_the_same_seed_gives_the_same_outlook(study):
    """Law: equal seeds, equal records; another seed, nearly so."""
    again = wattlas.outlook(draws=DRAWS)
    assert again.to_dict() == study.to_dict()
    other = wattlas.outlook(draws=DRAWS, seed=7)
    mids = [o.at("ai_served_twh", 2030).mid for o in (study, other)]
    assert mids[0] != mids[1]
    assert mids[0] == pytest.approx(mids[1], rel=0.1)


def test_draws_beyond_a_block_are_averaged_and_not_held():
    """Law: memory holds one block; percentiles agree with those of one block."""
    many = wattlas.outlook(draws=BLOCK + 100, to=2026, method="compute")
    few = wattlas.outlook(draws=2048, to=2026, method="compute")
    assert len(many.samples["compute"]["ai_demand_twh"]) == BLOCK
    found, wanted = (o.at("ai_demand_twh", 2026) for o in (many, few))
    assert found.mid == pytest.approx(wanted.mid, rel=0.02)
    assert found.high == pytest.approx(wanted.high, rel=0.05)


def test_a_region_is_one_of_the_worlds(study):
    """Law: the path of a region is the same alone and beside the others."""
    alone = wattlas.outlook(region="United States", draws=DRAWS)
    assert alone.region == "us"
    np.testing.assert_allclose(
        alone.paths["all"]["ai_served_twh"].percentiles,
        study.regions["us"].percentiles,
    )


def test_one_method_alone_is_all_methods():
    """Law: with one method the draws of all are its own."""
    one = wattlas.outlook(method="stock", draws=64, to=2030)
    assert one.at("ai_demand_twh", 2030) == one.at("ai_demand_twh", 2030, "stock")


def test_rebound_matters_most_in_2050(study):
    """No study measures the elasticity: its share of the variance is shown, large."""
    rebound = next(s for s in study.swings[2050] if s.name == "rebound.elasticity")
    assert rebound.share > 0.3
    assert study.swings[2050][0] is rebound


def test_a_given_input_is_exact_and_shown_as_given():
    """Law: what the user sets is taken, without a range, and named."""
    found = wattlas.outlook(overrides={"growth.shipments": 1.2}, draws=64, to=2027)
    assert [i.mid for i in found.given.values()] == [1.2]
    assert all(s.name != "growth.shipments" for s in found.swings[2027])


def test_the_derivation_ends_in_inputs():
    """`--explain`: each method's demand of 2030 with its formula."""
    steps = wattlas.outlook(draws=64, to=2030).derivation
    names = [s.name for s in steps]
    assert names == ["stock_energy_twh", "grown_twh", "all_ai_twh"]
    assert steps[0].value == pytest.approx(
        float(np.ravel(world_twh("stock", assumptions().mids(), COLUMN))[5]), rel=0.1
    )


def test_without_a_publisher_nothing_stands_on_it():
    """Law: no input is left that the IEA publishes, nor one taken from a forecast."""
    found = wattlas.outlook(to=2028, draws=64, without="IEA")
    publishers = {s.publisher for s in found.sources}
    assert not publishers & {"IEA", "International Energy Agency"}
    assert found.from_forecasts == ()
    assert found.without == ("IEA",)


def test_no_input_is_taken_from_a_forecast():
    """Law: no input of the tables is of a year after its source was published."""
    taken = [i.name for i in assumptions().items.values() if from_forecast(i)]
    assert taken == []


def test_an_input_of_later_years_is_one_from_a_forecast():
    """Law: what a source of 2025 says of 2030 is a forecast; of 2024 it is none."""
    counted = assumptions()["connection_gw.2025"]
    assert not from_forecast(counted)
    assert from_forecast(replace(counted, year="2030"))


def test_a_publisher_that_has_no_input():
    """Bad input: the whole sentence."""
    with pytest.raises(wattlas.errors.UnknownNameError) as error:
        wattlas.outlook(to=2028, draws=64, without="EPRI")
    assert str(error.value) == (
        "No publisher of inputs named 'EPRI'. List all: wattlas outlook inputs."
    )


def test_after_2035_scenarios_hold_the_draws_by_rebound(study):
    """Law: three scenarios in order of use, whose ends hold those of all draws."""
    mids = [study.scenarios[name].at(2050).mid for name in SCENARIOS]
    assert mids == sorted(mids)
    whole = study.at("ai_served_twh", 2050)
    found = [study.scenarios[name].at(2050) for name in SCENARIOS]
    assert min(f.low for f in found) <= whole.low
    assert whole.high <= max(f.high for f in found)


def test_a_given_rebound_is_the_one_scenario():
    """Law: where it is given how use follows there is nothing to tell apart."""
    given = {"rebound.elasticity": 0.8}
    assert wattlas.outlook(to=2036, draws=32, overrides=given).scenarios == {}
