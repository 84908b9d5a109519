"""What other ways save: each row is an estimate of its own, and there to be chosen."""

from __future__ import annotations

import pytest

import wattlas
from wattlas import estimation, facts
from wattlas.errors import InputError
from wattlas.facts.places import grid_number
from wattlas.parameters import ServeOptions, TrainOptions, given_of
from wattlas.parameters.advising import WAYS
from wattlas.parameters.agents import AgentOptions
from wattlas.parameters.finetuning import FinetuneOptions, RlOptions
from wattlas.parameters.generation import ImageOptions
from wattlas.parameters.networks import (
    ClassifyOptions,
    EmbedOptions,
    SpeakOptions,
    TranscribeOptions,
)
from wattlas.workflow import model_families as families
from wattlas.workflow.advice import advise_on
from wattlas.workflow.better_ways import ALL_WAYS

FEW = {"draws": 64}
ENERGY = "facility_energy_kwh"
WORK = {
    "serve": ServeOptions(
        model="llama-3.1-70b", hardware="h100-sxm", batch=8, country="us", **FEW
    ),
    "train": TrainOptions(model="llama-3.1-8b", hardware="a100-sxm4-80gb", **FEW),
    "finetune": FinetuneOptions(
        model="llama-3.1-8b", hardware="rtx-4090", samples="50k", method="lora", **FEW
    ),
    "rl": RlOptions(
        model="llama-3.1-8b", hardware="h100-sxm", chips=64, prompts="10k", **FEW
    ),
    "agent": AgentOptions(model="deepseek-v3", hardware="h200-sxm", calls=9, **FEW),
    "embed": EmbedOptions(model="bge-large-en", hardware="l4", items="1M", **FEW),
    "classify": ClassifyOptions(
        model="resnet-50", hardware="t4", items="1M", software="pytorch", **FEW
    ),
    "transcribe": TranscribeOptions(
        model="whisper", hardware="m4", audio="9 h", country="fr", **FEW
    ),
    "speak": SpeakOptions(model="kokoro", hardware="m4", characters="500k", **FEW),
    "generate": ImageOptions(model="sdxl", hardware="h100-sxm", **FEW),
}
MORE = {"generate": {"kind": "image"}}


@pytest.fixture(scope="module")
def advice():
    return {
        verb: advise_on(getattr(estimation, verb), asked, **MORE.get(verb, {}))
        for verb, asked in WORK.items()
    }


@pytest.mark.parametrize("verb", WORK)
def test_each_row_is_the_work_estimated_anew(advice, verb):
    """Law: what a row gives, given to the verb, takes the energy that the row says."""
    found = advice[verb]
    assert found.rows
    for row in found.rows:
        given = given_of(WORK[verb]) | MORE.get(verb, {}) | dict(row.changes)
        given = {name: value for name, value in given.items() if value != ""}
        again = getattr(estimation, verb)(**given)
        assert again.results[ENERGY] == row.facility_energy_kwh
        before = found.first.results[ENERGY].mid
        saved = row.saving_share[ENERGY]
        assert saved.mid == pytest.approx(1 - again.results[ENERGY].mid / before)
        assert saved.low <= saved.mid <= saved.high


@pytest.mark.parametrize("verb", WORK)
def test_rows_stand_by_what_they_save(advice, verb):
    """Law: the most saved stands first, and the record agrees with itself."""
    assert list(advice[verb].contradictions()) == []


@pytest.mark.parametrize("verb", ["train", "finetune", "rl"])
def test_no_model_is_trained_in_whole_numbers(advice, verb):
    """Law: formats that only answers are computed in are no way of training."""
    tried = {row.changes.get("precision", "bf16") for row in advice[verb].rows}
    assert tried <= {"bf16", "fp16", "fp8"}


def test_what_is_trained_is_the_model_that_is_asked_for(advice):
    """Law: a smaller model is no other way of training this one."""
    assert "smaller-model" not in {row.way for row in advice["train"].rows}


@pytest.mark.parametrize("least", ["energy", "cost", "carbon"])
def test_it_is_ranked_by_what_is_asked(least):
    """By hand: of carbon the cleanest grid is worth more than fewer bits."""
    found = wattlas.advise(
        model="llama-3.1-70b",
        hardware="h100-sxm",
        country="pl",
        compare="precision,place",
        least=least,
        **FEW,
    )
    first = found.rows[0].way
    assert first == ("place" if least == "carbon" else "precision")


def test_a_place_saves_what_its_electricity_emits_less():
    """By hand: the same PUE, so carbon falls as the intensity does."""
    found = wattlas.advise(
        model="llama-3.1-8b",
        hardware="h100-sxm",
        country="pl",
        compare="place",
        least="carbon",
        **FEW,
    )
    intensity = "intensity_kgco2e_per_kwh"
    here = next(i.mid for i in found.first.inputs if i.name == intensity)
    for row in found.rows:
        there = grid_number(None, row.changes["country"], intensity).value
        saved = row.saving_share["facility_carbon_kgco2e"].mid
        assert saved == pytest.approx(1 - there / here)


