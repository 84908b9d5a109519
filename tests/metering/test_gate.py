"""The gate of every reading: what it lets through, to the last of its bounds."""

from __future__ import annotations

import math

import pytest

from readings import LOST, channel, exact
from wattlas.metering.accumulate.gate import (
    Gate,
    joules_of,
    most_w,
    power_of,
    watts_of,
)
from wattlas.metering.channel import Watts

PACKAGE_W = 1500.0
"""What no package draws more than, by the table."""


def test_a_gate_knows_what_a_device_can_draw():
    """By hand: 1,500 W for 10 s and a step of 0.1 s; a step back of 150 J is none."""
    gate = Gate(channel([0.0], step_s=0.1))
    assert gate.most_j(10.0) == pytest.approx(15_150.0)
    assert gate.jitter_j == pytest.approx(150.0)


@pytest.mark.parametrize(("step_s", "still_s"), [(0.1, 0.3), (0.0, 0.25), (2.0, 6.0)])
def test_a_counter_may_stand_still_for_three_steps(step_s, still_s):
    """By hand: three of its steps, and a quarter of a second at least."""
    assert Gate(channel([0.0], step_s=step_s)).still_s == pytest.approx(still_s)


def test_a_counter_may_come_past_where_it_was():
    """By hand: 1,500 W fill 15,000 J in 10 s, and not in less."""
    gate = Gate(channel([0.0], wrap_j=15_000.0))
    assert gate.may_lap(10.0)
    assert not gate.may_lap(9.999)


@pytest.mark.parametrize("wrap_j", [None, 0.0])
def test_a_counter_without_a_range_never_goes_round(wrap_j):
    """A range of nothing is none: a file of the kernel may say 0."""
    gate = Gate(channel([0.0], wrap_j=wrap_j))
    assert gate.wrap_j is None
    assert not gate.may_lap(1e12)


def test_the_smaller_of_two_limits_holds():
    """By hand: a limit of 400 W, one of 9 kW, none; what is declared bounds itself."""
    assert most_w(channel([0.0], plausible_w=400.0)) == 400.0
    assert most_w(channel([0.0], plausible_w=9e3)) == PACKAGE_W
    assert most_w(channel([exact(1.0)])) == PACKAGE_W
    assert most_w(channel([exact(1.0)], method="declared")) == math.inf


@pytest.mark.parametrize(
    ("shown", "joules"),
    [(0.0, 0.0), (0.5, 0.5), (-0.5, None), (math.inf, None), (math.nan, None)],
)
def test_joules_are_finite_and_not_negative(shown, joules):
    """By hand: nothing is a reading; less than nothing is none."""
    assert joules_of(channel([shown]))() == joules


def test_a_counter_shows_no_watts_and_a_lost_reading_is_none():
    """A reading of another kind is no reading."""
    assert joules_of(channel([exact(5.0)]))() is None
    assert joules_of(channel([LOST]))() is None
    assert watts_of(channel([LOST]))() is None
    assert watts_of(channel([5.0]))() is None
    assert power_of(channel([0.0], beside=[LOST]))() is None
    assert power_of(channel([0.0]))() is None


@pytest.mark.parametrize(
    "watts", [(0.0, 0.0, 0.0), (0.5, 0.5, 0.5), (1.0, PACKAGE_W, 2e3)]
)
def test_watts_may_be_anything_that_is_drawn(watts):
    """By hand: from nothing to the limit itself; the range may go beyond."""
    assert watts_of(channel([Watts(*watts)]))() == Watts(*watts)


@pytest.mark.parametrize(
    "watts",
    [
        (-0.5, 1.0, 2.0),
        (2.0, 1.0, 3.0),
        (1.0, 3.0, 2.0),
        (1.0, 2.0, math.inf),
        (1.0, PACKAGE_W + 0.5, 2e3),
        (math.nan, 1.0, 2.0),
    ],
)
def test_watts_that_nothing_draws_are_no_reading(watts):
    """By hand: negative, out of order, endless, or more than a package draws."""
    assert watts_of(channel([Watts(*watts)]))() is None


@pytest.mark.parametrize(
    ("shown", "watts"),
    [(0.0, 0.0), (PACKAGE_W, PACKAGE_W), (PACKAGE_W + 0.5, None), (-0.5, None)],
)
def test_the_power_beside_a_counter_has_the_same_bounds(shown, watts):
    """By hand: from nothing to the limit itself."""
    assert power_of(channel([0.0], beside=[shown]))() == watts
