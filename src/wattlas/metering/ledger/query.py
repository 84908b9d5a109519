"""SQL over a ledger with DuckDB: the tables `runs`, `ticks` and `windows`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wattlas.errors import InputError, needs_extra
from wattlas.metering.ledger import readable
from wattlas.metering.ledger.database import fill
from wattlas.metering.ledger.parquet import check_readable
from wattlas.metering.ledger.readable import files_of
from wattlas.metering.ledger.run import Run

RUN_COLUMNS = (
    ("run", "VARCHAR"),
    ("host", "VARCHAR"),
    ("name", "VARCHAR"),
    ("project", "VARCHAR"),
    ("user", "VARCHAR"),
    ("program", "VARCHAR"),
    ("job", "VARCHAR"),
    ("rank", "INTEGER"),
    ("origin", "VARCHAR"),
    ("t0", "DOUBLE"),
    ("t1", "DOUBLE"),
    ("ended", "BOOLEAN"),
)
WINDOW_COLUMNS = (
    ("run", "VARCHAR"),
    ("name", "VARCHAR"),
    ("t0", "DOUBLE"),
    ("t1", "DOUBLE"),
    ("unit", "VARCHAR"),
    ("count", "DOUBLE"),
)
Rows = tuple[list[str], list[tuple[Any, ...]]]


def query(runs: Sequence[Run], sql: str) -> Rows:
    """Return the columns and rows of a question in SQL.

    The tables hold what the files hold: joules as each process saw them. Ranks that
    saw one device are not merged here; ``wattlas ledger sum`` does that.

    Raises
    ------
    MissingExtraError
        If DuckDB is not installed.
    InputError
        If the question cannot be answered, with DuckDB's reason.
    """
    with needs_extra("Asking in SQL", "ledger"):
        import duckdb
    with readable.connected(runs, "Asking in SQL") as connection:
        fill(connection, "runs", RUN_COLUMNS, _run_rows(runs))
        fill(connection, "windows", WINDOW_COLUMNS, _window_rows(runs))
        # The question sees the tables alone, no other file and no network.
        connection.execute("SET allowed_paths = $files", {"files": files_of(runs)})
        connection.execute("SET enable_external_access = false")
        try:
            asked = [s.type for s in connection.extract_statements(sql)]
            if asked != [duckdb.StatementType.SELECT]:
                raise InputError(
                    "A ledger is asked one question in SQL, which begins with SELECT: "
                    "its tables are runs, ticks and windows."
                )
            answer = connection.execute(sql)
            columns = [column[0] for column in answer.description or ()]
            return columns, answer.fetchall()
        except duckdb.Error as error:
            check_readable(connection, files_of(runs))
            reason = str(error).splitlines()[0]
            raise InputError(
                "The question cannot be answered: {reason}. Tables: runs, ticks, "
                "windows; their columns: DESCRIBE ticks.",
                reason=reason,
            ) from error


def _run_rows(runs: Iterable[Run]) -> Iterable[list[Any]]:
    for run in runs:
        header = [getattr(run.header, name) for name, _ in RUN_COLUMNS[:-3]]
        yield [*header, run.t0, run.t1, run.ended is not None]


def _window_rows(runs: Iterable[Run]) -> Iterable[list[Any]]:
    for run in runs:
        for window in run.windows:
            for unit, count in (window.work or {"": 0.0}).items():
                yield [run.header.run, window.name, window.t0, window.t1, unit, count]
