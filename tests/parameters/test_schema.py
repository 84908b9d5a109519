"""The machine-readable schema judges as the program does."""

from __future__ import annotations

import json

import jsonschema
import pytest
from ruamel.yaml import YAML

from wattlas.parameters.schema import schema_of
from wattlas.parameters.verbs import VERBS, verb_named


def judge(verb):
    return jsonschema.Draft202012Validator(schema_of(VERBS[verb_named(verb)]))


@pytest.mark.parametrize("verb", VERBS)
def test_every_schema_is_a_schema(verb):
    """Law: of Draft 2020-12, as JSON, and closed: what is not declared is refused."""
    schema = json.loads(json.dumps(schema_of(VERBS[verb])))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert not jsonschema.Draft202012Validator(schema).is_valid({"rack": 1})


@pytest.mark.parametrize(
    "given",
    [
        {"pue": 1.2},
        {"pue": "1.1..1.3"},
        {"energy": "433 MWh", "boundary": "chip"},
        {"tokens": "15T", "idle_share": 0},
        {"overrides": {"pue": "1.2"}, "draws": 64},
    ],
)
def test_what_the_program_takes_is_valid(given):
    """Numbers, ranges, units, and nothing where nothing is meant."""
    assert judge("train").is_valid(given)


@pytest.mark.parametrize(
    "given",
    [
        {"pue": 9},
        {"rack": 1},
        {"energy": 433},
        {"boundary": "rack"},
        {"goodput": 0},
        {"draws": 10.5},
        {"tokens": "many"},
    ],
)
def test_what_the_program_refuses_is_not_valid(given):
    """Limits, unknown names, a unit that is needed, choices, counts."""
    assert not judge("train").is_valid(given)


def test_a_field_says_unit_usual_range_table_and_default():
    """What a form shows beside a field: as declared in quantities.py."""
    train = schema_of(VERBS["estimate train"])["properties"]
    assert (train["wue"]["x-unit"], train["wue"]["x-usual"]) == ("L/kWh", [0.0, 5.0])
    assert train["site"]["x-table"] == "sites"
    assert train["draws"]["default"] == 4096
    assert "default" not in train["pue"]


def test_examples_are_studies_of_the_schema(root):
    """Law: what runs is valid; short ways of writing sites and options included."""
    study = judge("study")
    files = [p for p in (root / "examples").glob("*.yaml") if "outlook" not in p.name]
    assert len(files) > 5
    for file in files:
        data = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        plain = json.loads(json.dumps(data, default=str))
        assert [e.message for e in study.iter_errors(plain)] == [], file.name


@pytest.mark.parametrize(
    "section",
    [
        {"sites": [{"use": "dublin", "pue": 9}]},
        {"sites": [{"use": "dublin", "rack": 1}]},
        {"power": [{"smr": {"max_units": 2.5}}]},
        {"plan": {"matching": {"basis": "weekly"}}},
        {"train": {"hardware": {"a": 1}}},
    ],
)
def test_nested_sections_are_judged_too(section):
    """Law: limits, names and words of sites, options and the plan."""
    assert judge("study").is_valid({"title": "T"})
    assert not judge("study").is_valid({"title": "T", **section})
