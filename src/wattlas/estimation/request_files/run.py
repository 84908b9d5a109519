"""Estimate the requests of many files: begun, surveyed, worked, added up."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import wattlas
from wattlas.errors import InputError, needs_extra
from wattlas.estimation.evaluate import MONEY
from wattlas.estimation.request_files import folder as places
from wattlas.estimation.request_files.folder import Begun, OutputFolder
from wattlas.estimation.request_files.inputs import InputFile, Part, find_inputs
from wattlas.estimation.request_files.keys import KeyColumns
from wattlas.estimation.request_files.local import Threads
from wattlas.estimation.request_files.record import RequestRun
from wattlas.estimation.request_files.sums import DAY, KEY, MODEL, USER
from wattlas.estimation.request_files.survey import Survey
from wattlas.estimation.request_files.totals import Totals
from wattlas.estimation.request_files.user_sums import RunSums, UserSums
from wattlas.estimation.request_files.work import BatchWork
from wattlas.parameters import RequestsOptions, given_of, keywords
from wattlas.parameters.request_files import RequestFilesOptions

OF_MACHINE = frozenset({"table", "output", "master", "threads", "force"})
"""Options that say where the work is done, and change no figure."""


class Runner(Protocol):
    """Works the parts of a log."""

    def survey(self, options: RequestsOptions, parts: Sequence[Part]) -> Survey:
        """Return what only all rows tell."""

    def work(
        self, work: BatchWork, parts: Sequence[Part], folder: OutputFolder
    ) -> RunSums:
        """Write what is not done of rows and sums; return the sums of all."""


@keywords(RequestFilesOptions)
def estimate_request_files(options: RequestFilesOptions) -> RequestRun:
    """Estimate every request of many Parquet files, and all together, to a folder.

    `table` is a folder, a pattern such as ``logs/*.parquet`` or a file. It is read
    piece by piece, so that memory does not grow with it, and twice: what only all rows
    tell is found first, so that each row takes what `estimate_requests` says of it.
    The folder gets ``rows/`` (the log with central values and the number of a group, in
    a folder for each day such as ``day_utc=2026-11-30`` where the log has times),
    ``groups.parquet`` (low and high of each group over them), ``totals/`` by model,
    user and day, and ``requests.json``, this record. Parts that are done stay when it
    fails; run again with the same, it goes on.

    Raises
    ------
    InputError
        If files differ in their columns or are changed meanwhile, rows cannot be used
        and `skip_bad` is not set, or the folder is not of this run.
    MissingExtraError
        If the extra `tables` is not installed; with Spark, `spark`.

    Examples
    --------
    >>> import pyarrow, tempfile
    >>> from pyarrow import parquet
    >>> log = pyarrow.table({"user": ["ann", "bob"], "prompt_tokens": [200, 400],
    ...                      "output_tokens": [50, 100]})
    >>> with tempfile.TemporaryDirectory() as path:
    ...     parquet.write_table(log, f"{path}/log.parquet")
    ...     found = estimate_request_files(
    ...         f"{path}/*.parquet", model="llama-3.1-8b", hardware="h100-sxm",
    ...         output=f"{path}/out", draws=64)
    >>> found.rows, found.users, [item.key for item in found.by_model]
    (2, 2, ['llama-3.1-8b'])
    """
    if options.table is None or options.output is None:
        raise InputError(
            "{name} is missing: estimate_request_files takes a pattern of files and a "
            "folder.",
            name="table" if options.table is None else "output",
        )
    runner = _runner(options)
    files = find_inputs(options.table)
    folder = OutputFolder(Path(options.output))
    lies_within = places.inside(folder.path, files)
    if lies_within is not None:
        raise InputError(
            "{path} lies in the output folder {folder}. Name another folder.",
            path=lies_within.path,
            folder=folder.path,
        )
    with folder.held():
        return _run(options, runner, files, folder)


def _run(
    options: RequestFilesOptions,
    runner: Runner,
    files: Sequence[InputFile],
    folder: OutputFolder,
) -> RequestRun:
    begun = _begun(options, files)
    known = folder.known(begun, force=options.force)
    parts = [part for file in files for part in file.parts()]
    asked = RequestsOptions(**given_of(replace(options, table=None), RequestsOptions))
    head = parts[0].head
    ignored = options.ignore_columns
    aside = (ignored,) if isinstance(ignored, str) else ignored
    keys = KeyColumns.of(head, options.user_column, options.time_column, aside)
    survey = (known and known.survey) or runner.survey(asked, parts)
    work = BatchWork(asked, survey, keys)
    work.check_columns(head.column_names)
    _check_currency(options, work)
    if known is None:
        folder.begin(replace(begun, survey=survey))
    sums = runner.work(work, parts, folder)
    totals = Totals(work, sums.whole)
    _write_totals(totals, keys, folder)
    users = None
    if sums.users is not None:
        users = _write_users(totals, sums.users, folder)
    record = totals.record(files, users)
    folder.write_json(places.RECORD, record.to_dict())
    return record


def _begun(options: RequestFilesOptions, files: Sequence[InputFile]) -> Begun:
    given = given_of(options)
    kept = {name: value for name, value in given.items() if name not in OF_MACHINE}
    return Begun("request-run-begun", wattlas.__version__, kept, tuple(files), None)


def _check_currency(options: RequestFilesOptions, work: BatchWork) -> None:
    if options.currency is not None and not set(MONEY) & set(work.results):
        raise InputError(
            "currency {currency} would not be used: no cost is known without a "
            "place. Give site or country, or leave it out.",
            currency=options.currency,
        )


def _write_totals(totals: Totals, keys: KeyColumns, folder: OutputFolder) -> None:
    with needs_extra("A Parquet file", "tables"):
        from pyarrow import parquet
    tables = {places.GROUPS: totals.groups_table()}
    for by in (MODEL, DAY) if keys.time else (MODEL,):
        tables[f"{places.TOTALS}/by_{by}.parquet"] = totals.table(by)
    for name, table in tables.items():
        with folder.file(name) as path:
            parquet.write_table(table, path)


def _write_users(totals: Totals, sums: UserSums, folder: OutputFolder) -> int:
    """Write totals by user, a range of users at a time; return how many there are."""
    with needs_extra("A Parquet file", "tables"):
        from pyarrow import compute, parquet
    count = 0
    with ExitStack() as files:
        path = files.enter_context(folder.file(f"{places.TOTALS}/by_user.parquet"))
        file: Any = None
        for its in sums.ranges():
            table = totals.table(USER, its)
            if file is None:
                writer = parquet.ParquetWriter(path, table.schema)
                file = files.enter_context(writer)
            file.write_table(table)
            count += compute.count_distinct(its[KEY]).as_py()
    return count


def _runner(options: RequestFilesOptions) -> Runner:
    if options.runner == "spark":
        from wattlas.estimation.request_files.spark import MASTER, Spark

        return Spark(options.master or MASTER)
    if options.master is not None:
        raise InputError(
            "--master {master} is where Spark runs: add --runner spark.",
            master=options.master,
        )
    return Threads(options.threads or len(os.sched_getaffinity(0)))
