"""The base year: every part as it was counted, all parts the whole, nothing twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wattlas
from wattlas import facts
from wattlas.draws import interval
from wattlas.errors import ContradictionError
from wattlas.projection.assumptions import assumptions
from wattlas.projection.demand import (
    LAST_COUNT,
    YEARS_OF_COUNTS,
    region_shares,
    stock_twh,
)
from wattlas.projection.places import TABLE, of_place, region_of
from wattlas.projection.sample import Frame, block, of_region

REGIONS = facts.keys("outlook_regions")
PLACES = facts.keys(TABLE)
COUNTRIES = [p for p in PLACES if region_of(p) not in ("us", "china")]
DRAWS = 512
FRAME = Frame(("stock",), (2025,), DRAWS, 1)
NOW = np.full((1, 1, 1), 2025.0)

COUNTED = [
    # What is published of 2024 and 2025: outlook.md, Caixin, ICIS, Borderstep.
    ("world", 416 * 1.17),
    ("us", 183),
    ("us", 200),
    ("china", 140),
    ("europe", 68),
    ("europe", 70),
]


@pytest.fixture(scope="module", params=["", "iea"])
def drawn(request):
    """Draws of the inputs, and a block of all regions in the base year."""
    without = [request.param] if request.param else []
    v = assumptions(without=without).draw(DRAWS, 1)
    return v, block(v, FRAME, DRAWS).samples["stock"]


def holds(twh, counted: float) -> bool:
    """Say whether the printed range of draws holds a count."""
    low, high = interval(np.ravel(twh))
    return bool(low <= counted <= high)


@pytest.mark.parametrize(("region", "counted"), COUNTED)
def test_the_base_year_holds_what_was_counted(drawn, region, counted):
    """Law: no published count of a region lies outside of its first year."""
    _, samples = drawn
    assert holds(of_region(samples, region)["data_centre_demand_twh"], counted)


@pytest.mark.parametrize("place", PLACES)
def test_a_place_holds_its_own_count(drawn, place):
    """Law: the first year of a place holds what was counted there."""
    v, samples = drawn
    v = {**v, **assumptions(place=place).draw(DRAWS, 1)}
    found = of_place(place, samples, v, NOW)["data_centre_served_twh"]
    assert holds(found, facts.number(TABLE, place, "place_twh").value)


@pytest.mark.parametrize("region", sorted({region_of(p) for p in COUNTRIES}))
def test_countries_add_up_to_no_more_than_their_region(region):
    """Law: the parts are at most the whole, in the middle of the first year."""
    v = dict(assumptions().mids())
    samples = block(v, Frame(("stock",), (2025,), 1, 1)).samples["stock"]
    parts = 0.0
    for place in (p for p in COUNTRIES if region_of(p) == region):
        mids = v | assumptions(place=place).mids()
        parts += of_place(place, samples, mids, NOW)["data_centre_served_twh"].item()
    whole = samples["data_centre_served_twh"][0, 0, REGIONS.index(region)]
    assert 0 < parts <= whole


counts = st.lists(
    st.tuples(st.floats(1, 300), st.floats(0.2, 0.95)),
    min_size=len(REGIONS),
    max_size=len(REGIONS),
)


@given(counts, st.floats(0.1, 0.9))
def test_nothing_is_counted_twice(found, part):
    """Law: what AI has of a region in 2024 and what all others have is its count."""
    v = dict(assumptions().mids())
    for region, (twh, then) in zip(REGIONS, found, strict=True):
        v[f"data_centre_{LAST_COUNT}_twh.{region}"] = twh
        v[f"data_centre_growth.{region}"] = then ** (-1 / YEARS_OF_COUNTS)
    stood = np.array([twh for twh, _ in found])
    added = np.array([twh * (1 - then) for twh, then in found]).sum()
    # AI of 2024 is a part of what was added: by its power, whatever the counts are.
    v["load.chips"] *= part * added / stock_twh(v, float(LAST_COUNT))
    ai_twh = stock_twh(v, float(LAST_COUNT))
    ai, others = region_shares(v, NOW)
    whole = ai * ai_twh + others * (stood.sum() - ai_twh)
    np.testing.assert_allclose(np.ravel(whole), stood)


@pytest.mark.parametrize("without", [[], ["iea"]])
def test_all_others_grow_from_what_was_counted(without):
    """Law: the whole of the first year is the sum of the parts, a year on."""
    inputs = assumptions(without=without)
    v = dict(inputs.mids())
    stood = sum(v[f"data_centre_{LAST_COUNT}_twh.{r}"] for r in REGIONS)
    others = stood - stock_twh(v, float(LAST_COUNT))
    pace = inputs["growth.conventional"]
    assert pace.low <= v["base_twh.conventional"] / others <= pace.high


def test_data_centres_are_a_part_of_all_electricity():
    """Bad input: more than the place uses, and what to move."""
    with pytest.raises(ContradictionError, match="part of all electricity"):
        wattlas.outlook(region="norway", overrides={"place_twh.norway": 200}, draws=16)


def test_ai_is_a_part_of_data_centres():
    """Bad input: chips that would have taken more than all that was counted."""
    with pytest.raises(ContradictionError, match="Lower shipped_chips"):
        wattlas.outlook(overrides={"shipped_chips.2024": 300}, draws=16)


def test_the_world_is_the_sum_of_its_regions(drawn):
    """Law: of every quantity that is an energy, in every draw."""
    _, samples = drawn
    for name in (n for n in samples if n.endswith("_twh")):
        parts = sum(of_region(samples, r)[name] for r in REGIONS)
        np.testing.assert_allclose(of_region(samples, "world")[name], parts)
