"""Prompts on other chips: both sides keep up, the cache is carried, all is counted."""

from __future__ import annotations

import pytest

from wattlas import deploy, serve
from wattlas.chain import disaggregation
from wattlas.errors import ContradictionError, DoesNotFitError, InputError

LARGE = {
    "model": "llama-3.1-70b",
    "hardware": "h100-sxm",
    "prompt_tokens": 1000,
    "output_tokens": 400,
    "busy_share": 1,
    "draws": 64,
}
APART = {**LARGE, "prefill_chips": 4, "chips": 4, "tensor_parallel": 4}


def of(estimate, name: str) -> float:
    return estimate.extras[name].mid


def token(**given) -> tuple[float, float]:
    """Return chip-hours and chip energy of an output token."""
    per = serve(**{**APART, **given}).per["output_token"]
    return per["chip_hours"].mid, per["chip_energy_kwh"].mid


def test_nodes_of_a_day_follow_from_the_rates_of_both_sides():
    """Reference: DeepSeek, 27 February 2025: units of 4 nodes read 73,700 tokens a
    second and node, units of 18 write 14,800; 608e9 and 168e9 tokens in a day took
    95.5 and 131.4 nodes."""
    prompt = disaggregation.prompt_time_s(1.0, 608 / 168 * 1000, 4 * 73_700)
    answer = disaggregation.answer_time_s(1000, 18 / (14_800 * 18 * 18), 1.0)
    ratio = disaggregation.prefill_replicas(prompt, answer)
    assert ratio == pytest.approx((95.5 / 4) / (131.4 / 18), rel=0.01)


def test_a_day_on_its_own_layouts_takes_the_chip_hours_that_it_took():
    """Reference: the same day took 226.75 nodes of 8 chips for 168e9 tokens."""
    run = serve(
        model="deepseek-v3",
        hardware="h800-sxm",
        prompt_tokens=3619,
        cached_prompt_tokens=2036,
        output_tokens=1000,
        prefill_chips=32,
        chips=144,
        tensor_parallel=1,
        data_parallel=144,
        draws=64,
    )
    hours = run.per["output_token"]["chip_hours"].mid
    assert hours == pytest.approx(226.75 * 8 * 24 / 168e9, rel=0.15)


def test_a_prompts_cache_is_carried_by_the_links_of_its_group():
    """By hand: 1,000 tokens of 80 layers, 8 heads of 128, keys and values of 2 bytes
    are 327.68 MB; four links of 50 GB/s carry them in 1.6384 ms."""
    run = serve(**APART, kv_transfer_rate="50 GB/s")
    assert of(run, "kv_transfer_s") == pytest.approx(327.68e6 / (4 * 50e9))
    half = serve(**APART, kv_transfer_rate=50, kv_precision="fp8")
    assert of(half, "kv_transfer_s") == pytest.approx(327.68e6 / (8 * 50e9))


def test_replicas_of_both_kinds_keep_up():
    """Law: the chips of a balanced set are busy for the time of its requests."""
    run = serve(**APART, batch=64)
    request = run.per["request"]["chip_hours"].mid * 3600
    answer = 399 * of(run, "decode_step_s") / 64
    chips = 4 + 4 * of(run, "prefill_replicas")
    assert request == pytest.approx(chips * answer)


def test_a_slow_link_makes_chips_wait():
    """Law: a link beyond what is needed changes nothing, a slow one sets the pace."""
    free = token(kv_transfer_rate=1000, batch=64)
    assert token(kv_transfer_rate=2000, batch=64) == free
    hours, energy = token(kv_transfer_rate=0.1, batch=64)
    assert hours == pytest.approx(2 * 4 * 327.68e6 / (4 * 0.1e9) / 3600 / 400)
    assert free[1] < energy < free[1] * hours / free[0]


def test_prompts_that_are_cached_leave_decoding_alone():
    """Law: without prompts to compute both sides are one, but for the first token."""
    shared = {"prompt_tokens": 1000, "cached_prompt_tokens": 1000, "batch": 64}
    apart = token(**shared, kv_transfer_rate=1e5)
    together = serve(**{**LARGE, "chips": 4, **shared}).per["output_token"]
    step = together["chip_hours"].mid * 399 / 400
    assert apart[0] == pytest.approx(step, rel=0.02)


def test_replicas_that_are_given_are_those_that_decode():
    """By hand: twice the sets that a volume needs are busy half of the time."""
    volume = {k: v for k, v in APART.items() if k != "busy_share"}
    volume |= {"requests_per_day": 1e8}
    needed = serve(**volume, replicas=1e4).extras["needed_replicas"].mid
    run = serve(**volume, replicas=2 * needed)
    busy, idle = (run.stages[s]["chip_hours"].mid for s in ("serving", "idle"))
    assert idle == pytest.approx(busy)


def test_what_is_not_measured_is_wider_and_said():
    """Law: no row has both sides, so the range is wider than of one engine."""
    one, other = serve(**APART), serve(**{**LARGE, "chips": 4})
    errors = [
        next(i for i in run.inputs if i.name == "time_error") for run in (one, other)
    ]
    assert errors[0].high > errors[1].high
    codes = [note.code for note in one.notes]
    assert "disaggregated" in codes
    assert "unseen-engine" not in codes


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"prefill_tensor_parallel": 2}, ContradictionError, "without prefill_chips"),
        ({"kv_transfer_rate": 50}, ContradictionError, "without prefill_chips"),
        ({"prefill_chips": 1}, DoesNotFitError, "do(es)? not fit the chips that"),
        ({"prefill_chips": 2.5}, InputError, "whole number"),
        ({"prefill_chips": "4..8"}, InputError, "takes no range"),
        ({"prefill_chips": 0}, InputError, "must be 1 to"),
        (
            {"prefill_chips": 6, "prefill_tensor_parallel": 4},
            ContradictionError,
            "prefill_chips = 6 is not prefill_tensor_parallel = 4 times",
        ),
    ],
)
def test_what_cannot_be_is_refused(given, error, said):
    with pytest.raises(error, match=said):
        serve(**LARGE, **given)


def test_a_deployment_counts_the_replicas_of_both_kinds():
    """Law: replicas of prompts and of answers, and the power of both."""
    asked = {n: LARGE[n] for n in ("model", "hardware", "prompt_tokens", "draws")}
    found = deploy(**asked, requests_per_second=50, prefill_chips=4)
    assert found.options
    for option in found.options:
        assert option.prefill_chips == 4
        needed = option.per_request["it_energy_kwh"].mid
        assert option.it_power_kw == pytest.approx(needed * 50 * 3600)
        assert option.all_chips == option.chips * option.replicas + 4 * (
            option.prefill_replicas
        )