@pytest.mark.parametrize(("ttft", "tpot"), [("2 s", "50 ms"), ("400 ms", "20 ms")])
def test_nothing_takes_longer_than_is_allowed(ttft, tpot):
    """Law: of a service that keeps a latency, every row keeps it."""
    asked = {"model": "llama-3.1-70b", "hardware": "h100-sxm", "batch": 4, **FEW}
    asked |= {"ttft": ttft, "tpot": tpot}
    found = wattlas.advise(**asked, compare="precision,batch,layout,power-cap")
    for row in found.rows:
        given = {n: v for n, v in (asked | dict(row.changes)).items() if v != ""}
        again = estimation.serve(**given).extras
        limits = float(ttft.split()[0]) * (1 if " s" in ttft else 1e-3), tpot
        assert again["first_token_s"].mid <= limits[0] * 1.01
        assert again["token_s"].mid * 1000 <= float(tpot.split()[0]) * 1.01


@pytest.mark.parametrize("per_day", [200, 20_000])
def test_no_batch_is_larger_than_what_is_asked_at_once(per_day):
    """Law: a desk with a few requests a day has none to run together."""
    asked = ServeOptions(
        model="llama-3.1-8b",
        hardware="rtx-5090",
        batch=1,
        requests_per_day=per_day,
        **FEW,
    )
    found = advise_on(estimation.serve, asked, "batch")
    batches = [row for row in found.rows if "batch" in row.changes]
    assert not batches or per_day > 1000
    assert {out.why for out in found.left_out} <= {"too-few-requests"}


@pytest.mark.parametrize("table", families.FAMILIES)
def test_a_family_is_the_same_for_each_of_it(table):
    """Law: a model that is smaller than another is so for both, and never itself."""
    for key in facts.keys(table):
        smaller = families.smaller_of_family(table, key)
        assert key not in smaller
        for other in smaller:
            assert families.family(table, other) == families.family(table, key)
            assert key not in families.smaller_of_family(table, other)


@pytest.mark.parametrize(
    "given",
    [
        {"energy": "433 MWh", "boundary": "it"},
        {"chip_hours": 1e6, "hardware": "h100-sxm"},
        {"hours": 24, "chips": 8, "hardware": "h100-sxm"},
    ],
    ids=lambda given: next(iter(given)),
)
def test_of_what_is_counted_only_the_place_differs(given):
    """Law: a metered energy or given hours are of that chip and that way."""
    asked = TrainOptions(country="pl", **given, **FEW)
    found = advise_on(estimation.train, asked, least="carbon")
    assert {row.way for row in found.rows} == {"place"}


@pytest.mark.parametrize("verb", WORK)
def test_every_way_of_a_verb_is_told(advice, verb):
    """Law: a way has rows, or it is said why not; none is silently gone."""
    found = advice[verb]
    told = {row.way for row in found.rows} | {out.way for out in found.left_out}
    assert told == {
        name
        for name, way in ALL_WAYS.items()
        if hasattr(WORK[verb], way.needs)
        or (name == "engine" and hasattr(WORK[verb], "software"))
    }
    assert set(ALL_WAYS) == set(WAYS)


@pytest.mark.parametrize(
    ("compare", "sentence"),
    [
        ("precison", "Did you mean precision"),
        ("batch,batch", "twice"),
        ("", "compare takes"),
        ("method", "compare takes"),
    ],
)
def test_what_is_no_way_is_refused(compare, sentence):
    with pytest.raises(InputError, match=sentence):
        advise_on(estimation.serve, WORK["serve"], compare)


@pytest.mark.parametrize(
    "written", ["smaller", "Speculative decoding", "power_cap", "place"]
)
def test_a_way_is_known_by_its_first_word(written):
    """Law: as people write it, it is the same way."""
    found = advise_on(estimation.serve, WORK["serve"], written)
    assert {row.way for row in found.rows} == {
        next(way for way in WAYS if way.startswith(written[:5].lower()))
    }


@pytest.mark.parametrize("least", ["cost", "carbon"])
def test_without_a_place_there_is_no_cost_and_no_carbon(least):
    asked = ServeOptions(model="llama-3.1-8b", hardware="h100-sxm", **FEW)
    with pytest.raises(InputError, match="country"):
        advise_on(estimation.serve, asked, "precision", least)


def test_other_chips_are_those_that_were_named():
    asked = EmbedOptions(model="bge-m3", hardware="l4,h100-sxm", items="1M", **FEW)
    found = advise_on(estimation.embed, asked, "hardware")
    assert [row.changes["hardware"] for row in found.rows] == ["h100-sxm"]
    assert found.first.subject["hardware"] == "l4"


@pytest.mark.parametrize("share", ["0.1..0.6", "0.05..0.3..0.7", "0..1", 0.4, "0.9..1"])
def test_the_share_of_a_prefix_cache_may_be_a_range(share):
    """Law: what a parameter allows is estimated."""
    found = estimation.serve(
        model="llama-3.1-8b", hardware="h100-sxm", prefix_cache_share=share, **FEW
    )
    assert found.results[ENERGY].low > 0


def test_cheap_hours_are_of_work_that_can_wait():
    """By hand: eight hours of the night are cheaper in Shanghai than all."""
    asked = {"model": "llama-3.1-8b", "hardware": "h100-sxm", "site": "shanghai"}
    asked |= {"compare": "hours", **FEW}
    found = wattlas.advise(**asked, drive="offline", least="cost")
    assert found.rows[0].saving_share["electricity_cost"].mid > 0.1
    assert found.rows[0].saving_share[ENERGY].mid == 0
    at_once = wattlas.advise(**asked)
    assert not at_once.rows
    assert at_once.left_out[0].why == "nothing-known"
