"""Runs of a ledger in short, as records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wattlas.metering.ledger.lines import WindowLine
from wattlas.metering.ledger.merge import merge
from wattlas.metering.ledger.problems import FileProblem
from wattlas.metering.ledger.run import Run
from wattlas.metering.parts import sum_of
from wattlas.plain import Plain
from wattlas.records import Range


@dataclass(frozen=True)
class RunSummary(Plain):
    """One run of a ledger: who, where, when, how much, and what is wrong. [s, J]

    `has_ended` is false where the run was killed or still goes on; `disagreeing` are
    the devices whose counter and power differed.
    """

    run: str
    name: str
    project: str
    user: str
    host: str
    rank: int
    ranks: int
    tags: Mapping[str, str]
    origin: str
    t0: float
    t1: float
    has_ended: bool
    exit_code: int | None
    energy_j: Range | None
    methods: tuple[str, ...]
    windows: tuple[WindowLine, ...]
    problems: tuple[FileProblem, ...]
    disagreeing: tuple[str, ...]


@dataclass(frozen=True)
class RunList(Plain):
    """The runs of a ledger."""

    KINDS: ClassVar[tuple[str, ...]] = ("runs",)
    ROWS: ClassVar[str] = "runs"

    runs: tuple[RunSummary, ...]


@dataclass(frozen=True)
class Answer(Plain):
    """The answer to a question in SQL: its columns, and a row for each line."""

    KINDS: ClassVar[tuple[str, ...]] = ("ledger-query",)

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the answer."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


def summary_of(run: Run) -> RunSummary:
    """Return a run of a ledger in short."""
    header, merged = run.header, merge([run])
    return RunSummary(
        run=header.run,
        name=header.name,
        project=header.project,
        user=header.user,
        host=header.host,
        rank=header.rank,
        ranks=header.ranks,
        tags=header.tags,
        origin=header.origin,
        t0=run.t0,
        t1=run.t1,
        has_ended=run.ended is not None,
        exit_code=run.exit_code,
        energy_j=sum_of(d.part.energy_j for d in merged.counted),
        methods=tuple(dict.fromkeys(d.part.device.method for d in merged.devices)),
        windows=tuple(run.windows),
        problems=tuple(run.problems),
        disagreeing=tuple(dict.fromkeys(check.device for check in run.checks)),
    )
