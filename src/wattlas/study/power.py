"""What a study may say of its power options, its given load, and its plan."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from wattlas.study.section import Names, Number, Section, as_list

Objective = Literal["cost", "carbon", "water"]
Basis = Literal["annual", "monthly", "hourly"]


def _as_option(value: Any) -> Any:
    """Return a power option written as a name, {name: {...}} or {use: name, ...}."""
    if isinstance(value, str):
        return {"use": value}
    if isinstance(value, dict) and len(value) == 1 and "use" not in value:
        ((name, fields),) = value.items()
        return {"use": name, **fields} if isinstance(fields, dict) else value
    return value


class PowerSection(Section):
    """One way to get or store electricity, and what the study knows better of it."""

    use: str = Field(description="grid, or a technology: wattlas facts technologies")
    sites: Names = Field([], description="where it may be built or bought; all sites")
    size: Number | None = Field(None, description="exactly this power, such as 50 MW")
    min: Number | None = Field(None, description="at least this power")
    max: Number | None = Field(None, description="at most this power")
    hours: Number | None = Field(None, description="battery: hours at full power")
    unit: Number | None = Field(None, description="power of one unit, such as 77 MW")
    min_units: int | None = Field(None, ge=0, description="whole units, at least")
    max_units: int | None = Field(None, ge=0, description="whole units, at most")
    price: Number | None = Field(None, description="contract: such as 70 USD/MWh")
    export_price: Number | None = Field(None, description="grid: for what is sold")
    capital_cost: Number | None = Field(None, description="such as 1200 USD/kW")
    energy_cost: Number | None = Field(None, description="battery: such as 150 USD/kWh")
    fixed_cost: Number | None = Field(None, description="for a year, such as 20 USD/kW")
    energy_fixed_cost: Number | None = Field(
        None, description="battery: for a year, such as 6 USD/kWh"
    )
    variable_cost: Number | None = Field(None, description="without fuel, USD/kWh")
    fuel_cost: Number | None = Field(None, description="for a kWh of electricity")
    delivery_cost: Number | None = Field(
        None, description="use of the public grid, such as 0.2 CNY/kWh"
    )
    learning: Number | None = Field(
        None, description="share of capital cost that a doubling of units saves"
    )
    units_before: Number | None = Field(
        None, description="units of its kind built in the world before yours"
    )
    life_years: Number | None = Field(None, description="years that capital serves")
    lead_time_years: Number | None = Field(None, description="from decision to power")
    start: int | None = Field(None, description="year from which a contract delivers")
    delay_years: Number | None = Field(None, description="years that it may come late")
    chance: Number | None = Field(None, description="that it comes in time, 0 to 1")
    availability: Number | None = Field(None, description="share of hours, 0 to 1")
    min_load: Number | None = Field(None, description="share of the power, 0 to 1")
    ramp: Number | None = Field(None, description="share of the power in an hour")
    efficiency: Number | None = Field(None, description="battery: out over in, 0 to 1")
    cycles: Number | None = Field(None, description="battery: full cycles in a year")
    shape: str | None = Field(None, description="contract: flat, solar, wind or a CSV")
    intensity: Number | None = Field(None, description="carbon [kgCO2e/kWh]")
    water: Number | None = Field(None, description="water at the plant [L/kWh]")


Option = Annotated[PowerSection, BeforeValidator(_as_option)]
"""A power option by its name alone, as {name: {...}}, or as a section."""


class LoadSection(Section):
    """A load that is given, beside or instead of training and serving."""

    it_power: Number = Field(description="mean IT power, such as 200 MW")
    shape: str = Field("flat", description="flat, a region, local, or a CSV")
    site: str | None = Field(None, description="one of the sites; else the first")


Loads = Annotated[list[LoadSection], BeforeValidator(as_list)]
"""One load, or a list of them."""


class MatchingSection(Section):
    """Carbon-free energy over energy used."""

    basis: Basis = Field("hourly", description="annual, monthly or hourly")
    share: Number = Field(1.0, description="share that must be carbon-free, 0 to 1")


class PlanSection(Section):
    """What the plan is to reach, and what it must keep."""

    objective: Objective | dict[Objective, float] = Field(
        "cost", description="cost, carbon, water, or weights of these"
    )
    home: str | None = Field(None, description="site of the baseline; else the first")
    decided: int | None = Field(None, description="year of the decision to build")
    matching: MatchingSection | None = Field(None, description="{basis, share}")
    carbon_price: Number | None = Field(None, description="such as 80 CNY/t")
    carbon_cap: Number | None = Field(None, description="in a year, such as 50 kt")
    water_price: Number | None = Field(None, description="such as 5 CNY/m3")
    water_cap: Number | None = Field(None, description="in a year, such as 9000 m3")
    budget: Number | None = Field(None, description="capital, such as 300M CNY")
    latency_ms: Number | None = Field(None, description="serving: there and back")
    discount_rate: Number | None = Field(None, description="real, a year")
    block_hours: int | None = Field(
        None,
        ge=1,
        le=8,
        description="mean hours of the blocks of sizing; 1 solves every hour in one",
    )
    tolerance: float | None = Field(None, gt=0, lt=0.1, description="of the optimum")
    ranges: bool = Field(
        False, description="how far the mix may differ at 1 % more cost"
    )
    break_evens: bool = Field(False, description="when each other option would enter")
    pareto: int | None = Field(
        None, ge=2, description="plans to the least carbon, and to the least water"
    )
