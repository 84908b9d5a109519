"""What may be given to an outlook over decades, and to what is asked beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

from wattlas.parameters.chips import Overrides
from wattlas.parameters.declaration import Given, Number, Parameter
from wattlas.parameters.drawing import DRAWS, SEED, DrawOptions

METHODS = ("stock", "compute", "adoption")
"""How demand is found: by chips, by computation, by users."""
GROWTHS = (1.1, 1.15, 1.2, 1.26, 1.3, 1.36, 1.5, 1.75, 2.1, 2.5)
SHARES = (0.05, 0.1, 0.25, 1.0)
LAST_YEAR = 2050

Scope: TypeAlias = Annotated[
    str,
    Parameter(
        help="Of which demand: ai (its servers), or data-centres (all).",
        choices=("ai", "data-centres"),
        examples=("ai", "data-centres"),
    ),
]
Seed: TypeAlias = Annotated[
    int, Parameter(help="Seed of the draws.", quantity="seed", examples=(1, 2))
]


@dataclass(frozen=True, kw_only=True)
class OutlookDraws(DrawOptions):
    """Inputs by name, and the draws of all."""

    overrides: Annotated[
        Overrides,
        Parameter(
            help="Any input by name: growth.training=4; repeatable.",
            flags=("--set",),
            examples=({"growth.training": 4}, {"pue.now": 1.2}),
        ),
    ] = None
    without: Annotated[
        str | Sequence[str],
        Parameter(
            help="Publishers to leave out, with commas: what stands on them has other "
            "sources then.",
            commas=True,
            examples=(("iea",), ("IEA",)),
        ),
    ] = ()
    draws: Annotated[
        int,
        Parameter(
            help="Draws for the ranges.",
            quantity="draws",
            examples=(64, 128),
        ),
    ] = DRAWS


@dataclass(frozen=True, kw_only=True)
class OutlookOptions(OutlookDraws):
    """Which region, until when, by which methods, and which inputs differ."""

    region: Annotated[
        str,
        Parameter(
            help="World, a region (wattlas facts outlook_regions) or a place within "
            "one (wattlas facts outlook_places).",
            table="outlook_regions",
            examples=("us", "china"),
        ),
    ] = "world"
    to: Annotated[
        int,
        Parameter(
            help="Last year.", quantity="outlook.last_year", examples=(2030, 2040)
        ),
    ] = LAST_YEAR
    method: Annotated[
        str | Sequence[str],
        Parameter(
            help="Methods, with commas: stock (chips by year of shipment), compute "
            "(training and inference), adoption (users, requests, tokens).",
            commas=True,
            examples=("stock", ("stock", "compute")),
        ),
    ] = METHODS


@dataclass(frozen=True, kw_only=True)
class ScenarioFile:
    """A file of what differs from the default outlook."""

    scenario: Annotated[
        Path | None,
        Parameter(help="A scenario file: docs/outlook.md.", path=True),
    ] = None


@dataclass(frozen=True, kw_only=True)
class CrossingOptions(OutlookDraws):
    """Growths for ever, and the shares of generation that they would reach."""

    growth: Annotated[
        float | Sequence[float],
        Parameter(
            help="Growth a year as a factor (1.3 is +30 %), or several with commas.",
            quantity="growth_factor",
            commas=True,
            examples=(1.3, (1.5, 2.0)),
        ),
    ] = GROWTHS
    scope: Scope = "ai"
    base_twh: Annotated[
        Given,
        Parameter(
            help="Energy of 2025 at the facility, such as 60..120; else the tables'. "
            "[TWh]",
            quantity="base_twh",
            flags=("--base",),
            examples=(93, "60..120"),
        ),
    ] = None
    world_growth: Annotated[
        Given,
        Parameter(
            help="Growth of the world's generation, a factor per year such as "
            "1.02..1.035; else from history.",
            quantity="outlook.generation_growth",
            examples=(1.03, "1.02..1.035"),
        ),
    ] = None
    shares: Annotated[
        Sequence[float],
        Parameter(
            help="Shares of generation, with commas.",
            quantity="outlook.share_of_generation",
            commas=True,
            examples=((0.05, 0.1), (0.5,)),
        ),
    ] = SHARES


@dataclass(frozen=True, kw_only=True)
class NeedOptions(OutlookDraws):
    """So much energy by a year."""

    twh: Annotated[
        Number,
        Parameter(
            help="Energy of that year at the facility: 1000, or '1.5 PWh'. [TWh]",
            quantity="demand_twh",
            examples=(1000, "1.5 PWh"),
        ),
    ]
    by: Annotated[
        int,
        Parameter(
            help="The year.", quantity="outlook.last_year", examples=(2030, 2035)
        ),
    ]
    scope: Scope = "ai"


@dataclass(frozen=True, kw_only=True)
class ForecastsOptions:
    """Which published forecasts."""

    scope: Annotated[
        str,
        Parameter(
            help="Of which demand: all data centres, or ai.",
            choices=("all", "ai"),
            examples=("all", "ai"),
        ),
    ] = "all"
    region: Annotated[
        str,
        Parameter(
            help="Of world, us, china, europe, california, india, ireland, or of any.",
            examples=("us", "any"),
        ),
    ] = "world"


@dataclass(frozen=True, kw_only=True)
class BacktestOptions:
    """The seed of the back-test."""

    seed: Seed = SEED


@dataclass(frozen=True, kw_only=True)
class OutlookInputsOptions:
    """Which inputs of an outlook are listed."""

    find: Annotated[str, Parameter(help="Only names or notes with this text.")] = ""
