"""Services drawn for what a row does not say, and the ranges they give."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from wattlas import validate
from wattlas.accuracy.configurations import Chip
from wattlas.accuracy.population import DRAWS, services


def shares(found, of):
    """Return how often each value occurs among services."""
    values, counts = np.unique([of(s) for s in found], return_counts=True)
    return dict(zip(values.tolist(), (counts / len(found)).tolist(), strict=True))


def test_vintages_and_chips_are_drawn_by_their_weights():
    """By hand: weights 3.9, 4 and 8 of the three vintages; two chips of 2025 alike."""
    found = services("text")
    assert len(found) == DRAWS
    assert shares(found, lambda s: s.year) == pytest.approx(
        {2023: 3.9 / 15.9, 2024: 4 / 15.9, 2025: 8 / 15.9}, abs=0.02
    )
    newest = services("text", year=2025)
    assert shares(newest, lambda s: s.chip.key) == pytest.approx(
        {"b200-sxm": 0.5, "h100-sxm": 0.5}, abs=0.02
    )


def test_what_is_known_is_kept():
    """Law: a known year or chip is that of every draw, also a chip of no vintage."""
    assert {s.year for s in services("text", year=2024)} == {2024}
    other = services("text", chip=Chip("tpu-v4"))
    assert {s.chip.key for s in other} == {"tpu-v4"}
    assert {s.year for s in other} == {2023, 2024, 2025}


def test_engines_of_2023_answer_one_at_a_time_on_chips_of_their_day():
    """Law: what goes together is drawn together."""
    old = services("text", year=2023)
    assert {s.values["batch"] for s in old} == {1.0}
    assert "b200-sxm" not in {s.chip.key for s in old}


@pytest.mark.rows
def test_the_range_of_an_unknown_configuration_holds_the_meter(shared_data, tmp_path):
    """Target: told the model alone, the 90 % range holds 85 to 95 % of the energies.

    On every sixth row, with three more points for chance.
    """
    with (shared_data / "inference.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    path = tmp_path / "sixth.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows[::6])
    found = validate(inference=path, given="model")
    energy = {
        s.table: s for s in found.scores if s.cut == "all" and s.quantity == "energy"
    }
    for table in ("text", "image", "video"):
        assert 0.82 <= energy[table].coverage <= 0.98, table
