"""What a plan demands of the sureness of its power: availability, outages, backup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from wattlas.parameters.declaration import Number, Parameter, Section
from wattlas.parameters.shorthands import as_list

BackupKind: TypeAlias = Literal["diesel", "second-feed", "battery"]


@dataclass(frozen=True, kw_only=True)
class OutageSection(Section):
    """An outage of the grid that a plan is held against."""

    hours: Annotated[
        Number,
        Parameter(
            help="How long the grid is gone.", quantity="outage_h", examples=(4, 24)
        ),
    ]
    start: Annotated[
        str | None,
        Parameter(
            help="When it begins (UTC), such as 2035-07-15T14:00; else at any hour.",
            examples=("2027-01-15T06:00", "2027-07-15T14:00"),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class ReliabilitySection(Section):
    """How sure the power of a plan must be, and what may back it up."""

    availability: Annotated[
        Number | None,
        Parameter(
            help="Share of the load's energy that must be served, below 1.",
            quantity="service_availability",
            examples=(0.9999, 0.99999),
        ),
    ] = None
    n_minus: Annotated[
        int,
        Parameter(
            help="Largest sources (feed, unit) whose loss the rest must carry.",
            quantity="lost_sources",
            examples=(1, 2),
        ),
    ] = 0
    outages: Annotated[
        list[OutageSection],
        Parameter(help="Outages to look at: {hours, start}.", before=as_list),
    ] = field(default_factory=list)
    backup: Annotated[
        list[BackupKind],
        Parameter(
            help="What may back up; the cheapest that is enough is taken.",
            before=as_list,
            examples=(["diesel"], ["battery"]),
        ),
    ] = field(default_factory=lambda: ["diesel", "second-feed"])
