"""The same rows and the same SQL on Apache Spark: sums beyond one machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wattlas.metering.ledger import rows
from wattlas.metering.ledger.cells import Cells
from wattlas.metering.ledger.readings import Amount, Free, Place
from wattlas.metering.ledger.spark_session import MASTER, spark_session
from wattlas.metering.ledger.stored import SqlSource, bucket_of

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
        values = self._fill(session, free, cells)
        many = len(cells.intervals) > 1
        relation = rows.FROM_TICKS.format(ticks="ticks")
        question = rows.sums(relation, has_cells=many, dialect=rows.SPARK)
        answer = session.sql(_marked(question), args=values).collect()
        return {tuple(row[:4]): Amount(*map(int, row[4:])) for row in answer}

    def _fill(self, session: Any, free: Sequence[Free], cells: Cells) -> dict[str, Any]:
        """Make the tables that the question names; return the values in it."""
        runs = {number: self._runs[number] for number in {f.run for f in free}}
        names = [(s.batch, s.number, number) for number, s in runs.items()]
        files = sorted({str(f.path) for s in runs.values() for f in s.files})
        session.read.parquet(*files).createOrReplaceTempView("ticks")
        for name, columns, its in (
            ("stored", _STORED, names),
            ("free", _FREE, [tuple(stretch) for stretch in free]),
            ("cells", _CELLS, [(n, *i) for n, i in enumerate(cells.intervals)]),
        ):
            session.createDataFrame(its, columns).createOrReplaceTempView(name)
        values = {
            "window0": cells.intervals[0][0],
            "window1": cells.intervals[-1][1],
            "bucket": bucket_of(cells),
        }
        bucket = {"bucket": values["bucket"]}
        buckets = session.sql(_marked(rows.buckets(rows.SPARK)), args=bucket)
        buckets.createOrReplaceTempView("buckets")
        return values


def _marked(question: str) -> str:
    """Return a question whose values are named as Spark names them."""
    return question.replace("$", ":")
