"""A study's deployment: the record of `estimate deploy`, by case and place."""

from __future__ import annotations

import pytest

from wattlas import deploy, run
from wattlas.errors import InputError, StudyError
from wattlas.planning.ask.deployed import with_deployment
from wattlas.report.paint.text import text_of
from wattlas.report.study import study_document
from wattlas.report.words.language import language
from wattlas.study import Study
from wattlas.workflow import StudyResult

SECTION = {
    "hardware": ["h100-sxm", "b200-sxm"],
    "requests_per_second": 50,
    "prompt_tokens": 1000,
    "output_tokens": 300,
    "tpot": "40 ms",
}
STUDY = {"title": "T", "model": "llama-3.1-8b", "deploy": SECTION}


def deployed(**changes) -> StudyResult:
    return run(Study.from_dict({**STUDY, **changes}))


@pytest.fixture(scope="module")
def by_place() -> StudyResult:
    return deployed(sites=["dublin", {"use": "oslo", "pue": 1.5}])


def test_a_study_deploys_as_the_command_does(by_place):
    """Law: the same service at the same place gives the same record."""
    asked = {**SECTION, "hardware": "h100-sxm,b200-sxm", "model": "llama-3.1-8b"}
    dublin, oslo = (d.deployment for d in by_place.deployments)
    assert dublin == deploy(**asked, site="dublin")
    assert oslo == deploy(**asked, site="oslo", pue=1.5)


def test_the_record_is_read_back_and_said_in_both_languages(by_place):
    """Law: a record reads back what it writes; its answer stands in the document."""
    assert StudyResult.from_dict(by_place.to_dict()) == by_place
    document = study_document(by_place)
    for code, word in (("en", "costs least as"), ("zh", "成本最低")):
        assert word in text_of(document.answer, language(code))
    rows = list(by_place.tidy())
    assert len(rows) == sum(len(d.deployment.options) for d in by_place.deployments)


def test_cases_are_deployed_side_by_side():
    """Law: each case is asked with its changes alone."""
    found = deployed(cases={"slow": {"deploy": {"tpot": "80 ms"}}, "as it is": {}})
    times = {d.case: d.deployment.tpot_s for d in found.deployments}
    assert times == {"slow": 0.08, "as it is": 0.04}


@pytest.fixture(scope="module")
def asked_alone():
    """The same service by the command."""
    both = {**SECTION, "hardware": "h100-sxm,b200-sxm"}
    return deploy(**both, model="llama-3.1-8b", draws=16)


@pytest.mark.parametrize("least", ["cost", "energy", "latency"])
def test_a_plan_powers_the_layout_that_is_asked_for(least, asked_alone):
    """Law: the load is the IT power of the layout with the least of it."""
    study = Study.from_dict({**STUDY, "deploy": {**SECTION, "least": least}})
    (load,) = with_deployment(study)[0].load
    found = asked_alone
    power = float(load.it_power.removesuffix(" kW"))
    (option,) = (o for o in found.options if o.it_power_kw == power)
    figures = {
        "cost": lambda o: o.all_chips,
        "energy": lambda o: o.per_request["facility_energy_kwh"].mid,
        "latency": lambda o: o.tpot_s,
    }
    assert figures[least](option) == min(map(figures[least], found.options))


def test_a_load_that_is_given_stays_beside_the_deployment():
    """By hand: two loads, where and when they are said to be."""
    section = {**SECTION, "site": "oslo", "shape": "east-asia"}
    study = Study.from_dict({**STUDY, "deploy": section, "load": {"it_power": "1 MW"}})
    given, found = with_deployment(study)[0].load
    assert given.it_power == "1 MW"
    assert (found.site, found.shape) == ("oslo", "east-asia")


def test_what_is_missing_or_only_a_plans_is_said():
    """By hand: a rate is needed; the shape of the day is a plan's."""
    with pytest.raises(InputError, match="give requests_per_second"):
        deployed(deploy={"hardware": ["h100-sxm"]})
    (note,) = deployed(deploy={**SECTION, "shape": "local", "least": "energy"}).notes
    assert note.values["names"] == ("deploy.least", "deploy.shape")
    with pytest.raises(StudyError, match="deploy"):
        Study.from_dict({**STUDY, "deploy": {"requests_per_secnd": 50}})


def test_a_plan_is_told_where_a_deployment_stands():
    """By hand: of two sites one has to be named, or the plan told to choose."""
    asked = {**STUDY, "sites": ["dublin", "oslo"]}
    with pytest.raises(InputError, match=r"^deploy: it may stand at dublin or oslo"):
        with_deployment(Study.from_dict(asked))
    placed = Study.from_dict({**asked, "deploy": {**SECTION, "place": "one-of"}})
    assert with_deployment(placed)[0].load[0].place == "one-of"
