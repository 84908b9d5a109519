"""Hourly series of a plan as Parquet and CSV files, a row for each value."""

from __future__ import annotations

import csv
from dataclasses import astuple, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.answer.parts import ConnectionPoint
from wattlas.planning.answer.record import Plan

if TYPE_CHECKING:
    import pyarrow

NAME = "hours"
CONNECTION = "connection.csv"
"""What smaller connections of the sites would cut."""
COLUMNS = ("time_utc", "site", "option", "quantity", "unit", "value")
"""Begin of the hour, whose value of what it is, and in which unit."""


def write_series(plan: Plan, folder: Path) -> list[Path]:
    """Write every hourly series as Parquet and as CSV; return the files.

    Both have a row for each value, in the columns `COLUMNS`. What smaller connections
    would cut stands in a CSV of its own, a row for each.
    """
    return [_parquet(plan, folder), _csv(plan, folder), _connection(plan, folder)]


def series_table(plan: Plan) -> pyarrow.Table:
    """Return the hourly series of a plan as an Arrow table, in the columns `COLUMNS`.

    Raises
    ------
    MissingExtraError
        If pyarrow is not installed.
    """
    with needs_extra("A table of hours", "plan"):
        import pyarrow
    counts = [len(s.values) for s in plan.series]
    times = [t for count in counts for t in _times(plan.year, count)]
    labels = zip(*(s.labels for s in plan.series), strict=True)
    which = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    named = {
        name: pyarrow.DictionaryArray.from_arrays(which, pyarrow.array(column))
        for name, column in zip(COLUMNS[1:-1], labels, strict=True)
    }
    values = np.concatenate([s.values for s in plan.series])
    return pyarrow.table({COLUMNS[0]: times, **named, COLUMNS[-1]: values})


def _times(year: int, count: int) -> list[datetime]:
    start = datetime(year, 1, 1, tzinfo=UTC)
    return [start + timedelta(hours=i) for i in range(count)]


def _parquet(plan: Plan, folder: Path) -> Path:
    table = series_table(plan)
    with needs_extra("A Parquet file", "plan"):
        from pyarrow import parquet

    path = folder / f"{NAME}.parquet"
    parquet.write_table(table, path)
    return path


def _csv(plan: Plan, folder: Path) -> Path:
    path = folder / f"{NAME}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for series in plan.series:
            stamps = [
                f"{t:%Y-%m-%dT%H:%M:%SZ}" for t in _times(plan.year, len(series.values))
            ]
            writer.writerows(
                (stamp, *series.labels, f"{value:.6g}")
                for stamp, value in zip(stamps, series.values, strict=True)
            )
    return path


def _connection(plan: Plan, folder: Path) -> Path:
    path = folder / CONNECTION
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(ConnectionPoint)])
        writer.writerows(astuple(point) for point in plan.connection)
    return path
