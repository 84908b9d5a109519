"""Batches and what they hold: what fits a chip is estimated, all else is refused."""

from __future__ import annotations

import re

import pytest

import wattlas
from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation import api
from wattlas.estimation.network_work import READ
from wattlas.estimation.networks import find_network

FEW = {"draws": 16}
EMBED = {"model": "bge-m3", "hardware": "l4", "items": 1e6, "tokens": 8000}
SAM = {"model": "sam-vit-h", "hardware": "jetson-orin-nano", "items": 1e6}
HEARD = {"model": "whisper", "hardware": "l4", "audio": "100 h", "beams": 5}
SPOKEN = {"model": "orpheus-3b", "hardware": "rtx-4090", "characters": 1e5}
TUNED = {
    "model": "llama-3.1-8b",
    "hardware": "rtx-4090",
    "method": "lora",
    "samples": 1e4,
    "tokens": 2000,
}
JOBS = [
    (api.embed, EMBED),
    (api.classify, SAM),
    (api.transcribe, HEARD),
    (api.speak, SPOKEN),
    (wattlas.generate, {"model": "sdxl", "hardware": "rtx-4090"}),
    (api.finetune, TUNED),
    (api.finetune, {**TUNED, "recompute": "no"}),
    (api.finetune, {**TUNED, "method": "dpo", "rank": 16}),
    (api.finetune, {**TUNED, "chips": 1}),
    (api.finetune, {**TUNED, "method": "qlora", "chips": 2}),
    (api.finetune, {**TUNED, "method": "full", "chips": 8}),
]


def refusal(verb, given):
    """Return the sentence that refuses, or ''."""
    try:
        verb(**given, **FEW)
    except InputError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("verb", "given"), JOBS)
def test_law_as_many_as_a_refusal_says_fit_and_one_more_does_not(verb, given):
    said = refusal(verb, {**given, "batch": 1e6})
    most = int(re.search(r"[Aa]t most (\d+)", said)[1])
    assert "\n" not in said
    assert refusal(verb, {**given, "batch": most}) == ""
    assert "does not fit" in refusal(verb, {**given, "batch": most + 1})


@pytest.mark.parametrize(("verb", "given"), JOBS)
def test_law_what_fits_a_chip_fits_a_larger_one(verb, given):
    """Law: the memory of a larger chip holds more, and more chips no less."""
    held = []
    for chip in ("rtx-4090", "a100-sxm4-80gb", "mi300x"):
        said = refusal(verb, {**given, "hardware": chip, "batch": 1e6})
        held.append(int(re.search(r"[Aa]t most (\d+)", said)[1]))
    assert held == sorted(held)
    assert held[0] < held[-1]


@pytest.mark.parametrize(("verb", "given"), JOBS)
def test_law_a_range_is_held_by_its_high_end(verb, given):
    assert "does not fit" in refusal(verb, {**given, "batch": "1..1000000"})


@pytest.mark.parametrize(
    ("verb", "given", "longer"),
    [
        (api.embed, EMBED, {"tokens": 500}),
        (api.classify, SAM, {"side": 512}),
        (api.transcribe, HEARD, {"beams": 1}),
        (wattlas.generate, {"model": "sdxl", "hardware": "l4"}, {"width": 512}),
        (api.finetune, TUNED, {"tokens": 500}),
    ],
)
def test_law_the_smaller_an_item_the_more_of_them_fit(verb, given, longer):
    most = [
        int(re.search(r"[Aa]t most (\d+)", refusal(verb, {**g, "batch": 1e6}))[1])
        for g in (given, {**given, **longer})
    ]
    assert most[0] < most[1]


@pytest.mark.parametrize(
    "key", [k for k in facts.keys("networks") if find_network(k).reads != "row"]
)
def test_law_a_batch_that_nobody_gave_is_never_why_a_job_is_refused(key):
    """Law: the usual batch is shortened to what fits, on a small chip too."""
    reads = find_network(key).reads
    verb = next(v for v, kinds in READ.items() if reads in kinds)
    work = {"text": "items", "image": "items", "audio": "audio", "speech": "audio"}
    amount = {"items": 1000} if work[reads] == "items" else {"audio": "1 h"}
    said = refusal(getattr(api, verb), {"model": key, "hardware": "l4", **amount})
    assert said == ""


