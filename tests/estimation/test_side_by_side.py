"""The same work on several chips: ratio, saving, and the growth that undoes it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from wattlas.errors import InputError
from wattlas.estimation.api import serve, train
from wattlas.estimation.side_by_side import compare_hardware
from wattlas.records import Estimate, Range


def estimate(hardware: str, energy: float, **other: object) -> Estimate:
    result = {"facility_energy_kwh": Range(energy * 0.8, energy, energy * 1.3)}
    draws = energy * np.array([0.8, 1.0, 1.3])
    values = {
        "kind": "serve",
        "basis": "thousand_requests",
        "boundary": "facility",
        "subject": {"model": "bloom-176b", "hardware": hardware},
        "results": result,
        "stages": {"serving": result},
        "per": {},
        "extras": {},
        "inputs": (),
        "absent": {},
        "width": {},
        "sources": (),
        "samples": {"facility_energy_kwh": draws},
    }
    return Estimate(**(values | other))


def test_saving_and_rebound_by_hand():
    """By hand: 8 kWh against 20: ratio 0.4, saving 60 %, use may grow 2.5 times."""
    rows = compare_hardware([estimate("a100", 20.0), estimate("h100", 8.0)]).rows
    first, second = rows
    assert (first.ratio_to_first, first.saving_share) == (1.0, 0.0)
    assert (first.rebound_factor, first.verdict) == (1.0, "first")
    assert second.ratio_to_first == pytest.approx(0.4)
    assert second.saving_share == pytest.approx(0.6)
    assert second.rebound_factor == pytest.approx(2.5)
    assert second.verdict == "saves"
    assert second.facility_energy_kwh == Range(6.4, 8.0, 10.4)


def test_growth_by_the_rebound_factor_undoes_the_saving():
    """Law: energy x rebound factor is the first chip's energy, for every chip."""
    chips = [estimate(name, e) for name, e in (("a", 20.0), ("b", 8.0), ("c", 31.0))]
    rows = compare_hardware(chips).rows
    for row in rows:
        undone = row.facility_energy_kwh.mid * row.rebound_factor
        assert undone == pytest.approx(20.0)


def test_a_chip_that_uses_more_saves_nothing():
    """By hand: 30 kWh against 20 is a negative saving of half."""
    row = compare_hardware([estimate("a", 20.0), estimate("b", 30.0)]).rows[1]
    assert row.verdict == "uses-more"
    assert row.saving_share == pytest.approx(-0.5)
    assert row.rebound_factor == pytest.approx(2 / 3)
    assert row.below_first == 0.0


def test_the_same_energy_is_said_to_be_the_same():
    """By hand: 20 against 20."""
    row = compare_hardware([estimate("a", 20.0), estimate("b", 20.0)]).rows[1]
    assert (row.verdict, row.rebound_factor) == ("same", 1.0)


def test_draws_that_cannot_be_paired_are_absent():
    """Absent is not zero: estimates with other numbers of draws are not paired."""
    other = {"samples": {"facility_energy_kwh": np.array([1.0, 2.0])}}
    row = compare_hardware([estimate("a", 20.0), estimate("b", 8.0, **other)]).rows[1]
    assert row.below_first is None


def test_shared_inputs_move_together():
    """Law: two chips in one building differ in every draw by their chip-hours alone."""
    given = {"power_per_chip": 400, "power_scope": "it"}
    slow, fast = (train(chip_hours=hours, **given) for hours in (1000, 900))
    row = compare_hardware([slow, fast]).rows[1]
    assert row.ratio_to_first == pytest.approx(0.9)
    assert row.below_first == 1.0


def test_record_is_plain_data():
    """Law: the record goes through JSON and keeps the order of the chips."""
    chips = ("h100-sxm", "b200-sxm", "a100-sxm4-80gb")
    work = {"model": "llama-3.1-8b", "batch": 64, "draws": 64}
    found = compare_hardware([serve(hardware=c, **work) for c in chips]).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert [row["hardware"] for row in found["rows"]] == list(chips)
    assert found["rules"] == ["growth-of-use-undoes-saving"]


def test_other_work_is_refused():
    """Bad input: a training run beside a service says nothing about chips."""
    other = estimate("b", 8.0, kind="train", basis="run")
    with pytest.raises(InputError) as caught:
        compare_hardware([estimate("a", 20.0), other])
    assert str(caught.value) == (
        "Only estimates of the same work can be set side by side, got serve bloom-176b "
        "(thousand_requests); train bloom-176b (run). Change the hardware alone."
    )


def test_nothing_is_refused():
    """Bad input: no estimate at all."""
    with pytest.raises(InputError) as caught:
        compare_hardware([])
    assert str(caught.value) == (
        "Nothing to set side by side: give at least one estimate."
    )


def test_missing_energy_is_refused():
    """Bad input: an estimate without facility energy cannot be compared."""
    with pytest.raises(InputError) as caught:
        compare_hardware([estimate("a", 20.0), estimate("b", 8.0, results={})])
    assert str(caught.value) == "b has no facility energy to compare."
