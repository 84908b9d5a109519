"""Numbers for people: three digits, grouped, in a unit of a handy size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas.report.format import per_cent, significant, unit_for


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1, "1"),
        (12.0, "12"),
        (12.34, "12.3"),
        (433_196.0, "433,000"),
        (1_289_376, "1,290,000"),
        (0.00123456, "0.00123"),
        (0.1, "0.1"),
        (999.4, "999"),
        (999.6, "1,000"),
        (99.96, "100"),
        (0.9996, "1"),
        (123_456_789, "123,000,000"),
        (4.21e17, "4.21e17"),
        (1e9, "1e9"),
        (9.87e-7, "9.87e-7"),
        (0.00001, "0.00001"),
        (-433_196.0, "-433,000"),
        (-0.0123, "-0.0123"),
    ],
)
def test_three_digits(value, shown):
    """By hand: rounded to three significant digits, without trailing zeros."""
    assert significant(value) == shown


@given(value=st.floats(1e-300, 1e300), digits=st.integers(1, 6))
def test_what_is_shown_is_near_what_is(value, digits):
    """Law: off by no more than half of the last digit; the sign in front."""
    shown = float(significant(value, digits).replace(",", ""))
    assert shown == pytest.approx(value, rel=0.5 * 10 ** (1 - digits) * 1.001)
    assert significant(-value, digits) == f"-{significant(value, digits)}"


@given(values=st.lists(st.floats(1e-6, 1e12), min_size=2, max_size=2).map(sorted))
def test_shown_numbers_keep_their_order(values):
    """Law: a larger number is never shown as a smaller one."""
    low, high = (float(significant(v).replace(",", "")) for v in values)
    assert low <= high


@pytest.mark.parametrize(
    ("value", "unit", "size", "name"),
    [
        (433_196.0, "kWh", 1e3, "MWh"),
        (0.00034, "kWh", 1e-3, "Wh"),
        (0.00001, "kWh", 1e-3, "Wh"),
        (0.000009, "kWh", 1e-6, "mWh"),
        (0.0, "kWh", 1e-6, "mWh"),
        (1e9, "kWh", 1e9, "TWh"),
        (552_123.0, "kgCO2e", 1e3, "tCO2e"),
        (0.2, "kgCO2e", 1e-3, "gCO2e"),
        (2_500.0, "L", 1e3, "m3"),
        (0.4, "L", 1e-3, "mL"),
        (1_350_000_000, "", 1e9, "billion"),
        (950, "", 1.0, ""),
        (0.5, "", 1.0, ""),
        (433_196.0, "h", 1.0, "h"),
        (0.0123, "s", 1e-3, "ms"),
        (-11_000.0, "kWh", 1e3, "MWh"),
    ],
)
def test_the_unit_is_of_a_handy_size(value, unit, size, name):
    """By hand: the largest unit of which there is at least one; 0.01 of a Wh."""
    assert unit_for(value, unit) == (size, name)


@given(
    value=st.floats(1e-9, 1e15),
    unit=st.sampled_from(["kWh", "kgCO2e", "L", "W", "s", "", "h"]),
)
def test_a_handy_unit_shows_the_same_value(value, unit):
    """Law: number x size is the value; a larger value never has a smaller unit."""
    size, _ = unit_for(value, unit)
    assert value / size * size == pytest.approx(value)
    assert unit_for(value * 10, unit)[0] >= size
    assert unit_for(-value, unit)[0] == size


@pytest.mark.parametrize(
    ("share", "shown"), [(0.4567, "46 %"), (0, "0 %"), (1, "100 %"), (-0.5, "-50 %")]
)
def test_shares_are_whole_percentages(share, shown):
    """By hand: rounded, a space before the sign as the SI writes it."""
    assert per_cent(share) == shown
