"""A database in memory that reads the files of a ledger, and spills to the disk."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, needs_extra
from wattlas.metering.ledger.parquet import check_readable

MEMORY_MB, MB_PER_DEVICE, MOST_MB = 128, 0.4, 512
"""What DuckDB may hold before it spills to the disk: it reads lines by the thousand, so
that what it must hold grows with the devices of a line, up to 32 MB of text."""
THREADS = 2
"""Each holds 32 MB of lines: for more of them the memory has no room."""
NAMED = re.compile(r"\$(\w+)")
Columns = Sequence[tuple[str, str]]


def is_there() -> bool:
    """Say whether DuckDB is installed (extra `ledger`)."""
    return find_spec("duckdb") is not None


@contextmanager
def connected(what: str, devices: int = 0) -> Iterator[Any]:
    """Give a connection to an empty database; `what` needs it.

    `devices` is the most that a line of the ledger tells of.

    Raises
    ------
    MissingExtraError
        If DuckDB is not installed.
    InputError
        If its memory does not hold what was asked.
    """
    with needs_extra(what, "ledger"):
        import duckdb
    memory = f"{min(MEMORY_MB + round(MB_PER_DEVICE * devices), MOST_MB)}MB"
    with tempfile.TemporaryDirectory() as folder:
        settings: dict[str, Any] = {
            "memory_limit": memory,
            "threads": THREADS,
            "temp_directory": folder,
        }
        with duckdb.connect(":memory:", config=settings) as connection:
            try:
                yield connection
            except duckdb.OutOfMemoryException as error:
                raise InputError(
                    "What was asked of the ledger does not fit in {memory}. Ask for "
                    "less at once: fewer runs with --project, or less time with "
                    "--since and --until.",
                    memory=memory,
                ) from error


def fill(
    connection: Any, name: str, columns: Columns, rows: Iterable[Iterable[Any]]
) -> None:
    """Make a table of rows."""
    declared = ", ".join(f'"{column}" {kind}' for column, kind in columns)
    connection.execute(f"CREATE TABLE {name} ({declared})")
    # Row by row DuckDB takes a second for a thousand; a file it reads in one go.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
        if path.stat().st_size == 0:
            return
        connection.execute(
            f"COPY {name} FROM '{path}' (HEADER false, DELIMITER ',', QUOTE '\"')"
        )


def named(question: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the values that a question names: DuckDB takes no others.

    >>> named("SELECT $a", {"a": 1, "b": 2})
    {'a': 1}
    """
    return {name: values[name] for name in NAMED.findall(question)}


def written_out(question: str, values: Mapping[str, Any]) -> str:
    """Return a question with its values in it, as a view must have it."""
    return NAMED.sub(lambda name: _literal(values[name[1]]), question)


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return str(value)


def asked(connection: Any, question: str, values: dict[str, Any]) -> list[Any]:
    """Return the rows of an answer.

    Raises
    ------
    HurtFilesError
        If Parquet that it reads is hurt.
    InputError
        If another file that it reads has gone, or the memory does not hold it.
    """
    with needs_extra("Reading Parquet of a ledger", "ledger"):
        import duckdb
    try:
        found: list[Any] = connection.execute(question, values).fetchall()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        paths = [
            path for its in values.values() if isinstance(its, list) for path in its
        ]
        check_readable(connection, map(str, paths))
        reason = str(error).splitlines()[0]
        raise InputError(
            "A file of the ledger cannot be read any more: {reason}. Delete it, or "
            "restore it from a copy.",
            reason=reason,
        ) from error
    return found
