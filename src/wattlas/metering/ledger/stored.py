"""Runs whose readings stay in their files: what is known of them, and their sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wattlas.metering.ledger import database, rows
from wattlas.metering.ledger.cells import EVER, US_PER_S, Cells
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.readings import Amount, Free, Place, Reading

if TYPE_CHECKING:
    from wattlas.metering.ledger.run import Run

FILE_COLUMNS = (("path", "VARCHAR"), ("run", "INTEGER"))
STORED_COLUMNS = (("batch", "VARCHAR"), ("number", "INTEGER"), ("run", "INTEGER"))
BUCKET_US = 900_000_000
"""Hours of all zones begin at a quarter of an hour."""


class StoredFile(NamedTuple):
    """A file with readings, and from when to when these are. [us since 1970]"""

    path: Path
    t0: int
    t1: int


@dataclass(frozen=True)
class Stored:
    """What is known of the readings of a run that stay in its files.

    `seen` are the times of each device, `whole` what it drew in them; `batch` and
    `number` name the run in Parquet files, where it is in any, and `origin` the file of
    lines that they replace.
    """

    seen: tuple[tuple[Interval, ...], ...]
    whole: tuple[Amount, ...]
    files: tuple[StoredFile, ...]
    batch: str = ""
    number: int = 0
    origin: str = ""

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

    def sums(self, free: Iterable[Free], cells: Cells) -> dict[Place, Amount]:
        """Return what each device of each run drew in each cell, where it counts.

        Where all of a device counts, in one cell, that is known without its readings.
        """
        found: dict[Place, Amount] = {}
        asked: list[Free] = []
        for (run, device), its in _by_key(free).items():
            stored = self._runs[run]
            place = _only_place(its, stored.seen[device], cells)
            if place is None:
                asked += its
            else:
                found[place] = stored.whole[device]
        if asked and cells.intervals:
            found |= self._asked(asked, cells)
        return found

    def _asked(self, free: Sequence[Free], cells: Cells) -> dict[Place, Amount]:
        window = cells.intervals[0][0], cells.intervals[-1][1]
        with database.connected("Summing stored runs") as connection:
            _fill_free(connection, free)
            values = {"window0": window[0], "window1": window[1]}
            if len(cells.intervals) > 1:
                values["bucket"] = _fill_cells(connection, cells)
            relation, files = self._relation(connection, {f.run for f in free}, window)
            question = rows.sums(relation, has_cells=len(cells.intervals) > 1)
            answer = database.asked(connection, question, values | files)
        return {tuple(row[:4]): Amount(*map(int, row[4:])) for row in answer}

    def readings(self, run: int, device: int) -> Iterator[Reading]:
        """Yield the readings of one device of a run in the order of their times."""
        with database.connected("Reading stored runs") as connection:
            relation, files = self._relation(connection, {run}, EVER)
            names = ", ".join(name for name, _ in rows.COLUMNS)
            connection.execute(
                f"SELECT {names} FROM ({relation}) WHERE device = $device ORDER BY t0",
                {"device": device, "window0": EVER[0], "window1": EVER[1]} | files,
            )
            while found := connection.fetchmany(10_000):
                for t0, t1, since, *amount, flags in found:
                    yield Reading(
                        t0, t1, since, Amount._make((*amount, t1 - t0, flags))
                    )

    def _relation(
        self, connection: Any, numbers: Iterable[int], window: Interval
    ) -> tuple[str, dict[str, Any]]:
        """Return the rows of runs as SQL, and the values that it names."""
        runs = {number: self._runs[number] for number in sorted(numbers)}
        lines = [(s.files[0].path, n) for n, s in runs.items() if not s.batch]
        packed = [(s.batch, s.number, n) for n, s in runs.items() if s.batch]
        relations: list[str] = []
        values: dict[str, Any] = {}
        if lines:
            database.fill(connection, "files", FILE_COLUMNS, lines)
            values |= {"files": [str(p) for p, _ in lines], "plain": rows.PLAIN_TICK}
            relations.append(rows.FROM_LINES)
        if packed:
            database.fill(connection, "stored", STORED_COLUMNS, packed)
            files = {f for s in runs.values() if s.batch for f in s.files}
            within = [f for f in files if f.t0 < window[1] and f.t1 > window[0]]
            values["parquet"] = sorted(str(f.path) for f in within or files)
            relations.append(rows.FROM_PARQUET)
        return " UNION ALL ".join(relations), values


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
    edges = {edge for interval in cells.intervals for edge in interval}
    bucket = gcd(BUCKET_US, *(edge for edge in edges if edge not in _ends(cells)))
    numbered = [(n, *interval) for n, interval in enumerate(cells.intervals)]
    columns = (("cell", "INTEGER"), ("c0", "BIGINT"), ("c1", "BIGINT"))
    database.fill(connection, "cells", columns, numbered)
    connection.execute(
        "CREATE TABLE buckets AS SELECT cell, unnest(range(c0 // $bucket, "
        "(c1 - 1) // $bucket + 1)) AS bucket FROM cells",
        {"bucket": bucket},
    )
    return bucket


def _ends(cells: Cells) -> Interval:
    return cells.intervals[0][0], cells.intervals[-1][1]
