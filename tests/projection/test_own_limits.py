"""Supply limits of places: their own count of connections, else the world's share."""

from __future__ import annotations

import numpy as np
import pytest

import wattlas
from wattlas import facts
from wattlas.errors import InputError
from wattlas.projection import what_if
from wattlas.projection.assumptions import CONNECTS, inputs_of
from wattlas.projection.queues import STAGES, queues_of
from wattlas.report.outlook_queues import limits_blocks
from wattlas.report.table import Table

PLACES = facts.keys("outlook_places")
OWN = [p for p in PLACES if f"{CONNECTS}.{p}" in inputs_of("outlook_places", p)]
FEW = {"draws": 32, "to": 2031}
HOURS = 8.76
"""TWh of a GW over a year."""


def exact(place: str, gw: float) -> dict[str, float]:
    """Return inputs by which a place connects so much each year, at full load."""
    return {
        f"{CONNECTS}.{place}": gw,
        "growth.connection": 1.0,
        "load.facility": 1.0,
        "onsite_share.gas": 1e-9,
        "onsite_share.smr": 0,
        "onsite_share.fusion": 0,
        "error.growth": 0,
    }


def served(place: str, **given: object) -> np.ndarray:
    """Return the draws of what all data centres of a place are served. [TWh]"""
    found = wattlas.outlook(region=place, **FEW, **given)
    return np.concatenate(
        [
            np.broadcast_to(s["data_centre_served_twh"], (FEW["draws"], 7, 1))[..., 0]
            for s in found.samples.values()
        ]
    )


@pytest.fixture(scope="module")
def virginia():
    """A place with its own count."""
    return wattlas.outlook(region="virginia", **FEW)


def test_places_with_a_count_are_those_of_the_table():
    """By hand: eight places, and none of them is a region."""
    assert {"virginia", "ercot", "ireland", "singapore"} <= set(OWN)
    assert len(OWN) == 8


@pytest.mark.parametrize("place", OWN)
def test_no_more_is_added_than_is_connected(place):
    """Law: since the first year no more is added than all that was connected."""
    gw, error = 0.01, {f"error.{r}": 0 for r in facts.keys("outlook_regions")}
    found = served(place, overrides=exact(place, gw) | error)
    most = gw * HOURS * np.arange(7)
    assert np.all(found - found[:, :1] <= most * 1.01 + 1e-6)


def test_the_limit_is_what_is_said(virginia):
    """By hand: a tenth of the connections serves less, ten times as much serves all."""
    few = wattlas.outlook(
        region="virginia", overrides={f"{CONNECTS}.virginia": 0.11}, **FEW
    )
    many = wattlas.outlook(
        region="virginia", overrides={f"{CONNECTS}.virginia": 11}, **FEW
    )
    name = "data_centre_served_twh"
    mids = [found.at(name, 2030).mid for found in (few, virginia, many)]
    assert mids == sorted(mids)
    assert few.grid_binds[2030] == 1
    assert many.grid_binds[2030] < 0.2
    assert few.short[2030] > virginia.short[2030] > many.short[2030]


@pytest.mark.parametrize("place", OWN)
def test_demand_is_served_late_or_not(place):
    """Law: what AI asks for is served, late or not served; carbon goes with it."""
    found = wattlas.outlook(region=place, **FEW)
    for of in found.samples.values():
        parts = [of[f"ai_{n}_twh"] for n in ("served", "delayed", "unserved")]
        np.testing.assert_allclose(sum(parts), of["ai_demand_twh"], rtol=1e-9)
        assert min(np.min(part) for part in parts) >= -1e-9
        assert np.all(of["generation_twh"] >= of["data_centre_served_twh"])


def test_the_worlds_connections_change_nothing_of_an_own_count():
    """Bad input: what has no effect is refused by its name."""
    with pytest.raises(InputError, match=r"connection_gw\.2025 would change nothing"):
        wattlas.outlook(region="virginia", overrides={"connection_gw.2025": 30}, **FEW)


def test_connections_of_a_question_are_the_places_own():
    """By hand: the short word stands for the limit that holds there."""
    for place, name in (("virginia", "virginia"), ("oregon", "2025")):
        changed = what_if(changes={"connections": 5}, region=place, draws=16)
        assert changed.changes[0].inputs[0].name == f"{CONNECTS}.{name}"


@pytest.mark.parametrize("place", [*PLACES, "us", "world"])
def test_a_place_says_whose_connections_it_has(place):
    """Law: each place says own or the world's share; the world has neither."""
    found = wattlas.outlook(region=place, to=2026, draws=16, method="stock")
    first = next(limits_blocks(found))
    said = "" if isinstance(first, Table) else first.paragraphs[0].text
    assert ("its own count" in said) == (place in OWN)
    assert ("its part of what the world connects" in said) == (
        place not in (*OWN, "world")
    )


@pytest.mark.parametrize("name", ["connection_gw.oregon", "Connection-GW.Oregon"])
def test_a_place_without_a_count_may_be_given_one(name):
    """Law: what is given of a place limits it, and is said; another place's is not."""
    usual = wattlas.outlook(region="oregon", **FEW)
    found = wattlas.outlook(region="oregon", overrides={name: 0.02}, **FEW)
    served = "data_centre_served_twh"
    assert found.at(served, 2030).mid < usual.at(served, 2030).mid
    assert "is given" in next(limits_blocks(found)).paragraphs[0].text
    with pytest.raises(InputError, match="No input named"):
        wattlas.outlook(region="nevada", overrides={name: 0.02}, **FEW)


def test_queues_by_hand():
    """By hand: of what ERCOT was asked for in March 2026 0.9 % ran."""
    last = queues_of("ercot")[-1]
    assert (last.asked_gw.mid, last.agreed_gw.mid) == (439, 9.042)
    assert last.running_share == pytest.approx(3.883 / 442.883)
    assert queues_of("oregon") == ()


def test_every_queue_is_of_a_place():
    """Law: each row names a place of the outlook and has a stage."""
    for queue in queues_of("world"):
        assert queue.place in PLACES
        assert any(getattr(queue, stage) for stage in STAGES)
