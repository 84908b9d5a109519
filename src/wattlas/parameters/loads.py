"""The loads of a study: training, service, and a power that is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from wattlas.parameters.declaration import Number, Parameter, Section
from wattlas.parameters.serving import Service
from wattlas.parameters.shorthands import as_list, as_shares
from wattlas.parameters.training import TrainingRun

Placing: TypeAlias = Literal["one-of", "split"]
_PINS = ("dublin", "shanghai")

Chips: TypeAlias = Annotated[
    list[str],
    Parameter(
        help="A chip, or several to compare; or .yaml files of your own machines.",
        table="hardware",
        path=True,
        before=as_list,
        examples=(["h100-sxm"], ["a100-sxm4-80gb"]),
    ),
]


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
class LoadPlace:
    """When and where a load draws its power."""

    shape: Annotated[
        str,
        Parameter(
            help="Flat, a region, local, or a CSV.",
            path=True,
            examples=("local", "east-asia"),
        ),
    ] = "flat"
    site: Annotated[
        str | None,
        Parameter(help="Where it stands: one of the sites.", examples=_PINS),
    ] = None
    place: Annotated[
        Placing | None,
        Parameter(help="The plan places it: at one of the sites, or split over them."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class LoadSection(LoadPlace, Section):
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
    ramp: Annotated[
        dict[int, Number],
        Parameter(
            help="Mean IT power from each year on, such as {2027: 20 MW}.",
            examples=({2027: "5 MW"}, {2026: "7 MW"}),
        ),
    ] = field(default_factory=dict)
    flexible: Annotated[
        Number | None,
        Parameter(
            help="Share of it that may be shed in any hour, at shed_cost.",
            quantity="flexible_share",
            examples=(0.1, 0.3),
        ),
    ] = None
    shed_cost: Annotated[
        Number | None,
        Parameter(
            help="What a kWh of the servers is worth that is not computed.",
            quantity="shed_cost_per_kwh",
            examples=("0.5 USD/kWh", "2 USD/kWh"),
        ),
    ] = None
