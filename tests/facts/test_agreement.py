"""One fact has one value, in whichever table it stands."""

from __future__ import annotations

import pytest

from wattlas import facts

SAME_PLANTS = {"solar": "solar", "gas": "gas", "reactor": "nuclear", "smr": "smr"}
"""Ways to add generation of the outlook, and the technologies of a plan."""


@pytest.mark.parametrize(("option", "technology"), SAME_PLANTS.items())
@pytest.mark.parametrize(
    ("of_option", "of_technology"),
    [
        ("intensity_kgco2e_per_kwh", "intensity_kgco2e_per_kwh"),
        ("grid_water_l_per_kwh", "water_l_per_kwh"),
    ],
)
def test_plan_and_outlook_count_the_same_carbon_and_water(
    option, technology, of_option, of_technology
):
    """Law: the same plant has the same central value for a plan and for an outlook."""
    one = facts.number("power_options", option, of_option)
    other = facts.number("technologies", technology, of_technology)
    assert (one.value, one.source) == (other.value, other.source)
