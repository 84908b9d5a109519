"""Many plans of one study: laws, by hand, engines, bad input."""

from __future__ import annotations

import json
from io import StringIO

import numpy as np
import pytest
from click.testing import CliRunner
from rich.console import Console

from wattlas.cli.main import app
from wattlas.errors import InputError
from wattlas.planning.ask import ask
from wattlas.planning.scenarios import Scenarios, scenarios
from wattlas.planning.scenarios.compare import compared
from wattlas.planning.scenarios.extensive_form import shared_sizes
from wattlas.planning.scenarios.fixed_capacity import Held, held_costs
from wattlas.planning.scenarios.planned import planned
from wattlas.planning.scenarios.record import Outcome
from wattlas.planning.scenarios.sampling import drawing
from wattlas.planning.solve.runner import Runner, running
from wattlas.report.paint.terminal import document_lines
from wattlas.report.plan_scenarios import scenarios_document
from wattlas.report.words.language import ENGLISH
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
    numbers = [c for c in found.candidates if c.plan.isdigit()]
    assert len(numbers) == 2
    for c in numbers:
        i = int(c.plan) - 1
        assert c.costs[i] == pytest.approx(found.outcomes[i].cost, rel=1e-3)


def test_the_plan_for_all_costs_least_in_the_mean(found):
    """Law: no candidate that carries as many costs less; the gap is that to a bound."""
    able = [c for c in found.candidates if c.failures == found.robust.failures]
    assert found.robust.plan == "all"
    assert found.stacked == 2
    for c in able:
        assert found.robust.mean_cost <= c.mean_cost * (1 + 1e-4)
    assert found.bound_cost <= found.robust.mean_cost * (1 + 1e-4)
    assert 0 <= found.gap < 1e-3


def test_the_record_and_the_table_hold_it_all(found):
    """Reading back: the record is plain data; the blocks can be made."""
    record = json.loads(json.dumps(found.to_dict()))
    assert record["kind"] == "scenarios"
    assert type(found).from_dict(record) == found
    assert {i["place"] for i in record["inputs"].values()} >= {"oslo"}
    console = Console(width=120, record=True, file=StringIO())
    for block in document_lines(scenarios_document(found), ENGLISH):
        console.print(block)
    text = console.export_text()
    assert "it_power@oslo" in text
    assert "nrel-atb2024" in text
    assert "2 scenarios were planned in one program" in text


def drawn_of(study: dict, **values):
    """Return the problem of a study in a scenario with some values."""
    return drawing(ask(Study.from_dict(study))).problem(values)


WORK = {
    "title": "A model in Oslo",
    "year": 2027,
    "currency": "USD",
    "model": "llama-3.1-8b",
    "sites": [{"use": "oslo", "price": "90 USD/MWh"}],
    "train": {
        "hardware": "h100-sxm",
        "chip_hours": 400000,
        "energy": "400 to 600 MWh",
        "boundary": "it",
        "chips": 1000,
    },
    "serve": {
        "hardware": "h100-sxm",
        "requests_per_day": "10M to 30M",
        "prompt_tokens": 500,
        "output_tokens": 200,
    },
}


def test_ranges_of_work_are_drawn_and_planned():
    """By hand: 12 M requests a day are 4,380 M in 365 days; 550 MWh are trained."""
    found = drawing(ask(Study.from_dict(WORK)))
    ranges = {i.label: (i.low, i.high, i.unit) for i in found.inputs}
    assert ranges["requests_per_day@serve"] == (10e6, 30e6, "1")
    assert ranges["energy@train"] == (400e3, 600e3, "kWh")
    assert "prompt_tokens@serve" not in ranges
    values = {"requests_per_day@serve": 12e6, "energy@train": 550e3}
    problem = found.problem(values)
    assert problem.serving.requests_per_h.sum() == pytest.approx(12e6 * 365)
    (chip,) = problem.training.chips
    assert chip.it_energy_kwh == pytest.approx(550e3)
    assert chip.chip_hours == pytest.approx(400e3)
    untouched = found.problem({})
    assert untouched.serving.requests_per_h.sum() == pytest.approx(20e6 * 365)


def test_a_drawn_run_that_does_not_fit_has_no_plan():
    """Law: where chips cannot do the hours drawn, the scenario has no plan."""
    train = {"hardware": "h100-sxm", "chip_hours": "8e6..9e6", "chips": 1000}
    study = WORK | {"serve": None, "train": train}
    problem = drawn_of(study, **{"chip_hours@train": 8.9e6})
    assert planned(problem).outcome is None
    assert planned(drawn_of(study, **{"chip_hours@train": 8.1e6})).outcome is not None


