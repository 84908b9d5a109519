"""`wattlas estimate requests`: a log in, totals out, each row to a file."""

from __future__ import annotations

from dataclasses import replace

from wattlas import estimation
from wattlas.cli.files import RECORD_ENDING, Files
from wattlas.cli.showing import show
from wattlas.cli.standard_input import IS_STANDARD_INPUT, log_from_standard_input
from wattlas.errors import Message
from wattlas.estimation.request_log import RequestTable
from wattlas.estimation.request_log.output import SUFFIXES
from wattlas.parameters import RequestsOptions, given_of
from wattlas.parameters.output import RequestsOutput
from wattlas.report.requests import requests_document


def show_requests(options: RequestsOptions, form: RequestsOutput) -> None:
    """Estimate a log of requests, print the totals and write the rows."""
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


def _estimated(options: RequestsOptions) -> RequestTable:
    if str(options.table) != IS_STANDARD_INPUT:
        return estimation.estimate_requests(**given_of(options))
    with log_from_standard_input() as file:
        return estimation.estimate_requests(**given_of(replace(options, table=file)))
