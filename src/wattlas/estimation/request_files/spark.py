"""A run on Apache Spark: the same work on batches, on as many machines as there are.

Files are worked some at a time, each lot a job whose rows are there as a whole or not
at all, so that a failure leaves the lots that are done.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.errors import needs_extra
from wattlas.estimation.request_files.folder import (
    ROWS,
    SUMS,
    USER_SUMS,
    OutputFolder,
)
from wattlas.estimation.request_files.inputs import BATCH_ROWS, Part
from wattlas.estimation.request_files.sums import (
    GROUP,
    KEY,
    PER_UNIT,
    AddedUp,
    sums_schema,
)
from wattlas.estimation.request_files.sums import ROWS as ROWS_COUNTED
from wattlas.estimation.request_files.survey import Pass, Survey, Surveyor
from wattlas.estimation.request_files.tally import PlaceOf
from wattlas.estimation.request_files.user_sums import RunSums, UserSums
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
BLOCK_BYTES = 1 << 20
"""Sums by user of a block, which are read at once."""


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
    ) -> RunSums:
        """Write what is not done of rows and sums; return the sums of all."""
        with needs_extra("Sums of a log", "tables"):
            from pyarrow import parquet
        found, by_user = AddedUp(), list[Path]()
        for number, lot in enumerate(_lots(parts)):
            name = f"lot={number:05d}"
            sums = folder.path / SUMS / f"{name}.parquet"
            users = folder.path / USER_SUMS / name
            if not sums.is_file() or (work.keys.user and not users.is_dir()):
                rows = folder.path / ROWS / name
                written = _worked(self._session(), work, lot, str(rows))
                _write_users(written, work, str(users))
                table = _whole_sums(written, work)
                with folder.file(f"{SUMS}/{sums.name}") as path:
                    parquet.write_table(table, path)
            found.add(parquet.read_table(sums))
            by_user += sorted(users.glob("*.parquet"))
        users_told = UserSums(by_user, work.results) if work.keys.user else None
        return RunSums(found.table, users_told)

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


def _worked(session: Any, work: BatchWork, paths: Sequence[str], rows: str) -> Any:
    """Write the rows of some files; return the frame of what was written."""
    frame = session.read.parquet(*paths)
    mapped = frame.mapInArrow(work.over, _schema(frame.schema, work))
    days = [DAY_COLUMN] if work.keys.time else []
    mapped.write.mode("overwrite").partitionBy(*days).parquet(rows)
    return session.read.parquet(rows)


def _whole_sums(written: Any, work: BatchWork) -> pyarrow.Table:
    """Return the sums by day, or by nothing."""
    sums = _sums(written, DAY_COLUMN if work.keys.time else None, work.results)
    return sums.toArrow().cast(sums_schema(work.results))


def _write_users(written: Any, work: BatchWork, folder: str) -> None:
    """Write the sums by user, in the order of users, from where they are."""
    if work.keys.user is None:
        return
    sums = _sums(written, work.keys.user, work.results).orderBy(KEY, GROUP)
    writer = sums.write.mode("overwrite").option("parquet.block.size", BLOCK_BYTES)
    writer.parquet(folder)


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


def _sums(frame: Any, column: str | None, results: Sequence[str]) -> Any:
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
    return grouped.select(GROUP, KEY, ROWS_COUNTED, *results)