@pytest.mark.parametrize(
    ("year", "lot", "delay", "comes"),
    [
        (2035, 0.4, 5.0, True),
        (2035, 0.6, 0.5, False),
        (2038, 0.6, 3.0, True),
        (2038, 0.6, 3.5, False),
    ],
)
def test_what_is_late_comes_after_its_delay(year, lot, delay, comes):
    """By hand: decided in 2026 and 9 years to build, half of the reactors in time."""
    study = STUDY | {"year": year, "plan": {"decided": 2026}}
    found = drawing(ask(Study.from_dict(study)))
    (late,) = (i.label for i in found.inputs if i.name == "delay_years")
    problem = found.problem({"chance:smr@oslo": lot, late: delay})
    assert ("smr@oslo" in [p.key for p in problem.plants]) == comes


def test_what_has_no_delay_and_is_late_does_not_come():
    """Law: without a delay, or a first year, only what is in time is there."""
    fusion = {"use": "fusion-ppa", "start": 2028, "chance": 0.2}
    study = STUDY | {"year": 2050, "power": ["grid", fusion]}
    assert not drawn_of(study, **{"chance:fusion-ppa@oslo": 0.3}).plants
    never = drawn_of(STUDY, **{"chance:smr@oslo": 0.6})
    assert "smr@oslo" not in [p.key for p in never.plants]


def test_a_folder_gets_the_record_and_the_seed_is_kept(tmp_path):
    """Law: -o writes scenarios.json; another seed draws otherwise."""
    small = STUDY | {"power": ["grid"]}
    path = tmp_path / "study.yaml"
    path.write_text(json.dumps(small))
    folder = tmp_path / "out"
    run = CliRunner().invoke(
        app, ["plan", str(path), "--scenarios", "2", "--seed", "7", "-o", str(folder)]
    )
    assert run.exit_code == 0, run.output
    record = json.loads((folder / "scenarios.json").read_text())
    assert (record["kind"], record["seed"]) == ("scenarios", 7)
    same = scenarios(Study.from_dict(small), 2, seed=7)
    assert record["best"] == pytest.approx(list(same.best))
    assert record["gap"] == pytest.approx(same.gap)
    other = scenarios(Study.from_dict(small), 2, seed=8)
    assert other.best != pytest.approx(list(same.best), rel=1e-3)


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
    best, (first, second) = compared({"1": {}, "2": {}}, costs, outcomes)
    assert best == (10.0, 30.0)
    assert (first.mean_regret, first.max_regret, first.failures) == (1.0, 2.0, 0)
    assert (second.max_regret, second.failures) == (1.0, 1)


def test_held_capacities_by_hand(made):
    """By hand: 6 MWh from a plant of 1 MW cost 10 + 300, from the grid 900."""
    problem = made.one_site((0.15,) * 6, plants=(made.plant(hours=6),))
    plan = planned(problem)
    assert plan.outcome.cost == pytest.approx(10 + 6 * 50)
    gas = ("capacity_mw", "gas@a")
    none, half = held_costs(Held(plan.program, plan.length_h, ({}, {gas: 0.5})))
    assert none == pytest.approx(900.0)
    assert half == pytest.approx(5 + 3 * 50 + 3 * 150)


def test_capacities_that_cannot_carry_the_load_fail(made):
    """By hand: 0.4 MW of connection and 0.5 MW of plant are not 1 MW; 0.6 are."""
    limited = (made.grid("a", (0.15,) * 6, limit_kw=400.0),)
    problem = made.one_site((0.15,) * 6, grids=limited, plants=(made.plant(hours=6),))
    plan = planned(problem)
    gas = ("capacity_mw", "gas@a")
    built = ({gas: 0.5}, {gas: 0.6})
    short, enough = held_costs(Held(plan.program, plan.length_h, built))
    assert short is None
    assert enough == pytest.approx(6 + 0.6 * 6 * 50 + 0.4 * 6 * 150)


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ({"carbon_cap_kg": 1500.0}, 0.5),
        ({"water_cap_l": 3000.0}, 0.5),
        ({"capital_budget": 250.0}, 0.5),
    ],
)
def test_capacities_that_miss_a_limit_of_the_year_fail(made, limits, size):
    """By hand: half of 6 MWh from the grid is 1,500 kg and 3,000 L; 500 kW cost 500."""
    clean = made.plant("smr", hours=6, capital_cost_per_kw=0.5)
    problem = made.one_site((0.15,) * 6, plants=(clean,)).limited(**limits)
    plan = planned(problem)
    key = ("capacity_mw", "smr@a")
    near = (size * 0.9, size, size * 1.1)
    costs = held_costs(
        Held(plan.program, plan.length_h, tuple({key: mw} for mw in near))
    )
    kept = [c is not None for c in costs]
    assert kept == (
        [True, True, False] if "capital_budget" in limits else [False, True, True]
    )


