"""Exact factors: by definition of the units, to the last digit."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas import units


def test_factors_are_exact_by_definition():
    """SI and NIST: 1 kWh = 1000 W x 3600 s; a US gallon is 231 cubic inches."""
    assert units.J_PER_KWH == 1000 * 3600
    assert pytest.approx(231 * 0.0254**3 * 1000, rel=1e-15) == units.L_PER_US_GALLON
    assert units.HOURS_PER_YEAR == 365 * 24
    assert units.DAYS_PER_YEAR * units.HOURS_PER_DAY == units.HOURS_PER_YEAR
    assert units.L_PER_M3 == units.KG_PER_T == units.W_PER_KW == 1000


def test_kwh_from_joules():
    """By hand: 7.2 MJ are 2 kWh."""
    assert units.kwh_from_joules(7_200_000.0) == 2.0


def test_kwh_from_watt_hours():
    """By hand: BLOOM's 1,082,990 h at 400 W are 433,196 kWh (Luccioni et al. 2022)."""
    assert units.kwh_from_watt_hours(400.0, 1_082_990.0) == 433_196.0


def test_conversions_take_arrays():
    """Law: an array gives element by element what the floats give."""
    joules = np.array([3.6e6, 7.2e6])
    assert units.kwh_from_joules(joules).tolist() == [1.0, 2.0]
    assert units.kwh_from_watt_hours(joules, 2.0).tolist() == [7200.0, 14400.0]
