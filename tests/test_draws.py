"""Draws of uncertain inputs: shapes, the Latin hypercube, and what moves a result."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wattlas import draws
from wattlas.errors import InputError
from wattlas.records import Input

SHAPED = [
    ("lognormal", 0.5, 1.0, 4.0),
    ("lognormal", 30.0, 40.0, 52.0),
    ("normal", -1.0, 2.0, 4.0),
    ("uniform", 1.0, 3.0, 4.0),
    ("uniform", 0.0, 0.5, 1.0),
    ("logit", 0.62, 0.80, 0.93),
    ("logit", 0.01, 0.05, 0.5),
    ("excess", 1.08, 1.20, 1.56),
    ("excess", 1.05, 1.12, 1.25),
]


def named(name: str, shape: str, low: float, mid: float, high: float) -> Input:
    return Input(name, mid, low, high, shape, "1", "assumed")


def drawn(name: str = "a", n: int = draws.DRAWS, seed: int = draws.SEED) -> np.ndarray:
    return draws.draw([named(name, "lognormal", 0.5, 1.0, 4.0)], n, seed)[name]


def stratum(values: np.ndarray) -> np.ndarray:
    """Return the stratum of each draw of a log-normal (0.5, 1, 4), counted from 0."""
    z = np.sort(values)
    return np.searchsorted(z, values)


@pytest.mark.parametrize(("shape", "low", "mid", "high"), SHAPED)
def test_median_and_90_per_cent_interval_are_hit(shape, low, mid, high):
    """By hand: the three numbers of a fact are the 5th, 50th and 95th percentile."""
    values = draws.draw([named("a", shape, low, mid, high)])["a"]
    assert np.median(values) == pytest.approx(mid, rel=1e-3)
    tolerance = 1e-3 * (high - low)
    assert draws.interval(values) == pytest.approx((low, high), rel=1e-3, abs=tolerance)


def test_the_width_below_and_above_the_median_differ():
    """By hand: log-normal (0.5, 1, 4) has half the width below that it has above."""
    values = draws.draw([named("a", "lognormal", 0.5, 1.0, 4.0)])["a"]
    quarter, three = np.quantile(np.log(values), (0.25, 0.75))
    assert -quarter / three == pytest.approx(0.5, rel=1e-3)


@pytest.mark.parametrize("n", [1, 2, 7, 100, 4096])
def test_every_stratum_is_drawn_once(n):
    """Law of the Latin hypercube: n draws fall in n equally likely strata, one each."""
    values = draws.draw([named("a", "uniform", 0.05, 0.5, 0.95)], n=n)["a"]
    # uniform with these ends has quantile u = value
    assert sorted(np.floor(values * n).astype(int)) == list(range(n))


def test_the_same_name_gets_the_same_draws():
    """Law: one named input is drawn once, in whatever company and order."""
    other = named("b", "normal", -1.0, 0.0, 1.0)
    mine = named("a", "lognormal", 0.5, 1.0, 4.0)
    first = draws.draw([mine, other])
    second = draws.draw([other, mine])
    assert np.array_equal(first["a"], drawn())
    assert np.array_equal(first["a"], second["a"])


def test_the_place_is_part_of_the_name():
    """Law: the PUE of two places moves apart, that of one place together."""
    here, there = (
        Input("pue", 1.2, 1.1, 1.4, "excess", "1", "assumed", place=place)
        for place in ("oslo", "dublin")
    )
    both = draws.draw([here, there])
    assert set(both) == {"pue@oslo", "pue@dublin"}
    assert not np.array_equal(both["pue@oslo"], both["pue@dublin"])


def test_different_names_are_nearly_uncorrelated():
    """Law: independent inputs; 4,096 permuted draws correlate by about 1/64."""
    names = ["pue", "step_mfu", "goodput", "batch", "wue_l_per_kwh", "host_power_share"]
    for one, two in itertools.combinations(names, 2):
        ranks = [stratum(drawn(name)) for name in (one, two)]
        assert abs(np.corrcoef(ranks)[0, 1]) < 0.05


def test_the_seed_changes_the_draws_and_nothing_else():
    """Law: another seed gives another order of the same values."""
    one, two = drawn(seed=1), drawn(seed=2)
    assert not np.array_equal(one, two)
    assert np.array_equal(np.sort(one), np.sort(two))


def test_exact_inputs_are_not_drawn():
    """Law: an input without width has no draws."""
    assert draws.draw([named("a", "fixed", 2.0, 2.0, 2.0)]) == {}


@pytest.mark.parametrize(
    ("shape", "low", "high", "middle"),
    [
        ("lognormal", 1.0, 4.0, 2.0),
        ("normal", 1.0, 4.0, 2.5),
        ("uniform", 1.0, 4.0, 2.5),
        ("excess", 1.1, 1.4, 1.2),
        ("logit", 0.2, 0.8, 0.5),
    ],
)
def test_centre_of_a_range_of_two_numbers(shape, low, high, middle):
    """By hand: geometric mean, mean, geometric mean of the excess 0.1 and 0.4."""
    assert draws.centre(shape, low, high) == pytest.approx(middle)


def test_interval_is_the_5th_and_95th_percentile():
    """By hand: of 0 to 100 they are 5 and 95; else as numpy's percentile."""
    assert draws.interval(np.arange(101.0)) == (5.0, 95.0)
    values = drawn(n=1000)
    expected = tuple(np.percentile(values, [5, 95]))
    assert draws.interval(values) == pytest.approx(expected)


