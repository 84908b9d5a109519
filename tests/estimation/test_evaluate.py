"""A chain run at its centre and over draws, on a chain small enough to do by hand."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas import facts
from wattlas.chain.facility import facility_energy_kwh
from wattlas.draws import draw, interval
from wattlas.errors import UnknownNameError
from wattlas.estimation.evaluate import Outcome, Question, evaluate
from wattlas.estimation.inputs import Inputs
from wattlas.records import Input

QUESTION = Question("test", "run", {})


def tiny_inputs(overrides=None) -> Inputs:
    inputs = Inputs(overrides)
    inputs.add(Input("it_energy_kwh", 100, 100, 100, "fixed", "kWh", "given", True))
    inputs.take("pue", facts.number("facility", "world", "pue"), "oslo")
    return inputs


def tiny_chain(step, v) -> Outcome:
    energy = step(facility_energy_kwh, it_energy_kwh=v["it_energy_kwh"], pue=v["pue"])
    stages = {"training": {"it_energy_kwh": v["it_energy_kwh"]}}
    stages["training"]["facility_energy_kwh"] = energy
    return Outcome(stages, {"request": 0.5}, {"twice": energy * 2})


def test_mid_is_the_chain_at_the_central_inputs():
    """By hand: 100 kWh x 1.56; half of it a request; twice it beside."""
    record = evaluate(tiny_chain, tiny_inputs(), QUESTION)
    assert record.results["facility_energy_kwh"].mid == pytest.approx(156.0)
    assert record.per["request"]["facility_energy_kwh"].mid == pytest.approx(78.0)
    assert record.extras["twice"].mid == pytest.approx(312.0)


def test_low_and_high_are_the_percentiles_of_the_draws():
    """Law: the interval of the PUE's draws, times 100."""
    inputs = tiny_inputs()
    record = evaluate(tiny_chain, inputs, QUESTION)
    pue = draw(inputs.items)["pue@oslo"]
    low, high = interval(100 * np.asarray(pue))
    energy = record.results["facility_energy_kwh"]
    assert (energy.low, energy.high) == (low, high)
    assert record.width == {"pue@oslo": pytest.approx(1.0)}


def test_what_is_exact_has_no_range():
    """Law: an energy that was given stays one figure."""
    record = evaluate(tiny_chain, tiny_inputs(), QUESTION)
    energy = record.results["it_energy_kwh"]
    assert energy.low == energy.mid == energy.high == 100


def test_the_headline_is_the_widest_boundary_of_energy():
    """Law: facility where it is known, else IT, else chip."""
    assert evaluate(tiny_chain, tiny_inputs(), QUESTION).boundary == "facility"

    def chips_only(step, v):
        return Outcome({"training": {"chip_energy_kwh": v["it_energy_kwh"]}})

    assert evaluate(chips_only, tiny_inputs(), QUESTION).boundary == "chip"


def test_seed_and_number_of_draws_are_those_asked_for():
    """Law: other draws change the range and leave the mid."""
    records = [
        evaluate(tiny_chain, tiny_inputs(), Question("test", "run", {}, n, seed))
        for n, seed in ((4096, 1), (4096, 1), (4096, 2), (50, 1))
    ]
    ranges = [r.results["facility_energy_kwh"] for r in records]
    assert ranges[0] == ranges[1]
    assert {r.mid for r in ranges} == {ranges[0].mid}
    assert ranges[0].high != ranges[3].high


def test_an_override_takes_the_place_of_a_fact():
    """Law: what the user sets by the name of an input goes before the tables."""
    record = evaluate(tiny_chain, tiny_inputs({"pue": 1.1}), QUESTION)
    assert record.results["facility_energy_kwh"].mid == pytest.approx(110.0)
    assert record.given["pue@oslo"].exact


def test_an_override_of_nothing_is_refused():
    """Bad input: an input that the estimate does not have, with the nearest."""
    with pytest.raises(UnknownNameError, match="Did you mean 'pue'"):
        evaluate(tiny_chain, tiny_inputs({"pu": 1.1}), QUESTION)
