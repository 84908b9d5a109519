"""Rolling closed runs up into Parquet: fewer bytes, and sums without reading lines.

::

    compacted/BATCH.runs                     runs without their ticks, as lines
    compacted/ticks/day=…/host=…/BATCH….parquet
    compacted/minutes/…, compacted/hours/…   device-minutes and device-hours

A batch counts from the moment its file of runs stands there, and the lines that it
replaces do not from then on; they are deleted last.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, WattlasError
from wattlas.metering.ledger import database, lines, rows
from wattlas.metering.ledger.cells import one_cell
from wattlas.metering.ledger.files import (
    COMPACTED,
    RUNS_ENDING,
    found_files,
    packed_files,
    size_of,
)
from wattlas.metering.ledger.problems import FileProblem, UnusableFileError
from wattlas.metering.ledger.readings import Amount, Free
from wattlas.metering.ledger.relations import relations_of
from wattlas.metering.ledger.run import Run, origins_of, read_runs
from wattlas.metering.ledger.screen import stored_runs
from wattlas.metering.ledger.source import AnySource
from wattlas.metering.ledger.writer import new_run

FILES_AT_ONCE, BYTES_AT_ONCE = 256, 1 << 29
"""What one batch replaces at most, so that neither memory nor what spills to the disk
grows with the ledger; a larger file is a batch of its own."""
QUIET_S = 86_400.0
"""A file without an end that nobody has written to for so long is closed."""


@dataclass(frozen=True)
class Compaction:
    """What was rolled up: runs, their files of lines, and the bytes before and after.

    `left` are files that stay as they are: open, hurt, or parts of one run.
    """

    runs: int
    files: int
    bytes_before: int
    bytes_after: int
    left: int


class UnequalError(WattlasError):
    """What was written is not what was read: nothing was replaced."""


def compact(
    folder: Path, told: Callable[[FileProblem], None] = lambda problem: None
) -> Compaction:
    """Roll the closed runs of a ledger up into Parquet, and delete their lines.

    What is wrong in the folder is told, and stays as it is.

    Raises
    ------
    MissingExtraError
        If DuckDB is not installed.
    UnequalError
        If the sums of what was written differ; the lines stay.
    """
    if os.path.lexists(home := folder / COMPACTED) and not home.is_dir():
        raise InputError("{path} is no folder: move it away.", path=home)
    done = Compaction(0, 0, 0, 0, 0)
    packed = _packed(folder, told)
    stored = {run.header.run for run in packed}
    for path in origins_of(packed, folder):
        path.unlink(missing_ok=True)  # left by a crash: its lines count no more
    paths = list(found_files(folder, told))
    for batch in _batches(paths):
        runs = [run for run in _closed(batch, told) if run.header.run not in stored]
        left = len(batch) - len({run.path for run in runs})
        sizes = _compacted(folder, runs) if runs else (0, 0)
        done = Compaction(
            done.runs + len(runs),
            done.files + len({run.path for run in runs}),
            done.bytes_before + sizes[0],
            done.bytes_after + sizes[1],
            done.left + left,
        )
    return done


def _batches(paths: Iterable[Path]) -> Iterator[list[Path]]:
    batch, size = list[Path](), 0
    for path in paths:
        more = size_of(path)
        if batch and (len(batch) == FILES_AT_ONCE or size + more > BYTES_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(path)
        size += more
    if batch:
        yield batch


def _packed(folder: Path, told: Callable[[FileProblem], None]) -> list[Run]:
    """Return the runs that were rolled up: their lines, put back, stay lines."""
    return [run for path in packed_files(folder, told) for run in _readable(path, told)]


def _readable(path: Path, told: Callable[[FileProblem], None]) -> Sequence[Run]:
    try:
        runs = read_runs(path)
    except UnusableFileError as error:
        told(error.problem)
        return ()
    for run in runs:
        for problem in run.problems:
            told(problem)
    return runs


def _closed(paths: Sequence[Path], told: Callable[[FileProblem], None]) -> list[Run]:
    """Return the runs of the files that may be rolled up."""
    found: dict[Path, list[Run]] = {}
    for run in stored_runs(paths):
        found[run.path] = [run]
    for path in paths:
        if path not in found:
            found[path] = list(_readable(path, told))
    names = Counter(run.header.run for its in found.values() for run in its)
    closed = (its[0] for its in found.values() if _is_closed(its))
    # The ranks of a job have names of their own: one name is one run in parts.
    return [run for run in closed if names[run.header.run] == 1]


def _is_closed(runs: Sequence[Run]) -> bool:
    """Say whether a file holds one whole run in which nothing is wrong."""
    if len(runs) != 1 or runs[0].problems:
        return False
    written_s = runs[0].path.stat().st_mtime
    return runs[0].ended is not None or time.time() - written_s > QUIET_S


def _compacted(folder: Path, runs: Sequence[Run]) -> tuple[int, int]:
    """Replace the files of runs by a batch; return their bytes before and after."""
    batch, home = new_run(), folder / COMPACTED
    home.mkdir(exist_ok=True)
    source = AnySource(runs)
    seen = source.seen()
    free = [Free(*key, *times, True) for key, its in seen.items() for times in its]
    whole = {place[:2]: sum_ for place, sum_ in source.sums(free, one_cell()).items()}
    files = _written(runs, (home, batch), whole) if whole else []
    texts: list[bytes] = []
    for number, run in enumerate(runs):
        devices = range(len(run.header.devices))
        stored: dict[str, Any] = {
            "batch": batch,
            "number": number,
            "origin": run.path.relative_to(folder).as_posix(),
            "seen": [seen[number, device] for device in devices],
            "whole": [whole.get((number, device), Amount()) for device in devices],
            "files": [file[:5] for file in files if number in file[5]],
        }
        stored["rolled_up"] = _rolled_up(home, batch, stored["files"])
        texts += _lines(run, stored)
    _write_whole(home / f"{batch}{RUNS_ENDING}", texts)
    before = sum(run.path.stat().st_size for run in runs)
    for run in runs:
        run.path.unlink()
    after = sum((home / name).stat().st_size for name, *_ in files)
    return before, after + (home / f"{batch}{RUNS_ENDING}").stat().st_size


def _written(
    runs: Sequence[Run], where: tuple[Path, str], whole: Mapping[Any, Amount]
) -> list[tuple[Any, ...]]:
    """Write the tables of a batch, and check them; return the files of its ticks."""
    home, batch = where
    widest = max(len(run.header.devices) for run in runs)
    with database.connected("Rolling runs up into Parquet", widest) as connection:
        _copy(connection, runs, home / "ticks", batch)
        files = _files(connection, home, batch)
        _check(connection, home, batch, whole)
        for table in rows.ROLLED_UP.items():
            _roll_up(connection, home, batch, table)
    return files


def _lines(run: Run, stored: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the lines of a run without its ticks."""
    yield lines.text_of(lines.run_line(run.header))
    yield lines.text_of({"line": lines.STORED, **stored})
    yield from (lines.text_of(lines.window_line(window)) for window in run.windows)
    yield from (lines.text_of(lines.check_line(check)) for check in run.checks)
    if run.ended is not None:
        yield lines.text_of(lines.end_line(run.ended, run.exit_code))


