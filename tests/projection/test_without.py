"""Whoever's figures are left out: every question is answered, from wider ranges."""

from __future__ import annotations

import numpy as np
import pytest

import wattlas
from wattlas import facts, projection
from wattlas.errors import InputError
from wattlas.projection.assumptions import assumptions
from wattlas.projection.context import default_of
from wattlas.projection.places import TABLE
from wattlas.projection.publishers import leans_on, stands_on
from wattlas.projection.sample import Frame, block, of_region

ITEMS = assumptions().items
OWN = ("Wattlas", "Our World in Data; Ember")
"""What is fitted or assumed here, and the counts of all generation."""
PUBLISHERS = sorted({facts.source(i.source).publisher for i in ITEMS.values()} - {*OWN})
SMALL = {"draws": 16, "without": PUBLISHERS}
QUESTIONS = {
    "outlook": lambda: wattlas.outlook(to=2036, **SMALL),
    "crossing": lambda: wattlas.crossing(growth=1.3, **SMALL),
    "need": lambda: projection.need(twh=1000, by=2030, **SMALL),
    "what if": lambda: projection.what_if(changes={"chips": 12}, **SMALL),
    "efficiency": lambda: projection.efficiency(rate=1.2, **SMALL),
    "fleets": lambda: projection.fleets(**SMALL),
    "price": lambda: projection.price(region="europe", **SMALL),
    "peak": lambda: projection.peak(
        region="europe", peak_gw="550..600", firm_gw="600..700", **SMALL
    ),
}


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_no_input_stands_on_a_publisher_that_is_left_out(publisher):
    """Law: it is taken from others, in a range that is no narrower."""
    found = assumptions(without=[publisher]).items
    assert not any(stands_on(item, publisher) for item in found.values())
    for name, item in found.items():
        before = ITEMS[name]
        if item.source != before.source:
            spread = np.log([item.high / item.low, before.high / before.low])
            assert spread[0] >= 0.999 * spread[1], name


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_without_any_publisher(question):
    """Law: all of them left out at once leave an answer."""
    assert QUESTIONS[question]() is not None


@pytest.mark.parametrize("place", facts.keys(TABLE))
def test_every_place_has_an_outlook_without_the_iea(place):
    """Law: its own count stands, and what is asked for is above nothing."""
    v = assumptions(without=["iea"], place=place).mids()
    samples = block(v, Frame(("stock",), (2025, 2030), 1, 0, place)).samples["stock"]
    found = of_region(samples, place)["data_centre_demand_twh"]
    assert np.all(found > 0)


def test_the_default_beside_has_what_was_given_for_want_of_a_source():
    """Law: a study of a place without its publisher has a default beside it."""
    study = wattlas.outlook(
        region="norway",
        to=2026,
        draws=16,
        without=["Document.no"],
        overrides={"place_twh.norway": "2.3..2.7", "load.chips": 0.5},
    )
    beside = default_of(study)
    assert list(beside.given) == ["place_twh.norway"]


def test_what_counts_all_generation_cannot_be_left_out():
    """Bad input: what has no other source, and what to give."""
    with pytest.raises(InputError, match=r"decline\.intensity has no other source"):
        assumptions(without=["Our World in Data; Ember"])


@pytest.mark.parametrize("second", ["IEA", "iea", "International Energy Agency"])
def test_a_publisher_is_named_once(second):
    """Bad input: the same publisher twice, however it is written."""
    with pytest.raises(InputError, match="twice"):
        assumptions(without=["IEA", second])


@pytest.mark.parametrize("place", [p for p in facts.keys(TABLE) if p != "pjm"])
def test_what_is_given_needs_no_other_source(place):
    """Law: a refusal says what to give, and what is given is taken."""
    name = f"place_twh.{place}"
    publisher = facts.source(facts.number(TABLE, place, "place_twh").source).publisher
    with pytest.raises(InputError, match="has no other source"):
        assumptions(without=[publisher], place=place)
    given = {n: i.mid for n, i in assumptions(place=place).items.items() if place in n}
    found = assumptions(given, without=[publisher], place=place)
    assert found[name].given


@pytest.mark.parametrize("publisher", ["IEA", "LBNL"])
def test_an_end_by_a_publishers_count_is_left_out_too(publisher):
    """Law: an input that has another, and whose note names the publisher, is gone."""
    before, after = assumptions().items, assumptions(without=[publisher]).items
    leaning = [n for n, i in before.items() if leans_on(i, publisher)]
    assert all(after[name] != before[name] for name in leaning)
    if publisher == "IEA":
        of = ("us", "china", "europe", "south-america")
        assert {f"data_centre_2024_twh.{region}" for region in of} <= {*leaning}
