"""Closed models inferred from prices: laws, a value by hand, what is said and refused.

The error of the method is tested in tests/accuracy/test_closed.py.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas import estimate_requests, facts, serve
from wattlas.chain import counts
from wattlas.errors import InputError
from wattlas.estimation.inferred import ApiPrice, infer, inferred_architecture, price_of
from wattlas.estimation.served_models import find_served_model
from wattlas.estimation.typical import typical_architecture

CLOSED = [key for key in facts.keys("api_prices") if facts.row("undisclosed", key)]
USE = {"hardware": "h200-sxm", "prompt_tokens": 500, "output_tokens": 300, "draws": 256}


def energy(**options):
    return serve(**{**USE, **options}).per["request"]["facility_energy_kwh"]


def codes(estimate):
    return [note.code for note in estimate.notes]


def test_the_size_follows_the_price_by_hand():
    """25.5 billion at 1 USD times the blend of 0.3 and 2.5 USD to the power 0.851."""
    blend = (3 * 0.3 + 2.5) / 4
    size = infer(ApiPrice(0.3, 2.5)).active_parameters
    assert size == pytest.approx(25.5e9 * blend**0.851)


def test_speed_counts_where_it_is_given():
    """370 billion x 3.4375 ** 0.637 x 100 ** -0.626, by hand."""
    found = infer(ApiPrice(1.25, 10.0), 100.0)
    assert found.active_parameters == pytest.approx(
        370e9 * 3.4375**0.637 * 100.0**-0.626
    )
    slow, fast = (energy(model="gpt-5", speed=speed).mid for speed in (40, 160))
    assert slow > fast


def test_beyond_the_dearest_open_model_the_size_stays():
    """Law: what no open model tells is a range from not at all to in step."""
    dearest = facts.number("constants", "inferred-model", "dearest_known_usd_per_m")
    at = infer(ApiPrice(dearest.value, dearest.value))
    over = infer(ApiPrice(4 * dearest.value, 4 * dearest.value))
    assert at.active_parameters == over.active_parameters
    assert (at.price_over_known, over.price_over_known) == (1.0, 4.0)
    mids = [energy(model="x", prompt_price=p, output_price=p).mid
            for p in (dearest.value, 4 * dearest.value)]  # fmt: skip
    assert mids[1] / mids[0] == pytest.approx(2.0)  # 4 ** 0.5


@given(
    active=st.floats(min_value=5e8, max_value=2e11),
    ratio=st.floats(min_value=1.0, max_value=40.0),
)
def test_a_usual_model_has_the_size_that_is_asked_for(active, ratio):
    """Law: active within 4 %; total within 10 %, the tables and half the active."""
    found = typical_architecture("any", active, ratio * active)
    assert counts.active_parameters(found) == pytest.approx(active, rel=0.04)
    tables = 2.0 * found.hidden_size * found.vocab_size
    missed = abs(counts.total_parameters(found) - ratio * active)
    assert missed <= 0.1 * ratio * active + tables + 0.5 * active


STAND_INS = [
    facts.row("api_chips", key)["hardware"].split(";")[0]
    for key in facts.keys("api_chips")
]


@pytest.mark.parametrize("chip", STAND_INS)
@pytest.mark.parametrize("cheap", [0.05, 0.2, 0.6, 1.5, 2.0, 3.0, 6.0, 20.0, 90.0])
def test_a_dearer_model_takes_more_and_not_out_of_step(cheap, chip):
    """Law: on each chip that stands for others, half as dear again is no cliff."""
    one, other = (
        energy(model="any", prompt_price=p, output_price=3 * p, hardware=chip).mid
        for p in (cheap, 1.5 * cheap)
    )
    assert one < other < 1.9 * one


@pytest.mark.parametrize("key", CLOSED)
def test_every_closed_model_with_a_price_has_a_layout(key):
    """Law: each is found, and its architecture has the inferred size."""
    model = find_served_model(key)
    assert model.knowledge == "inferred"
    assert model.inferred.price == price_of(key)
    found = counts.active_parameters(inferred_architecture(key, model.inferred))
    assert found == pytest.approx(model.inferred.active_parameters, rel=0.01)


def test_what_is_inferred_is_said_and_never_counted_as_known():
    """Law: subject, notes and the error are there, and none where it is published."""
    closed = serve(model="gpt-5-2025-08-07", draws=64)
    assert closed.subject["architecture"] == "inferred"
    assert {"model-inferred", "dear-price", "chip-inferred"} <= set(codes(closed))
    labels = {item.name for item in closed.inputs}
    assert {"inferred_model_error", "inferred_chip_error", "prompt_price"} <= labels
    known = serve(model="llama-3.1-8b", hardware="h100-sxm", draws=64)
    assert known.subject["architecture"] == "published"
    assert not any("inferred" in item.name for item in known.inputs)


def test_the_range_holds_the_error_of_the_method():
    """Law: it is wider than that of a known model, by the error at least."""
    ratio = facts.number("constants", "inferred-model", "model_ratio")
    found = energy(model="gpt-4o-mini", draws=2048)
    assert found.high / found.mid > ratio.high
    known = energy(model="llama-3.1-8b", draws=2048)
    assert found.mid / found.low > 2 * known.mid / known.low


def test_a_known_chip_is_narrower_than_an_unknown_one():
    """Law: what is given narrows, and is not inferred."""
    unknown = energy(model="gpt-4o-mini", hardware=None, draws=2048)
    known = energy(model="gpt-4o-mini", draws=2048)
    assert known.high / known.low < unknown.high / unknown.low


def test_google_runs_on_its_own_chips():
    """Source: google2025, which describes Gemini on TPUs."""
    estimate = serve(model="gemini-2.5-flash", draws=64)
    assert estimate.subject["hardware"].startswith("tpu")


def test_prices_of_an_open_model_are_not_used_and_that_is_said():
    """Law: what is given is used or reported."""
    estimate = serve(
        model="llama-3.1-8b", hardware="h100-sxm", prompt_price=1, output_price=2,
        speed=50, draws=64,
    )  # fmt: skip
    unused = {n.values["name"] for n in estimate.notes if n.code == "not-used"}
    assert unused == {"prompt_price", "output_price", "speed"}


def test_a_given_price_stands_in_the_place_of_the_listed_one():
    """Law: the same figure, whether listed or given; another moves it."""
    listed = energy(model="gpt-5")
    given_ = energy(model="gpt-5", prompt_price=1.25, output_price=10)
    assert given_ == listed
    assert energy(model="gpt-5", prompt_price=0.2, output_price=1).mid < listed.mid


def test_a_speed_that_no_model_has_is_held_and_said():
    """Law: a size outside what is known is that of the end, with a note."""
    slow = serve(**USE, model="gpt-5", speed=1)
    assert "size-held" in codes(slow)
    assert slow.results["facility_energy_kwh"].mid > 0


@pytest.mark.parametrize("speed", [0, -5, "fast"])
def test_an_impossible_speed_is_refused(speed):
    """Bad input: one sentence with the name."""
    with pytest.raises(InputError, match=r"tokens_per_s|speed"):
        serve(model="gpt-5", speed=speed)


MIXED = {
    "model": [
        "gpt-5-2025-08-07", "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "models/gemini-2.5-flash", "xai/grok-4", "dashscope/qwen-max",
        "mistral-large-2512", "accounts/fireworks/models/llama-v3p1-8b-instruct",
    ],
    "prompt_tokens": [1200, 3000, 500, 700, 700, 400, 800],
    "output_tokens": [400, 800, 200, 300, 300, 200, 100],
}  # fmt: skip


def test_a_log_of_several_makers_needs_no_chip():
    """Law: every row has a result; a row is that of `serve` for its tokens."""
    table = estimate_requests(MIXED, draws=64)
    assert table.rows_bad == 0
    known = {g.configuration.model: g.estimate.subject for g in table.groups}
    inferred = {m for m, s in known.items() if s["architecture"] == "inferred"}
    assert inferred == {
        "gpt-5", "claude-sonnet-4.5", "gemini-2.5-flash", "grok-4", "qwen-max"
    }  # fmt: skip
    alone = serve(model="gpt-5", prompt_tokens=1200, output_tokens=400, draws=64)
    assert table.columns["facility_energy_kwh"][0] == pytest.approx(
        alone.per["request"]["facility_energy_kwh"].mid, rel=1e-9
    )


def test_a_misspelt_column_of_chips_is_not_an_absent_one():
    """Law: a column near to one of ours is asked about, never left aside."""
    log = {**MIXED, "hardwear": ["h100-sxm"] * 7}
    with pytest.raises(InputError, match="hardwear"):
        estimate_requests(log)


def test_an_empty_chip_is_a_problem_of_an_open_model_alone():
    """Law: a closed model's chip is inferred, that of the user's own was forgotten."""
    log = {
        "model": ["gpt-5", "llama-3.1-8b", "llama-3.1-8b"],
        "hardware": ["", "", "h100-sxm"],
        "prompt_tokens": [9, 9, 9],
        "output_tokens": [9, 9, 9],
    }
    table = estimate_requests(log, skip_bad=True, draws=64)
    assert [(p.row, str(p.reason)) for p in table.problems] == [
        (2, "hardware is empty.")
    ]
