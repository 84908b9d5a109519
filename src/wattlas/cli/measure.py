"""`wattlas measure`: what a command draws, from counters where there are any."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wattlas.cli.measuring import (
    COMMAND_SETTINGS,
    MeasureCommand,
    Measuring,
    measure_command,
)
from wattlas.cli.options import Language


def measure(
    command: Annotated[
        list[str] | None, typer.Argument(help="The command, after --.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the run is.")] = None,
    project: Annotated[str | None, typer.Option(help="Whose it is.")] = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="KEY=VALUE to find it by; repeatable.")
    ] = None,
    tick: Annotated[
        str, typer.Option(help="Time between readings, such as 1s or 100ms.")
    ] = "1s",
    ledger: Annotated[
        str | None, typer.Option(help="Folder of the ledger, or off.")
    ] = None,
    fsync: Annotated[
        str, typer.Option(help="Force lines to the disk: end, tick or never.")
    ] = "end",
    tokens: Annotated[
        str | None, typer.Option(help="Tokens that the command handles.")
    ] = None,
    samples: Annotated[
        str | None, typer.Option(help="Samples that the command handles.")
    ] = None,
    meter: Annotated[
        str | None, typer.Option(help="A command that prints watts.")
    ] = None,
    meter_url: Annotated[
        str | None, typer.Option(help="A Prometheus server to ask for watts.")
    ] = None,
    meter_query: Annotated[
        str | None, typer.Option(help="Its query, whose result is in watts.")
    ] = None,
    meter_scope: Annotated[
        str, typer.Option(help="What that meter sees: wall or server.")
    ] = "wall",
    declare: Annotated[
        list[str] | None,
        typer.Option(help="NAME='150..200 W', or CHIP:COUNT of the tables."),
    ] = None,
    price: Annotated[
        str | None, typer.Option(help="Price of electricity: '0.08 USD/kWh'.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Show it live.")] = False,
    prometheus: Annotated[
        int | None, typer.Option(help="Port to offer metrics on.")
    ] = None,
    estimate: Annotated[
        Path | None, typer.Option(help="A study to compare with: STUDY.yaml.")
    ] = None,
    simulate: Annotated[
        str | None, typer.Option(help="A simulated machine; list names them.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="Write every reading to a file.")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(help="Read a recording instead of the machine.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File for the JSON record.")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the record as JSON, on stderr.")
    ] = False,
    language: Language = None,
) -> None:
    """Measure what a command draws; its output stays its own.

    wattlas measure -- python train.py

    The summary is printed on stderr when the command ends. Counters of processors and
    cards are read where there are any; what is modelled says so. Try it on a simulated
    machine: wattlas measure --simulate two-gpus -- sleep 3
    """
    values = {k: v for k, v in locals().items() if k not in ("command", "language")}
    code = measure_command(list(command or ()), Measuring(**values))
    if code:
        raise typer.Exit(code)


__all__ = ["COMMAND_SETTINGS", "MeasureCommand", "measure"]
