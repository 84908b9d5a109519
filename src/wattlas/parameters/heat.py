"""What a site may sell of the heat of its servers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.declaration import Number, Parameter, Section


@dataclass(frozen=True, kw_only=True)
class HeatSection(Section):
    """Heat of the servers that a network takes, at the temperature of the site."""

    price: Annotated[
        Number,
        Parameter(
            help="Paid for a kWh of heat, such as 20 EUR/MWh.",
            quantity="heat_price_per_kwh",
            examples=("10 USD/MWh", "30 USD/MWh"),
        ),
    ]
    share: Annotated[
        Number,
        Parameter(
            help="Share of the servers' energy that can be taken as heat.",
            quantity="heat_share",
            examples=(0.5, 0.7),
        ),
    ]
    max: Annotated[
        Number | None,
        Parameter(
            help="Heat that the network takes, at most.",
            quantity="option_w",
            needs_unit=True,
            examples=("3 MW", "5 MW"),
        ),
    ] = None
    first_month: Annotated[
        int,
        Parameter(
            help="First month of a season in which it takes heat, 1 to 12.",
            quantity="month",
            examples=(10, 11),
        ),
    ] = 1
    last_month: Annotated[
        int,
        Parameter(
            help="Last month of that season; it may lie in the next year.",
            quantity="month",
            examples=(3, 4),
        ),
    ] = 12
    capital_cost: Annotated[
        Number | None,
        Parameter(
            help="Of exchangers and pipes, for a kW of heat.",
            quantity="capital_cost_per_kw",
            examples=("300 USD/kW", "500 USD/kW"),
        ),
    ] = None
    fixed_cost: Annotated[
        Number | None,
        Parameter(
            help="For a kW of heat and year.",
            quantity="fixed_cost_per_kw",
            examples=("10 USD/kW", "20 USD/kW"),
        ),
    ] = None
    life_years: Annotated[
        Number,
        Parameter(
            help="Years that its capital serves.",
            quantity="asset_life_years",
            examples=(15, 30),
        ),
    ] = 20.0
