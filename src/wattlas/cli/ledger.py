"""`wattlas ledger`: what runs drew, listed, summed, compared, exported, asked."""

from __future__ import annotations

from functools import partial

<<<<<<< HEAD
from wattlas.cli.command import Group, Lazy
=======
from wattlas.cli.command import Group, Lazy, verb
from wattlas.errors import InputError, Message
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
    from wattlas.metering.ledger.folder import Found, Ledger
    from wattlas.metering.ledger.imports import Asked
    from wattlas.metering.ledger.run import Run
    from wattlas.metering.ledger.source import Source
    from wattlas.reconcile.selection import Selection


@verb(LedgerFilter, RecordOutput)
def list_runs(options: LedgerFilter, form: RecordOutput) -> None:
    """List the runs of the ledger.

    wattlas ledger list --since 7d --project llama
    """
    from wattlas.cli import output as out
    from wattlas.cli.showing import record_files, show
    from wattlas.reconcile.runs import RunList, summary_of
    from wattlas.report.ledger import runs_document
    from wattlas.report.table import word
    from wattlas.report.words import ledger as words

    files = record_files(form)
    runs = selected(options)
    listed = RunList(tuple(map(summary_of, runs)))
    _say_problems(runs)
    if not listed.runs and not form.json:
        out.say(word(words.EMPTY, folder=str(_ledger(options).folder)))
    show(form, files, listed.to_dict(), lambda: [runs_document(listed)])


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
    bill = reconcile.bill(_found(options).run(options.run))
    show(form, files, bill.to_dict(), lambda: [report.run_document(bill)])
    for sentence in () if form.json else report.problems(bill.runs):
        out.say(sentence)


@verb(LedgerSum, BillOutput)
def sum_runs(options: LedgerSum, form: BillOutput) -> None:
    """Sum runs up: each joule once, then PUE, price, carbon and water.

    wattlas ledger sum --since 7d --by project --site dublin
    """
    from wattlas import reconcile
    from wattlas.cli.asking import with_whole_files
    from wattlas.cli.showing import record_files, show
    from wattlas.estimation.place import Place
    from wattlas.reconcile.hourly import SeriesFiles
    from wattlas.report.ledger import bill_document

    files = record_files(form)
    place = Place.of(options)
    when = _selection(options).when(time.time())
    runs = selected(options)
    series = SeriesFiles(
        options.carbon_series, options.market_carbon_series, options.price_series
    )

    def billed(its: Sequence[Run]) -> reconcile.Bill:
        return reconcile.bill(
            its,
            place,
            options.by,
            options.overrides,
            when,
            series,
            _source(options, its),
        )

    bill = with_whole_files(runs, billed)
    explain = form.explain
    show(form, files, bill.to_dict(), lambda: [bill_document(bill, explain=explain)])


def _source(options: LedgerSum, runs: Sequence[Run]) -> Source:
    """Return what adds runs up, as the options say."""
    from functools import partial

    from wattlas.metering.ledger.source import AnySource

    if options.runner != "spark":
        if options.master is not None:
            raise InputError(
                "--master {master} is where Spark runs: add --runner spark.",
                master=options.master,
            )
        return AnySource(runs)
    from wattlas.metering.ledger.spark import SparkSource
    from wattlas.metering.ledger.spark_session import MASTER

    return AnySource(runs, partial(SparkSource, master=options.master or MASTER))


@verb(LedgerComparison, RecordOutput)
def compare(options: LedgerComparison, form: RecordOutput) -> None:
    """Compare what a run drew with what a study predicts.

    wattlas ledger compare last study.yaml
    """
    from wattlas.cli.comparing import compared
    from wattlas.cli.showing import record_files, show
    from wattlas.report.prediction import prediction_document

    files = record_files(form, options)
    runs = _found(options).run(options.run)
    _say_problems(runs)
    comparison = compared(runs, options.study, options.facility_energy)
    show(form, files, comparison.to_dict(), lambda: [prediction_document(comparison)])


@verb(LedgerExport, FileOptions)
def export(options: LedgerExport, form: FileOptions) -> None:
    """Write the readings of runs to a file for other programs.

    wattlas ledger export readings.parquet --since 7d
    """
    from wattlas.cli.files import Files
    from wattlas.metering.ledger import export as exports

    files = Files(force=form.force)
    files.check(options.file)
    runs, when = selected(options), _selection(options).when(time.time())
    _say_problems(runs)
    if options.codecarbon:
        rows = list(exports.codecarbon_rows(runs))
        done = Message("{count:,} rows", count=len(rows))
        files.write(options.file, lambda file: exports.write_rows(rows, file), done)
        return
    from wattlas.cli.asking import with_whole_files

    counts: list[int] = []

    def save(file: Path) -> None:
        write = partial(exports.write_readings, path=file, window=when.window)
        counts.append(with_whole_files(runs, write))

    files.write(options.file, save, lambda: Message("{count:,} rows", count=counts[0]))


