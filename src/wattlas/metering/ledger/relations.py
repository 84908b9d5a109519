"""The readings of runs as rows in SQL, wherever they are: in memory, lines, Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wattlas.metering.ledger import database, rows
from wattlas.metering.ledger.cells import EVER
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.rows import Relation
from wattlas.metering.ledger.run import Run
from wattlas.metering.ledger.stored import SqlSource
from wattlas.metering.ledger.ticks import TickSource

COLUMNS = (("run", "INTEGER"), ("device", "INTEGER"), *rows.COLUMNS)
NAMES = ", ".join(name for name, _ in COLUMNS)


def relations_of(
    connection: Any, runs: Mapping[int, Run], window: Interval = EVER
) -> tuple[list[Relation], dict[str, Any]]:
    """Return the rows of runs by where they are, and the values that these name.

    All have the columns COLUMNS; those that no moment of the window meets may be left
    out.
    """
    stored = {n: run for n, run in runs.items() if run.stored is not None}
    here = {n: run for n, run in runs.items() if run.ticks}
    found, values = SqlSource(stored).relations(connection, stored, window)
    relations = [Relation(f"SELECT {NAMES} FROM ({r.sql})", r.overlap) for r in found]
    if here or not relations:
        database.fill(connection, "here", COLUMNS, _readings(here))
        relations.append(Relation(f"SELECT {NAMES} FROM here", overlap=True))
    return relations, values


def _readings(here: Mapping[int, Run]) -> Iterator[tuple[Any, ...]]:
    """Yield the readings that runs hold in memory, as rows."""
    source = TickSource(here)
    for number, run in here.items():
        for device in range(len(run.header.devices)):
            for reading in source.readings(number, device):
                *amount, _, flags = reading.amount
                times = reading.t0, reading.t1, reading.since
                yield (number, device, *times, *amount, flags)