def test_capacities_for_all_by_hand(made):
    """By hand: a kW costs 0.4 and saves 0.6 where it is used; 500 kW are used in both.

    A: 200 + 150 + 450, B: 200 + 150; each kW more saves 0.3 in the mean.
    """
    plants = (made.plant(hours=6, annual_cost_per_kw=0.4),)
    loads = (1000.0, 500.0)
    problems = [made.one_site((0.15,) * 6, kw, plants=plants) for kw in loads]
    programs = [planned(p).program for p in problems]
    found = shared_sizes(programs)
    assert found.sizes["capacity_mw", "gas@a"] == pytest.approx(0.5)
    assert found.mean_k == pytest.approx((0.8 + 0.35) / 2)
    assert found.bound_k == pytest.approx(found.mean_k, rel=1e-6)


def test_an_option_that_does_not_come_is_not_paid(made):
    """By hand: in the other scenario 900 are paid to the grid; 1 MW saves 0.2 here."""
    there = made.one_site((0.15,) * 6, plants=(made.plant(hours=6),))
    programs = [planned(p).program for p in (there, made.one_site((0.15,) * 6))]
    found = shared_sizes(programs)
    assert found.sizes["capacity_mw", "gas@a"] == pytest.approx(1.0)
    assert found.mean_k == pytest.approx((0.310 + 0.900) / 2)


def test_one_program_of_all_costs_no_more_than_any_capacities(made):
    """Law: held in each scenario, its capacities cost its optimum, and others more."""
    rng = np.random.default_rng(3)
    problems = [
        made.one_site(
            rng.uniform(0.05, 0.3, 48),
            float(rng.uniform(500, 1500)),
            plants=(
                made.plant("solar", hours=48, availability=rng.uniform(0, 1, 48)),
                made.plant(hours=48, annual_cost_per_kw=3.0),
            ),
            stores=(made.store(annual_cost_per_kwh=0.5),),
        )
        for _ in range(2)
    ]
    plans = [planned(p) for p in problems]
    found = shared_sizes([p.program for p in plans])
    built = (found.sizes, *(p.sizes for p in plans))
    costs = np.array([held_costs(Held(p.program, p.length_h, built)) for p in plans])
    all_, *others = costs.mean(axis=0)
    assert all_ == pytest.approx(found.mean_k * 1e3, rel=1e-4)
    assert all_ <= min(others) * (1 + 1e-4)


def test_processes_answer_as_one():
    """Law: spawned processes give the same results, in their order."""
    with running(Runner("processes", 2)) as run:
        assert list(run(abs, [-1, 2, -3])) == [1, 2, 3]


@pytest.mark.xcheck
def test_a_cluster_answers_as_one(made):
    """Law: a local cluster finds the plan that is found here."""
    pytest.importorskip("distributed", reason="needs the extra cluster")
    problem = made.one_site((0.15,) * 6, plants=(made.plant(hours=6),))
    with running(Runner("dask", 1)) as run:
        (plan,) = run(planned, [problem])
    assert plan.outcome.cost == pytest.approx(planned(problem).outcome.cost)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"count": 1}, "2 or more, got 1"),
        ({"count": 2, "on": Runner(workers=0)}, "workers must be 1 or more, got 0"),
        ({"count": 2, "on": Runner("local", 2)}, "local has one worker, got 2"),
        ({"count": 2, "on": Runner("ray")}, "No runner named 'ray'"),
        ({"count": 2, "seed": -1}, "seed must be >= 0"),
    ],
)
def test_bad_input_is_said(given, says):
    """Bad input: one sentence with the value and what is allowed."""
    with pytest.raises(InputError, match=says):
        scenarios(Study.from_dict(STUDY), **given)


@pytest.mark.parametrize(
    ("field", "drawn", "unit"),
    [
        ("price_series", "price_per_kwh", "USD/kWh"),
        ("carbon_series", "intensity_kgco2e_per_kwh", "kgCO2e/kWh"),
        ("solar_series", "solar_capacity_factor", "1"),
        ("wind_series", "wind_capacity_factor", "1"),
    ],
)
def test_what_a_file_gives_hour_by_hour_is_not_drawn(tmp_path, field, drawn, unit):
    """Law: what the study gives stays as it is, a file as well as a number."""
    hours = np.arange("2027-01-01", "2028-01-01", dtype="datetime64[h]")
    lines = [f"{t}:00Z,{0.1 + 0.01 * (i % 24)}" for i, t in enumerate(hours)]
    path = tmp_path / "given.csv"
    path.write_text("\n".join([f"time,value [{unit}]", *lines]), encoding="utf-8")
    site = {"use": "oslo", "connection": "20 MW"}
    filed = STUDY | {"sites": [site | {field: str(path)}]}
    for study, is_drawn in ((STUDY, True), (filed, False)):
        inputs = drawing(ask(Study.from_dict(study))).inputs
        names = {i.name for i in inputs if i.place == "oslo"}
        assert (drawn in names) == is_drawn
