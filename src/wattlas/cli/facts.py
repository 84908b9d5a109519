"""`wattlas facts`: list and show the tables, with their sources."""

from __future__ import annotations

from typing import Annotated

import typer

from wattlas.cli.options import Language


def facts(
    table: Annotated[
        str | None, typer.Argument(help="A table; none lists them.")
    ] = None,
    key: Annotated[
        str | None, typer.Argument(help="A key, an alias or a name.")
    ] = None,
    find: Annotated[str | None, typer.Option(help="Only rows with this text.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    language: Language = None,
) -> None:
    """List the fact tables, one table, or one key with its sources.

    wattlas facts hardware h100-sxm
    """
    from wattlas.cli import output
    from wattlas.report import facts as report

    if table is None:
        view = report.tables()
    elif key is None:
        view = report.table(table, find or "")
    else:
        view = report.entry(table, key)
    if json:
        output.print_json(view.record)
    elif csv:
        typer.echo(view.csv(), nl=False)
    else:
        output.print_document(view.document())
