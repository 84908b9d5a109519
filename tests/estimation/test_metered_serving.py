"""Serving that was metered: by hand, and never below zero."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas import serve
from wattlas.chain.serving import metered_busy_energy_kwh, metered_idle_energy_kwh

API = {"energy": "914 kWh", "boundary": "it", "requests": 230_768}
POWERS = {"idle_power": "1294 W", "mean_power": "1667 W"}


def test_bloom_as_a_service_by_hand():
    """Luccioni et al. 2022: 914 kWh, 1,294 of 1,667 W without requests: 709.5 kWh."""
    run = serve(**API, **POWERS, pue=1.2, draws=64)
    idle = run.stages["idle"]["it_energy_kwh"].mid
    assert idle == pytest.approx(914 * 1294 / 1667)
    assert run.stages["serving"]["it_energy_kwh"].mid == pytest.approx(914 - idle)
    assert run.results["it_energy_kwh"].mid == pytest.approx(914)
    assert run.results["facility_energy_kwh"].mid == pytest.approx(914 * 1.2)
    request = run.per["request"]["it_energy_kwh"].mid
    assert request * 1000 == pytest.approx(3.9607, rel=1e-4)


@pytest.mark.parametrize("boundary", ["chip", "it", "facility"])
def test_requests_never_give_energy_back(boundary):
    """Law: where a draw of idle power exceeds the mean, all of it is idle, not more."""
    run = serve(
        **{**API, "boundary": boundary},
        idle_power="1000..1500..2000",
        mean_power="1500..1700",
    )
    for results in (*run.stages.values(), *run.per.values(), run.results):
        assert all(value.low >= 0 for value in results.values())
    name = f"{boundary}_energy_kwh"
    assert run.stages["serving"][name].low == 0
    assert run.stages["idle"][name].high == pytest.approx(914)
    assert np.allclose(run.samples[name], 914)


@given(idle=st.floats(0, 1e6), mean=st.floats(1, 1e6), energy=st.floats(0, 1e9))
@settings(max_examples=50, deadline=None)
def test_busy_and_idle_are_the_meter(idle, mean, energy):
    """Law: the two parts are never negative and add up to what was metered."""
    waiting = metered_idle_energy_kwh(energy, idle, mean)
    busy = metered_busy_energy_kwh(energy, waiting)
    assert waiting >= 0
    assert busy >= 0
    assert waiting + busy == pytest.approx(energy)


def test_the_meter_needs_no_hardware():
    """Law: the same energy with and without the name of the chips."""
    plain = serve(**API, draws=64)
    named = serve(**API, hardware="a100-sxm4-40gb", model="bloom-176b", draws=64)
    assert plain.results == named.results
    assert plain.subject["hardware"] is None
    assert named.subject["hardware"] == "a100-sxm4-40gb"
