"""Spans in, energy out: dialects, what is no inference, what is not known."""

from __future__ import annotations

import pytest

from wattlas import facts, serve
from wattlas.estimation.request_log.usage.fields import KINDS
from wattlas.parameters import RequestsOptions
from wattlas.report.words.requests import ROLES
from wattlas.telemetry import SpanEnergy

MODEL = {"gen_ai.request.model": "llama-3.1-8b"}
NEW = {**MODEL, "gen_ai.usage.input_tokens": 500, "gen_ai.usage.output_tokens": 300}


@pytest.fixture(scope="module")
def energy():
    return SpanEnergy(RequestsOptions(hardware="h100-sxm", draws=64))


@pytest.mark.parametrize(
    "span",
    [
        NEW,
        {**MODEL, "gen_ai.usage.prompt_tokens": 500,
         "gen_ai.usage.completion_tokens": 300},
        {"llm.model_name": "llama-3.1-8b", "llm.token_count.prompt": 500,
         "llm.token_count.completion": 300},
        {**NEW, "gen_ai.system": "openai", "gen_ai.operation.name": "chat"},
        {**NEW, "gen_ai.usage.reasoning.output_tokens": 100},
        {**NEW, "gen_ai.response.model": "llama-3.1-8b",
         "gen_ai.request.model": "meta-llama/Llama-3.1-8B-Instruct"},
    ],
)  # fmt: skip
def test_every_generation_of_names_says_the_same(energy, span):
    """Law: one call has one energy, by whichever names it is told."""
    (added,) = energy.attributes([span])
    alone = serve(
        model="llama-3.1-8b", hardware="h100-sxm", prompt_tokens=500,
        output_tokens=300, draws=64,
    )  # fmt: skip
    expected = alone.per["request"]["facility_energy_kwh"].mid * 1000
    assert added["wattlas.energy_wh"] == pytest.approx(expected, rel=1e-9)
    assert added["wattlas.energy_wh.low"] < expected < added["wattlas.energy_wh.high"]


@pytest.mark.parametrize(
    "span",
    [
        {},
        {"http.method": "GET"},
        {**NEW, "gen_ai.operation.name": "invoke_agent"},
        {**NEW, "gen_ai.operation.name": "execute_tool"},
        {**MODEL, "error.type": "timeout"},
    ],
)
def test_what_is_no_inference_is_left_as_it_is(energy, span):
    """Law: sums of agents, tools, failures and other spans are given nothing."""
    assert energy.attributes([span]) == [{}]


def test_a_problem_is_that_of_its_span_alone(energy):
    """Law: an unknown model or count spoils no other span, and is told."""
    unknown = {**NEW, "gen_ai.request.model": "no-such"}
    odd = {**NEW, "gen_ai.usage.draft_tokens": 7}
    added = energy.attributes([unknown, NEW, odd])
    assert "no-such" in added[0]["wattlas.problem"]
    assert added[1] == energy.attributes([NEW])[0]
    assert "draft_tokens" in added[2]["wattlas.problem"]
    assert "wattlas.energy_wh" not in added[2]


def test_a_batch_does_not_move_a_span(energy):
    """Law: what a span is given does not depend on those that come with it."""
    long = {**NEW, "gen_ai.usage.input_tokens": 60_000}
    alone = energy.attributes([NEW])[0]
    assert energy.attributes([long, NEW, long])[1] == alone


def test_cached_tokens_take_less(energy):
    """Law: what a cache holds is not computed again."""
    prompt = {**NEW, "gen_ai.usage.input_tokens": 4000}
    cached = {**prompt, "gen_ai.usage.cache_read.input_tokens": 3900}
    first, second = energy.attributes([prompt, cached])
    assert second["wattlas.energy_wh"] < first["wattlas.energy_wh"]


def test_a_place_adds_carbon_and_cost():
    """Law: with a place the intensity is that of the place."""
    (added,) = SpanEnergy(RequestsOptions(country="fr", draws=64)).attributes([NEW])
    intensity = facts.number("countries", "fr", "intensity_kgco2e_per_kwh").value
    grams = added["wattlas.carbon_gco2e"] / added["wattlas.energy_wh"]
    assert grams == pytest.approx(intensity)
    assert added["wattlas.electricity_cost"] > 0
    assert len(added["wattlas.currency"]) == 3


def test_every_role_of_a_column_has_words():
    """Law: whatever a log is read as can be shown."""
    roles = {facts.row("usage_fields", k)["role"] for k in facts.keys("usage_fields")}
    assert roles - {"container", "setting", *KINDS} <= set(ROLES)


def test_a_name_that_moves_is_that_of_the_day_of_its_span(energy):
    """By hand: the same name on two days, and without a day."""
    span = {**NEW, "gen_ai.request.model": "deepseek-chat"}
    span.pop("gen_ai.response.model", None)
    starts = [1_740_000_000_000_000_000, 1_757_000_000_000_000_000, 0]
    added = energy.attributes(
        [{**span, "start_time_unix_nano": start} for start in starts]
    )
    assert added[0]["wattlas.energy_wh"] > 0
    assert added[1]["wattlas.energy_wh"] > 0
    assert "give the time" in added[2]["wattlas.problem"]
