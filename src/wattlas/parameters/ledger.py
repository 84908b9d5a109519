"""What may be asked of the ledger of measured runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

from wattlas.parameters.chips import Overrides
from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.places import PlaceOptions

LedgerTags: TypeAlias = Annotated[
    Mapping[str, str] | None,
    Parameter(help="Only runs with KEY=VALUE; repeatable.", flags=("--tag",)),
]
RunWord: TypeAlias = Annotated[
    str, Parameter(help="A run, a job, or last.", positional=True)
]


@dataclass(frozen=True, kw_only=True)
class LedgerFolder:
    """Where the ledger lies."""

    ledger: Annotated[
        Path | None, Parameter(help="Folder of the ledger.", path=True)
    ] = None


@dataclass(frozen=True, kw_only=True)
class LedgerFilter(LedgerFolder):
    """Which runs are meant: all filters that are given must hold."""

    project: Annotated[str | None, Parameter(help="Only runs of a project.")] = None
    user: Annotated[str | None, Parameter(help="Only runs of a user.")] = None
    host: Annotated[str | None, Parameter(help="Only runs on a host.")] = None
    run: Annotated[str | None, Parameter(help="Only this run or job.")] = None
    tag: LedgerTags = None
    since: Annotated[
        str | None, Parameter(help="Only what is later: 2026-11-25, today, or 7d back.")
    ] = None
    until: Annotated[str | None, Parameter(help="Only what is earlier.")] = None
    zone: Annotated[
        str, Parameter(help="Zone of dates, hours and days: UTC, Europe/Dublin ...")
    ] = "UTC"


@dataclass(frozen=True, kw_only=True)
class LedgerRun(LedgerFolder):
    """One run of the ledger."""

    run: RunWord = "last"


@dataclass(frozen=True, kw_only=True)
class LedgerSum(LedgerFilter, PlaceOptions):
    """Runs, grouped, at a place."""

    by: Annotated[
        str, Parameter(help="Group: project, user, host, hour, day ... or a tag.")
    ] = "run"
    overrides: Overrides = None
    carbon_series: Annotated[
        Path | None,
        Parameter(
            help="A file of hourly carbon of the grid (location-based).", path=True
        ),
    ] = None
    market_carbon_series: Annotated[
        Path | None,
        Parameter(
            help="A file of hourly carbon of what is bought (market-based).", path=True
        ),
    ] = None
    price_series: Annotated[
        Path | None, Parameter(help="A file of hourly prices.", path=True)
    ] = None
    runner: Annotated[
        str,
        Parameter(
            help="What adds compacted runs up: duckdb or spark.",
            choices=("duckdb", "spark"),
        ),
    ] = "duckdb"
    master: Annotated[
        str | None,
        Parameter(
            help="Where Spark runs: local[2], spark://host:7077 ...", address=True
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class LedgerComparison(LedgerFolder):
    """A run, and the study that predicts it."""

    run: RunWord
    study: Annotated[
        Path,
        Parameter(help="The study that predicts it.", positional=True, path=True),
    ]
    facility_energy: Annotated[
        Given,
        Parameter(
            help="The building's own meter, such as '12 MWh'.",
            quantity="metered_energy_kwh",
            needs_unit=True,
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class LedgerExport(LedgerFilter):
    """Runs whose readings are written for other programs."""

    file: Annotated[
        Path,
        Parameter(help="A .csv or .parquet file.", positional=True, path=True),
    ]
    codecarbon: Annotated[
        bool, Parameter(help="A row a run, codecarbon's columns.")
    ] = False


@dataclass(frozen=True, kw_only=True)
class LedgerImport(LedgerFolder):
    """What another tool measured."""

    source: Annotated[
        str,
        Parameter(
            help="A file, or the address of a Prometheus server.",
            positional=True,
            path=True,
        ),
    ]
    kind: Annotated[
        str,
        Parameter(
            help="What it is.",
            choices=(
                *("codecarbon", "zeus", "prometheus", "openmetrics", "slurm"),
                *("ipmi", "redfish", "cloud"),
            ),
            flags=("--from",),
        ),
    ] = "codecarbon"
    query: Annotated[
        str, Parameter(help='Which metric or sensor: NAME{LABEL="VALUE"}.')
    ] = ""
    since: Annotated[
        str | None, Parameter(help="Only what is later: 2026-11-25, today, or 7d back.")
    ] = None
    until: Annotated[str | None, Parameter(help="Only what is earlier.")] = None
    zone: Annotated[
        str | None, Parameter(help="Zone of times without one: this machine's.")
    ] = None
    scope: Annotated[
        str | None,
        Parameter(
            help="What its meter sees, where it does not say.",
            choices=("gpu", "package", "dram", "node", "server", "wall"),
        ),
    ] = None
    unit: Annotated[
        str, Parameter(help="What its metric counts in: mJ, kWh, W ...")
    ] = ""
    host: Annotated[str, Parameter(help="The machine that it ran on.")] = ""
    cpu_method: Annotated[
        str,
        Parameter(
            help="What codecarbon's CPU figure is: model, or counter (RAPL).",
            choices=("model", "counter"),
        ),
    ] = "model"


@dataclass(frozen=True, kw_only=True)
class LedgerQuery(LedgerFolder):
    """A question in SQL."""

    sql: Annotated[
        str,
        Parameter(help="A question to runs, ticks and windows.", positional=True),
    ]
