"""The sites of a study: what is known of a place by the hour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from wattlas.parameters.bills import BillFields
from wattlas.parameters.declaration import Number, Parameter, Section
from wattlas.parameters.flexibility import FlexibilitySection
from wattlas.parameters.heat import HeatSection
from wattlas.parameters.places import PlaceFigures
from wattlas.parameters.series import SeriesSection, as_series
from wattlas.parameters.shorthands import as_list

PriceBasis: TypeAlias = Literal["energy", "all-in"]
Work: TypeAlias = Literal["training", "serving"]


@dataclass(frozen=True, kw_only=True)
class HoursFields(PlaceFigures):
    """What is known of a place by the hour; each field replaces what is synthetic."""

    cooling: Annotated[
        str | None,
        Parameter(
            help="Kind of cooling: wattlas facts cooling.",
            table="cooling",
            examples=("direct-liquid", "chiller"),
        ),
    ] = None
    weather: Annotated[
        str | None,
        Parameter(help="EPW, TMY3, NSRDB, PVGIS, NASA or CSV file.", path=True),
    ] = None
    tariff: Annotated[
        str | None,
        Parameter(
            help="wattlas facts tariffs, or local.",
            table="tariffs",
            examples=("local", "guangdong-tou"),
        ),
    ] = None
    price_basis: Annotated[
        PriceBasis | None,
        Parameter(
            help="What price is: of energy, to which charges are added; or all-in."
        ),
    ] = None
    price_series: Annotated[
        SeriesSection | None,
        Parameter(
            help="Hourly prices as published: a file, or {file, column, ...}.",
            before=as_series,
            examples=({"file": "a.csv"}, {"file": "b.csv"}),
        ),
    ] = None
    demand_charge: Annotated[
        Number | None,
        Parameter(
            help="For a kW and month, such as '40 CNY/kW'.",
            quantity="demand_charge_per_kw_month",
            examples=("10 USD/kW", "20 USD/kW"),
        ),
    ] = None
    carbon_series: Annotated[
        SeriesSection | None,
        Parameter(
            help="Hourly intensity: a file, or {file, column, ...}.",
            before=as_series,
            examples=({"file": "a.csv"}, {"file": "b.csv"}),
        ),
    ] = None
    carbon_kind: Annotated[
        Literal["average", "marginal"],
        Parameter(help="What the carbon series is: average or marginal."),
    ] = "average"
    solar_series: Annotated[
        SeriesSection | None,
        Parameter(
            help="Hourly solar output, 0 to 1: a file, or {file, ...}.",
            before=as_series,
            examples=({"file": "a.csv"}, {"file": "b.csv"}),
        ),
    ] = None
    wind_series: Annotated[
        SeriesSection | None,
        Parameter(
            help="Hourly wind output, 0 to 1: a file, or {file, ...}.",
            before=as_series,
            examples=({"file": "a.csv"}, {"file": "b.csv"}),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class SiteSection(BillFields, HoursFields, Section):
    """One place, and what the study knows better than the tables."""

    use: Annotated[
        str,
        Parameter(
            help="A site, a country or a grid region.",
            table="sites",
            examples=("oslo", "hamina"),
        ),
    ]
    connection: Annotated[
        Number | None,
        Parameter(
            help="Limit of the grid connection, such as 150 MW.",
            quantity="connection_w",
            needs_unit=True,
            examples=("100 MW", "150 MW"),
        ),
    ] = None
    export_limit: Annotated[
        Number | None,
        Parameter(
            help="Most that may leave through it; else as much as may come.",
            quantity="connection_w",
            needs_unit=True,
            examples=("5 MW", "0 MW"),
        ),
    ] = None
    queue: Annotated[
        dict[int, Number],
        Parameter(
            help="What the connection gives from each year on, such as {2029: 80 MW}.",
            examples=({2027: "50 MW"}, {2026: "60 MW"}),
        ),
    ] = field(default_factory=dict)
    flexibility: Annotated[
        list[FlexibilitySection],
        Parameter(
            help="Contracts by which it gives up power when called: {kind, "
            "called_hours, ...}.",
            before=as_list,
            examples=(
                {"kind": "demand-response", "called_hours": 40},
                {"kind": "interruptible", "called_hours": 100},
            ),
        ),
    ] = field(default_factory=list)
    heat: Annotated[
        HeatSection | None,
        Parameter(
            help="Heat of the servers that it may sell: {price, share, ...}.",
            examples=({"price": "20 USD/MWh", "share": 0.6},),
        ),
    ] = None
    clean_share: Annotated[
        Number | None,
        Parameter(
            help="Carbon-free share of what the grid gives.",
            quantity="matching_share",
            examples=(0.4, 0.6),
        ),
    ] = None
    clean_share_series: Annotated[
        SeriesSection | None,
        Parameter(
            help="Hourly clean share of the grid, 0 to 1: a file, or {file, ...}.",
            before=as_series,
            examples=({"file": "a.csv"}, {"file": "b.csv"}),
        ),
    ] = None
    residual_intensity: Annotated[
        Number | None,
        Parameter(
            help="Of the grid without what others have claimed. [kgCO2e/kWh]",
            quantity="intensity_kgco2e_per_kwh",
            examples=(0.5, 0.7),
        ),
    ] = None
    chips: Annotated[
        dict[str, float],
        Parameter(
            help="Chips that stand here, by kind: no more, and no other kind.",
            examples=({"h100-sxm": 4000},),
        ),
    ] = field(default_factory=dict)
    hosts: Annotated[
        list[Work],
        Parameter(
            help="What may run here.",
            before=as_list,
            examples=(["training"], ["serving"]),
        ),
    ] = field(default_factory=lambda: ["training", "serving"])
