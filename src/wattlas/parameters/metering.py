"""What may be given to measure a command, and to look at a machine's counters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.ledger import LedgerTags

DEFAULT_SCENARIO = "two-gpus"

Simulate: TypeAlias = Annotated[
    str | None,
    Parameter(help="A simulated machine instead of this one."),
]


@dataclass(frozen=True, kw_only=True)
class DoctorOptions:
    """Which machine is looked at."""

    simulate: Simulate = None


@dataclass(frozen=True, kw_only=True)
class RunName:
    """What a measured run is called in the ledger."""

    name: Annotated[str | None, Parameter(help="What the run is.")] = None
    project: Annotated[str | None, Parameter(help="Whose it is.")] = None
    tag: Annotated[
        LedgerTags,
        Parameter(help="KEY=VALUE to find it by; repeatable."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class OutsideMeters:
    """Meters and figures beside the counters that a machine has."""

    meter: Annotated[
        list[str] | None,
        Parameter(help="A command that prints watts; several are feeds that add up."),
    ] = None
    meter_key: Annotated[
        str, Parameter(help="Which of its figures: a label, or a JSON path.")
    ] = ""
    meter_url: Annotated[
        str | None, Parameter(help="A Prometheus server to ask for watts.")
    ] = None
    meter_query: Annotated[
        str | None, Parameter(help="Its query, whose result is in watts.")
    ] = None
    meter_scope: Annotated[
        str,
        Parameter(
            help="What that meter sees: wall or server.", choices=("wall", "server")
        ),
    ] = "wall"
    declare: Annotated[
        list[str] | None,
        Parameter(help="NAME='150..200 W', or CHIP:COUNT of the tables; repeatable."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class MeasureOptions(RunName, OutsideMeters):
    """A command, and how it is measured."""

    command: Annotated[
        list[str] | None,
        Parameter(help="The command, after --.", positional=True),
    ] = None
    tick: Annotated[
        str, Parameter(help="Time between readings, such as 1s or 100ms.")
    ] = "1s"
    ledger: Annotated[
        str | None, Parameter(help="Folder of the ledger, or off.", path=True)
    ] = None
    fsync: Annotated[
        str,
        Parameter(
            help="When lines are forced to the disk.",
            choices=("end", "tick", "never"),
        ),
    ] = "end"
    tokens: Annotated[
        Given,
        Parameter(help="Tokens that the command handles.", quantity="tokens_handled"),
    ] = None
    samples: Annotated[
        Given,
        Parameter(help="Samples that the command handles.", quantity="samples_handled"),
    ] = None
    price: Annotated[
        Given,
        Parameter(
            help="Price of electricity, such as '0.08 USD/kWh'.",
            quantity="price_per_kwh",
        ),
    ] = None
    prometheus: Annotated[
        int | None, Parameter(help="Port to offer metrics on.", quantity="port")
    ] = None
    estimate: Annotated[
        Path | None,
        Parameter(help="A study to compare with: STUDY.yaml.", path=True),
    ] = None
    simulate: Annotated[
        Simulate,
        Parameter(help="A simulated machine; list names them.", alone=DEFAULT_SCENARIO),
    ] = None
    record: Annotated[
        Path | None, Parameter(help="Write every reading to a file.", path=True)
    ] = None
    replay: Annotated[
        Path | None,
        Parameter(help="Read a recording instead of the machine.", path=True),
    ] = None


@dataclass(frozen=True, kw_only=True)
class ServingMeterOptions:
    """An engine that serves, and the board that it runs on."""

    vllm: Annotated[
        str, Parameter(help="Metrics of the engine: vLLM's, SGLang's or TGI's page.")
    ]
    dcgm: Annotated[
        str | None,
        Parameter(help="Metrics of its board: dcgm-exporter's page, or another's."),
    ] = None
    cards: Annotated[
        list[str] | None,
        Parameter(help="Cards of that page: numbers or UUIDs.", commas=True),
    ] = None
    length: Annotated[
        str | None,
        Parameter(help="How long, such as 10min; else until Ctrl-C.", flags=("--for",)),
    ] = None
    tick: Annotated[
        str, Parameter(help="Time between readings, such as 10s or 1min.")
    ] = "10s"
