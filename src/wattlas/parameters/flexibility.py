"""What a site is paid for giving up power when it is called: its contracts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from wattlas.parameters.declaration import Number, Parameter, Section
from wattlas.parameters.shorthands import as_list

OfferKind: TypeAlias = Literal["interruptible", "demand-response"]


@dataclass(frozen=True, kw_only=True)
class FlexibilitySection(Section):
    """A contract by which a site gives up power of the grid when it is called."""

    kind: Annotated[
        OfferKind,
        Parameter(
            help="What is given up: interruptible, a part of the connection; "
            "demand-response, power below a baseline.",
        ),
    ]
    size: Annotated[
        Number | None,
        Parameter(
            help="Exactly this power is given up.",
            quantity="option_w",
            needs_unit=True,
            examples=("2 MW", "3 MW"),
        ),
    ] = None
    max: Annotated[
        Number | None,
        Parameter(
            help="At most this power is given up.",
            quantity="option_w",
            needs_unit=True,
            examples=("2 MW", "3 MW"),
        ),
    ] = None
    payment: Annotated[
        Number | None,
        Parameter(
            help="Paid to the site for a kW that it may be called to give up, a year.",
            quantity="fixed_cost_per_kw",
            examples=("40 USD/kW", "60 USD/kW"),
        ),
    ] = None
    call_payment: Annotated[
        Number | None,
        Parameter(
            help="Paid to the site for a kWh that it is called to give up.",
            quantity="call_payment_per_kwh",
            examples=("500 USD/MWh", "1 USD/kWh"),
        ),
    ] = None
    called_hours: Annotated[
        int,
        Parameter(
            help="Hours of a year in which it is called, at most.",
            quantity="called_hours",
            examples=(40, 100),
        ),
    ]
    event_hours: Annotated[
        int,
        Parameter(
            help="Hours that a call lasts, at most.",
            quantity="event_hours",
            examples=(2, 8),
        ),
    ] = 4
    notice_hours: Annotated[
        Number,
        Parameter(
            help="From the call to its begin; a battery may charge in it.",
            quantity="notice_hours",
            examples=(1, 24),
        ),
    ] = 0.0
    baseline: Annotated[
        Number | None,
        Parameter(
            help="Power from which demand response is counted; else what the given "
            "load of the site draws in the hour.",
            quantity="option_w",
            needs_unit=True,
            examples=("4 MW", "5 MW"),
        ),
    ] = None
    calls: Annotated[
        list[str],
        Parameter(
            help="When calls begin (UTC), such as 2035-07-15T14:00; else in the "
            "dearest hours.",
            before=as_list,
            examples=("2027-01-15T06:00", "2027-07-15T14:00"),
        ),
    ] = field(default_factory=list)
