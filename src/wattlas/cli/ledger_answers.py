"""`wattlas ledger list|show|sum|compare|query`: what the runs of a ledger drew."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from wattlas.cli.command import verb
from wattlas.cli.ledger_runs import (
    found_in,
    ledger_of,
    say_problems,
    selected,
    selection_of,
)
from wattlas.errors import InputError
from wattlas.parameters.ledger import (
    LedgerComparison,
    LedgerFilter,
    LedgerQuery,
    LedgerRun,
    LedgerSum,
)
from wattlas.parameters.output import BillOutput, RecordOutput

if TYPE_CHECKING:
    from wattlas.metering.ledger.run import Run
    from wattlas.metering.ledger.source import Source


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
    say_problems(runs)
    if not listed.runs and not form.json:
        out.say(word(words.EMPTY, folder=str(ledger_of(options).folder)))
    show(form, files, listed.to_dict(), lambda: [runs_document(listed)])


@verb(LedgerRun, RecordOutput)
def show_run(options: LedgerRun, form: RecordOutput) -> None:
    """Show one run: its devices, whose energy it was, its windows.

    wattlas ledger show last
    """
    from wattlas import reconcile
    from wattlas.cli import output as out
    from wattlas.cli.showing import record_files, show
    from wattlas.report.ledger import run_document
    from wattlas.report.ledger_files import problems

    files = record_files(form)
    bill = reconcile.bill(found_in(options).run(options.run))
    show(form, files, bill.to_dict(), lambda: [run_document(bill)])
    for sentence in () if form.json else problems(bill.runs):
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
    when = selection_of(options).when(time.time())
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
    runs = found_in(options).run(options.run)
    say_problems(runs)
    comparison = compared(runs, options.study, options.facility_energy)
    show(form, files, comparison.to_dict(), lambda: [prediction_document(comparison)])


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
    runs = found_in(options).runs
    say_problems(runs)
    columns, rows = with_whole_files(runs, partial(ask, sql=options.sql))
    answer = Answer(tuple(columns), tuple(map(tuple, rows)))
    show(form, files, answer.to_dict(), lambda: [answer_document(answer)])
