"""Deployments: the front on each chip, replicas that keep up, what is refused."""

from __future__ import annotations

import pytest

from wattlas import deploy, serve
from wattlas.errors import InputError

ASKED = {
    "model": "llama-3.1-70b",
    "hardware": "h100-sxm,b200-sxm",
    "requests_per_second": 50,
    "prompt_tokens": 1000,
    "output_tokens": 300,
    "tpot": "40 ms",
    "site": "dublin",
    "draws": 64,
}


@pytest.fixture(scope="module")
def found():
    return deploy(**ASKED)


def figures(option) -> tuple[float, float, float]:
    request = option.per_request
    cost, energy = request["total_cost"].mid, request["facility_energy_kwh"].mid
    return cost, energy, option.tpot_s


def test_no_option_is_beaten_by_far_on_its_own_chip(found):
    """Law: what is worse in cost, energy and time than another is no choice."""
    for mine in found.options:
        for other in found.options:
            if other.hardware == mine.hardware:
                pairs = zip(figures(other), figures(mine), strict=True)
                assert not all(a < b for a, b in pairs)


def test_replicas_keep_up_with_the_rate(found):
    """By hand: 180,000 requests an hour; replicas serve more than 50 a second."""
    for option in found.options:
        power = option.per_request["it_energy_kwh"].mid * 50 * 3600
        assert option.it_power_kw == pytest.approx(power)
        busy = option.batch / (300 * option.tpot_s) * option.replicas
        assert busy >= 50


def test_every_option_keeps_the_latency(found):
    """Law: the time to a token is within what is asked for, at the limit or below."""
    assert (found.ttft_s, found.tpot_s) == (2.0, 0.04)
    for option in found.options:
        assert option.tpot_s <= 0.04
        assert option.ttft_s <= 2.0


def test_the_best_of_all_are_marked_once(found):
    """Law: each of cost, energy and latency has a least."""
    marks = [mark for option in found.options for mark in option.best]
    assert sorted(marks) == ["cost", "energy", "latency"]


def test_the_cheapest_option_costs_what_serve_would_run(found):
    """Law: with plenty of requests a request costs what it costs by `serve`."""
    names = ("model", "prompt_tokens", "output_tokens", "tpot", "site", "draws")
    run = serve(**{n: ASKED[n] for n in names}, hardware="h100-sxm")
    costs = [figures(o)[0] for o in found.options if o.hardware == "h100-sxm"]
    wanted = run.per["request"]["total_cost"].mid
    assert min(costs) == pytest.approx(wanted, rel=0.05)


def test_few_requests_fill_no_large_replica():
    """Law: at a hundredth of the rate replicas are smaller, and none is overfilled."""
    asked = {**ASKED, "model": "deepseek-v3", "hardware": "b200-sxm"}
    few = deploy(**{**asked, "requests_per_second": 0.5})
    many = deploy(**{**asked, "requests_per_second": 5000})
    assert min(o.chips for o in few.options) < min(o.chips for o in many.options)
    for option in few.options:
        assert option.batch <= 1 or option.batch / (300 * option.tpot_s) < 0.7
    assert "rate" in {o.limit for o in few.options}


def test_a_chip_that_cannot_is_refused_with_its_reason():
    """Bad input: one chip of several has no room; all of them fail together."""
    asked = {**ASKED, "model": "llama-3.1-8b", "precision": "fp8"}
    found = deploy(**{**asked, "hardware": "a100-sxm4-80gb,h100-sxm"})
    assert found.refused.keys() == {"a100-sxm4-80gb"}
    assert "has no fp8 arithmetic" in found.refused["a100-sxm4-80gb"]
    with pytest.raises(InputError, match="has no fp8 arithmetic"):
        deploy(**{**asked, "hardware": "a100-sxm4-80gb"})
    with pytest.raises(InputError, match=r"^No layout on h100-sxm keeps 0\.1 ms"):
        deploy(**{**ASKED, "hardware": "h100-sxm", "tpot": "0.1 ms"})
    with pytest.raises(InputError, match=r"give requests_per_second\.$"):
        deploy(model="llama-3.1-8b", hardware="h100-sxm")


@pytest.mark.parametrize(
    "given", [{"tpot": "20..50 ms"}, {"requests_per_second": "5..9"}]
)
def test_what_layouts_are_chosen_by_takes_no_range(given):
    """Bad input: the middle of a range would stand for it in silence."""
    asked = {"model": "llama-3.1-8b", "hardware": "h100-sxm", "requests_per_second": 5}
    with pytest.raises(InputError, match="takes no range, got"):
        deploy(**(asked | given), draws=16)


def test_a_replica_that_waits_draws_power():
    """By hand: one chip that holds a model and waits draws 0.17 of 700 W, and its
    host; a request every three hours does not change that."""
    asked = {n: ASKED[n] for n in ("prompt_tokens", "output_tokens", "draws")}
    found = deploy(
        **asked, model="llama-3.1-8b", hardware="h100-sxm", requests_per_second=1e-4
    )
    first = found.options[0]
    assert (first.replicas, first.chips) == (1, 1)
    assert first.it_power_kw > 0.17 * 0.7
    energy = first.per_request["it_energy_kwh"].mid
    assert energy == pytest.approx(first.it_power_kw / (1e-4 * 3600))
