"""Frozen records: their arithmetic and their plain data."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest

from wattlas.records import BOUNDARIES, RESULT_UNITS, Estimate, Input, Range, Step, walk

PUE = Input("pue", 1.2, 1.1, 1.4, "excess", "1", "uptime2024", place="oslo")
GIVEN = Input("chip_hours", 10.0, 10.0, 10.0, "fixed", "h", "given", given=True)


def estimate() -> Estimate:
    energy = {"facility_energy_kwh": Range(1.0, 2.0, 3.0)}
    return Estimate(
        kind="train",
        basis="run",
        boundary="facility",
        subject={"model": "gpt-3"},
        results=energy,
        stages={"training": energy},
        per={},
        extras={},
        inputs=(PUE, GIVEN),
        absent={"idle": "stage-not-asked"},
        width={"pue@oslo": 1.0},
        sources=(),
    )


def test_scaling_keeps_currency_and_year():
    """By hand: 2 x (1, 2, 4) USD of 2024."""
    assert Range(1.0, 2.0, 4.0, "USD", "2024").scaled(2.0) == Range(
        2.0, 4.0, 8.0, "USD", "2024"
    )


def test_a_range_contains_its_ends():
    """Law: low and high belong to the range."""
    wide = Range(1.0, 2.0, 4.0)
    assert wide.contains(1.0)
    assert wide.contains(4.0)
    assert not wide.contains(4.1)


def test_only_money_carries_currency_and_year():
    """Law: an energy has no currency, not even an empty one."""
    assert Range(1.0, 2.0, 3.0).to_dict() == {"low": 1.0, "mid": 2.0, "high": 3.0}
    assert Range(1.0, 2.0, 3.0, "CNY", "2024").to_dict()["currency"] == "CNY"


def test_label_names_the_place():
    """By hand: one draw serves every stage at one place, so the label names it."""
    assert PUE.label == "pue@oslo"
    assert GIVEN.label == "chip_hours"
    assert GIVEN.exact
    assert not PUE.exact


def test_given_and_assumed_part_the_inputs():
    """Law: every input stands in exactly one of the two."""
    record = estimate()
    assert list(record.given) == ["chip_hours"]
    assert list(record.assumed) == ["pue@oslo"]


def test_records_are_frozen():
    """Law: a record cannot be changed."""
    with pytest.raises(FrozenInstanceError):
        PUE.mid = 1.0  # type: ignore[misc]


def test_the_record_is_json_with_the_documented_names():
    """Law: field names are an interface; these are the ones of ``--json``."""
    record = json.loads(json.dumps(estimate().to_dict(), allow_nan=False))
    assert list(record) == [
        "schema",
        "kind",
        "basis",
        "boundary",
        "subject",
        "results",
        "stages",
        "per",
        "extras",
        "given",
        "assumed",
        "absent",
        "width",
        "sources",
        "derivation",
        "notes",
    ]
    assert record["stages"]["training"] == record["results"]


def test_result_names_carry_their_unit_and_boundary():
    """Law: a name ends in its unit; money has none, hours are chip-hours."""
    endings = {"kWh": "_kwh", "kgCO2e": "_kgco2e", "L": "_l", "h": "_hours", "": "cost"}
    for name, unit in RESULT_UNITS.items():
        assert name.endswith(endings[unit])
        if unit in ("kWh", "kgCO2e"):
            assert name.startswith(BOUNDARIES)


def test_walk_yields_a_step_before_its_parents():
    """By hand: c follows from b, b from a."""
    a = Step("a", "", "", 1.0, (("x", 1.0, GIVEN),))
    b = Step("b", "", "", 2.0, (("a", 1.0, a),))
    c = Step("c", "", "", 3.0, (("b", 2.0, b),))
    assert [s.name for s in walk(c)] == ["c", "b", "a"]
