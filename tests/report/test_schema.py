"""The published JSON Schemas are those of the records."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

import wattlas
from wattlas import check, check_file, run
from wattlas.report import saved
from wattlas.report.checking import told_file
from wattlas.report.words.language import language
from wattlas.study import Study

PLANNED = {
    "title": "A hall in Oslo",
    "year": 2035,
    "currency": "USD",
    "sites": [{"use": "oslo", "price": "90 USD/MWh"}],
    "load": {"it_power": "10 MW"},
    "power": ["grid", {"wind": {"max": "40 MW"}}, "battery", {"smr": {"chance": 0.5}}],
    "plan": {
        "block_hours": 8,
        "carbon_price": "20 USD/t",
        "matching": {"basis": "annual", "share": 0.5},
        "ranges": True,
        "break_evens": True,
        "pareto": 2,
    },
}
"""A small study whose plan has every part of the record that may be asked for."""


@pytest.fixture(scope="module")
def validator(root):
    """Return how a record is checked against the published schema of a name."""
    jsonschema = pytest.importorskip("jsonschema")
    from referencing import Registry, Resource

    folder = root / "docs" / "schema"
    read = {
        path.name: json.loads(path.read_text(encoding="utf-8"))
        for path in folder.glob("*.schema.json")
    }
    made = [(name, Resource.from_contents(schema)) for name, schema in read.items()]
    registry = Registry().with_resources(made)

    def of(name):
        schema = read[f"{name}.schema.json"]
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator(schema, registry=registry)

    return of


@pytest.fixture(scope="module")
def planned():
    """The result of a study with a plan, as plain data."""
    pytest.importorskip("linopy")
    return plain(run(Study.from_dict(PLANNED)))


def plain(result):
    return json.loads(json.dumps(result.to_dict()))


@pytest.mark.parametrize(("name", "schema"), saved.schemas().items())
def test_the_published_schemas_are_those_of_the_records(root, name, schema):
    """Law: what is published is made of the type hints that write the record."""
    path = root / "docs" / "schema" / f"{name}.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == schema, "run make docs"


def errors(validator, record):
    return [error.message for error in validator.iter_errors(record)]


@pytest.mark.parametrize("name", ["bloom", "chatgpt-2023", "bloom-serving", "gpt-3"])
def test_records_of_the_examples_are_of_the_schema(validator, result_of, name):
    """Law: what `--json` prints holds to the schema."""
    assert errors(validator("result"), plain(result_of(name))) == []


def test_another_record_is_not(validator, result_of):
    """Law: an unknown name, a missing one and a range without an end are refused."""
    record = plain(result_of("gpt-3"))
    total = record["placements"][0]["total"]
    del total["facility_energy_kwh"]["high"]
    record["energy"] = 1
    del record["title"]
    assert len(errors(validator("result"), record)) == 3


def test_plans_are_of_the_schema(validator, planned, result_of):
    """Law: a plan with every part, and one that trains and serves, alone and in a
    study."""
    both = plain(result_of("east-data-west-compute"))
    for record in (planned, both):
        assert errors(validator("plan"), record["plan"]) == []
        assert errors(validator("result"), record) == []
    parts = ("entries", "promises", "near_optimal", "fronts", "break_evens")
    parts += ("limit_violations",)
    parts += ("store_break_evens", "left_out")
    assert all(planned["plan"][part] for part in parts)
    assert both["plan"]["training"]


def test_another_plan_is_not(validator, planned):
    """Law: an unknown name, a missing one and a wrong kind are refused, also inside."""
    record = json.loads(json.dumps(planned["plan"]))
    record["fronts"]["land"] = [{}]
    del record["figures"]["carbon"]
    record["proof"]["proven"] = "yes"
    record["cost"] = 1
    (neither,) = validator("plan").iter_errors(record)
    # A plan or its cases: of the two ways, the errors of the first are the plan's.
    inside = (e for e in neither.context if e.schema_path[0] == 0)
    wrong = {tuple(e.absolute_path) for e in inside}
    assert wrong == {("fronts", "land", 0), ("figures",), ("proof", "proven"), ()}


def statements(root) -> Iterator[str]:
    text = (root / "tests" / "claims" / "held_out.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines(), delimiter="|"):
        yield row["statement"]


def test_records_of_checks_are_of_the_schema(validator, root):
    """Law: of every sentence of a corpus, of a file, and with Chinese sentences."""
    valid = validator("check")
    records = [check(text).to_dict() for text in statements(root)]
    file = check_file(root / "examples" / "claims" / "ai-electricity-2023.yaml")
    records.append(told_file(file, language("zh")).to_dict())
    for record in records:
        assert list(valid.iter_errors(json.loads(json.dumps(record)))) == []


def test_records_of_outlooks_are_of_the_schema(validator):
    """Law: of one outlook, of cases, and of crossing years that may never come."""
    valid = validator("outlook")
    study = wattlas.outlook(draws=64, to=2032, overrides={"growth.training": 4})
    cases = [replace(study, scenario="T", case=name) for name in ("a", "b")]
    curve = wattlas.crossing(growth=(1.001, 2.1), draws=64)
    records = [study.to_dict(), wattlas.OutlookCases(tuple(cases)).to_dict()]
    for record in (*records, curve.to_dict()):
        assert list(valid.iter_errors(json.loads(json.dumps(record)))) == []


@pytest.mark.parametrize("name", ["check", "outlook"])
def test_a_changed_name_is_refused(validator, name):
    """Law: a field under another name is no field of the record."""
    found = {
        "check": check("Training GPT-3 took 1,287 MWh").to_dict(),
        "outlook": wattlas.outlook(draws=64, to=2032).to_dict(),
    }[name]
    valid = validator(name)
    record = json.loads(json.dumps(found))
    record["origins"] = record.pop("sources")
    assert list(valid.iter_errors(record))
