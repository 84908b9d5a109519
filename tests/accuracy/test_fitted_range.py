"""The ranges of fits in the table are those of the rows that were fitted."""

from __future__ import annotations

import pytest

from wattlas import facts
from wattlas.accuracy.architectures import Architectures
from wattlas.accuracy.calibration import calibrations
from wattlas.accuracy.fitted_range import (
    inputs_seen,
    metered_mfu,
    training_inputs_seen,
)
from wattlas.accuracy.published import published_runs
from wattlas.accuracy.rows import INFERENCE, TRAINING, read_rows

FITS = {
    "text 2025": "serving-fit",
    "text 2024": "serving-fit-2024",
    "text 2023": "serving-fit-2023",
    "images and video": "generation-fit",
}
ROUNDED = 0.04
"""Ends are rounded outward to two digits."""
OF_THE_POWER = {"step_mfu", "power_limit_w"}
"""Ranges of the power of a run: of its metered runs, not of those with chip-hours."""


def assert_rounded_outward(fact, low: float, high: float) -> None:
    """Assert that the ends of a row hold the values seen, and no more than rounded."""
    assert fact.low <= low <= fact.low * (1 + ROUNDED), fact
    assert fact.high * (1 - ROUNDED) <= high <= fact.high, fact


def test_ranges_of_services_are_those_of_the_measured_rows(shared_data):
    """By count: lowest and highest input of the links over all calibration rows."""
    rows = read_rows(shared_data / "inference.csv", INFERENCE).rows
    found = {c.name: inputs_seen(c) for c in calibrations(rows, Architectures())}
    assert found.keys() == FITS.keys()
    for name, seen in found.items():
        for quantity, fact in facts.numbers("constants", f"range-{FITS[name]}").items():
            low, _, high = seen.range_of(quantity)
            assert_rounded_outward(fact, low, high)


def test_ranges_of_training_are_those_of_published_runs(shared_data):
    """The same over runs with published chip-hours, ours and those at hand."""
    rows = read_rows(shared_data / "training.csv", TRAINING).rows
    table = facts.numbers("constants", "range-training-fit")
    seen = training_inputs_seen([*rows, *published_runs()])
    for quantity in table.keys() - OF_THE_POWER - {"training_flop"}:
        low, _, high = seen.range_of(quantity)
        assert_rounded_outward(table[quantity], low, high)
    mfu = metered_mfu(rows)
    assert_rounded_outward(table["step_mfu"], mfu[0], mfu[-1])


def test_our_own_published_runs_lie_inside():
    """Law: no run that the fit has seen is outside of it."""
    table = facts.numbers("constants", "range-training-fit")
    seen = training_inputs_seen(published_runs())
    for quantity in table.keys() - OF_THE_POWER:
        low, _, high = seen.range_of(quantity)
        fact = table[quantity]
        assert fact.low <= low <= high <= fact.high, quantity


def test_a_row_without_a_size_is_left_out():
    """Law: a run that no prediction can be made of is passed over."""
    row = published_runs()[0]
    unknown = row.without(["model"])
    with pytest.raises(KeyError):
        training_inputs_seen([unknown]).range_of("chip_balance")
