"""A request log read, checked and sorted into configurations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wattlas.estimation.request_log.checks import check_numbers, resolve_words
from wattlas.estimation.request_log.columns import Floats, is_alike
from wattlas.estimation.request_log.days import times_in
from wattlas.estimation.request_log.grouping import Configuration, Rows, group_rows
from wattlas.estimation.request_log.names import COLUMNS
from wattlas.estimation.request_log.problems import Problems
from wattlas.estimation.request_log.table import RequestColumns, read_columns
from wattlas.estimation.request_log.usage.unread import is_unknown_count
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
    columns = _read(options if is_whole else _of_part(options), is_whole=is_whole)
    problems = Problems(columns.lines, columns.left_out)
    numbers = check_numbers(columns, problems)
    codes, keys = resolve_words(columns, problems)
    bad = problems.mask(columns.rows)
    groups = group_rows(codes, keys, _is_given(numbers["batch"]), bad)
    return SortedLog(columns, numbers, problems, list(groups))


def _is_given(values: Floats) -> NDArray[np.bool_]:
    if is_alike(values):
        return np.broadcast_to(~np.isnan(values[0]), len(values))
    return ~np.isnan(values)


@dataclass(frozen=True)
class ColumnNeeds:
    """The columns of a log that an estimate reads, and those that it does not.

    `times` are read besides where a name of a model moves with the day.
    """

    read: tuple[str, ...]
    unread: tuple[str, ...]
    times: tuple[str, ...]

    @classmethod
    def of(cls, options: RequestsOptions) -> ColumnNeeds:
        """Return what is needed of a log, by its first rows, the table of the options.

        A column that says nothing in them may say something later: it is read. So is
        one of tokens of an unknown kind, which are 0 in them.
        """
        log = _read(options, is_whole=False)
        needed = {n for n, own in log.order.items() if own or n in log.used}
        table = options.table
        aside = _ignored(options)
        others = [n for n in log.others if n not in aside]
        silent = {
            n
            for n in others
            if table[n].null_count == len(table[n]) or is_unknown_count(n)
        }
        names = table.column_names
        return cls(
            read=tuple(n for n in names if n in needed | silent),
            unread=tuple(n for n in names if n not in needed),
            times=tuple(
                n for n in times_in(names) if n not in {*needed, *silent, *aside}
            ),
        )


def _ignored(options: RequestsOptions) -> tuple[str, ...]:
    names = options.ignore_columns
    return (names,) if isinstance(names, str) else tuple(names)


def _of_part(options: RequestsOptions) -> RequestsOptions:
    """Return options that ignore what a part still has: other columns are not read."""
    there = getattr(options.table, "column_names", None)
    if there is None:
        return options
    kept = (
        n for n in _ignored(options) if any(f"{n}.".startswith(f"{c}.") for c in there)
    )
    return replace(options, ignore_columns=tuple(kept))


def _read(options: RequestsOptions, *, is_whole: bool) -> RequestColumns:
    table = options.table
    if isinstance(table, str | Path):
        from wattlas.estimation.request_log.files import read_requests

        table = read_requests(table)
    given = {name: getattr(options, name) for name in COLUMNS}
    return read_columns(table, given, _ignored(options), is_whole=is_whole)
