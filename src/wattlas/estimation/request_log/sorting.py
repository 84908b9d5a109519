"""A request log read, checked and sorted into configurations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wattlas.estimation.request_log.checks import check_numbers, resolve_words
from wattlas.estimation.request_log.columns import Floats
from wattlas.estimation.request_log.grouping import Configuration, Rows, group_rows
from wattlas.estimation.request_log.names import COLUMNS
from wattlas.estimation.request_log.problems import Problems
from wattlas.estimation.request_log.table import RequestColumns, read_columns
from wattlas.parameters import RequestsOptions


@dataclass(frozen=True)
class SortedLog:
    """The columns of a log, its numbers, what is wrong, and rows by configuration."""

    columns: RequestColumns
    numbers: dict[str, Floats]
    problems: Problems
    configurations: Sequence[tuple[Configuration, Rows]]


def sort_log(options: RequestsOptions, *, is_whole: bool) -> SortedLog:
    """Return a log read and sorted; what only all of its rows tell, where it is whole.

    Raises
    ------
    InputError
        If a column is missing or unknown, or what is given for all rows is not
        possible.
    """
    table = options.table
    if isinstance(table, str | Path):
        from wattlas.estimation.request_log.files import read_requests

        table = read_requests(table)
    given = {name: getattr(options, name) for name in COLUMNS}
    ignored = options.ignore_columns
    names = (ignored,) if isinstance(ignored, str) else tuple(ignored)
    columns = read_columns(table, given, names, is_whole=is_whole)
    problems = Problems(columns.lines, columns.left_out)
    numbers = check_numbers(columns, problems)
    codes, keys = resolve_words(columns, problems)
    bad = problems.mask(columns.rows)
    groups = group_rows(codes, keys, ~np.isnan(numbers["batch"]), bad)
    return SortedLog(columns, numbers, problems, list(groups))
