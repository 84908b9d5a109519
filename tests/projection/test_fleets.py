"""Electricity by maker and generation of chips, by company and by kind."""

from __future__ import annotations

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
    companies = [f for f in found.fleets if f.group == "company"]
    assert {f.key for f in companies} == {"google-fleet", "microsoft-fleet"}
    for fleet in companies:
        assert fleet.energy_twh.high < fleet.reported_twh.low
        assert fleet.share_of_reported.mid == pytest.approx(
            fleet.energy_twh.mid / fleet.reported_twh.mid
        )


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
