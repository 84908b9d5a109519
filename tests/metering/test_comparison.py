"""Two views of one energy: when they differ, by how much, and what that adds."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError

import pytest

from readings import LOST, channel
from wattlas.metering.accumulate.beside import Beside, Disagreement
from wattlas.metering.accumulate.comparison import Comparison


def told(comparison, count, one_j, other_j, seconds=1.0):
    """Return what each of some equal steps adds. [J]"""
    return [comparison.told(one_j, other_j, seconds) for _ in range(count)]


def test_the_first_stretch_is_judged_after_five_seconds():
    """By hand: 100 and 120 J in each of 5 s differ by 100 J of 600: more than 10 %."""
    compared = Comparison(0.1)
    assert told(compared, 4, 100.0, 120.0) == [0.0] * 4
    assert (compared.differs, compared.mean_w) == (False, None)
    assert told(compared, 1, 100.0, 120.0) == [100.0]
    assert (compared.differs, compared.mean_w) == (True, (100.0, 120.0))


def test_a_stretch_has_four_readings_at_least():
    """By hand: three of 2 s are 6 s and too few; the fourth makes it 160 J."""
    assert told(Comparison(0.1), 4, 200.0, 240.0, 2.0) == [0.0, 0.0, 0.0, 160.0]


def test_later_stretches_have_thirty_seconds():
    """By hand: after 5 s that agree, 30 s at 20 J a second are 600 J."""
    compared = Comparison(0.1)
    told(compared, 5, 100.0, 100.0)
    assert told(compared, 30, 100.0, 120.0) == [0.0] * 29 + [600.0]


def test_while_two_differ_each_step_adds_its_own():
    """By hand: 20 J more, or 20 less; the next stretch that differs adds no more."""
    compared = Comparison(0.1)
    told(compared, 5, 100.0, 120.0)
    assert told(compared, 30, 100.0, 120.0) == [20.0] * 30
    assert told(compared, 1, 100.0, 80.0) == [-20.0]
    assert compared.differs


def test_a_stretch_that_agrees_ends_it():
    """By hand: 30 s that agree, and the next 20 J add nothing."""
    compared = Comparison(0.1)
    told(compared, 5, 100.0, 120.0)
    assert told(compared, 30, 100.0, 100.0) == [0.0] * 30
    assert told(compared, 1, 100.0, 120.0) == [0.0]
    assert (compared.differs, compared.mean_w) == (False, (100.0, 120.0))


@pytest.mark.parametrize(("one_j", "differs"), [(75.0, False), (74.99, True)])
def test_the_share_itself_is_allowed(one_j, differs):
    """By hand: of 500 J a quarter is 125 J, and no more."""
    compared = Comparison(0.25)
    told(compared, 5, one_j, 100.0)
    assert compared.differs is differs


@pytest.mark.parametrize(("more_j", "differs"), [(512.3, False), (512.4, True)])
def test_few_readings_that_scatter_may_differ_by_more(more_j, differs):
    """Hoeffding 1963: the mean of 4 readings of 0 to 100 W errs by less than
    100 W x sqrt(ln 2000 / 8) = 97.47 W: 487.37 J in 5 s, and a tenth of 250 J."""
    compared = Comparison(0.1)
    for watts in (0.0, 100.0, 0.0, 100.0):
        compared.told((250.0 + more_j) / 4, 1.25 * watts, 1.25)
    assert compared.differs is differs


def test_what_does_not_scatter_is_allowed_its_share_alone():
    """By hand: nothing of 0 J, so that 1 J differs; steady readings have no spread."""
    compared = Comparison(0.1)
    told(compared, 5, 0.2, 0.0)
    assert compared.differs
    steady = Comparison(0.1)
    told(steady, 5, 40.0, 50.0)
    assert steady.differs


def test_a_part_contradicts_the_whole_only_by_more():
    """By hand: parts of 10 J in a whole of 100 J are no contradiction; 120 J are."""
    compared = Comparison(0.1, only_more=True)
    assert told(compared, 5, 100.0, 10.0) == [0.0] * 5
    assert not compared.differs
    assert told(compared, 30, 100.0, 120.0)[-1] == 600.0
    assert told(compared, 2, 100.0, 10.0) == [0.0, 0.0]
    assert told(compared, 1, 100.0, 101.0) == [1.0]


def test_a_stretch_that_begins_anew_forgets_the_one_before():
    """By hand: three steps are dropped, so that the fifth after them is judged."""
    compared = Comparison(0.1)
    told(compared, 3, 100.0, 900.0)
    compared.begin()
    assert told(compared, 5, 100.0, 120.0) == [0.0] * 4 + [100.0]
    assert compared.mean_w == (100.0, 120.0)


def test_without_a_power_beside_nothing_is_told():
    """Absent is not zero: no mean, no difference."""
    beside = Beside(channel([0.0]), 0.0)
    beside.update(1.0)
    assert (beside.mean_w(), beside.told(5.0, 1.0, True)) == (None, 0.0)
    assert (beside.differs, beside.found) == (False, None)


def test_power_beside_a_counter_is_joined_by_lines():
    """By hand: 100 to 300 W in 2 s are 400 J; 300 W for 1 s more are 700 J in 3 s."""
    beside = Beside(channel([0.0], beside=[100.0, 300.0, 300.0]), 0.0)
    assert beside.mean_w() is None
    beside.update(2.0)
    assert beside.mean_w() == 200.0
    beside.update(3.0)
    assert beside.mean_w() == pytest.approx(700.0 / 3)


def test_a_power_that_was_missed_joins_nothing():
    """By hand: lost at 1 s, so that only 2 to 4 s at 300 W are known."""
    beside = Beside(channel([0.0], beside=[100.0, LOST, 300.0, 300.0]), 0.0)
    for now_s in (1.0, 2.0, 4.0):
        beside.update(now_s)
        assert beside.mean_w() == (300.0 if now_s == 4.0 else None)


def steps(beside, count, counter_j=100.0, known=1.0, is_sure=True):
    """Tell steps of a second, of which the power is known for a share."""
    added = []
    for _ in range(count):
        beside.update(steps.now_s + known)
        steps.now_s += known
        added.append(beside.told(counter_j, 1.0, is_sure))
        assert beside.mean_w() is None
    return added


@pytest.fixture
def beside():
    """A power of 200 W beside a counter, from 0 s on."""
    steps.now_s = 0.0
    return Beside(channel([0.0], beside=[200.0] * 99), 0.0)


def test_a_counter_that_sees_half_is_told_after_five_seconds(beside):
    """By hand: 200 J by the power, 100 by the counter: 500 J more in 5 s."""
    assert steps(beside, 5) == [0.0] * 4 + [500.0]
    assert beside.differs
    assert beside.found == Disagreement("d", 100.0, 200.0)
    assert beside.found.ratio == 2.0


@pytest.mark.parametrize(("known", "is_compared"), [(0.9985, False), (0.9995, True)])
def test_a_step_that_is_not_covered_is_not_compared(beside, known, is_compared):
    """By hand: 99.9 % of a second must be known."""
    steps(beside, 5, known=known)
    assert beside.differs is is_compared


def test_a_step_that_is_not_sure_begins_the_stretch_anew(beside):
    """By hand: four steps, one unsure, four more: none of them is judged."""
    steps(beside, 4)
    assert steps(beside, 1, is_sure=False) == [0.0]
    assert steps(beside, 4) == [0.0] * 4
    assert steps(beside, 1) == [500.0]


def test_a_step_of_no_time_changes_no_stretch(beside):
    """By hand: between the fourth and the fifth second nothing passed."""
    steps(beside, 4)
    assert beside.told(0.0, 0.0, True) == 0.0
    assert steps(beside, 1) == [500.0]


def test_a_disagreement_is_a_ratio():
    """By hand: half, and without a counter's power infinitely more; nothing moves."""
    assert Disagreement("d", 100.0, 50.0).ratio == 0.5
    assert Disagreement("d", 0.5, 1.0).ratio == 2.0
    assert Disagreement("d", 0.0, 50.0).ratio == math.inf
    with pytest.raises(FrozenInstanceError):
        Disagreement("d", 1.0, 1.0).power_w = 2.0
