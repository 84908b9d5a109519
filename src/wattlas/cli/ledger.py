"""`wattlas ledger`: what runs drew, listed, summed, compared, exported, asked."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from wattlas.cli.options import PLACE, Language, with_options

app = typer.Typer(
    help="What runs drew: listed, summed, compared, exported, asked.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Folder = Annotated[Path | None, typer.Option("--ledger", help="Folder of the ledger.")]
Project = Annotated[str | None, typer.Option(help="Only runs of a project.")]
User = Annotated[str | None, typer.Option(help="Only runs of a user.")]
Host = Annotated[str | None, typer.Option(help="Only runs on a host.")]
RunName = Annotated[str | None, typer.Option("--run", help="Only this run or job.")]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", help="Only runs with KEY=VALUE.")
]
Since = Annotated[
    str | None, typer.Option(help="Only later runs: 2026-11-25, or 7d back.")
]
Until = Annotated[str | None, typer.Option(help="Only earlier runs.")]
Json = Annotated[bool, typer.Option("--json", help="Print the record as JSON.")]


@app.command(name="list")
def list_runs(
    ledger: Folder = None,
    project: Project = None,
    user: User = None,
    host: Host = None,
    run: RunName = None,
    tag: Tags = None,
    since: Since = None,
    until: Until = None,
    json: Json = False,
    language: Language = None,
) -> None:
    """List the runs of the ledger.

    wattlas ledger list --since 7d --project llama
    """
    from wattlas.cli import output as out
    from wattlas.report import ledger as report

    found = selected(locals())
    if json:
        out.print_json({"runs": [_plain(r) for r in found]})
        return
    if not found:
        from wattlas.report.table import word
        from wattlas.report.words import ledger as words

        out.say(word(words.EMPTY, folder=str(_ledger(ledger).folder)))
        return
    out.print_blocks([report.runs_table(found)])


@app.command()
def show(
    run: Annotated[str, typer.Argument(help="A run, a job, or last.")] = "last",
    ledger: Folder = None,
    json: Json = False,
    language: Language = None,
) -> None:
    """Show one run: its devices, whose energy it was, its windows.

    wattlas ledger show last
    """
    from wattlas import reconcile
    from wattlas.cli import output as out
    from wattlas.report import ledger as report

    runs = _ledger(ledger).run(run)
    found = reconcile.bill(runs)
    if json:
        out.print_json(found.to_dict())
        return
    out.print_document(report.run_document(runs, found))
    for sentence in report.problems(runs):
        out.say(sentence)


@app.command(name="sum")
@with_options(PLACE)
def sum_runs(
    ledger: Folder = None,
    project: Project = None,
    user: User = None,
    host: Host = None,
    run: RunName = None,
    tag: Tags = None,
    since: Since = None,
    until: Until = None,
    by: Annotated[
        str, typer.Option(help="Group: project, user, host, day ... or a tag.")
    ] = "run",
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", help="Any input by name: NAME=VALUE; repeatable."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print how each figure came about.")
    ] = False,
    json: Json = False,
    language: Language = None,
    **place: Any,
) -> None:
    """Sum runs up: each joule once, then PUE, price, carbon and water.

    wattlas ledger sum --since 7d --by project --site dublin
    """
    from wattlas import reconcile
    from wattlas.cli import options
    from wattlas.cli import output as out
    from wattlas.estimation.place import Place
    from wattlas.report import ledger as report

    runs = selected(locals())
    found = reconcile.bill(runs, Place(**place), by, options.overrides(overrides))
    if json:
        out.print_json(found.to_dict())
        return
    out.print_document(report.bill_document(found, explain=explain))


@app.command()
def compare(
    run: Annotated[str, typer.Argument(help="A run, a job, or last.")],
    study: Annotated[Path, typer.Argument(help="The study that predicts it.")],
    ledger: Folder = None,
    facility_energy: Annotated[
        str | None, typer.Option(help="The building's own meter, such as '12 MWh'.")
    ] = None,
    json: Json = False,
    language: Language = None,
) -> None:
    """Compare what a run drew with what a study predicts.

    wattlas ledger compare last study.yaml
    """
    from wattlas.cli import output as out
    from wattlas.cli.comparing import compared
    from wattlas.report.prediction import prediction_document

    found = compared(_ledger(ledger).run(run), study, facility_energy)
    if json:
        out.print_json(found.to_dict())
    else:
        out.print_document(prediction_document(found))


@app.command()
def export(
    output: Annotated[Path, typer.Argument(help="A .csv or .parquet file.")],
    ledger: Folder = None,
    project: Project = None,
    user: User = None,
    host: Host = None,
    run: RunName = None,
    tag: Tags = None,
    since: Since = None,
    until: Until = None,
    codecarbon: Annotated[
        bool, typer.Option("--codecarbon", help="A row a run, codecarbon's columns.")
    ] = False,
) -> None:
    """Write the readings of runs to a file for other programs.

    wattlas ledger export readings.parquet --since 7d
    """
    from wattlas.cli import output as out
    from wattlas.metering.ledger import export as exports

    rows = exports.codecarbon_rows if codecarbon else exports.rows_of
    found = list(rows(selected(locals())))
    exports.write_rows(found, output)
    out.say(f"Wrote {output}: {len(found):,} rows.")


@app.command(name="import")
def import_runs(
    file: Annotated[Path, typer.Argument(help="emissions.csv, or a log of zeus.")],
    kind: Annotated[
        str, typer.Option("--from", help="codecarbon or zeus.")
    ] = "codecarbon",
    ledger: Folder = None,
    host: Annotated[str, typer.Option(help="The machine that it ran on.")] = "",
    cpu_method: Annotated[
        str, typer.Option(help="codecarbon's CPU figure: model, or counter (RAPL).")
    ] = "model",
) -> None:
    """Import what another tool measured, marked with what it is.

    wattlas ledger import emissions.csv --from codecarbon
    """
    from wattlas.cli import output as out
    from wattlas.metering.ledger.imports import import_file

    folder = _ledger(ledger).folder
    written = import_file(file, kind, folder, cpu_method, host)
    out.say(f"Wrote {len(written)} runs to {folder}; those imported before are left.")


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="A question to runs, ticks, windows.")],
    ledger: Folder = None,
    json: Json = False,
    language: Language = None,
) -> None:
    """Ask the ledger in SQL: the tables runs, ticks and windows.

    wattlas ledger query "select project, sum(own_j)/3.6e6 kwh from ticks group by 1"
    """
    from wattlas.cli import output as out
    from wattlas.metering.ledger.query import query as ask
    from wattlas.report import ledger as report

    columns, rows = ask(_ledger(ledger), sql)
    if json:
        out.print_json({"columns": columns, "rows": [list(r) for r in rows]})
    else:
        out.print_blocks([report.answer_table(columns, rows)])


def selected(given: dict[str, Any]) -> list[Any]:
    """Return the runs that the options of a verb mean."""
    from wattlas.cli import output
    from wattlas.cli.tagging import tags_of
    from wattlas.reconcile.selection import Selection
    from wattlas.report.ledger import problem

    names = ("project", "user", "host", "run", "since", "until")
    filters = {name: given[name] for name in names}
    selection = Selection(**filters, tags=tags_of(given["tag"]))
    ledger = _ledger(given["ledger"])
    for path in ledger.unreadable():
        output.say(problem("unreadable", path.name))
    return selection.of(ledger.runs(), time.time())


def _ledger(folder: Path | None) -> Any:
    from wattlas.metering import Ledger

    return Ledger(folder)


def _plain(run: Any) -> dict[str, Any]:
    from wattlas.metering.ledger.lines import run_line

    return {**run_line(run.header), "t1": run.t1, "ended": run.ended is not None}
