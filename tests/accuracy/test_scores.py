"""Errors, shares, coverage and width, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas.accuracy.intervals import residual_rows, union_range
from wattlas.accuracy.measured import measured
from wattlas.accuracy.rows import Row
from wattlas.accuracy.scores import Pair, score
from wattlas.estimation.uncertainty import Distance

WHERE = ("text", "all", "all")


def test_errors_and_shares_by_hand():
    """By hand: ratios 0.5, 0.9, 1.2, 2.5 have errors 0.5, 0.1, 0.2, 1.5."""
    found = score([Pair(r, 1.0) for r in (0.5, 0.9, 1.2, 2.5)], WHERE, "energy")
    assert found.rows == 4
    assert found.median_error == pytest.approx(0.35)
    assert found.within_30_percent == 0.5
    assert found.within_twice == 0.75
    assert found.ratio_p50 == pytest.approx(1.05)
    assert found.coverage is None


def test_coverage_and_width_by_hand():
    """By hand: two of three ranges hold the 1; high over low 4, 2, 3: 24 ** (1/3)."""
    pairs = [
        Pair(1.0, 1.0, 0.5, 2.0),
        Pair(2.0, 1.0, 1.5, 3.0),
        Pair(1.0, 1.0, 0.5, 1.5),
    ]
    found = score(pairs, WHERE, "energy")
    assert found.coverage == pytest.approx(2 / 3)
    assert found.width == pytest.approx(24 ** (1 / 3))


def test_errors_do_not_depend_on_the_unit():
    """Law: joules or watt-hours, the ratio is the same."""
    one = score([Pair(2.0, 3.0), Pair(5.0, 4.0)], WHERE, "energy")
    other = score([Pair(2e3, 3e3), Pair(5e3, 4e3)], WHERE, "energy")
    for name in ("median_error", "ratio_p10", "ratio_p50", "ratio_p90"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-12)
    assert one.within_twice == other.within_twice


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("output_token", 0.5), ("image", 20.0), ("request", 360.0)],
)
def test_measured_energy_is_that_of_one_item(unit, expected):
    """By hand: 0.5 J a token, 20 J an image, 0.1 Wh = 360 J a request."""
    numbers = {
        "energy_j_per_output_token": 0.5,
        "energy_j_per_item": 20.0,
        "energy_wh_per_request": 0.1,
    }
    row = Row("a", {"unit": unit}, numbers)
    assert measured(row, "energy") == pytest.approx(expected)


def test_measured_time_is_the_inverse_of_the_throughput():
    """By hand: 200 tokens a second are 5 ms for each; nothing known is absent."""
    row = Row("a", {"unit": "output_token"}, {"throughput_tokens_per_s": 200.0})
    assert measured(row, "time") == pytest.approx(0.005)
    assert measured(row, "power") is None


def test_residuals_of_few_rows_are_not_narrower_than_they_are():
    """Law: of 20 rows the outer ones bound the range; fewer make no class."""
    many = [(("2025-dense",), r, str(r)) for r in np.geomspace(0.5, 2.0, 20)]
    found = residual_rows([*many, *[(("2025-moe",), 1.0, "a")] * 3])
    low, median, high, count = found["2025-dense"]
    widening = (1 + 1 / 20) ** 0.5
    assert (low, high, count) == (
        pytest.approx(0.5**widening, abs=0.01),
        pytest.approx(2.0**widening, abs=0.02),
        20,
    )
    assert median == pytest.approx(1.0)
    assert "2025-moe" not in found


def test_one_family_says_less_than_many():
    """By hand: of one family the logarithm of the range is wider by root two."""
    values = np.geomspace(0.5, 2.0, 40)
    one = residual_rows(((), r, "a") for r in values)[""]
    many = residual_rows(((), r, "abcdef"[i % 6]) for i, r in enumerate(values))[""]
    ratio = np.log(one[2] / one[0]) / np.log(many[2] / many[0])
    assert ratio == pytest.approx((2 / (1 + 1 / 6)) ** 0.5)


@pytest.mark.parametrize("spread", [0.05, 0.2, 0.6])
def test_a_range_holds_families_left_out(spread):
    """Law: families that differ among them widen it until it holds 90 % of them."""
    random = np.random.default_rng(7)
    middles = random.normal(0.0, spread, 12)
    rows = [
        ((), float(np.exp(random.normal(middle, 0.05))), str(family))
        for family, middle in enumerate(middles)
        for _ in range(40)
    ]
    inside = []
    for family in map(str, range(12)):
        low, _, high, _ = residual_rows(r for r in rows if r[2] != family)[""]
        inside += [low <= ratio <= high for _, ratio, name in rows if name == family]
    assert np.mean(inside) > 0.85


def test_a_union_is_wider_than_its_parts():
    """Law: draws over a factor of ten have a range at least as wide as one of them."""
    distance = Distance(("2025-dense-to-16", "2025-dense", "2025"))
    low, high = distance.bounds("energy")
    many = union_range(np.geomspace(0.3, 3.0, 100), [distance] * 100, "energy")
    assert many.high / many.low > high / low
