"""Layouts: what holds the model, what an operator would run, what is said of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas import facts, serve
from wattlas.errors import ContradictionError, InputError
from wattlas.estimation.layout_candidates import candidate_layouts
from wattlas.estimation.layouts import Layout, Memory
from wattlas.estimation.lookup import architecture_of
from wattlas.parameters.serving import ENGINES

LARGE = {"model": "llama-3.1-70b", "hardware": "h100-sxm"}
MIXTURE = {"model": "deepseek-v3", "hardware": "h800-sxm"}
SMALL = {"model": "llama-3.1-8b", "hardware": "h100-sxm"}
FEW = {"draws": 64}
CACHE_GB = 163_840 * 2 / 1e9
"""Of a 70B: 80 layers of 8 KV heads of 128, keys and values of 2 bytes, a token."""
DAY = {"prompt_tokens": 3619, "cached_prompt_tokens": 2036, "output_tokens": 1000}
"""DeepSeek, 27 February 2025: 608e9 prompt tokens, 342e9 of them cached, 168e9 out."""


def figure(estimate, name: str):
    return next(i for i in estimate.inputs if i.name == name)


def chips_of(estimate) -> float:
    return figure(estimate, "chips_per_replica").mid


def note(estimate, code: str) -> dict:
    return next(n.values for n in estimate.notes if n.code == code)


def cost(estimate) -> float:
    """Chip-hours at 2 USD and electricity at 0.08 USD/kWh, for a token."""
    token = estimate.per["output_token"]
    return 2 * token["chip_hours"].mid + 0.08 * token["facility_energy_kwh"].mid


@pytest.mark.parametrize("batch", [None, 1, 64, 256, 1000])
def test_a_replica_holds_its_weights_and_batch(batch):
    """By hand: 141.1 GB of weights and the batch's cache, nine tenths of 80 GB each."""
    options = LARGE if batch is None else {**LARGE, "batch": batch}
    run = serve(**options, prompt_tokens=500, output_tokens=500, **FEW)
    running = batch or figure(run, "batch_limit").mid
    assert 141.1 + running * 1000 * CACHE_GB <= chips_of(run) * 72.0 * (1 + 1e-9)
    assert {"memory_gb", "usable_memory_share"} <= {i.name for i in run.inputs}


@pytest.mark.parametrize("model", [LARGE, MIXTURE, SMALL], ids=lambda m: m["model"])
def test_no_number_of_chips_is_cheaper_than_the_choice(model):
    """Law: the least cost per token at the latency, or 5 % from it on fewer chips."""
    prompts = {"prompt_tokens": 500, "output_tokens": 300, "chip_hour_cost": "2 USD/h"}
    chosen = serve(**model, **prompts, **FEW)
    for chips in (1, 2, 4, 8, 16, 32, 64, 128):
        try:
            other = serve(**model, **prompts, chips=chips, **FEW)
        except InputError:
            continue
        if not any(n.code == "latency-eased" for n in other.notes):
            assert cost(chosen) <= 1.06 * cost(other), chips


@given(tpot=st.floats(20, 200), longer=st.floats(1.1, 3))
@settings(max_examples=10, deadline=None)
def test_more_time_for_a_token_never_costs_more(tpot, longer):
    """Law: what keeps the shorter time keeps the longer one; ties aside."""
    one, other = (
        serve(**LARGE, tpot=f"{t:.4f} ms", **FEW) for t in (tpot, tpot * longer)
    )
    assert cost(other) <= 1.06 * cost(one)


def test_the_choice_keeps_the_latency_that_is_asked_for():
    """Law: at the largest batch the time to a token is within the limit."""
    for limit in (25, 50, 100):
        run = serve(**LARGE, tpot=f"{limit} ms", **FEW)
        assert note(run, "layout")["token_ms"] <= limit
        assert run.extras["token_s"].mid * 1000 <= limit


def test_a_latency_that_nothing_keeps_is_said():
    """Law: 141 GB over eight chips of 3.35 TB/s take 5 ms; 2 ms is out of reach."""
    run = serve(**LARGE, tpot="2 ms", **FEW)
    assert any(n.code == "latency-eased" for n in run.notes)


