"""What a log of requests takes in total, by group, and what could not be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wattlas.estimation.request_log.problems import RowProblem
from wattlas.estimation.request_log.usage import ColumnReading
from wattlas.notes import Note
from wattlas.plain import Plain, coded, written
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
    factors: Mapping[str, tuple[float, float]] = field(metadata=coded(keys="results"))
    inputs: tuple[Input, ...] = field(metadata=written(codec=INPUTS))
    absent: Mapping[str, str] = field(metadata=coded("absent"))
    width: Mapping[str, float]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield what a group of rows must say and does not."""
        for name in ("model", "hardware", "site", "country", "precision"):
            if name not in self.subject:
                yield "subject", f"lacks {name!r}"
            elif not isinstance(self.subject[name], str | None):
                yield f"subject.{name}", "must be text or null"
        if self.rows < 1:
            yield "rows", f"must be >= 1, got {self.rows}"


@dataclass(frozen=True)
class RequestTotals(Plain):
    """What the requests of a log take in total, without its rows.

    `rows_absent` counts by result the rows that are used and lack it;
    `columns_unused` are those of the log that nothing rests on; `columns_read` say how
    the fields of a program's usage were read, and `models_read` names of models that
    were read by rules, with what they stand for.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("requests",)

    basis: str
    boundary: str = field(metadata=coded("boundaries"))
    rows: int
    rows_bad: int
    rows_absent: Mapping[str, int] = field(metadata=coded(keys="results"))
    columns_unused: tuple[str, ...]
    columns_read: tuple[ColumnReading, ...]
    models_read: Mapping[str, str]
    totals: Mapping[str, Range] = field(metadata=coded(keys="results"))
    groups: tuple[GroupTotals, ...]
    problems: tuple[RowProblem, ...]
    sources: tuple[Source, ...]

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield counts of rows that contradict each other."""
        if self.rows_bad != len(self.problems):
            yield "rows_bad", f"is {self.rows_bad}, and problems lists others"
        used = sum(group.rows for group in self.groups)
        if used != self.rows - self.rows_bad:
            yield "rows", f"is {self.rows}, and groups and problems make another sum"
        for name, count in self.rows_absent.items():
            if not 0 <= count <= self.rows:
                yield f"rows_absent.{name}", f"must be 0 to {self.rows}, got {count}"

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each total."""
        yield from ranges(self.totals, RESULT_UNITS)
