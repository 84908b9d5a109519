"""Many plans of one study: laws, by hand, engines, bad input."""

from __future__ import annotations

import json

import pytest

from wattlas.errors import InputError
from wattlas.planning.scenarios import Scenarios, scenarios
from wattlas.planning.scenarios.engine import Engine, running
from wattlas.planning.scenarios.record import Outcome
from wattlas.planning.scenarios.robust import Held, compared, held_costs, planned
from wattlas.report.plan_scenarios import scenarios_blocks
from wattlas.study import Study

STUDY = {
    "title": "A hall in Oslo",
    "year": 2027,
    "currency": "USD",
    "sites": [{"use": "oslo", "connection": "20 MW"}],
    "load": {"it_power": "8 to 12 MW"},
    "power": ["grid", {"use": "wind", "max": "40 MW"}, {"use": "smr", "chance": 0.5}],
}


@pytest.fixture(scope="module")
def found() -> Scenarios:
    """Two scenarios of a hall whose demand and prices are uncertain."""
    return scenarios(Study.from_dict(STUDY), 2)


def test_one_plan_costs_at_least_the_mean_of_the_best(found):
    """Law: no capacities do better in every scenario than those made for it."""
    for c in found.candidates:
        assert c.mean_regret >= 0
        assert c.failures or c.mean_cost >= sum(found.best) / 2 - 1e-6


def test_scenarios_differ_and_hold_their_own_plan(found):
    """Law: the plan of a scenario, held in it, costs what it cost (tolerance 1e-3)."""
    assert found.outcomes[0].cost != pytest.approx(found.outcomes[1].cost, rel=1e-2)
    for c in found.candidates:
        if c.scenario:
            own = found.outcomes[c.scenario - 1].cost
            assert c.costs[c.scenario - 1] == pytest.approx(own, rel=1e-3)


def test_the_record_and_the_table_hold_it_all(found):
    """Reading back: the record is plain data; the blocks can be made."""
    record = json.loads(json.dumps(found.to_dict()))
    assert record["kind"] == "scenarios"
    assert {i["place"] for i in record["inputs"]} >= {"oslo"}
    assert len(list(scenarios_blocks(found))) >= 4


def test_without_ranges_every_scenario_is_the_plan(monkeypatch):
    """Law: with nothing uncertain there is nothing to regret."""
    from wattlas.planning.scenarios import robust

    whole = robust.drawing

    def exact(asked):
        from dataclasses import replace

        return replace(whole(asked), inputs=(), chances={})

    monkeypatch.setattr(robust, "drawing", exact)
    certain = STUDY | {"power": ["grid", {"use": "wind", "max": "40 MW"}]}
    same = scenarios(Study.from_dict(certain), 2)
    for outcome in same.outcomes:
        assert outcome.cost == pytest.approx(same.central.cost, rel=1e-6)
    assert same.robust.max_regret == pytest.approx(0, abs=1e-4 * same.central.cost)


def test_regret_by_hand():
    """By hand: 12 and 30 against the best 10 and 30 regret 1 in the mean, 2 at most."""
    outcomes = [Outcome(10.0, 0, 0, {}, {}), Outcome(30.0, 0, 0, {}, {})]
    costs = [[12.0, None], [30.0, 31.0]]
    best, (first, second) = compared([0, 1], [({}, {})] * 2, costs, outcomes)
    assert best == (10.0, 30.0)
    assert (first.mean_regret, first.max_regret, first.failures) == (1.0, 2.0, 0)
    assert (second.max_regret, second.failures) == (1.0, 1)


def test_held_capacities_by_hand(made):
    """By hand: 6 MWh from a plant of 1 MW cost 10 + 300, from the grid 900."""
    problem = made.one_site((0.15,) * 6, plants=(made.plant(hours=6),))
    outcome, program = planned(problem)
    assert outcome.cost == pytest.approx(10 + 6 * 50)
    built = (({"gas@a": 0.0}, {}), ({"gas@a": 500.0}, {}))
    none, half = held_costs(Held(program, built))
    assert none == pytest.approx(900.0, rel=1e-3)
    assert half == pytest.approx(5 + 3 * 50 + 3 * 150, rel=1e-3)


def test_processes_answer_as_one():
    """Law: spawned processes give the same results, in their order."""
    with running(Engine("processes", 2)) as run:
        assert list(run(abs, [-1, 2, -3])) == [1, 2, 3]


@pytest.mark.xcheck
def test_a_cluster_answers_as_one(made):
    """Law: a local cluster finds the plan that is found here."""
    pytest.importorskip("distributed", reason="needs the extra cluster")
    problem = made.one_site((0.15,) * 6, plants=(made.plant(hours=6),))
    with running(Engine("dask", 1)) as run:
        ((outcome, _),) = run(planned, [problem])
    assert outcome.cost == pytest.approx(planned(problem)[0].cost)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"count": 1}, "2 or more, got 1"),
        ({"count": 2, "on": Engine(workers=0)}, "workers must be 1 or more, got 0"),
        ({"count": 2, "on": Engine("ray")}, "No engine named 'ray'"),
        ({"count": 2, "seed": -1}, "seed >= 0"),
    ],
)
def test_bad_input_is_said(given, says):
    """Bad input: one sentence with the value and what is allowed."""
    with pytest.raises(InputError, match=says):
        scenarios(Study.from_dict(STUDY), **given)
