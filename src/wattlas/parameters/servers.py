"""What may be given to compare two servers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from wattlas.parameters.declaration import Given, Parameter

Server: TypeAlias = Annotated[
    str | None,
    Parameter(
        help="A server (wattlas facts servers), or its supplies: '4 x 1800 W'.",
        table="servers",
        positional=True,
        examples=("dgx-h100", "two-socket-2024"),
    ),
]
Supplies: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Power supplies, of a server that is not listed.",
        quantity="supplies",
        examples=(2, 4),
    ),
]
SupplyRating: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Rating of each, such as 800..1200. [W]",
        quantity="supply_w",
        examples=(800, 1200),
    ),
]


@dataclass(frozen=True, kw_only=True)
class ServersOptions:
    """Two servers side by side: of the tables, or by their power supplies alone."""

    server: Server = None
    against: Annotated[
        str | None,
        Parameter(
            help="The server beside it.",
            table="servers",
            examples=("two-socket-2024", "dgx-h100"),
        ),
    ] = None
    supplies: Supplies = None
    supply_w: SupplyRating = None
    against_supplies: Annotated[
        Supplies,
        Parameter(
            help="Power supplies of the server beside it.",
            quantity="supplies",
            examples=(2, 4),
        ),
    ] = None
    against_supply_w: Annotated[
        SupplyRating,
        Parameter(
            help="Rating of each of those. [W]",
            quantity="supply_w",
            examples=(800, 1200),
        ),
    ] = None
