"""How long a machine of one's own is used: hours a day, days, and what it does else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.declaration import Given, Parameter


@dataclass(frozen=True, kw_only=True)
class UseOptions:
    """Hours of use: the machine is on for them, and works for a part of them."""

    hours_per_day: Annotated[
        Given,
        Parameter(
            help="Hours a day in which the machine is used, waiting between requests "
            "included. [h]",
            quantity="hours_per_day",
            examples=(2, 8),
        ),
    ] = None
    days: Annotated[
        Given,
        Parameter(
            help="Days of use in all; 365 unless said. [day]",
            quantity="days_of_use",
            examples=(220, 365),
        ),
    ] = None
    rest_power: Annotated[
        Given,
        Parameter(
            help="Power of the machine in the other hours of these days, at the wall; "
            "else they are not counted. [W]",
            quantity="rest_power_w",
            examples=(2, 40),
        ),
    ] = None
