"""Work beyond pre-training and chat: jobs of networks, tuning, rewards, agents."""

from __future__ import annotations

import pytest

import wattlas
from wattlas import facts
from wattlas.errors import InputError, WattlasError
from wattlas.estimation.agent import call_tokens
from wattlas.estimation.networks import find_network
from wattlas.estimation.tuning import passes_of

FEW = {"draws": 64}
H100 = {"hardware": "h100-sxm", **FEW}
TUNED = {"model": "llama-3.1-8b", "samples": 1000, "tokens": 512, "epochs": 1, **H100}
WORK = {
    "text": ("embed", {"items": 1e6}),
    "image": ("classify", {"items": 1e6}),
    "row": ("classify", {"items": 1e6}),
    "audio": ("transcribe", {"audio": "10 h"}),
    "speech": ("speak", {"characters": 1e5}),
}


def mid(estimate, name="facility_energy_kwh"):
    """Return the central value of a result."""
    return estimate.results[name].mid


@pytest.mark.parametrize("key", facts.keys("networks"))
def test_every_network_can_be_estimated(key):
    """Law: a row of the table is an estimate, with a range around its centre."""
    verb, job = WORK[find_network(key).reads]
    found = getattr(wattlas, verb)(model=key, **job, **H100)
    energy = found.results["facility_energy_kwh"]
    assert 0 < energy.low < energy.mid < energy.high


@pytest.mark.parametrize(("reads", "work"), WORK.items())
def test_energy_is_proportional_to_the_job(reads, work):
    verb, job = work
    key = next(k for k in facts.keys("networks") if find_network(k).reads == reads)
    name, amount = next(iter(job.items()))
    double = f"{2 * float(amount.split()[0])} h" if name == "audio" else 2 * amount
    once = getattr(wattlas, verb)(model=key, **job, **H100)
    twice = getattr(wattlas, verb)(model=key, **job | {name: double}, **H100)
    assert mid(twice) == pytest.approx(2 * mid(once))


def test_a_machine_that_waits_takes_its_idle_power():
    """By hand: a camera's board that is on for a day and busy for a part of it."""
    day = wattlas.classify(
        model="yolo11n",
        hardware="jetson-orin-nano",
        items_per_second=1,
        hours_on=24,
        **FEW,
    )
    busy = day.stages["serving"]["chip_hours"].mid
    idle = day.stages["idle"]
    assert busy + idle["chip_hours"].mid == pytest.approx(24)
    idle_w = facts.number("hardware", "jetson-orin-nano", "idle_power_w").value
    assert idle["chip_energy_kwh"].mid == pytest.approx((24 - busy) * idle_w / 1000)


def test_a_job_that_cannot_keep_up_is_refused():
    with pytest.raises(InputError, match="more chips"):
        wattlas.embed(
            model="qwen3-embedding-8b",
            hardware="m4",
            items_per_second=1000,
            hours_on=1,
            **FEW,
        )