def test_shares_of_a_result_that_one_input_causes():
    """By hand: a result that rises with `a` alone owes it everything."""
    a, b = drawn("a"), drawn("b")
    shares = draws.width_shares({"b": b, "a": a}, a**3)
    assert list(shares) == ["a", "b"]
    assert shares["a"] == pytest.approx(1.0)
    assert shares["b"] < 0.01


def test_shares_of_a_constant_result_are_none():
    """By hand: a result without width owes it to no input."""
    shares = draws.width_shares({"a": drawn()}, np.ones(draws.DRAWS))
    assert shares == {"a": 0.0}


FINITE = st.floats(allow_nan=False, allow_infinity=False)
PAIRS = st.lists(st.tuples(FINITE, FINITE), min_size=1, max_size=60)


@given(PAIRS)
def test_shares_lie_between_0_and_1_to_the_last_bit(pairs):
    """Law: a share of variance is a fraction, of any finite draws; an input shares all
    of its own ranks, or of what falls with them."""
    one, other = map(np.array, zip(*pairs, strict=True))
    shares = draws.width_shares({"one": one, "other": other, "down": -other}, other)
    assert all(0.0 <= share <= 1.0 for share in shares.values())
    assert shares["other"] == shares["down"] == (1.0 if len(set(other)) > 1 else 0.0)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


@pytest.mark.parametrize("n", [2, 3, 100, 4096, 5000, 3_100_000])
def test_shares_of_what_rises_alike_are_exactly_1(n):
    """Law, where sums of floats leave 1.0000000000000009, and where the squares of the
    ranks add up to more than 64 bits hold."""
    values = np.linspace(0.1, 1.0, n)
    assert draws.width_shares({"a": values}, 3 * values) == {"a": 1.0}


@given(PAIRS)
def test_shares_are_those_of_scipy(pairs):
    """Reference: the square of scipy's Spearman correlation, ties at the mean rank."""
    stats = pytest.importorskip("scipy.stats")
    one, other = map(np.array, zip(*pairs, strict=True))
    assume(len(set(one)) > 1 and len(set(other)) > 1)
    expected = stats.spearmanr(one, other).statistic ** 2
    share = draws.width_shares({"one": one}, other)["one"]
    assert share == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            ("triangular", 1, 2, 3),
            "Shape 'triangular' is unknown; use one of fixed, lognormal, normal, "
            "uniform, logit, excess.",
        ),
        (
            ("normal", 1.0, 3.0, 2.0),
            "A range needs low <= mid <= high, got 1.0, 3.0, 2.0.",
        ),
        (
            ("lognormal", 0.0, 1.0, 2.0),
            "A range of shape lognormal lies above 0.0, got 0.0.",
        ),
        (
            ("excess", 1.0, 1.2, 1.3),
            "A range of shape excess lies above 1.0, got 1.0.",
        ),
        (("logit", 0.2, 0.5, 1.0), "A fraction lies below 1, got 1.0."),
    ],
)
def test_impossible_ranges_are_refused(values, sentence):
    """Bad input: what a shape cannot hold, with the value."""
    with pytest.raises(InputError, match=f"^{re.escape(sentence)}$"):
        draws.check_shape(*values)