def test_the_range_covers_the_close_layouts():
    """Law: chips of the close layouts, each at its own batch, are in the inputs."""
    run = serve(**MIXTURE, **DAY, **FEW)
    chips, batch = figure(run, "chips_per_replica"), figure(run, "batch_limit")
    assert chips.low < chips.mid == chips.high
    assert batch.low < batch.mid
    assert note(run, "next-layout")["close"] > 1


def test_a_day_of_deepseek_by_default():
    """Reference: deepseek-ai/open-infra-index, day 6: 226.75 nodes of 8, 168e9 tokens.

    226.75 x 8 x 24 h / 168e9 = 2.6e-7 chip-hours a token; at nameplate 0.40 mWh.
    """
    token = serve(**MIXTURE, **DAY).per["output_token"]
    hours, energy = token["chip_hours"], token["facility_energy_kwh"]
    measured = 226.75 * 8 * 24 / 168e9
    assert hours.low <= measured <= hours.high
    assert hours.mid == pytest.approx(measured, rel=0.3)
    assert energy.mid <= 0.40e-6


def test_small_models_are_replicated_not_sharded():
    """By hand: 64 chips hold an 8B model 64 times; the remark says so."""
    said = note(serve(**SMALL, chips=64, **FEW), "replicas-not-shards")
    assert [said[n] for n in ("chips", "count", "each")] == [64, 64, 1]
    assert said["ratio"] > 5
    alone = serve(**SMALL, chips=1, **FEW)
    assert "replicas-not-shards" not in [n.code for n in alone.notes]


def test_degrees_multiply_to_the_chips():
    """By hand: 2 x 4 groups are 8 chips; 3 groups of 8 chips are no layout."""
    run = serve(**MIXTURE, tensor_parallel=2, data_parallel=16, **FEW)
    assert chips_of(run) == 32
    assert figure(run, "expert_parallel").mid == 32
    with pytest.raises(
        ContradictionError, match=r"^chips = 8 is not data_parallel = 3"
    ):
        serve(**MIXTURE, chips=8, data_parallel=3, **FEW)
    with pytest.raises(InputError, match=r"^expert_parallel = 8: .* has no experts"):
        serve(**SMALL, expert_parallel=8, **FEW)
    with pytest.raises(
        InputError, match=r"^chips_per_replica is a whole number, got 4"
    ):
        serve(**LARGE, chips="4..8", **FEW)


def test_an_option_and_its_name_give_the_same():
    """Law: `--set data_parallel=64` is `--data-parallel 64`; both are refused."""
    by_name = serve(**MIXTURE, overrides={"data_parallel": 64}, **FEW)
    by_option = serve(**MIXTURE, data_parallel=64, **FEW)
    assert by_name.results == by_option.results
    with pytest.raises(ContradictionError, match=r"^data_parallel is given twice"):
        serve(**MIXTURE, data_parallel=64, overrides={"data_parallel": 64}, **FEW)


def test_what_has_no_room_or_no_slot_waits():
    """By hand: 2 x 72 GB less 141.1 hold 8.8 contexts of 1,000 tokens; 1,024 slots."""
    request = {"prompt_tokens": 500, "output_tokens": 500}
    run = serve(**LARGE, **request, chips=2, batch=64, **FEW)
    assert note(run, "queued-for-memory") == {"asked": 64, "limit": 9}
    assert figure(run, "batch").mid == pytest.approx(8.85, rel=0.02)
    tiny = {"model": "llama-3.2-1b", "hardware": "h200-sxm"}
    run = serve(**tiny, **request, chips=1, batch=3000, **FEW)
    assert note(run, "queued-by-scheduler") == {"asked": 3000, "limit": 1024}
    more = serve(**tiny, **request, chips=1, batch=3000, max_sequences=4096, **FEW)
    assert not [n for n in more.notes if n.code.startswith("queued")]
    assert figure(more, "batch").mid == 3000


def test_a_context_beyond_the_model_is_said():
    """By hand: Llama 2 was made for 4,096 tokens."""
    run = serve(model="llama-2-7b", hardware="h100-sxm", prompt_tokens=6000, **FEW)
    assert note(run, "beyond-context") == {"tokens": 6300, "limit": 4096}


def test_half_the_cache_bytes_hold_twice_the_requests():
    """Law: a cache of one byte an element leaves room for twice the requests."""
    shared = {"chips": 4, "prompt_tokens": 4000, "tpot": "500 ms", "ttft": "60 s"}
    one, other = (
        serve(**LARGE, **shared, kv_precision=k, **FEW) for k in ("bf16", "fp8")
    )
    limits = [figure(run, "batch_limit").mid for run in (one, other)]
    assert limits[1] == pytest.approx(2 * limits[0], rel=1e-6)


