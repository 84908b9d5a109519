"""`wattlas validate`: predictions against published measurements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wattlas.cli.options import Language


def validate(
    inference: Annotated[
        Path | None, typer.Option(help="A CSV file of measured serving.")
    ] = None,
    training: Annotated[
        Path | None, typer.Option(help="A CSV file of published training runs.")
    ] = None,
    architectures: Annotated[
        list[Path] | None,
        typer.Option(help="Models that the tables lack (CSV); may be repeated."),
    ] = None,
    given: Annotated[
        str | None,
        typer.Option(help="Columns that a prediction may use: model,gpu,... "),
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="Folder for every prediction (CSV).")
    ] = None,
    refit: Annotated[
        bool, typer.Option("--refit", help="Show what a refit would change.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print the record as JSON.")
    ] = False,
    language: Language = None,
) -> None:
    """Show how wrong the program is, against measurements.

    wattlas validate --inference measured.csv --given model,output_tokens_mean
    """
    from wattlas import accuracy
    from wattlas.cli import output as out
    from wattlas.report.accuracy import validation_document

    result = accuracy.validate(
        inference, training, architectures, given, predictions, refit
    )
    if json:
        out.print_json(result.to_dict())
    else:
        out.print_document(validation_document(result))
    for path in result.written:
        out.say(f"Wrote {path}.")
