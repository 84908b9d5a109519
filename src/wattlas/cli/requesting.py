"""`wattlas estimate requests`: a log in, totals out, each row to a file or a folder."""

from __future__ import annotations

from dataclasses import replace

from wattlas import estimation
from wattlas.cli.files import RECORD_ENDING, Files
from wattlas.cli.output import say
from wattlas.cli.showing import show
from wattlas.cli.standard_input import IS_STANDARD_INPUT, log_from_standard_input
from wattlas.errors import InputError, Message
from wattlas.estimation.request_files.names import names_folder, names_many
from wattlas.estimation.request_log import RequestTable
from wattlas.estimation.request_log.output import SUFFIXES
from wattlas.parameters import RequestsOptions, given_of
from wattlas.parameters.output import RequestsOutput
from wattlas.parameters.request_files import RequestRunOptions
from wattlas.report.requests import requests_document


def show_requests(
    options: RequestsOptions, run: RequestRunOptions, form: RequestsOutput
) -> None:
    """Estimate a log of requests, print the totals and write the rows."""
    if form.output is not None and names_folder(form.output):
        _show_run(options, run, form)
        return
    _refuse_of_many(options, run)
    files = Files.of(form, options)
    if form.output is not None:
        files.check(form.output, (*SUFFIXES, RECORD_ENDING))
    table = _estimated(options)
    totals = table.summary
    show(form, files, totals.to_dict(), lambda: [requests_document(totals)])
    if form.output is not None and form.output.suffix != RECORD_ENDING:
        files.write(
            form.output, table.write, Message("{count:,} rows", count=table.rows)
        )


def _show_run(
    options: RequestsOptions, run: RequestRunOptions, form: RequestsOutput
) -> None:
    """Estimate a log of many files to a folder, and print the totals."""
    from wattlas.estimation.request_files.run import estimate_request_files
    from wattlas.report.request_runs import run_document

    folder = form.output
    given = given_of(options) | given_of(run)
    record = estimate_request_files(**given, output=folder, force=form.force)
    shown = replace(form, output=None)
    show(shown, Files(), record.to_dict(), lambda: [run_document(record)])
    rows = Message("{count:,} rows", count=record.rows)
    say(Message("Wrote {path}: {what}.", path=folder, what=rows))


def _refuse_of_many(options: RequestsOptions, run: RequestRunOptions) -> None:
    """Refuse what only a folder can take."""
    if names_many(options.table):
        raise InputError(
            "{table} names many files: give a folder for what they take, such as "
            "-o out/.",
            table=options.table,
        )
    for name in given_of(run):
        raise InputError(
            "--{name} is for many files: give a folder for what they take, such as "
            "-o out/.",
            name=name.replace("_", "-"),
        )


def _estimated(options: RequestsOptions) -> RequestTable:
    if str(options.table) != IS_STANDARD_INPUT:
        return estimation.estimate_requests(**given_of(options))
    with log_from_standard_input() as file:
        return estimation.estimate_requests(**given_of(replace(options, table=file)))
