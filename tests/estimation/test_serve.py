"""Serving: one request by hand, and the laws that any estimate keeps."""

from __future__ import annotations

from math import exp, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas import facts, serve, train
from wattlas.records import RESULT_UNITS

DENSE = {"model": "llama-3.1-70b", "hardware": "h100-sxm", "chips": 8}
CHAT = {**DENSE, "prompt_tokens": 500, "output_tokens": 300, "batch": 32}
MIXTURE = {"model": "mixtral-8x7b", "hardware": "h100-sxm", "chips": 4}
ENERGIES = ("chip_energy_kwh", "it_energy_kwh", "facility_energy_kwh")
FEW = {"draws": 64}


def mid(estimate, name: str = "facility_energy_kwh", unit: str = "request") -> float:
    return estimate.per[unit][name].mid


def constant(name: str) -> float:
    return facts.number("constants", "serving", name).value


OVERRIDES = {
    "dense_parameters": 70e9,
    "head_parameters": 1e9,
    "prompt_parameters": 69e9,
    "memory_efficiency": 0.9,
    "cache_efficiency": 0.8,
    "dense_efficiency": 0.7,
    "attention_efficiency": 0.7,
    "overlap_exponent": 2,
    "context_share": 0.5,
    "layer_overhead_us": 100,
    "prefill_overhead_us": 50,
    "collective_overhead_us": 5,
    "sequence_overhead_us": 40,
    "host_floor_ms": 3,
    "kernel_level": 0.4,
    "arithmetic_level": 1.5,
    "waiting_level": 0.1,
    "pj_per_byte": 60,
    "idle_power_w": 100,
    "waiting_power_share": 0.2,
    "host_power_share": 0.4,
    "waiting_host_share": 0.5,
    "supply_loss": 0.05,
    "network_share": 0.05,
}


def _board_by_hand(prompt_tokens: float) -> tuple[float, float, float, float, float]:
    """One board of eight: work, arithmetic-bound, overhead, waiting [s] and bytes."""
    weights, cached = 70e9 * 2 / 8, 32 * 163_840 * 650 * 2 / 8
    read_s, cache_s = weights / (3350e9 * 0.9), cached / (3350e9 * 0.8)
    attention = 2_621_440 * (650 * 32 + 250 * prompt_tokens)
    flop = 2 * 69e9 * (32 + prompt_tokens) + 2 * 1e9 * 32 + attention
    arithmetic_s = flop / 8 / (989.4e12 * 0.7)
    work_s = sqrt(read_s**2 + arithmetic_s**2) + cache_s
    bound_s = work_s * arithmetic_s / (read_s + cache_s + arithmetic_s)
    overhead_s = 80 * (100 + 50 * (prompt_tokens > 0)) * 1e-6 + 32 * 40e-6
    return work_s, bound_s, overhead_s, 2 * 80 * 5e-6 * 3, weights + cached


def test_one_request_by_hand():
    """By hand: the equations of docs/method.md, written out once more for 70e9 weights.

    80 layers of 8 KV heads of 128 cache 163,840 values a token; 64 query heads of 128
    take 4 x 64 x 128 x 80 = 2,621,440 FLOP for each token of context.
    """
    run = serve(**CHAT, busy_share=0.5, pue=1.2, overrides=OVERRIDES, **FEW)
    share = 1 - exp(-32 / 300)
    decode, prompt = _board_by_hand(0.0), _board_by_hand(500 * 32 / 300 / share)
    work_s, bound_s, overhead_s, waiting_s, moved = (
        (1 - share) * a + share * b for a, b in zip(decode, prompt, strict=True)
    )
    board_s = work_s + overhead_s + waiting_s
    step_s = (board_s**3 + 0.003**3) ** (1 / 3)
    level = 0.4 * (work_s + overhead_s) + 1.5 * bound_s + 60e-12 * moved / 600
    level = (level + 0.1 * (step_s - work_s - overhead_s)) / step_s
    power_w = 100 + 600 * level / (1 + level**8) ** (1 / 8)
    hours = 8 * 300 * step_s / 32 / 3600
    chip = hours * power_w / 1000 + hours * 0.2 * 0.7
    it = (chip + (1 + 0.5) * hours * 0.28) * 1.05 * 1.05
    assert run.extras["decode_step_s"].mid == pytest.approx(step_s)
    assert run.extras["chip_power_w"].mid == pytest.approx(power_w)
    assert mid(run, "chip_hours") == pytest.approx(2 * hours)
    assert mid(run, "chip_energy_kwh") == pytest.approx(chip)
    assert mid(run, "it_energy_kwh") == pytest.approx(it)
    assert mid(run, "facility_energy_kwh") == pytest.approx(1.2 * it)


