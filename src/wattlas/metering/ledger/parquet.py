"""The Parquet files of rolled-up runs: which are whole, and which nobody names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from wattlas.errors import needs_extra
from wattlas.metering.ledger.problems import (
    GONE_PARQUET,
    HURT_PARQUET,
    LONE_PARQUET,
    FileProblem,
    HurtFilesError,
    LineError,
)

ENDING = ".parquet"
IN_EVERY_TABLE = ("t0", "t1", "energy_uj", "low_uj", "high_uj", "own_uj", "flags")
MAGIC = b"PAR1"
"""A file of Parquet begins and ends with it."""


def check_whole(path: Path, size: int | None = None) -> None:
    """Raise LineError where a file is not there, or not as it was written. [bytes]"""
    if not path.is_file():
        raise LineError(GONE_PARQUET, path.name)
    try:
        with path.open("rb") as file:
            first = file.read(len(MAGIC))
            is_short = file.seek(0, os.SEEK_END) < 2 * len(MAGIC)
            file.seek(0 if is_short else -len(MAGIC), os.SEEK_END)
            is_whole = not is_short and first == file.read() == MAGIC
            length = file.tell()
    except OSError as error:
        raise LineError(HURT_PARQUET, f"{path.name}: {error.strerror}") from error
    if not is_whole or (size is not None and size != length):
        raise LineError(HURT_PARQUET, path.name)


def is_whole(path: Path) -> bool:
    """Say whether a file is there and looks like Parquet at both ends."""
    try:
        check_whole(path)
    except LineError:
        return False
    return True


def lone_files(ticks: Path, batches: Iterable[str]) -> Iterator[FileProblem]:
    """Yield files of readings that no file of runs names, once for each batch."""
    known = frozenset(batches)
    names = sorted(name for _, _, names in os.walk(ticks) for name in names)
    lone = (n for n in names if n.endswith(ENDING) and _batch(n) not in known)
    for _, its in groupby(lone, key=_batch):
        found = list(its)
        yield FileProblem(found[0], LONE_PARQUET, count=len(found))


def _batch(name: str) -> str:
    return name.removesuffix(ENDING).rpartition("-")[0]


def check_readable(connection: Any, paths: Iterable[str]) -> None:
    """Raise HurtFilesError where Parquet cannot be read from its begin to its end."""
    hurt = tuple(_hurt(connection, (p for p in paths if p.endswith(ENDING))))
    if hurt:
        raise HurtFilesError(hurt)


def _hurt(connection: Any, paths: Iterable[str]) -> Iterator[FileProblem]:
    with needs_extra("Reading Parquet of a ledger", "ledger"):
        import duckdb
    sums = ", ".join(f"sum({name})" for name in IN_EVERY_TABLE)
    rows = "read_parquet($path, hive_partitioning = false)"
    question = f"SELECT {sums}, max(COLUMNS(*)) FROM {rows}"
    for path in paths:
        try:
            connection.execute(question, {"path": path})
        except duckdb.Error:
            yield FileProblem(Path(path).name, HURT_PARQUET)
