"""A run on Apache Spark: the same work on batches, on as many machines as there are.

Files are worked some at a time, each lot a job whose rows are there as a whole or not
at all, so that a failure leaves the lots that are done.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wattlas.errors import needs_extra
from wattlas.estimation.request_files.folder import ROWS, SUMS, OutputFolder
from wattlas.estimation.request_files.inputs import BATCH_ROWS, Part
from wattlas.estimation.request_files.sums import (
    BY,
    DAY,
    GROUP,
    KEY,
    MODEL,
    PER_UNIT,
    USER,
    AddedUp,
    merged,
    sums_schema,
)
from wattlas.estimation.request_files.sums import ROWS as ROWS_COUNTED
from wattlas.estimation.request_files.survey import Pass, Survey, Surveyor
from wattlas.estimation.request_files.tally import PlaceOf
from wattlas.estimation.request_files.work import DAY_COLUMN, BatchWork
from wattlas.estimation.request_log.sorting import ColumnNeeds
from wattlas.metering.ledger.spark_session import MASTER as MASTER
from wattlas.metering.ledger.spark_session import spark_session
from wattlas.parameters import RequestsOptions

if TYPE_CHECKING:
    import pyarrow

FILE, ROW = "_wattlas_file", "_wattlas_row"
FILES_PER_JOB = 256
"""Files of a lot: what a failure does not keep."""


@dataclass(frozen=True)
class Spark:
    """Works files on Spark: ``local[2]``, ``spark://host:7077``, ``yarn`` ..."""

    master: str

    def survey(self, options: RequestsOptions, parts: Sequence[Part]) -> Survey:
        """Return the survey of a log, after as many passes as it needs."""
        session = self._session()
        surveyor = Surveyor(options)
        while True:
            whole = Pass()
            for lot in _lots(parts):
                frame = _with_places(session.read.parquet(*lot))
                look = _Look(surveyor)
                for row in frame.mapInArrow(look.over, "seen binary").toLocalIterator():
                    whole.merge(pickle.loads(row.seen))
            if surveyor.take(whole):
                return surveyor.survey

    def work(
        self, work: BatchWork, parts: Sequence[Part], folder: OutputFolder
    ) -> pyarrow.Table:
        """Write what is not done of rows and sums; return the sums of all."""
        with needs_extra("Sums of a log", "tables"):
            from pyarrow import parquet
        found = AddedUp()
        for number, lot in enumerate(_lots(parts)):
            sums = folder.path / SUMS / f"lot-{number:05d}.parquet"
            if not sums.is_file():
                rows = folder.path / ROWS / f"lot={number:05d}"
                table = _worked(self._session(), work, lot, str(rows))
                with folder.file(f"{SUMS}/{sums.name}") as path:
                    parquet.write_table(table, path)
            found.add(parquet.read_table(sums))
        return found.table

    def _session(self) -> Any:
        session = spark_session(self.master)
        for name, value in (
            ("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH_ROWS)),
            ("spark.sql.session.timeZone", "UTC"),
        ):
            session.conf.set(name, value)
        return session


def _lots(parts: Sequence[Part]) -> Iterator[list[str]]:
    """Yield the paths of files, so many at a time."""
    paths = list(dict.fromkeys(part.file.path for part in parts))
    for start in range(0, len(paths), FILES_PER_JOB):
        yield paths[start : start + FILES_PER_JOB]


@dataclass(frozen=True)
class _Look:
    """One pass of a survey over the batches of a task, as ``mapInArrow`` asks."""

    surveyor: Surveyor

    def over(self, batches: Iterator[Any]) -> Iterator[Any]:
        with needs_extra("An Arrow table", "tables"):
            import pyarrow
        options, seen = self.surveyor.options, Pass()
        needs = None
        for batch in batches:
            if not batch.num_rows:
                continue
            table = pyarrow.Table.from_batches([batch])
            places = table.select([FILE, ROW])
            table = table.drop_columns([FILE, ROW])
            needs = needs or ColumnNeeds.of(replace(options, table=table))
            seen.unused |= dict.fromkeys(needs.unread)
            its = replace(options, table=table.select([*needs.read, *needs.times]))
            seen.see(its, self.surveyor.known, _place_in(places))
        packed = pyarrow.array([pickle.dumps(seen)], pyarrow.binary())
        yield pyarrow.RecordBatch.from_arrays([packed], names=["seen"])


def _with_places(frame: Any) -> Any:
    """Return rows with the file that each is of, and its number in there."""
    with needs_extra("Estimating on Spark", "spark"):
        from pyspark.sql import functions as f
    file, row = f.col("_metadata.file_path"), f.col("_metadata.row_index")
    return frame.select("*", file.alias(FILE), row.alias(ROW))


def _place_in(places: pyarrow.Table) -> PlaceOf:
    files, rows = places[FILE], places[ROW]
    return lambda row: (
        files[row].as_py().removeprefix("file:").replace("///", "/"),
        rows[row].as_py() + 1,
    )


def _worked(
    session: Any, work: BatchWork, paths: Sequence[str], rows: str
) -> pyarrow.Table:
    """Write the rows of some files; return their sums."""
    frame = session.read.parquet(*paths)
    mapped = frame.mapInArrow(work.over, _schema(frame.schema, work))
    days = [DAY_COLUMN] if work.keys.time else []
    mapped.write.mode("overwrite").partitionBy(*days).parquet(rows)
    written = session.read.parquet(rows)
    keys: dict[str, str | None] = {}
    if work.keys.time:
        keys[DAY] = DAY_COLUMN
    if work.keys.user:
        keys[USER] = work.keys.user
    keys = keys or {MODEL: None}
    tables = [_sums(written, by, column, work.results) for by, column in keys.items()]
    return merged(tables)


def _schema(schema: Any, work: BatchWork) -> Any:
    """Return the schema of rows with what is added to them."""
    with needs_extra("Estimating on Spark", "spark"):
        from pyspark.sql.types import (
            DateType,
            DoubleType,
            IntegerType,
            StringType,
            StructField,
            StructType,
        )
    kinds = {DAY_COLUMN: DateType(), GROUP: IntegerType()}
    added = [
        StructField(
            name,
            kinds.get(name) or (DoubleType() if name in work.results else StringType()),
        )
        for name in work.added
    ]
    return StructType([*schema.fields, *added])


def _sums(
    frame: Any, by: str, column: str | None, results: Sequence[str]
) -> pyarrow.Table:
    """Return sums of whole billionths by group and a column, as those of threads."""
    with needs_extra("Estimating on Spark", "spark"):
        from pyspark.sql import functions as f
    key = f.lit(None) if column is None else f.col(f"`{column}`")
    used = frame.where(f.col(GROUP).isNotNull())
    sums = [
        f.coalesce(
            f.sum(f.rint(f.col(name) * PER_UNIT).cast("bigint")), f.lit(0)
        ).alias(name)
        for name in results
    ]
    grouped = used.groupBy(f.col(GROUP), key.cast("string").alias(KEY)).agg(
        f.count(f.lit(1)).alias(ROWS_COUNTED), *sums
    )
    names = [BY, GROUP, KEY, ROWS_COUNTED, *results]
    table = grouped.withColumn(BY, f.lit(by)).select(*names).toArrow()
    return table.cast(sums_schema(results))