@pytest.mark.parametrize("options", [CHAT, MIXTURE])
def test_stages_add_up_at_every_boundary(options):
    """Law: serving and waiting sum to the total, for each result."""
    run = serve(**options, site="dublin", **FEW)
    assert set(run.stages) == {"serving", "idle"}
    for name, total in run.results.items():
        parts = sum(stage[name].mid for stage in run.stages.values())
        assert parts == pytest.approx(total.mid), name


@pytest.mark.parametrize("options", [CHAT, MIXTURE, DENSE])
def test_ranges_are_in_order(options):
    """Law: low <= mid <= high, and chip <= IT <= facility at each of them."""
    run = serve(**options, site="dublin", requests_per_day=1e6)
    for results in (run.results, run.extras, *run.per.values(), *run.stages.values()):
        for name, value in results.items():
            assert value.low <= value.mid <= value.high, name
    chip, it, facility = (run.results[name] for name in ENERGIES)
    assert chip.low <= it.low <= facility.low
    assert chip.high <= it.high <= facility.high


@given(batches=st.lists(st.integers(1, 128), min_size=2, max_size=2).map(sorted))
@settings(max_examples=25, deadline=None)
def test_a_larger_batch_lowers_the_energy_of_a_token(batches):
    """Law: a dense model reads its weights once for the whole batch."""
    small, large = (serve(**{**CHAT, "batch": batch}, **FEW) for batch in batches)
    one, other = (mid(run, unit="output_token") for run in (small, large))
    assert other <= one * (1 + 1e-12)


@given(cached=st.lists(st.integers(0, 500), min_size=2, max_size=2).map(sorted))
@settings(max_examples=25, deadline=None)
def test_a_cached_prompt_lowers_the_energy(cached):
    """Law: prompt tokens that a cache holds need not be read again."""
    less, more = (serve(**CHAT, cached_prompt_tokens=c, **FEW) for c in cached)
    assert mid(more) <= mid(less) * (1 + 1e-12)
    one, other = (run.extras["decode_step_s"].mid for run in (less, more))
    assert other <= one * (1 + 1e-12)


@given(
    tokens=st.lists(st.integers(1, 4000), min_size=2, max_size=2, unique=True),
    which=st.sampled_from(["output_tokens", "prompt_tokens"]),
)
@settings(max_examples=25, deadline=None)
def test_more_tokens_take_more_energy(tokens, which):
    """Law: a longer prompt and a longer answer each raise the request's energy."""
    less, more = (serve(**{**CHAT, which: t}, **FEW) for t in sorted(tokens))
    assert mid(less) < mid(more)


def test_fewer_bytes_for_each_weight_make_a_step_faster():
    """Law: a decode step reads the weights: 2, 1 and about 0.56 bytes each."""
    times = [
        serve(**CHAT, precision=precision, **FEW).extras["decode_step_s"].mid
        for precision in ("bf16", "fp8", "int4")
    ]
    assert times == sorted(times, reverse=True)
    assert times[0] > times[2]


def test_a_busier_replica_waits_less():
    """By hand: waiting chip-hours are (1 - s) / s of the busy ones: 3 and 1 to 1."""
    for share, ratio in ((0.25, 3.0), (0.5, 1.0), (1.0, 0.0)):
        run = serve(**CHAT, busy_share=share, **FEW)
        busy, waiting = (run.stages[s]["chip_hours"].mid for s in ("serving", "idle"))
        assert waiting == pytest.approx(ratio * busy)


def test_the_busy_share_leaves_serving_alone():
    """Law: waiting is a stage of its own; the busy stage does not know of it."""
    one, other = (serve(**CHAT, busy_share=s, **FEW) for s in (0.3, 0.9))
    assert one.stages["serving"] == other.stages["serving"]
    assert mid(one) > mid(other)


@given(volume=st.floats(1, 1e10), years=st.floats(0.1, 10))
@settings(max_examples=25, deadline=None)
def test_units_of_use_are_multiples_of_a_request(volume, years):
    """By hand: a day is the volume, a year 365 days, a month a twelfth of it."""
    run = serve(**CHAT, requests_per_day=volume, years=years, **FEW)
    request = mid(run)
    assert mid(run, unit="output_token") == pytest.approx(request / 300)
    assert mid(run, unit="thousand_requests") == pytest.approx(request * 1000)
    assert mid(run, unit="day") == pytest.approx(request * volume)
    assert mid(run, unit="year") == pytest.approx(request * volume * 365)
    assert mid(run, unit="month") == pytest.approx(request * volume * 365 / 12)
    total = run.results["facility_energy_kwh"].mid
    assert total == pytest.approx(request * volume * 365 * years)


