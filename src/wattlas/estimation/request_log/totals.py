"""What a log of requests takes in total, by group, and what could not be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wattlas.estimation.request_log.checks import RowProblem
from wattlas.estimation.request_log.usage import ColumnReading
from wattlas.notes import Note
from wattlas.plain import Plain, written
from wattlas.plain.tidy import ranges
from wattlas.records import INPUTS, RESULT_UNITS, Input, Range, Source


@dataclass(frozen=True)
class GroupTotals(Plain):
    """One group: how many rows, their medians, and what its estimate rests on.

    `factors` are low and high of each result over its mid; `facility_energy_kwh` is
    that of the group's mean request.
    """

    subject: Mapping[str, Any]
    rows: int
    medians: Mapping[str, float | None]
    facility_energy_kwh: Range
    factors: Mapping[str, tuple[float, float]]
    inputs: tuple[Input, ...] = field(metadata=written(codec=INPUTS))
    absent: Mapping[str, str]
    width: Mapping[str, float]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class RequestTotals(Plain):
    """What the requests of a log take in total, without its rows.

    `rows_absent` counts by result the rows that lack it, bad ones included;
    `columns_unused` are those of the log that nothing rests on; `columns_read` say how
    the fields of a program's usage were read, and `models_read` names of models that
    were read by rules, with what they stand for.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("requests",)

    basis: str
    boundary: str
    rows: int
    rows_bad: int
    rows_absent: Mapping[str, int]
    columns_unused: tuple[str, ...]
    columns_read: tuple[ColumnReading, ...]
    models_read: Mapping[str, str]
    totals: Mapping[str, Range]
    groups: tuple[GroupTotals, ...]
    problems: tuple[RowProblem, ...]
    sources: tuple[Source, ...]

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each total."""
        yield from ranges(self.totals, RESULT_UNITS)