def _copy(connection: Any, runs: Sequence[Run], to: Path, batch: str) -> None:
    """Write the readings of runs as Parquet, by day and host."""
    relations, values = relations_of(connection, dict(enumerate(runs)))
    hosts = [(number, run.machine) for number, run in enumerate(runs)]
    kinds = (("run", "INTEGER"), ("host", "VARCHAR"))
    database.fill(connection, "hosts", kinds, hosts)
    names = ", ".join(name for name, _ in rows.COLUMNS)
    relation = " UNION ALL ".join(relation.sql for relation in relations)
    connection.execute(
        f"COPY (SELECT '{batch}' AS batch, run AS number, device, {names}, "
        f"strftime(make_timestamp(t0), '%Y-%m-%d') AS day, host "
        f"FROM ({relation}) JOIN hosts USING (run) ORDER BY run, device, t0) "
        f"{_to(to, batch)}",
        values,
    )


def _roll_up(connection: Any, home: Path, batch: str, table: tuple[str, int]) -> None:
    """Write the device-hours or device-minutes of the ticks of a batch."""
    name, length = table
    connection.execute(
        f"COPY ({rows.roll_up()}) {_to(home / name, batch)}",
        {"ticks": f"{home}/ticks/*/*/{batch}-*.parquet", "step": length},
    )


def _rolled_up(
    home: Path, batch: str, files: Iterable[Sequence[Any]]
) -> dict[str, list[str]]:
    """Return the rolled-up files beside the ticks of a run, by their table."""
    days = {Path(name).relative_to("ticks").parent for name, *_ in files}
    return {
        table: [
            path.relative_to(home).as_posix()
            for day in sorted(days)
            for path in sorted((home / table / day).glob(f"{batch}-*.parquet"))
        ]
        for table in rows.ROLLED_UP
    }


def _files(connection: Any, home: Path, batch: str) -> list[tuple[Any, ...]]:
    """Return the files of a batch, each as its runs say it, and which runs those are.

    That is: name, first and last moment, bytes, and how many readings overlap.
    """
    found = database.asked(
        connection,
        "SELECT filename, min(t0), max(t1), count(*) FILTER (since <> t0), "
        "list(DISTINCT number) FROM read_parquet($names, filename = true, "
        "hive_partitioning = false) GROUP BY 1",
        {"names": f"{home}/ticks/*/*/{batch}-*.parquet"},
    )
    return sorted(
        (Path(f).relative_to(home).as_posix(), t0, t1, Path(f).stat().st_size, *more)
        for f, t0, t1, *more in found
    )


def _check(connection: Any, home: Path, batch: str, whole: Mapping[Any, Any]) -> None:
    """Raise UnequalError where what was written is not what was read."""
    names = {"names": f"{home}/ticks/*/*/{batch}-*.parquet"}
    found = database.asked(connection, rows.whole(), names)
    written = {tuple(row[:2]): tuple(map(int, row[2:])) for row in found}
    read = {key: tuple(amount[:6]) for key, amount in whole.items()}
    if written != read:
        raise UnequalError(
            f"What was written to {home} is not what was read; the lines stay as they "
            f"are. Please report this."
        )


def _write_whole(path: Path, texts: Iterable[bytes]) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.writelines(texts)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _to(folder: Path, batch: str) -> str:
    """Return where rows go: a file of the batch for each day and host."""
    folder.mkdir(parents=True, exist_ok=True)
    name = str(folder).replace("'", "''")
    return (
        f"TO '{name}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (day, host), "
        f"FILENAME_PATTERN '{batch}-{{i}}', OVERWRITE_OR_IGNORE true)"
    )
