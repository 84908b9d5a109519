"""The section of a model card."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from wattlas.report.card import markdown


def test_the_block_is_the_hubs(result_of):
    """By hand: BLOOM's published run at the site, carbon in grams as the hub counts."""
    result = result_of("bloom")
    _, front, body = markdown(result).split("---\n", 2)
    block = YAML(typ="safe").load(front)["co2_eq_emissions"]
    training = result.placements[0].training
    carbon_kg = training.results["facility_carbon_kgco2e"].mid
    assert block["emissions"] == pytest.approx(1000 * carbon_kg, abs=1)
    assert block["hardware_used"] == "a100-sxm4-80gb"
    assert block["training_type"] == "pre-training"
    assert "| facility energy | 828 | 828 | 828 | MWh |" in body


def test_without_a_training_there_is_no_block(result_of):
    """Law: absent is not zero: a service alone has no emissions of training."""
    result = result_of("bloom-serving")
    assert markdown(result).startswith("## Environmental impact")
