"""`wattlas ledger`: what runs drew, listed, summed, compared, exported, asked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wattlas.cli.command import Group, Lazy, verb
from wattlas.parameters.ledger import (
    LedgerComparison,
    LedgerExport,
    LedgerFilter,
    LedgerFolder,
    LedgerImport,
    LedgerQuery,
    LedgerRun,
    LedgerSum,
)
from wattlas.parameters.output import (
    BillOutput,
    FileOptions,
    LanguageOptions,
    RecordOutput,
)

if TYPE_CHECKING:
    from wattlas.metering.ledger.folder import Ledger, Run


@verb(LedgerFilter, RecordOutput)
def list_runs(options: LedgerFilter, form: RecordOutput) -> None:
    """List the runs of the ledger.

    wattlas ledger list --since 7d --project llama
    """
    from wattlas.cli import output as out
    from wattlas.cli.showing import marked, record_files, show
    from wattlas.report import ledger as report
    from wattlas.report.words import ledger as words

    files = record_files(form)
    runs = selected(options)
    if not runs and not form.json:
        out.say(words.EMPTY.format(_ledger(options).folder))
    record = marked("ledger-runs", {"runs": [_plain(r) for r in runs]})
    show(form, files, record, lambda: [report.runs_table(runs)])


@verb(LedgerRun, RecordOutput)
def show_run(options: LedgerRun, form: RecordOutput) -> None:
    """Show one run: its devices, whose energy it was, its windows.

    wattlas ledger show last
    """
    from wattlas import reconcile
    from wattlas.cli import output as out
    from wattlas.cli.showing import record_files, show
    from wattlas.report import ledger as report

    files = record_files(form)
    runs = _ledger(options).run(options.run)
    bill = reconcile.bill(runs)
    show(
        form,
        files,
        bill.to_dict(),
        lambda: [
            report.runs_table(runs),
            report.shares_table(bill),
            report.devices_table(bill.devices),
            report.windows_table(runs),
        ],
    )
    for sentence in () if form.json else report.problems(runs):
        out.say(sentence)


@verb(LedgerSum, BillOutput)
def sum_runs(options: LedgerSum, form: BillOutput) -> None:
    """Sum runs up: each joule once, then PUE, price, carbon and water.

    wattlas ledger sum --since 7d --by project --site dublin
    """
    from wattlas import reconcile
    from wattlas.cli import output as out
    from wattlas.cli.showing import record_files, show
    from wattlas.estimation.place import Place
    from wattlas.report import derivation
    from wattlas.report import ledger as report

    files = record_files(form)
    place = Place.of(options)
    bill = reconcile.bill(selected(options), place, options.by, options.overrides)
    show(form, files, bill.to_dict(), lambda: report.bill_blocks(bill))
    if form.explain and not form.json and bill.estimate is not None:
        out.print_blocks(derivation.derivation_trees(bill.estimate.derivation))


@verb(LedgerComparison, RecordOutput)
def compare(options: LedgerComparison, form: RecordOutput) -> None:
    """Compare what a run drew with what a study predicts.

    wattlas ledger compare last study.yaml
    """
    from wattlas.cli.comparing import compared
    from wattlas.cli.showing import record_files, show
    from wattlas.report import prediction as report

    files = record_files(form, options)
    runs = _ledger(options).run(options.run)
    comparison = compared(runs, options.study, options.facility_energy)
    show(
        form,
        files,
        comparison.to_dict(),
        lambda: report.comparison_blocks(comparison),
    )


@verb(LedgerExport, FileOptions)
def export(options: LedgerExport, form: FileOptions) -> None:
    """Write the readings of runs to a file for other programs.

    wattlas ledger export readings.parquet --since 7d
    """
    from wattlas.cli.files import Files
    from wattlas.metering.ledger import export as exports

    files = Files(force=form.force)
    files.check(options.file)
    rows_of = exports.codecarbon_rows if options.codecarbon else exports.rows_of
    rows = list(rows_of(selected(options)))
    files.write(
        options.file, lambda file: exports.write_rows(rows, file), f"{len(rows):,} rows"
    )


@verb(LedgerImport, LanguageOptions)
def import_runs(options: LedgerImport, form: LanguageOptions) -> None:
    """Import what another tool measured, marked with what it is.

    wattlas ledger import emissions.csv --from codecarbon
    """
    from wattlas.cli import output as out
    from wattlas.metering.ledger.imports import import_file

    folder = _ledger(options).folder
    written = import_file(
        options.file, options.kind, folder, options.cpu_method, options.host
    )
    out.say(f"Wrote {len(written)} runs to {folder}; those imported before are left.")


@verb(LedgerQuery, RecordOutput)
def query(options: LedgerQuery, form: RecordOutput) -> None:
    """Ask the ledger in SQL: the tables runs, ticks and windows.

    wattlas ledger query "select project, sum(own_j)/3.6e6 kwh from ticks group by 1"
    """
    from wattlas.cli.showing import marked, record_files, show
    from wattlas.metering.ledger.query import query as ask
    from wattlas.report import ledger as report

    files = record_files(form)
    columns, rows = ask(_ledger(options), options.sql)
    record = {"columns": columns, "rows": [list(r) for r in rows]}
    show(
        form,
        files,
        marked("ledger-query", record),
        lambda: [report.answer_table(columns, rows)],
    )


def selected(options: LedgerFilter) -> list[Run]:
    """Return the runs that the options of a verb mean."""
    from dataclasses import fields

    from wattlas.cli import output
    from wattlas.reconcile.selection import Selection
    from wattlas.report.words import ledger as words

    names = {f.name for f in fields(Selection)} - {"tags"}
    filters = {name: getattr(options, name) for name in names}
    selection = Selection(**filters, tags=options.tag or {})
    ledger = _ledger(options)
    for path in ledger.unreadable():
        output.say(words.PROBLEMS["unreadable"].format(file=path.name))
    return selection.of(ledger.runs(), time.time())


def _ledger(options: LedgerFolder) -> Ledger:
    from wattlas.metering import Ledger

    return Ledger(options.ledger)


def _plain(run: Any) -> dict[str, Any]:
    from wattlas.metering.ledger.lines import run_line

    return {**run_line(run.header), "t1": run.t1, "ended": run.ended is not None}


def _listed(attribute: str, line: str) -> Lazy:
    return Lazy(__name__, attribute, line)


ledger = Group(
    "ledger",
    {
        "list": _listed("list_runs", "List the runs of the ledger."),
        "show": _listed(
            "show_run", "Show one run: its devices, whose energy it was, its windows."
        ),
        "sum": _listed(
            "sum_runs",
            "Sum runs up: each joule once, then PUE, price, carbon and water.",
        ),
        "compare": _listed(
            "compare", "Compare what a run drew with what a study predicts."
        ),
        "export": _listed(
            "export", "Write the readings of runs to a file for other programs."
        ),
        "import": _listed(
            "import_runs", "Import what another tool measured, marked with what it is."
        ),
        "query": _listed(
            "query", "Ask the ledger in SQL: the tables runs, ticks and windows."
        ),
    },
    help="List, sum, compare, export and ask what runs drew.",
)
