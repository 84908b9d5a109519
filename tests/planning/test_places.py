"""Who is served from where, and the window of training, as a plan's record has it."""

from __future__ import annotations

import pytest

pytest.importorskip("linopy")

from wattlas.planning.answer.compose import in_window
from wattlas.planning.answer.parts import Route, TrainingPlan
from wattlas.planning.answer.places import origins_of, positions_of, routes_of
from wattlas.study import Study

SHARES = {"shanghai": 0.25, "qingyang": 0.75}
"""Three of four requests are served in the west."""


def study(train=None, **serve):
    served = {"serve": {"requests_per_day": 1e6, **serve}} if train is None else {}
    return Study.from_dict(
        {
            "title": "T",
            "sites": [{"use": "shanghai"}, {"use": "qingyang"}],
            **served,
            **({"train": {"tokens": "1T", **train}} if train is not None else {}),
        }
    )


def routes(asked):
    return routes_of(asked, origins_of(asked, "shanghai"), SHARES)


def rounded(found):
    return {(r.origin, r.site): round(r.share, 6) for r in found}


def test_one_origin_is_served_as_the_plan_says():
    """By hand: home has all users; 1/4 is served there and 3/4 in the west."""
    assert routes(study()) == (
        Route("shanghai", "shanghai", 0.25),
        Route("shanghai", "qingyang", 0.75),
    )


def test_sums_of_several_origins_hold_on_the_routes_there_are():
    """By hand: every route is allowed, so 70 and 30 % are split as 1/4 and 3/4."""
    found = routes(study(origins={"shanghai": 7, "hangzhou": 3}))
    assert rounded(found) == {
        ("shanghai", "shanghai"): 0.175,
        ("shanghai", "qingyang"): 0.525,
        ("hangzhou", "shanghai"): 0.075,
        ("hangzhou", "qingyang"): 0.225,
    }
    assert not any(r.exact for r in found)


def test_a_route_that_is_not_allowed_carries_nothing():
    """By hand: 8 ms reach from Hangzhou to Shanghai, not to Qingyang, nor from there
    to Shanghai: each origin has one site."""
    limited = study(origins={"qingyang": 0.75, "hangzhou": 0.25}, latency_ms=8)
    assert rounded(routes(limited)) == {
        ("qingyang", "qingyang"): 0.75,
        ("hangzhou", "shanghai"): 0.25,
    }


def test_nothing_is_served_without_a_service():
    """Law: a study without one has no origins, and no routes."""
    assert origins_of(study(train={}), "shanghai") == {}
    assert routes_of(study(train={}), {}, {}) == ()


def test_positions_are_those_of_the_tables():
    """By the tables: Qingyang at 35.73 N, 107.64 E; a country has no position."""
    found = positions_of(["qingyang", "ireland"])
    assert list(found) == ["qingyang"]
    assert found["qingyang"].latitude == pytest.approx(35.73)
    assert found["qingyang"].timezone == "Asia/Shanghai"


def test_the_window_of_training_is_that_of_the_study():
    """By hand: 2 to 10 January are hours 24 to 215, whenever is trained in them."""
    run = TrainingPlan("oslo", "x", 48, 60, 1.0, 1.0, 0.0, 1.0, 48, 60)
    given = study(train={"start": "2027-01-02", "deadline": "2027-01-10"}).train
    found = in_window(run, given, 2027)
    assert (found.window_first_hour, found.window_last_hour) == (24, 215)
    assert in_window(run, study(train={}).train, 2027) == run
    assert in_window(None, given, 2027) is None
