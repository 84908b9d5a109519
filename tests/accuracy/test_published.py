"""Disclosures and published runs that ship with the program."""

from __future__ import annotations

import pytest

from wattlas import facts, validate
from wattlas.accuracy.disclosures import compare_disclosures
from wattlas.accuracy.rows import Row
from wattlas.accuracy.training import boundary_of, dense_of_size, predict_training
from wattlas.chain import counts


@pytest.fixture(scope="module")
def disclosures():
    return {d.key: d for d in compare_disclosures()}


def test_disclosures_lie_in_our_range(disclosures):
    """Target: each figure inside the 90 % range on its own boundary."""
    assert [k for k, d in disclosures.items() if not d.inside] == []


def test_the_boundaries_of_a_disclosure_are_kept_apart(disclosures):
    """Law: the same prompt takes more at the facility than at the accelerators."""
    whole, chips = (
        disclosures["gemini-prompt"],
        disclosures["gemini-prompt-accelerator"],
    )
    assert whole.mid > 1.3 * chips.mid


def test_the_parts_of_the_gemini_prompt_add_up():
    """Reference: Elsworth et al. 2025: 0.14 + 0.06 + 0.02 + 0.02 = 0.24 Wh."""
    parts = ("accelerator_wh", "host_wh", "idle_wh", "overhead_wh")
    numbers = facts.numbers("disclosures", "gemini-prompt")
    whole = numbers["request_energy_wh"].value
    assert sum(numbers[p].value for p in parts) == pytest.approx(whole)


def test_bloom_at_low_load_is_mostly_waiting(disclosures):
    """Reference: Luccioni et al. 2022: 3.96 Wh; a busy replica takes a small part."""
    assert 1.0 < disclosures["bloom-api"].mid / 3.96 < 2.5


def test_names_of_the_tables_exist():
    """Law: models and chips that the tables of figures name are keys."""
    for table, columns in (("disclosures", "models"), ("published_runs", "model")):
        for key in facts.keys(table):
            row = facts.row(table, key)
            for model in filter(None, row[columns].split(";")):
                known = {*facts.keys("models"), *facts.keys("api_prices")}
                assert model in known, (key, model)
            for chip in row["hardware"].split(";"):
                assert chip in facts.keys("hardware"), (key, chip)


def test_every_published_run_is_predicted():
    """Law: without any file the command scores what ships, and skips nothing."""
    found = validate()
    assert found.skipped == {}
    assert len(found.runs) == len(facts.keys("published_runs")) >= 20
    hours = next(s for s in found.training if s.quantity == "chip_hours")
    assert hours.rows >= 20
    assert hours.within_twice >= 0.9


def test_energy_of_known_hours_is_on_the_rows_boundary():
    """By hand: at the facility more than at the chips, by host and PUE."""
    base = {"model": "bloom-176b", "chip": "a100-sxm4-80gb"}
    rows = [
        Row(b, base | {"energy_boundary": b}, {"chip_hours": 1e6, "pue": 1.2})
        for b in ("chip", "it", "facility")
    ]
    chip, it, facility = (r.energy_mwh.mid for r in predict_training(rows, {}).runs)
    assert chip < it
    assert facility == pytest.approx(1.2 * it)


@pytest.mark.parametrize(
    ("words", "boundary"),
    [
        ("GPU boards at TDP", "chip"),
        ("facility (system x PUE)", "facility"),
        ("node (all)", "it"),
        ("not stated", ""),
    ],
)
def test_words_of_a_boundary(words, boundary):
    """By hand: how tables of training runs name the fence."""
    assert boundary_of(Row("a", {"energy_boundary": words}, {})) == boundary


@pytest.mark.parametrize("parameters", [1e8, 7e9, 1.8e11])
def test_a_dense_model_of_a_size_has_it(parameters):
    """Law: within 10 % of the weights asked for."""
    found = counts.active_parameters(dense_of_size("x", parameters))
    assert found == pytest.approx(parameters, rel=0.1)


def test_a_run_without_work_or_hours_is_named():
    """Bad input: what is missing stands in the reason."""
    row = Row("a", {"model": "llama-3.1-8b", "chip": "h100-sxm"}, {})
    found = predict_training([row], {})
    assert found.skipped == {
        "a": "neither tokens, training FLOP nor chip-hours are known"
    }
