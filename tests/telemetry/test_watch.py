"""`watch()` without a client: answers by hand, totals, streams, what is unknown."""

from __future__ import annotations

import pytest

from wattlas import serve, watch
from wattlas.errors import InputError, UnknownOptionError
from wattlas.telemetry.calls import Reading
from wattlas.telemetry.litellm_callback import EnergyLogger
from wattlas.telemetry.streams import WatchedStream

USAGE = {"prompt_tokens": 500, "completion_tokens": 300, "total_tokens": 800}
ANSWER = {"model": "gpt-4o-mini", "usage": USAGE}
GOOGLE = {
    "model_version": "gemini-2.5-flash",
    "usage_metadata": {"prompt_token_count": 500, "candidates_token_count": 300,
                       "total_token_count": 800},
}  # fmt: skip


def test_an_answer_is_estimated_as_serve_does():
    """Law: the same figure, range and carbon."""
    with watch(country="fr") as calls:
        call = calls.note(ANSWER)
    alone = serve(model="gpt-4o-mini", prompt_tokens=500, output_tokens=300,
                  country="fr").per["request"]  # fmt: skip
    assert call.energy_wh == pytest.approx(alone["facility_energy_kwh"].mid * 1000)
    grams = alone["facility_carbon_kgco2e"].mid * 1000
    assert call.carbon_gco2e == pytest.approx(grams)


def test_totals_are_sums_by_model():
    """By hand: two calls of one model, one of another, one of an unknown one."""
    with watch() as calls:
        first, second = calls.note(ANSWER), calls.note(ANSWER)
        third = calls.note(GOOGLE)
        unknown = calls.note({"model": "nobody-knows", "usage": USAGE})
    assert first.energy_wh == second.energy_wh
    assert calls.models["gpt-4o-mini"].calls == 2
    total = calls.total
    assert total.energy_wh == pytest.approx(2 * first.energy_wh + third.energy_wh)
    assert (total.calls, total.calls_unknown) == (4, 1)
    assert "nobody-knows" in unknown.problem
    assert "inferred, not published" in str(calls)


def test_without_usage_nothing_is_made_up():
    """Law: absent is not zero, and the way to have it is told."""
    with watch() as calls:
        call = calls.note({"model": "gpt-4o-mini"})
    assert (call.energy_wh, call.energy_wh_range) == (None, None)
    assert "include_usage" in call.problem


def test_what_is_not_known_is_not_printed_as_nothing():
    """Law: 0 Wh is printed of no call of which nothing is known."""
    with watch() as calls:
        assert str(calls) == "all: calls: 0"
        calls.note({"model": "nobody-knows", "usage": USAGE})
        assert str(calls).splitlines() == [
            "nobody-knows: calls: 1, nothing is known of them",
            "all: calls: 1, nothing is known of them",
        ]
        calls.note(ANSWER)
    told, whole = (line for line in str(calls).splitlines() if "nobody" not in line)
    assert told.startswith("gpt-4o-mini: calls: 1, ")
    assert whole.endswith("; of 1 nothing is known")


NO_COUNTS = (10**400, -(10**400), 10**5000, 1e308, 10**16)


@pytest.mark.parametrize("name", [*USAGE, "reasoning_tokens", "cached_tokens"])
def test_a_number_that_is_no_count_of_tokens_is_told(name):
    """Bad input: no call fails by its size, whatever field it is of."""
    with watch() as calls:
        noted = [calls.note(ANSWER | {"usage": USAGE | {name: n}}) for n in NO_COUNTS]
    for call in noted:
        assert call.energy_wh is None
        assert "tokens" in call.problem


def test_a_field_of_an_unknown_kind_is_told_in_words_of_its_own():
    """Bad input: what watch() does not take is not asked for."""
    with watch() as calls:
        call = calls.note(ANSWER | {"usage": USAGE | {"quantum_tokens": 4}})
    assert "usage.quantum_tokens looks like tokens" in call.problem
    assert "leave it out" in call.problem


def test_pieces_replace_what_came_before():
    """Source: usage of Anthropic's streams is cumulative."""
    reading = Reading()
    reading.add(
        {"message": {"model": "m", "usage": {"input_tokens": 9, "output_tokens": 1}}}
    )
    reading.add({"usage": {"output_tokens": 5}})
    reading.add({"usage": {"output_tokens": 8}})
    assert reading.usage == {"input_tokens": 9, "output_tokens": 8}


def test_a_stream_that_is_left_early_is_counted_once():
    """Law: closed, ended or both: what had come counts, once."""
    told = []
    stream = WatchedStream(iter([1, 2, 3]), Reading(), lambda s, r: told.append(r))
    next(stream)
    assert told == []
    assert list(stream) == [2, 3]
    with pytest.raises(StopIteration):
        next(stream)
    assert len(told) == 1


def test_what_is_given_is_checked_at_the_start():
    """Bad input: not at the first call."""
    with pytest.raises(InputError):
        watch(country="atlantis")
    with pytest.raises(UnknownOptionError):
        watch(place="fr")


def test_the_callback_of_litellm_never_fails():
    """Law: whatever it is given."""
    logger = EnergyLogger()
    for answer in (ANSWER, None, 5, "text", {"usage": 3}, object()):
        logger.log_success_event(
            kwargs={}, response_obj=answer, start_time=None, end_time=None
        )
    assert logger.calls.total.energy_wh > 0