@pytest.mark.parametrize(
    ("verb", "given", "said"),
    [
        ("embed", {"model": "whisper", "items": 5}, "reads audio"),
        ("embed", {"model": "bge-m3"}, "Give items"),
        ("embed", {"model": "bge-m3", "items": 1, "items_per_second": 1}, "one of"),
        ("embed", {"model": "bge-m3", "items": 9, "side": 224}, "for a text"),
        ("embed", {"model": "no-such", "items": 9}, "no-such"),
        ("classify", {"model": "resnet-50", "items": 9, "tokens": 9}, "for a picture"),
        ("transcribe", {"model": "whisper"}, "needs audio"),
        ("speak", {"model": "xtts"}, "characters"),
        ("finetune", {"model": "llama-3.1-8b"}, "needs samples"),
        ("finetune", TUNED | {"method": "distill"}, "needs a teacher"),
        ("finetune", TUNED | {"teacher": "llama-3.1-70b"}, "without distill"),
        ("finetune", TUNED | {"rank": 8}, "without adapters"),
        ("finetune", TUNED | {"chips": 1}, "does not fit"),
        ("rl", {"model": "llama-3.1-8b"}, "needs prompts"),
        ("agent", {"model": "llama-3.1-8b"}, "calls"),
        ("agent", {"model": "llama-3.1-8b", "calls": "5..9"}, "calls"),
        ("train", {"model": "resnet-50"}, "give samples"),
        ("train", {"model": "resnet-50", "samples": 9, "step_mfu": 0.4}, "step_mfu"),
        ("train", {"model": "llama-3.1-8b", "samples": 9}, "give tokens"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(verb, given, said):
    with pytest.raises(WattlasError) as caught:
        getattr(wattlas, verb)(**{**H100, **given})
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("method", "recompute", "passes"),
    [
        ("full", "no", 3),
        ("full", "yes", 4),
        ("lora", "no", 2),
        ("lora", "yes", 3),
        ("dpo", "no", 8),
        ("continued", "no", 3),
    ],
)
def test_work_of_a_method_by_hand(method, recompute, passes):
    """6N a token, 4N with frozen weights, 2N more where activations are recomputed."""
    adapters = method == "lora"
    assert passes_of(method, recompute, adapters=adapters) == passes


def test_pairs_may_tune_adapters():
    """By hand: 2 x (2 + 1 again + 1 of the reference) passes, and less memory."""
    assert passes_of("dpo", None, adapters=True) == 8
    whole = wattlas.finetune(**TUNED | {"method": "dpo"})
    some = wattlas.finetune(**TUNED | {"method": "dpo", "rank": 16})
    assert mid(some) < mid(whole)
    chips = [next(i.mid for i in e.inputs if i.name == "chips") for e in (some, whole)]
    assert chips[0] < chips[1]


def test_frozen_weights_need_less_memory_and_work():
    chips = {m: _chips(m) for m in ("full", "lora", "qlora")}
    assert chips["full"] > chips["lora"] >= chips["qlora"]
    assert mid(_tuned("lora")) < mid(_tuned("full")) < mid(_tuned("dpo"))
    assert mid(_tuned("lora")) < mid(_tuned("qlora"))


def _tuned(method):
    return wattlas.finetune(**TUNED | {"model": "llama-3.1-70b", "method": method})


def _chips(method):
    return next(i.mid for i in _tuned(method).inputs if i.name == "chips")


def test_a_search_is_its_runs():
    one, forty = wattlas.finetune(**TUNED), wattlas.finetune(**TUNED, runs=40)
    assert mid(forty) == pytest.approx(40 * mid(one))


def test_rollouts_are_a_service_of_the_same_model():
    """By hand: energy of the answers is that of as many requests of a service."""
    run = wattlas.rl(
        model="llama-3.1-8b", prompts=1000, group=4, prompt_tokens=300,
        completion_tokens=800, waiting_share=0, **H100,
    )  # fmt: skip
    served = wattlas.serve(
        model="llama-3.1-8b", prompt_tokens=300, output_tokens=800, drive="offline",
        **H100,
    )  # fmt: skip
    one = served.stages["serving"]["chip_energy_kwh"].mid / 1000
    assert run.stages["serving"]["chip_energy_kwh"].mid == pytest.approx(4000 * one)
    assert run.stages["idle"]["chip_hours"].mid == 0


def test_a_session_reads_what_was_said_before():
    """By hand: three calls read 1,100, 1,250 and 1,400 tokens."""
    session = {
        **{"calls": 3, "system_tokens": 1000, "input_tokens": 100},
        **{"output_tokens": 50, "cache_share": 1.0},
    }
    prompt, cached = call_tokens(session)
    assert prompt == pytest.approx((1100 + 1250 + 1400) / 3)
    assert cached == pytest.approx((0 + 1150 + 1300) / 3)


def test_a_cache_saves_and_sub_agents_cost():
    session = {"model": "llama-3.1-8b", "calls": 20, "batch": 16, **H100}
    energy = {
        name: mid(wattlas.agent(**session | changes))
        for name, changes in {
            "usual": {},
            "cold": {"cache_share": 0},
            "more": {"sub_agents": 1},
        }.items()
    }
    assert energy["usual"] < energy["cold"]
    assert energy["more"] == pytest.approx(2 * energy["usual"])


@pytest.mark.parametrize("key", facts.keys("networks"))
def test_a_network_asked_as_a_language_model_is_told_its_verb(key):
    """Law: no network is priced as chat; the refusal names a verb that takes it."""
    if facts.find("models", key):
        return
    with pytest.raises(WattlasError, match="estimated with") as caught:
        wattlas.serve(model=key, **H100)
    verb = WORK[find_network(key).reads][0]
    assert verb in str(caught.value)


@pytest.mark.parametrize("over", [0.5, 1, 2, 30])
def test_samples_beyond_the_context_are_said(over):
    """Law: what is longer than the model reads is said, and nothing shorter."""
    limit = int(facts.row("models", "llama-3.1-8b")["context_tokens"])
    found = wattlas.finetune(**TUNED | {"tokens": over * limit})
    said = any(n.code == "sample-beyond-context" for n in found.notes)
    assert said == (over > 1)
