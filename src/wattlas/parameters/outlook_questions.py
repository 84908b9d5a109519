"""What may be given to the questions beside an outlook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.outlook import OutlookDraws

RANGED_YEAR = 2035


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
