"""Claims that another reader has typed: by file, by Python, with the same verdict."""

from __future__ import annotations

import json

import pytest

from wattlas import check, check_file
from wattlas.claims.schema import RELATIONS, claims_schema
from wattlas.errors import StudyError

STATEMENT = "GPT-3 took 1,287 MWh, as much as 120 US homes use in a year."
RELATIONS_TYPED = [
    {
        "kind": "figure",
        "subject": "gpt-3",
        "quantity": "training_energy_kwh",
        "value": "1287 MWh",
    },
    {
        "kind": "equivalent",
        "total": "1287 MWh",
        "count": "120",
        "thing": "household",
        "region": "us",
    },
]
QUANTITIES = [
    {"text": "1,287 MWh", "value": "1287 MWh", "owner": "gpt-3"},
    {"text": "120", "value": "120", "role": "count"},
]
CLAIM = {
    "statement": STATEMENT, "quantities": QUANTITIES, "relations": RELATIONS_TYPED
}  # fmt: skip


def test_a_typed_claim_has_one_verdict_however_it_comes(tmp_path) -> None:
    """Law: the sentence, the data and the file are one claim."""
    path = tmp_path / "claim.json"
    path.write_text(json.dumps({"claims": [CLAIM]}), encoding="utf-8")
    of_file = check_file(path).claims[0]
    of_data, of_text = check(CLAIM), check(STATEMENT)
    assert of_file.verdict == of_data.verdict == of_text.verdict == "right"
    assert of_data.judged == of_data.numbers == 2


def test_a_typed_quantity_without_a_relation_is_not_judged() -> None:
    """Law: what a reader found and bound to nothing is counted and named."""
    more = {"text": "5 people", "value": "5"}
    found = check(CLAIM | {"quantities": [*QUANTITIES, more]})
    assert found.verdict == "partly_judged"
    assert found.not_understood == ("5 people",)
    assert (found.judged, found.numbers) == (2, 3)


@pytest.mark.parametrize(
    "narrower",
    [
        {"place": "iowa"},
        {"owner": "google"},
        {"period": "2031"},
        {"hedge": "about"},
        {"comparator": "at-least"},
        {"role": "hypothetical"},
        {"role": "forecast"},
    ],
)
def test_what_narrows_a_typed_quantity_is_in_a_relation_or_unjudged(narrower) -> None:
    """Law: no field that a reader fills in is left aside in silence."""
    quantities = [QUANTITIES[0] | narrower, QUANTITIES[1]]
    found = check(CLAIM | {"quantities": quantities})
    assert found.verdict == "partly_judged"
    assert found.not_understood == ("1,287 MWh",)


def test_the_schema_is_that_of_the_relations(root) -> None:
    """Law: the published schema takes what the loader takes, and has every kind."""
    jsonschema = pytest.importorskip("jsonschema")
    path = root / "docs" / "schema" / "claims-input.schema.json"
    published = json.loads(path.read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(claims_schema()))
    jsonschema.Draft202012Validator(published).validate({"claims": [CLAIM]})
    assert {r.__name__ for r in RELATIONS} <= published["$defs"].keys()


def test_a_wrong_field_is_named() -> None:
    """Bad input: one line, with the field."""
    wrong = RELATIONS_TYPED[0] | {"subject": "gtp-3"}
    with pytest.raises(StudyError, match=r"nothing is known by the name 'gtp-3'"):
        check({"statement": STATEMENT, "relations": [wrong]})


@pytest.mark.parametrize(("subject", "quantity", "value"), [
    ("data-centres-world", "water_l", "415 TWh"),
    ("data-centres-world", "electricity_kwh", "560 GL"),
    ("chatgpt", "weekly_users", "700 MWh"), ("gpt-3", "training_energy_kwh", "1287 MW"),
])  # fmt: skip
def test_an_amount_of_another_dimension_is_refused(subject, quantity, value) -> None:
    """Law: litres are laid beside no kilowatt-hours."""
    relation = {"kind": "figure", "subject": subject, "quantity": quantity}
    claim = {"statement": "It is so.", "relations": [{**relation, "value": value}]}
    with pytest.raises(StudyError, match=f"is no {quantity} of {subject}") as raised:
        check(claim)
    assert "None" not in str(raised.value)
