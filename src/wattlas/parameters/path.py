"""The path of a plan over years: from when to when, and what the years move."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from wattlas.parameters.declaration import Parameter, Section

Moved: TypeAlias = Literal["grid", "fuel", "contracts"]


@dataclass(frozen=True, kw_only=True)
class PathSection(Section):
    """Years that are planned together: what is built in one stands in those after."""

    first: Annotated[
        int,
        Parameter(
            help="First year of the path.", quantity="year", examples=(2026, 2027)
        ),
    ]
    last: Annotated[
        int,
        Parameter(
            help="Last year of the path.", quantity="year", examples=(2030, 2036)
        ),
    ]
    prices: Annotated[
        dict[Moved, float | dict[int, float]],
        Parameter(
            help="Real rise a year of prices, or factors on them by year.",
            examples=({"grid": 0.01}, {"fuel": {2030: 1.2}}),
        ),
    ] = field(default_factory=dict)
    costs: Annotated[
        dict[str, float],
        Parameter(
            help="Real rise a year of capital costs, by option.",
            examples=({"battery": -0.03}, {"solar": -0.02}),
        ),
    ] = field(default_factory=dict)
