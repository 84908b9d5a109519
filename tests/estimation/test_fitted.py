"""Fitted links: where they were fitted, and what a result outside says and costs."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas import chain, facts, serve, train
from wattlas.chain.engine_step import latency_time_s
from wattlas.chain.training import balance_factor
from wattlas.errors import UnknownNameError
from wattlas.estimation import fitted, recorder
from wattlas.estimation.fitted import RANGE, Call, Extrapolated, fitted_bounds
from wattlas.estimation.recorder import Recorder, TrackedInputs
from wattlas.notes import Note
from wattlas.records import Input
from wattlas.report.paint.text import text_of
from wattlas.report.words.language import ENGLISH, Language, language
from wattlas.report.words.notes import note_sentence

FITS = [k.removeprefix(RANGE) for k in facts.keys("constants") if k.startswith(RANGE)]
H20 = {"model": "llama-3.1-70b", "hardware": "h20", "country": "cn", "draws": 256}
H100 = {**H20, "hardware": "h100-sxm"}


def said(note: Note, say: Language = ENGLISH) -> str:
    """Return the sentence of a note."""
    return text_of(note_sentence(note), say)


def fitted_constants() -> dict[str, set[str]]:
    """Return the fits of each constant that a fit made, errors apart."""
    found: dict[str, set[str]] = {}
    for key in facts.keys("constants"):
        if not key.startswith((RANGE, "residuals")):
            for fact in facts.numbers("constants", key).values():
                if fact.source in FITS and not fact.quantity.endswith("_error"):
                    found.setdefault(fact.quantity, set()).add(fact.source)
    return found


def links_with_constants():
    """Yield each link of the chain that takes a fitted constant, with its fits."""
    constants = fitted_constants()
    for module in pkgutil.iter_modules(chain.__path__):
        room = import_module(f"wattlas.chain.{module.name}")
        for _, link in inspect.getmembers(room, inspect.isfunction):
            taken = set(inspect.signature(link).parameters)
            if link.__module__ == room.__name__ and taken & constants.keys():
                yield link, set.union(*(constants[n] for n in taken & constants.keys()))


def test_every_fitted_link_states_where_it_was_fitted():
    """Law: a link with a fitted constant has a range for one of its inputs at least."""
    found = dict(links_with_constants())
    assert len(found) >= 12
    for link, fits in found.items():
        known = {n for fit in fits for n in facts.numbers("constants", RANGE + fit)}
        assert known & set(inspect.signature(link).parameters), link.__name__


def test_every_range_is_read_by_a_link():
    """Law: no range stands in the table that no fitted link takes as an input."""
    read = {
        (fit, name)
        for link, fits in links_with_constants()
        for fit in fits
        for name in inspect.signature(link).parameters
    }
    # Of `arithmetic_time_s`, which takes it as `efficiency`.
    read |= {("serving-fit", "peak_tflops"), ("labs-fit", "peak_tflops")}
    for fit in FITS:
        for name in facts.numbers("constants", RANGE + fit):
            assert (fit, name) in read, (fit, name)


def test_the_balance_of_an_h20_is_held_and_said():
    """By hand: 148 TFLOP/s over 4 TB/s over 153 is 0.24, held at 0.8: 0.8^-0.405."""
    record = train(**H20)
    note = next(n for n in record.notes if n.values["name"] == "chip_balance")
    assert (note.code, note.values["link"]) == ("held-at", "balance_factor")
    assert note.values["value"] == pytest.approx(148 / 4 / 153, rel=1e-3)
    assert [note.values[n] for n in ("low", "high", "limit")] == [0.89, 2.0, 0.8]
    assert said(note) == (
        "Arithmetic for each byte of bandwidth: 0.242 lies outside 0.89 to 2, where "
        "the loss of MFU to bandwidth was fitted; it is held at 0.8, and the range is "
        "wider for it."
    )
    assert "0.8" in said(note, language("zh"))
    labels = {i.label for i in record.inputs}
    assert "extrapolation_error@balance_factor" in labels
    assert "extrapolation_error@balance_factor" in record.width


def test_outside_the_range_is_wider_and_the_centre_stays():
    """Law: a further error that is exactly one leaves the range as it would be."""
    wide, narrow = train(**H20), train(**H20, overrides={"extrapolation_error": 1})
    for name, value in wide.results.items():
        assert value.mid == narrow.results[name].mid
        if name in ("chip_energy_kwh", "it_energy_kwh"):
            assert value.high / value.low > 1.1 * (
                narrow.results[name].high / narrow.results[name].low
            )


def test_inside_nothing_changes(monkeypatch):
    """Law: where no input lies outside, the record is that of a chain without fits."""
    record = train(**H100)
    assert record.notes == ()
    assert "extrapolation_error" not in {i.name for i in record.inputs}
    monkeypatch.setattr(recorder, "fitted_bounds", lambda _: {})
    assert train(**H100).to_dict() == record.to_dict()


def test_a_further_error_cannot_be_set_where_there_is_none():
    """Law: what is set and not used is refused."""
    with pytest.raises(UnknownNameError, match="extrapolation_error"):
        train(**H100, overrides={"extrapolation_error": 1})


def test_draws_outside_are_said_with_their_share():
    """By hand: an engine of 2024 was fitted on batches over 31; half of 8..128 is not.

    The median of the range is 32, so that somewhat less than half lies below.
    """
    record = serve(
        model="llama-2-70b",
        hardware="a100-sxm4-80gb",
        engine="vllm",
        engine_year=2024,
        batch="8..128",
        draws=512,
    )
    note = next(n for n in record.notes if n.values.get("link") == "step_time_s")
    assert note.code == "draws-outside-fit"
    assert [note.values[n] for n in ("name", "low", "high")] == ["batch", 31, 1500]
    share = note.values["share"]
    assert 0.4 < share < 0.5
    percent = f"{100 * share:.0f} %"
    assert said(note).startswith(f"Batch: of the draws {percent} lie outside 31 to 1")


def test_a_given_constant_makes_no_fitted_link():
    """Law: what the user sets in a constant's place was fitted on nothing."""
    overrides = {"balance_exponent": -0.4, "size_exponent": 0.08}
    notes = train(**H20, overrides=overrides).notes
    assert [n for n in notes if n.values.get("link") == "balance_factor"] == []


