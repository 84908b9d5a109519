"""The readings of runs as one table in SQL, wherever they are: lines and Parquet.

::

    ticks  run, host, project, user, rank, device, name, scope, method,
           t0, t1 [s since 1970], energy_j, low_j, high_j, own_j, other_j

A row is what one process saw of one device: none is merged with another's. The table is
a view: what it holds stays in its files until it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from wattlas.errors import needs_extra
from wattlas.metering.ledger import database, rows
from wattlas.metering.ledger.cells import EVER
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.parquet import check_readable
from wattlas.metering.ledger.run import Run
from wattlas.metering.ledger.stored import SqlSource
from wattlas.metering.ledger.ticks import TickSource

WHO = ("run", "host", "project", "user", "rank")
WHAT = ("key", "name", "scope", "method")
_DEVICES = (
    *(("number", "INTEGER"), ("place", "INTEGER")),
    *(("run", "VARCHAR"), ("host", "VARCHAR"), ("project", "VARCHAR")),
    *(("user", "VARCHAR"), ("rank", "INTEGER"), ("key", "VARCHAR")),
    *(("name", "VARCHAR"), ("scope", "VARCHAR"), ("method", "VARCHAR")),
    *(("low_ratio", "DOUBLE"), ("high_ratio", "DOUBLE")),
)
_TABLE = """
    WITH rows AS ({rows}), parts AS (
        SELECT *, greatest(since, {begin}) AS a, least(t1, {end}) AS b FROM rows
    )
    SELECT devices.run, host, project, "user", rank, key AS device, name, scope, method,
        a / 1e6 AS t0, b / 1e6 AS t1, {energy} / 1e6 AS energy_j,
        CASE WHEN a = t0 AND b = t1 THEN low_uj ELSE least(low_uj, 0) END / 1e6
            * low_ratio AS low_j,
        CASE WHEN a = t0 AND b = t1 THEN high_uj ELSE greatest(high_uj, energy_uj) END
            / 1e6 * high_ratio AS high_j,
        {own} / 1e6 AS own_j, {other} / 1e6 AS other_j
    FROM parts JOIN devices ON number = parts.run AND place = parts.device
    WHERE a < b
"""
IN_ORDER = "SELECT * FROM ticks ORDER BY run, rank, device, t0, t1"


@contextmanager
def connected(runs: Sequence[Run], what: str, window: Interval = EVER) -> Iterator[Any]:
    """Give a connection to a database with the readings of runs within a window.

    A reading that crosses an end of the window is cut there. `what` needs DuckDB.

    Raises
    ------
    MissingExtraError
        If DuckDB is not installed.
    HurtFilesError
        If a file of the ledger cannot be read: what asked for it failed by that.
    """
    with needs_extra(what, "ledger"):
        import duckdb
    numbered = dict(enumerate(runs))
    stored = {n: run for n, run in numbered.items() if run.stored is not None}
    here = {n: run for n, run in numbered.items() if run.stored is None}
    with database.connected(what) as connection:
        database.fill(connection, "devices", _DEVICES, _devices(runs))
        columns = (("run", "INTEGER"), ("device", "INTEGER"), *rows.COLUMNS)
        database.fill(connection, "here", columns, _readings(here))
        source = SqlSource(stored)
        relation, values = source.relation(connection, stored, window)
        names = ", ".join(name for name, _ in columns)
        parts = [f"SELECT {names} FROM here"]
        if relation:
            edges = {"window0": window[0], "window1": window[1]}
            text = database.written_out(relation, values | edges)
            parts.append(f"SELECT {names} FROM ({text})")
        connection.execute(f"CREATE VIEW ticks AS {_table(parts, window)}")
        try:
            yield connection
        except duckdb.Error:
            check_readable(connection, files_of(runs))
            raise


def files_of(runs: Iterable[Run]) -> list[str]:
    """Return the files that the readings of runs stay in."""
    stored = [run.stored for run in runs if run.stored is not None]
    return sorted({str(file.path) for its in stored for file in its.files})


def _table(parts: Sequence[str], window: Interval) -> str:
    energy, own, other = (rows.part(f"{n}_uj") for n in ("energy", "own", "other"))
    return _TABLE.format(
        rows=" UNION ALL ".join(parts),
        begin=window[0],
        end=window[1],
        energy=energy,
        own=own,
        other=other,
    )


def _devices(runs: Sequence[Run]) -> Iterator[tuple[Any, ...]]:
    for number, run in enumerate(runs):
        who = [getattr(run.header, name) for name in WHO]
        for place, device in enumerate(run.header.devices):
            what = [getattr(device, name) for name in WHAT]
            yield (number, place, *who, *what, device.low_ratio, device.high_ratio)


def _readings(here: Mapping[int, Run]) -> Iterator[tuple[Any, ...]]:
    """Yield the readings that runs hold in memory, as rows."""
    source = TickSource(here)
    for number, run in here.items():
        for device in range(len(run.header.devices)):
            for reading in source.readings(number, device):
                *amount, _, flags = reading.amount
                times = reading.t0, reading.t1, reading.since
                yield (number, device, *times, *amount, flags)