LIMITS = {
    "lognormal": (0.0, np.inf, 1e-3, 1e6),
    "logit": (0.0, 1.0, 1e-3, 0.999),
    "excess": (1.0, np.inf, 1.001, 50.0),
    "normal": (-np.inf, np.inf, -1e6, 1e6),
    "uniform": (-np.inf, np.inf, -1e6, 1e6),
}


@given(shape=st.sampled_from(sorted(LIMITS)), data=st.data())
def test_quantiles_rise_and_stay_within_what_is_possible(shape, data):
    """Law: values rise with the quantile; PUE > 1, shares in (0, 1), sizes > 0."""
    floor, ceiling, least, most = LIMITS[shape]
    three = st.lists(st.floats(least, most), min_size=3, max_size=3)
    low, mid, high = sorted(data.draw(three))
    assume(low < high)
    draws.check_shape(shape, low, mid, high)
    values = np.sort(draws.draw([named("a", shape, low, mid, high)], n=200)["a"])
    by_quantile = draws.quantiles(shape, low, mid, high, np.linspace(-2.8, 2.8, 200))
    assert (np.diff(by_quantile) >= 0).all()
    assert floor < values[0]
    assert values[-1] < ceiling


@pytest.mark.xcheck
@pytest.mark.parametrize("n", [2, 9, 1000, 4096])
def test_normal_quantiles_equal_scipys(n):
    """scipy.special.ndtri at the centres of the strata, to 1e-12."""
    special = pytest.importorskip("scipy.special")
    # a normal input with 90 % of its mass within the quantile of 0.95 is z itself
    z95 = float(special.ndtri(0.95))
    values = np.sort(draws.draw([named("a", "normal", -z95, 0.0, z95)], n=n)["a"])
    expected = special.ndtri((np.arange(n) + 0.5) / n)
    assert values == pytest.approx(expected, abs=1e-12)


@pytest.mark.xcheck
def test_width_shares_equal_the_square_of_scipys_spearmanr():
    """scipy.stats.spearmanr, for each input of a product of three."""
    stats = pytest.importorskip("scipy.stats")
    inputs = {name: drawn(name) for name in ("a", "b", "c")}
    result = inputs["a"] * inputs["b"] ** 2 / inputs["c"]
    shares = draws.width_shares(inputs, result)
    for name, values in inputs.items():
        expected = stats.spearmanr(values, result).statistic ** 2
        assert shares[name] == pytest.approx(expected, abs=1e-12)


@pytest.mark.xcheck
@pytest.mark.filterwarnings("ignore")
def test_width_shares_agree_with_sobol_indices():
    """SALib's first-order Sobol indices of log energy = sum of logs, within 0.03.

    The chain multiplies, so it is additive in logarithms, and first-order indices
    are then the whole of the variance: 16/41, 16/41 and 9/41 for widths of 4, 4, 3.
    Ranks share out a little less: the sine of a correlation is not the correlation.
    """
    sample = pytest.importorskip("SALib.sample.sobol")
    analyze = pytest.importorskip("SALib.analyze.sobol")
    widths = {"a": 0.4, "b": 0.4, "c": 0.3}
    problem = {
        "num_vars": 3,
        "names": list(widths),
        "bounds": [[0.0, width] for width in widths.values()],
        "dists": ["norm"] * 3,
    }
    logs = sample.sample(problem, 4096, calc_second_order=False, seed=1)
    indices = analyze.analyze(problem, logs.sum(axis=1), calc_second_order=False)
    z95 = 1.6448536269514722
    inputs = {
        name: draws.draw(
            [named(name, "lognormal", np.exp(-w * z95), 1.0, np.exp(w * z95))],
            n=2**16,  # so that chance correlations stay below 0.01
        )[name]
        for name, w in widths.items()
    }
    product = inputs["a"] * inputs["b"] * inputs["c"]
    shares = draws.width_shares(inputs, product)
    for name, first_order, exact in zip(
        widths, indices["S1"], (16, 16, 9), strict=True
    ):
        assert first_order == pytest.approx(exact / 41, abs=0.02)
        assert shares[name] == pytest.approx(first_order, abs=0.03)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=200))
def test_the_interval_is_that_of_numpy_to_the_last_bit(values):
    """Reference: numpy's quantiles, linear between two draws."""
    expected = np.quantile(values, (draws.LOW_QUANTILE, draws.HIGH_QUANTILE))
    assert draws.interval(np.array(values)) == tuple(map(float, expected))
