"""The published JSON Schemas are those of the records."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

import wattlas
from wattlas import check, check_file
from wattlas.report import claims as claims_report
from wattlas.report.words.language import language


@pytest.fixture(scope="module")
def schema(root):
    """The validator of a published schema, by its name."""
    jsonschema = pytest.importorskip("jsonschema")

    def of(name: str):
        path = root / "docs" / "schema" / f"{name}.schema.json"
        found = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(found)
        return jsonschema.Draft202012Validator(found)

    return of


@pytest.fixture(scope="module")
def validator(schema):
    return schema("result")


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


def statements(root) -> Iterator[str]:
    text = (root / "tests" / "claims" / "held_out.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines(), delimiter="|"):
        yield row["statement"]


def test_records_of_checks_are_of_the_schema(schema, root):
    """Law: of every sentence of a corpus, of a file, and with Chinese sentences."""
    valid = schema("check")
    records = [claims_report.record(check(text)) for text in statements(root)]
    file = check_file(root / "examples" / "claims" / "ai-electricity-2023.yaml")
    records.append(claims_report.file_record(file, language("zh")))
    for record in records:
        assert list(valid.iter_errors(json.loads(json.dumps(record)))) == []


def test_records_of_outlooks_are_of_the_schema(schema):
    """Law: of one outlook, of cases, and of crossing years that may never come."""
    valid = schema("outlook")
    study = wattlas.outlook(draws=64, to=2032, overrides={"growth.training": 4})
    cases = [replace(study, scenario="T", case=name) for name in ("a", "b")]
    curve = wattlas.crossing(growth=(1.001, 2.1), draws=64)
    records = [study.to_dict(), {"cases": [c.to_dict() for c in cases]}]
    for record in (*records, curve.to_dict()):
        assert list(valid.iter_errors(json.loads(json.dumps(record)))) == []


@pytest.mark.parametrize("name", ["check", "outlook"])
def test_a_changed_name_is_refused(schema, name):
    """Law: a field under another name is no field of the record."""
    found = {
        "check": claims_report.record(check("Training GPT-3 took 1,287 MWh")),
        "outlook": wattlas.outlook(draws=64, to=2032).to_dict(),
    }[name]
    valid = schema(name)
    record = json.loads(json.dumps(found))
    record["origins"] = record.pop("sources")
    assert list(valid.iter_errors(record))