def test_accepted_drafts_shorten_the_time_to_a_token():
    """Law: without acceptance drafts cost time; accepted ones divide the time."""
    shared = {**LARGE, "chips": 4, "batch": 4, **FEW}
    plain = serve(**shared)
    none, most = (
        serve(**shared, draft_tokens=3, accepted_draft_tokens=a) for a in (0, 2)
    )
    assert none.extras["token_s"].mid >= plain.extras["token_s"].mid
    step = most.extras["decode_step_s"].mid
    assert most.extras["token_s"].mid == pytest.approx(step / 3)
    assert cost(most) < cost(plain)
    with pytest.raises(InputError, match=r"^accepted_draft_tokens are some of"):
        serve(**shared, draft_tokens=1, accepted_draft_tokens=2)
    with pytest.raises(InputError, match=r"^Speculative decoding needs"):
        serve(**shared, draft_tokens=1)


def test_a_power_cap_above_the_draw_changes_nothing():
    """Reference: an H200 that drew 137-300 W in decode did not meet its caps."""
    shared = {**LARGE, "chips": 4, "batch": 16, **FEW}
    free = serve(**shared)
    drawn = free.extras["chip_power_w"].mid
    loose, tight = (serve(**shared, power_cap=drawn * f) for f in (1.05, 0.7))
    assert loose.extras["decode_step_s"].mid == free.extras["decode_step_s"].mid
    assert tight.extras["decode_step_s"].mid > free.extras["decode_step_s"].mid
    assert tight.extras["chip_power_w"].mid == pytest.approx(0.7 * drawn)


def test_a_share_of_prompts_in_a_prefix_cache_is_its_tokens():
    """By hand: 56 % of 1,000 tokens are 560."""
    shared = {**SMALL, "prompt_tokens": 1000, **FEW}
    share = serve(**shared, prefix_cache_share=0.56)
    tokens = serve(**shared, cached_prompt_tokens=560)
    assert share.results["chip_energy_kwh"].mid == tokens.results["chip_energy_kwh"].mid
    with pytest.raises(ContradictionError, match="are both given: give one"):
        serve(**shared, prefix_cache_share=0.5, cached_prompt_tokens=5)


def test_replicas_and_volume_set_the_busy_share():
    """By hand: twice the replicas that are needed wait half of the time."""
    volume = {**SMALL, "requests_per_day": 1e8, **FEW}
    needed = serve(**volume, replicas=1e4).extras["needed_replicas"].mid
    run = serve(**volume, replicas=2 * needed)
    busy, idle = (run.stages[s]["chip_hours"].mid for s in ("serving", "idle"))
    assert idle == pytest.approx(busy)
    with pytest.raises(InputError, match="cannot serve this volume"):
        serve(**volume, replicas=needed / 2)
    with pytest.raises(InputError, match=r"^replicas needs requests_per_day"):
        serve(**SMALL, replicas=2, **FEW)


KEYS = facts.keys("models")
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "tensor_parallel": st.sampled_from([1, 2, 4, 8]),
        "pipeline_parallel": st.sampled_from([1, 2, 4]),
        "data_parallel": st.sampled_from([1, 2, 8, 24]),
    },
)


@given(key=st.sampled_from(sorted(KEYS)), degrees=GIVEN)
@settings(max_examples=60, deadline=None)
def test_layouts_keep_what_is_given(key, degrees):
    """Law: chips are the product of the degrees, and what is given stays."""
    architecture = architecture_of(key)
    found = candidate_layouts(architecture, 8, degrees)
    assert found
    assert len(set(found)) == len(found)
    for layout in found:
        assert all(getattr(layout, n) == v for n, v in degrees.items())
        product = layout.tensor_parallel * layout.pipeline_parallel
        assert layout.chips == product * layout.data_parallel


