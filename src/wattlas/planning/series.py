"""Hourly series of a plan as Parquet and CSV files."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wattlas.errors import needs_extra
from wattlas.planning.answer.record import Plan

NAME = "hours"


def write_series(plan: Plan, folder: Path) -> list[Path]:
    """Write every hourly series as Parquet and as CSV; return the files.

    The first column is the begin of the hour in UTC; the others are named by site and
    flow, with the unit: ``qingyang.grid_kw``.
    """
    start = datetime(plan.year, 1, 1, tzinfo=UTC)
    count = len(next(iter(plan.series.values())))
    times = [start + timedelta(hours=i) for i in range(count)]
    return [_parquet(plan, times, folder), _csv(plan, times, folder)]


def _parquet(plan: Plan, times: list[datetime], folder: Path) -> Path:
    with needs_extra("A Parquet file", "plan"):
        import pyarrow
        from pyarrow import parquet
    path = folder / f"{NAME}.parquet"
    parquet.write_table(pyarrow.table({"time_utc": times, **plan.series}), path)
    return path


def _csv(plan: Plan, times: list[datetime], folder: Path) -> Path:
    path = folder / f"{NAME}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["time_utc", *plan.series])
        columns = [[f"{v:.6g}" for v in values] for values in plan.series.values()]
        stamps = [f"{t:%Y-%m-%dT%H:%M:%SZ}" for t in times]
        writer.writerows(zip(stamps, *columns, strict=True))
    return path
