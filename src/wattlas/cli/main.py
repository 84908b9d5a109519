"""The `wattlas` command: its verbs, and errors as one sentence."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from wattlas.cli import (
    check,
    doctor,
    estimate,
    facts,
    ledger,
    measure,
    outlook,
    plan,
    report,
    run,
    validate,
)
from wattlas.cli.waiting import waiting
from wattlas.errors import WattlasError

app = typer.Typer(
    name="wattlas",
    help="The electricity of AI, from a token to the grid.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(estimate.app, name="estimate")
app.add_typer(outlook.app, name="outlook")
app.command(name="check")(check.check)
app.command(name="facts")(facts.facts)
app.command(name="plan")(plan.plan)
app.command(name="run")(run.run)
app.command(
    name="measure",
    cls=measure.MeasureCommand,
    context_settings=measure.COMMAND_SETTINGS,
)(measure.measure)
app.command(name="doctor")(doctor.doctor)
app.add_typer(ledger.app, name="ledger")
app.command(name="validate")(validate.validate)


@app.command(name="report")
def _report(
    record: Annotated[Path, typer.Argument(help="A saved record, such as plan.json.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A page (.html) or .md.")
    ] = None,
    language: Annotated[str, typer.Option(help="en or zh.")] = "en",
) -> None:
    """Show a saved record: nothing is computed anew.

    wattlas report plan.json -o page.html --language zh
    """
    report.report(record, output, language)


def _version(wanted: bool) -> None:
    if wanted:
        from wattlas import __version__

        typer.echo(f"wattlas {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show it."),
    ] = False,
) -> None:
    """Say what AI takes in electricity, money, carbon and water, with ranges."""


def main() -> None:
    """Run the command line; an error of ours is one sentence on stderr and exit 1."""
    try:
        # What is measured writes to the terminal itself, past our streams.
        with nullcontext() if "measure" in sys.argv[1:2] else waiting():
            app()
    except WattlasError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(1)
