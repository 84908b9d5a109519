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
        {"hedge": "as if"},
        {"comparator": "unlike"},
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


@pytest.mark.parametrize(("comparator", "value", "verdict"), [
    ("less than", "12870 MWh", "right"), ("more than", "128 MWh", "right"),
    ("at-most", "12870 MWh", "right"), ("below", "128 MWh", "contradicted"),
    ("at-least", "12870 MWh", "contradicted"),
])  # fmt: skip
def test_a_typed_comparator_is_that_of_the_sentence(comparator, value, verdict) -> None:
    """Law: a bound is laid beside the figure as a bound, wherever it is typed."""
    figure = RELATIONS_TYPED[0] | {"value": value}
    quantities = [{"text": value, "value": value, "comparator": comparator}]
    claim = {"statement": f"GPT-3 took {comparator} {value}.", "relations": [figure]}
    found = check(claim | {"quantities": quantities})
    of_value = check(
        claim | {"relations": [figure | {"value": f"{comparator} {value}"}]}
    )
    assert (found.verdict == "contradicted") == (verdict == "contradicted")
    if "-" not in comparator:
        assert found.verdict == of_value.verdict


@pytest.mark.parametrize("narrower", [
    {"comparator": "unlike"}, {"hedge": "as if"}, {"place": "tokyo"},
    {"role": "forecast"}, {"owner": "google"},
])  # fmt: skip
@pytest.mark.parametrize("value", ["12870 MWh", "128 MWh"])
def test_nothing_is_accused_for_a_number_that_is_not_bound(narrower, value) -> None:
    """Law: unbound means unjudged."""
    figure = RELATIONS_TYPED[0] | {"value": value}
    quantities = [{"text": value, "value": value} | narrower]
    found = check({"statement": f"GPT-3 took {value}.", "relations": [figure],
                   "quantities": quantities})  # fmt: skip
    assert found.verdict == "unsupported"


@pytest.mark.parametrize(("relation", "field"), [
    ({"kind": "product", "total": "613 GWh", "factors": []}, "factors"),
    ({"kind": "product", "total": "5 L", "factors": ["700 W", "8 h"]}, "factors"),
    ({"kind": "product", "total": "5 kWh", "factors": ["2 kWh", "3 kWh"]}, "factors"),
    ({"kind": "product", "total": "900", "factors": ["30", "30"]}, "factors"),
    ({"kind": "ratio", "value": "10", "of": {"amount": "3 Wh"},
      "to": {"amount": "3 litres"}}, "to"),
    ({"kind": "ratio", "value": "10", "of": {}, "to": {"subject": "gpt-3"}}, "of"),
])  # fmt: skip
def test_what_dimensions_do_not_allow_is_refused(relation, field) -> None:
    """Law: a relation of no dimension is no claim, and is never judged."""
    with pytest.raises(StudyError, match=rf"relations\.0\.{field}: "):
        check({"statement": "It is so.", "relations": [relation]})


@pytest.mark.parametrize("relation", [
    {"total": "61.3 GWh", "factors": ["10000", "700 W", "1 year"]},
    {"total": "1872万度/月", "factors": ["2.7亿/天", "5"], "use_of": "chatgpt"},
    {"total": "500 USD", "factors": ["10 MWh", "5 cents per kWh"]},
    {"total": "2 MWh", "factors": ["2788000 chip-h", "700 W"]},
    {"total": "5.6 kW", "factors": ["8", "700 W"]},
])  # fmt: skip
def test_products_of_one_dimension_are_judged(relation) -> None:
    """By hand: what gives the unit of the total is taken."""
    check({"statement": "x", "relations": [{"kind": "product"} | relation]})