def test_the_basis_says_what_the_results_are_for():
    """Law: 1,000 requests without a volume, a year with one, else the years given."""
    assert serve(**CHAT, **FEW).basis == "thousand_requests"
    assert serve(**CHAT, requests_per_day=10, **FEW).basis == "year"
    assert serve(**CHAT, requests_per_day=10, years=2, **FEW).basis == "life"


def test_the_volume_leaves_a_request_alone():
    """Law: what a request takes does not depend on how many there are."""
    one = serve(**CHAT, **FEW)
    other = serve(**CHAT, requests_per_day=123, **FEW)
    assert mid(one) == pytest.approx(mid(other))


def test_break_even_in_requests_and_days_agree():
    """Law: days x requests a day = requests; requests x energy = the training's."""
    run = serve(**CHAT, requests_per_day=1e6, training_energy="1,287 MWh", **FEW)
    requests = run.extras["break_even_requests"].mid
    assert run.extras["break_even_days"].mid * 1e6 == pytest.approx(requests)
    assert requests * mid(run) == pytest.approx(1_287_000)


def test_break_even_follows_the_energy_of_a_request_in_its_range():
    """Law: more energy for a request means fewer requests to the break-even."""
    run = serve(**CHAT, training_energy="1 GWh")
    request = run.per["request"]["facility_energy_kwh"]
    requests = run.extras["break_even_requests"]
    assert requests.low == pytest.approx(1e6 / request.high, rel=0.01)
    assert requests.high == pytest.approx(1e6 / request.low, rel=0.01)
    assert "break_even_days" not in run.extras


def test_given_is_what_the_user_gave():
    """Law: the unit of use and the default life are no figures of the user."""
    assert serve(**CHAT, **FEW).given.keys() == {
        "prompt_tokens",
        "output_tokens",
        "batch",
        "chips_per_replica",
    }
    assert "service_years" not in serve(**CHAT, requests_per_day=5, **FEW).given


def test_experts_are_read_once_the_batch_hits_them():
    """Law: a mixture's step takes longer as more of its experts are hit, then no more.

    At batch 1 it reads 2 of 8 experts, at 64 all of them, so the step slows by less
    than the 4-fold growth of weights read, and the energy of a token still falls.
    """
    runs = [serve(**{**MIXTURE, "batch": b}, **FEW) for b in (1, 64)]
    one, many = (run.extras["decode_step_s"].mid for run in runs)
    assert one < many < 4 * one
    assert mid(runs[0], unit="output_token") > mid(runs[1], unit="output_token")


def test_one_seed_gives_one_answer_in_any_order():
    """Law: neither the order of options nor another call changes anything."""
    options = {**CHAT, "site": "dublin", "requests_per_day": 1e6}
    backwards = dict(reversed(options.items()))
    assert serve(**options).to_dict() == serve(**backwards).to_dict()


def test_training_and_serving_share_the_draws_of_a_place():
    """Law: the PUE of a site is one named input, drawn once for every stage there."""
    run = train(model="opt-6.7b", tokens=1e12, hardware="h100-sxm", site="dublin")
    chat = serve(**CHAT, site="dublin")
    labels = {i.label for i in run.inputs} & {i.label for i in chat.inputs}
    assert {"pue@dublin", "wue_l_per_kwh@dublin", "price_per_kwh@dublin"} <= labels


def test_pue_leaves_it_energy_and_site_water_alone():
    """Law: PUE multiplies what lies behind the meter, WUE counts per IT energy."""
    place = {"wue": 0.5, "grid_water": 3.0, "intensity": 0.4}
    one, two = (serve(**CHAT, **place, pue=p, **FEW) for p in (1.0, 1.5))
    for name in ("chip_energy_kwh", "it_energy_kwh", "site_water_l"):
        assert mid(one, name) == mid(two, name)
    for name in ("facility_energy_kwh", "grid_water_l", "facility_carbon_kgco2e"):
        assert mid(two, name) == pytest.approx(1.5 * mid(one, name))


def test_without_a_place_there_is_no_carbon_water_or_cost():
    """Law: absent, with the reason, and not zero."""
    run = serve(**CHAT, **FEW)
    assert list(run.results) == ["chip_hours", *ENERGIES]
    missing = set(RESULT_UNITS) - set(run.results)
    assert {run.absent[name] for name in missing} == {"no-place"}


@pytest.mark.parametrize("hardware", ["h100-sxm", "m4-max", "groq-lpu"])
def test_the_first_token_is_no_better_known_than_the_next(hardware):
    """Law: every time of a service has the error of the equations in its range."""
    times = serve(model="llama-3.2-1b", hardware=hardware, batch=1, draws=400).extras
    first, token = times["first_token_s"], times["token_s"]
    assert first.high / first.mid > 0.9 * (token.high / token.mid)
