"""One input moved: every point is the study with that input, computed anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wattlas import workflow
from wattlas.study import Study
from wattlas.workflow.what_if import what_if

STUDY = Study.from_dict(
    {
        "title": "T",
        "model": "llama-3.1-8b",
        "train": {"tokens": "1T", "hardware": "h100"},
        "sites": [{"use": "oslo", "pue": 1.2}, "dublin"],
    }
)


@pytest.fixture(scope="module")
def result():
    return workflow.run(STUDY)


@pytest.fixture(scope="module")
def moved(result):
    """What is moved at each of the two places, by the name of the input."""
    return [
        {m.item.name: m for m in what_if(STUDY, result, placement).inputs}
        for placement in result.placements
    ]


def at_second(train):
    """Return the totals of another training run at the second place alone."""
    study = replace(STUDY, train=train, sites=STUDY.sites[1:])
    return workflow.run(study).placements[0].total


def test_a_point_is_the_study_with_that_input(moved):
    """Law: moving an input is to write it into the study."""
    at_oslo = moved[0]["pue"]
    value = at_oslo.values[1]
    site = replace(STUDY.sites[0], pue=value)
    own = workflow.run(replace(STUDY, sites=[site])).placements[0].total
    assert at_oslo.results[1] == own


def test_an_input_of_the_tables_is_moved_by_its_name(moved):
    at_dublin = moved[1]["pue"]
    value = at_dublin.values[3]
    train = replace(STUDY.train, overrides={"pue@dublin": value})
    own = at_second(train)
    assert at_dublin.results[3] == own


def test_what_is_exact_is_on_the_line_anywhere(moved):
    """Law: between points too, a result that is called linear lies on its line."""
    for name, m in moved[1].items():
        if name != "price_per_kwh":
            continue
        value = 0.9 * m.values[0] + 0.1 * m.values[-1]
        train = replace(STUDY.train, overrides={m.item.label: value})
        own = at_second(train)
        assert "electricity_cost" in m.linear
        for result in m.linear:
            first, last = m.results[0][result], m.results[-1][result]
            for end in ("low", "mid", "high"):
                line = 0.9 * getattr(first, end) + 0.1 * getattr(last, end)
                assert getattr(own[result], end) == pytest.approx(line, rel=1e-9)


def test_what_bends_is_not_called_linear(moved):
    """By hand: energy is in proportion to tokens; the quantile of a sum is not."""
    at_oslo = moved[0]
    assert "facility_energy_kwh" in at_oslo["pue"].linear
    assert "total_cost" not in at_oslo["price_per_kwh"].linear


def test_ends_are_those_that_may_be(moved):
    """Law: an exact input is moved round itself, and never below what is allowed."""
    assert moved[0]["pue"].values[0] == 1.0
    assert moved[0]["training_tokens"].values[0] == 0.5e12
    item = moved[1]["pue"].item
    assert moved[1]["pue"].values[:: len(moved[1]["pue"].values) - 1] == (
        item.low,
        item.high,
    )


def test_services_compared_by_the_request_are_moved_so():
    """Law: the middle of what is moved is of the size of what it is beside."""
    sections = [{"requests_per_day": n} for n in ("1M", "2M")]
    study = Study.from_dict(
        {
            "title": "T",
            "model": "llama-3.1-8b",
            "serve": {"hardware": "h100", "prompt_tokens": 100, "output_tokens": 50},
            "sites": ["oslo"],
            "cases": {str(i): {"serve": s} for i, s in enumerate(sections)},
        }
    )
    found = workflow.run(study)
    pue = {m.item.name: m for m in what_if(study, found, found.placements[0]).inputs}
    whole = found.placements[0].total["facility_energy_kwh"].mid
    low, high = (pue["pue"].results[i]["facility_energy_kwh"].mid for i in (0, -1))
    assert low <= whole <= high
