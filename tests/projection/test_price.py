"""What data centres do to the load of a place, and that to its price."""

from __future__ import annotations

import pytest

from wattlas import facts
from wattlas.errors import InputError
from wattlas.projection import price
from wattlas.projection.price import ASKED

FEW = {"to": 2028, "draws": 16}


@pytest.fixture(scope="module")
def plain():
    return price(region="pjm", **FEW)


def test_a_price_by_hand(plain):
    """By hand: elasticities 0.8 and 0.2 turn 1 % more load into 1 % of price."""
    sure = {"supply_elasticity.price": 0.8, "demand_elasticity.price": 0.2}
    bill = {"wholesale_share.price": 1}
    found = price(region="pjm", overrides=sure | bill, **FEW).at(2028)
    assert found.bill_change == found.wholesale_change
    spread = price(region="pjm", overrides=sure, **FEW).at(2028)
    assert spread.wholesale_change == found.wholesale_change
    more = found.load_twh.mid - plain.at(2026).load_twh.mid
    assert 0 < found.wholesale_change.mid < 2 * more / found.load_twh.mid


@pytest.mark.parametrize("region", ["pjm", "ireland", "china"])
def test_shares_are_shares(region):
    """Laws: a share from 0 to 1, data centres below the load, for any place."""
    for row in price(region=region, **FEW).years:
        assert 0 <= row.growth_share.low <= row.growth_share.high <= 1
        assert 0 < row.data_centre_twh.mid < row.load_twh.mid


def test_a_stiffer_supply_is_dearer(plain):
    """Law: less supply for a price, more price for the same load."""
    stiff = price(region="pjm", overrides={"supply_elasticity.price": 0.2}, **FEW)
    for a, b in zip(plain.years, stiff.years, strict=True):
        assert b.load_twh == a.load_twh
        assert b.wholesale_change.mid > a.wholesale_change.mid


@pytest.mark.parametrize("what", ASKED)
def test_nothing_that_is_asked_is_ignored(what, plain):
    """Law: each input of the question changes the answer."""
    given = {f"{what}.price": 0.45}
    assert price(region="pjm", overrides=given, **FEW).years != plain.years


REFUSED = {
    "The world has no one grid: give a place (wattlas facts outlook_places) or a "
    "region (wattlas facts outlook_regions).": {"region": "world"},
    "supply_elasticity.price must be 0.05 to 20 (per cent more supply for one per cent "
    "of price), got 0.": {"region": "pjm", "overrides": {"supply_elasticity.price": 0}},
    "peak_gw.pjm would change nothing of the price of pjm: leave it out.": {
        "region": "pjm",
        "overrides": {"peak_gw.pjm": 150},
    },
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_cannot_be_answered_is_refused(sentence):
    """Bad input: the whole sentence."""
    with pytest.raises(InputError) as error:
        price(**(FEW | REFUSED[sentence]))
    assert str(error.value) == sentence


@pytest.mark.parametrize("region", facts.keys("outlook_regions"))
def test_every_region_has_a_price_in_every_draw(region):
    """Law: nothing is given, so nothing can be refused; load grows with its parts."""
    found = price(region=region, to=2035, draws=1024)
    assert all(row.load_twh.low > row.data_centre_twh.low for row in found.years)
