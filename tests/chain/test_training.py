"""Where the fitted factors of training end, by hand."""

from __future__ import annotations

import pytest

from wattlas.chain.training import balance_factor, chip_balance, size_factor


@pytest.mark.parametrize(
    ("balance", "held"),
    [(0.5, 0.8), (0.79, 0.8), (0.81, 0.81), (2.0, 2.0), (2.2, 2.1), (9.0, 2.1)],
)
def test_the_balance_of_a_chip_counts_from_0_8_to_2_1(balance, held):
    """By hand: times the 153 FLOP a byte of an A100; the data of the fit end there."""
    peak_tflops = balance * 153.0 * 2000.0 / 1e3
    own = chip_balance(peak_tflops, 2000.0)
    assert balance_factor(own, -1.0) == pytest.approx(1 / held)


@pytest.mark.parametrize(
    ("parameters", "held"), [(1e7, 1e8), (2e8, 2e8), (3e11, 3e11), (1e12, 4e11)]
)
def test_the_size_of_a_model_counts_from_0_1_to_400_billion(parameters, held):
    """By hand: at e times the peak of an A100 and an exponent of 1, size over 30e9."""
    factor = size_factor(parameters, 312.0 * 2.718281828459045, 1.0)
    assert factor == pytest.approx(held / 30e9)


@pytest.mark.parametrize(("speed", "held"), [(0.5, 1.0), (2.0, 2.0), (20.0, 8.0)])
def test_the_speed_of_a_chip_counts_from_1_to_8_times_an_a100(speed, held):
    """By hand: a model of e times 30e9 parameters loses speed to the exponent."""
    factor = size_factor(30e9 * 2.718281828459045, 312.0 * speed, 1.0)
    assert factor == pytest.approx(held)
