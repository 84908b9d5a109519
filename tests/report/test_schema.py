"""The published JSON Schema is that of the records."""

from __future__ import annotations

import json

import pytest


@pytest.fixture(scope="module")
def validator(root):
    jsonschema = pytest.importorskip("jsonschema")
    path = root / "docs" / "schema" / "result.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", ["bloom", "chatgpt-2023", "bloom-serving", "gpt-3"])
def test_records_of_the_examples_are_of_the_schema(validator, result_of, name):
    """Law: what `--json` prints holds to the schema."""
    record = json.loads(json.dumps(result_of(name).to_dict()))
    assert list(validator.iter_errors(record)) == []


def test_another_record_is_not(validator, result_of):
    """Law: an unknown name, a missing one and a range without an end are refused."""
    record = json.loads(json.dumps(result_of("gpt-3").to_dict()))
    total = record["placements"][0]["total"]
    del total["facility_energy_kwh"]["high"]
    record["energy"] = 1
    del record["title"]
    assert len(list(validator.iter_errors(record))) == 3