@pytest.mark.parametrize("key", sorted(KEYS))
def test_heads_divide_over_the_shards_that_are_tried_unasked(key):
    """Law: engines refuse a split of attention that leaves a rest."""
    architecture = architecture_of(key)
    for layout in candidate_layouts(architecture, 8, {}):
        assert architecture.query_heads % layout.tensor_parallel == 0
        assert layout.pipeline_parallel <= architecture.layers


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("drive", ["online", "offline"])
def test_every_engine_answers_without_a_batch(engine, drive):
    """Law: what no one gave is no range that is refused."""
    elsewhere = {"mlx": "m4-max", "maker": "ascend-910c"}
    asked = {**SMALL, "hardware": elsewhere.get(engine, SMALL["hardware"])}
    run = serve(**asked, engine=engine, drive=drive, **FEW)
    assert run.results["chip_energy_kwh"].mid > 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"model": "llama-3.1-70b", "tensor_parallel": 3}, "uneven-heads"),
        ({"data_parallel": 24, "tensor_parallel": 1}, "uneven-experts"),
    ],
)
def test_what_does_not_divide_is_said(given, said):
    """By hand: 64 heads over 3 chips, 256 experts over 24."""
    given = {**MIXTURE, "expert_parallel": 24, **given}
    if said == "uneven-heads":
        del given["expert_parallel"]
    chips = 3 if said == "uneven-heads" else 24
    assert note(serve(**given, **FEW), said)["chips"] == chips


@pytest.mark.parametrize(
    "given",
    [
        {"pipeline_parallel": 62},
        {"chips": 16, "expert_parallel": 6},
        {"chips": 16, "expert_parallel": 32},
        {"tensor_parallel": 4, "data_parallel": 4, "expert_parallel": 3},
    ],
)
def test_splits_that_cannot_be_are_refused(given):
    """By hand: 61 layers, and experts on chips that do not share them."""
    with pytest.raises(InputError, match=r"parallel"):
        serve(**MIXTURE, **given, **FEW)


def test_a_power_cap_that_nothing_meets_is_said():
    """By hand: an H100 draws 72 W idle and at most 700 W."""
    with pytest.raises(InputError, match=r"^power_cap of 60 W is not above .* 72 W"):
        serve(**SMALL, power_cap=60, **FEW)
    codes = {
        cap: [n.code for n in serve(**SMALL, power_cap=cap, **FEW).notes]
        for cap in (300, 900)
    }
    assert "cap-not-met" in codes[900]
    assert "cap-not-met" not in codes[300]


def test_latent_caches_repeat_over_tensor_shards():
    """By hand: eight shards keep eight copies of a latent cache, groups only one."""
    memory = Memory(0.0, 0.0, 1e9, 0.0, 80e9, kv_heads=128, latent=True)
    assert memory.room(Layout(8)) == pytest.approx(80)
    assert memory.room(Layout(1, 1, 8, 8)) == pytest.approx(640)


def busy(**given):
    """Return chip-hours and chip energy of an output token of a full replica."""
    run = serve(**{**SMALL, "batch": 256, "busy_share": 1, "draws": 64, **given})
    token = run.per["output_token"]
    return token["chip_hours"].mid, token["chip_energy_kwh"].mid


def test_a_locked_clock_saves_energy_and_takes_time():
    """Law: the lower the clock, the longer and, while it is high, the less energy."""
    found = [busy(clock_lock=clock) for clock in (1.0, 0.9, 0.8, 0.7)]
    hours, energy = zip(*found, strict=True)
    assert list(hours) == sorted(hours)
    assert list(energy) == sorted(energy, reverse=True)
    assert found[0] == pytest.approx(busy())


def test_small_chunks_spread_the_prompts():
    """Law: a chunk that holds every prompt changes nothing, a small one costs time."""
    prompt = {"prompt_tokens": 4000, "output_tokens": 1000}
    free = busy(**prompt)
    assert busy(chunk_tokens=1_000_000, **prompt) == pytest.approx(free)
    assert busy(chunk_tokens=1100, **prompt)[0] > free[0]


def test_weights_may_be_smaller_than_what_is_multiplied():
    """Law: 8-bit weights in 16-bit products read as 8 bits and multiply as 16 do."""
    one = {"batch": 1}
    both, weights = busy(precision="bf16", **one), busy(precision="fp8", **one)
    mixed = busy(precision="fp8", activation_precision="bf16", **one)
    assert mixed[0] < 0.75 * both[0]
    full = {"batch": 512, "prompt_tokens": 2000}
    assert (
        busy(precision="fp8", activation_precision="bf16", **full)[0]
        > (busy(precision="fp8", **full)[0])
    )
    assert mixed[0] == pytest.approx(weights[0], rel=0.1)
