"""Cases of a study: each is planned, and they stand side by side."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from wattlas import run
from wattlas.errors import InputError
from wattlas.planning import cases as module
from wattlas.planning import plan, plan_cases
from wattlas.report.plan_cases import cases_table
from wattlas.report.table import Number
from wattlas.study import Study

STUDY = {
    "title": "10 MW here or there",
    "year": 2027,
    "currency": "CNY",
    "sites": [
        {"use": "cn", "pue": 1.0, "price": "0.5 CNY/kWh"},
        {"use": "us", "pue": 1.0, "price": "0.25 CNY/kWh"},
    ],
    "load": {"it_power": "10 MW"},
    "power": ["grid"],
    "plan": {},
    "cases": {
        "here": {"load": {"it_power": "10 MW", "site": "cn"}},
        "there": {"load": {"it_power": "10 MW", "site": "us"}},
    },
}


@pytest.fixture(scope="module")
def planned():
    """What a run of the study finds."""
    return run(Study.from_dict(STUDY))


def test_each_case_is_planned(planned):
    """By hand: 10 MW x 8,760 h x 0.5 and 0.25 CNY/kWh; the study itself is not."""
    assert planned.plan is None
    costs = {case: p.figures.total_cost for case, p in planned.plans.items()}
    assert costs == pytest.approx({"here": 43.8e6, "there": 21.9e6})
    assert list(planned.to_dict()["plans"]) == ["here", "there"]


def test_cases_stand_side_by_side(planned):
    """By hand: one row a case, in the order of the study, in millions."""
    table = cases_table(planned.plans)
    assert [c.key for c in table.columns][:3] == ["case", "electricity", "total"]
    assert [row.cells[0] for row in table.rows] == ["here", "there"]
    for row, cost in zip(table.rows, (43.8, 21.9), strict=True):
        for cell in row.cells[1:3]:
            assert isinstance(cell, Number)
            assert (cell.value, cell.unit) == (pytest.approx(cost), "million CNY")


def test_a_case_that_cannot_be_planned_is_named(monkeypatch):
    """Bad input: the case stands before what is wrong with it."""

    def refused(study, **_):
        raise InputError("A plan needs its year: give year, such as 2027.")

    monkeypatch.setattr(module, "plan", refused)
    with pytest.raises(InputError) as error:
        plan_cases(Study.from_dict(STUDY))
    assert str(error.value) == ("here: A plan needs its year: give year, such as 2027.")


def test_answers_reach_every_case(monkeypatch):
    """Law: what is asked of one plan is asked of each."""
    asked = []
    monkeypatch.setattr(
        module, "plan", lambda study, **how: asked.append(how) or SimpleNamespace()
    )
    plan_cases(Study.from_dict(STUDY), explore=True, pareto=4)
    assert [(how["explore"], how["pareto"]) for how in asked] == [(True, 4)] * 2


def test_cases_and_a_plan_are_not_taken_for_each_other():
    """Bad input: the whole sentences."""
    with pytest.raises(InputError) as error:
        plan(Study.from_dict(STUDY))
    assert str(error.value) == (
        "A plan is of one study, and this one has cases (here, there): plan each with "
        "plan_cases, or one of study.variants()."
    )
    alone = Study.from_dict({k: v for k, v in STUDY.items() if k != "cases"})
    with pytest.raises(InputError) as error:
        plan_cases(alone)
    assert str(error.value) == (
        "The study has no cases to lay side by side: plan it alone."
    )
