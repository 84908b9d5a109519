"""`wattlas estimate requests`: a log in, totals out, each row to a file."""

from __future__ import annotations

from pathlib import Path

from wattlas import estimation
from wattlas.cli.files import RECORD_ENDING, Files
from wattlas.cli.showing import show
from wattlas.cli.standard_input import IS_STANDARD_INPUT, log_from_standard_input
from wattlas.estimation.request_log import RequestTable
from wattlas.estimation.request_log.output import SUFFIXES
from wattlas.parameters import RequestsOptions, given_of
from wattlas.parameters.output import RequestsOutput
from wattlas.parameters.requests import RequestLog
from wattlas.report import requests as report


def show_requests(
    log: RequestLog, options: RequestsOptions, form: RequestsOutput
) -> None:
    """Estimate a log of requests, print the totals and write the rows."""
    files = Files.of(form, log, options)
    if form.output is not None:
        files.check(form.output, (*SUFFIXES, RECORD_ENDING))
    table = _estimated(log.log, options)
    show(form, files, table.to_dict(), lambda: report.blocks(table))
    if form.output is not None and form.output.suffix != RECORD_ENDING:
        files.write(form.output, table.write, f"{table.rows:,} rows")


def _estimated(log: Path, options: RequestsOptions) -> RequestTable:
    if str(log) != IS_STANDARD_INPUT:
        return estimation.estimate_requests(log, **given_of(options))
    with log_from_standard_input() as file:
        return estimation.estimate_requests(file, **given_of(options))
