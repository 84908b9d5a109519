"""The record of a request log: results row by row, and in total with ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.estimation.evaluate import MONEY
from wattlas.estimation.names_read import names_read
from wattlas.estimation.request_log.columns import (
    Codes,
    Floats,
    Numbers,
    Words,
    is_single,
    numbers_of,
)
from wattlas.estimation.request_log.group import OF_ROWS, RequestGroup
from wattlas.estimation.request_log.output import to_arrow, write
from wattlas.estimation.request_log.problems import RowProblem
from wattlas.estimation.request_log.table import RequestColumns
from wattlas.estimation.request_log.totals import GroupTotals, RequestTotals
from wattlas.records import Range, Source

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True, eq=False)
class RequestTable:
    """What the requests of a log take: row by row, and in total with ranges.

    `columns` hold the central results of each row, serving and waiting together.
    `low` and `high` of a row are its mid times a factor of its group, from draws at
    the group's medians. Totals are sums of rows; their ranges are from draws in which
    an input that groups share moves all of them together.

    A row that cannot be used (it is in `problems`) has nan, and so has a row whose
    group lacks the result: `absent` counts these by result. A result that no group
    has is no column.
    """

    columns: Mapping[str, Floats]
    factors: Mapping[str, Floats]
    group_of_row: Codes
    totals: Mapping[str, Range]
    absent: Mapping[str, int]
    groups: tuple[RequestGroup, ...]
    problems: tuple[RowProblem, ...]
    log: RequestColumns

    @property
    def rows(self) -> int:
        """The number of rows, bad ones included."""
        return self.log.rows

    @property
    def rows_bad(self) -> int:
        """The number of rows that could not be used."""
        return len(self.problems)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the inputs of all groups, each once."""
        return tuple(dict.fromkeys(s for g in self.groups for s in g.estimate.sources))

    def low(self, name: str) -> Floats:
        """Return the 5th percentile of a result for each row."""
        low: Floats = self.columns[name] * self.factors[name][self.group_of_row, 0]
        return low

    def high(self, name: str) -> Floats:
        """Return the 95th percentile of a result for each row."""
        high: Floats = self.columns[name] * self.factors[name][self.group_of_row, 1]
        return high

    @property
    def summary(self) -> RequestTotals:
        """Totals, groups and problems as a record, without the rows."""
        return RequestTotals(
            basis="log",
            boundary="facility",
            rows=self.rows,
            rows_bad=self.rows_bad,
            rows_absent=self.absent,
            columns_unused=self.log.unused,
            columns_read=self.log.readings,
            models_read=names_read(self.log.words["model"].names),
            totals=self.totals,
            groups=tuple(map(self._group, range(len(self.groups)))),
            problems=self.problems,
            sources=self.sources,
        )

    def _group(self, number: int) -> GroupTotals:
        group, name = self.groups[number], "facility_energy_kwh"
        mean = float(self.columns[name][self.group_of_row == number].mean())
        low, high = (float(factor) for factor in self.factors[name][number])
        estimate = group.estimate
        return GroupTotals(
            subject=estimate.subject,
            rows=group.rows,
            medians=group.medians,
            facility_energy_kwh=Range(mean * low, mean, mean * high),
            factors=group.factors,
            inputs=tuple(i for i in estimate.inputs if i.label not in OF_ROWS),
            absent=estimate.absent,
            width=estimate.width,
            notes=estimate.notes,
            sources=estimate.sources,
        )

    def output_columns(self) -> dict[str, Any]:
        """Return every column to write: the log's own, results, currency and problems.

        A column of the log that has the name of a result is written as `log_NAME`.
        """
        results = self._result_columns()
        own = {n: _own_column(self, n, own) for n, own in self.log.order.items()}
        for name in [n for n in own if n in results]:
            cells = own.pop(name)
            # What is read again has these results already.
            if not _is_same(cells, results[name]):
                own[f"log_{name}"] = cells
        return own | results

    def _result_columns(self) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        for name, values in self.columns.items():
            columns[name] = values
            columns[f"{name}_low"] = self.low(name)
            columns[f"{name}_high"] = self.high(name)
        priced = [self.totals[name] for name in MONEY if name in self.totals]
        if priced:
            columns["currency"] = _constant(self, priced[0].currency)
        if self.problems:
            columns["problem"] = _problem_column(self)
        return columns

    def to_arrow(self) -> pyarrow.Table:
        """Return the log with its results as an Arrow table (extra `tables`)."""
        return to_arrow(self.output_columns())

    def write(self, path: str | Path) -> None:
        """Write the log with its results to a .csv, .jsonl or .parquet file."""
        write(self.output_columns(), Path(path))


def _own_column(table: RequestTable, name: str, own_name: str) -> Any:
    log = table.log
    if own_name in log.words:
        return log.words[own_name]
    if own_name in log.numbers:
        return _whole(log.numbers[own_name].values)
    cells = log.others[name]
    if is_single(cells):
        return [cells] * table.rows
    return _whole(cells.values) if isinstance(cells, Numbers) else cells


def _is_same(cells: Any, result: Any) -> bool:
    """Say whether a column of the log is a result, but for its last digits."""
    if isinstance(result, Words):
        told = [result.names[code] if code >= 0 else "" for code in result.codes]
        return told == ["" if cell is None else str(cell) for cell in cells]
    read = numbers_of(cells, "", len(result)).values
    return bool(np.allclose(read, result, rtol=1e-6, atol=0, equal_nan=True))


def _whole(values: Floats) -> Any:
    """Return whole numbers as integers, so that 12 is not written as 12.0."""
    if np.isfinite(values).all() and (values == np.floor(values)).all():
        return values.astype(np.int64)
    return values


def _constant(table: RequestTable, word: str) -> Words:
    return Words(np.zeros(table.rows, np.int32), (word,))


def _problem_column(table: RequestTable) -> Words:
    codes = np.full(table.rows, -1, np.int32)
    codes[[p.row - 1 for p in table.problems]] = np.arange(len(table.problems))
    return Words(codes, tuple(p.reason for p in table.problems))
