"""Moist air against psychrolib, cooling by hand and by law."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas.chain.cooling import (
    chiller_cop,
    chiller_share,
    cooling_pue,
    evaporation_l_per_kwh,
    tower_wue_l_per_kwh,
    with_mean,
    with_mean_below,
)
from wattlas.chain.psychrometrics import (
    air_pressure_pa,
    saturation_pressure_pa,
    wet_bulb_c,
)


@pytest.mark.parametrize("elevation_m", [0.0, 1350.0, 2261.0])
def test_wet_bulb_is_that_of_ashrae(elevation_m):
    """Reference: psychrolib 2.5, the ASHRAE Handbook 2017, to 0.001 K."""
    psychrolib = pytest.importorskip("psychrolib")
    psychrolib.SetUnitSystem(psychrolib.SI)
    pressure = psychrolib.GetStandardAtmPressure(elevation_m)
    assert air_pressure_pa(elevation_m) == pytest.approx(pressure, rel=1e-6)
    rng = np.random.default_rng(7)
    dry = rng.uniform(-25, 45, 200)
    dew = dry - rng.uniform(0, 25, 200)
    ours = wet_bulb_c(dry, dew, pressure)
    theirs = [
        psychrolib.GetTWetBulbFromTDewPoint(t, d, pressure)
        for t, d in zip(dry.tolist(), dew.tolist(), strict=True)
    ]
    assert np.abs(ours - np.array(theirs)).max() < 2e-3


def test_saturation_over_ice_and_water():
    """Reference: ASHRAE Handbook 2017, chapter 1, table 3: 0.6117, 2.3392 kPa; -20 C
    0.10326 kPa."""
    known = saturation_pressure_pa(np.array([-20.0, 0.01, 20.0]))
    assert known == pytest.approx([103.26, 611.7, 2339.2], rel=2e-3)


def test_saturated_air_has_one_temperature():
    """Law: where the dew point is the dry bulb, so is the wet bulb."""
    air = np.array([-5.0, 10.0, 30.0])
    assert wet_bulb_c(air, air, 101_325.0) == pytest.approx(air, abs=1e-4)


def test_chillers_start_where_air_no_longer_does():
    """By hand: supply 24, approach 4, rise 12: none at 20, half at 26, all at 32."""
    outside = np.array([15.0, 20.0, 26.0, 32.0, 40.0])
    assert chiller_share(outside, 24, 4, 12).tolist() == [0, 0, 0.5, 1, 1]


def test_a_chiller_works_harder_in_the_heat():
    """By hand: 0.5 x 288.15 K over 23 K of lift; never less than 10 K of lift."""
    cop = chiller_cop(np.array([30.0, -20.0]), 15.0, 8.0, 0.5)
    assert cop == pytest.approx([0.5 * 288.15 / 23, 0.5 * 288.15 / 10])


def test_pue_by_hand():
    """By hand: 1 + 0.05 + 0.03 + 0.5 / 5."""
    pue = cooling_pue(0.05, 0.03, np.array([0.5]), np.array([5.0]))
    assert pue == pytest.approx([1.18])


def test_water_of_a_tower_by_hand():
    """By hand: 68 F: 6/5 x (18.866 - 46.24 + 41.48 - 10.4)."""
    wue = tower_wue_l_per_kwh(np.array([20.0, -10.0]), 6.0)
    assert wue == pytest.approx([1.2 * 3.7059, 0.05], abs=1e-3)


def test_no_kilowatt_hour_evaporates_more_than_its_heat():
    """By hand: 3600 kJ over 2430 kJ/kg is 1.48 L, with one sixth blown down 1.78."""
    assert evaporation_l_per_kwh(6.0) == pytest.approx(1.4815 * 1.2, abs=1e-3)


@pytest.mark.parametrize("level", [0.0, 0.02, 0.4, 1.5])
def test_a_bounded_series_keeps_its_mean(level):
    """Law: the mean is the level and no hour lies above the limit."""
    shape = np.maximum(np.random.default_rng(1).normal(0, 5, 5000), 0)
    series = with_mean_below(level, shape, most=1.78)
    assert series.mean() == pytest.approx(level, abs=1e-9)
    assert series.max() <= 1.78 + 1e-12
    assert series.min() >= 0


def test_a_scaled_series_keeps_its_floor():
    """Law: the mean is the level, order stays, the floor is kept."""
    shape = np.array([1.1, 1.2, 1.4])
    series = with_mean(1.5, shape, floor=1.0)
    assert series.mean() == pytest.approx(1.5)
    assert (np.diff(series) > 0).all()
    assert series.min() > 1
