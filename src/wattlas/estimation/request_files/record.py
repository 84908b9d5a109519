"""The record of a run over many files: totals, by model and day, what was not used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wattlas.estimation.request_files.tally import ProblemCount
from wattlas.estimation.request_log.totals import GroupTotals
from wattlas.estimation.request_log.usage import ColumnReading
from wattlas.plain import Plain, coded
from wattlas.plain.tidy import ranges
from wattlas.records import RESULT_UNITS, Range, Source


@dataclass(frozen=True)
class KeyTotals(Plain):
    """What the rows of one model, user or day take.

    Low and high are sums of those of rows, as if all moved as one. `key` is empty for
    rows that name none.
    """

    key: str
    rows: int
    totals: Mapping[str, Range] = field(metadata=coded(keys="results"))


@dataclass(frozen=True)
class RequestRun(Plain):
    """What the requests of many files take in total, and where the rows are.

    `files` counts those with rows and `files_empty` others. `user_column` and
    `time_column` are those by which totals were made, and `users` how many there are:
    their totals are in a file of the folder. `problems` count the rows without a
    result by reason.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("request-run",)

    basis: str
    boundary: str = field(metadata=coded("boundaries"))
    files: int
    files_empty: int
    rows: int
    rows_bad: int
    rows_absent: Mapping[str, int] = field(metadata=coded(keys="results"))
    columns_unused: tuple[str, ...]
    columns_read: tuple[ColumnReading, ...]
    models_read: Mapping[str, str]
    user_column: str | None
    time_column: str | None
    users: int | None
    totals: Mapping[str, Range] = field(metadata=coded(keys="results"))
    by_model: tuple[KeyTotals, ...]
    by_day: tuple[KeyTotals, ...]
    groups: tuple[GroupTotals, ...]
    problems: tuple[ProblemCount, ...]
    sources: tuple[Source, ...]

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield counts of rows that contradict each other."""
        bad = sum(count.rows for count in self.problems)
        if self.rows_bad != bad:
            yield "rows_bad", f"is {self.rows_bad}, and problems count {bad}"
        used = sum(group.rows for group in self.groups)
        if used != self.rows - self.rows_bad:
            yield "rows", f"is {self.rows}, and groups and problems make another sum"
        for name in ("by_model", "by_day"):
            counted = sum(item.rows for item in getattr(self, name))
            if getattr(self, name) and counted != used:
                yield name, f"counts {counted} rows, and groups {used}"

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each total."""
        yield from ranges(self.totals, RESULT_UNITS)