@verb(LedgerImport, LanguageOptions)
def import_runs(options: LedgerImport, form: LanguageOptions) -> None:
    """Import what another tool measured, marked with what it is.

    wattlas ledger import emissions.csv --from codecarbon
    """
    from wattlas.cli import output as out
    from wattlas.metering.ledger.imports import import_file

    folder = _ledger(options).folder
    done = import_file(options.source, options.kind, folder, _asked(options))
    for sentence in done.refused:
        out.say(Message("Left out: {sentence}", sentence=sentence))
    count = len(done.written)
    text = "Wrote {count} runs to {folder}; those imported before are left."
    out.say(Message(text, count=count, folder=folder))


def _asked(options: LedgerImport) -> Asked:
    """Return what the options of an import say of its rows."""
    from wattlas.metering.ledger.cells import zone_of
    from wattlas.metering.ledger.imports import Asked
    from wattlas.reconcile.selection import moment

    zone = zone_of(options.zone) if options.zone else None
    now_s = time.time()
    since, until = (
        moment(text, now_s, *([zone] if zone else [])) if text else None
        for text in (options.since, options.until)
    )
    if since is not None and until is not None and until <= since:
        raise InputError(
            "--until {until} must be later than --since {since}.",
            until=options.until,
            since=options.since,
        )
    return Asked(
        *(options.host, options.cpu_method, options.scope or "", options.unit),
        *(options.query, since, until, zone),
    )


@verb(LedgerFolder, LanguageOptions)
def compact(options: LedgerFolder, form: LanguageOptions) -> None:
    """Roll closed runs up into Parquet; their lines are deleted.

    wattlas ledger compact
    """
    from wattlas.cli import output as out
    from wattlas.metering.ledger.compacted import compact as rolled_up
    from wattlas.report.ledger import compaction, problem

    done = rolled_up(_ledger(options).folder, lambda found: out.say(problem(found)))
    out.say(compaction(done))


@verb(LedgerQuery, RecordOutput)
def query(options: LedgerQuery, form: RecordOutput) -> None:
    """Ask the ledger in SQL: the tables runs, ticks and windows.

    wattlas ledger query "select project, sum(own_j)/3.6e6 kwh from ticks group by 1"
    """
    from wattlas.cli.asking import with_whole_files
    from wattlas.cli.showing import record_files, show
    from wattlas.metering.ledger.query import query as ask
    from wattlas.reconcile.runs import Answer
    from wattlas.report.ledger import answer_document

    files = record_files(form)
    runs = _found(options).runs
    _say_problems(runs)
    columns, rows = with_whole_files(runs, partial(ask, sql=options.sql))
    answer = Answer(tuple(columns), tuple(map(tuple, rows)))
    show(form, files, answer.to_dict(), lambda: [answer_document(answer)])


def selected(options: LedgerFilter) -> list[Run]:
    """Return the runs that the options of a verb mean."""
    from wattlas.metering.ledger.cells import US_PER_S

    selection, now_s = _selection(options), time.time()
    since = selection.when(now_s).window[0]
    return selection.of(_found(options, since / US_PER_S).runs, now_s)


def _selection(options: LedgerFilter) -> Selection:
    from dataclasses import fields

    from wattlas.reconcile.selection import Selection

    names = {f.name for f in fields(Selection)} - {"tags"}
    filters = {name: getattr(options, name) for name in names}
    return Selection(**filters, tags=options.tag or {})


def _found(options: LedgerFolder, since_s: float = 0.0) -> Found:
    """Return what the ledger holds; name the files that were set aside."""
    from wattlas.cli import output
    from wattlas.report.ledger import problem

    found = _ledger(options).read(since_s)
    for item in found.problems:
        output.say(problem(item))
    return found


def _say_problems(runs: Iterable[Run]) -> None:
    """Name the lines of runs that were left out."""
    from wattlas.cli import output
    from wattlas.report.ledger import problem

    for run in runs:
        for item in run.problems:
            output.say(problem(item))


def _ledger(options: LedgerFolder) -> Ledger:
    from wattlas.metering import Ledger

    return Ledger(options.ledger)


def _listed(attribute: str, line: str) -> Lazy:
    return Lazy(__name__, attribute, line)
>>>>>>> requests

_answer = partial(Lazy, "wattlas.cli.ledger_answers")
_file = partial(Lazy, "wattlas.cli.ledger_files")

ledger = Group(
    "ledger",
    {
        "list": _answer("list_runs", "List the runs of the ledger."),
        "show": _answer(
            "show_run", "Show one run: its devices, whose energy it was, its windows."
        ),
        "sum": _answer(
            "sum_runs",
            "Sum runs up: each joule once, then PUE, price, carbon and water.",
        ),
        "compare": _answer(
            "compare", "Compare what a run drew with what a study predicts."
        ),
        "export": _file(
            "export", "Write the readings of runs to a file for other programs."
        ),
        "import": _file(
            "import_runs", "Import what another tool measured, marked with what it is."
        ),
        "compact": _file(
            "compact", "Roll closed runs up into Parquet; their lines are deleted."
        ),
        "query": _answer(
            "query", "Ask the ledger in SQL: the tables runs, ticks and windows."
        ),
    },
    help="List, sum, compare, export and ask what runs drew.",
)