def test_the_batch_that_fits_is_in_the_record():
    large = {"model": "qwen3-embedding-8b", "hardware": "rtx-4090", "items": 1e6}
    found = api.embed(**large, tokens=30_000, **FEW)
    batch = next(i for i in found.inputs if i.name == "batch")
    assert 1 <= batch.mid < 20
    assert batch.mid == int(batch.mid)


@pytest.mark.parametrize("tokens", [513, 4096, "400..600"])
@pytest.mark.parametrize("verb", [api.embed, api.classify])
def test_texts_longer_than_a_network_reads_are_cut_and_said(verb, tokens):
    job = {"model": "bert-base", "hardware": "l4", "items": 1e6, **FEW}
    found = verb(**job, tokens=tokens)
    given = next(i for i in found.inputs if i.name == "item_tokens")
    assert given.high <= 512
    assert [n.values["limit"] for n in found.notes if n.code == "texts-cut"] == [512]
    if tokens == 4096:
        full = verb(**job, tokens=512)
        assert found.results == full.results
        assert not [n for n in full.notes if n.code == "texts-cut"]


def test_language_models_that_read_are_cut_at_their_context():
    job = {"model": "llama-3.1-8b", "hardware": "h100", "items": 10, **FEW}
    found = api.embed(**job, tokens=200_000)
    assert [n.values["limit"] for n in found.notes if n.code == "texts-cut"] == [131072]


def test_training_of_networks_holds_its_activations():
    run = {"model": "bert-large", "hardware": "rtx-3090", "samples": 1e6, **FEW}
    with pytest.raises(InputError, match="batch = 4096 does not fit"):
        wattlas.train(**run, overrides={"batch": 4096})
    found = wattlas.train(**run, sequence_tokens=4096)
    assert [n.values["limit"] for n in found.notes if n.code == "texts-cut"] == [512]


def test_a_training_run_on_too_few_chips_is_refused_with_how_many_hold_it():
    run = {"model": "llama-3.1-405b", "hardware": "h100", **FEW}
    with pytest.raises(InputError, match="41 chips hold them"):
        wattlas.train(**run, chips=1)
    assert wattlas.train(**run, chips=41).results
    assert wattlas.train(hardware="h100", chips=1, hours=100, **FEW).results


@pytest.mark.parametrize("batch", [8, 300])
@pytest.mark.parametrize("chips", [4, 8])
@pytest.mark.parametrize("method", ["full", "lora", "qlora", "dpo"])
def test_law_every_way_out_of_a_refusal_is_one(method, chips, batch):
    """Law: the batch, the chips and the methods that a refusal names are held."""
    run = {**TUNED, "method": method, "chips": chips, "batch": batch}
    said = refusal(api.finetune, run)
    if batch_said := re.search(r"batch of at most (\d+)", said):
        assert refusal(api.finetune, {**run, "batch": int(batch_said[1])}) == ""
    if few := re.search(r"(\d+) chips hold it", said):
        assert refusal(api.finetune, {**run, "chips": int(few[1])}) == ""
    if methods := re.search(r"holds less \((.*?)\)", said):
        assert method not in methods[1].split(", ")


def test_law_what_a_refusal_of_chips_says_holds_the_run():
    """Law: with so many chips it is estimated, with one less it is not."""
    for more in ({"method": "full"}, {"method": "distill", "teacher": "llama-3.1-70b"}):
        run = {**TUNED, **more, "hardware": "h100"}
        few = int(
            re.search(
                r"(\d+) chips hold it", refusal(api.finetune, run | {"chips": 1})
            )[1]
        )
        assert refusal(api.finetune, {**run, "chips": few}) == ""
        assert refusal(api.finetune, {**run, "chips": few - 1})


def test_a_batch_of_a_configuration_is_that_of_the_option(tmp_path):
    path = tmp_path / "sft.yaml"
    path.write_text("per_device_train_batch_size: 512\nmax_length: 4096\n")
    run = {k: v for k, v in TUNED.items() if k != "tokens"}
    assert "batch = 512 does not fit" in refusal(
        api.finetune, {**run, "config": str(path)}
    )
