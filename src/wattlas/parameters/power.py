"""The power options of a study: what each way to get or store electricity may say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from wattlas.parameters.declaration import Number, Parameter, Section
from wattlas.parameters.series import SeriesSection, as_series
from wattlas.parameters.shorthands import as_list


def _said(help: str, quantity: str, *examples: object) -> Parameter:
    needs_unit = quantity in ("option_w", "unit_w")
    return Parameter(
        help=help, quantity=quantity, needs_unit=needs_unit, examples=examples
    )


Power: TypeAlias = Number | None
Settlement: TypeAlias = Literal["physical", "virtual"]


@dataclass(frozen=True, kw_only=True)
class PowerSection(Section):
    """One way to get or store electricity, and what the study knows better of it."""

    use: Annotated[
        str,
        Parameter(
            help="The grid, or a technology: wattlas facts technologies.",
            table="technologies",
            examples=("rooftop-solar", "smr"),
        ),
    ]
    sites: Annotated[
        list[str],
        Parameter(
            help="Where it may be built or bought; all sites.",
            table="sites",
            before=as_list,
            examples=("shanghai", ["dublin"]),
        ),
    ] = field(default_factory=list)
    size: Annotated[
        Power, _said("Exactly this power, such as 50 MW.", "option_w", "5 MW", "8 MW")
    ] = None
    min: Annotated[Power, _said("At least this power.", "option_w", "1 MW", "2 MW")] = (
        None
    )
    max: Annotated[Power, _said("At most this power.", "option_w", "5 MW", "8 MW")] = (
        None
    )
    hours: Annotated[
        Power, _said("Battery: hours at full power.", "storage_hours", 2, 4)
    ] = None
    unit: Annotated[
        Power, _said("Power of one unit, such as 77 MW.", "unit_w", "1 MW", "2 MW")
    ] = None
    min_units: Annotated[int | None, _said("Whole units, at least.", "units", 1, 2)] = (
        None
    )
    max_units: Annotated[int | None, _said("Whole units, at most.", "units", 2, 3)] = (
        None
    )
    price: Annotated[
        Power,
        _said(
            "Contract: such as 70 USD/MWh.",
            "price_per_kwh",
            "70 USD/MWh",
            "90 USD/MWh",
        ),
    ] = None
    export_price: Annotated[
        Power,
        _said(
            "For what is sold: of plants at the site, or at the plant's own node.",
            "export_price_per_kwh",
            "20 USD/MWh",
            "40 USD/MWh",
        ),
    ] = None
    export_price_series: Annotated[
        SeriesSection | None,
        Parameter(
            help="Hourly prices of what is sold: a file, or {file, column, ...}.",
            before=as_series,
            examples=({"file": "a.csv"}, {"file": "b.csv"}),
        ),
    ] = None
    settlement: Annotated[
        Settlement | None,
        Parameter(
            help="Contract: physical, delivered here; virtual, in money at its node."
        ),
    ] = None
    capital_cost: Annotated[
        Power,
        _said(
            "Such as 1200 USD/kW.", "capital_cost_per_kw", "800 USD/kW", "900 USD/kW"
        ),
    ] = None
    energy_cost: Annotated[
        Power,
        _said(
            "Battery: such as 150 USD/kWh.",
            "energy_cost_per_kwh",
            "150 USD/kWh",
            "200 USD/kWh",
        ),
    ] = None
    fixed_cost: Annotated[
        Power,
        _said(
            "For a year, such as 20 USD/kW.",
            "fixed_cost_per_kw",
            "20 USD/kW",
            "40 USD/kW",
        ),
    ] = None
    energy_fixed_cost: Annotated[
        Power,
        _said(
            "Battery: for a year, such as 6 USD/kWh.",
            "energy_fixed_cost_per_kwh",
            "6 USD/kWh",
            "9 USD/kWh",
        ),
    ] = None
    variable_cost: Annotated[
        Power,
        _said(
            "Without fuel, such as 0.01 USD/kWh.",
            "cost_per_kwh",
            "0.01 USD/kWh",
            "0.02 USD/kWh",
        ),
    ] = None
    fuel_cost: Annotated[
        Power,
        _said(
            "For a kWh of electricity.", "cost_per_kwh", "0.03 USD/kWh", "0.06 USD/kWh"
        ),
    ] = None
    delivery_cost: Annotated[
        Power,
        _said(
            "Use of the public grid, such as 0.2 CNY/kWh.",
            "cost_per_kwh",
            "0.01 USD/kWh",
            "0.02 USD/kWh",
        ),
    ] = None
    learning: Annotated[
        Power,
        _said(
            "Share of capital cost that a doubling of units saves.",
            "learning_rate",
            0.05,
            0.1,
        ),
    ] = None
    units_before: Annotated[
        Power,
        _said(
            "Units of its kind built in the world before yours.",
            "units_before",
            2,
            10,
        ),
    ] = None
    life_years: Annotated[
        Power, _said("Years that capital serves.", "asset_life_years", 15, 30)
    ] = None
    lead_time_years: Annotated[
        Power, _said("From decision to power.", "lead_time_years", 1, 2)
    ] = None
    start: Annotated[
        int | None,
        _said("Year from which a contract delivers.", "year", 2026, 2030),
    ] = None
    delay_years: Annotated[
        Power, _said("Years that it may come late.", "delay_years", 1, 2)
    ] = None
    chance: Annotated[
        Power, _said("That it comes in time, 0 to 1.", "chance", 0.2, 0.5)
    ] = None
    availability: Annotated[
        Power, _said("Share of hours, 0 to 1.", "availability", 0.8, 0.95)
    ] = None
    min_load: Annotated[
        Power, _said("Share of the power, 0 to 1.", "min_load", 0.2, 0.5)
    ] = None
    ramp: Annotated[
        Power, _said("Share of the power in an hour.", "ramp", 0.1, 0.3)
    ] = None
    efficiency: Annotated[
        Power,
        _said("Battery: out over in, 0 to 1.", "round_trip_efficiency", 0.8, 0.9),
    ] = None
    cycles: Annotated[
        Power, _said("Battery: full cycles in a year.", "cycles_per_year", 250, 350)
    ] = None
    shape: Annotated[
        str | None,
        Parameter(
            help="Contract: flat, solar, wind or a CSV.",
            path=True,
            examples=("wind", "solar"),
        ),
    ] = None
    intensity: Annotated[
        Power, _said("Carbon. [kgCO2e/kWh]", "intensity_kgco2e_per_kwh", 0.1, 0.3)
    ] = None
    water: Annotated[
        Power, _said("Water at the plant. [L/kWh]", "plant_water_l_per_kwh", 1, 2)
    ] = None
