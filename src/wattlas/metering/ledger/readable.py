"""The readings of runs as one table in SQL, wherever they are: lines and Parquet.

::

    ticks  run, host, project, user, rank, device, name, scope, method,
           t0, t1 [s since 1970], energy_j, low_j, high_j, own_j, other_j

A row is what one process saw of one device: none is merged with another's. The table is
a view: what it holds stays in its files until it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from wattlas.errors import needs_extra
from wattlas.metering.ledger import database, rows
from wattlas.metering.ledger.cells import EVER
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.parquet import check_readable
from wattlas.metering.ledger.relations import relations_of
from wattlas.metering.ledger.rows import Relation
from wattlas.metering.ledger.run import Run

WHO = ("run", "host", "project", "user", "rank")
WHAT = ("key", "name", "scope", "method")
_DEVICES = (
    ("id", "INTEGER"),
    *(("run", "VARCHAR"), ("host", "VARCHAR"), ("project", "VARCHAR")),
    *(("user", "VARCHAR"), ("rank", "INTEGER"), ("key", "VARCHAR")),
    *(("name", "VARCHAR"), ("scope", "VARCHAR"), ("method", "VARCHAR")),
    *(("low_ratio", "DOUBLE"), ("high_ratio", "DOUBLE")),
)
_ALL = """
    SELECT run, device, t0 AS a, t1 AS b, energy_uj, low_uj, high_uj, own_uj, other_uj
    FROM ({rows})
"""
_PARTS = """
    SELECT run, device, a, b, {energy} AS energy_uj,
        {low} AS low_uj, {high} AS high_uj, {own} AS own_uj, {other} AS other_uj
    FROM (SELECT *, greatest(since, {begin}) AS a, least(t1, {end}) AS b FROM ({rows}))
    WHERE a < b
"""
_TABLE = """
    SELECT devices.run, host, project, "user", rank, key AS device, name, scope, method,
        a / 1e6 AS t0, b / 1e6 AS t1, energy_uj / 1e6 AS energy_j,
        low_uj / 1e6 * low_ratio AS low_j, high_uj / 1e6 * high_ratio AS high_j,
        own_uj / 1e6 AS own_j, other_uj / 1e6 AS other_j
    FROM ({parts}) AS parts JOIN devices ON id = parts.run * {most} + parts.device
"""
"""One whole number is a key that is looked up, not searched for."""
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
    most = max((len(run.header.devices) for run in runs), default=0)
    with database.connected(what, most) as connection:
        database.fill(connection, "devices", _DEVICES, _devices(runs, most))
        relations, values = relations_of(connection, dict(enumerate(runs)), window)
        table = database.written_out(_table(relations, window, most), values)
        connection.execute(f"CREATE VIEW ticks AS {table}")
        try:
            yield connection
        except duckdb.Error:
            check_readable(connection, files_of(runs))
            raise


def files_of(runs: Iterable[Run]) -> list[str]:
    """Return the files that the readings of runs stay in."""
    stored = [run.stored for run in runs if run.stored is not None]
    return sorted({str(file.path) for its in stored for file in its.files})


def _table(relations: Sequence[Relation], window: Interval, most: int) -> str:
    """Return the table of ticks; readings are cut only where any may have to be."""
    energy, own, other = (rows.part(f"{n}_uj") for n in ("energy", "own", "other"))
    cut = {"energy": energy, "own": own, "other": other}
    cut |= {"low": rows.PART_LOW, "high": rows.PART_HIGH}
    cut |= {"begin": str(window[0]), "end": str(window[1])}
    parts = [
        (_PARTS if r.overlap or window != EVER else _ALL).format(rows=r.sql, **cut)
        for r in relations
    ]
    return _TABLE.format(parts=" UNION ALL ".join(parts), most=most)


def _devices(runs: Sequence[Run], most: int) -> Iterator[tuple[Any, ...]]:
    for number, run in enumerate(runs):
        who = [getattr(run.header, name) for name in WHO]
        for place, device in enumerate(run.header.devices):
            what = [getattr(device, name) for name in WHAT]
            yield (
                number * most + place,
                *who,
                *what,
                device.low_ratio,
                device.high_ratio,
            )
