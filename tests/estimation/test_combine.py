"""Estimates added and compared draw by draw."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas import serve, train
from wattlas.draws import interval
from wattlas.estimation.combine import (
    break_even,
    share_of_draws_below,
    sum_of_estimates,
)

RUN = {"model": "opt-6.7b", "tokens": 1e12, "hardware": "h100-sxm"}
CHAT = {"model": "opt-6.7b", "hardware": "h100-sxm", "batch": 16}
NAME = "facility_energy_kwh"


@pytest.fixture(scope="module")
def pair():
    volume = {"requests_per_day": "1M..3M", "years": 2, "output_tokens": "100..400"}
    return train(**RUN, site="dublin"), serve(**CHAT, **volume, site="dublin")


def test_break_even_by_hand():
    """By hand: 1,000 kWh of training over 914 kWh / 230,768 requests: 252,481."""
    training = train(energy="1 MWh", boundary="facility")
    serving = serve(energy="914 kWh", boundary="facility", requests=230_768)
    found = break_even(training, serving)
    requests = found["break_even_requests"]
    assert requests.mid == pytest.approx(1000 / 914 * 230_768)
    assert requests.low == requests.mid == requests.high
    assert "break_even_days" not in found


def test_break_even_takes_each_draw_of_a_request(pair):
    """Law: the range is that of training over request, draw by draw.

    The volume is uncertain, and a request's energy does not depend on it: dividing by
    the mid of the volume would widen the range.
    """
    training, serving = pair
    request = serving.samples[NAME] * serving.samples["per_request"]
    found = break_even(training, serving)["break_even_requests"]
    assert (found.low, found.high) == pytest.approx(
        interval(training.samples[NAME] / request)
    )
    low, high = interval(request)
    per = serving.per["request"][NAME]
    assert (per.low, per.high) == pytest.approx((low, high))


def test_break_even_days_are_requests_over_the_volume(pair):
    """Law: at the mids and in every draw days x requests a day = requests."""
    training, serving = pair
    found = break_even(training, serving)
    volume = next(i.mid for i in serving.inputs if i.name == "requests_per_day")
    days, requests = found["break_even_days"], found["break_even_requests"]
    assert days.mid * volume == pytest.approx(requests.mid)
    day = serving.samples[NAME] * serving.samples["per_day"]
    assert (days.low, days.high) == pytest.approx(
        interval(training.samples[NAME] / day)
    )


def test_break_even_is_that_of_the_estimate_itself(pair):
    """Law: a service told the training's energy finds the same requests at the mid."""
    training, serving = pair
    energy = training.results[NAME].mid
    told = serve(
        **CHAT, output_tokens="100..400", site="dublin", training_energy=f"{energy} kWh"
    )
    assert told.extras["break_even_requests"].mid == pytest.approx(
        break_even(training, serving)["break_even_requests"].mid
    )


def test_sums_add_mids_and_draws(pair):
    """Law: mids add up; low and high are percentiles of the sums of draws."""
    total = sum_of_estimates(pair)
    for name, value in total.items():
        assert value.mid == pytest.approx(sum(e.results[name].mid for e in pair))
        draws = sum(np.asarray(e.samples[name]) for e in pair)
        assert (value.low, value.high) == pytest.approx(interval(draws)), name


def test_a_sum_has_what_every_estimate_has(pair):
    """Law: what one of them lacks the sum lacks; two currencies do not add up."""
    training, serving = pair
    bare = train(energy="1 GWh", boundary="facility")
    assert set(sum_of_estimates([bare, serving])) == {NAME}
    yuan = train(**RUN, site="dublin", currency="CNY")
    mixed = sum_of_estimates([yuan, serving])
    assert not {"electricity_cost", "total_cost"} & set(mixed)
    assert set(sum_of_estimates([training])) == set(training.results)


def test_a_share_of_draws_by_hand():
    """By hand: 1 < 2, 5 > 3, 4 = 4: one draw of three is below; a figure broadcasts."""
    one, other = {"a": np.array([1.0, 5.0, 4.0])}, {"a": np.array([2.0, 3.0, 4.0])}
    assert share_of_draws_below(one, other, "a") == pytest.approx(1 / 3)
    assert share_of_draws_below(one, {"a": 4.5}, "a") == pytest.approx(2 / 3)
