"""Runs whose readings stay in their files: what is known of them, and their sums."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wattlas.metering.ledger import database, rows
from wattlas.metering.ledger.cells import EVER, US_PER_S, Cells
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.line_relations import relations_of_lines
from wattlas.metering.ledger.readings import Amount, Free, Place, Reading
from wattlas.metering.ledger.rows import Relation
from wattlas.metering.ledger.seams import Seams, asked, files_beside, parted

if TYPE_CHECKING:
    from wattlas.metering.ledger.run import Run

STORED_COLUMNS = (("batch", "VARCHAR"), ("number", "INTEGER"), ("run", "INTEGER"))
APART, OVERLAPPING = "apart", "overlapping"
"""Names of the lists of Parquet files in which no reading, or some, lie in others."""
BUCKET_US = 900_000_000
"""Hours of all zones begin at a quarter of an hour."""


class StoredFile(NamedTuple):
    """A file with readings, and from when to when these are. [us since 1970]

    `overlap` says that a reading may begin before the one before it ends.
    """

    path: Path
    t0: int
    t1: int
    overlap: bool = True


@dataclass(frozen=True)
class Stored:
    """What is known of the readings of a run that stay in its files.

    `seen` are the times of each device, `whole` what it drew in them; `batch` and
    `number` name the run in Parquet files, where it is in any, and `origin` the file of
    lines that they replace. Beside the ticks that stay in a `mixed` file of lines are
    others, which its run has in memory; `figures` is the most that its lines tell of a
    device.
    """

    seen: tuple[tuple[Interval, ...], ...]
    whole: tuple[Amount, ...]
    files: tuple[StoredFile, ...]
    batch: str = ""
    number: int = 0
    origin: str = ""
    rolled_up: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    mixed: bool = False
    figures: int = 0

    @property
    def t1(self) -> float:
        """When any device was last seen, 0 where none was. [s since 1970]"""
        return max((times[-1][1] for times in self.seen if times), default=0) / US_PER_S


class SqlSource:
    """Sums of stored runs in SQL, over lines and Parquet together."""

    def __init__(self, runs: Mapping[int, Run]) -> None:
        self._runs = {n: run.stored for n, run in runs.items() if run.stored}

    def seen(self) -> dict[tuple[int, int], list[Interval]]:
        """Return the times in which each device of each run was seen."""
        return {
            (number, device): list(times)
            for number, stored in self._runs.items()
            for device, times in enumerate(stored.seen)
        }

    def seen_of(self, run: int, device: int) -> Sequence[Interval]:
        """Return the times in which one device of a run was seen."""
        return self._runs[run].seen[device]

    def sums(self, free: Iterable[Free], cells: Cells) -> dict[Place, Amount]:
        """Return what each device of each run drew in each cell, where it counts.

        Where all of a device counts, in one cell, that is known without its readings.
        """
        found, left = self._known(free, cells)
        for its, seams in asked(self._simplified(left), cells):
            found |= self._answer(its, cells, seams)
        return found

    def _known(
        self, free: Iterable[Free], cells: Cells
    ) -> tuple[dict[Place, Amount], list[Free]]:
        """Return the sums that are known, and the stretches that must be asked for."""
        found: dict[Place, Amount] = {}
        left: list[Free] = []
        for (run, device), its in _by_key(free).items():
            stored = self._runs[run]
            place = _only_place(its, stored.seen[device], cells)
            if place is None:
                left += its
            else:
                found[place] = stored.whole[device]
        return found, left

    def _answer(
        self, free: Sequence[Free], cells: Cells, seams: Seams | None
    ) -> dict[Place, Amount]:
        window = cells.intervals[0][0], cells.intervals[-1][1]
        with database.connected("Summing stored runs", self._widest()) as connection:
            _fill_free(connection, free)
            values: dict[str, Any] = {**rows.windowed(window)}
            if len(cells.intervals) > 1:
                values["bucket"] = _fill_cells(connection, cells)
            numbers = {f.run for f in free}
            relation, files = self.relation(connection, numbers, window, seams)
            question = rows.sums(relation, has_cells=len(cells.intervals) > 1)
            named = database.named(question, values | files)
            answer = database.asked(connection, question, named)
        return {tuple(row[:4]): Amount(*map(int, row[4:])) for row in answer}

    def _widest(self) -> int:
        """Return the most devices of a run."""
        return max(len(stored.seen) for stored in self._runs.values())

    def _simplified(self, free: Iterable[Free]) -> Iterator[Free]:
        """Yield one stretch of all time where all that a device drew counts alike."""
        for (run, device), its in _by_key(free).items():
            alike = len({stretch.is_counted for stretch in its}) == 1
            if alike and sorted(s[2:4] for s in its) == list(self.seen_of(run, device)):
                yield its[0]._replace(t0=EVER[0], t1=EVER[1])
            else:
                yield from its

    def readings(self, run: int, device: int) -> Iterator[Reading]:
        """Yield the readings of one device of a run in the order of their times."""
        with database.connected("Reading stored runs", self._widest()) as connection:
            relation, files = self.relation(connection, {run}, EVER)
            names = ", ".join(name for name, _ in rows.COLUMNS)
            connection.execute(
                f"SELECT {names} FROM ({relation}) WHERE device = $device ORDER BY t0",
                {"device": device} | files,
            )
            while found := connection.fetchmany(10_000):
                for t0, t1, since, *amount, flags in found:
                    yield Reading(
                        t0, t1, since, Amount._make((*amount, t1 - t0, flags))
                    )

    def relation(
        self,
        connection: Any,
        numbers: Iterable[int],
        window: Interval,
        seams: Seams | None = None,
    ) -> tuple[str, dict[str, Any]]:
        """Return the rows of runs as SQL, and the values that it names."""
        relations, values = self.relations(connection, numbers, window, seams)
        return " UNION ALL ".join(relation.sql for relation in relations), values

    def relations(
        self,
        connection: Any,
        numbers: Iterable[int],
        window: Interval,
        seams: Seams | None = None,
    ) -> tuple[list[Relation], dict[str, Any]]:
        """Return the rows of runs by where they are, and the values that these name."""
        runs = {number: self._runs[number] for number in sorted(numbers)}
        lines = {n: s for n, s in runs.items() if not s.batch}
        ticks, rolled = parted(runs, seams)
        relations: list[Relation] = []
        values: dict[str, Any] = {}
        if lines:
            relations, values = relations_of_lines(connection, lines, seams)
        if any(s.files for s in ticks.values()):
            _fill_names(connection, "stored", ticks)
            names = _parquet(ticks.values(), window)
            values |= names
            relations += [
                Relation(rows.FROM_PARQUET.format(files=name), name == OVERLAPPING)
                for name in names
            ]
        if rolled and seams:
            _fill_names(connection, "rolled", rolled)
            more, files = _rolled_up(rolled.values(), seams)
            relations += more
            values |= files
        if window == EVER or not relations:
            return relations, values
        within = [
            Relation(rows.WITHIN.format(rows=r.sql), r.overlap) for r in relations
        ]
        return within, values | rows.windowed(window)


def _rolled_up(
    runs: Collection[Stored], seams: Seams
) -> tuple[list[Relation], dict[str, Any]]:
    """Return the rolled-up rows of runs and the ticks beside them, and their values."""
    paths = {str(path) for s in runs for path in s.rolled_up[seams.table]}
    values: dict[str, Any] = {"rolled_up": sorted(paths)} | seams.values
    relations = [Relation(rows.ROLLED_UP_PARQUET, overlap=True)]
    beside = files_beside(runs, seams)
    for side in beside:
        files = f"read_parquet(${side}, hive_partitioning = false)"
        relations.append(Relation(rows.beside(side, files), overlap=True))
    return relations, values | beside


def _parquet(ticks: Iterable[Stored], window: Interval) -> dict[str, list[str]]:
    """Return the files of ticks within a window by the name of their list, or one."""
    files = {file for its in ticks for file in its.files}
    within = {f for f in files if f.t0 < window[1] and f.t1 > window[0]}
    found: dict[str, list[str]] = {}
    for file in sorted(within or {min(files)}):
        name = OVERLAPPING if file.overlap else APART
        found.setdefault(name, []).append(str(file.path))
    return found


def _fill_names(connection: Any, name: str, runs: Mapping[int, Stored]) -> None:
    its = ((s.batch, s.number, n) for n, s in runs.items())
    database.fill(connection, name, STORED_COLUMNS, its)


def _by_key(free: Iterable[Free]) -> dict[tuple[int, int], list[Free]]:
    found: dict[tuple[int, int], list[Free]] = {}
    for stretch in free:
        found.setdefault(stretch[:2], []).append(stretch)
    return found


def _only_place(
    its: Sequence[Free], seen: Sequence[Interval], cells: Cells
) -> Place | None:
    """Return the place of all that a device drew; None where it has several."""
    counts = {stretch.is_counted for stretch in its}
    if len(counts) > 1 or sorted(s[2:4] for s in its) != list(seen):
        return None
    begin, end = seen[0][0], seen[-1][1]
    parts = list(cells.parts(begin, end))
    if len(parts) != 1 or parts[0][1:] != (begin, end):
        return None
    return its[0].run, its[0].device, parts[0][0], counts.pop()


def _fill_free(connection: Any, free: Iterable[Free]) -> None:
    columns = (
        *(("run", "INTEGER"), ("device", "INTEGER"), ("f0", "BIGINT")),
        *(("f1", "BIGINT"), ("counted", "BOOLEAN")),
    )
    database.fill(connection, "free", columns, free)


def _fill_cells(connection: Any, cells: Cells) -> int:
    """Make the tables of cells, and of the buckets of time in them. [us]"""
    bucket = bucket_of(cells)
    numbered = [(n, *interval) for n, interval in enumerate(cells.intervals)]
    columns = (("cell", "INTEGER"), ("c0", "BIGINT"), ("c1", "BIGINT"))
    database.fill(connection, "cells", columns, numbered)
    connection.execute(
        f"CREATE TABLE buckets AS {rows.buckets(rows.DUCKDB)}", {"bucket": bucket}
    )
    return bucket


def bucket_of(cells: Cells) -> int:
    """Return a length of time that every inner edge of cells is a multiple of. [us]"""
    edges = {edge for interval in cells.intervals for edge in interval}
    return gcd(BUCKET_US, *(edge for edge in edges if edge not in _ends(cells)))


def _ends(cells: Cells) -> Interval:
    return cells.intervals[0][0], cells.intervals[-1][1]