def test_two_fits_of_one_link_join_their_ranges():
    """By hand: chips of 400 W and of 1,000 W were each seen by one of the two fits."""
    items = [
        Input("pj_per_byte", 73.5, 73.5, 73.5, "fixed", "pJ/byte", "serving-fit"),
        Input("kernel_level", 0.6, 0.6, 0.6, "fixed", "1", "serving-fit-2024"),
        Input("power_limit_w", 300, 300, 300, "fixed", "W", "assumed"),
    ]
    assert fitted_bounds(TrackedInputs(items)) == {"power_limit_w": (400.0, 1000.0)}


@given(st.lists(st.floats(1.0, 300.0), min_size=2, max_size=40))
def test_only_the_draws_outside_are_multiplied(layers):
    """Law: within 32 to 126 layers a draw is the link's own; outside it is doubled."""
    call = Call(latency_time_s, {"layers": 200.0}, {"layers": (32.0, 126.0)})
    caller = Extrapolated([call], lambda _: np.full(len(layers), 2.0))
    drawn = np.array(layers)
    inputs = {
        "layer_overhead_us": 77.0, "prefill_overhead_us": 72.0, "carries_prompt": 0.0
    }  # fmt: skip
    result = caller(latency_time_s, layers=drawn, **inputs)
    plain = latency_time_s(layers=drawn, **inputs)
    outside = (drawn < 32) | (drawn > 126)
    assert (result == np.where(outside, 2 * plain, plain)).all()
    notes = []
    caller.add_notes(notes)
    values = {"link": "latency_time_s", "name": "layers", "value": 200.0}
    assert notes == [Note("outside-fit", values | {"low": 32.0, "high": 126.0})]


def test_few_draws_outside_are_left_alone():
    """By hand: one of twenty draws lies outside; a 5-95 % range leaves out two."""
    call = Call(balance_factor, {"chip_balance": 1.0}, {"chip_balance": (0.89, 2.0)})
    caller = Extrapolated([call], lambda _: pytest.fail("no error is drawn"))
    drawn = np.array([1.0] * 19 + [3.0])
    result = caller(balance_factor, chip_balance=drawn, balance_exponent=-0.4)
    assert (result == balance_factor(drawn, -0.4)).all()
    notes = []
    caller.add_notes(notes)
    assert notes == []


def test_the_recorder_keeps_every_call_in_order():
    """Law: calls over draws meet those of the centre one by one."""
    calls = Recorder()
    calls(balance_factor, chip_balance=1.0, balance_exponent=-0.4)
    calls(latency_time_s, layers=1.0, layer_overhead_us=1.0, prefill_overhead_us=1.0,
          carries_prompt=0.0)  # fmt: skip
    assert [c.function for c in calls.calls] == [balance_factor, latency_time_s]
    assert fitted.LEAST_SHARE == 0.1
