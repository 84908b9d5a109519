"""What may be given to the questions beside an outlook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from wattlas.parameters.declaration import Given, Number, Parameter
from wattlas.parameters.drawing import DrawOptions
from wattlas.parameters.outlook import OutlookDraws, Scope

RANGED_YEAR = 2035
STUDIES = ("iea", "lbnl", "epri", "goldman")


@dataclass(frozen=True, kw_only=True)
class GridOptions(OutlookDraws):
    """Which place, and until when: years that have one range."""

    region: Annotated[
        str,
        Parameter(
            help="A grid (pjm, ercot, miso), another place (wattlas facts "
            "outlook_places) or a region (wattlas facts outlook_regions).",
            table="outlook_places",
            examples=("pjm", "ercot"),
        ),
    ]
    to: Annotated[
        int,
        Parameter(
            help="Last year.", quantity="outlook.ranged_year", examples=(2028, 2030)
        ),
    ] = RANGED_YEAR


@dataclass(frozen=True, kw_only=True)
class PeakOptions(GridOptions):
    """A place, its highest hour and its firm capacity where no count is at hand."""

    peak_gw: Annotated[
        Given,
        Parameter(
            help="Demand of the place in its highest hour of 2025, such as 150..160; "
            "else the tables'. [GW]",
            quantity="outlook.peak_gw",
            flags=("--peak",),
            examples=(150, "150..160"),
        ),
    ] = None
    firm_gw: Annotated[
        Given,
        Parameter(
            help="Firm capacity of 2025: what is counted on in that hour; else the "
            "tables'. [GW]",
            quantity="outlook.firm_gw",
            flags=("--firm",),
            examples=(150, "140..150"),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class PriceOptions(GridOptions):
    """A place whose load grows."""


@dataclass(frozen=True, kw_only=True)
class ChangedOptions(OutlookDraws):
    """Where, in which year and of which demand a change is looked at."""

    region: Annotated[
        str,
        Parameter(
            help="World, a region (wattlas facts outlook_regions) or a place within "
            "one (wattlas facts outlook_places).",
            table="outlook_regions",
            examples=("us", "china"),
        ),
    ] = "world"
    by: Annotated[
        int,
        Parameter(
            help="The year.", quantity="outlook.ranged_year", examples=(2028, 2030)
        ),
    ] = 2030
    scope: Scope = "ai"


@dataclass(frozen=True, kw_only=True)
class WhatIfOptions(ChangedOptions):
    """What is other than assumed."""

    changes: Annotated[
        Mapping[str, Given],
        Parameter(
            help="What changes: chips=12 (millions shipped in 2025), smr=20 (units a "
            "year), power, life, load, pue, users, connections, rebound, reactor, "
            "fusion, gas, solar, wind, coal, hydro, or any input by its name.",
            positional=True,
            examples=({"chips": 12}, {"smr": 20}),
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class EfficiencyOptions(ChangedOptions):
    """How much faster efficiency gains."""

    rate: Annotated[
        Number,
        Parameter(
            help="Factor a year by which a unit of use takes less energy, beyond the "
            "trend of the methods: 1.2, or 1.1..1.3.",
            quantity="outlook.rate",
            examples=(1.2, "1.1..1.3"),
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class PresetsOptions(DrawOptions):
    """Whose assumptions are run in our model."""

    of: Annotated[
        str | Sequence[str],
        Parameter(
            help="Studies, with commas: iea, lbnl, epri, goldman.",
            commas=True,
            examples=("iea", ("lbnl", "epri")),
        ),
    ] = STUDIES


@dataclass(frozen=True, kw_only=True)
class FleetsOptions(OutlookDraws):
    """Inputs that turn chips into electricity."""


@dataclass(frozen=True, kw_only=True)
class CompareOptions(DrawOptions):
    """A file of scenarios."""

    file: Annotated[
        Path,
        Parameter(
            help="Scenarios in the IAMC's format (.csv): electricity of data centres, "
            "a column a year or a row a year.",
            positional=True,
            path=True,
        ),
    ]
