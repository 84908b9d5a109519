"""Growth: by hand, by published figures, by law."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas.chain import growth

FACTORS = st.floats(0.5, 5.0)
YEARS = st.floats(0.0, 60.0)


def test_growth_that_does_not_slow_is_a_power():
    """By hand: 1.2 a year for three years is 1.728."""
    index = growth.growth_index(1.2, 1.2, 5.0, 3.0)
    assert index == pytest.approx(1.728)


def test_growth_halves_its_excess():
    """By hand: the rate is the derivative of the logarithm; after one halving half."""
    step = 1e-6
    after = [float(growth.growth_index(2.0, 1.0, 4.0, t)) for t in (4.0, 4.0 + step)]
    rate = np.log(after[1] / after[0]) / step
    assert rate == pytest.approx(np.log(2.0) / 2, rel=1e-4)


def test_growth_ends_at_its_long_run():
    """Law: far out a year multiplies by the long-run factor."""
    late = [float(growth.growth_index(3.0, 1.02, 2.0, t)) for t in (90.0, 91.0)]
    assert late[1] / late[0] == pytest.approx(1.02, rel=1e-6)


@given(now=FACTORS, later=FACTORS, halving=st.floats(0.2, 20.0))
def test_the_base_year_is_one(now, later, halving):
    """Law: nothing has grown after no time."""
    assert float(growth.growth_index(now, later, halving, 0.0)) == pytest.approx(1.0)


@given(gain=st.floats(0.1, 10.0))
def test_an_efficiency_gain_without_rebound_is_kept(gain):
    """Law: with elasticity 0 demand falls by just the gain; with 1 it stays."""
    assert growth.rebound_factor(gain, 0.0) == pytest.approx(1 / gain)
    assert growth.rebound_factor(gain, 1.0) == pytest.approx(1.0)


@given(income=FACTORS, efficiency=FACTORS, elasticity=st.floats(-1.0, 3.0))
def test_energy_grows_with_income_and_what_rebound_leaves(
    income, efficiency, elasticity
):
    """Law: use over efficiency is income times the rebound of a year's gain."""
    use = growth.use_growth(income, efficiency, elasticity)
    energy = growth.energy_growth(use, efficiency)
    expected = income * growth.rebound_factor(efficiency, elasticity)
    assert energy == pytest.approx(expected)


@given(years=YEARS)
def test_a_logistic_stays_between_today_and_its_limit(years):
    """Law: users never fall, and never pass their limit."""
    level = float(growth.logistic_level(1.8, 5.5, 1.4, years))
    assert 1.8 - 1e-12 <= level <= 5.5


@pytest.mark.parametrize(
    ("capacity_gw", "load_factor", "published_twh"),
    [
        (226, 0.48, 946),
        (305, 0.47, 1264),
        (185, 0.49, 792),
        (158, 0.48, 669),
        (277, 0.49, 1193),
        (404, 0.49, 1719),
        (221, 0.50, 972),
        (160, 0.50, 707),
        (97, 0.49, 416),
    ],
)
def test_the_iea_scenarios_follow_from_capacity_and_load(
    capacity_gw, load_factor, published_twh
):
    """IEA 2025, data annex: TWh of 2030, 2035 and 2024; load factors are rounded."""
    rounding = 0.006 / load_factor
    found = growth.energy_twh(capacity_gw, load_factor)
    assert found == pytest.approx(published_twh, rel=rounding)


@pytest.mark.parametrize(("server_kw", "published_twh"), [(6.5, 85.4), (10.2, 134.0)])
def test_de_vries_follows_from_servers_and_power(server_kw, published_twh):
    """de Vries 2023: 1.5 million servers of 6.5 to 10.2 kW at full load, 85-134 TWh."""
    servers_gw = 1.5 * server_kw
    assert growth.energy_twh(servers_gw, 1.0) == pytest.approx(published_twh, rel=0.001)


@pytest.mark.parametrize(
    ("base_twh", "pace", "year"),
    [
        (93, 2.1, 2033),
        (93, 1.36, 2046),
        (93, 1.30, 2050),
        (93, 1.26, 2054),
        (487, 1.17, 2058),
        (487, 1.15, 2063),
        (487, 1.12, 2075),
    ],
)
def test_crossing_years_of_the_public_anchors(base_twh, pace, year):
    """2025 + ln(31,772 / series) / ln(growth / 1.03), by hand for each series."""
    ahead = growth.crossing_years(base_twh, pace, 31_772.0, 1.03)
    assert 2025 + float(ahead) == pytest.approx(year, abs=1.0)


def test_slower_growth_than_the_total_never_crosses():
    """Law: what grows less than the whole never becomes the whole."""
    assert float(growth.crossing_years(93.0, 1.02, 31_772.0, 1.03)) == np.inf


def test_what_is_there_already_has_crossed():
    """By hand: 40 of 30 has crossed now."""
    assert float(growth.crossing_years(40.0, 1.01, 30.0, 1.03)) == 0.0


def test_capacity_is_the_inverse_of_energy():
    """Law: GW to TWh and back."""
    assert growth.capacity_gw(growth.energy_twh(226.0, 0.48), 0.48) == pytest.approx(
        226
    )


def test_half_of_the_chips_are_gone_at_their_median_life():
    """By hand: 1 / (1 + 1); nine tenths leave between 0.64 and 1.55 lives."""
    assert growth.surviving_share(5.0, 5.0) == 0.5
    assert growth.surviving_share(0.644 * 5, 5.0) == pytest.approx(0.9, abs=0.003)
    assert growth.surviving_share(1.552 * 5, 5.0) == pytest.approx(0.1, abs=0.003)


@given(wanted=st.floats(1e-3, 1e9), limit=st.floats(1e-3, 1e9))
def test_a_limited_demand_is_below_wish_and_limit(wanted, limit):
    """Law: spending bends demand, and never raises it."""
    found = float(growth.limited_twh(wanted, limit))
    assert found <= min(wanted, limit) * (1 + 1e-12)


def test_growth_needed_for_the_iea_base():
    """IEA 2025: 416 TWh in 2024 to 946 in 2030 is 14.7 % a year."""
    assert growth.growth_needed(416.0, 946.0, 6.0) == pytest.approx(1.147, abs=0.0005)


def test_training_energy_of_llama_3_405b():
    """By hand: 3.8e25 FLOP at 989e12 / 700 W and 0.4: 18.7 GWh of chips."""
    chip_twh = growth.training_energy_twh(3.8e25, 989e12 / 700, 0.4, 1.0, 1.0)
    assert chip_twh * 1000 == pytest.approx(18.7, abs=0.05)
