"""Where work runs, and what is known better of that place than the tables know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from wattlas.parameters.declaration import Given, Parameter

Currency: TypeAlias = Annotated[
    str | None,
    Parameter(
        help="Currency of the costs, such as CNY.",
        feeds=("price_per_kwh", "chip_hour_cost"),
        table="currencies",
        examples=("CNY", "EUR"),
    ),
]


@dataclass(frozen=True, kw_only=True)
class PlaceFigures:
    """Figures of a place; each replaces what the tables say."""

    pue: Annotated[
        Given,
        Parameter(
            help="Facility energy over IT energy, such as 1.2 or 1.1..1.3.",
            quantity="pue",
            examples=(1.15, 1.6),
        ),
    ] = None
    wue: Annotated[
        Given,
        Parameter(
            help="Water consumed on site. [L per kWh of IT energy]",
            quantity="wue_l_per_kwh",
            examples=(0.2, 1.8),
        ),
    ] = None
    intensity: Annotated[
        Given,
        Parameter(
            help="Carbon of the electricity, such as '390 g/kWh'.",
            quantity="intensity_kgco2e_per_kwh",
            examples=("390 g/kWh", 0.05),
        ),
    ] = None
    grid_water: Annotated[
        Given,
        Parameter(
            help="Water consumed at power plants. [L/kWh]",
            quantity="grid_water_l_per_kwh",
            examples=(1.5, 4.0),
        ),
    ] = None
    price: Annotated[
        Given,
        Parameter(
            help="Price of electricity, such as '0.08 USD/kWh'.",
            quantity="price_per_kwh",
            examples=("0.08 USD/kWh", "0.2 USD/kWh"),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class PlaceOptions(PlaceFigures):
    """Where the work runs: a site, or a country or grid region, and its figures."""

    site: Annotated[
        str | None,
        Parameter(
            help="A data-centre site: wattlas facts sites.",
            table="sites",
            examples=("qingyang", "dublin"),
        ),
    ] = None
    country: Annotated[
        str | None,
        Parameter(
            help="A country or grid region, or 'world' for the average.",
            table="countries",
            examples=("fr", "pl"),
        ),
    ] = None
    currency: Currency = None
