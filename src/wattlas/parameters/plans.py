"""What a plan is to reach, what it must keep, and how its money is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from wattlas.parameters.declaration import Number, Parameter, Section
from wattlas.parameters.loads import _PINS
from wattlas.parameters.path import PathSection
from wattlas.parameters.reliability import ReliabilitySection

Objective: TypeAlias = Literal["cost", "carbon", "water"]
Basis: TypeAlias = Literal["annual", "monthly", "hourly"]
MoneyBasis: TypeAlias = Literal["real", "nominal"]
Depreciation: TypeAlias = Literal["straight-line", "macrs-5", "macrs-7"]
Escalated: TypeAlias = Literal["grid", "fuel", "fixed", "contracts"]


@dataclass(frozen=True, kw_only=True)
class MatchingSection(Section):
    """Carbon-free energy over energy used."""

    basis: Annotated[Basis, Parameter(help="Over which time it must match.")] = "hourly"
    share: Annotated[
        Number,
        Parameter(
            help="Share that must be carbon-free, 0 to 1.",
            quantity="matching_share",
            examples=(0.5, 0.9),
        ),
    ] = 1.0
    start: Annotated[
        int | None,
        Parameter(
            help="Year from which it must match.",
            quantity="year",
            examples=(2026, 2030),
        ),
    ] = None
    certificate_price: Annotated[
        Number | None,
        Parameter(
            help="Certificates of the basis may be bought at this, such as 4 USD/MWh.",
            quantity="certificate_price_per_kwh",
            examples=("4 USD/MWh", "12 USD/MWh"),
        ),
    ] = None
    certificate_share: Annotated[
        Number | None,
        Parameter(
            help="Share of the energy that certificates may match, at most.",
            quantity="matching_share",
            examples=(0.1, 0.2),
        ),
    ] = None
    count_grid: Annotated[
        bool, Parameter(help="Count the clean share of what the grid gives.")
    ] = False


@dataclass(frozen=True, kw_only=True)
class FinanceSection(Section):
    """How a plan's money is told over years."""

    discount_rate: Annotated[
        Number | None,
        Parameter(
            help="A year, of the basis.", quantity="discount_rate", examples=(0.05, 0.1)
        ),
    ] = None
    basis: Annotated[
        MoneyBasis,
        Parameter(help="Money of one year (real), or of each year (nominal)."),
    ] = "real"
    inflation: Annotated[
        Number | None,
        Parameter(
            help="A year, where the basis is nominal.",
            quantity="discount_rate",
            examples=(0.02, 0.03),
        ),
    ] = None
    horizon_years: Annotated[
        int | None,
        Parameter(
            help="Years of running that count.", quantity="horizon", examples=(10, 25)
        ),
    ] = None
    tax_rate: Annotated[
        Number | None,
        Parameter(
            help="On profit: costs and depreciation are deducted.",
            quantity="tax_share",
            examples=(0.21, 0.25),
        ),
    ] = None
    credits: Annotated[
        dict[str, float],
        Parameter(
            help="Share of capital that comes back in the first year, by option.",
            examples=({"solar": 0.3}, {"battery": 0.3}),
        ),
    ] = field(default_factory=dict)
    production_credits: Annotated[
        dict[str, Number],
        Parameter(
            help="Credit on taxes for energy that is made, by option, such as 27 "
            "USD/MWh.",
            examples=({"wind": "27 USD/MWh"}, {"solar": "0.02 USD/kWh"}),
        ),
    ] = field(default_factory=dict)
    credit_years: Annotated[
        int,
        Parameter(
            help="Years of running in which production is credited.",
            quantity="credit_years",
            examples=(5, 12),
        ),
    ] = 10
    depreciation: Annotated[
        Depreciation,
        Parameter(help="How capital is written off against taxes."),
    ] = "straight-line"
    escalation: Annotated[
        dict[Escalated, float],
        Parameter(
            help="Real rise a year of prices: grid, fuel, fixed, contracts.",
            examples=({"grid": 0.02}, {"fuel": 0.01}),
        ),
    ] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AnswersAsked:
    """What a plan answers beside itself, where it is asked for."""

    ranges: Annotated[
        bool, Parameter(help="How far the mix may differ at 1 % more cost.")
    ] = False
    break_evens: Annotated[
        bool,
        Parameter(
            help="From which carbon price and year each option not chosen would enter."
        ),
    ] = False
    pareto: Annotated[
        int | None,
        Parameter(
            help="Pareto fronts of cost with carbon and with water.",
            quantity="pareto",
            examples=(3, 5),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class PlanSection(AnswersAsked, Section):
    """What the plan is to reach, and what it must keep."""

    objective: Annotated[
        Objective | Mapping[Objective, float],
        Parameter(
            help="Cost, carbon, water, or weights of these.",
            examples=("carbon", {"cost": 1.0, "carbon": 0.1}),
        ),
    ] = "cost"
    home: Annotated[
        str | None,
        Parameter(
            help="Site of the baseline; else the first.",
            table="sites",
            examples=_PINS,
        ),
    ] = None
    decided: Annotated[
        int | None,
        Parameter(
            help="Year of the decision to build.",
            quantity="year",
            examples=(2024, 2026),
        ),
    ] = None
    matching: Annotated[
        MatchingSection | None,
        Parameter(
            help="Carbon-free share that must be kept: {basis, share}.",
            examples=({"basis": "annual", "share": 0.5},),
        ),
    ] = None
    carbon_price: Annotated[
        Number | None,
        Parameter(
            help="Such as 80 CNY/t.",
            quantity="carbon_price_per_kg",
            examples=("50 USD/t", "200 USD/t"),
        ),
    ] = None
    carbon_cap: Annotated[
        Number | None,
        Parameter(
            help="In a year, such as 50 kt.",
            quantity="carbon_cap_kg",
            examples=("50 kt", "60 kt"),
        ),
    ] = None
    water_price: Annotated[
        Number | None,
        Parameter(
            help="Such as 5 CNY/m3.",
            quantity="water_price_per_l",
            examples=("2 USD/m3", "5 USD/m3"),
        ),
    ] = None
    water_cap: Annotated[
        Number | None,
        Parameter(
            help="In a year, such as 9000 m3.",
            quantity="water_cap_l",
            examples=("90000 m3", "80000 m3"),
        ),
    ] = None
    budget: Annotated[
        Number | None,
        Parameter(
            help="Capital, such as 300M CNY.",
            quantity="capital_budget",
            examples=("300M USD", "10M USD"),
        ),
    ] = None
    latency_ms: Annotated[
        Number | None,
        Parameter(
            help="Serving: there and back, at most. [ms]",
            quantity="latency_ms",
            examples=(40, 80),
        ),
    ] = None
    discount_rate: Annotated[
        Number | None,
        Parameter(help="Real, a year.", quantity="discount_rate", examples=(0.03, 0.1)),
    ] = None
    finance: Annotated[
        FinanceSection | None,
        Parameter(
            help="Rates, years, taxes and paths of prices of the plan's money.",
            examples=({"discount_rate": 0.05}, {"horizon_years": 10}),
        ),
    ] = None
    path: Annotated[
        PathSection | None,
        Parameter(
            help="Years that are planned together: {first, last, prices, costs}.",
            examples=({"first": 2026, "last": 2028},),
        ),
    ] = None
    reliability: Annotated[
        ReliabilitySection | None,
        Parameter(
            help="How sure the power must be: availability, N-1, outages, backup.",
            examples=({"availability": 0.9999}, {"n_minus": 1}),
        ),
    ] = None
    block_hours: Annotated[
        int | None,
        Parameter(
            help="Mean hours of the aggregated time steps of sizing; 1 solves every "
            "hour in one.",
            quantity="block_hours",
            examples=(1, 4),
        ),
    ] = None
    tolerance: Annotated[
        float | None,
        Parameter(help="Of the optimum.", quantity="tolerance", examples=(1e-4, 1e-6)),
    ] = None
