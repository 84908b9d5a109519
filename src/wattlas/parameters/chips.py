"""Chips: which, in which number format, and what they cost in money and carbon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from wattlas.parameters.declaration import Given, Parameter

Precision: TypeAlias = Annotated[
    str | None,
    Parameter(
        help="Number format of the arithmetic: bf16, fp8 ...",
        table="precisions",
        examples=("bf16", "fp8"),
    ),
]
Boundary: TypeAlias = Annotated[
    str | None,
    Parameter(
        help="Where it was metered: chip, it or facility.",
        choices=("chip", "it", "facility"),
    ),
]
MeteredEnergy: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Metered energy, such as '433 MWh'.",
        quantity="metered_energy_kwh",
        needs_unit=True,
        examples=("433 MWh", "500 MWh"),
    ),
]
Hardware: TypeAlias = Annotated[
    str | None,
    Parameter(
        help="A chip, or several with commas (wattlas facts hardware); or a .yaml file "
        "of a machine of your own.",
        table="hardware",
        path=True,
        examples=("h100-sxm", "a100-sxm4-80gb"),
    ),
]
Overrides: TypeAlias = Annotated[
    Mapping[str, Given] | None,
    Parameter(
        help="Any input by name: NAME=VALUE; repeatable.",
        flags=("--set",),
    ),
]


@dataclass(frozen=True, kw_only=True)
class ChipOptions:
    """What chips cost in money and in carbon, and any other input by its name."""

    life_years: Annotated[
        Given,
        Parameter(
            help="Years for which the hardware is used.",
            quantity="life_years",
            examples=(4, 6),
        ),
    ] = None
    chip_hour_cost: Annotated[
        Given,
        Parameter(
            help="Cost of a chip-hour without its electricity.",
            quantity="chip_hour_cost",
            examples=("2 USD/h", "3 USD/h"),
        ),
    ] = None
    overrides: Overrides = None
