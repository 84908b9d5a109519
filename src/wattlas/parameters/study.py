"""The sections of a study: its sites, training, service, loads and plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias

from wattlas.parameters.bills import BillFields
from wattlas.parameters.declaration import Number, Parameter, Section, as_list
from wattlas.parameters.estimates import Service, TrainingRun
from wattlas.parameters.path import PathSection
from wattlas.parameters.places import PlaceFigures
from wattlas.parameters.reliability import ReliabilitySection
from wattlas.parameters.series import SeriesSection, as_series

Objective: TypeAlias = Literal["cost", "carbon", "water"]
Basis: TypeAlias = Literal["annual", "monthly", "hourly"]
MoneyBasis: TypeAlias = Literal["real", "nominal"]
Depreciation: TypeAlias = Literal["straight-line", "macrs-5", "macrs-7"]
Escalated: TypeAlias = Literal["grid", "fuel", "fixed", "contracts"]
PriceBasis: TypeAlias = Literal["energy", "all-in"]
Work: TypeAlias = Literal["training", "serving"]
Placing: TypeAlias = Literal["one-of", "split"]


def as_site(value: Any) -> Any:
    """Return a site by its name alone as a section."""
    return {"use": value} if isinstance(value, str) else value


def as_option(value: Any) -> Any:
    """Return a power option written as a name, {name: {...}} or {use: name, ...}."""
    if isinstance(value, str):
        return {"use": value}
    if isinstance(value, dict) and len(value) == 1 and "use" not in value:
        ((name, fields),) = value.items()
        return {"use": name, **fields} if isinstance(fields, dict) else value
    return value


def as_shares(value: Any) -> Any:
    """Return names as equal shares; what are shares already stays."""
    names = [value] if isinstance(value, str) else value
    return dict.fromkeys(names, 1 / len(names)) if isinstance(names, list) else names


_PINS = ("dublin", "shanghai")
Chips: TypeAlias = Annotated[
    list[str],
    Parameter(
        help="A chip, or several to compare.",
        table="hardware",
        before=as_list,
        examples=(["h100-sxm"], ["a100-sxm4-80gb"]),
    ),
]


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


@dataclass(frozen=True, kw_only=True)
class TrainSection(TrainingRun, Section):
    """What is known of the training run, and when it may run."""

    hardware: Chips = field(default_factory=list)
    site: Annotated[
        str | None,
        Parameter(
            help="One of the sites: train only there.",
            table="sites",
            examples=_PINS,
        ),
    ] = None
    start: Annotated[
        str | None,
        Parameter(
            help="Earliest start, such as 2027-01-05.",
            examples=("2027-01-05", "2027-02-01"),
        ),
    ] = None
    deadline: Annotated[
        str | None,
        Parameter(
            help="Must end by, such as 2027-09-30.",
            examples=("2027-09-30", "2027-11-30"),
        ),
    ] = None
    pausable: Annotated[bool, Parameter(help="Whether it may pause and go on.")] = False
    power_cap: Annotated[
        Number | None,
        Parameter(
            help="IT power at most, such as 20 MW.",
            quantity="power_cap_w",
            needs_unit=True,
            examples=("10 MW", "20 MW"),
        ),
    ] = None
    minimum_run: Annotated[
        Number | None,
        Parameter(
            help="Hours between pauses.", quantity="run_hours", examples=(12, 24)
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class ServeSection(Service, Section):
    """What is known of the service, its users and where it may run."""

    hardware: Chips = field(default_factory=list)
    site: Annotated[
        str | None,
        Parameter(
            help="One of the sites: serve only there.",
            table="sites",
            examples=_PINS,
        ),
    ] = None
    peak_hours: Annotated[
        str | None,
        Parameter(
            help="Shape of the day: flat, local, a region, or a CSV.",
            path=True,
            examples=("flat", "east-asia"),
        ),
    ] = None
    origins: Annotated[
        dict[str, float],
        Parameter(
            help="Places of the users, with shares.",
            before=as_shares,
            examples=("hangzhou", {"shanghai": 0.7, "hangzhou": 0.3}),
        ),
    ] = field(default_factory=dict)
    may_leave: Annotated[
        list[str] | None,
        Parameter(
            help="Places that data may go to.",
            before=as_list,
            examples=("cn", ["shanghai"]),
        ),
    ] = None
    latency_ms: Annotated[
        Number | None,
        Parameter(
            help="There and back, at most. [ms]",
            quantity="latency_ms",
            examples=(40, 80),
        ),
    ] = None
    kept_warm: Annotated[
        Number | None,
        Parameter(
            help="Share of idle replicas that stay loaded.",
            quantity="warm_share",
            examples=(0.2, 0.9),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class LoadSection(Section):
    """A load that is given, beside or instead of training and serving."""

    it_power: Annotated[
        Number,
        Parameter(
            help="Mean IT power, such as 200 MW.",
            quantity="load_w",
            needs_unit=True,
            examples=("10 MW", "20 MW"),
        ),
    ]
    shape: Annotated[
        str,
        Parameter(
            help="Flat, a region, local, or a CSV.",
            path=True,
            examples=("local", "east-asia"),
        ),
    ] = "flat"
    ramp: Annotated[
        dict[int, Number],
        Parameter(
            help="Mean IT power from each year on, such as {2027: 20 MW}.",
            examples=({2027: "5 MW"}, {2026: "7 MW"}),
        ),
    ] = field(default_factory=dict)
    site: Annotated[
        str | None,
        Parameter(help="Where it stands: one of the sites.", examples=_PINS),
    ] = None
    place: Annotated[
        Placing | None,
        Parameter(help="The plan places it: at one of the sites, or split over them."),
    ] = None


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
