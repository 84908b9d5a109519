"""Frozen records that rooms hand to each other: values and codes, no sentences."""

from __future__ import annotations

from wattlas.records.derivation import DERIVATION, Step, walk
from wattlas.records.estimate import Equivalent, Estimate
from wattlas.records.figures import (
    BOUNDARIES,
    GIVEN,
    RESULT_UNITS,
    STAGES,
    Fact,
    Input,
    Range,
    Results,
    Source,
)
from wattlas.records.inputs import INPUTS, NAMED_INPUTS, given_first

__all__ = [
    "BOUNDARIES",
    "DERIVATION",
    "GIVEN",
    "INPUTS",
    "NAMED_INPUTS",
    "RESULT_UNITS",
    "STAGES",
    "Equivalent",
    "Estimate",
    "Fact",
    "Input",
    "Range",
    "Results",
    "Source",
    "Step",
    "given_first",
    "walk",
]
