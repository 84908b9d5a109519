"""The same rows and the same SQL on Apache Spark: sums beyond one machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wattlas.metering.ledger import rows
from wattlas.metering.ledger.cells import Cells
from wattlas.metering.ledger.readings import Amount, Free, Place
from wattlas.metering.ledger.seams import Seams, asked, files_beside, parted
from wattlas.metering.ledger.spark_session import MASTER, spark_session
from wattlas.metering.ledger.stored import SqlSource, Stored, bucket_of

if TYPE_CHECKING:
    from wattlas.metering.ledger.run import Run

_FREE = "run INT, device INT, f0 BIGINT, f1 BIGINT, counted BOOLEAN"
_STORED = "batch STRING, number INT, run INT"
_CELLS = "cell INT, c0 BIGINT, c1 BIGINT"


class SparkSource(SqlSource):
    """Sums of compacted runs on Spark; those that are still lines, in DuckDB.

    Parameters
    ----------
    runs : mapping
        Runs by their number.
    master : str
        ``local[2]``, ``spark://host:7077``, ``yarn``, ``k8s://...``.
    """

    def __init__(self, runs: Mapping[int, Run], master: str = MASTER) -> None:
        super().__init__(runs)
        self._master = master

    def sums(self, free: Iterable[Free], cells: Cells) -> dict[Place, Amount]:
        """Return what each device of each run drew in each cell, where it counts."""
        packed: list[Free] = []
        lines: list[Free] = []
        for stretch in free:
            (packed if self._runs[stretch.run].batch else lines).append(stretch)
        found = super().sums(lines, cells)
        return found | (self._on_spark(packed, cells) if packed else {})

    def _on_spark(self, free: Sequence[Free], cells: Cells) -> dict[Place, Amount]:
        if not cells.intervals:
            return {}
        session = spark_session(self._master)
        values = _fill_cells(session, cells)
        found: dict[Place, Amount] = {}
        for its, seams in asked(self._simplified(free), cells):
            runs = {number: self._runs[number] for number in {f.run for f in its}}
            _view(session, "free", _FREE, map(tuple, its))
            relation, more = _relation(session, runs, seams)
            many = len(cells.intervals) > 1
            question = rows.sums(relation, has_cells=many, dialect=rows.SPARK)
            answer = session.sql(_marked(question), args=values | more).collect()
            for row in answer:
                found[tuple(row[:4])] = Amount(*map(int, row[4:]))
        return found


def _relation(
    session: Any, runs: Mapping[int, Stored], seams: Seams | None
) -> tuple[str, dict[str, int]]:
    """Make the views of the files of runs; return their rows, and values in these."""
    ticks, rolled = parted(runs, seams)
    _names(session, "stored", ticks)
    _names(session, "rolled", rolled)
    sqls, values = list[str](), dict[str, int]()
    files = sorted({str(f.path) for s in ticks.values() for f in s.files})
    if files:
        session.read.parquet(*files).createOrReplaceTempView("ticks")
        sqls.append(rows.FROM_TICKS.format(ticks="ticks"))
    if rolled and seams:
        values = seams.values
        paths = {str(p) for s in rolled.values() for p in s.rolled_up[seams.table]}
        session.read.parquet(*sorted(paths)).createOrReplaceTempView("rolled_up")
        sqls.append(rows.FROM_ROLLED_UP.format(rolled_up="rolled_up"))
        for side, its in files_beside(rolled.values(), seams).items():
            session.read.parquet(*its).createOrReplaceTempView(side)
            sqls.append(rows.beside(side, side, rows.SPARK))
    return " UNION ALL ".join(f"({sql})" for sql in sqls), values


def _names(session: Any, name: str, runs: Mapping[int, Stored]) -> None:
    _view(session, name, _STORED, ((s.batch, s.number, n) for n, s in runs.items()))


def _fill_cells(session: Any, cells: Cells) -> dict[str, int]:
    """Make the views of cells, and of the buckets in them; return values they have."""
    _view(session, "cells", _CELLS, ((n, *i) for n, i in enumerate(cells.intervals)))
    bucket = {"bucket": bucket_of(cells)}
    buckets = session.sql(_marked(rows.buckets(rows.SPARK)), args=bucket)
    buckets.createOrReplaceTempView("buckets")
    window = cells.intervals[0][0], cells.intervals[-1][1]
    return bucket | rows.windowed(window)


def _view(session: Any, name: str, columns: str, its: Iterable[Any]) -> None:
    session.createDataFrame(list(its), columns).createOrReplaceTempView(name)


def _marked(question: str) -> str:
    """Return a question whose values are named as Spark names them."""
    return question.replace("$", ":")
