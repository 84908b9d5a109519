"""A closed model in a study: its prices and speed are those of `serve`."""

from __future__ import annotations

import pytest

import wattlas
from wattlas.parameters.loads import ServeSection
from wattlas.study import Study

PRICES = {"prompt_price": 5.0, "output_price": 40.0, "speed": 60.0}


def test_prices_of_a_study_are_those_of_serve():
    """Reference: `serve` of the same; what is left out is of the list."""
    for given in ({}, {"prompt_price": 5.0, "output_price": 40.0}, PRICES):
        section = ServeSection(requests_per_day=1e6, **given)
        study = Study(title="T", model="gpt-5", serve=section)
        (placement,) = wattlas.run(study).placements
        direct = wattlas.serve(model="gpt-5", requests_per_day=1e6, **given)
        found = placement.serving.results["facility_energy_kwh"]
        assert found.mid == pytest.approx(direct.results["facility_energy_kwh"].mid)
