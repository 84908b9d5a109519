"""The published JSON Schemas are those of the records."""

from __future__ import annotations

import json

import pytest

from wattlas import outlook, run
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
    parts = ("entries", "promises", "near_optimal", "fronts", "kept", "break_evens")
    assert all(planned["plan"][part] for part in parts)
    assert both["plan"]["training"]


def test_another_plan_is_not(validator, planned):
    """Law: an unknown name, a missing one and a wrong kind are refused, also inside."""
    record = json.loads(json.dumps(planned["plan"]))
    record["fronts"]["land"] = []
    del record["figures"]["carbon"]
    record["proof"]["proven"] = "yes"
    record["cost"] = 1
    assert len(errors(validator("plan"), record)) == 4


def test_outlooks_are_of_the_schema(validator):
    """Law: the world by default, and a region with given inputs; a name that is not
    known, and a percentile that is missing, are refused."""
    known = plain(outlook(draws=256))
    given = plain(
        outlook(region="china", overrides={"growth.training": "3..4"}, draws=256)
    )
    assert errors(validator("outlook"), known) == []
    assert errors(validator("outlook"), given) == []
    assert any(item["given"] for item in given["inputs"].values())
    known["energy"] = 1
    del known["paths"]["all"]["generation_twh"]["p50"]
    assert len(errors(validator("outlook"), known)) == 2
